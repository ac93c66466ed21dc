//! Spectral factorisation: the moving average with given autocovariances (`arima.md`, 16.3).

use nalgebra::Complex;

use super::ArimaError;
use super::symmetric_filter::SymmetricFilter;
use crate::toolkit::math::linear_system::solve_in_place;
use crate::toolkit::math::polynomial::{Polynomial, leja_order};
use crate::toolkit::math::polynomial_division::least_squares_quotient;
use crate::toolkit::math::roots;
use crate::toolkit::math::unit_roots::UnitRoots;

type Root = Complex<f64>;

/// `x^2 - 4` above this (and below 0) counts as a double unit root, below as a pair on the circle.
const ON_CIRCLE: f64 = -1e-9;
/// Two values of `z + 1/z` on the circle that are closer are the same.
const DUPLICATE: f64 = 1e-6;

/// The polynomial theta with constant 1 and roots on or outside the unit circle, and the variance v,
/// such that `v theta(B) theta(1/B)` is the filter. A null filter gives `(1, 0)`.
///
/// Unit roots are split off exactly, the others come in pairs z, 1/z from the roots of the filter as
/// a function of `z + 1/z`, and Newton steps (Wilson 1969) remove what rounding left.
///
/// # Errors
/// [`ArimaError::NegativeSpectrum`] when there is no such moving average.
pub fn factorize(filter: &SymmetricFilter) -> Result<(Polynomial, f64), ArimaError> {
    let g = filter.coefficients();
    if g.len() == 1 {
        return Ok((Polynomial::one(), g[0]));
    }
    if g[0] < 0.0 || !g.iter().all(|x| x.is_finite()) {
        return Err(ArimaError::NegativeSpectrum);
    }
    let (unit, rest) = split_unit_roots(g);
    let theta = match roots_outside(&rest).and_then(|r| Polynomial::from_roots(&leja_order(&r))) {
        Some(p) => polish(p, &rest),
        None => return Err(ArimaError::NegativeSpectrum),
    };
    let theta = unit.times(&theta);
    let ssq: f64 = theta.coefficients().iter().map(|c| c * c).sum();
    Ok((theta, g[0] / ssq))
}

/// The factor with the unit roots of theta, and the filter without them.
fn split_unit_roots(g: &[f64]) -> (Polynomial, Vec<f64>) {
    let full: Vec<f64> = g.iter().rev().chain(&g[1..]).copied().collect();
    let p = Polynomial::new(full);
    let (unit, _) = UnitRoots::extract(&p);
    let unchanged = (Polynomial::one(), g.to_vec());
    if unit.is_empty() {
        return unchanged;
    }
    let Some(root) = unit.square_root() else { return unchanged };
    let factor = root.polynomial();
    let Some((quotient, _)) = least_squares_quotient(&p, &factor.times(&factor)) else { return unchanged };
    let n = quotient.degree();
    if n % 2 == 1 {
        return unchanged;
    }
    // the square of a factor with constant 1 may have leading coefficient -1 or 1: the same at both ends
    let half: Vec<f64> =
        (0..=n / 2).map(|k| 0.5 * (quotient.get(n / 2 - k) + quotient.get(n / 2 + k))).collect();
    (factor, half)
}

/// One root of each pair z, 1/z of the symmetric filter: the one outside the unit circle.
fn roots_outside(g: &[f64]) -> Option<Vec<Root>> {
    let n = g.len() - 1;
    if n == 0 {
        return Some(Vec::new());
    }
    let mut chosen: Vec<Root> = Vec::with_capacity(n);
    let mut on_circle: Vec<f64> = Vec::new();
    for x in pair_sums(g) {
        if x.im == 0.0 {
            let d = x.re * x.re - 4.0;
            if d < ON_CIRCLE {
                if !on_circle.iter().any(|y| (x.re - y).abs() < DUPLICATE) {
                    on_circle.push(x.re);
                    let z = Root::new(0.5 * x.re, 0.5 * (-d).sqrt());
                    chosen.extend([z, z.conj()]);
                }
            } else {
                let half = 0.5 * d.max(0.0).sqrt();
                chosen.push(Root::new(0.5 * x.re + if x.re < 0.0 { -half } else { half }, 0.0));
            }
        } else if x.im > 0.0 {
            let s = (x * x - 4.0).sqrt();
            let (a, b) = (0.5 * (x + s), 0.5 * (x - s));
            let z = if a.norm() >= b.norm() { a } else { b };
            chosen.extend([z, z.conj()]);
        }
    }
    (chosen.len() == n).then_some(chosen).or_else(|| companion_roots_outside(g))
}

/// The values of `x = z + 1/z` at the roots: eigenvalues of the matrix of the multiplication by x in
/// the basis `1, U_1, U_2, ...` with `U_k = z^k + z^{-k}`, `x U_k = U_{k+1} + U_{k-1}`, `x U_1 = U_2 + 2`.
fn pair_sums(g: &[f64]) -> Vec<Root> {
    let n = g.len() - 1;
    let lead = g[n];
    if n == 1 {
        return vec![Root::new(-g[0] / lead, 0.0)];
    }
    // upper Hessenberg: column k holds the coordinates of x times the basis element k
    let mut h = vec![0.0; n * n];
    for k in 0..n {
        if k + 1 < n {
            h[(k + 1) * n + k] = 1.0;
        }
        if k > 0 {
            h[(k - 1) * n + k] = if k == 1 { 2.0 } else { 1.0 };
        }
    }
    for i in 0..n {
        h[i * n + n - 1] -= g[i] / lead;
    }
    roots::hessenberg_eigenvalues(&mut h, n)
}

fn companion_roots_outside(g: &[f64]) -> Option<Vec<Root>> {
    let full: Vec<f64> = g.iter().rev().chain(&g[1..]).map(|x| x / g[0]).collect();
    let outside: Vec<Root> = roots::of(&full).into_iter().filter(|z| z.norm() > 1.0).collect();
    (outside.len() + 1 == g.len()).then_some(outside)
}

/// Newton steps on `sum_j tau_j tau_{j+k} = g_k` as long as they diminish the largest error.
fn polish(theta: Polynomial, g: &[f64]) -> Polynomial {
    let n = g.len() - 1;
    if theta.degree() != n {
        return theta;
    }
    let ssq: f64 = theta.coefficients().iter().map(|c| c * c).sum();
    if g[0] / ssq <= 0.0 {
        return theta;
    }
    let scale = (g[0] / ssq).sqrt();
    let mut tau: Vec<f64> = theta.coefficients().iter().map(|c| c * scale).collect();
    let errors = |tau: &[f64]| -> Vec<f64> {
        (0..=n).map(|k| g[k] - tau.iter().zip(&tau[k..]).map(|(a, b)| a * b).sum::<f64>()).collect()
    };
    let size = |e: &[f64]| e.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    let mut error = errors(&tau);
    let mut changed = false;
    for _ in 0..5 {
        let mut matrix = vec![0.0; (n + 1) * (n + 1)];
        for k in 0..=n {
            for j in 0..=n {
                let ahead = tau.get(j + k).copied().unwrap_or(0.0);
                let behind = j.checked_sub(k).map_or(0.0, |i| tau[i]);
                matrix[k * (n + 1) + j] = ahead + behind;
            }
        }
        let mut step = error.clone();
        if !solve_in_place(&mut matrix, &mut step) {
            break;
        }
        let next: Vec<f64> = tau.iter().zip(&step).map(|(t, d)| t + d).collect();
        let next_error = errors(&next);
        if size(&next_error) < size(&error) {
            (tau, error, changed) = (next, next_error, true);
        } else {
            break;
        }
    }
    if changed && tau[0] != 0.0 {
        Polynomial::new(tau.iter().map(|t| t / tau[0]).collect::<Vec<_>>())
    } else {
        theta
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn worked_examples() {
        let (p, v) = factorize(&SymmetricFilter::new(vec![1.25e-8, -0.5e-8])).unwrap();
        assert!((p.get(1) + 0.5).abs() < 1e-9 && (v - 1e-8).abs() < 1e-16);
        let (p, v) = factorize(&SymmetricFilter::new(vec![1.25e-10, -0.5e-10])).unwrap();
        assert!(p.is_one() && v == 0.0);
        assert!(factorize(&SymmetricFilter::new(vec![1.0, 0.9])).is_err());
        assert!(factorize(&SymmetricFilter::new(vec![-1.0, 0.1])).is_err());
    }

    proptest! {
        #[test]
        fn factors_multiply_back(theta in prop::collection::vec(-0.9..0.9f64, 1..14), v in 0.01..10.0f64) {
            let mut c = theta.clone();
            let sum: f64 = c.iter().map(|x| x.abs()).sum();
            for x in &mut c {
                *x *= 0.95 / sum.max(0.95);
            }
            let p = Polynomial::from_lags(&c, 1);
            let filter = SymmetricFilter::of(&p, v);
            let (q, w) = factorize(&filter).unwrap();
            prop_assert!((w - v).abs() < 1e-9 * v, "{w} {v}");
            for k in 0..=p.degree() {
                prop_assert!((p.get(k) - q.get(k)).abs() < 1e-8, "{:?} {:?}", p, q);
            }
        }
    }
}
