//! Likelihood statistics and information criteria (`arima.md`, 7.1 and 7.2).

use serde::{Deserialize, Serialize};

use super::ConcentratedLikelihood;

/// Counts, log-likelihood and information criteria of an estimated model.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LikelihoodStatistics {
    /// Observations without the missing ones.
    pub observations: usize,
    /// Observations less the order of differencing, N.
    pub effective_observations: usize,
    /// Estimated ARMA parameters, regression coefficients (mean included, missing values not) and
    /// the innovation variance.
    pub parameters: usize,
    /// Log-likelihood of the transformed and differenced series.
    pub log_likelihood: f64,
    /// Logarithm of the Jacobian of the transformation.
    pub adjustment: f64,
    /// Sum of squared residuals, S.
    pub ssq: f64,
}

impl LikelihoodStatistics {
    /// The statistics of a likelihood with `parameters` parameters in all; an `adjustment` that is
    /// NaN counts as 0.
    pub fn new(
        observations: usize,
        parameters: usize,
        likelihood: &ConcentratedLikelihood,
        adjustment: f64,
    ) -> Self {
        Self {
            observations,
            effective_observations: likelihood.observations(),
            parameters,
            log_likelihood: likelihood.log_likelihood(),
            adjustment: if adjustment.is_nan() { 0.0 } else { adjustment },
            ssq: likelihood.ssq(),
        }
    }

    /// Log-likelihood of the original series: transformed one plus adjustment.
    pub fn adjusted_log_likelihood(&self) -> f64 {
        self.log_likelihood + self.adjustment
    }

    fn counts(&self) -> (f64, f64) {
        (self.effective_observations as f64, self.parameters as f64)
    }

    /// `-2 ll* + 2 np`.
    pub fn aic(&self) -> f64 {
        -2.0 * (self.adjusted_log_likelihood() - self.parameters as f64)
    }

    /// `-2 (ll* - N np / (N - np - 1))`; infinite or with the wrong sign when `N <= np + 1`.
    pub fn aicc(&self) -> f64 {
        let (n, np) = self.counts();
        -2.0 * (self.adjusted_log_likelihood() - n * np / (n - np - 1.0))
    }

    /// `-2 ll* + np ln N`.
    pub fn bic(&self) -> f64 {
        let (n, np) = self.counts();
        -2.0 * self.adjusted_log_likelihood() + np * n.ln()
    }

    /// `-2 (ll* - np ln ln N)`.
    pub fn hannan_quinn(&self) -> f64 {
        let (n, np) = self.counts();
        -2.0 * (self.adjusted_log_likelihood() - np * n.ln().ln())
    }

    /// `(-2 ll + np ln N) / N`, with the log-likelihood of the transformed series.
    pub fn bic2(&self) -> f64 {
        let (n, np) = self.counts();
        (-2.0 * self.log_likelihood + np * n.ln()) / n
    }

    /// BIC corrected for the length, as in TRAMO: `ln(S/N) + (np - 1) ln(N)/N`; 0 when S = 0.
    pub fn bicc(&self) -> f64 {
        let (n, np) = self.counts();
        if self.ssq == 0.0 { 0.0 } else { (self.ssq / n).ln() + (np - 1.0) * n.ln() / n }
    }
}
