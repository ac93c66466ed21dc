//! Search for outliers in regression models with SARIMA errors.

mod approximate_search;
mod detection;
mod search_space;

pub use approximate_search::{ApproximateSearch, Candidate};
pub use detection::{Detected, DetectionStep, OutlierDetection, RoundEstimation};
pub use search_space::SearchSpace;
