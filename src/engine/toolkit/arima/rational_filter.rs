//! Two-sided rational filters, `n(B, F) / (d(B) e(F))` with F = 1/B (`seats.md`, 11).

use super::ArimaError;
use super::symmetric_filter::SymmetricFilter;
use super::weights::series;
use crate::toolkit::math::linear_system::solve_in_place;
use crate::toolkit::math::polynomial::{Polynomial, convolution};

/// A polynomial in B and F: `sum_j c_j F^j`, j from `-past`.
#[derive(Clone, Debug, PartialEq)]
pub struct LaurentPolynomial {
    coefficients: Vec<f64>,
    past: usize,
}

impl From<&SymmetricFilter> for LaurentPolynomial {
    fn from(filter: &SymmetricFilter) -> Self {
        let g = filter.coefficients();
        Self { coefficients: g.iter().rev().chain(&g[1..]).copied().collect(), past: filter.degree() }
    }
}

impl LaurentPolynomial {
    /// `p(F)`.
    pub fn forward(p: &[f64]) -> Self {
        Self { coefficients: if p.is_empty() { vec![0.0] } else { p.to_vec() }, past: 0 }
    }

    /// The product with `p(F)`.
    #[must_use]
    pub fn times_forward(&self, p: &Polynomial) -> Self {
        Self { coefficients: convolution(&self.coefficients, p.coefficients()), past: self.past }
    }

    /// The product with `p(B)`.
    #[must_use]
    pub fn times_backward(&self, p: &Polynomial) -> Self {
        let mirrored: Vec<f64> = p.coefficients().iter().rev().copied().collect();
        Self { coefficients: convolution(&self.coefficients, &mirrored), past: self.past + p.degree() }
    }

    /// The product with a symmetric filter.
    #[must_use]
    pub fn times(&self, filter: &SymmetricFilter) -> Self {
        let other = Self::from(filter);
        Self {
            coefficients: convolution(&self.coefficients, &other.coefficients),
            past: self.past + other.past,
        }
    }

    /// Largest power of F; 0 when there is none.
    fn future(&self) -> usize {
        (self.coefficients.len() - 1).saturating_sub(self.past)
    }
}

/// `n(B, F) / (d(B) e(F)) = x(B)/d(B) + y(F)/e(F)`, `y_0 = 0`: an infinite two-sided filter whose part on the
/// past (and present) and part on the future are power series.
#[derive(Clone, Debug, PartialEq)]
pub struct RationalFilter {
    past_numerator: Vec<f64>,
    past_denominator: Vec<f64>,
    future_numerator: Vec<f64>,
    future_denominator: Vec<f64>,
}

impl RationalFilter {
    /// Splits the filter. The roots of `past` and `future` are outside the unit circle; on the circle they may be
    /// for one of both.
    ///
    /// # Errors
    /// [`ArimaError::SharedRoots`] when d(B) and e(F) have a root in common.
    pub fn new(
        numerator: &LaurentPolynomial,
        past: &Polynomial,
        future: &Polynomial,
    ) -> Result<Self, ArimaError> {
        let (d, e) = (past.coefficients(), future.coefficients());
        // powers of F from -m to k: unknowns x_0 .. x_m, y_1 .. y_k
        let m = numerator.past.max(d.len().saturating_sub(2));
        let k = numerator.future().max(e.len() - 1);
        let n = m + 1 + k;
        let mut matrix = vec![0.0; n * n];
        // the equation of F^j is in row m + j
        for i in 0..=m {
            for (j, c) in e.iter().enumerate() {
                matrix[(m + j - i) * n + i] += c;
            }
        }
        for i in 1..=k {
            for (j, c) in d.iter().enumerate() {
                matrix[(m + i - j) * n + m + i] += c;
            }
        }
        let mut solution = vec![0.0; n];
        for (i, c) in numerator.coefficients.iter().enumerate() {
            solution[m + i - numerator.past] = *c;
        }
        if !solve_in_place(&mut matrix, &mut solution) {
            return Err(ArimaError::SharedRoots);
        }
        let mut future_numerator = vec![0.0];
        future_numerator.extend_from_slice(&solution[m + 1..]);
        solution.truncate(m + 1);
        Ok(Self {
            past_numerator: solution,
            past_denominator: d.to_vec(),
            future_numerator,
            future_denominator: e.to_vec(),
        })
    }

    /// Coefficients of `B^0, B^1, ..., B^{n-1}`.
    pub fn past(&self, n: usize) -> Vec<f64> {
        series(&self.past_numerator, &self.past_denominator, n)
    }

    /// Coefficients of `F^1, F^2, ..., F^n`.
    pub fn future(&self, n: usize) -> Vec<f64> {
        let mut c = series(&self.future_numerator, &self.future_denominator, n + 1);
        c.drain(..1);
        c
    }

    /// y(F), the constant 0 included: the numerator of the part on the future.
    pub fn future_numerator(&self) -> &[f64] {
        &self.future_numerator
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wiener_filter_of_an_autoregression_in_noise() {
        // s = AR(1) with 0.5, var 1; n = noise of variance 1: gain f_s/(f_s + f_n)
        let ar = Polynomial::new(vec![1.0, -0.5]);
        let sum = SymmetricFilter::constant(1.0).plus(&SymmetricFilter::of(&ar, 1.0));
        let (theta, v) = super::super::spectral_factorization::factorize(&sum).unwrap();
        let filter = RationalFilter::new(&LaurentPolynomial::forward(&[1.0 / v]), &theta, &theta).unwrap();
        let (past, future) = (filter.past(60), filter.future(60));
        for w in [0.1, 1.0, 2.5] {
            let response: f64 =
                past[0] + (1..60).map(|k| (past[k] + future[k - 1]) * (k as f64 * w).cos()).sum::<f64>();
            let expected = 1.0 / (1.0 + SymmetricFilter::of(&ar, 1.0).value(w));
            assert!((response - expected).abs() < 1e-12);
        }
        assert!((past[3] - future[2]).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn both_parts_multiply_back(
            d in prop::collection::vec(-0.3..0.3f64, 0..4),
            e in prop::collection::vec(-0.3..0.3f64, 0..4),
            c in prop::collection::vec(-1.0..1.0f64, 1..8),
            past in 0usize..4,
        ) {
            let (d, e) = (Polynomial::from_lags(&d, 1), Polynomial::from_lags(&e, 1));
            let past = past.min(c.len() - 1);
            let numerator = LaurentPolynomial { coefficients: c, past };
            let filter = RationalFilter::new(&numerator, &d, &e).unwrap();
            // the product with d(B) and e(F) at each power of F
            let (b, f) = (filter.past(80), filter.future(80));
            let weight = |j: i64| {
                let k = j.unsigned_abs() as usize;
                if j > 0 { f[k - 1] } else { b[k] }
            };
            for j in -10..=10i64 {
                let mut sum = 0.0;
                for (i, x) in d.coefficients().iter().enumerate() {
                    for (k, y) in e.coefficients().iter().enumerate() {
                        sum += x * y * weight(j + i as i64 - k as i64);
                    }
                }
                let at = j + past as i64;
                let expected = if at < 0 { 0.0 } else {
                    numerator.coefficients.get(at as usize).copied().unwrap_or(0.0)
                };
                prop_assert!((sum - expected).abs() < 1e-11, "{} {} {}", j, sum, expected);
            }
        }
    }
}
