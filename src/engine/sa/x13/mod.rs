//! RegARIMA pre-processing (`regarima.md`), one file per step.

mod arma_selection;
mod automatic_model;
mod automatic_trading_days;
mod calendar_test;
mod comparison;
mod critical_value;
mod description;
mod diagnostics;
mod differencing;
mod easter_test;
mod final_estimation;
mod log_level;
mod mean_test;
mod order_checks;
mod outlier_detection;
mod outlier_search;
mod outlier_ties;
mod preadjustment;
mod preprocessing;
mod significance;

pub use preadjustment::preadjust;
pub use preprocessing::preprocess;

use super::modelling::{Context, ModelError, cancelled_only};
use super::spec::{EasterKind, RegArimaSpec, RegressionTest};
use super::{Decision, ModellingContext, Monitor};

/// What every step reads, and where it reports.
struct Procedure<'a> {
    spec: &'a RegArimaSpec,
    context: &'a ModellingContext,
    monitor: &'a mut dyn Monitor,
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

    fn tests_easter(&self) -> bool {
        let easter = &self.spec.regression.easter;
        easter.kind != EasterKind::Unused && easter.test != RegressionTest::None
    }

    /// Calendar tests, then Easter; a failure of the automatic choice or of the Easter test changes nothing.
    fn test_calendar(&mut self, model: &mut Context) -> Result<(), ModelError> {
        let td = &self.spec.regression.trading_days;
        if let Some(method) = td.automatic {
            cancelled_only(automatic_trading_days::choose(self, model, method))?;
        } else if td.test != RegressionTest::None {
            calendar_test::test(self, model)?;
        }
        if self.tests_easter() {
            cancelled_only(easter_test::test(self, model))?;
        }
        self.go_on()
    }
}
