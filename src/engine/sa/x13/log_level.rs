//! Logarithms or levels by AICc (`regarima.md` 6).

use super::Procedure;
use crate::sa::Decision;
use crate::sa::modelling::{Context, Estimated, Fit, ModelError, variables};

/// Chooses between levels and logarithms; logarithms need positive values.
pub(super) fn choose(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    if !model.description().series().is_positive() {
        procedure.record(Decision::LogImpossible);
        return Ok(());
    }
    let mut level = model.description().clone();
    level.set_log(false);
    let mut log = model.description().clone();
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
    }
    Ok(())
}
