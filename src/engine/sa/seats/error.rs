//! Why SEATS cannot decompose a series.

use crate::toolkit::arima::{ArimaError, SarimaOrders};
use crate::toolkit::regarima::RegArimaError;
use crate::toolkit::ssf::SsfError;

/// Why SEATS cannot decompose a series.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SeatsError {
    /// Fewer than three years.
    #[error("{observations} observations are not enough, at least {required} are needed")]
    TooShort {
        /// Observations.
        observations: usize,
        /// Observations needed.
        required: usize,
    },
    /// A value cannot be used on the scale of the model.
    #[error("observation {position} is missing or has no logarithm; interpolate it or use levels")]
    InvalidObservation {
        /// 0-based position.
        position: usize,
    },
    /// No admissible decomposition.
    #[error(
        "no admissible decomposition of {orders}: allow an approximation of the model, or give other orders"
    )]
    NotDecomposable {
        /// Orders of the last model tried.
        orders: SarimaOrders,
    },
    /// The model of the approximation, or the extension of the series, cannot be estimated.
    #[error("estimation: {0}")]
    Estimation(#[from] RegArimaError),
    /// A computation on a component model failed.
    #[error("component models: {0}")]
    Components(#[from] ArimaError),
    /// The state space smoother failed.
    #[error("Kalman smoother: {0}")]
    Smoother(#[from] SsfError),
}
