//! The model under construction that automatic procedures change: series, transformation, regression
//! variables, SARIMA orders, and its estimation.

mod approximate_outliers;
mod arma_table;
mod description;
mod differencing_search;
mod estimated;
mod forecasts;
mod initial;
mod joint_effects;
mod memory;
pub(in crate::sa) mod order_checks;
mod outlier_space;
mod regarima_result;
mod regarima_series;
mod series;
pub(in crate::sa) mod trading_days_choice;
pub(crate) mod variables;

pub(in crate::sa) use approximate_outliers::OutlierSearch;
pub(in crate::sa) use arma_table::{ArmaCandidate, ArmaTable, Preference, order_pairs};
pub use description::{ModelDescription, ModelVariable};
pub(in crate::sa) use differencing_search::{
    DifferencingOrders, DifferencingSearch, Fits, Pair, hannan_rissanen_estimates,
};
pub use estimated::{Context, Estimated, Fit};
pub use forecasts::ModelForecasts;
pub(in crate::sa) use initial::GivenTerms;
pub use joint_effects::{Correlations, JointEffect};
pub use regarima_result::{CoefficientEstimate, RegArimaResult, RegressionEstimate};
pub use series::ModelSeries;
pub use variables::ModelBuildError;

use crate::toolkit::regarima::RegArimaError;
use crate::toolkit::regression::RegressionError;
use crate::toolkit::timeseries::TsError;

/// Why a model cannot be built or estimated.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The estimation failed.
    #[error(transparent)]
    Estimation(#[from] RegArimaError),
    /// A regression variable cannot be computed.
    #[error(transparent)]
    Regression(#[from] RegressionError),
    /// A span cannot be selected.
    #[error(transparent)]
    Span(#[from] TsError),
    /// The specification names something that does not exist.
    #[error(transparent)]
    Build(#[from] ModelBuildError),
    /// No observation in the span.
    #[error("the span of the series holds no observation")]
    NoObservation,
    /// Missing values where none may be.
    #[error("missing values outside the estimation span, first in {period}; extend the estimation span")]
    MissingOutsideEstimation {
        /// First of these periods.
        period: String,
    },
    /// Logarithm of something that has none.
    #[error("logarithms need positive values: {count} values are not, the first in {period}; use levels")]
    NotPositive {
        /// Number of values.
        count: usize,
        /// First of these periods.
        period: String,
    },
    /// The automatic choice ended without a model that can be estimated.
    #[error("automatic modelling found no model that can be estimated; give the orders")]
    NoModel,
    /// The run was cancelled.
    #[error("cancelled")]
    Cancelled,
}

/// Treats every failure but a cancellation as no change.
pub(in crate::sa) fn cancelled_only<T: Default>(result: Result<T, ModelError>) -> Result<T, ModelError> {
    match result {
        Err(ModelError::Cancelled) => Err(ModelError::Cancelled),
        Err(_) => Ok(T::default()),
        ok => ok,
    }
}
