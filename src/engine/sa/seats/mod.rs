//! SEATS: decomposition of a series by its ARIMA model (`seats.md`; Burman 1980; Hillmer and Tiao 1982; Gómez and
//! Maravall 2001).

mod approximation;
mod bias;
mod burman;
mod canonical;
mod components;
mod decomposition;
mod error;
mod growth_rates;
mod kalman;
mod model_tests;
mod preliminary;
mod result;
mod root_allocation;
mod significance;
mod standard_errors;
mod validation;
mod wiener_kolmogorov;

pub use bias::BiasFactors;
pub use canonical::{IRREGULAR, SEASONAL, TRANSITORY, TREND, canonical_decomposition, compact};
pub use decomposition::decompose;
pub use error::SeatsError;
pub use model_tests::{
    AutocorrelationTest, CrossCorrelationTest, ModelTests, TestedItem, VarianceTest, model_tests,
};
pub use result::{SeatsComponents, SeatsDecomposition, SeatsModel};
pub use root_allocation::{AllocatedRoots, allocate};
pub use significance::is_seasonality_significant;
pub use validation::cut_off;
pub use wiener_kolmogorov::{Estimator, Signal, WienerKolmogorov};
