//! Trading days left in the residuals (`tramo.md` 15.4).

use super::{accept_if_preferred, estimate_checking_mean, residuals};
use crate::sa::AlternativeModel;
use crate::sa::modelling::{Context, ModelError, variables};
use crate::sa::spec::TradingDays;
use crate::sa::tramo::Procedure;
use crate::toolkit::calendars::DayClustering;
use crate::toolkit::regression::{Origin, Variable};
use crate::toolkit::stats::Ols;

/// Adds working days to a model for which the automatic choice found no calendar effect when its residuals depend
/// on them and the comparator agrees.
pub(super) fn control(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    let options = &procedure.spec.regression.trading_days;
    let Some(selection) = options.automatic else { return Ok(()) };
    if model.description().variables().any(is_automatic_day_effect) {
        return Ok(());
    }
    let days = match &options.days {
        TradingDays::Holidays { calendar, .. } => {
            TradingDays::Holidays { calendar: calendar.clone(), clustering: DayClustering::TD2 }
        }
        _ => TradingDays::Generic(DayClustering::TD2),
    };
    let Some(working_days) = variables::trading_days(&days, &[], procedure.context)? else { return Ok(()) };
    let e = residuals(model)?;
    let columns = working_days.regressor.columns(model.description().series().estimation_domain())?;
    let last = columns.len().checked_sub(e.len()).and_then(|first| columns.get(first..));
    let test = last.and_then(|x| Ols::fit(e, x, 1)).and_then(|fit| fit.joint_test(0, 1));
    if !test.is_some_and(|t| t.p_value < selection.probability) {
        return Ok(());
    }
    let mut alternative = model.description().clone();
    alternative.undefine_parameters();
    alternative.remove(is_automatic_day_effect);
    alternative.add(working_days.by(Origin::Automatic))?;
    let Some(alternative) = estimate_checking_mean(procedure, alternative)? else { return Ok(()) };
    accept_if_preferred(procedure, model, alternative, AlternativeModel::TradingDays)
}

/// Whether this is a trading-day or length-of-period variable that was chosen automatically.
fn is_automatic_day_effect(variable: &Variable) -> bool {
    variable.origin == Origin::Automatic
        && matches!(variable.name.as_str(), variables::TRADING_DAYS | variables::LENGTH_OF_PERIOD)
}
