//! Precision of growth rates: differences of a component over some periods (`seats.md` 11.1).

use super::wiener_kolmogorov::Estimator;
use crate::toolkit::arima::ArimaError;

impl Estimator {
    /// Variance of the revision error of `s_t - s_{t-lag}` estimated with `ahead` observations after t, for unit
    /// innovation variance.
    ///
    /// # Errors
    /// [`ArimaError::NotStationary`] when the model has moving average roots on the unit circle.
    pub fn growth_revision_variance(&self, ahead: usize, lag: usize) -> Result<f64, ArimaError> {
        let a = self.revision_autocovariances(ahead, lag + 1)?;
        Ok((2.0 * (a[0] - a[lag]) - self.known_since(ahead, lag)).max(0.0))
    }

    /// Variance of the total error (final and revision error) of `s_t - s_{t-lag}` estimated with `ahead`
    /// observations after t, for unit innovation variance.
    ///
    /// # Errors
    /// [`ArimaError::NotStationary`] when the model has moving average roots on the unit circle.
    pub fn growth_error_variance(&self, ahead: usize, lag: usize) -> Result<f64, ArimaError> {
        let f = self.final_error_autocovariances(lag + 1)?;
        Ok((self.growth_revision_variance(ahead, lag)? + 2.0 * (f[0] - f[lag])).max(0.0))
    }

    /// The estimate of t - lag has seen `lag` observations more than that of t.
    fn known_since(&self, ahead: usize, lag: usize) -> f64 {
        self.future_psi(ahead + lag)[ahead..].iter().map(|p| p * p).sum::<f64>() * self.variance()
    }

    /// Variance of the revision of `s_t - s_{t-lag}` between the estimates with `ahead` and with `ahead + more`
    /// observations after t.
    pub fn growth_revision_between(&self, ahead: usize, lag: usize, more: usize) -> f64 {
        let psi = self.future_psi(ahead + more + lag);
        let step = |i: usize| psi[ahead + i] - psi[ahead + lag + i];
        (0..more).map(|i| step(i).powi(2)).sum::<f64>() * self.variance()
    }

    /// Variance of the revision of `s_t` between the estimates with `ahead` and with `ahead + more` observations
    /// after t.
    pub fn revision_between(&self, ahead: usize, more: usize) -> f64 {
        self.known_since(ahead, more)
    }
}

#[cfg(test)]
mod tests {
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
        let near = |a: f64, e: f64| assert!((a - e).abs() < 1e-8 * e, "{a} {e}");
        let trend = wk.estimator(Signal::Component(0)).unwrap().unwrap();
        near(trend.growth_revision_variance(0, 1).unwrap(), 0.0289499070);
        near(trend.growth_error_variance(0, 1).unwrap(), 0.0920347299);
        near(trend.growth_revision_variance(3, 12).unwrap(), 0.00479488647);
        near(trend.growth_error_variance(3, 12).unwrap(), 0.212314667);
        let seasonal = wk.estimator(Signal::Component(1)).unwrap().unwrap();
        near(seasonal.growth_revision_variance(0, 1).unwrap(), 0.116505002);
        near(seasonal.growth_error_variance(0, 1).unwrap(), 0.263125916);
        // the revisions until very late are all revisions
        near(trend.growth_revision_between(0, 1, 2000), 0.0289499070);
        let all = trend.revision_variances(1).unwrap()[0];
        near(trend.revision_between(0, 2000), all);
    }
}
