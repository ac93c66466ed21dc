//! Periods: a unit and the number of units since 1970-01-01.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Chrono, TsError, TsUnit};

/// The period number `id` of a unit; id 0 starts on 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TsPeriod {
    /// Length of the period.
    pub unit: TsUnit,
    /// Number of units since the epoch 1970-01-01, negative before it.
    pub id: i64,
}

impl TsPeriod {
    /// The period of `frequency` per year that contains `month` (1 to 12) of `year`:
    /// `id = floor((12 (year - 1970) + month - 1) / k)`, k months per period.
    ///
    /// # Errors
    /// [`TsError::UnsupportedFrequency`] when the frequency is not 1, 2, 3, 4, 6 or 12.
    pub fn of_month(frequency: u32, year: i32, month: u32) -> Result<Self, TsError> {
        let unit = TsUnit::from_annual_frequency(frequency)?;
        let months = 12 * (i64::from(year) - 1970) + i64::from(month) - 1;
        Ok(Self { unit, id: months.div_euclid(i64::from(12 / frequency)) })
    }

    /// The period `n` units later (earlier when negative).
    #[must_use]
    pub fn plus(self, n: i64) -> Self {
        Self { id: self.id + n, ..self }
    }

    /// Number of periods from `self` to `other`.
    ///
    /// # Errors
    /// [`TsError::IncompatibleUnits`] when the units differ.
    pub fn until(self, other: Self) -> Result<i64, TsError> {
        if self.unit != other.unit {
            return Err(TsError::IncompatibleUnits { left: self.unit, right: other.unit });
        }
        Ok(other.id - self.id)
    }

    /// First day of the period (the day it starts on, for units below a day).
    /// Outside the representable years the nearest representable day.
    pub fn start(self) -> NaiveDate {
        let amount = i64::from(self.unit.amount) * self.id;
        match self.unit.chrono {
            Chrono::Year => first_of_month(amount.saturating_mul(12)),
            Chrono::Month => first_of_month(amount),
            Chrono::Week => plus_days(amount.saturating_mul(7)),
            Chrono::Day => plus_days(amount),
            Chrono::Hour => plus_days(amount.div_euclid(24)),
            Chrono::Minute => plus_days(amount.div_euclid(24 * 60)),
            Chrono::Second => plus_days(amount.div_euclid(24 * 3600)),
        }
    }

    /// Year of the first day.
    pub fn year(self) -> i32 {
        self.start().year()
    }

    /// First month of the period, 1 to 12.
    pub fn month(self) -> u32 {
        self.start().month()
    }

    /// Position in the year, 0-based (January, first quarter: 0); 0 for units that do not divide the year.
    pub fn annual_position(self) -> usize {
        match self.unit.annual_frequency() {
            Some(s) => self.id.rem_euclid(i64::from(s)) as usize,
            None => 0,
        }
    }
}

fn first_of_month(months: i64) -> NaiveDate {
    let year = 1970 + months.div_euclid(12);
    let month = months.rem_euclid(12) as u32 + 1;
    i32::try_from(year).ok().and_then(|y| NaiveDate::from_ymd_opt(y, month, 1)).unwrap_or(if months < 0 {
        NaiveDate::MIN
    } else {
        NaiveDate::MAX
    })
}

fn plus_days(days: i64) -> NaiveDate {
    let epoch = NaiveDate::default();
    let moved = if days >= 0 {
        epoch.checked_add_days(Days::new(days as u64))
    } else {
        epoch.checked_sub_days(Days::new(days.unsigned_abs()))
    };
    moved.unwrap_or(if days < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
}

impl fmt::Display for TsPeriod {
    /// Start of the period with the precision of the unit: `2000`, `2000-03`, `2000-03-01`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.start();
        match self.unit.chrono {
            Chrono::Year => write!(f, "{:04}", start.year()),
            Chrono::Month => write!(f, "{:04}-{:02}", start.year(), start.month()),
            _ => write!(f, "{:04}-{:02}-{:02}", start.year(), start.month(), start.day()),
        }
    }
}
