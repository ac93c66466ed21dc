//! Real polynomials in increasing powers (`arima.md`, 2.1 and 2.2).

use nalgebra::Complex;

use super::roots;

/// Coefficients not larger than this are dropped from the end of a polynomial, and polynomials
/// that differ by no more are equal. Absolute: the scale of the polynomial plays no role.
pub const COEFFICIENT_TOLERANCE: f64 = 1e-9;

/// `c[0] + c[1] z + ... + c[k] z^k`.
///
/// In models `z` is the back-shift operator, `c[0] = 1` and the coefficients bear their true sign:
/// `1 - 0.4 B` has `c[1] = -0.4`. Roots are those in `z`, so that a stable polynomial has its
/// roots outside the unit circle.
///
/// A polynomial made from its roots, or whose roots are known analytically, keeps them: multiple
/// roots could not be found again with accuracy.
#[derive(Clone, Debug, PartialEq)]
pub struct Polynomial {
    coefficients: Vec<f64>,
    known_roots: Option<Vec<Complex<f64>>>,
}

impl Polynomial {
    /// The polynomial with the given coefficients, trailing ones of at most
    /// [`COEFFICIENT_TOLERANCE`] removed (so the polynomial may become zero, of degree 0).
    pub fn new(coefficients: impl Into<Vec<f64>>) -> Self {
        let mut coefficients = coefficients.into();
        trim(&mut coefficients);
        Self { coefficients, known_roots: None }
    }

    /// The constant 1.
    pub fn one() -> Self {
        Self { coefficients: vec![1.0], known_roots: Some(Vec::new()) }
    }

    /// `1 + sum c_i z^{lag i}` (i from 1), lag at least 1, trimmed.
    pub fn from_lags(c: &[f64], lag: usize) -> Self {
        let lag = lag.max(1);
        let mut coefficients = vec![0.0; c.len() * lag + 1];
        coefficients[0] = 1.0;
        for (i, &x) in c.iter().enumerate() {
            coefficients[(i + 1) * lag] = x;
        }
        let mut p = Self::new(coefficients);
        if let [x] = c
            && x.abs() > COEFFICIENT_TOLERANCE
        {
            p.known_roots = Some(roots::of_binomial(*x, lag));
        }
        p
    }

    /// `(1 - z)^d (1 - z^s)^bd`, with its analytical roots; the seasonal factor needs s > 1.
    pub fn differencing(d: usize, bd: usize, s: usize) -> Self {
        let regular = Self::from_lags(&[-1.0], 1);
        let mut p = (0..d).fold(Self::one(), |p, _| p.times(&regular));
        if s > 1 {
            let seasonal = Self::from_lags(&[-1.0], s);
            p = (0..bd).fold(p, |p, _| p.times(&seasonal));
        }
        p
    }

    /// The polynomial with constant 1 and these roots (conjugates included), expanded in the given
    /// order; none when a root is zero or the result is not finite.
    pub fn from_roots(roots: &[Complex<f64>]) -> Option<Self> {
        let mut c = vec![Complex::new(0.0, 0.0); roots.len() + 1];
        c[0] = Complex::new(1.0, 0.0);
        for (k, z) in roots.iter().enumerate() {
            for i in (1..=k + 1).rev() {
                c[i] = c[i - 1] - c[i] * z;
            }
            c[0] = -c[0] * z;
        }
        let constant = c[0].re;
        let factor = 1.0 / constant;
        let mut coefficients: Vec<f64> = c.iter().map(|x| x.re * factor).collect();
        coefficients[0] = 1.0;
        let valid = constant != 0.0 && coefficients.iter().all(|x| x.is_finite());
        valid.then(|| Self { coefficients, known_roots: Some(roots.to_vec()) })
    }

    /// The polynomial with these coefficients, whose roots are known to be `roots`.
    pub fn with_roots(coefficients: Vec<f64>, roots: Vec<Complex<f64>>) -> Self {
        let p = Self::new(coefficients);
        let known_roots = (roots.len() == p.degree()).then_some(roots);
        Self { known_roots, ..p }
    }

    /// The polynomial with its roots computed and kept for later products.
    #[must_use]
    pub fn with_memorised_roots(self) -> Self {
        let known_roots = Some(self.roots());
        Self { known_roots, ..self }
    }

    /// For a polynomial in `z^s`: its roots computed from those in `z^s` and kept.
    #[must_use]
    pub fn with_memorised_power_roots(self, s: usize) -> Self {
        if s < 2 || self.known_roots.is_some() {
            return self.with_memorised_roots();
        }
        let c: Vec<f64> = self.coefficients.iter().step_by(s).copied().collect();
        let mut known_roots = Vec::with_capacity(self.degree());
        for x in roots::of(&c) {
            if x.im > 0.0 {
                for z in roots::of_power(x, s) {
                    known_roots.push(z);
                    known_roots.push(z.conj());
                }
            } else if x.im == 0.0 {
                known_roots.extend(roots::of_power(x, s));
            }
        }
        Self::with_roots(self.coefficients, known_roots)
    }

    /// The coefficients by increasing powers; at least one.
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// Degree; 0 for constants, zero included.
    pub fn degree(&self) -> usize {
        self.coefficients.len() - 1
    }

    /// Coefficient of `z^i`, 0 beyond the degree.
    pub fn get(&self, i: usize) -> f64 {
        self.coefficients.get(i).copied().unwrap_or(0.0)
    }

    /// Whether all coefficients are zero.
    pub fn is_zero(&self) -> bool {
        self.degree() == 0 && self.coefficients[0] == 0.0
    }

    /// Whether this is the constant 1, within [`COEFFICIENT_TOLERANCE`].
    pub fn is_one(&self) -> bool {
        self.degree() == 0 && (self.coefficients[0] - 1.0).abs() <= COEFFICIENT_TOLERANCE
    }

    /// Same degree and coefficients that differ by at most [`COEFFICIENT_TOLERANCE`].
    pub fn is_close_to(&self, other: &Self) -> bool {
        self.degree() == other.degree()
            && self
                .coefficients
                .iter()
                .zip(&other.coefficients)
                .all(|(a, b)| (a - b).abs() <= COEFFICIENT_TOLERANCE)
    }

    /// Value at a real point (Horner).
    pub fn value_at(&self, x: f64) -> f64 {
        self.coefficients.iter().rev().fold(0.0, |v, c| v * x + c)
    }

    /// Value at a complex point (Horner).
    pub fn value_at_complex(&self, z: Complex<f64>) -> Complex<f64> {
        value_at_complex(&self.coefficients, z)
    }

    /// Value at `exp(i w)`.
    pub fn value_at_frequency(&self, w: f64) -> Complex<f64> {
        self.value_at_complex(Complex::new(w.cos(), w.sin()))
    }

    /// First derivative.
    #[must_use]
    pub fn derivative(&self) -> Self {
        let c: Vec<f64> = self.coefficients.iter().enumerate().skip(1).map(|(i, c)| c * i as f64).collect();
        Self::new(if c.is_empty() { vec![0.0] } else { c })
    }

    /// Product, not trimmed; the roots are known when those of both factors are.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let known_roots = match (&self.known_roots, &other.known_roots) {
            (Some(a), Some(b)) => Some(a.iter().chain(b).copied().collect()),
            _ => None,
        };
        Self { coefficients: convolution(&self.coefficients, &other.coefficients), known_roots }
    }

    /// Each coefficient multiplied by `factor` (not 0); the roots remain.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        Self {
            coefficients: self.coefficients.iter().map(|c| c * factor).collect(),
            known_roots: self.known_roots.clone(),
        }
    }

    /// Sum, trimmed.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let n = self.coefficients.len().max(other.coefficients.len());
        Self::new((0..n).map(|i| self.get(i) + other.get(i)).collect::<Vec<_>>())
    }

    /// Difference, trimmed.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&other.scaled(-1.0))
    }

    /// The polynomial with its coefficients in reversed order, `z^k p(1/z)`.
    #[must_use]
    pub fn mirror(&self) -> Self {
        Self::new(self.coefficients.iter().rev().copied().collect::<Vec<_>>())
    }

    /// The roots, in no particular order, conjugates side by side and exact, real roots with a
    /// zero imaginary part. The known ones, or as [`roots::of`] finds them.
    pub fn roots(&self) -> Vec<Complex<f64>> {
        match &self.known_roots {
            Some(r) => r.clone(),
            None => roots::of(&self.coefficients),
        }
    }

    /// `p(B) x`: `sum_j c_j x_{t-j}` for `t = degree..n`, summed from the oldest value to the newest; empty when
    /// x is not longer than the degree.
    pub fn filter(&self, x: &[f64]) -> Vec<f64> {
        let degree = self.coefficients.len().saturating_sub(1);
        let mut sum = vec![0.0; x.len().saturating_sub(degree)];
        for (lag, c) in self.coefficients.iter().enumerate().rev().filter(|(_, c)| **c != 0.0) {
            for (s, x) in sum.iter_mut().zip(x.iter().skip(degree - lag)) {
                *s += c * x;
            }
        }
        sum
    }
}

/// Removes the trailing coefficients of at most [`COEFFICIENT_TOLERANCE`], leaving at least one.
pub fn trim(c: &mut Vec<f64>) {
    while c.last().is_some_and(|x| x.abs() <= COEFFICIENT_TOLERANCE) {
        c.pop();
    }
    if c.is_empty() {
        c.push(0.0);
    }
}

/// Lags and coefficients after the constant that are not zero: most of those of a seasonal model are.
pub fn lagged_terms(c: &[f64]) -> Vec<(usize, f64)> {
    c.iter().copied().enumerate().skip(1).filter(|(_, c)| *c != 0.0).collect()
}

/// Product of two polynomials given by their (non-empty) coefficients.
pub fn convolution(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut c = vec![0.0; (a.len() + b.len()).saturating_sub(1)];
    for (i, &x) in a.iter().enumerate() {
        if x != 0.0 {
            for (ck, y) in c[i..].iter_mut().zip(b) {
                *ck += x * y;
            }
        }
    }
    c
}

/// Value of a polynomial at a complex point.
pub fn value_at_complex(c: &[f64], z: Complex<f64>) -> Complex<f64> {
    c.iter().rev().fold(Complex::new(0.0, 0.0), |v, &x| v * z + x)
}

/// Leja order: the root of largest modulus first, then the one farthest from those chosen (product
/// of squared distances; the first met in case of ties). Expanding a polynomial in this order
/// avoids the growth of intermediate coefficients (Reichel 1990).
pub fn leja_order(roots: &[Complex<f64>]) -> Vec<Complex<f64>> {
    let mut rest = roots.to_vec();
    let mut ordered: Vec<Complex<f64>> = Vec::with_capacity(rest.len());
    // logarithms: products over many roots overflow
    let mut distance: Vec<f64> = rest.iter().map(|z| z.norm_sqr().ln()).collect();
    while !rest.is_empty() {
        let best = (1..rest.len()).fold(0, |b, i| if distance[i] > distance[b] { i } else { b });
        let z = rest.remove(best);
        distance.remove(best);
        if ordered.is_empty() {
            distance.fill(0.0);
        }
        for (d, r) in distance.iter_mut().zip(&rest) {
            *d += (r - z).norm_sqr().ln();
        }
        ordered.push(z);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn trailing_coefficients_are_dropped_absolutely() {
        assert_eq!(Polynomial::new(vec![1.0, 0.5, 1e-9]).degree(), 1);
        assert!(Polynomial::new(vec![1e-10, 1e-9]).is_zero());
        assert_eq!(Polynomial::new(vec![1e-8, -0.5e-8]).degree(), 1);
        assert!(Polynomial::new(Vec::new()).is_zero());
    }

    #[test]
    fn differencing_of_the_airline_model() {
        let p = Polynomial::differencing(1, 1, 12);
        assert_eq!(p.degree(), 13);
        assert_eq!((p.get(1), p.get(12), p.get(13)), (-1.0, -1.0, 1.0));
        assert!(p.roots().iter().all(|z| (z.norm() - 1.0).abs() < 1e-15));
        assert_eq!(Polynomial::differencing(1, 1, 1).degree(), 1);
    }

    #[test]
    fn filter_is_the_difference_equation() {
        let p = Polynomial::new(vec![1.0, -2.0, 1.0]);
        assert_eq!(p.filter(&[1.0, 4.0, 9.0, 16.0]), vec![2.0, 2.0]);
        assert!(p.filter(&[1.0, 2.0]).is_empty());
    }

    #[test]
    fn a_zero_root_has_no_normalised_polynomial() {
        assert!(Polynomial::from_roots(&[Complex::new(0.0, 0.0)]).is_none());
    }

    proptest! {
        #[test]
        fn roots_multiply_back(
            pairs in prop::collection::vec((0.3..3.0f64, 0.1..3.0f64), 0..5),
            reals in prop::collection::vec(prop_oneof![-3.0..-0.4f64, 0.4..3.0f64], 0..4),
        ) {
            let mut roots: Vec<Complex<f64>> = reals.iter().map(|&x| Complex::new(x, 0.0)).collect();
            for (r, w) in pairs {
                let z = Complex::from_polar(r, w);
                roots.push(z);
                roots.push(z.conj());
            }
            let p = Polynomial::from_roots(&leja_order(&roots)).unwrap();
            let found = Polynomial::new(p.coefficients().to_vec()).roots();
            let again = Polynomial::from_roots(&leja_order(&found)).unwrap();
            let scale = p.coefficients().iter().fold(1.0f64, |m, c| m.max(c.abs()));
            for i in 0..=p.degree() {
                prop_assert!((p.get(i) - again.get(i)).abs() < 1e-9 * scale, "{:?} {:?}", p, again);
            }
        }
    }
}
