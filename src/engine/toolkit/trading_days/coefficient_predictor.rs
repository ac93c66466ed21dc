//! Coefficients that are random walks, given the whole series.

use nalgebra::{Cholesky, DMatrix, DVector};

use crate::toolkit::math::polynomial::Polynomial;

/// Best linear prediction in `w = X b + u` with w and X differenced, u a moving average and b constant plus a random walk
/// that starts at 0; both the constant and the initial values of the series are diffuse.
pub(super) struct CoefficientPredictor {
    delta: Polynomial,
    /// The regressors.
    x: DMatrix<f64>,
    /// The regressors times the covariance M of the steps.
    rotated: DMatrix<f64>,
    /// The differenced series, then the differenced regressors.
    columns: DMatrix<f64>,
    /// Covariance that random walks with steps of covariance M give to the differenced series.
    walk: DMatrix<f64>,
}

impl CoefficientPredictor {
    /// For the series `y`, the regressors `x` (a row per period) and random walks with steps of covariance
    /// `movement` up to their variance.
    pub(super) fn new(y: &[f64], x: DMatrix<f64>, movement: &DMatrix<f64>, delta: Polynomial) -> Self {
        let n = y.len();
        let rotated = &x * movement;
        let levels = DMatrix::from_fn(n, n, |t, u| t.min(u) as f64 * rotated.row(t).dot(&x.row(u)));
        let differenced = |m: &DMatrix<f64>| {
            let columns: Vec<DVector<f64>> =
                m.column_iter().map(|c| DVector::from_vec(delta.filter(c.as_slice()))).collect();
            DMatrix::from_columns(&columns)
        };
        let walk = differenced(&differenced(&levels).transpose());
        let mut all = x.clone().insert_column(0, 0.0);
        all.set_column(0, &DVector::from_column_slice(y));
        let columns = differenced(&all);
        Self { delta, x, rotated, columns, walk }
    }

    /// Covariance of the differenced series for unit innovation variance, lower triangle.
    fn covariance(&self, ma: &Polynomial, variance: f64) -> DMatrix<f64> {
        let c = ma.coefficients();
        let mut v = &self.walk * variance;
        for lag in 0..c.len() {
            let autocovariance: f64 = c.iter().zip(c.iter().skip(lag)).map(|(a, b)| a * b).sum();
            for t in lag..v.nrows() {
                v[(t, t - lag)] += autocovariance;
            }
        }
        v
    }

    /// Generalised least squares of the differenced series on the differenced regressors.
    fn solved(&self, ma: &Polynomial, variance: f64) -> Option<Solved> {
        // only the lower triangle is read
        let lower = Cholesky::new(self.covariance(ma, variance))?.unpack();
        let mut white = self.columns.clone();
        if !lower.solve_lower_triangular_mut(&mut white) {
            return None;
        }
        let y = white.column(0);
        let x = white.columns(1, white.ncols() - 1);
        let coefficients = Cholesky::new(x.tr_mul(&x))?.solve(&x.tr_mul(&y));
        let white = y - x * &coefficients;
        Some(Solved { lower, coefficients, white })
    }

    /// The coefficients when they do not move.
    pub(super) fn constant(&self, ma: &Polynomial) -> Option<DVector<f64>> {
        self.solved(ma, 0.0).map(|s| s.coefficients)
    }

    /// Best linear predictor of the coefficients, a row per period, when the steps have the covariance `variance` M.
    /// With V the covariance of the differenced series, w the differenced series less its mean X b and D the
    /// differencing, that of the random walk in period t is
    /// `variance M sum over u of min(t,u) x_u (D' V^-1 w)_u`.
    pub(super) fn paths(&self, ma: &Polynomial, variance: f64) -> Option<DMatrix<f64>> {
        let solved = self.solved(ma, variance)?;
        let weighted = solved.lower.tr_solve_lower_triangular(&solved.white)?;
        let (n, groups) = self.x.shape();
        let mut spread = vec![0.0; n];
        let lags = self.delta.coefficients();
        for (k, w) in weighted.iter().enumerate() {
            for (lag, c) in lags.iter().enumerate() {
                if let Some(slot) = spread.get_mut(k + lags.len() - 1 - lag) {
                    *slot += c * w;
                }
            }
        }
        let mut paths = DMatrix::from_fn(n, groups, |_, i| solved.coefficients[i]);
        for i in 0..groups {
            // min(t,u) is a sum of steps: one for every period up to t, of what is from there on
            let mut rest: f64 = (0..n).map(|u| self.rotated[(u, i)] * spread[u]).sum();
            let mut walk = 0.0;
            for t in 1..n {
                rest -= self.rotated[(t - 1, i)] * spread[t - 1];
                walk += rest;
                paths[(t, i)] += variance * walk;
            }
        }
        Some(paths)
    }
}

/// Solution of the least-squares problem.
struct Solved {
    /// Cholesky factor of the covariance of the differenced series.
    lower: DMatrix<f64>,
    coefficients: DVector<f64>,
    /// Whitened residuals.
    white: DVector<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The predictor by recursive sums against the covariance matrices written out.
    #[test]
    fn paths_by_covariances() {
        let n = 60;
        let random = |t: usize, k: usize| ((t * 37 + t * t * 11 + k * 17 + t * k * 5) % 23) as f64 / 7.0;
        let y: Vec<f64> = (0..n).map(|t| 10.0 + (t % 12) as f64 + random(t, 0)).collect();
        let x = DMatrix::from_fn(n, 2, |t, i| random(t, i + 1));
        let movement = DMatrix::from_row_slice(2, 2, &[0.4, -0.1, -0.1, 0.3]);
        let delta = Polynomial::differencing(1, 1, 12);
        let ma = Polynomial::from_lags(&[-0.5], 1).times(&Polynomial::from_lags(&[-0.4], 12));
        let predictor = CoefficientPredictor::new(&y, x.clone(), &movement, delta.clone());
        let variance = 0.3 * 0.3;
        let found = predictor.paths(&ma, variance).unwrap();
        let mut full = predictor.covariance(&ma, variance);
        full.fill_upper_triangle_with_lower_triangle();
        let d = DMatrix::from_fn(n - 13, n, |k, u| (13 + k).checked_sub(u).map_or(0.0, |lag| delta.get(lag)));
        let (w, dx) = (&d * DVector::from_vec(y), &d * &x);
        let inverse = full.try_inverse().unwrap();
        let b = (dx.transpose() * &inverse * &dx).try_inverse().unwrap() * dx.transpose() * &inverse * &w;
        let residual = inverse * (w - dx * &b);
        for t in 0..n {
            // covariance of the coefficients at t with the series, then with its differences
            let levels = DMatrix::from_fn(2, n, |i, u| {
                variance * t.min(u) as f64 * movement.row(i).transpose().dot(&x.row(u).transpose())
            });
            let expected = &b + levels * d.transpose() * &residual;
            for i in 0..2 {
                assert!((found[(t, i)] - expected[i]).abs() < 1e-9, "{t} {i}");
            }
        }
    }
}
