//! Autocovariances of stationary ARMA processes (`arima.md`, 4.2).

use super::ArimaError;
use super::symmetric_filter::SymmetricFilter;
use super::weights::series;
use crate::toolkit::math::linear_system::{solve_by_rows, solve_in_place};
use crate::toolkit::math::polynomial::COEFFICIENT_TOLERANCE;

/// Re-usable buffers for the autocovariances of one model after the other.
#[derive(Clone, Debug, Default)]
pub struct AutoCovariance {
    psi: Vec<f64>,
    matrix: Vec<f64>,
    gamma: Vec<f64>,
}

impl AutoCovariance {
    /// Empty buffers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Autocovariances `gamma_0, ..., gamma_{n-1}` of `ar(B) u = ma(B) a`, var(a) = 1; the
    /// coefficients include the constants 1, and n is at least `max(p, q) + 1`, to which it is
    /// raised when it is smaller.
    ///
    /// # Errors
    /// [`ArimaError::NotStationary`] when the equations are singular.
    pub fn compute(&mut self, ar: &[f64], ma: &[f64], n: usize) -> Result<&[f64], ArimaError> {
        let (ar, ma) = (significant(ar), significant(ma));
        let (p, q) = (ar.len().saturating_sub(1), ma.len().saturating_sub(1));
        let r = p.max(q) + 1;
        self.gamma.clear();
        self.gamma.resize(n.max(r), 0.0);
        if p == 0 {
            // from the last coefficient to the first; most coefficients of seasonal models are zero
            for (i, a) in ma.iter().enumerate().rev().filter(|(_, a)| **a != 0.0) {
                for (j, b) in ma.iter().enumerate().skip(i).filter(|(_, b)| **b != 0.0) {
                    self.gamma[j - i] += a * b;
                }
            }
            for g in self.gamma[..ma.len()].iter_mut().rev().take_while(|g| g.abs() <= COEFFICIENT_TOLERANCE)
            {
                *g = 0.0;
            }
            return Ok(&self.gamma);
        }
        self.psi.clear();
        for k in 0..=q {
            let s = (1..=k.min(p)).fold(0.0, |s, j| s + ar[j] * self.psi[k - j]);
            self.psi.push(ma[k] - s);
        }
        for (i, g) in self.gamma[..=q].iter_mut().enumerate() {
            *g = ma[i..].iter().zip(&self.psi).fold(0.0, |s, (t, psi)| s + t * psi);
        }
        self.matrix.clear();
        self.matrix.resize(r * r, 0.0);
        for (i, row) in self.matrix.chunks_exact_mut(r).enumerate() {
            for (j, phi) in ar.iter().enumerate() {
                row[i.abs_diff(j)] += phi;
            }
        }
        if !solve_by_rows(&mut self.matrix, &mut self.gamma[..r]) {
            return Err(ArimaError::NotStationary);
        }
        for k in r..self.gamma.len() {
            self.gamma[k] = -(1..=p).fold(0.0, |s, j| s + ar[j] * self.gamma[k - j]);
        }
        Ok(&self.gamma)
    }
}

/// Coefficients without trailing zeros; the constant remains.
pub(super) fn significant(c: &[f64]) -> &[f64] {
    &c[..c.iter().rposition(|x| *x != 0.0).map_or(1.min(c.len()), |i| i + 1)]
}

/// Autocovariances `gamma_0, ..., gamma_{n-1}` of `ar(B) u = ma(B) a` with innovation variance
/// `variance`; coefficients include the constants 1.
///
/// # Errors
/// [`ArimaError::NotStationary`] when the equations are singular.
pub fn autocovariances(ar: &[f64], ma: &[f64], variance: f64, n: usize) -> Result<Vec<f64>, ArimaError> {
    let mut workspace = AutoCovariance::new();
    let gamma = workspace.compute(ar, ma, n)?;
    Ok(gamma[..n].iter().map(|g| g * variance).collect())
}

/// The polynomial x with `g(B, F) = x(B) d(F) + x(F) d(B)`, F = 1/B, of degree `max(deg g, deg d)`: the symmetric
/// ratio `g / d(B) d(F)` is `x(B)/d(B) + x(F)/d(F)`. `d` is the coefficients of a polynomial with constant 1.
///
/// # Errors
/// [`ArimaError::NotStationary`] when the equations are singular.
pub fn half_numerator(g: &SymmetricFilter, d: &[f64]) -> Result<Vec<f64>, ArimaError> {
    let n = g.degree().max(d.len().saturating_sub(1)) + 1;
    let at = |k: usize| d.get(k).copied().unwrap_or(0.0);
    let mut matrix = vec![0.0; n * n];
    for (k, row) in matrix.chunks_exact_mut(n).enumerate() {
        for (i, x) in row.iter_mut().enumerate() {
            *x = at(i + k) + i.checked_sub(k).map_or(0.0, at);
        }
    }
    let mut x: Vec<f64> = (0..n).map(|k| g.get(k)).collect();
    if solve_in_place(&mut matrix, &mut x) { Ok(x) } else { Err(ArimaError::NotStationary) }
}

/// Autocovariances `gamma_0, ..., gamma_{n-1}` of the process with autoregressive polynomial `ar` (constant 1
/// included) whose moving average part has the autocovariance generating function `g`.
///
/// # Errors
/// [`ArimaError::NotStationary`] when the equations are singular.
pub fn autocovariances_of_acgf(ar: &[f64], g: &SymmetricFilter, n: usize) -> Result<Vec<f64>, ArimaError> {
    let x = half_numerator(g, ar)?;
    let mut gamma = series(&x, ar, n);
    if let Some(variance) = gamma.first_mut() {
        *variance *= 2.0;
    }
    Ok(gamma)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::math::polynomial::Polynomial;

    #[test]
    fn generating_function_and_polynomial_give_the_same() {
        let (ar, ma) = ([1.0, -0.8, 0.2], [1.0, -0.3, 0.1, 0.4]);
        let expected = autocovariances(&ar, &ma, 2.0, 12).unwrap();
        let g = SymmetricFilter::of(&Polynomial::new(ma.to_vec()), 2.0);
        let actual = autocovariances_of_acgf(&ar, &g, 12).unwrap();
        assert!(actual.iter().zip(expected).all(|(a, e)| (a - e).abs() < 1e-13));
        assert_eq!(autocovariances_of_acgf(&[1.0], &g, 2).unwrap(), [g.get(0), g.get(1)]);
    }

    #[test]
    fn worked_arma() {
        let g = autocovariances(&[1.0, -0.8], &[1.0, -0.3], 1.0, 4).unwrap();
        let expected = [1.694444444444, 1.055555555556, 0.844444444444, 0.675555555556];
        assert!(g.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{g:?}");
    }

    #[test]
    fn moving_averages_and_white_noise() {
        assert_eq!(autocovariances(&[1.0], &[1.0, -0.5], 2.0, 4).unwrap(), vec![2.5, -1.0, 0.0, 0.0]);
        assert_eq!(autocovariances(&[1.0], &[1.0], 1.0, 2).unwrap(), vec![1.0, 0.0]);
        assert_eq!(autocovariances(&[1.0, 0.5, -0.2], &[1.0], 1.0, 1).unwrap().len(), 1);
    }

    #[test]
    fn a_random_walk_has_no_autocovariances() {
        assert_eq!(autocovariances(&[1.0, -1.0], &[1.0], 1.0, 3), Err(ArimaError::NotStationary));
    }
}
