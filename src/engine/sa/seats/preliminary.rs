//! Preliminary estimators: the estimate of a component when only some later observations are known
//! (`seats.md` 11.2).

use nalgebra::Complex;

use super::wiener_kolmogorov::Estimator;
use crate::toolkit::arima::ArimaError;
use crate::toolkit::arima::rational_filter::{LaurentPolynomial, RationalFilter};
use crate::toolkit::math::polynomial::{Polynomial, value_at_complex};

impl Estimator {
    /// Weights of the filter that estimates `s_t` from the observations up to `t + ahead`: those of
    /// `y_{t + ahead}, y_{t + ahead - 1}, ...`, n of them.
    ///
    /// # Errors
    /// [`ArimaError`] when the model has moving average roots on the unit circle.
    pub fn preliminary_weights(&self, ahead: usize, n: usize) -> Result<Vec<f64>, ArimaError> {
        let rho = self.revision_filter(ahead)?;
        // rho_{j - ahead - 1} for j = ahead, ahead - 1, ...: lags 1, 2, ... in the past
        let rho = rho.past(n + 1);
        let nu = self.weights((ahead + 1).max(n))?;
        Ok((0..n).map(|i| nu[ahead.abs_diff(i)] - rho[i + 1]).collect())
    }

    /// The revision, from `ahead` observations after t on, as a filter of the series: `F^{ahead + 1}` times this.
    fn revision_filter(&self, ahead: usize) -> Result<RationalFilter, ArimaError> {
        let numerator = LaurentPolynomial::forward(&self.revision_numerator(ahead))
            .times_backward(&self.noise_ar().times(&self.signal().full_ar()));
        RationalFilter::new(&numerator, self.theta(), self.theta())
    }

    /// Frequency response of the preliminary filter at w, `nu(w) - e^{iw(ahead+1)} rho(w)`: its modulus is the gain
    /// and `-arg / w` the phase, in periods.
    pub fn preliminary_response(&self, ahead: usize, w: f64) -> Complex<f64> {
        let (past, future) = (Complex::from_polar(1.0, -w), Complex::from_polar(1.0, w));
        let at = |p: &Polynomial, z: Complex<f64>| p.value_at_complex(z);
        let revision = value_at_complex(&self.revision_numerator(ahead), future)
            * at(self.noise_ar(), past)
            * at(&self.signal().full_ar(), past)
            / (at(self.theta(), past) * at(self.theta(), future));
        Complex::new(self.gain(w), 0.0) - Complex::from_polar(1.0, w * (ahead + 1) as f64) * revision
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sa::seats::canonical::{canonical_decomposition, compact};
    use crate::sa::seats::{Signal, WienerKolmogorov};
    use crate::sa::spec::SeatsSpec;
    use crate::toolkit::arima::SarimaModel;

    /// `seats.md` section 19.
    #[test]
    fn worked_airline_model() {
        let model = SarimaModel::from_polynomials(12, (1, 1), &[], &[], &[-0.4], &[-0.6]);
        let ucm = canonical_decomposition(&model, &SeatsSpec::default()).unwrap();
        let wk = WienerKolmogorov::new(&compact(&ucm)).unwrap();
        let trend = wk.estimator(Signal::Component(0)).unwrap().unwrap();
        let near = |a: f64, e: f64| assert!((a - e).abs() < 1e-7, "{a} {e}");
        let w = trend.preliminary_weights(0, 1200).unwrap();
        near(w[0], 0.448005556);
        near(w[1], 0.254530000);
        near(w[12], -0.145859611);
        near(w.iter().sum(), 1.0);
        let w3 = trend.preliminary_weights(3, 20).unwrap();
        near(w3[0], 0.104915467);
        near(w3[3], 0.220586391);
        near(w3[0], trend.future_psi(3)[2]);
        // the response is that of the weights
        let omega = 0.7;
        let direct: Complex<f64> =
            w.iter().enumerate().map(|(k, x)| Complex::from_polar(*x, -omega * k as f64)).sum();
        let response = trend.preliminary_response(0, omega);
        assert!((direct - response).norm() < 1e-7, "{direct} {response}");
    }
}
