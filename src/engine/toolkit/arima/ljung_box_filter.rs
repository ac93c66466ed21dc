//! The modified Ljung-Box filter (Ljung and Box 1979; `arima.md`, 6.1).
//!
//! It turns m values of an ARMA(p, q) process into m + q uncorrelated residuals: estimates of the q
//! innovations before the start among them. Sum of squares and determinant are those of the exact
//! likelihood. X-13 takes the scale of its outlier detection from them.

use super::ArimaError;
use super::autocovariance::autocovariances;
use super::weights::series;
use crate::toolkit::math::linear_system::{cholesky_in_place, solve_lower, solve_lower_transposed};

/// Residuals and determinant of [`modified_ljung_box`].
#[derive(Clone, Debug, PartialEq)]
pub struct LjungBoxResiduals {
    /// p starting residuals, the q innovations before the start, m - p innovations.
    pub residuals: Vec<f64>,
    /// `ln det` of the covariance matrix of the values.
    pub log_determinant: f64,
}

/// Filters `u` under `ar(B) u = ma(B) a` (coefficients with the constants 1, var(a) = 1).
///
/// # Errors
/// [`ArimaError::NotStationary`], or [`ArimaError::InvalidVariance`] when u has not more than p
/// values or a covariance matrix is not positive definite.
pub fn modified_ljung_box(ar: &[f64], ma: &[f64], u: &[f64]) -> Result<LjungBoxResiduals, ArimaError> {
    let (p, q) = (ar.len().saturating_sub(1), ma.len().saturating_sub(1));
    let m = u.len();
    if m <= p {
        return Err(ArimaError::InvalidVariance);
    }
    let z: Vec<f64> = (p..m).map(|t| (0..=p).map(|j| ar[j] * u[t - j]).sum()).collect();
    let filter = MovingAverageFilter::new(ma, m - p)?;
    let tail = filter.apply(&z);
    let mut log_determinant = filter.log_determinant;
    let mut start = Vec::new();
    if p > 0 {
        // k_i = cov(u_i, z), with cov(u_i, z_{p+r}) = sum_{l >= p+r-i} theta_l psi_{l-(p+r-i)}
        let psi = series(ma, ar, q + 1);
        let transformed: Vec<Vec<f64>> = (0..p)
            .map(|i| {
                let mut k = vec![0.0; m - p];
                for (r, x) in k.iter_mut().enumerate().take((q + i + 1).saturating_sub(p)) {
                    let first = p + r - i;
                    *x = ma[first..].iter().zip(&psi).map(|(t, w)| t * w).sum();
                }
                filter.apply(&k)
            })
            .collect();
        let gamma = autocovariances(ar, ma, 1.0, p)?;
        let mut w = vec![0.0; p * p];
        for i in 0..p {
            start.push(u[i] - dot(&transformed[i], &tail));
            for j in 0..=i {
                w[i * p + j] = gamma[i - j] - dot(&transformed[i], &transformed[j]);
            }
        }
        if !cholesky_in_place(&mut w, p) {
            return Err(ArimaError::InvalidVariance);
        }
        solve_lower(&w, &mut start);
        log_determinant += (0..p).map(|i| 2.0 * w[i * p + i].ln()).sum::<f64>();
    }
    start.extend(tail);
    Ok(LjungBoxResiduals { residuals: start, log_determinant })
}

fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(a, b)| a * b).sum()
}

/// Estimated innovations of a moving average with q of them before the start.
struct MovingAverageFilter<'a> {
    ma: &'a [f64],
    /// Effect `Pi V1` of the innovations before the start on the recursive residuals, by columns.
    effects: Vec<Vec<f64>>,
    /// Cholesky factor of `I + V1' Pi' Pi V1`.
    factor: Vec<f64>,
    log_determinant: f64,
}

impl<'a> MovingAverageFilter<'a> {
    fn new(ma: &'a [f64], n: usize) -> Result<Self, ArimaError> {
        let q = ma.len() - 1;
        let effects: Vec<Vec<f64>> = (0..q)
            .map(|j| {
                // V1[i, j] = theta_{q+i-j} for i <= j
                let mut column = vec![0.0; n];
                for (i, x) in column.iter_mut().enumerate().take(j + 1) {
                    *x = ma[q + i - j];
                }
                recursive_residuals(ma, &mut column);
                column
            })
            .collect();
        let mut factor = vec![0.0; q * q];
        for i in 0..q {
            for j in 0..=i {
                factor[i * q + j] = dot(&effects[i], &effects[j]) + if i == j { 1.0 } else { 0.0 };
            }
        }
        if !cholesky_in_place(&mut factor, q) {
            return Err(ArimaError::InvalidVariance);
        }
        let log_determinant = (0..q).map(|i| 2.0 * factor[i * q + i].ln()).sum();
        Ok(Self { ma, effects, factor, log_determinant })
    }

    /// The q innovations before the start, then the n residuals.
    fn apply(&self, z: &[f64]) -> Vec<f64> {
        let mut c = z.to_vec();
        recursive_residuals(self.ma, &mut c);
        let mut before: Vec<f64> = self.effects.iter().map(|e| dot(e, &c)).collect();
        solve_lower(&self.factor, &mut before);
        solve_lower_transposed(&self.factor, &mut before);
        for (e, a) in self.effects.iter().zip(&before) {
            for (x, y) in c.iter_mut().zip(e) {
                *x -= a * y;
            }
        }
        before.extend(c);
        before
    }
}

/// `ma(B)^{-1} x` with zero innovations before the start, in place.
fn recursive_residuals(ma: &[f64], x: &mut [f64]) {
    for t in 0..x.len() {
        let s: f64 = ma.iter().enumerate().skip(1).take(t).map(|(j, c)| c * x[t - j]).sum();
        x[t] -= s;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::arima::whitening::WhiteningFilter;

    #[test]
    fn worked_arma_2_2() {
        let u = [1.2, -0.5, 0.3, 2.1, -1.4, 0.6, 0.9, -2.0, 0.1, 0.75];
        let f = modified_ljung_box(&[1.0, -0.8, 0.2], &[1.0, -0.3, 0.5], &u).unwrap();
        let expected = [
            0.270621673795,
            -0.963106557229,
            0.840681249642,
            -0.278315358854,
            0.436164767523,
            2.030007109684,
            -2.629080250856,
            0.336272369901,
            1.555421836398,
            -2.301509634031,
            0.411836191591,
            1.544305674493,
        ];
        assert!(f.residuals.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-11), "{:?}", f.residuals);
        assert!((f.log_determinant - 1.038365686162).abs() < 1e-11);
    }

    #[test]
    fn sum_of_squares_and_determinant_are_exact() {
        let u: Vec<f64> = (0..40).map(|i| ((i * i) as f64).sin()).collect();
        for (ar, ma) in [
            (vec![1.0], vec![1.0, -0.6, 0.3]),
            (vec![1.0, -0.5, 0.3], vec![1.0]),
            (vec![1.0, 0.7], vec![1.0, 0.0, 0.0, 0.4]),
        ] {
            let f = modified_ljung_box(&ar, &ma, &u).unwrap();
            let mut w = WhiteningFilter::of(&ar, &ma, 40).unwrap();
            let e = w.filter(&u);
            assert_eq!(f.residuals.len(), 40 + ma.len() - 1);
            assert!((dot(&e, &e) - dot(&f.residuals, &f.residuals)).abs() < 1e-10);
            assert!((f.log_determinant - w.log_determinant()).abs() < 1e-10);
        }
        assert!(modified_ljung_box(&[1.0, -0.5], &[1.0], &[1.0]).is_err());
    }
}
