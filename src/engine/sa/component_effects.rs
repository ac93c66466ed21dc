//! Deterministic effects by component, and the A tables of them (`x11.md` 5.4, `seats.md` 14.2).

use super::Preadjustment;
use super::modelling::{Estimated, ModelDescription};
use crate::toolkit::regression::{
    Component, EffectScale, EffectSet, RegressionError, Variable, deterministic_effect,
};
use crate::toolkit::timeseries::{TsData, TsDomain};

/// Deterministic effects on the extended domain, on the scale of the model.
pub(super) struct ComponentEffects {
    pub(super) domain: TsDomain,
    pub(super) scale: EffectScale,
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

impl ComponentEffects {
    /// Effects of an estimated model on its span, `backcasts` periods before and `forecasts` periods after it.
    pub(super) fn new(
        description: &ModelDescription,
        estimated: &Estimated,
        backcasts: usize,
        forecasts: usize,
    ) -> Result<Self, RegressionError> {
        let variables = estimated.with_coefficients(description);
        let domain = description.series().domain().extend(backcasts, forecasts);
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

    /// Effects that belong to a component.
    pub(super) fn attached(&self) -> Vec<f64> {
        sum(&[
            &self.trading_days,
            &self.moving_holidays,
            &self.trend,
            &self.seasonal,
            &self.irregular,
            &self.calendar,
            &self.adjusted,
            &self.series,
        ])
    }

    /// All effects, those without component included.
    pub(super) fn all(&self) -> Vec<f64> {
        sum(&[&self.attached(), &self.undefined])
    }

    /// The tables of the effects on the scale of the series, with the series and what it is extended by.
    pub(super) fn tables(&self, a1: TsData, a1a: Option<TsData>, a1b: Option<TsData>) -> Preadjustment {
        let dated = |values| Some(TsData::new(self.domain.start, values));
        let back = |parts: &[&Vec<f64>]| {
            let mut effect = sum(parts);
            self.scale.back_transform(&mut effect);
            dated(effect)
        };
        let mut a6 = self.trading_days.clone();
        self.scale.back_transform_with_length_of_period(self.domain, &mut a6);
        Preadjustment {
            a1,
            a1a,
            a1b,
            a6: dated(a6),
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
