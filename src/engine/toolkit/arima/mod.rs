//! ARIMA models: orders and parameters, autocovariances, spectrum, whitening filters, starting
//! values, models in sums of components.

pub mod autocovariance;
pub mod band_cholesky;
pub mod domain;
pub mod fast_filter;
pub mod hannan_rissanen;
mod model;
mod orders;
mod parallel_autocovariance;
pub mod parallel_whitening;
pub mod partial_fractions;
pub mod rational_filter;
mod sarima;
pub mod spectral_factorization;
pub mod spectrum;
pub mod spectrum_minimum;
pub mod symmetric_filter;
mod ucarima;
pub mod weights;
pub mod whitening;

pub use model::ArimaModel;
pub use orders::{SarimaOrders, SarimaPolynomial};
pub(crate) use sarima::expand_product;
pub use sarima::{DEFAULT_AR, DEFAULT_MA, SarimaModel};

pub use ucarima::UcarimaModel;

/// What can go wrong in computations on an ARIMA model.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ArimaError {
    /// The autoregressive polynomial has a root on or inside the unit circle.
    #[error(
        "the autoregressive polynomial is not stationary; change its parameters or the differencing orders"
    )]
    NotStationary,
    /// Prediction variances or their determinant are not positive numbers.
    #[error("the innovation variances of the model are not positive numbers; check its parameters")]
    InvalidVariance,
    /// There are too few observations for the orders.
    #[error(
        "{observations} observations are not enough for {orders}; lengthen the series or lower the orders"
    )]
    NotEnoughObservations {
        /// Observations after differencing.
        observations: usize,
        /// Orders asked for.
        orders: SarimaOrders,
    },
    /// A regression of the preliminary estimation has no solution.
    #[error("the preliminary regression for {orders} has no solution: the series is constant or too regular")]
    SingularRegression {
        /// Orders asked for.
        orders: SarimaOrders,
    },
    /// A symmetric filter is not the autocovariance generating function of a moving average.
    #[error("the spectrum is negative at some frequency: no moving average has these autocovariances")]
    NegativeSpectrum,
    /// A linear system of the decomposition is singular.
    #[error("the decomposition of the model is not determined: two components share a root")]
    SharedRoots,
}
