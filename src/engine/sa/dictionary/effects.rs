//! Series of the RegARIMA model: interpolated and linearised series, effects, forecasts and backcasts (`diagnostics.md`
//! 14.2, `timeseries-calendars-regressors.md` 26).

use super::{Entry, Item, ItemKind, entry, horizon};
use crate::sa::Adjustment;
use crate::sa::modelling::{ModelError, RegArimaResult};
use crate::toolkit::regression::{Component, EffectSet};
use crate::toolkit::timeseries::{TsData, TsDomain};

/// One year.
pub(super) const ONE_YEAR: i32 = -1;
/// Nothing.
pub(super) const NOTHING: i32 = 0;

fn model(a: &Adjustment) -> Option<&RegArimaResult> {
    a.preprocessing.as_ref()
}

/// The series of a computation that did not fail and is not empty.
pub(super) fn series(data: Result<TsData, ModelError>) -> Option<Item> {
    data.ok().filter(|x| !x.is_empty()).map(Item::Series)
}

/// Number of periods of a length: k periods, for k < 0 years.
pub(super) fn periods(length: i32, period: usize) -> usize {
    let k = length.unsigned_abs() as usize;
    if length < 0 { k.saturating_mul(period) } else { k }
}

fn length(model: &RegArimaResult, argument: Option<i32>, default: i32) -> usize {
    /// Longest series of forecasts.
    const MOST: usize = 10_000;
    periods(argument.unwrap_or(default), model.description().orders().period).min(MOST)
}

/// Where an effect is wanted.
#[derive(Clone, Copy)]
enum When {
    During,
    After(Option<i32>),
    Before(Option<i32>),
}

impl When {
    fn domain(self, model: &RegArimaResult) -> TsDomain {
        match self {
            Self::During => model.span(),
            Self::After(k) => model.after(length(model, k, ONE_YEAR)),
            Self::Before(k) => model.before(length(model, k, NOTHING)),
        }
    }
}

/// Effect of variables, with the adjustment for the length of the periods where this belongs to them.
#[derive(Clone, Copy)]
enum Effect {
    Of(EffectSet),
    WithLengthOfPeriod(EffectSet),
}

fn effect(a: &Adjustment, effect: Effect, when: When) -> Option<Item> {
    let model = model(a)?;
    let domain = when.domain(model);
    series(match effect {
        Effect::Of(set) => model.effect(set, domain),
        Effect::WithLengthOfPeriod(set) => model.effect_with_length_of_period(set, domain),
    })
}

macro_rules! effects {
    ($($name:literal $effect:expr;)*) => { &[
        $(
            entry($name, ItemKind::Series, |a| effect(a, $effect, When::During)),
            horizon(concat!($name, "_f"), |a, k| effect(a, $effect, When::After(k))),
            horizon(concat!($name, "_b"), |a, k| effect(a, $effect, When::Before(k))),
        )*
    ] };
}

use Component::{Irregular, Seasonal, Trend};
use Effect::{Of, WithLengthOfPeriod};

pub(super) static EFFECTS: &[Entry] = effects! {
    "det" WithLengthOfPeriod(EffectSet::AllButMean);
    "cal" WithLengthOfPeriod(EffectSet::Calendar);
    "tde" WithLengthOfPeriod(EffectSet::TradingDays);
    "mhe" Of(EffectSet::MovingHolidays);
    "ee" Of(EffectSet::Easter);
    "omhe" Of(EffectSet::OtherMovingHolidays);
    "out" Of(EffectSet::Outliers);
    "reg" Of(EffectSet::UsersAndMean);
    "out_i" Of(EffectSet::OutliersOn(Irregular));
    "out_t" Of(EffectSet::OutliersOn(Trend));
    "out_s" Of(EffectSet::OutliersOn(Seasonal));
    "reg_i" Of(EffectSet::UsersOn(Irregular));
    "reg_t" Of(EffectSet::UsersOn(Trend));
    "reg_s" Of(EffectSet::UsersOn(Seasonal));
    "reg_sa" Of(EffectSet::On(Component::SeasonallyAdjusted));
    "reg_y" Of(EffectSet::On(Component::Series));
    "reg_u" Of(EffectSet::On(Component::Undefined));
    "det_i" Of(EffectSet::On(Irregular));
    "det_t" Of(EffectSet::On(Trend));
    "det_s" WithLengthOfPeriod(EffectSet::On(Seasonal));
};

/// Forecasts of the series by the model, in levels.
pub(super) fn forecasts(a: &Adjustment, k: Option<i32>) -> Option<TsData> {
    let model = model(a)?;
    Some(model.forecasts(length(model, k, ONE_YEAR)).ok()??.values)
}

/// Backcasts of the series by the model, in levels.
pub(super) fn backcasts(a: &Adjustment, k: Option<i32>) -> Option<TsData> {
    let model = model(a)?;
    Some(model.backcasts(length(model, k, NOTHING)).ok()??.0)
}

/// Forecasts (backcasts) of the linearised series.
fn linearised(model: &RegArimaResult, when: When, default: i32) -> Result<TsData, ModelError> {
    match when {
        When::During => model.linearised(),
        When::After(k) => model.linearised_forecasts(length(model, k, default)),
        When::Before(k) => model.linearised_backcasts(length(model, k, default)),
    }
}

fn in_levels(a: &Adjustment, when: When, default: i32) -> Option<Item> {
    let model = model(a)?;
    series(linearised(model, when, default).map(|x| model.in_levels(&x)))
}

fn without_calendar(model: &RegArimaResult, x: &TsData) -> Result<TsData, ModelError> {
    let calendar = model.effect_with_length_of_period(EffectSet::Calendar, x.domain())?;
    Ok(model.without(x, &calendar))
}

pub(super) static MODEL_SERIES: &[Entry] = &[
    horizon("y_ef", |a, k| {
        let model = model(a)?;
        series(Ok(model.forecasts(length(model, k, ONE_YEAR)).ok()??.standard_errors))
    }),
    horizon("y_eb", |a, k| {
        let model = model(a)?;
        series(Ok(model.backcasts(length(model, k, NOTHING)).ok()??.1))
    }),
    entry("yc", ItemKind::Series, |a| series(model(a)?.interpolated_series())),
    horizon("yc_f", |a, k| series(Ok(forecasts(a, k)?))),
    horizon("yc_b", |a, k| series(Ok(backcasts(a, k)?))),
    entry("ylin", ItemKind::Series, |a| in_levels(a, When::During, NOTHING)),
    horizon("ylin_f", |a, k| in_levels(a, When::After(k), ONE_YEAR)),
    horizon("ylin_b", |a, k| in_levels(a, When::Before(k), NOTHING)),
    entry("l", ItemKind::Series, |a| series(model(a)?.linearised())),
    // the defaults of l_f and l_b are exchanged in the reference, and scripts rely on names alone
    horizon("l_f", |a, k| series(linearised(model(a)?, When::After(k), NOTHING))),
    horizon("l_b", |a, k| series(linearised(model(a)?, When::Before(k), ONE_YEAR))),
    entry("ycal", ItemKind::Series, |a| series(model(a)?.calendar_adjusted())),
    horizon("ycal_f", |a, k| series(without_calendar(model(a)?, &forecasts(a, k)?))),
    horizon("ycal_b", |a, k| series(without_calendar(model(a)?, &backcasts(a, k)?))),
];
