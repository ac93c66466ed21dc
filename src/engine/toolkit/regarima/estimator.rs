//! Estimation of regression models with SARIMA errors (`arima.md`, 13).

use serde::{Deserialize, Serialize};

use super::estimation::{ParameterEstimates, RegArimaEstimation};
use super::objective::{Criterion, Objective, ParameterMapping};
use super::starting_values::{self, CommonRoot};
use super::{ConcentratedLikelihood, DifferencedModel, RegArimaError, RegArimaModel};
use crate::toolkit::arima::domain::ParameterDomain;
use crate::toolkit::arima::{SarimaModel, SarimaPolynomial};
use crate::toolkit::math::levenberg_marquardt::{LevenbergMarquardt, Minimum};

/// Where an estimation starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum StartingPoint {
    /// Stabilised Hannan-Rissanen estimates.
    #[default]
    HannanRissanen,
    /// The better of two preliminary estimations, the first of them from Hannan-Rissanen.
    Multiple,
    /// -0.1 for autoregressive, -0.2 for moving average parameters.
    Default,
    /// All parameters 0.
    Zero,
}

/// How score and information matrix of the ARMA parameters are computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FinalDerivatives {
    /// From what the optimiser leaves behind.
    #[default]
    Fast,
    /// From second differences of the deviance of the residuals of the regression.
    Exact,
}

/// The estimator of complete models: validated start, several starts on demand, trials without
/// near-common factors of the autoregressive and moving average polynomials, degrees of freedom
/// less the number of ARMA parameters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegSarimaEstimator {
    /// Relative decrease of the deviance under which the optimiser stops.
    pub precision: f64,
    /// The same for the preliminary estimations of [`StartingPoint::Multiple`].
    pub preliminary_precision: f64,
    /// Where to start.
    pub start: StartingPoint,
    /// What to minimise.
    pub criterion: Criterion,
    /// How to compute the covariance matrix of the ARMA parameters.
    pub derivatives: FinalDerivatives,
}

impl Default for RegSarimaEstimator {
    fn default() -> Self {
        Self {
            precision: 1e-7,
            preliminary_precision: 1e-4,
            start: StartingPoint::HannanRissanen,
            criterion: Criterion::MaximumLikelihood,
            derivatives: FinalDerivatives::Fast,
        }
    }
}

impl RegSarimaEstimator {
    /// As a model with some fixed parameters is estimated from its present values, others from a
    /// fresh start: [`optimize`](Self::optimize) or [`process`](Self::process).
    ///
    /// # Errors
    /// Those of [`process`](Self::process).
    pub fn estimate(&self, model: &RegArimaModel) -> Result<RegArimaEstimation, RegArimaError> {
        if model.fixed_parameters().contains(&true) { self.optimize(model) } else { self.process(model) }
    }

    /// Estimates the free parameters; their present values play no role.
    ///
    /// # Errors
    /// Any [`RegArimaError`] of building and evaluating the model.
    pub fn process(&self, model: &RegArimaModel) -> Result<RegArimaEstimation, RegArimaError> {
        let run = self.run(model)?;
        let orders = model.arima().orders();
        if run.mapping.free().is_empty() {
            return run.likelihood_only();
        }
        match self.start {
            StartingPoint::Default => run.fit(&SarimaModel::with_defaults(orders), self.precision),
            StartingPoint::Zero => run.fit(&SarimaModel::zero(orders), self.precision),
            StartingPoint::HannanRissanen => run.fit(&run.hannan_rissanen(), self.precision),
            StartingPoint::Multiple => {
                let first = run.fit(&run.hannan_rissanen(), self.preliminary_precision)?;
                let opposite = starting_values::opposite(first.model().arima());
                let best = match run.fit(&opposite, self.preliminary_precision) {
                    Ok(second) if first.log_likelihood() < second.log_likelihood() => second,
                    _ => first,
                };
                run.fit(best.model().arima(), self.precision)
            }
        }
    }

    /// Estimates the free parameters from the present values of the model.
    ///
    /// # Errors
    /// Those of [`process`](Self::process).
    pub fn optimize(&self, model: &RegArimaModel) -> Result<RegArimaEstimation, RegArimaError> {
        let run = self.run(model)?;
        if run.mapping.free().is_empty() {
            return run.likelihood_only();
        }
        run.fit(model.arima(), self.precision)
    }

    fn run<'a>(&self, model: &'a RegArimaModel) -> Result<Run<'a>, RegArimaError> {
        Ok(Run {
            model,
            differenced: model.difference()?,
            mapping: ParameterMapping::new(model, ParameterDomain::Bounded),
            criterion: self.criterion,
            derivatives: self.derivatives,
            complete: Some(self.precision),
        })
    }
}

/// The plain estimator of tests and detections: start used as it is, no further trial, degrees of
/// freedom not reduced by the ARMA parameters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GlsEstimator {
    /// Relative decrease of the deviance under which the optimiser stops.
    pub precision: f64,
    /// Where the optimiser may go: the bounded domain when called for a complete model, the stable
    /// one otherwise.
    pub domain: ParameterDomain,
}

impl Default for GlsEstimator {
    fn default() -> Self {
        Self { precision: 1e-7, domain: ParameterDomain::Stable }
    }
}

impl GlsEstimator {
    /// Estimates the free parameters from Hannan-Rissanen.
    ///
    /// # Errors
    /// Any [`RegArimaError`] of building and evaluating the model.
    pub fn process(&self, model: &RegArimaModel) -> Result<RegArimaEstimation, RegArimaError> {
        let run = self.run(model)?;
        if run.mapping.free().is_empty() {
            return run.likelihood_only();
        }
        run.fit(&run.hannan_rissanen(), self.precision)
    }

    /// Estimates the free parameters from the present values of the model.
    ///
    /// # Errors
    /// Those of [`process`](Self::process).
    pub fn optimize(&self, model: &RegArimaModel) -> Result<RegArimaEstimation, RegArimaError> {
        let run = self.run(model)?;
        if run.mapping.free().is_empty() {
            return run.likelihood_only();
        }
        run.fit(model.arima(), self.precision)
    }

    fn run<'a>(&self, model: &'a RegArimaModel) -> Result<Run<'a>, RegArimaError> {
        Ok(Run {
            model,
            differenced: model.difference()?,
            mapping: ParameterMapping::new(model, self.domain),
            criterion: Criterion::MaximumLikelihood,
            derivatives: FinalDerivatives::Fast,
            complete: None,
        })
    }
}

/// One differenced model under estimation.
struct Run<'a> {
    model: &'a RegArimaModel,
    differenced: DifferencedModel,
    mapping: ParameterMapping,
    criterion: Criterion,
    derivatives: FinalDerivatives,
    /// For complete models the precision of the trials without common factors.
    complete: Option<f64>,
}

impl Run<'_> {
    fn hannan_rissanen(&self) -> SarimaModel {
        starting_values::hannan_rissanen(&self.differenced, self.model.arima().orders())
    }

    fn likelihood_only(&self) -> Result<RegArimaEstimation, RegArimaError> {
        let likelihood = ConcentratedLikelihood::compute(&self.differenced, self.model.arima())?;
        Ok(RegArimaEstimation::new(self.model.clone(), likelihood, None, 0))
    }

    /// One estimation, for complete models with the trials without common factors.
    fn fit(&self, start: &SarimaModel, precision: f64) -> Result<RegArimaEstimation, RegArimaError> {
        let mut best = self.fit_once(start, precision)?;
        let Some(main_precision) = self.complete else { return Ok(best) };
        if self.model.is_any_fixed(&[SarimaPolynomial::Phi, SarimaPolynomial::Theta]) {
            return Ok(best);
        }
        for root in [CommonRoot::PlusOne, CommonRoot::MinusOne] {
            if let Some(start) = starting_values::cancelled(best.model().arima(), root)
                && let Ok(trial) = self.fit_once(&start, main_precision)
                && trial.log_likelihood() > best.log_likelihood()
            {
                best = trial;
            }
        }
        Ok(best)
    }

    fn fit_once(&self, start: &SarimaModel, precision: f64) -> Result<RegArimaEstimation, RegArimaError> {
        let orders = self.model.arima().orders();
        let mut objective = Objective::new(&self.differenced, &self.mapping, self.criterion);
        let mut point = self.mapping.extract(start.parameters());
        if self.complete.is_some() {
            // a start that cannot be moved inside fails at its evaluation
            let _validity = self.mapping.validate(&mut point);
        }
        let minimizer = LevenbergMarquardt { function_tolerance: precision, ..LevenbergMarquardt::default() };
        let minimum =
            minimizer.minimize(&mut objective, &point).ok_or(RegArimaError::InvalidStart { orders })?;
        let model = self.model.with_parameters(&self.mapping.complete(&minimum.point));
        let likelihood = ConcentratedLikelihood::after(objective.evaluator(), model.arima())?;
        let iterations = minimum.iterations;
        let parameters = self.parameter_estimates(minimum, &likelihood)?;
        Ok(RegArimaEstimation::new(model, likelihood, Some(parameters), iterations))
    }

    /// Score and information matrix (`arima.md`, 7.4).
    fn parameter_estimates(
        &self,
        minimum: Minimum,
        likelihood: &ConcentratedLikelihood,
    ) -> Result<ParameterEstimates, RegArimaError> {
        let (deviance, gradient, hessian) = match self.derivatives {
            FinalDerivatives::Fast => (minimum.objective, minimum.gradient, minimum.hessian),
            FinalDerivatives::Exact => {
                let residuals = self.differenced.residual_model(&likelihood.all_coefficients());
                let orders = self.model.arima().orders();
                Objective::new(&residuals, &self.mapping, self.criterion)
                    .second_order(&minimum.point)
                    .ok_or(RegArimaError::InvalidStart { orders })?
            }
        };
        let estimated = if self.complete.is_some() { self.mapping.free().len() } else { 0 };
        let df = self.differenced.rows() as f64 - self.differenced.columns() as f64 - estimated as f64;
        let scale = 0.5 * df / deviance;
        let score = gradient.iter().map(|g| -g * scale).collect();
        Ok(ParameterEstimates::new(self.mapping.free().to_vec(), score, hessian * scale))
    }
}
