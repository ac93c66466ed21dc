//! Holidays: rule, weight, validity, and the dates they fall on
//! (`timeseries-calendars-regressors.md`, sections 15.1 to 15.3).

use std::fmt;

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

use super::{CalendarError, easter};

/// A holiday of a calendar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Holiday {
    /// Name for the reader.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// On which day of the year it falls.
    pub rule: HolidayRule,
    /// Share of a holiday it counts for.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub weight: f64,
    /// First day it can fall on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<NaiveDate>,
    /// First day it can no longer fall on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<NaiveDate>,
    /// Legal basis or remarks.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

fn one() -> f64 {
    1.0
}

fn is_one(x: &f64) -> bool {
    *x == 1.0
}

/// The day of the year of a holiday.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum HolidayRule {
    /// A day of a month. 29 February exists in leap years only.
    Fixed {
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month.
        day: u32,
    },
    /// A day of the week in a month.
    Weekday {
        /// Month, 1 to 12.
        month: u32,
        /// Which one, from 1 (0 counts as 1; the fifth may fall in the next month); negative: the last one.
        place: i32,
        /// Day of the week.
        weekday: Weekday,
    },
    /// The first such day of the week on or after a day of a month.
    WeekdayFrom {
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month.
        day: u32,
        /// Day of the week.
        weekday: Weekday,
    },
    /// A day of a month that is moved when it falls on a week-end.
    Observed {
        /// Month, 1 to 12.
        month: u32,
        /// Day of the month.
        day: u32,
        /// Days it is moved by on a Saturday.
        saturday: i32,
        /// Days it is moved by on a Sunday.
        sunday: i32,
    },
    /// The day of an equinox in Japan.
    Equinox {
        /// Which one.
        season: EquinoxSeason,
        /// Days it is moved by on a Sunday.
        #[serde(default)]
        sunday: i32,
    },
    /// A distance from Easter Sunday.
    Easter {
        /// Days after Easter Sunday, negative before it.
        offset: i32,
        /// Whether Easter is that of the Julian calendar.
        #[serde(default)]
        julian: bool,
    },
    /// A single date; the validity period does not apply and there is no long-term mean.
    Date(NaiveDate),
    /// A common event, possibly shifted.
    Named {
        /// The event.
        event: DayEvent,
        /// Days after it; a shifted fixed day stays in its year (Christmas + 10 is 4 January of the year).
        #[serde(default)]
        offset: i32,
        /// Whether Easter is that of the Julian calendar.
        #[serde(default)]
        julian: bool,
    },
}

/// The two equinoxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EquinoxSeason {
    /// 20 or 21 March.
    Spring,
    /// 22 or 23 September (23 or 24 before 1980).
    Autumn,
}

impl EquinoxSeason {
    /// Month of the equinox.
    pub(super) fn month(self) -> u32 {
        match self {
            Self::Spring => 3,
            Self::Autumn => 9,
        }
    }

    /// The date in Japan standard time by the linear rule used for 1900 to 2099 (Japan Coast Guard,
    /// Hydrographic Department); none for other years.
    fn date_in(self, year: i32) -> Option<NaiveDate> {
        let (days, leap_years) = match (self, year) {
            (Self::Spring, 1900..1980) => (20.8357, year - 1983),
            (Self::Spring, 1980..2100) => (20.8431, year - 1980),
            (Self::Autumn, 1900..1980) => (23.2588, year - 1983),
            (Self::Autumn, 1980..2100) => (23.2488, year - 1980),
            _ => return None,
        };
        // the count of leap years is cut towards zero
        let day = (days + 0.242194 * f64::from(year - 1980) - f64::from(leap_years / 4)).floor();
        NaiveDate::from_ymd_opt(year, self.month(), day as u32)
    }
}

/// Common events, named as users of JDemetra+ know them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum DayEvent {
    NewYear,
    ShroveMonday,
    ShroveTuesday,
    AshWednesday,
    MaundyThursday,
    GoodFriday,
    Easter,
    EasterMonday,
    Ascension,
    Pentecost,
    WhitMonday,
    CorpusChristi,
    MayDay,
    Assumption,
    /// First Monday of September.
    LaborDay,
    Halloween,
    AllSaintsDay,
    Armistice,
    /// Fourth Thursday of November.
    ThanksGiving,
    Christmas,
}

/// Days before each month in a year of 365 days.
const MONTH_STARTS: [u32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/// 0-based day of a year of 365 days.
pub(super) fn day_of_year(month: u32, day: u32) -> i64 {
    let start = MONTH_STARTS.get(month.saturating_sub(1) as usize).copied().unwrap_or(0);
    i64::from(start) + i64::from(day) - 1
}

/// Month and day of the 0-based day of a year of 365 days.
fn month_and_day(day_of_year: i64) -> (u32, u32) {
    let day = day_of_year.rem_euclid(365) as u32;
    let month = MONTH_STARTS.partition_point(|&start| start <= day).max(1);
    (month as u32, day - MONTH_STARTS.get(month - 1).copied().unwrap_or(0) + 1)
}

impl DayEvent {
    /// The event `offset` days later, by a plain rule; none when that is a weekday rule with an offset.
    fn rule(self, offset: i32, julian: bool) -> HolidayRule {
        let fixed = |month, day| {
            let (month, day) = month_and_day(day_of_year(month, day) + i64::from(offset));
            HolidayRule::Fixed { month, day }
        };
        let easter = |base: i32| HolidayRule::Easter { offset: base.saturating_add(offset), julian };
        // the k-th weekday and a shift is the first of another weekday from another day on
        let weekday = |month, first: u32, weekday: Weekday| {
            let (month, day) = month_and_day(day_of_year(month, first) + i64::from(offset));
            let shift = offset.rem_euclid(7) as u8;
            let weekday = (0..shift).fold(weekday, |day, _| day.succ());
            HolidayRule::WeekdayFrom { month, day, weekday }
        };
        match self {
            Self::NewYear => fixed(1, 1),
            Self::ShroveMonday => easter(-48),
            Self::ShroveTuesday => easter(-47),
            Self::AshWednesday => easter(-46),
            Self::MaundyThursday => easter(-3),
            Self::GoodFriday => easter(-2),
            Self::Easter => easter(0),
            Self::EasterMonday => easter(1),
            Self::Ascension => easter(39),
            Self::Pentecost => easter(49),
            Self::WhitMonday => easter(50),
            Self::CorpusChristi => easter(60),
            Self::MayDay => fixed(5, 1),
            Self::Assumption => fixed(8, 15),
            Self::LaborDay => weekday(9, 1, Weekday::Mon),
            Self::Halloween => fixed(10, 31),
            Self::AllSaintsDay => fixed(11, 1),
            Self::Armistice => fixed(11, 11),
            Self::ThanksGiving => weekday(11, 22, Weekday::Thu),
            Self::Christmas => fixed(12, 25),
        }
    }
}

impl HolidayRule {
    /// The rule without names: [`HolidayRule::Named`] by the rule it stands for.
    pub fn resolved(self) -> Self {
        match self {
            Self::Named { event, offset, julian } => event.rule(offset, julian),
            other => other,
        }
    }

    /// The date in `year` (for Easter rules the year of Easter); none when there is no such day.
    pub fn date_in(self, year: i32) -> Option<NaiveDate> {
        match self.resolved() {
            Self::Fixed { month, day } => NaiveDate::from_ymd_opt(year, month, day),
            Self::Weekday { month, place, weekday } if place < 0 => {
                let next = if month == 12 { (year.checked_add(1)?, 1) } else { (year, month + 1) };
                let after = NaiveDate::from_ymd_opt(next.0, next.1, 1)?;
                first_on_or_after(after.checked_sub_signed(TimeDelta::days(7))?, weekday)
            }
            Self::Weekday { month, place, weekday } => {
                let weeks = i64::from(place.max(1) - 1);
                let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                first_on_or_after(first.checked_add_signed(TimeDelta::days(7 * weeks))?, weekday)
            }
            Self::WeekdayFrom { month, day, weekday } => {
                first_on_or_after(NaiveDate::from_ymd_opt(year, month, day)?, weekday)
            }
            Self::Observed { month, day, saturday, sunday } => {
                let date = NaiveDate::from_ymd_opt(year, month, day)?;
                let shift = match date.weekday() {
                    Weekday::Sat => saturday,
                    Weekday::Sun => sunday,
                    _ => 0,
                };
                date.checked_add_signed(TimeDelta::days(i64::from(shift)))
            }
            Self::Equinox { season, sunday } => {
                let date = season.date_in(year)?;
                let shift = if date.weekday() == Weekday::Sun { sunday } else { 0 };
                date.checked_add_signed(TimeDelta::days(i64::from(shift)))
            }
            Self::Easter { offset, julian } => {
                let sunday = if julian { easter::julian(year) } else { easter::gregorian(year) };
                sunday.checked_add_signed(TimeDelta::days(i64::from(offset)))
            }
            Self::Date(date) => (date.year() == year).then_some(date),
            Self::Named { .. } => None,
        }
    }

    /// Years a date can lie off its nominal year.
    fn year_margin(self) -> i32 {
        match self.resolved() {
            Self::Easter { offset, .. } => (offset.saturating_abs() / 365).saturating_add(1),
            Self::Observed { saturday, sunday, .. } => {
                (saturday.saturating_abs().max(sunday.saturating_abs()) / 365).saturating_add(1)
            }
            Self::Equinox { sunday, .. } => (sunday.saturating_abs() / 365).saturating_add(1),
            _ => 1,
        }
    }
}

fn first_on_or_after(date: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let wait = weekday.days_since(date.weekday());
    date.checked_add_signed(TimeDelta::days(i64::from(wait)))
}

impl Holiday {
    /// A holiday of weight 1, valid for ever.
    pub fn new(name: impl Into<String>, rule: HolidayRule) -> Self {
        Self { name: name.into(), rule, weight: 1.0, start: None, end: None, source: String::new() }
    }

    /// With another weight.
    #[must_use]
    pub fn with_weight(self, weight: f64) -> Self {
        Self { weight, ..self }
    }

    /// Valid from `start` (included) to `end` (excluded).
    #[must_use]
    pub fn valid(self, start: Option<NaiveDate>, end: Option<NaiveDate>) -> Self {
        Self { start, end, ..self }
    }

    /// The days it falls on from `from` (included) to `until` (excluded) within its validity, in order.
    pub fn dates(&self, from: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
        if let HolidayRule::Date(date) = self.rule {
            return if from <= date && date < until { vec![date] } else { Vec::new() };
        }
        let from = self.start.map_or(from, |start| start.max(from));
        let until = self.end.map_or(until, |end| end.min(until));
        if from >= until {
            return Vec::new();
        }
        let margin = self.rule.year_margin();
        let years = from.year().saturating_sub(margin)..=until.year().saturating_add(margin);
        let mut dates: Vec<_> =
            years.filter_map(|year| self.rule.date_in(year)).filter(|d| from <= *d && *d < until).collect();
        dates.sort_unstable();
        dates.dedup();
        dates
    }

    /// Checks that the holiday can fall on a day and has a usable weight.
    ///
    /// # Errors
    /// [`CalendarError::InvalidHoliday`] with what is wrong.
    pub fn validate(&self) -> Result<(), CalendarError> {
        let day_exists = |month, day| NaiveDate::from_ymd_opt(2000, month, day).is_some();
        let reason = match self.rule {
            HolidayRule::Fixed { month, day }
            | HolidayRule::WeekdayFrom { month, day, .. }
            | HolidayRule::Observed { month, day, .. }
                if !day_exists(month, day) =>
            {
                format!("there is no day {day} in month {month}")
            }
            HolidayRule::Weekday { month, .. } if !day_exists(month, 1) => {
                format!("there is no month {month}; use 1 to 12")
            }
            _ if !self.weight.is_finite() => format!("the weight {} is no number", self.weight),
            _ if matches!((self.start, self.end), (Some(start), Some(end)) if end <= start) => {
                "its validity ends before it starts".into()
            }
            _ => return Ok(()),
        };
        let holiday = if self.name.is_empty() { self.rule.to_string() } else { self.name.clone() };
        Err(CalendarError::InvalidHoliday { holiday, reason })
    }
}

impl fmt::Display for HolidayRule {
    /// As shown in lists: `3-10` (day-month), `easter+39`, `third Wed of 11`...
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed { month, day } => write!(f, "{day}-{month}"),
            Self::Weekday { month, place, weekday } if *place < 0 => write!(f, "last {weekday} of {month}"),
            Self::Weekday { month, place, weekday } => {
                write!(f, "{weekday} no. {} of {month}", place.max(&1))
            }
            Self::WeekdayFrom { month, day, weekday } => write!(f, "{weekday} from {day}-{month}"),
            Self::Observed { month, day, .. } => write!(f, "{day}-{month} (observed)"),
            Self::Equinox { season, .. } => write!(f, "{season:?} equinox"),
            Self::Easter { offset, julian } => {
                let name = if *julian { "julian easter" } else { "easter" };
                if *offset == 0 { write!(f, "{name}") } else { write!(f, "{name}{offset:+}") }
            }
            Self::Date(date) => write!(f, "{date}"),
            Self::Named { event, offset: 0, .. } => write!(f, "{event:?}"),
            Self::Named { event, offset, .. } => write!(f, "{event:?}{offset:+}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(rule: HolidayRule, years: std::ops::Range<i32>) -> Vec<String> {
        years.filter_map(|y| rule.date_in(y)).map(|d| d.format("%m-%d").to_string()).collect()
    }

    #[test]
    fn days_of_the_week_in_a_month() {
        let rule = |month, place, weekday| HolidayRule::Weekday { month, place, weekday };
        assert_eq!(days(rule(11, 4, Weekday::Thu), 2020..2024), ["11-26", "11-25", "11-24", "11-23"]);
        assert_eq!(days(rule(5, -1, Weekday::Mon), 2020..2024), ["05-25", "05-31", "05-30", "05-29"]);
        assert_eq!(days(rule(2, 5, Weekday::Sat), 2020..2024), ["02-29", "03-06", "03-05", "03-04"]);
        let thanksgiving = HolidayRule::Named { event: DayEvent::ThanksGiving, offset: 1, julian: false };
        assert_eq!(days(thanksgiving, 2020..2023), ["11-27", "11-26", "11-25"]);
        let christmas = HolidayRule::WeekdayFrom { month: 12, day: 30, weekday: Weekday::Sun };
        assert_eq!(days(christmas, 2021..2023), ["01-02", "01-01"]);
    }

    #[test]
    fn shifted_fixed_days_stay_in_their_year() {
        let named = |event, offset| HolidayRule::Named { event, offset, julian: false };
        assert_eq!(named(DayEvent::Christmas, 10).date_in(2020), NaiveDate::from_ymd_opt(2020, 1, 4));
        assert_eq!(named(DayEvent::NewYear, -1).date_in(2020), NaiveDate::from_ymd_opt(2020, 12, 31));
    }

    #[test]
    fn observed_days() {
        let boxing_day = HolidayRule::Observed { month: 12, day: 26, saturday: 2, sunday: 2 };
        assert_eq!(days(boxing_day, 2019..2023), ["12-26", "12-28", "12-28", "12-26"]);
        let new_year = Holiday::new("", HolidayRule::Observed { month: 1, day: 1, saturday: -1, sunday: 1 });
        let year = |y| NaiveDate::from_ymd_opt(y, 1, 1).unwrap();
        assert_eq!(new_year.dates(year(2021), year(2022)).len(), 2);
    }

    #[test]
    fn equinoxes_in_japan() {
        let equinox = |season| HolidayRule::Equinox { season, sunday: 0 };
        assert_eq!(days(equinox(EquinoxSeason::Spring), 1999..2001), ["03-21", "03-20"]);
        assert_eq!(
            days(equinox(EquinoxSeason::Spring), 2019..2025),
            ["03-21", "03-20", "03-20", "03-21", "03-21", "03-20"]
        );
        assert_eq!(days(equinox(EquinoxSeason::Autumn), 2011..2014), ["09-23", "09-22", "09-23"]);
        assert_eq!(days(equinox(EquinoxSeason::Autumn), 1978..1981), ["09-23", "09-24", "09-23"]);
        assert_eq!(days(equinox(EquinoxSeason::Spring), 1959..1962), ["03-21", "03-20", "03-21"]);
    }

    #[test]
    fn leap_days_and_refusals() {
        assert_eq!(days(HolidayRule::Fixed { month: 2, day: 29 }, 2019..2023), ["02-29"]);
        let holiday = |rule| Holiday::new("", rule).validate();
        assert!(holiday(HolidayRule::Fixed { month: 2, day: 29 }).is_ok());
        assert!(holiday(HolidayRule::Fixed { month: 2, day: 30 }).is_err());
        assert!(holiday(HolidayRule::Weekday { month: 0, place: 1, weekday: Weekday::Mon }).is_err());
        let easter = Holiday::new("", HolidayRule::Easter { offset: i32::MAX, julian: true });
        assert!(easter.dates(NaiveDate::MIN, NaiveDate::MIN).is_empty());
        assert!(easter.clone().with_weight(f64::NAN).validate().is_err());
    }
}
