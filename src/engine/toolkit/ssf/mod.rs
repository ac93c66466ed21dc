//! State space models: ARIMA models and sums of them, Kalman filter with diffuse start, smoother
//! (`arima.md`, 15; Durbin and Koopman, *Time Series Analysis by State Space Methods*).

mod filter;
mod model;
mod regression;
mod smoother;

pub use filter::{DiffuseLikelihood, Filtered, kalman_filter};
pub use model::StateSpace;
pub use regression::{PredictionErrors, Regression};
pub use smoother::{Smoothed, smooth};

/// Quantities that count as zero in the filters.
pub const ZERO: f64 = 1e-9;

/// What can go wrong in a filter.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SsfError {
    /// An observation differs from a prediction without error.
    #[error("observation {position} contradicts the model, which predicts it without error")]
    Inconsistent {
        /// 0-based position.
        position: usize,
    },
    /// The series ends before the diffuse elements of the initial state are determined.
    #[error(
        "{observations} observations do not determine the {needed} diffuse elements of the initial state; lengthen the series"
    )]
    NotInitialised {
        /// Observations that are not missing.
        observations: usize,
        /// Number of diffuse elements.
        needed: usize,
    },
}
