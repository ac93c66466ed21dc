//! Logarithms or levels by AICc (`regarima.md` 6).

use super::{Procedure, cancelled_only};
use crate::sa::Decision;
use crate::sa::modelling::{Context, Estimated, Fit, ModelDescription, ModelError, OutlierSearch, variables};
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::regarima::outliers::RoundEstimation;
use crate::toolkit::regression::{OutlierCode, Variable, x13_tc_rate};
use crate::toolkit::timeseries::Span;

/// Types, critical value and precision of the outlier correction.
const LARGE_TYPES: [OutlierCode; 2] = [OutlierCode::AO, OutlierCode::LS];
const LARGE_CRITICAL: f64 = 5.0;
const LARGE_PRECISION: f64 = 1e-3;

/// Chooses between levels and logarithms; logarithms need positive values.
pub(super) fn choose(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    if !model.description().series().is_positive() {
        procedure.record(Decision::LogImpossible);
        return Ok(());
    }
    let mut level = model.description().clone();
    if procedure.spec.transform.outliers_correction {
        for outlier in cancelled_only(large_outliers(procedure, &level))? {
            level.add(outlier)?;
        }
    }
    let mut log = level.clone();
    level.set_log(false);
    log.set_log(true);
    let td = &procedure.spec.regression.trading_days;
    if td.auto_adjust
        && let Some(length) = td.length_of_period
        && log.remove(|v| v.name == variables::LENGTH_OF_PERIOD)
    {
        log.set_adjustment(Some(length));
    }
    let in_level = level.fit(Fit::Multiple(1e-7));
    procedure.go_on()?;
    let in_log = log.fit(Fit::Multiple(1e-7));
    let aicc = |fit: &Result<Estimated, ModelError>| fit.as_ref().ok().map(|e| e.statistics().aicc());
    let difference = procedure.spec.transform.aic_difference;
    let (level_aicc, log_aicc) = (aicc(&in_level), aicc(&in_log));
    let choose_log = match (level_aicc, log_aicc) {
        (Some(level), Some(log)) => level > log + difference,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    procedure.record(Decision::LogLevel {
        level: level_aicc,
        log: log_aicc,
        difference,
        chosen_log: choose_log,
    });
    if let (true, Ok(estimated)) = (choose_log, in_log) {
        *model = Context::with_estimates(log, estimated);
        if procedure.spec.transform.outliers_correction {
            model.change(|d| d.remove(Variable::is_detected_outlier));
        }
    }
    Ok(())
}

/// Outliers that stand out from an airline model without mean, by the approximate detection (6.2).
fn large_outliers(
    procedure: &mut Procedure<'_>,
    model: &ModelDescription,
) -> Result<Vec<Variable>, ModelError> {
    procedure.go_on()?;
    let frequency = model.series().frequency();
    let mut airline = Context::new(model.clone());
    airline.change(|d| {
        d.set_orders(SarimaOrders::airline(frequency));
        d.set_mean(false);
    });
    let search = OutlierSearch {
        types: &LARGE_TYPES,
        tc_rate: x13_tc_rate(procedure.spec.outliers.monthly_tc_rate, frequency as u32),
        span: Span::All,
        critical: LARGE_CRITICAL,
        rounds: RoundEstimation::HannanRissanen,
        precision: LARGE_PRECISION,
    };
    airline.detect_outliers(&search, |decision| procedure.record(decision))?;
    Ok(airline.description().variables().filter(|v| v.is_detected_outlier()).cloned().collect())
}
