//! Time units: an amount of a calendar or clock unit.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::TsError;

/// The unit counted by a [`TsUnit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Chrono {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

/// An amount of a [`Chrono`] unit, e.g. three months for quarterly series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
