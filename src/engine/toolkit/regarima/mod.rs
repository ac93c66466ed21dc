//! Regression with SARIMA errors: models, exact likelihood, estimation, forecasts.

mod error;
mod estimation;
mod estimator;
mod fast_forecasts;
mod forecasts;
mod likelihood;
mod model;
mod objective;
mod one_step_ahead;
pub mod outliers;
mod parallel_likelihood;
mod starting_values;
mod statistics;
pub mod x12_residuals;

pub use error::RegArimaError;
pub use estimation::{ParameterEstimates, RegArimaEstimation};
pub use estimator::{FinalDerivatives, GlsEstimator, RegSarimaEstimator, StartingPoint};
pub use forecasts::{ForecastVariances, Forecasts, LinearForecasts, linear_backcasts, linear_forecasts};
pub use likelihood::{
    ConcentratedLikelihood, Evaluation, LikelihoodEvaluator, MissingEstimate, RANK_TOLERANCE,
};
pub use model::{DifferencedModel, RegArimaModel};
pub use objective::Criterion;
pub use one_step_ahead::{OneStepAheadTest, out_of_sample_length};
pub use statistics::LikelihoodStatistics;
