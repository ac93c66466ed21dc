//! Pseudo-spectra of ARIMA models (`arima.md`, 4.3).

/// Values of numerator and denominator below this count as zero.
const ZERO: f64 = 1e-7;

/// A ratio of two cosine series, `g(w) = N(w) / D(w)`, with `N(w) = n_0 + 2 sum n_k cos(kw)`.
///
/// For an ARIMA model N is `v |MA(e^{-iw})|^2` and D is `|AR(e^{-iw})|^2`, unit roots included. The
/// published spectrum is `g / 2 pi`.
#[derive(Clone, Debug, PartialEq)]
pub struct Spectrum {
    numerator: Vec<f64>,
    denominator: Vec<f64>,
}

impl Spectrum {
    /// The spectrum with the given symmetric filters (coefficients of lag 0, 1, ...).
    pub fn new(numerator: Vec<f64>, denominator: Vec<f64>) -> Self {
        Self { numerator, denominator }
    }

    /// The pseudo-spectrum of `ar(B) y = ma(B) a`, var(a) = `variance`.
    pub fn of_arima(ar: &[f64], ma: &[f64], variance: f64) -> Self {
        let numerator = auto_product(ma).into_iter().map(|x| x * variance).collect();
        Self::new(numerator, auto_product(ar))
    }

    /// Symmetric filter of the numerator.
    pub fn numerator(&self) -> &[f64] {
        &self.numerator
    }

    /// Symmetric filter of the denominator.
    pub fn denominator(&self) -> &[f64] {
        &self.denominator
    }

    /// `g(w)`, infinite at a unit root of the denominator. Where numerator and denominator vanish
    /// both, the ratio of their first derivatives that do not.
    pub fn value(&self, w: f64) -> f64 {
        let d = cosine_series(&self.denominator, w);
        let n = cosine_series(&self.numerator, w);
        if d.abs() > ZERO {
            return n / d;
        }
        if n.abs() >= ZERO {
            return f64::INFINITY;
        }
        for order in 1..=10 {
            let d = cosine_series_derivative(&self.denominator, w, order);
            let n = cosine_series_derivative(&self.numerator, w, order);
            if d.abs() > ZERO {
                return n / d;
            }
            if n.abs() > ZERO {
                return f64::INFINITY;
            }
        }
        f64::NAN
    }
}

/// Coefficients of lags 0 to k of `c(B) c(1/B)`.
pub fn auto_product(c: &[f64]) -> Vec<f64> {
    (0..c.len()).map(|k| c.iter().zip(&c[k..]).map(|(a, b)| a * b).sum()).collect()
}

/// `c_0 + 2 sum c_k cos(kw)`.
pub fn cosine_series(c: &[f64], w: f64) -> f64 {
    cosine_series_derivative(c, w, 0)
}

/// Derivative of the given order of `c_0 + 2 sum c_k cos(kw)`.
pub fn cosine_series_derivative(c: &[f64], w: f64, order: i32) -> f64 {
    derivative(c, order, |k| (k as f64 * w).cos(), |k| (k as f64 * w).sin())
}

/// [`cosine_series_derivative`] from the cosines and sines of kw.
fn derivative(c: &[f64], order: i32, cos: impl Fn(usize) -> f64, sin: impl Fn(usize) -> f64) -> f64 {
    let mut s = if order == 0 { c.first().copied().unwrap_or(0.0) } else { 0.0 };
    for (k, x) in c.iter().enumerate().skip(1) {
        // d/dw cos = -sin, -cos, sin, cos
        let trigonometric = match order % 4 {
            0 => cos(k),
            1 => -sin(k),
            2 => -cos(k),
            _ => sin(k),
        };
        s += 2.0 * x * (k as f64).powi(order) * trigonometric;
    }
    s
}

/// `cos(kw)` and `sin(kw)` for k = 0, 1, ..., for several series at the same frequency.
#[derive(Clone, Debug)]
pub struct Harmonics(Vec<(f64, f64)>);

impl Harmonics {
    /// Those of the frequency w for series of up to `count` coefficients.
    pub fn new(w: f64, count: usize) -> Self {
        Self((0..count).map(|k| k as f64 * w).map(|x| (x.cos(), x.sin())).collect())
    }

    /// Derivative of the given order of `c_0 + 2 sum c_k cos(kw)`.
    pub fn derivative(&self, c: &[f64], order: i32) -> f64 {
        derivative(&c[..c.len().min(self.0.len())], order, |k| self.0[k].0, |k| self.0[k].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_noise_and_random_walk() {
        assert_eq!(Spectrum::of_arima(&[1.0], &[1.0], 2.0).value(1.0), 2.0);
        let walk = Spectrum::of_arima(&[1.0, -1.0], &[1.0], 1.0);
        assert!(walk.value(0.0).is_infinite());
        assert!((walk.value(std::f64::consts::PI) - 0.25).abs() < 1e-15);
    }

    #[test]
    fn a_common_unit_root_cancels() {
        let s = Spectrum::of_arima(&[1.0, -1.0], &[1.0, -1.5, 0.5], 1.0);
        assert!((s.value(0.0) - 0.25).abs() < 1e-7);
        assert!((s.value(1.0) - Spectrum::of_arima(&[1.0], &[1.0, -0.5], 1.0).value(1.0)).abs() < 1e-12);
    }
}
