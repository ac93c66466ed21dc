//! Regression variables from a specification (`timeseries-calendars-regressors.md` 23).

use crate::sa::ModellingContext;
use crate::sa::spec::{InterventionTerm, OutlierTerm, RampTerm, TradingDays as TradingDaysOption, UserTerm};
use crate::toolkit::calendars::CalendarError;
use crate::toolkit::regression::{
    Component, HolidayTradingDays, Interval, InterventionVariable, LengthOfPeriod, Outlier, Parameter, Ramp,
    RegressionError, Regressor, StockTradingDays, TradingDays, UserSeries, Variable,
};

/// The specification names something that the context does not hold.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelBuildError {
    /// No such calendar.
    #[error("calendar \"{name}\": {source}")]
    Calendar {
        /// Name of the calendar.
        name: String,
        /// Reason.
        source: CalendarError,
    },
    /// No such user variable.
    #[error("user variable \"{name}\" is not in the workspace; add it or take it out of the trading days")]
    UserVariable {
        /// Name of the variable.
        name: String,
    },
    /// Coefficients that do not fit.
    #[error(transparent)]
    Coefficients(#[from] RegressionError),
}

/// Name of the trading-day variable.
pub(crate) const TRADING_DAYS: &str = "td";
/// Name of the length-of-period variable.
pub(crate) const LENGTH_OF_PERIOD: &str = "lp";
/// Name of the Easter variable.
pub(crate) const EASTER: &str = "easter";

/// The trading-day variable of `days`; none when there is none.
pub(crate) fn trading_days(
    days: &TradingDaysOption,
    coefficients: &[Parameter],
    context: &ModellingContext,
) -> Result<Option<Variable>, ModelBuildError> {
    let variable = match days {
        TradingDaysOption::None => return Ok(None),
        TradingDaysOption::Generic(clustering) => {
            let regressor = Regressor::TradingDays(TradingDays { clustering: *clustering });
            Variable::new(TRADING_DAYS, regressor)
        }
        TradingDaysOption::Holidays { calendar, clustering } => {
            let resolved = context
                .calendars
                .resolve(calendar)
                .map_err(|source| ModelBuildError::Calendar { name: calendar.clone(), source })?;
            let regressor =
                Regressor::HolidayTradingDays(HolidayTradingDays::new(resolved.into(), *clustering));
            Variable::new(TRADING_DAYS, regressor)
        }
        TradingDaysOption::User(names) => {
            let series: Result<Vec<UserSeries>, _> =
                names.iter().map(|name| user_series(name, context)).collect();
            Variable::new("usertd", Regressor::UserTradingDays(series?))
        }
        TradingDaysOption::Stock(day) => {
            Variable::new(TRADING_DAYS, Regressor::StockTradingDays(StockTradingDays { day: *day }))
        }
    };
    Ok(Some(variable.with_coefficients(coefficients.to_vec())?))
}

fn user_series(name: &str, context: &ModellingContext) -> Result<UserSeries, ModelBuildError> {
    context.variables.get(name).ok_or_else(|| ModelBuildError::UserVariable { name: name.to_owned() })
}

/// The length-of-period variable beside these trading days; stock and user trading days have none.
pub(crate) fn length_of_period(
    days: &TradingDaysOption,
    kind: Option<LengthOfPeriod>,
    coefficient: Parameter,
) -> Option<Variable> {
    if matches!(days, TradingDaysOption::Stock(_) | TradingDaysOption::User(_)) {
        return None;
    }
    let variable = Variable::new(LENGTH_OF_PERIOD, Regressor::LengthOfPeriod(kind?));
    variable.with_coefficients(vec![coefficient]).ok()
}

/// A pre-specified outlier; transitory changes have the rate `tc_rate`.
pub(crate) fn outlier(term: &OutlierTerm, tc_rate: f64, name: String) -> Result<Variable, ModelBuildError> {
    let outlier = Outlier::new(term.code, term.date, tc_rate);
    let variable = on(term.component, Variable::new(name, Regressor::Outlier(outlier)));
    Ok(variable.with_coefficients(vec![term.coefficient])?)
}

/// The variable with its effect on `component`; none: on its usual one.
fn on(component: Option<Component>, variable: Variable) -> Variable {
    match component {
        Some(component) => variable.on(component),
        None => variable,
    }
}

/// A user variable, lagged when asked for; none when the context does not hold it.
pub(crate) fn user(term: &UserTerm, context: &ModellingContext) -> Result<Option<Variable>, ModelBuildError> {
    let Some(series) = context.variables.get(&term.variable) else { return Ok(None) };
    let core = Regressor::User(UserSeries { name: term.name.clone(), ..series });
    let regressor = match term.lags {
        (0, 0) => core,
        (first, last) => Regressor::Lagged { core: Box::new(core), first, last },
    };
    let variable = on(term.component, Variable::new(&term.name, regressor));
    Ok(Some(variable.with_coefficients(term.coefficients.clone())?))
}

/// An intervention variable.
pub(crate) fn intervention(term: &InterventionTerm) -> Result<Variable, ModelBuildError> {
    let intervals = term.sequences.iter().map(|&(start, end)| Interval { start, end }).collect();
    let intervention =
        InterventionVariable { delta: term.delta, seasonal_delta: term.seasonal_delta, intervals };
    let variable = on(term.component, Variable::new(&term.name, Regressor::Intervention(intervention)));
    Ok(variable.with_coefficients(vec![term.coefficient])?)
}

/// A ramp.
pub(crate) fn ramp(term: &RampTerm) -> Result<Variable, ModelBuildError> {
    let ramp = Ramp { start: term.start, end: term.end };
    let variable = on(term.component, Variable::new(&term.name, Regressor::Ramp(ramp)));
    Ok(variable.with_coefficients(vec![term.coefficient])?)
}
