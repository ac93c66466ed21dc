//! Symmetric filters: autocovariance generating functions (`arima.md`, 2.1 and 16).

use crate::toolkit::math::polynomial::{Polynomial, trim};

/// `g_0 + sum_k g_k (B^k + B^{-k})`, for a moving average with variance v the generating function
/// `v theta(B) theta(1/B)` of its autocovariances.
///
/// Trailing coefficients of at most 1e-9 in absolute value are dropped, whatever the scale: a filter
/// with only such coefficients is null.
#[derive(Clone, Debug, PartialEq)]
pub struct SymmetricFilter {
    g: Vec<f64>,
}

impl SymmetricFilter {
    /// The filter with the coefficients of lags 0, 1, ...
    pub fn new(g: impl Into<Vec<f64>>) -> Self {
        let mut g = g.into();
        trim(&mut g);
        Self { g }
    }

    /// `v p(B) p(1/B)`.
    pub fn of(p: &Polynomial, v: f64) -> Self {
        Self::new(
            super::spectrum::auto_product(p.coefficients()).into_iter().map(|x| x * v).collect::<Vec<_>>(),
        )
    }

    /// The constant `c`.
    pub fn constant(c: f64) -> Self {
        Self::new(vec![c])
    }

    /// Coefficients of lags 0, 1, ...
    pub fn coefficients(&self) -> &[f64] {
        &self.g
    }

    /// Largest lag.
    pub fn degree(&self) -> usize {
        self.g.len() - 1
    }

    /// Coefficient of lag k, 0 beyond the degree.
    pub fn get(&self, k: usize) -> f64 {
        self.g.get(k).copied().unwrap_or(0.0)
    }

    /// Whether the filter is null.
    pub fn is_null(&self) -> bool {
        self.g == [0.0]
    }

    /// Sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let n = self.g.len().max(other.g.len());
        Self::new((0..n).map(|k| self.get(k) + other.get(k)).collect::<Vec<_>>())
    }

    /// Difference.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&Self { g: other.g.iter().map(|x| -x).collect() })
    }

    /// Product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let n = self.degree() + other.degree();
        let product = |k: usize| {
            let mut s = self.g[0] * other.get(k);
            for (i, a) in self.g.iter().enumerate().skip(1) {
                s += a * (other.get(k.abs_diff(i)) + other.get(k + i));
            }
            s
        };
        Self::new((0..=n).map(product).collect::<Vec<_>>())
    }

    /// Each coefficient multiplied by `c`, not trimmed.
    #[must_use]
    pub fn scaled(&self, c: f64) -> Self {
        Self { g: self.g.iter().map(|x| x * c).collect() }
    }

    /// Value at the frequency w, `g_0 + 2 sum g_k cos(kw)`.
    pub fn value(&self, w: f64) -> f64 {
        super::spectrum::cosine_series(&self.g, w)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_and_trimming() {
        let a = SymmetricFilter::of(&Polynomial::new(vec![1.0, -0.5]), 2.0);
        assert_eq!(a.coefficients(), &[2.5, -1.0]);
        let b = SymmetricFilter::of(&Polynomial::new(vec![1.0, 0.4]), 1.0);
        let product = SymmetricFilter::of(&Polynomial::new(vec![1.0, -0.1, -0.2]), 2.0);
        for k in 0..3 {
            assert!((a.times(&b).get(k) - product.get(k)).abs() < 1e-15);
        }
        assert!(a.minus(&a).is_null());
        assert!(SymmetricFilter::new(vec![1e-10, 1e-9]).is_null());
    }
}
