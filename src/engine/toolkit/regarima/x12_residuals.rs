//! Exact residuals of a stationary ARMA model as X-12 computes them (Otto, Bell and Burman 1987;
//! `regarima.md` 10.4).

use nalgebra::{DMatrix, DVector};
use pulp::{Simd, WithSimd};

use crate::toolkit::math::lanes::{Four, LANES, Load, dispatch};
use crate::toolkit::math::polynomial::lagged_terms;

/// Exact residuals of `phi(B) w = theta(B) a` in X-12's order: the p residuals of the first p
/// observations given the rest, the q estimated presample innovations (oldest first), then the n - p
/// innovations. Their sum of squares is the exact generalised sum of squares.
///
/// * `phi`, `theta`: coefficients of `1 + c1 B + c2 B^2 + ...`, the leading 1 included, of full
///   degrees p and q (seasonal factors multiplied in).
/// * `autocovariances`: at lags 0 to p - 1, for innovation variance 1.
/// * `w`: the series, n > p values, none missing.
///
/// None when n <= p or when a variance is not positive definite.
pub fn x12_residuals(phi: &[f64], theta: &[f64], autocovariances: &[f64], w: &[f64]) -> Option<Vec<f64>> {
    let p = phi.len().checked_sub(1)?;
    let q = theta.len().checked_sub(1)?;
    if w.len() <= p || autocovariances.len() < p {
        return None;
    }
    let phi_lags = lagged_terms(phi);
    let autoregression = |t: usize| phi_lags.iter().fold(w[t], |z, (j, c)| z + c * w[t - j]);
    let mut innovations: Vec<f64> = (p..w.len()).map(autoregression).collect();
    let presample = Presample::new(theta, innovations.len())?;
    solve_lower(&presample.theta_lags, &mut innovations);
    let u = presample.project(&innovations);
    presample.remove(&mut innovations, &u);

    let mut residuals = Vec::with_capacity(w.len() + q);
    if p > 0 {
        residuals.extend(initial(phi, theta, autocovariances, &w[..p], &presample, &innovations)?);
    }
    residuals.extend(u.iter());
    residuals.extend(innovations);
    Some(residuals)
}

/// `G = Theta^-1 C`, the effect of the presample innovations on the whitened series, with the Cholesky
/// factor of `I + G'G`; Theta is the lower triangular Toeplitz matrix of the moving average.
struct Presample {
    /// Theta below its diagonal.
    theta_lags: Vec<(usize, f64)>,
    g: DMatrix<f64>,
    normal: nalgebra::Cholesky<f64, nalgebra::Dyn>,
}

impl Presample {
    fn new(theta: &[f64], m: usize) -> Option<Self> {
        let (q, theta_lags) = (theta.len() - 1, lagged_terms(theta));
        let mut g = DMatrix::zeros(m, q);
        for k in 0..q {
            let mut column = g.column_mut(k);
            // presample innovation k (0: oldest) has lag t + q - k at observation t
            for t in 0..m.min(k + 1) {
                column[t] = theta[t + q - k];
            }
        }
        solve_lower_columns(&theta_lags, g.as_mut_slice(), m);
        let normal = (DMatrix::identity(q, q) + cross_products(&g)).cholesky()?;
        Some(Self { theta_lags, g, normal })
    }

    /// `(I + G'G)^-1 G' x`.
    fn project(&self, x: &[f64]) -> DVector<f64> {
        self.normal.solve(&self.g.tr_mul(&DVector::from_column_slice(x)))
    }

    /// `x - G u`.
    fn remove(&self, x: &mut [f64], u: &DVector<f64>) {
        for (k, column) in self.g.column_iter().enumerate() {
            for (x, g) in x.iter_mut().zip(column.iter()) {
                *x -= g * u[k];
            }
        }
    }
}

/// Residuals of the first p values: `L^-1 (w - Cov(w, z) Var(z)^-1 z)`, L the Cholesky factor of their
/// variance given z.
fn initial(
    phi: &[f64],
    theta: &[f64],
    autocovariances: &[f64],
    w: &[f64],
    presample: &Presample,
    innovations: &[f64],
) -> Option<Vec<f64>> {
    let (p, q, m) = (phi.len() - 1, theta.len() - 1, innovations.len());
    let psi = psi_weights(phi, theta, q + 1);
    // y_i = Theta^-1 Cov(w_i, z); Cov(w_i, z_t) = sum_j theta_j psi_(j - (t - i))
    let mut y = DMatrix::zeros(m, p);
    for i in 0..p {
        let mut column = y.column_mut(i);
        for t in 0..m.min((q + i + 1).saturating_sub(p)) {
            let lag = p + t - i;
            column[t] = (lag..=q).map(|j| theta[j] * psi[j - lag]).sum();
        }
    }
    solve_lower_columns(&presample.theta_lags, y.as_mut_slice(), m);
    let h = presample.g.tr_mul(&y);
    let explained = cross_products(&y) - h.tr_mul(&presample.normal.solve(&h));
    let gamma = DMatrix::from_fn(p, p, |i, j| autocovariances[i.abs_diff(j)]);
    // Var(z)^-1 z = Theta'^-1 a, so that Cov(w_i, z) Var(z)^-1 z = y_i' a
    let e = DVector::from_column_slice(w) - y.tr_mul(&DVector::from_column_slice(innovations));
    let e = (gamma - explained).cholesky()?.l().solve_lower_triangular(&e)?;
    Some(e.iter().copied().collect())
}

/// Solves `Theta x = b` in place, Theta lower triangular Toeplitz with ones on the diagonal and the coefficients given
/// by lag below.
fn solve_lower(theta: &[(usize, f64)], x: &mut [f64]) {
    for t in 1..x.len() {
        let past = theta.iter().take_while(|(j, _)| *j <= t);
        x[t] = past.fold(x[t], |sum, (j, c)| sum - c * x[t - j]);
    }
}

/// [`solve_lower`] for each column of `m` rows, four of them side by side.
fn solve_lower_columns(theta: &[(usize, f64)], columns: &mut [f64], m: usize) {
    if m == 0 {
        return;
    }
    let mut x = vec![Four::default(); m];
    for columns in columns.chunks_mut(LANES * m) {
        for (t, x) in x.iter_mut().enumerate() {
            *x = Four::gather(columns, m, t);
        }
        dispatch(LowerToeplitz { theta, x: &mut x });
        for (t, x) in x.iter().enumerate() {
            x.scatter(columns, m, t);
        }
    }
}

/// The recursion of [`solve_lower`] for four columns.
struct LowerToeplitz<'a> {
    theta: &'a [(usize, f64)],
    x: &'a mut [Four],
}

impl WithSimd for LowerToeplitz<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { theta, x } = self;
        for t in 1..x.len() {
            let mut sum = x[t].load(simd);
            for (j, c) in theta {
                let Some(past) = t.checked_sub(*j) else { break };
                sum = sum - c.load(simd) * x[past].load(simd);
            }
            x[t] = sum.store();
        }
    }
}

/// `A'A`, symmetric to the last bit.
fn cross_products(a: &DMatrix<f64>) -> DMatrix<f64> {
    let mut products = DMatrix::zeros(a.ncols(), a.ncols());
    for i in 0..a.ncols() {
        for j in 0..=i {
            let product = a.column(i).dot(&a.column(j));
            products[(i, j)] = product;
            products[(j, i)] = product;
        }
    }
    products
}

/// First `n` coefficients of theta(B)/phi(B).
fn psi_weights(phi: &[f64], theta: &[f64], n: usize) -> Vec<f64> {
    let mut psi = vec![0.0; n];
    for k in 0..n {
        let mut x = theta.get(k).copied().unwrap_or(0.0);
        for j in 1..phi.len().min(k + 1) {
            x -= phi[j] * psi[k - j];
        }
        psi[k] = x;
    }
    psi
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn columns_side_by_side_are_those_of_each_alone(
            (m, n) in (0..20usize, 0..10usize),
            x in prop::collection::vec(-2.0..2.0f64, 200),
            theta in prop::collection::vec(prop_oneof![-0.9..0.9f64, Just(0.0)], 0..15),
        ) {
            let lags = lagged_terms(&[&[1.0][..], &theta].concat());
            let (mut columns, mut alone) = (x[..m * n].to_vec(), x[..m * n].to_vec());
            solve_lower_columns(&lags, &mut columns, m);
            alone.chunks_mut(m.max(1)).for_each(|column| solve_lower(&lags, column));
            prop_assert_eq!(columns, alone);
        }
    }

    /// Autocovariances from many psi weights: slow but independent of any closed form.
    fn autocovariances(phi: &[f64], theta: &[f64], n: usize) -> Vec<f64> {
        let psi = psi_weights(phi, theta, 4000);
        (0..n).map(|k| psi.iter().zip(&psi[k..]).map(|(a, b)| a * b).sum()).collect()
    }

    fn series(n: usize) -> Vec<f64> {
        (0..n).map(|t| ((t * t * 7 + 3 * t) % 17) as f64 / 5.0 - 1.6 + (t as f64 * 0.3).sin()).collect()
    }

    /// The sum of squares equals w' Gamma^-1 w.
    #[test]
    fn sum_of_squares_is_the_exact_quadratic_form() {
        let models: [(&[f64], &[f64]); 5] = [
            (&[1.0, -0.7], &[1.0]),
            (&[1.0], &[1.0, -0.6, 0.2]),
            (&[1.0, -0.5, 0.3], &[1.0, 0.4, 0.0, -0.25]),
            (&[1.0, -0.9, 0.0, 0.2], &[1.0, -0.8]),
            (&[1.0], &[1.0]),
        ];
        for (phi, theta) in models {
            let w = series(23);
            let gamma = autocovariances(phi, theta, w.len());
            let e = x12_residuals(phi, theta, &gamma, &w).unwrap();
            assert_eq!(e.len(), w.len() + theta.len() - 1);
            let ssq: f64 = e.iter().map(|e| e * e).sum();
            let matrix = DMatrix::from_fn(w.len(), w.len(), |i, j| gamma[i.abs_diff(j)]);
            let w = DVector::from_vec(w);
            let exact = w.dot(&matrix.cholesky().unwrap().solve(&w));
            assert!((ssq / exact - 1.0).abs() < 1e-9, "{phi:?} {theta:?}: {ssq} {exact}");
        }
    }

    #[test]
    fn white_noise_is_its_own_residual() {
        let w = series(9);
        assert_eq!(x12_residuals(&[1.0], &[1.0], &[], &w).unwrap(), w);
    }

    #[test]
    fn too_few_observations() {
        assert!(x12_residuals(&[1.0, 0.5, 0.2], &[1.0], &[1.0, 0.5], &[1.0, 2.0]).is_none());
    }
}
