//! ARIMA models with any polynomials, and their sums (`arima.md`, 16.1 and 16.2).

use super::spectral_factorization::factorize;
use super::spectrum::Spectrum;
use super::symmetric_filter::SymmetricFilter;
use super::{ArimaError, SarimaModel};
use crate::toolkit::math::polynomial::Polynomial;
use crate::toolkit::math::polynomial_division::simplify;

/// Innovation variances below this make a component null.
const NULL_VARIANCE: f64 = 1e-6;

/// `ar(B) delta(B) y = ma(B) a`: a stationary autoregressive polynomial, a polynomial with unit roots
/// and a moving average, given by itself or by the generating function of its autocovariances.
#[derive(Clone, Debug, PartialEq)]
pub struct ArimaModel {
    ar: Polynomial,
    delta: Polynomial,
    ma: Option<(Polynomial, f64)>,
    acgf: SymmetricFilter,
}

impl ArimaModel {
    /// The model with moving average polynomial `ma` and innovation variance `variance`.
    pub fn new(ar: Polynomial, delta: Polynomial, ma: Polynomial, variance: f64) -> Self {
        let acgf = SymmetricFilter::of(&ma, variance);
        Self { ar, delta, ma: Some((ma, variance)), acgf }
    }

    /// The model whose moving average part has the autocovariance generating function `acgf`, which
    /// need not be one: its spectrum may be negative.
    pub fn with_acgf(ar: Polynomial, delta: Polynomial, acgf: SymmetricFilter) -> Self {
        Self { ar, delta, ma: None, acgf }
    }

    /// White noise with the given variance.
    pub fn white_noise(variance: f64) -> Self {
        Self::new(Polynomial::one(), Polynomial::one(), Polynomial::one(), variance)
    }

    /// The null model.
    pub fn null() -> Self {
        Self::white_noise(0.0)
    }

    /// A SARIMA model with innovation variance 1.
    pub fn of_sarima(model: &SarimaModel) -> Self {
        Self::new(model.ar(), model.differencing(), model.ma(), 1.0)
    }

    /// Stationary autoregressive polynomial.
    pub fn ar(&self) -> &Polynomial {
        &self.ar
    }

    /// Polynomial of the unit roots.
    pub fn delta(&self) -> &Polynomial {
        &self.delta
    }

    /// Product of [`ar`](Self::ar) and [`delta`](Self::delta).
    pub fn full_ar(&self) -> Polynomial {
        self.ar.times(&self.delta)
    }

    /// Autocovariance generating function of the moving average part.
    pub fn acgf(&self) -> &SymmetricFilter {
        &self.acgf
    }

    /// Moving average polynomial and innovation variance.
    ///
    /// # Errors
    /// [`ArimaError::NegativeSpectrum`] when the generating function belongs to no moving average.
    pub fn moving_average(&self) -> Result<(Polynomial, f64), ArimaError> {
        match &self.ma {
            Some(ma) => Ok(ma.clone()),
            None => factorize(&self.acgf),
        }
    }

    /// Pseudo-spectrum (not divided by 2 pi).
    pub fn spectrum(&self) -> Spectrum {
        let denominator = SymmetricFilter::of(&self.full_ar(), 1.0);
        Spectrum::new(self.acgf.coefficients().to_vec(), denominator.coefficients().to_vec())
    }

    /// Whether there are no unit roots and no variance (below 1e-6, or a null generating function).
    pub fn is_null(&self) -> bool {
        self.delta.degree() == 0
            && (self.acgf.is_null() || self.ma.as_ref().is_some_and(|(_, v)| v.abs() < NULL_VARIANCE))
    }

    /// Whether all polynomials are constant and the variance is positive.
    pub fn is_white_noise(&self) -> bool {
        self.ar.degree() == 0 && self.delta.degree() == 0 && self.acgf.degree() == 0 && self.acgf.get(0) > 0.0
    }

    /// The model with its innovation variance multiplied by `c`.
    #[must_use]
    pub fn scaled(&self, c: f64) -> Self {
        Self {
            ma: self.ma.as_ref().map(|(p, v)| (p.clone(), v * c)),
            acgf: self.acgf.scaled(c),
            ..self.clone()
        }
    }

    /// The sum with independent white noise of the given variance, which may be negative; white noise
    /// less a constant is the null model.
    #[must_use]
    pub fn plus_white_noise(&self, variance: f64) -> Self {
        if variance == 0.0 {
            return self.clone();
        }
        if variance < 0.0 && self.is_white_noise() {
            return Self::null();
        }
        let noise = SymmetricFilter::of(&self.full_ar(), 1.0).scaled(variance);
        Self::with_acgf(self.ar.clone(), self.delta.clone(), self.acgf.plus(&noise))
    }

    /// Sum of independent models. With `simplify_unit_roots` a moving average with all the unit roots
    /// of the sum loses them together with these.
    #[must_use]
    pub fn plus(&self, other: &Self, simplify_unit_roots: bool) -> Self {
        if other.is_null() {
            return self.clone();
        }
        if self.is_null() {
            return other.clone();
        }
        self.combine(other, 1.0, simplify_unit_roots)
    }

    /// The model whose sum with the independent `other` is this one; its spectrum may be negative.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        if other.is_null() { self.clone() } else { self.combine(other, -1.0, false) }
    }

    fn combine(&self, other: &Self, sign: f64, simplify_unit_roots: bool) -> Self {
        if other.is_white_noise() {
            return self.plus_white_noise(sign * other.acgf.get(0));
        }
        if sign > 0.0 && self.is_white_noise() {
            return other.plus_white_noise(self.acgf.get(0));
        }
        let (ar, left_ar, right_ar) = least_common_multiple(&self.ar, &other.ar);
        let (delta, left_delta, right_delta) = least_common_multiple(&self.delta, &other.delta);
        let factor = |a: &Polynomial, d: &Polynomial| SymmetricFilter::of(&a.times(d), 1.0);
        let left = self.acgf.times(&factor(&left_ar, &left_delta));
        let right = other.acgf.times(&factor(&right_ar, &right_delta)).scaled(sign);
        let acgf = left.plus(&right);
        if acgf.is_null() {
            return Self::null();
        }
        let sum = Self::with_acgf(ar, delta, acgf).simplified(false);
        if simplify_unit_roots { sum.simplified(true) } else { sum }
    }

    /// Without the factor that moving average and autoregressive part (or unit roots) have in common.
    fn simplified(self, unit_roots: bool) -> Self {
        let denominator = if unit_roots { &self.delta } else { &self.ar };
        if denominator.degree() == 0 {
            return self;
        }
        let Ok((ma, variance)) = self.moving_average() else { return self };
        match simplify(denominator, &ma) {
            None => self,
            Some((rest, ma, _)) if unit_roots => Self::new(self.ar, rest, ma, variance),
            Some((rest, ma, _)) => Self::new(rest, self.delta, ma, variance),
        }
    }
}

/// The least common multiple of two polynomials (when one contains the other) and what each lacks.
fn least_common_multiple(a: &Polynomial, b: &Polynomial) -> (Polynomial, Polynomial, Polynomial) {
    match simplify(a, b) {
        // a = c a', b = c b': the multiple is c a' b'; a lacks b', b lacks a'
        Some((left, right, _)) => {
            let multiple = if a.degree() >= b.degree() { a.clone() } else { b.clone() };
            (multiple, right, left)
        }
        None => (a.times(b), b.clone(), a.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(v: f64) -> ArimaModel {
        ArimaModel::new(Polynomial::one(), Polynomial::differencing(1, 0, 1), Polynomial::one(), v)
    }

    #[test]
    fn worked_sums() {
        let (ma, v) = walk(1.0).plus(&ArimaModel::white_noise(2.0), true).moving_average().unwrap();
        assert!((ma.get(1) + 0.5).abs() < 1e-12 && (v - 4.0).abs() < 1e-11);
        let ar = ArimaModel::new(Polynomial::new(vec![1.0, -0.5]), Polynomial::one(), Polynomial::one(), 1.0);
        let sum = walk(1.0).plus(&ar, true);
        let (ma, v) = sum.moving_average().unwrap();
        assert!((ma.get(1) + 2.0 / 3.0).abs() < 1e-12 && (v - 2.25).abs() < 1e-11);
        let back = sum.minus(&ar);
        let (ma, v) = back.moving_average().unwrap();
        assert!(back.ar().is_one() && ma.is_one() && (v - 1.0).abs() < 1e-11, "{back:?}");
        let (ma, v) = walk(1.0).plus(&walk(1.0), true).moving_average().unwrap();
        assert!(ma.is_one() && (v - 2.0).abs() < 1e-12);
    }

    #[test]
    fn white_noise_less_a_constant_is_null() {
        assert!(ArimaModel::white_noise(2.0).plus_white_noise(-1.0).is_null());
        assert!(walk(1.0).plus(&ArimaModel::null(), true) == walk(1.0));
        assert!(!walk(0.0).is_null());
    }
}
