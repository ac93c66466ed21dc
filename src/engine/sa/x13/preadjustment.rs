//! From the estimated model to the input of X-11: A tables, forecasts and backcasts (`x11.md` 5).

use crate::sa::Preadjustment;
use crate::sa::modelling::{Context, Estimated, ModelDescription, ModelError};
use crate::sa::x11::Extension;
use crate::toolkit::regarima::{linear_backcasts, linear_forecasts};
use crate::toolkit::regression::{
    Component, EffectScale, EffectSet, RegressionError, RegressorClass, Variable, deterministic_effect,
};
use crate::toolkit::timeseries::{TsData, TsDomain};

/// A tables of the model and the series that X-11 decomposes (B1), extended on both sides.
///
/// # Errors
/// The model is not estimated, or a variable or the forecasts cannot be computed.
pub fn preadjust(model: &Context, extension: Extension) -> Result<(Preadjustment, TsData), ModelError> {
    let estimated = model.estimated().ok_or(ModelError::NoModel)?;
    let description = model.description();
    let effects = Effects::new(description, estimated, extension)?;
    let original = description.series();
    let span = original.domain();

    let z = estimated.interpolated(description)?;
    let (before, inside) = (extension.backcasts, span.len);
    let all = effects.all();
    let linearised: Vec<f64> = z.iter().zip(&all[before..]).map(|(z, e)| z - e).collect();
    let arima = estimated.estimation().model().arima();
    // a mean with a fixed coefficient is no effect either: both are estimated again for the forecasts
    let fixed_mean = |v: &Variable| v.regressor.class() == RegressorClass::TrendConstant;
    let mean = description.has_mean() || description.variables().any(fixed_mean);
    let forecasts = linear_forecasts(arima, &linearised, mean, extension.forecasts)?.values;
    let backcasts = linear_backcasts(arima, &linearised, mean, extension.backcasts)?.values;

    // on the extended domain: forecasts of the series, then back to its scale
    let extended = [backcasts.as_slice(), &linearised, &forecasts].concat();
    let mut y: Vec<f64> = extended.iter().zip(&all).map(|(l, e)| l + e).collect();
    effects.scale.back_transform_with_length_of_period(effects.domain, &mut y);
    // observations as they are, missing ones estimated
    let missing = original.missing();
    for (t, observed) in original.values().iter().enumerate() {
        if missing.binary_search(&t).is_err() {
            y[before + t] = *observed;
        }
    }

    let tables = effects.tables();
    let mut b1 = y.clone();
    for effect in [&tables.a6, &tables.a7, &tables.a8, &tables.a9] {
        for (b, e) in b1.iter_mut().zip(effect) {
            *b = if description.is_log() { *b / e } else { *b - e };
        }
    }
    let dated = |values: &[f64]| TsData::new(effects.domain.start, values.to_vec());
    let part = |from: usize, len: usize| {
        (len > 0).then(|| TsData::new(effects.domain.period(from), y[from..from + len].to_vec()))
    };
    let preadjustment = Preadjustment {
        a1: TsData::new(span.start, y[before..before + inside].to_vec()),
        a1a: part(before + inside, extension.forecasts),
        a1b: part(0, before),
        a6: Some(dated(&tables.a6)),
        a7: Some(dated(&tables.a7)),
        a8: Some(dated(&tables.a8)),
        a8t: Some(dated(&tables.a8t)),
        a8s: Some(dated(&tables.a8s)),
        a8i: Some(dated(&tables.a8i)),
        a9: Some(dated(&tables.a9)),
        a9cal: Some(dated(&tables.a9cal)),
        a9sa: Some(dated(&tables.a9sa)),
        a9ser: Some(dated(&tables.a9ser)),
        a9u: Some(dated(&tables.a9u)),
    };
    Ok((preadjustment, dated(&b1)))
}

/// Deterministic effects on the extended domain, transformed scale.
struct Effects {
    domain: TsDomain,
    scale: EffectScale,
    trading_days: Vec<f64>,
    moving_holidays: Vec<f64>,
    trend: Vec<f64>,
    seasonal: Vec<f64>,
    irregular: Vec<f64>,
    calendar: Vec<f64>,
    adjusted: Vec<f64>,
    series: Vec<f64>,
    undefined: Vec<f64>,
}

impl Effects {
    fn new(
        description: &ModelDescription,
        estimated: &Estimated,
        extension: Extension,
    ) -> Result<Self, RegressionError> {
        let variables = estimated.with_coefficients(description);
        let domain = description.series().domain().extend(extension.backcasts, extension.forecasts);
        let effect = |set| deterministic_effect(&variables, set, domain);
        let on = |component| outliers_and_users(&variables, component, domain);
        Ok(Self {
            domain,
            scale: if description.is_log() {
                EffectScale::Log { adjustment: description.adjustment() }
            } else {
                EffectScale::Level
            },
            trading_days: effect(EffectSet::TradingDays)?,
            moving_holidays: effect(EffectSet::MovingHolidays)?,
            trend: on(Component::Trend)?,
            seasonal: on(Component::Seasonal)?,
            irregular: on(Component::Irregular)?,
            calendar: effect(EffectSet::UsersOn(Component::CalendarEffect))?,
            adjusted: effect(EffectSet::UsersOn(Component::SeasonallyAdjusted))?,
            series: effect(EffectSet::UsersOn(Component::Series))?,
            undefined: effect(EffectSet::UsersOn(Component::Undefined))?,
        })
    }

    /// Everything that is removed before the forecasts.
    fn all(&self) -> Vec<f64> {
        sum(&[
            &self.trading_days,
            &self.moving_holidays,
            &self.trend,
            &self.seasonal,
            &self.irregular,
            &self.calendar,
            &self.adjusted,
            &self.series,
            &self.undefined,
        ])
    }

    fn tables(&self) -> Tables {
        let back = |parts: &[&Vec<f64>]| {
            let mut effect = sum(parts);
            self.scale.back_transform(&mut effect);
            effect
        };
        let mut a6 = self.trading_days.clone();
        self.scale.back_transform_with_length_of_period(self.domain, &mut a6);
        Tables {
            a6,
            a7: back(&[&self.moving_holidays]),
            a8: back(&[&self.trend, &self.seasonal, &self.irregular]),
            a8t: back(&[&self.trend]),
            a8s: back(&[&self.seasonal]),
            a8i: back(&[&self.irregular]),
            a9: back(&[&self.calendar, &self.adjusted, &self.series]),
            a9cal: back(&[&self.calendar]),
            a9sa: back(&[&self.adjusted]),
            a9ser: back(&[&self.series]),
            a9u: back(&[&self.undefined]),
        }
    }
}

struct Tables {
    a6: Vec<f64>,
    a7: Vec<f64>,
    a8: Vec<f64>,
    a8t: Vec<f64>,
    a8s: Vec<f64>,
    a8i: Vec<f64>,
    a9: Vec<f64>,
    a9cal: Vec<f64>,
    a9sa: Vec<f64>,
    a9ser: Vec<f64>,
    a9u: Vec<f64>,
}

fn outliers_and_users(
    variables: &[Variable],
    component: Component,
    domain: TsDomain,
) -> Result<Vec<f64>, RegressionError> {
    let outliers = deterministic_effect(variables, EffectSet::OutliersOn(component), domain)?;
    let users = deterministic_effect(variables, EffectSet::UsersOn(component), domain)?;
    Ok(sum(&[&outliers, &users]))
}

fn sum(parts: &[&Vec<f64>]) -> Vec<f64> {
    let Some((first, rest)) = parts.split_first() else { return Vec::new() };
    let mut total = first.to_vec();
    for part in rest {
        total.iter_mut().zip(part.iter()).for_each(|(t, x)| *t += x);
    }
    total
}
