//! TRAMO: automatic RegARIMA pre-processing (`tramo.md`), one file per step.

mod arma_selection;
mod automatic_trading_days;
mod calendar_effects;
mod calendar_test;
mod comparison;
mod controllers;
mod critical_value;
mod description;
mod differencing;
mod feasibility;
mod final_estimation;
mod log_level;
mod model_comparator;
mod model_statistics;
mod outlier_detection;
mod preprocessing;
mod seasonality;
mod seasonality_test;
mod significance;

pub use preprocessing::preprocess;

#[cfg(test)]
mod reference_tests;

use super::modelling::ModelError;
use super::spec::TramoSpec;
use super::{Decision, ModellingContext, Monitor};

/// What every step reads, where it reports, and what the whole procedure remembers.
struct Procedure<'a> {
    spec: &'a TramoSpec,
    context: &'a ModellingContext,
    monitor: &'a mut dyn Monitor,
    /// Whether the default model is seasonal; set by the initial seasonality test, raised by the seasonality
    /// controller.
    seasonal: bool,
    /// Result of the initial seasonality test (0 none to 3 strong), later the score of the seasonality
    /// controller.
    original_seasonality: usize,
    /// Current critical value of outliers.
    critical: f64,
}

impl Procedure<'_> {
    fn record(&mut self, decision: Decision) {
        self.monitor.record(decision);
    }

    /// An error when the run was cancelled.
    fn go_on(&self) -> Result<(), ModelError> {
        if self.monitor.is_cancelled() { Err(ModelError::Cancelled) } else { Ok(()) }
    }

    fn detects_outliers(&self) -> bool {
        !self.spec.outliers.types.is_empty()
    }
}
