//! t-tests of calendar effects and mean in the estimated model (`tramo.md` 13.2).

use super::Procedure;
use super::calendar_effects::{EffectStatistics, automatic_effect};
use crate::sa::Decision;
use crate::sa::modelling::{Context, ModelError, variables};
use crate::toolkit::regression::RegressorClass;

/// Limit of calendar effects.
const LIMIT: f64 = 1.96;

/// Removes what is not significant, judged from one estimation; whether anything was removed. The mean, when it
/// is tested, is judged against `mean_limit`. Then the estimation is forgotten.
pub(super) fn test(
    procedure: &mut Procedure<'_>,
    model: &mut Context,
    mean_limit: f64,
) -> Result<bool, ModelError> {
    let estimated = model.estimated().ok_or(ModelError::NoModel)?;
    let description = model.description();
    let statistics = EffectStatistics::new(description, estimated, description.free_parameter_count());
    let mut tested = |name: &str, t: f64| {
        let kept = t.abs() >= LIMIT;
        procedure.record(Decision::Significance { variable: name.into(), t, limit: LIMIT, kept });
        kept
    };
    let days = statistics.trading_days();
    let largest = days.iter().map(|&place| statistics.t(place)).max_by(|a, b| a.abs().total_cmp(&b.abs()));
    let days_kept = largest.is_none_or(|t| tested(variables::TRADING_DAYS, t));
    // the length of period saves trading days that are not significant
    let drops_days = !days_kept
        && !statistics
            .length_of_period()
            .is_some_and(|place| tested(variables::LENGTH_OF_PERIOD, statistics.t(place)));
    let drops_easter =
        statistics.easter().is_some_and(|place| !tested(variables::EASTER, statistics.t(place)));
    let drops_mean = statistics.mean_t().filter(|_| procedure.spec.tests_mean()).is_some_and(|t| {
        let kept = t.abs() >= mean_limit;
        procedure.record(Decision::MeanTest { t, limit: mean_limit, kept });
        !kept
    });
    if !(drops_days || drops_easter || drops_mean) {
        return Ok(false);
    }
    let drops = |class: RegressorClass| {
        drops_days && class.is_day_related() || drops_easter && class.is_moving_holiday()
    };
    model.change(|d| {
        d.remove(|v| automatic_effect(v).is_some_and(drops));
        if drops_mean {
            d.set_mean(false);
        }
    });
    Ok(true)
}
