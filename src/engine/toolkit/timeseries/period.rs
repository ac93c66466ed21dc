//! Periods: a unit and the number of units since the epoch.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

use super::{Chrono, TsError, TsUnit};

/// The period number `id` of a unit; id 0 starts on 1970-01-01, for weeks on Monday 1970-01-05.
///
/// Written with the precision of the unit (`2000`, `2000-03`, `2000-03-01`), which leaves the unit to the
/// context; serialised with it, as the ISO 8601 interval `2000-03/P1M`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TsPeriod {
    /// Length of the period.
    pub unit: TsUnit,
    /// Number of units since the epoch, negative before it.
    pub id: i64,
}

/// Days from 1970-01-01 to the first Monday after it.
const FIRST_MONDAY: i64 = 4;

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

    /// The period of `unit` that contains the day `date` (its first instant, for units below a day).
    pub fn containing(unit: TsUnit, date: NaiveDate) -> Self {
        Self::containing_time(unit, date.and_time(NaiveTime::MIN))
    }

    /// The period of `unit` that contains the instant `time`.
    pub fn containing_time(unit: TsUnit, time: NaiveDateTime) -> Self {
        let months = 12 * (i64::from(time.year()) - 1970) + i64::from(time.month0());
        let seconds = time.and_utc().timestamp();
        let days = seconds.div_euclid(86_400);
        let count = match unit.chrono {
            Chrono::Year => months.div_euclid(12),
            Chrono::Month => months,
            Chrono::Week => (days - FIRST_MONDAY).div_euclid(7),
            Chrono::Day => days,
            Chrono::Hour => seconds.div_euclid(3_600),
            Chrono::Minute => seconds.div_euclid(60),
            Chrono::Second => seconds,
        };
        Self { unit, id: count.div_euclid(unit.divisor()) }
    }

    /// The period of another unit that contains the start of this one.
    #[must_use]
    pub fn with_unit(self, unit: TsUnit) -> Self {
        if unit == self.unit { self } else { Self::containing_time(unit, self.start_time()) }
    }

    /// The period `n` units later (earlier when negative).
    #[must_use]
    pub fn plus(self, n: i64) -> Self {
        Self { id: self.id.saturating_add(n), ..self }
    }

    /// Number of periods from `self` to `other`.
    ///
    /// # Errors
    /// [`TsError::IncompatibleUnits`] when the units differ.
    pub fn until(self, other: Self) -> Result<i64, TsError> {
        if self.unit != other.unit {
            return Err(TsError::IncompatibleUnits { left: self.unit, right: other.unit });
        }
        Ok(other.id.saturating_sub(self.id))
    }

    /// First day of the period (the day it starts on, for units below a day).
    /// Outside the representable years the nearest representable day.
    pub fn start(self) -> NaiveDate {
        let amount = self.unit.divisor().saturating_mul(self.id);
        match self.unit.chrono {
            Chrono::Year => first_of_month(amount.saturating_mul(12)),
            Chrono::Month => first_of_month(amount),
            Chrono::Week => plus_days(amount.saturating_mul(7).saturating_add(FIRST_MONDAY)),
            Chrono::Day => plus_days(amount),
            Chrono::Hour => plus_days(amount.div_euclid(24)),
            Chrono::Minute => plus_days(amount.div_euclid(24 * 60)),
            Chrono::Second => plus_days(amount.div_euclid(24 * 3600)),
        }
    }

    /// First instant of the period.
    pub fn start_time(self) -> NaiveDateTime {
        let amount = self.unit.divisor().saturating_mul(self.id);
        let seconds = match self.unit.chrono {
            Chrono::Hour => amount.rem_euclid(24) * 3_600,
            Chrono::Minute => amount.rem_euclid(24 * 60) * 60,
            Chrono::Second => amount.rem_euclid(24 * 3_600),
            _ => 0,
        };
        let midnight = self.start().and_time(NaiveTime::MIN);
        midnight.checked_add_signed(TimeDelta::seconds(seconds)).unwrap_or(midnight)
    }

    /// First day of the next period.
    pub fn end(self) -> NaiveDate {
        self.plus(1).start()
    }

    /// Number of days from the first day of this period to that of the next.
    pub fn days(self) -> i64 {
        (self.end() - self.start()).num_days()
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

    /// The period of `unit` that contains the start of the period written in `text`
    /// (a form accepted by [`FromStr`]).
    ///
    /// # Errors
    /// [`TsError::InvalidPeriod`] when the text is no period.
    pub fn parse_in(unit: TsUnit, text: &str) -> Result<Self, TsError> {
        let start = parse_start(text).ok_or_else(|| TsError::InvalidPeriod { text: text.into() })?;
        Ok(start.with_unit(unit))
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
    /// Start of the period with the precision of the unit: `2000`, `2000-03`, `2000-03-01`, `2000-03-01T06:00:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.start();
        match self.unit.chrono {
            Chrono::Year => write!(f, "{:04}", start.year()),
            Chrono::Month => write!(f, "{:04}-{:02}", start.year(), start.month()),
            Chrono::Week | Chrono::Day => {
                write!(f, "{:04}-{:02}-{:02}", start.year(), start.month(), start.day())
            }
            _ => write!(f, "{}", self.start_time().format("%Y-%m-%dT%H:%M:%S")),
        }
    }
}

impl FromStr for TsPeriod {
    type Err = TsError;

    /// Parses `2020` (year), `2020-05` or `2020M05` (month), `2020Q2` or `2020-Q2` (quarter), `2020H1` or
    /// `2020S1` (half-year), `2020-W05` (week), `2020-05-17` (day), and any of them with the unit behind a
    /// slash, `2020-04/P3M`, which then gives the period of that unit.
    fn from_str(text: &str) -> Result<Self, TsError> {
        let text = text.trim();
        match text.split_once('/') {
            Some((start, unit)) => Self::parse_in(unit.parse()?, start),
            None => parse_start(text).ok_or_else(|| TsError::InvalidPeriod { text: text.into() }),
        }
    }
}

/// The period written in `text`, with the unit its form suggests.
fn parse_start(text: &str) -> Option<TsPeriod> {
    let text = text.trim();
    if let Ok(time) = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S") {
        return Some(TsPeriod::containing_time(TsUnit::new(1, Chrono::Second), time));
    }
    let year_end = text.bytes().enumerate().position(|(i, b)| !(b.is_ascii_digit() || (i == 0 && b == b'-')));
    let (year, rest) = text.split_at(year_end.unwrap_or(text.len()));
    let year = parse_year(year)?;
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let Some(first) = rest.chars().next() else {
        return year_end.is_none().then(|| TsPeriod::of_month(1, year, 1).ok()).flatten();
    };
    match first.to_ascii_uppercase() {
        'Q' => sub_period(4, year, rest.get(1..)?),
        'H' | 'S' => sub_period(2, year, rest.get(1..)?),
        'M' => sub_period(12, year, rest.get(1..)?),
        'W' => {
            let week = parse_digits(rest.get(1..)?)?;
            let monday = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon)?;
            Some(TsPeriod::containing(TsUnit::WEEK, monday))
        }
        _ => match rest.split_once('-') {
            None => sub_period(12, year, rest),
            Some((month, day)) => {
                let date = NaiveDate::from_ymd_opt(year, parse_digits(month)?, parse_digits(day)?)?;
                Some(TsPeriod::containing(TsUnit::DAY, date))
            }
        },
    }
}

/// A year in the range of the calendar library.
fn parse_year(text: &str) -> Option<i32> {
    let year = text.parse::<i32>().ok()?;
    (text.len() >= 4 && NaiveDate::from_ymd_opt(year, 1, 1).is_some()).then_some(year)
}

/// One or two digits.
fn parse_digits(text: &str) -> Option<u32> {
    let valid = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    valid.then(|| text.parse().ok()).flatten()
}

/// The period number `text` (from 1) of a year of `frequency` periods.
fn sub_period(frequency: u32, year: i32, text: &str) -> Option<TsPeriod> {
    let number = parse_digits(text).filter(|n| (1..=frequency).contains(n))?;
    TsPeriod::of_month(frequency, year, (number - 1) * (12 / frequency) + 1).ok()
}

impl TryFrom<String> for TsPeriod {
    type Error = TsError;

    fn try_from(text: String) -> Result<Self, TsError> {
        text.parse()
    }
}

impl From<TsPeriod> for String {
    fn from(period: TsPeriod) -> Self {
        format!("{period}/{}", period.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn ids_of_dates() {
        let week = TsUnit::new(7, Chrono::Day);
        let units = [TsUnit::MONTH, TsUnit::QUARTER, TsUnit::YEAR, week];
        let ids = |d| units.map(|u| TsPeriod::containing(u, d).id);
        assert_eq!(ids(date(2000, 1, 5)), [360, 120, 30, 1565]);
        assert_eq!(ids(date(1969, 12, 31)), [-1; 4]);
        assert_eq!(TsPeriod { unit: week, id: 1565 }.start(), date(1999, 12, 30));
        let monday = TsPeriod::containing(TsUnit::WEEK, date(2000, 1, 5)).start();
        assert_eq!((monday, monday.weekday()), (date(2000, 1, 3), Weekday::Mon));
    }

    #[test]
    fn texts() {
        let period = |text: &str| text.parse::<TsPeriod>().unwrap();
        assert_eq!(period("2020-05"), TsPeriod::of_month(12, 2020, 5).unwrap());
        assert_eq!(period("2020M5"), TsPeriod::of_month(12, 2020, 5).unwrap());
        assert_eq!(period("2020Q2"), TsPeriod::of_month(4, 2020, 4).unwrap());
        assert_eq!(period("2020-q2"), TsPeriod::of_month(4, 2020, 4).unwrap());
        assert_eq!(period("2020S2"), TsPeriod::of_month(2, 2020, 7).unwrap());
        assert_eq!(period("2020"), TsPeriod::of_month(1, 2020, 1).unwrap());
        assert_eq!(period("1969"), TsPeriod { unit: TsUnit::YEAR, id: -1 });
        assert_eq!(period("2020-05-17"), TsPeriod::containing(TsUnit::DAY, date(2020, 5, 17)));
        assert_eq!(period("2020-W02").start(), date(2020, 1, 6));
        assert_eq!(period("2020-05/P3M"), TsPeriod::of_month(4, 2020, 4).unwrap());
        assert_eq!(TsPeriod::parse_in(TsUnit::QUARTER, "2020-05").unwrap(), period("2020Q2"));
        for text in [
            "",
            "20",
            "2020-",
            "2020-13",
            "2020Q5",
            "2020-00",
            "2020-02-30",
            "2020Qx",
            "May 2020",
            "2020-05-",
        ] {
            assert!(text.parse::<TsPeriod>().is_err(), "{text}");
        }
    }

    #[test]
    fn serialised_with_its_unit() {
        for unit in ["P1Y", "P6M", "P3M", "P1M", "P1W", "P7D", "P1D", "PT1H", "PT15M", "P5M"] {
            for id in [-1001, -1, 0, 7, 3_333] {
                let period = TsPeriod { unit: unit.parse().unwrap(), id };
                let text = serde_json::to_string(&period).unwrap();
                assert_eq!(serde_json::from_str::<TsPeriod>(&text).unwrap(), period, "{text}");
            }
        }
        let may = TsPeriod::of_month(12, 2020, 5).unwrap();
        assert_eq!(serde_json::to_string(&may).unwrap(), "\"2020-05/P1M\"");
    }

    #[test]
    fn change_of_unit_takes_the_start() {
        let december = TsPeriod::of_month(12, 1969, 12).unwrap();
        assert_eq!(december.with_unit(TsUnit::QUARTER), TsPeriod::of_month(4, 1969, 10).unwrap());
        assert_eq!(december.with_unit(TsUnit::YEAR).id, -1);
        assert_eq!(december.days(), 31);
    }
}
