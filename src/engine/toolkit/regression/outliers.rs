//! Outliers (`timeseries-calendars-regressors.md`, section 18).

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Component, RegressionError};
use crate::toolkit::timeseries::{TsDomain, TsPeriod, TsUnit};

/// Type of an outlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OutlierCode {
    /// Additive outlier.
    AO,
    /// Level shift.
    LS,
    /// Transitory change.
    TC,
    /// Seasonal outlier.
    SO,
    /// Switch outlier.
    WO,
}

impl OutlierCode {
    /// Component the effect belongs to unless something else is said.
    pub fn default_component(self) -> Component {
        match self {
            Self::AO | Self::TC | Self::WO => Component::Irregular,
            Self::LS => Component::Trend,
            Self::SO => Component::Seasonal,
        }
    }

    /// Periods at the start and at the end of a series of `frequency` a year where none is searched.
    pub fn excluded_zones(self, frequency: usize) -> (usize, usize) {
        match self {
            Self::AO => (0, 0),
            Self::LS => (1, 1),
            Self::TC | Self::WO => (0, 1),
            Self::SO => (2 * frequency, 2 * frequency),
        }
    }
}

impl fmt::Display for OutlierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl FromStr for OutlierCode {
    type Err = RegressionError;

    fn from_str(text: &str) -> Result<Self, RegressionError> {
        match text {
            "AO" => Ok(Self::AO),
            "LS" => Ok(Self::LS),
            "TC" => Ok(Self::TC),
            "SO" => Ok(Self::SO),
            "WO" => Ok(Self::WO),
            _ => Err(RegressionError::UnknownOutlier { code: text.into() }),
        }
    }
}

/// The course of an outlier from its position on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum OutlierShape {
    /// 1 at the outlier.
    Additive,
    /// -1 before the outlier and 0 from it on.
    LevelShift,
    /// 0 before the outlier and 1 from it on.
    LevelShiftFromZero,
    /// rate^k at k periods after the outlier.
    TransitoryChange {
        /// The rate.
        rate: f64,
    },
    /// Before the outlier 1 at multiples of the period from it, -1/(period - 1) otherwise; 0 from it on.
    Seasonal {
        /// Periods of the cycle; 0 for those of the year.
        period: u32,
    },
    /// The pattern of [`Self::Seasonal`] from the outlier on, 0 before.
    SeasonalFromZero {
        /// Periods of the cycle; 0 for those of the year.
        period: u32,
    },
    /// 1 at the outlier and -1 after it.
    Switch,
}

/// Smallest value of a transitory change that still counts.
const NEGLIGIBLE: f64 = 1e-15;

impl OutlierShape {
    /// The form of the models: zero-ended level shift and seasonal outlier, transitory change of `tc_rate`.
    pub fn of(code: OutlierCode, tc_rate: f64) -> Self {
        match code {
            OutlierCode::AO => Self::Additive,
            OutlierCode::LS => Self::LevelShift,
            OutlierCode::TC => Self::TransitoryChange { rate: tc_rate },
            OutlierCode::SO => Self::Seasonal { period: 0 },
            OutlierCode::WO => Self::Switch,
        }
    }

    /// Type of the outlier.
    pub fn code(self) -> OutlierCode {
        match self {
            Self::Additive => OutlierCode::AO,
            Self::LevelShift | Self::LevelShiftFromZero => OutlierCode::LS,
            Self::TransitoryChange { .. } => OutlierCode::TC,
            Self::Seasonal { .. } | Self::SeasonalFromZero { .. } => OutlierCode::SO,
            Self::Switch => OutlierCode::WO,
        }
    }

    /// One column for an outlier at `position`, 0-based from the first value and possibly outside;
    /// `frequency` periods a year.
    pub fn fill(self, position: i64, frequency: u32, out: &mut [f64]) {
        let n = out.len() as i64;
        let at = position.clamp(0, n) as usize;
        out.fill(0.0);
        match self {
            Self::Additive => put(out, position, 1.0),
            Self::Switch => {
                put(out, position, 1.0);
                put(out, position.saturating_add(1), -1.0);
            }
            Self::LevelShift => out.iter_mut().take(at).for_each(|x| *x = -1.0),
            Self::LevelShiftFromZero => out.iter_mut().skip(at).for_each(|x| *x = 1.0),
            Self::TransitoryChange { rate } => {
                let mut value = 1.0;
                for t in position.max(-LONGEST_DECAY)..n {
                    put(out, t, value);
                    value *= rate;
                    if value.abs() < NEGLIGIBLE {
                        break;
                    }
                }
            }
            Self::Seasonal { period } => {
                let cycle = i64::from(if period == 0 { frequency } else { period });
                out.iter_mut().zip(0..).take(at).for_each(|(x, t)| *x = seasonal(position, t, cycle));
            }
            Self::SeasonalFromZero { period } => {
                let cycle = i64::from(if period == 0 { frequency } else { period });
                out.iter_mut().zip(0..).skip(at).for_each(|(x, t)| *x = seasonal(position, t, cycle));
            }
        }
    }
}

/// A decay that has not ended after so many periods before the first value is not followed any further back.
const LONGEST_DECAY: i64 = 100_000;

fn put(out: &mut [f64], position: i64, value: f64) {
    if let Some(x) = usize::try_from(position).ok().and_then(|i| out.get_mut(i)) {
        *x = value;
    }
}

fn seasonal(position: i64, t: i64, cycle: i64) -> f64 {
    match cycle {
        ..=1 => 0.0,
        _ if position.wrapping_sub(t).rem_euclid(cycle) == 0 => 1.0,
        _ => -1.0 / (cycle - 1) as f64,
    }
}

/// Rate of the transitory changes of X-13 for `frequency` periods a year: monthly rate ^ (12 / s). TRAMO uses
/// one rate at every frequency.
pub fn x13_tc_rate(monthly_rate: f64, frequency: u32) -> f64 {
    monthly_rate.powf(12.0 / f64::from(frequency.max(1)))
}

/// An outlier at the period that contains a date.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outlier {
    /// Its course.
    pub shape: OutlierShape,
    /// A day of its period.
    pub date: NaiveDate,
}

impl Outlier {
    /// An outlier in the form of the models.
    pub fn new(code: OutlierCode, date: NaiveDate, tc_rate: f64) -> Self {
        Self { shape: OutlierShape::of(code, tc_rate), date }
    }

    /// Type of the outlier.
    pub fn code(self) -> OutlierCode {
        self.shape.code()
    }

    /// One column.
    pub fn fill(self, domain: TsDomain, out: &mut [f64]) {
        self.shape.fill(domain.position_of(self.date), domain.annual_frequency().unwrap_or(0), out);
    }

    /// Name of a detected outlier, with the first day of its period: `AO (2003-05-01)`.
    pub fn name(self, unit: TsUnit) -> String {
        format!("{} ({})", self.code(), TsPeriod::containing(unit, self.date).start())
    }

    /// Name in results, with its period: `AO (2003-05)`.
    pub fn description(self, unit: TsUnit) -> String {
        format!("{} ({})", self.code(), TsPeriod::containing(unit, self.date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(shape: OutlierShape, position: i64, n: usize) -> Vec<f64> {
        let mut x = vec![f64::NAN; n];
        shape.fill(position, 4, &mut x);
        x
    }

    #[test]
    fn seasonal_outliers() {
        let z = -1.0 / 3.0;
        let seasonal = OutlierShape::Seasonal { period: 0 };
        assert_eq!(column(seasonal, 6, 10), [z, z, 1.0, z, z, z, 0.0, 0.0, 0.0, 0.0]);
        let from_zero = OutlierShape::SeasonalFromZero { period: 0 };
        assert_eq!(column(from_zero, 6, 10), [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, z, z, z]);
        assert_eq!(column(seasonal, 13, 3), [z, 1.0, z]);
        assert_eq!(column(from_zero, -3, 3), [z, 1.0, z]);
    }

    #[test]
    fn outside_the_domain() {
        assert_eq!(column(OutlierShape::Additive, -1, 2), [0.0, 0.0]);
        assert_eq!(column(OutlierShape::LevelShift, -1, 2), [0.0, 0.0]);
        assert_eq!(column(OutlierShape::LevelShift, 2, 2), [-1.0, -1.0]);
        assert_eq!(column(OutlierShape::LevelShiftFromZero, -1, 2), [1.0, 1.0]);
        assert_eq!(column(OutlierShape::LevelShiftFromZero, 5, 2), [0.0, 0.0]);
        assert_eq!(column(OutlierShape::TransitoryChange { rate: 0.5 }, -1, 2), [0.5, 0.25]);
        assert_eq!(column(OutlierShape::Switch, -1, 2), [-1.0, 0.0]);
        assert_eq!(column(OutlierShape::Switch, 1, 2), [0.0, 1.0]);
        for position in [i64::MIN, i64::MAX] {
            for shape in [OutlierShape::TransitoryChange { rate: 1.0 }, OutlierShape::Seasonal { period: 0 }]
            {
                assert_eq!(column(shape, position, 3).len(), 3);
            }
        }
    }

    #[test]
    fn transitory_changes_end() {
        let values = |rate| column(OutlierShape::TransitoryChange { rate }, 0, 200);
        assert_eq!(values(0.7).iter().filter(|x| **x != 0.0).count(), 97);
        assert_eq!(values(x13_tc_rate(0.7, 4)).iter().filter(|x| **x != 0.0).count(), 33);
        assert!((x13_tc_rate(0.7, 4) - 0.343).abs() < 1e-15);
    }

    #[test]
    fn names() {
        let outlier = Outlier::new(OutlierCode::AO, NaiveDate::from_ymd_opt(2003, 5, 1).unwrap(), 0.7);
        assert_eq!(outlier.name(TsUnit::MONTH), "AO (2003-05-01)");
        assert_eq!(outlier.description(TsUnit::MONTH), "AO (2003-05)");
        assert_eq!(outlier.description(TsUnit::YEAR), "AO (2003)");
        assert_eq!("TC".parse::<OutlierCode>().unwrap().to_string(), "TC");
    }
}
