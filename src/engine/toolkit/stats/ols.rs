//! Ordinary least squares with the joint test of coefficients (`diagnostics.md` section 0).

use nalgebra::{DMatrix, DVector};

use super::StatisticalTest;
use crate::toolkit::math::householder::HouseholderQr;

/// A diagonal entry of R below this part of the norm of its column marks a redundant regressor.
const REDUNDANT: f64 = 1e-13;

/// A regression estimated by Householder QR.
#[derive(Clone, Debug)]
pub struct Ols {
    /// Coefficients, in the order of the columns.
    pub coefficients: DVector<f64>,
    /// Residuals.
    pub residuals: Vec<f64>,
    /// (X'X)^-1.
    pub unscaled_covariance: DMatrix<f64>,
    /// Residual sum of squares.
    pub rss: f64,
}

impl Ols {
    /// The regression of `y` on the columns of `x` (column-major, `y.len()` rows). None with missing values, a
    /// redundant regressor, or not more observations than regressors.
    pub fn fit(y: &[f64], x: &[f64], columns: usize) -> Option<Self> {
        let rows = y.len();
        if columns == 0 || rows <= columns || x.len() != rows * columns {
            return None;
        }
        let mut a = x.to_vec();
        let mut qr = HouseholderQr::new();
        qr.factorize(&mut a, rows, columns, columns);
        for (column, pivot) in x.chunks(rows).zip(qr.diagonal()) {
            let norm = column.iter().map(|v| v * v).sum::<f64>().sqrt();
            // a NaN fails too
            if pivot.abs().partial_cmp(&(REDUNDANT * norm)) != Some(std::cmp::Ordering::Greater) {
                return None;
            }
        }
        let mut residuals = y.to_vec();
        let mut coefficients = vec![0.0; columns];
        qr.apply_qt(&a, &mut residuals);
        if !qr.solve(&a, &residuals, columns, &mut coefficients) {
            return None;
        }
        residuals.iter_mut().take(columns).for_each(|e| *e = 0.0);
        let rss = residuals.iter().map(|e| e * e).sum();
        qr.apply_q(&a, &mut residuals);
        Some(Self {
            coefficients: DVector::from_vec(coefficients),
            residuals,
            unscaled_covariance: qr.unscaled_covariance(&a, columns),
            rss,
        })
    }

    /// Joint test that the `q` coefficients from `first` on are 0:
    /// `F = [b_J' U_JJ^-1 b_J / q] / [RSS / df]`, F(q, df), df = n - k.
    pub fn joint_test(&self, first: usize, q: usize) -> Option<StatisticalTest> {
        let df = self.residuals.len() - self.coefficients.len();
        if q == 0 || first + q > self.coefficients.len() {
            return None;
        }
        let b = self.coefficients.rows(first, q);
        let u = self.unscaled_covariance.view((first, first), (q, q)).into_owned();
        let explained = b.dot(&u.cholesky()?.solve(&b));
        StatisticalTest::f(explained / q as f64 / (self.rss / df as f64), q as f64, df as f64)
    }

    /// R² about the mean of `y`.
    pub fn r_squared(&self, y: &[f64]) -> f64 {
        let mean = y.iter().sum::<f64>() / y.len() as f64;
        1.0 - self.rss / y.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>()
    }
}

/// F test of a regression without constant, uncentred: `((TSS - RSS)/r) / (RSS/(n - r))`, F(r, n - r), r the rank:
/// redundant regressors do not count. None with missing values, without a regressor or without degrees of
/// freedom.
pub fn regression_f_test(y: &[f64], x: &[f64], columns: usize) -> Option<StatisticalTest> {
    let rows = y.len();
    if columns == 0 || rows == 0 || x.len() != rows * columns || !x.iter().all(|v| v.is_finite()) {
        return None;
    }
    let mut a = x.to_vec();
    let mut qr = HouseholderQr::new();
    qr.factorize(&mut a, rows, columns, 0);
    let largest = qr.diagonal().iter().fold(0.0_f64, |m, d| m.max(d.abs()));
    let rank = qr.rank(REDUNDANT * largest);
    let mut qty = y.to_vec();
    qr.apply_qt(&a, &mut qty);
    let squares = |v: &[f64]| v.iter().map(|v| v * v).sum::<f64>();
    let (explained, rest) = qty.split_at(rank.min(rows));
    let (numerator, denominator) = (rank as f64, rows as f64 - rank as f64);
    StatisticalTest::f(
        (squares(explained) / numerator) / (squares(rest) / denominator),
        numerator,
        denominator,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joint_test_of_all_slopes_is_the_f_of_the_regression() {
        let y = [1.0, 2.5, 2.0, 4.5, 5.0, 5.5, 7.5];
        let x: Vec<f64> =
            [vec![1.0; 7], (0..7).map(f64::from).collect(), vec![1., 0., 0., 1., 0., 1., 1.]].concat();
        let fit = Ols::fit(&y, &x, 3).unwrap();
        let r2 = fit.r_squared(&y);
        let f = (r2 / 2.0) / ((1.0 - r2) / 4.0);
        let test = fit.joint_test(1, 2).unwrap();
        assert!((test.value - f).abs() < 1e-10 * f);
        assert_eq!(test.distribution.to_string(), "F(2,4)");
    }

    #[test]
    fn redundant_regressors_do_not_count() {
        let y = [1.0, 2.5, 2.0, 4.5, 5.0];
        let x = [1.0, 0.0, 1.0, 1.0, 2.0];
        let one = regression_f_test(&y, &x, 1).unwrap();
        let twice = regression_f_test(&y, &[x, x.map(|v| 3.0 * v)].concat(), 2).unwrap();
        assert_eq!(twice.distribution.to_string(), "F(1,4)");
        assert!((one.value - twice.value).abs() < 1e-12 * one.value);
        // by hand: x'y = 17.5, x'x = 7, y'y = 56.5
        assert!((one.value - 43.75 / (12.75 / 4.0)).abs() < 1e-10);
        assert_eq!(regression_f_test(&y, &[0.0; 5], 1), None);
        assert_eq!(regression_f_test(&[f64::NAN; 5], &x, 1), None);
        assert_eq!(regression_f_test(&[], &[], 1), None);
    }

    #[test]
    fn redundant_or_missing() {
        let y = [1.0, 2.5, 2.0, 4.5];
        assert!(Ols::fit(&y, &[1.0; 8], 2).is_none());
        assert!(Ols::fit(&y, &[1.0, 1.0, 1.0, f64::NAN], 1).is_none());
        assert!(Ols::fit(&[1.0, f64::NAN, 2.0, 3.0], &[1.0; 4], 1).is_none());
        assert!(Ols::fit(&y, &[], 0).is_none());
        assert!(Ols::fit(&[], &[], 1).is_none());
    }
}
