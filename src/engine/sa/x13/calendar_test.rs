//! Trading days and length of period together, by AICc (`regarima.md` 7.1).

use super::Procedure;
use crate::sa::Decision;
use crate::sa::modelling::{Context, Fit, ModelError, variables};
use crate::toolkit::regression::{Origin, RegressorClass};

/// Keeps the calendar effects when they lower AICc by more than the margin of the specification.
pub(super) fn test(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    let td = &procedure.spec.regression.trading_days;
    let mut without = model.description().clone();
    let automatic = |class: RegressorClass| {
        move |v: &crate::toolkit::regression::Variable| {
            v.origin == Origin::Automatic && v.regressor.class() == class
        }
    };
    without.remove(automatic(RegressorClass::TradingDays));
    if td.length_of_period.is_some() {
        if without.adjustment().is_some() {
            without.set_adjustment(None);
        } else {
            without.remove(automatic(RegressorClass::LengthOfPeriod));
        }
    }
    let mut with = without.clone();
    if let Some(days) = variables::trading_days(&td.days, &[], procedure.context)? {
        with.add(days.by(Origin::Automatic))?;
    }
    if let Some(length) = td.length_of_period {
        if with.is_log() && td.auto_adjust {
            with.set_adjustment(Some(length));
        } else if let Some(lp) =
            variables::length_of_period(&td.days, td.length_of_period, td.length_of_period_coefficient)
        {
            with.add(lp.by(Origin::Automatic))?;
        }
    }
    without.undefine_parameters();
    with.undefine_parameters();
    let none = without.fit(Fit::Gls(1e-5))?;
    let calendar = with.fit(Fit::Gls(1e-5))?;
    let (without_aicc, with_aicc) = (none.statistics().aicc(), calendar.statistics().aicc());
    let difference = procedure.spec.regression.aic_difference;
    let kept = with_aicc < without_aicc - difference;
    procedure.record(Decision::CalendarTest { without: without_aicc, with: with_aicc, difference, kept });
    *model =
        if kept { Context::with_estimates(with, calendar) } else { Context::with_estimates(without, none) };
    Ok(())
}
