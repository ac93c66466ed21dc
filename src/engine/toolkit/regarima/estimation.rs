//! Estimated regression models with SARIMA errors (`arima.md`, 7 and 8).

use nalgebra::DMatrix;

use super::statistics::LikelihoodStatistics;
use super::{ConcentratedLikelihood, RegArimaModel};
use crate::toolkit::arima::whitening::WhiteningFilter;

/// Score and information of the ARMA parameters that were estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterEstimates {
    free: Vec<usize>,
    score: Vec<f64>,
    information: DMatrix<f64>,
    covariance: Option<DMatrix<f64>>,
}

impl ParameterEstimates {
    pub(super) fn new(free: Vec<usize>, score: Vec<f64>, information: DMatrix<f64>) -> Self {
        let covariance = information.clone().try_inverse().filter(|v| v.iter().all(|x| x.is_finite()));
        Self { free, score, information, covariance }
    }

    /// Indices in the packed parameters of those that were estimated.
    pub fn free(&self) -> &[usize] {
        &self.free
    }

    /// Derivatives of the log-likelihood, in the order of [`free`](Self::free).
    pub fn score(&self) -> &[f64] {
        &self.score
    }

    /// Information matrix.
    pub fn information(&self) -> &DMatrix<f64> {
        &self.information
    }

    /// Inverse of the information matrix; none when it is singular.
    pub fn covariance(&self) -> Option<&DMatrix<f64>> {
        self.covariance.as_ref()
    }

    /// Standard error of the parameter with the given packed index; none when it was not estimated
    /// or has no positive variance.
    pub fn standard_error(&self, index: usize) -> Option<f64> {
        let i = self.free.iter().position(|&k| k == index)?;
        let variance = self.covariance.as_ref()?[(i, i)];
        (variance > 0.0).then(|| variance.sqrt())
    }
}

/// A model at its estimated parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct RegArimaEstimation {
    model: RegArimaModel,
    likelihood: ConcentratedLikelihood,
    parameters: Option<ParameterEstimates>,
    iterations: usize,
}

impl RegArimaEstimation {
    pub(super) fn new(
        model: RegArimaModel,
        likelihood: ConcentratedLikelihood,
        parameters: Option<ParameterEstimates>,
        iterations: usize,
    ) -> Self {
        Self { model, likelihood, parameters, iterations }
    }

    /// The likelihood of `model` at its present parameters, nothing being estimated.
    ///
    /// # Errors
    /// Any [`super::RegArimaError`] of building and evaluating the model.
    pub fn at(model: &RegArimaModel) -> Result<Self, super::RegArimaError> {
        let likelihood = ConcentratedLikelihood::compute(&model.difference()?, model.arima())?;
        Ok(Self::new(model.clone(), likelihood, None, 0))
    }

    /// The model with its estimated parameters.
    pub fn model(&self) -> &RegArimaModel {
        &self.model
    }

    /// Likelihood, regression coefficients, independent residuals.
    pub fn likelihood(&self) -> &ConcentratedLikelihood {
        &self.likelihood
    }

    /// Score and information of the ARMA parameters; none when none was estimated.
    pub fn parameters(&self) -> Option<&ParameterEstimates> {
        self.parameters.as_ref()
    }

    /// Outer iterations of the last run of the optimiser.
    pub fn iterations(&self) -> usize {
        self.iterations
    }

    /// Log-likelihood of the transformed series.
    pub fn log_likelihood(&self) -> f64 {
        self.likelihood.log_likelihood()
    }

    /// Number of ARMA parameters estimated.
    pub fn estimated_parameter_count(&self) -> usize {
        self.parameters.as_ref().map_or(0, |p| p.free.len())
    }

    /// Counts and information criteria; `adjustment` is the logarithm of the Jacobian of the
    /// transformation of the series (0 without one).
    pub fn statistics(&self, adjustment: f64) -> LikelihoodStatistics {
        let observations = self.model.len() - self.model.missing().len();
        let parameters = self.estimated_parameter_count() + self.model.coefficient_count() + 1;
        LikelihoodStatistics::new(observations, parameters, &self.likelihood, adjustment)
    }

    /// Estimated innovation variance `S / (N - np)`, np counting ARMA parameters, coefficients and
    /// the variance itself: the one for forecasts, SEATS and the standard error of residuals. The
    /// maximum likelihood one when that leaves no degree of freedom.
    pub fn innovation_variance(&self) -> f64 {
        let n = self.likelihood.observations() as f64;
        let np = (self.estimated_parameter_count() + self.model.coefficient_count() + 1) as f64;
        self.likelihood.ssq() / if n > np { n - np } else { n }
    }

    /// The estimate of each missing value on the transformed scale and its standard error
    /// (unbiased variance with the ARMA parameters as hyper-parameters), by position.
    pub fn missing_values(&self) -> Vec<(f64, f64)> {
        let variance = self.likelihood.variance(self.estimated_parameter_count());
        let estimates = self.likelihood.missing().iter().zip(self.model.missing());
        estimates
            .map(|(m, &t)| (self.model.y()[t] - m.correction, (m.unscaled_variance * variance).sqrt()))
            .collect()
    }

    /// The series with its missing values replaced by their estimates.
    pub fn interpolated(&self) -> Vec<f64> {
        let mut y = self.model.y().to_vec();
        for (m, &t) in self.likelihood.missing().iter().zip(self.model.missing()) {
            y[t] -= m.correction;
        }
        y
    }

    /// The interpolated series without the effects of the regressors; the mean remains.
    pub fn linearized(&self) -> Vec<f64> {
        let mut y = self.interpolated();
        for (x, b) in self.model.regressors().iter().zip(self.regressor_coefficients()) {
            for (y, x) in y.iter_mut().zip(x) {
                *y -= b * x;
            }
        }
        y
    }

    /// Coefficient of the mean, when the model has one.
    pub fn mean(&self) -> Option<f64> {
        self.model.has_mean().then(|| self.likelihood.coefficients()[0])
    }

    /// Coefficients of the regressors, without the mean.
    pub fn regressor_coefficients(&self) -> &[f64] {
        &self.likelihood.coefficients()[usize::from(self.model.has_mean())..]
    }

    /// Full residuals: standardised one-step prediction errors (unit innovation variance) of the
    /// linearised and differenced series less its mean, one for each differenced period, the last
    /// one that of the last period. Without missing values their squares sum to S.
    pub fn full_residuals(&self) -> Vec<f64> {
        let arima = self.model.arima();
        let mut w = arima.differencing().filter(&self.linearized());
        let mean = self.mean().unwrap_or(0.0);
        for x in &mut w {
            *x -= mean;
        }
        // the likelihood has been computed with the same filter
        match WhiteningFilter::of(arima.ar().coefficients(), arima.ma().coefficients(), w.len()) {
            Ok(mut filter) => filter.filter(&w),
            Err(_) => w,
        }
    }
}
