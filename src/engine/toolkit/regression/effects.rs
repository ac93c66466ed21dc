//! Deterministic effects by component (`timeseries-calendars-regressors.md`, section 25).

use super::{Component, LengthOfPeriod, RegressionError, RegressorClass, Variable, columns_of};
use crate::toolkit::timeseries::TsDomain;

/// A set of variables whose effects are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EffectSet {
    /// All variables.
    All,
    /// All but the mean.
    AllButMean,
    /// Trading days and length of period, whatever their component.
    TradingDays,
    /// Gregorian and Julian Easter.
    Easter,
    /// Moving holidays other than Easter.
    OtherMovingHolidays,
    /// All moving holidays.
    MovingHolidays,
    /// Trading days, length of period and moving holidays.
    Calendar,
    /// Outliers.
    Outliers,
    /// Outliers on a component.
    OutliersOn(Component),
    /// User-type variables on a component.
    UsersOn(Component),
    /// User-type variables and the mean.
    UsersAndMean,
    /// All variables on a component.
    On(Component),
    /// All variables on some component, those on none staying in the series.
    Attached,
}

impl EffectSet {
    /// Whether a variable belongs to the set.
    pub fn contains(self, variable: &Variable) -> bool {
        let class = variable.regressor.class();
        let component = variable.component;
        match self {
            Self::All => true,
            Self::AllButMean => class != RegressorClass::TrendConstant,
            Self::TradingDays => class.is_day_related(),
            Self::Easter => class == RegressorClass::Easter,
            Self::OtherMovingHolidays => class == RegressorClass::OtherMovingHoliday,
            Self::MovingHolidays => class.is_moving_holiday(),
            Self::Calendar => class.is_day_related() || class.is_moving_holiday(),
            Self::Outliers => class.is_outlier(),
            Self::OutliersOn(on) => class.is_outlier() && component == on,
            Self::UsersOn(on) => class == RegressorClass::UserType && component == on,
            Self::UsersAndMean => matches!(class, RegressorClass::UserType | RegressorClass::TrendConstant),
            Self::On(on) => component == on,
            Self::Attached => component != Component::Undefined,
        }
    }
}

/// Sum of coefficient times column over the variables of a set, on the scale of the model (additive). Free
/// coefficients count with their estimates, undefined ones as 0.
///
/// # Errors
/// [`RegressionError::IncompatibleUnits`] for a user series of another unit than the domain.
pub fn deterministic_effect(
    variables: &[Variable],
    set: EffectSet,
    domain: TsDomain,
) -> Result<Vec<f64>, RegressionError> {
    let mut effect = vec![0.0; domain.len];
    let mut buffer = Vec::new();
    for variable in variables.iter().filter(|v| !v.excluded && set.contains(v)) {
        buffer.clear();
        buffer.resize(domain.len * variable.dim(), 0.0);
        variable.regressor.fill(domain, &mut buffer)?;
        for (j, column) in columns_of(&mut buffer, domain.len).enumerate() {
            let coefficient = variable.coefficient(j).value().unwrap_or(0.0);
            if coefficient != 0.0 {
                effect.iter_mut().zip(&*column).for_each(|(e, x)| *e += coefficient * x);
            }
        }
    }
    Ok(effect)
}

/// From the scale of a model to that of the series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EffectScale {
    /// The model is in levels: effects in units of the series.
    Level,
    /// The model is in logarithms: effects are factors.
    Log {
        /// The pre-adjustment of the model for the length of the periods, if any; it is part of the trading-day
        /// and calendar effects.
        adjustment: Option<LengthOfPeriod>,
    },
}

impl EffectScale {
    /// Turns an effect on the scale of the model into one on the scale of the series: its exponential in a log
    /// model.
    pub fn back_transform(self, effect: &mut [f64]) {
        if let Self::Log { .. } = self {
            effect.iter_mut().for_each(|e| *e = e.exp());
        }
    }

    /// [`Self::back_transform`], divided by the factors of the pre-adjustment: trading-day, calendar and seasonal
    /// effects contain the length of the periods.
    pub fn back_transform_with_length_of_period(self, domain: TsDomain, effect: &mut [f64]) {
        self.back_transform(effect);
        if let Self::Log { adjustment: Some(length) } = self {
            let mut factors = vec![1.0; effect.len()];
            length.fill_adjustment(domain, &mut factors);
            effect.iter_mut().zip(factors).for_each(|(e, f)| *e /= f);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::regression::{Outlier, OutlierCode, Parameter, Regressor};
    use crate::toolkit::timeseries::TsPeriod;

    fn february_1997() -> TsDomain {
        TsDomain::new(TsPeriod::of_month(12, 1997, 2).unwrap(), 2)
    }

    fn outlier(code: OutlierCode, coefficient: f64) -> Variable {
        let outlier = Outlier::new(code, "1997-03-01".parse().unwrap(), 0.7);
        Variable::new("o", Regressor::Outlier(outlier))
            .with_coefficients(vec![Parameter::Estimated(coefficient)])
            .unwrap()
    }

    #[test]
    fn sums_by_component() {
        let variables = [outlier(OutlierCode::AO, 2.0), outlier(OutlierCode::LS, 3.0)];
        let effect = |set| deterministic_effect(&variables, set, february_1997()).unwrap();
        assert_eq!(effect(EffectSet::All), [-3.0, 2.0]);
        assert_eq!(effect(EffectSet::On(Component::Trend)), [-3.0, 0.0]);
        assert_eq!(effect(EffectSet::OutliersOn(Component::Irregular)), [0.0, 2.0]);
        assert_eq!(effect(EffectSet::Calendar), [0.0, 0.0]);
    }

    #[test]
    fn length_of_period_is_in_the_calendar_effect() {
        let mut effect = [0.0; 2];
        let scale = EffectScale::Log { adjustment: Some(LengthOfPeriod::LeapYear) };
        scale.back_transform_with_length_of_period(february_1997(), &mut effect);
        assert!((effect[0] - 28.0 / 28.25).abs() < 1e-15);
        assert_eq!(effect[1], 1.0);
        let mut effect = [2.0; 2];
        EffectScale::Level.back_transform_with_length_of_period(february_1997(), &mut effect);
        assert_eq!(effect, [2.0; 2]);
    }
}
