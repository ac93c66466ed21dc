//! Autoregressive spectrum (`diagnostics.md` 4.4).

use crate::toolkit::math::householder::least_squares;
use crate::toolkit::stats::autocovariance::autocovariances;

/// How the autoregression is estimated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AutoregressiveMethod {
    /// Least squares by QR.
    #[default]
    Ols,
    /// Levinson-Durbin recursion on the autocovariances.
    Durbin,
}

/// Spectrum of an autoregression fitted to centred data.
#[derive(Clone, Debug, PartialEq)]
pub struct AutoregressiveSpectrum {
    /// phi of x_t = sum_j phi_j x_{t-j} + e_t.
    pub coefficients: Vec<f64>,
    /// Innovation variance.
    pub variance: f64,
}

impl AutoregressiveSpectrum {
    /// The autoregression of order `order`; 0 stands for trunc(ln(n)²), at most 50. Missing values count as 0
    /// and the mean is the sum over the total length. None when the order exceeds n - trunc(n/4), the data are
    /// too short (fewer than `order` equations) or degenerate.
    pub fn of(x: &[f64], order: usize, method: AutoregressiveMethod) -> Option<Self> {
        let n = x.len();
        let order = if order > 0 { order } else { ((n as f64).ln().powi(2) as usize).min(50) };
        if order == 0 || order > n - n / 4 {
            return None;
        }
        let filled = || x.iter().map(|v| if v.is_finite() { *v } else { 0.0 });
        let mean = filled().sum::<f64>() / n as f64;
        let data: Vec<f64> = filled().map(|v| v - mean).collect();
        match method {
            AutoregressiveMethod::Ols => Self::by_least_squares(&data, order),
            AutoregressiveMethod::Durbin => Self::by_durbin(&data, order),
        }
    }

    /// Regression of x_t on x_{t-1}..x_{t-q}, t = q..n-1; variance SSE/(n-q).
    fn by_least_squares(x: &[f64], order: usize) -> Option<Self> {
        let rows = x.len() - order;
        if rows < order {
            return None;
        }
        let mut regressors = Vec::with_capacity(rows * order);
        for lag in 1..=order {
            regressors.extend_from_slice(x.get(order - lag..x.len() - lag)?);
        }
        let (coefficients, residuals) = least_squares(&regressors, x.get(order..)?, order)?;
        let variance = residuals.iter().map(|e| e * e).sum::<f64>() / rows as f64;
        (coefficients.iter().all(|c| c.is_finite()) && variance.is_finite())
            .then_some(Self { coefficients, variance })
    }

    /// Coefficients of the last order; variance of the order m (0 included) with the smallest
    /// n ln(variance_m) + 2m. Stops when the variance is below 1e-9 of that of the data.
    fn by_durbin(x: &[f64], order: usize) -> Option<Self> {
        let c = autocovariances(x, 0.0, order);
        let c0 = c.first().copied().filter(|v| *v > 0.0)?;
        let n = x.len() as f64;
        let mut phi: Vec<f64> = Vec::with_capacity(order);
        let mut sigma2 = c0;
        let (mut best, mut variance) = (n * c0.ln(), c0);
        for m in 1..=order {
            if sigma2 / c0 < 1e-9 {
                break;
            }
            let past = c.iter().take(m).skip(1).rev();
            let numerator = c.get(m)? - phi.iter().zip(past).map(|(p, c)| p * c).sum::<f64>();
            let reflection = numerator / sigma2;
            let reversed: Vec<f64> = phi.iter().rev().copied().collect();
            phi.iter_mut().zip(reversed).for_each(|(p, r)| *p -= reflection * r);
            phi.push(reflection);
            sigma2 *= 1.0 - reflection * reflection;
            let criterion = n * sigma2.ln() + 2.0 * m as f64;
            if criterion < best {
                (best, variance) = (criterion, sigma2);
            }
        }
        phi.iter().all(|p| p.is_finite()).then_some(Self { coefficients: phi, variance })
    }

    /// `10 log10(variance / |1 - sum_j phi_j e^{-ijf}|²)`, decibels; 0 if the variance is 0.
    pub fn at(&self, frequency: f64) -> f64 {
        if self.variance == 0.0 {
            return 0.0;
        }
        let (mut re, mut im) = (1.0, 0.0);
        for (j, phi) in self.coefficients.iter().enumerate() {
            let (sin, cos) = (frequency * (j + 1) as f64).sin_cos();
            re -= phi * cos;
            im += phi * sin;
        }
        10.0 * (self.variance / (re * re + im * im)).log10()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data() -> Vec<f64> {
        let mut state = 1u32;
        let mut noise = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state) / f64::from(u32::MAX) - 0.5
        };
        let mut x = vec![0.0, 0.1];
        for t in 2..300 {
            x.push(0.5 * x[t - 1] - 0.6 * x[t - 2] + noise());
        }
        x
    }

    #[test]
    fn both_methods_find_the_autoregression() {
        for method in [AutoregressiveMethod::Ols, AutoregressiveMethod::Durbin] {
            let s = AutoregressiveSpectrum::of(&data(), 2, method).unwrap();
            assert!((s.coefficients[0] - 0.5).abs() < 0.1 && (s.coefficients[1] + 0.6).abs() < 0.1);
            let b: f64 = 1.0 - s.coefficients.iter().sum::<f64>();
            assert!((s.at(0.0) - 10.0 * (s.variance / (b * b)).log10()).abs() < 1e-12);
        }
    }

    #[test]
    fn no_spectrum() {
        for method in [AutoregressiveMethod::Ols, AutoregressiveMethod::Durbin] {
            assert!(AutoregressiveSpectrum::of(&[], 3, method).is_none());
            assert!(AutoregressiveSpectrum::of(&[1.0], 0, method).is_none());
            assert!(AutoregressiveSpectrum::of(&[2.0; 40], 3, method).is_none());
            assert!(AutoregressiveSpectrum::of(&data()[..8], 7, method).is_none());
        }
        assert!(AutoregressiveSpectrum::of(&data()[..59], 30, AutoregressiveMethod::Ols).is_none());
    }
}
