//! Time units: an amount of a calendar or clock unit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::TsError;

/// The unit counted by a [`TsUnit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Chrono {
    Year,
    Month,
    /// Seven days from Monday.
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

impl Chrono {
    /// Mean length in seconds; a year is 365.2425 days, a month its twelfth.
    pub const fn mean_seconds(self) -> u64 {
        match self {
            Self::Year => 31_556_952,
            Self::Month => 2_629_746,
            Self::Week => 604_800,
            Self::Day => 86_400,
            Self::Hour => 3_600,
            Self::Minute => 60,
            Self::Second => 1,
        }
    }

    /// Months for years and months, none for units of fixed length.
    const fn months(self) -> Option<u32> {
        match self {
            Self::Year => Some(12),
            Self::Month => Some(1),
            _ => None,
        }
    }
}

/// An amount of a [`Chrono`] unit, e.g. three months for quarterly series.
///
/// Two units are equal when amount and chrono unit are: `P12M` is not `P1Y`, `P7D` (from Thursday, as
/// 1970-01-01) is not `P1W` (from Monday). Written and serialised in ISO 8601 form, `P3M`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TsUnit {
    /// Number of units, at least 1.
    pub amount: u32,
    /// What is counted.
    pub chrono: Chrono,
}

impl TsUnit {
    /// One year.
    pub const YEAR: Self = Self::new(1, Chrono::Year);
    /// Six months.
    pub const HALF_YEAR: Self = Self::new(6, Chrono::Month);
    /// Three months.
    pub const QUARTER: Self = Self::new(3, Chrono::Month);
    /// One month.
    pub const MONTH: Self = Self::new(1, Chrono::Month);
    /// Seven days from Monday.
    pub const WEEK: Self = Self::new(1, Chrono::Week);
    /// One day.
    pub const DAY: Self = Self::new(1, Chrono::Day);
    /// One hour.
    pub const HOUR: Self = Self::new(1, Chrono::Hour);

    /// `amount` times `chrono`.
    pub const fn new(amount: u32, chrono: Chrono) -> Self {
        Self { amount, chrono }
    }

    /// The unit with `frequency` periods in a year.
    ///
    /// # Errors
    /// [`TsError::UnsupportedFrequency`] for anything but 1, 2, 3, 4, 6, 12.
    pub fn from_annual_frequency(frequency: u32) -> Result<Self, TsError> {
        match frequency {
            1 => Ok(Self::YEAR),
            2 | 3 | 4 | 6 | 12 => Ok(Self::new(12 / frequency, Chrono::Month)),
            _ => Err(TsError::UnsupportedFrequency { frequency }),
        }
    }

    /// Periods per year: 1 for one year, 12/k for k months when k divides 12, otherwise none.
    pub fn annual_frequency(self) -> Option<u32> {
        match (self.chrono, self.amount) {
            (Chrono::Year, 1) => Some(1),
            (Chrono::Month, k) if k > 0 && 12 % k == 0 => Some(12 / k),
            _ => None,
        }
    }

    /// Mean length in seconds.
    pub fn mean_seconds(self) -> u64 {
        u64::from(self.amount) * self.chrono.mean_seconds()
    }

    /// How many of these units make up one `low` unit: 3 for a month in a quarter, 7 for a day in a week.
    /// None when `low` is shorter or holds no fixed whole number of them (days in a month).
    pub fn ratio_to(self, low: Self) -> Option<u32> {
        let (high, low) = match (self.months(), low.months()) {
            (Some(high), Some(low)) => (u64::from(high), u64::from(low)),
            (None, None) => (self.mean_seconds(), low.mean_seconds()),
            _ => return None,
        };
        (high > 0 && low >= high && low % high == 0).then(|| u32::try_from(low / high).ok()).flatten()
    }

    /// Length in months; none for units of a fixed number of days or seconds.
    pub(super) fn months(self) -> Option<u32> {
        self.chrono.months().map(|m| m.saturating_mul(self.amount))
    }

    /// The amount as divisor: a unit of amount 0 counts like 1.
    pub(super) fn divisor(self) -> i64 {
        i64::from(self.amount.max(1))
    }
}

impl fmt::Display for TsUnit {
    /// ISO 8601: `P1M`, `P3M`, `P1Y`, `P1D`, `PT1H`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (prefix, letter) = match self.chrono {
            Chrono::Year => ("P", 'Y'),
            Chrono::Month => ("P", 'M'),
            Chrono::Week => ("P", 'W'),
            Chrono::Day => ("P", 'D'),
            Chrono::Hour => ("PT", 'H'),
            Chrono::Minute => ("PT", 'M'),
            Chrono::Second => ("PT", 'S'),
        };
        write!(f, "{prefix}{}{letter}", self.amount)
    }
}

impl FromStr for TsUnit {
    type Err = TsError;

    /// Parses the ISO 8601 form with one component and an amount of at least 1.
    fn from_str(text: &str) -> Result<Self, TsError> {
        let invalid = || TsError::InvalidUnit { text: text.into() };
        let body = text.strip_prefix('P').ok_or_else(invalid)?;
        let (clock, body) = body.strip_prefix('T').map_or((false, body), |rest| (true, rest));
        let letter = body.chars().next_back().ok_or_else(invalid)?;
        let chrono = match (clock, letter) {
            (false, 'Y') => Chrono::Year,
            (false, 'M') => Chrono::Month,
            (false, 'W') => Chrono::Week,
            (false, 'D') => Chrono::Day,
            (true, 'H') => Chrono::Hour,
            (true, 'M') => Chrono::Minute,
            (true, 'S') => Chrono::Second,
            _ => return Err(invalid()),
        };
        let digits = body.strip_suffix(letter).unwrap_or_default();
        match digits.parse::<u32>() {
            Ok(amount) if amount > 0 && digits.bytes().all(|b| b.is_ascii_digit()) => {
                Ok(Self::new(amount, chrono))
            }
            _ => Err(invalid()),
        }
    }
}

impl TryFrom<String> for TsUnit {
    type Error = TsError;

    fn try_from(text: String) -> Result<Self, TsError> {
        text.parse()
    }
}

impl From<TsUnit> for String {
    fn from(unit: TsUnit) -> Self {
        unit.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_forms() {
        for text in ["P1Y", "P6M", "P4M", "P3M", "P2M", "P1M", "P7D", "P1W", "P1D", "PT1H", "PT15M", "PT1S"] {
            assert_eq!(text.parse::<TsUnit>().unwrap().to_string(), text);
        }
        for text in
            ["", "P", "PT", "P0M", "P-1M", "P+1M", "1M", "P1H", "PT1D", "P1Y2M", "P99999999999M", "PxM"]
        {
            assert!(text.parse::<TsUnit>().is_err(), "{text}");
        }
    }

    #[test]
    fn annual_frequencies() {
        let frequency = |text: &str| text.parse::<TsUnit>().unwrap().annual_frequency();
        assert_eq!(frequency("P1Y"), Some(1));
        assert_eq!(frequency("P12M"), Some(1));
        assert_eq!(frequency("P5M"), None);
        assert_eq!(frequency("P24M"), None);
        assert_eq!(frequency("P2Y"), None);
        assert_eq!(frequency("P1W"), None);
        for s in [1, 2, 3, 4, 6, 12] {
            assert_eq!(TsUnit::from_annual_frequency(s).unwrap().annual_frequency(), Some(s));
        }
        assert!(TsUnit::from_annual_frequency(5).is_err());
    }

    #[test]
    fn ratios() {
        assert_eq!(TsUnit::MONTH.ratio_to(TsUnit::QUARTER), Some(3));
        assert_eq!(TsUnit::MONTH.ratio_to(TsUnit::YEAR), Some(12));
        assert_eq!(TsUnit::DAY.ratio_to(TsUnit::WEEK), Some(7));
        assert_eq!(TsUnit::DAY.ratio_to(TsUnit::MONTH), None);
        assert_eq!(TsUnit::QUARTER.ratio_to(TsUnit::MONTH), None);
        assert_eq!(TsUnit::new(5, Chrono::Month).ratio_to(TsUnit::YEAR), None);
        assert_eq!(TsUnit::new(0, Chrono::Month).ratio_to(TsUnit::YEAR), None);
    }
}
