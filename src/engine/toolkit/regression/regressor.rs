//! The generators of regression variables under one type.

use super::user::fill_all;
use super::{
    Component, Cycle, EasterVariable, HolidayTradingDays, HolidaysVariable, InterventionVariable,
    JulianEasterVariable, LengthOfPeriod, MovingHoliday, Outlier, OutlierCode, Ramp, RegressionError,
    StockTradingDays, TradingDays, TrendConstant, UserSeries, columns_of, trend,
};
use crate::toolkit::calendars::DayClustering;
use crate::toolkit::timeseries::{TsDomain, TsPeriod, TsUnit};

/// What a variable is computed from; its values on a domain are those of [`Regressor::fill`].
#[derive(Clone, Debug, PartialEq)]
pub enum Regressor {
    /// 1.
    Constant,
    /// Number of periods from a reference.
    LinearTrend(TsPeriod),
    /// The effect of the mean of a differenced series.
    TrendConstant(TrendConstant),
    /// Trading days without holidays.
    TradingDays(TradingDays),
    /// Trading days with the holidays of a calendar.
    HolidayTradingDays(HolidayTradingDays),
    /// Day of the week of stocks.
    StockTradingDays(StockTradingDays),
    /// User series as trading days.
    UserTradingDays(Vec<UserSeries>),
    /// Length of period or leap year.
    LengthOfPeriod(LengthOfPeriod),
    /// Easter.
    Easter(EasterVariable),
    /// Julian Easter.
    JulianEaster(JulianEasterVariable),
    /// Holidays.
    Holidays(HolidaysVariable),
    /// Other moving event.
    MovingHoliday(MovingHoliday),
    /// User series as moving holiday.
    UserMovingHoliday(UserSeries),
    /// Outlier.
    Outlier(Outlier),
    /// Ramp.
    Ramp(Ramp),
    /// Intervention variable.
    Intervention(InterventionVariable),
    /// Dummies of the seasons of a cycle.
    PeriodicDummies(Cycle),
    /// Dummies of the seasons of a cycle less that of the last one.
    PeriodicContrasts(Cycle),
    /// Cosines and sines of a cycle.
    Trigonometric(Cycle),
    /// User series.
    User(UserSeries),
    /// Lags of a regressor, all its columns for each lag.
    Lagged {
        /// The regressor.
        core: Box<Regressor>,
        /// First lag k: values of k periods before, negative for leads.
        first: i32,
        /// Last lag.
        last: i32,
    },
}

/// Class of a regressor in the order of a model and in the sums of effects; a lagged one has that of its core.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegressorClass {
    /// The mean.
    TrendConstant,
    /// User series, interventions, ramps, periodic dummies and contrasts.
    UserType,
    /// Trading days of any kind.
    TradingDays,
    /// Length of period and leap year.
    LengthOfPeriod,
    /// Gregorian or Julian Easter.
    Easter,
    /// Other moving holidays.
    OtherMovingHoliday,
    /// Outlier.
    Outlier(OutlierCode),
    /// Anything else.
    Other,
}

impl RegressorClass {
    /// Trading days and length of period.
    pub fn is_day_related(self) -> bool {
        matches!(self, Self::TradingDays | Self::LengthOfPeriod)
    }

    /// Easter and other moving holidays.
    pub fn is_moving_holiday(self) -> bool {
        matches!(self, Self::Easter | Self::OtherMovingHoliday)
    }

    /// Any outlier.
    pub fn is_outlier(self) -> bool {
        matches!(self, Self::Outlier(_))
    }
}

impl Regressor {
    /// Number of columns.
    pub fn dim(&self) -> usize {
        match self {
            Self::TradingDays(td) => td.clustering.contrasts(),
            Self::HolidayTradingDays(td) => td.clustering.contrasts(),
            Self::StockTradingDays(_) => 6,
            Self::UserTradingDays(series) => series.len(),
            Self::Holidays(holidays) => holidays.dim(),
            Self::PeriodicDummies(cycle) => cycle.period as usize,
            Self::PeriodicContrasts(cycle) | Self::Trigonometric(cycle) => {
                cycle.period.saturating_sub(1) as usize
            }
            Self::Lagged { core, first, last } => core.dim() * lag_count(*first, *last),
            _ => 1,
        }
    }

    /// The columns on `domain`, one after the other, into `out` of `domain.len` times [`Self::dim`] values.
    ///
    /// # Errors
    /// [`RegressionError::BufferSize`] for a buffer of another size; [`RegressionError::IncompatibleUnits`] for a
    /// user series of another unit.
    pub fn fill(&self, domain: TsDomain, out: &mut [f64]) -> Result<(), RegressionError> {
        let expected = domain.len * self.dim();
        if out.len() != expected {
            let variable = self.description(domain.start.unit);
            return Err(RegressionError::BufferSize { variable, expected, actual: out.len() });
        }
        match self {
            Self::Constant => out.fill(1.0),
            Self::LinearTrend(reference) => trend::fill_linear_trend(*reference, domain, out),
            Self::TrendConstant(constant) => constant.fill(domain, out),
            Self::TradingDays(td) => td.fill(domain, out),
            Self::HolidayTradingDays(td) => td.fill(domain, out),
            Self::StockTradingDays(stock) => stock.fill(domain, out),
            Self::UserTradingDays(series) => fill_all(series, domain, out)?,
            Self::LengthOfPeriod(length) => length.fill(domain, out),
            Self::Easter(easter) => easter.fill(domain, out),
            Self::JulianEaster(easter) => easter.fill(domain, out),
            Self::Holidays(holidays) => holidays.fill(domain, out),
            Self::MovingHoliday(holiday) => holiday.fill(domain, out),
            Self::UserMovingHoliday(series) | Self::User(series) => series.fill(domain, out)?,
            Self::Outlier(outlier) => outlier.fill(domain, out),
            Self::Ramp(ramp) => ramp.fill(domain, out),
            Self::Intervention(intervention) => intervention.fill(domain, out),
            Self::PeriodicDummies(cycle) => cycle.fill_dummies(domain, out),
            Self::PeriodicContrasts(cycle) => cycle.fill_contrasts(domain, out),
            Self::Trigonometric(cycle) => cycle.fill_trigonometric(domain, out),
            Self::Lagged { core, first, last } => {
                let block = domain.len * core.dim();
                for (lag, columns) in (*first..=*last).zip(columns_of(out, block)) {
                    core.fill(domain.shift(-i64::from(lag)), columns)?;
                }
            }
        }
        Ok(())
    }

    /// The columns on `domain`, one after the other.
    ///
    /// # Errors
    /// [`RegressionError::IncompatibleUnits`] for a user series of another unit.
    pub fn columns(&self, domain: TsDomain) -> Result<Vec<f64>, RegressionError> {
        let mut out = vec![0.0; domain.len * self.dim()];
        self.fill(domain, &mut out)?;
        Ok(out)
    }

    /// Class in the order of a model and in the sums of effects.
    pub fn class(&self) -> RegressorClass {
        match self {
            Self::TrendConstant(_) => RegressorClass::TrendConstant,
            Self::TradingDays(_)
            | Self::HolidayTradingDays(_)
            | Self::StockTradingDays(_)
            | Self::UserTradingDays(_) => RegressorClass::TradingDays,
            Self::LengthOfPeriod(_) => RegressorClass::LengthOfPeriod,
            Self::Easter(_) | Self::JulianEaster(_) => RegressorClass::Easter,
            Self::Holidays(_) | Self::MovingHoliday(_) | Self::UserMovingHoliday(_) => {
                RegressorClass::OtherMovingHoliday
            }
            Self::Outlier(outlier) => RegressorClass::Outlier(outlier.code()),
            Self::Ramp(_)
            | Self::Intervention(_)
            | Self::PeriodicDummies(_)
            | Self::PeriodicContrasts(_)
            | Self::User(_) => RegressorClass::UserType,
            Self::Constant | Self::LinearTrend(_) | Self::Trigonometric(_) => RegressorClass::Other,
            Self::Lagged { core, .. } => core.class(),
        }
    }

    /// Component the effect belongs to unless something else is said (section 22.3).
    pub fn default_component(&self) -> Component {
        match self {
            Self::Outlier(outlier) => outlier.code().default_component(),
            Self::Intervention(intervention) => intervention.default_component(),
            Self::Ramp(_) => Component::Trend,
            Self::PeriodicDummies(_) | Self::PeriodicContrasts(_) | Self::Trigonometric(_) => {
                Component::Seasonal
            }
            Self::Lagged { core, .. } => core.default_component(),
            _ if self.class().is_day_related() || self.class().is_moving_holiday() => {
                Component::CalendarEffect
            }
            _ => Component::Undefined,
        }
    }

    /// Name in results, for a series of `unit`: `Leap year`, `easter [8]`, `AO (1951-05)`.
    pub fn description(&self, unit: TsUnit) -> String {
        match self {
            Self::Constant | Self::TrendConstant(_) => "const".into(),
            Self::LinearTrend(_) => "trend".into(),
            Self::TradingDays(td) if td.clustering == DayClustering::TD2 => "td2".into(),
            Self::TradingDays(td) if td.clustering == DayClustering::TD2C => "td2c".into(),
            Self::TradingDays(_) => "td".into(),
            Self::HolidayTradingDays(_) | Self::UserTradingDays(_) => "Trading days".into(),
            Self::StockTradingDays(stock) => format!("stock [{}]", stock.day),
            Self::LengthOfPeriod(length) => length.description().into(),
            Self::Easter(easter) => format!("easter [{}]", easter.window()),
            Self::JulianEaster(easter) => format!("julian easter [{}]", easter.window()),
            Self::Holidays(_) => "holidays".into(),
            Self::MovingHoliday(_) => "moving holiday".into(),
            Self::Outlier(outlier) => outlier.description(unit),
            Self::Ramp(ramp) => ramp.description(unit),
            Self::Intervention(_) => "iv".into(),
            Self::PeriodicDummies(_) => "dummies".into(),
            Self::PeriodicContrasts(_) => "contrasts".into(),
            Self::Trigonometric(_) => "trigonometric".into(),
            Self::UserMovingHoliday(series) | Self::User(series) => series.name.clone(),
            Self::Lagged { core, first, last } if first == last => {
                format!("{}{}", core.description(unit), lag_suffix(*first))
            }
            Self::Lagged { core, first, last } => {
                format!("{}[{} : {}]", core.description(unit), -i64::from(*first), -i64::from(*last))
            }
        }
    }

    /// Name of a column in results: that of the regressor for a single one, otherwise `mon`, `tue`...
    pub fn column_description(&self, column: usize, unit: TsUnit) -> String {
        match self {
            _ if self.dim() <= 1 => self.description(unit),
            Self::TradingDays(td) => td.clustering.column_name(column),
            Self::HolidayTradingDays(td) => td.clustering.column_name(column),
            Self::StockTradingDays(_) => DayClustering::TD7.column_name(column),
            Self::UserTradingDays(series) => series.get(column).map_or_else(String::new, |s| s.name.clone()),
            Self::Holidays(variable) => match variable.holidays.get(column) {
                Some(holiday) if !holiday.name.is_empty() => holiday.name.clone(),
                Some(holiday) => holiday.rule.to_string(),
                None => String::new(),
            },
            Self::Lagged { core, first, .. } => {
                let width = core.dim().max(1);
                let lag = first.saturating_add(i32::try_from(column / width).unwrap_or(i32::MAX));
                format!("{}{}", core.column_description(column % width, unit), lag_suffix(lag))
            }
            _ => format!("{}-{}", self.description(unit), column + 1),
        }
    }
}

/// Number of lags from `first` to `last`.
fn lag_count(first: i32, last: i32) -> usize {
    usize::try_from(i64::from(last) - i64::from(first) + 1).unwrap_or(0)
}

/// `[-2]` for the values of two periods before, `[+1]` for those of the next one.
fn lag_suffix(lag: i32) -> String {
    if lag == 0 { String::new() } else { format!("[{:+}]", -i64::from(lag)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::timeseries::TsData;
    use std::sync::Arc;

    #[test]
    fn lags_and_leads() {
        let data = Arc::new(TsData::of(12, 2000, 1, vec![1.0, 2.0, 3.0, 4.0]).unwrap());
        let domain = data.domain();
        let core = Box::new(Regressor::User(UserSeries { name: "u".into(), data }));
        let lagged = Regressor::Lagged { core, first: -1, last: 1 };
        assert_eq!(lagged.dim(), 3);
        let x = lagged.columns(domain).unwrap();
        assert_eq!(x, [2.0, 3.0, 4.0, 0.0, 1.0, 2.0, 3.0, 4.0, 0.0, 1.0, 2.0, 3.0]);
        let names: Vec<_> = (0..3).map(|j| lagged.column_description(j, TsUnit::MONTH)).collect();
        assert_eq!(names, ["u[+1]", "u", "u[-1]"]);
        assert_eq!(lagged.class(), RegressorClass::UserType);
    }

    #[test]
    fn wrong_buffers_are_refused() {
        let domain = TsDomain::new(TsPeriod::of_month(12, 2000, 1).unwrap(), 3);
        let td = Regressor::TradingDays(TradingDays { clustering: DayClustering::TD3 });
        assert!(matches!(
            td.fill(domain, &mut [0.0; 3]),
            Err(RegressionError::BufferSize { expected: 6, .. })
        ));
        assert!(td.fill(TsDomain::new(domain.start, 0), &mut []).is_ok());
    }
}
