//! RegARIMA pre-processing (`regarima.md`).

pub mod arma_selection;
pub mod differencing;
pub mod outlier_search;
