//! Errors of regression models with ARIMA errors.

use crate::toolkit::arima::{ArimaError, SarimaOrders};

/// Why a regression model with ARIMA errors cannot be built or estimated.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RegArimaError {
    /// Nothing is left after differencing, or there are not more observations than coefficients.
    #[error(
        "{observations} observations are not enough for {orders} with {coefficients} regression coefficients; \
         lengthen the series, lower the orders or remove regressors"
    )]
    NotEnoughObservations {
        /// Observations that are not missing.
        observations: usize,
        /// Orders of the model.
        orders: SarimaOrders,
        /// Regression coefficients.
        coefficients: usize,
    },
    /// A regressor has not the length of the series or holds values that are not finite.
    #[error("regressor {index} is not a column of {length} finite numbers")]
    InvalidRegressor {
        /// Index of the regressor.
        index: usize,
        /// Length of the series.
        length: usize,
    },
    /// A position of a missing value is outside the series, or no observation is left.
    #[error(
        "the observation {position} cannot be treated as missing: it is outside the series, or none is left"
    )]
    InvalidMissing {
        /// 0-based position.
        position: usize,
    },
    /// An observation is infinite.
    #[error("the observation {position} is not a finite number")]
    InvalidObservation {
        /// 0-based position.
        position: usize,
    },
    /// The regressors are collinear after differencing and filtering.
    #[error("the regressors are collinear (rank {rank} of {columns}); remove some of them")]
    Collinear {
        /// Rank of the design.
        rank: usize,
        /// Number of columns, missing values included.
        columns: usize,
    },
    /// The likelihood cannot be computed.
    #[error("the likelihood of {orders} cannot be evaluated: {source}")]
    Likelihood {
        /// Orders of the model.
        orders: SarimaOrders,
        /// Reason.
        source: Box<ArimaError>,
    },
    /// The optimisation could not start.
    #[error("the likelihood of {orders} is not defined at the starting values of its parameters")]
    InvalidStart {
        /// Orders of the model.
        orders: SarimaOrders,
    },
}
