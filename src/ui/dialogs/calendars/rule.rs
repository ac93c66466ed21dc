//! Rules of holidays as text: `25 Dec`, `Easter +1`, `last Mon of Aug`.

use chrono::{NaiveDate, Weekday};
use solstice_engine::toolkit::calendars::{EquinoxSeason, HolidayRule};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const PLACES: [(i32, &str); 6] =
    [(1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (5, "fifth"), (-1, "last")];

/// What can be typed.
pub(super) const FORMS: &str = "25 Dec; Easter +1; Julian Easter -2; last Mon of Aug; Mon from 20 May; 1 Jan, Sat +2, Sun +1; spring equinox, Sun +1; 2011-04-29";

/// The rule as text; common events by the rule they stand for.
pub(super) fn text(rule: HolidayRule) -> String {
    match rule.resolved() {
        HolidayRule::Fixed { month, day } => day_text(month, day),
        HolidayRule::Weekday { month, place, weekday } => {
            let place = if place < 0 { -1 } else { place.max(1) };
            let name = PLACES.iter().find(|(p, _)| *p == place).map_or("last", |(_, n)| n);
            format!("{name} {weekday} of {}", month_text(month))
        }
        HolidayRule::WeekdayFrom { month, day, weekday } => {
            format!("{weekday} from {}", day_text(month, day))
        }
        HolidayRule::Observed { month, day, saturday, sunday } => {
            format!("{}{}{}", day_text(month, day), shift_text("Sat", saturday), shift_text("Sun", sunday))
        }
        HolidayRule::Equinox { season, sunday } => {
            let season = if season == EquinoxSeason::Spring { "spring" } else { "autumn" };
            format!("{season} equinox{}", shift_text("Sun", sunday))
        }
        HolidayRule::Easter { offset, julian } => {
            let name = if julian { "Julian Easter" } else { "Easter" };
            if offset == 0 { name.to_owned() } else { format!("{name} {offset:+}") }
        }
        HolidayRule::Date(date) => date.to_string(),
        // resolved rules have no events
        HolidayRule::Named { .. } => String::new(),
    }
}

fn month_text(month: u32) -> &'static str {
    MONTHS.get(month.saturating_sub(1) as usize).copied().unwrap_or("?")
}

fn day_text(month: u32, day: u32) -> String {
    format!("{day} {}", month_text(month))
}

fn shift_text(day: &str, shift: i32) -> String {
    if shift == 0 { String::new() } else { format!(", {day} {shift:+}") }
}

/// The rule in `typed`.
///
/// # Errors
/// What can be typed.
pub(super) fn parse(typed: &str) -> Result<HolidayRule, String> {
    let lower = typed.trim().to_lowercase();
    parse_rule(&lower).ok_or_else(|| format!("\"{}\" is no rule; type e.g. {FORMS}", typed.trim()))
}

fn parse_rule(text: &str) -> Option<HolidayRule> {
    if let Ok(date) = text.parse::<NaiveDate>() {
        return Some(HolidayRule::Date(date));
    }
    if let Some(rest) = text.strip_prefix("julian easter") {
        return Some(HolidayRule::Easter { offset: offset(rest)?, julian: true });
    }
    if let Some(rest) = text.strip_prefix("easter") {
        return Some(HolidayRule::Easter { offset: offset(rest)?, julian: false });
    }
    let mut parts = text.split(',').map(str::trim);
    let main = parts.next()?;
    let (mut saturday, mut sunday) = (0, 0);
    for part in parts.clone() {
        match part.split_at_checked(3)? {
            ("sat", shift) => saturday = offset(shift)?,
            ("sun", shift) => sunday = offset(shift)?,
            _ => return None,
        }
    }
    let moved = parts.next().is_some();
    for (season, name) in
        [(EquinoxSeason::Spring, "spring equinox"), (EquinoxSeason::Autumn, "autumn equinox")]
    {
        if main == name {
            return (saturday == 0).then_some(HolidayRule::Equinox { season, sunday });
        }
    }
    if let Some((weekday, from)) = main.split_once(" from ") {
        let (month, day) = day_of(from)?;
        return Some(HolidayRule::WeekdayFrom { month, day, weekday: weekday_of(weekday)? });
    }
    if let Some((which, month)) = main.split_once(" of ") {
        let (place, weekday) = which.trim().split_once(' ')?;
        let place = PLACES.iter().find(|(_, n)| *n == place)?.0;
        return Some(HolidayRule::Weekday { month: month_of(month)?, place, weekday: weekday_of(weekday)? });
    }
    let (month, day) = day_of(main)?;
    Some(if moved {
        HolidayRule::Observed { month, day, saturday, sunday }
    } else {
        HolidayRule::Fixed { month, day }
    })
}

/// `+1`, `- 2`, nothing.
fn offset(text: &str) -> Option<i32> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() { Some(0) } else { text.parse().ok() }
}

/// `25 dec` or `12-25`, a day that exists.
fn day_of(text: &str) -> Option<(u32, u32)> {
    let (month, day) = match text.trim().split_once(' ') {
        Some((day, month)) => (month_of(month)?, day.trim_end_matches('.').parse().ok()?),
        None => {
            let (month, day) = text.trim().split_once('-')?;
            (month.parse().ok()?, day.parse().ok()?)
        }
    };
    NaiveDate::from_ymd_opt(2000, month, day).map(|_| (month, day))
}

fn month_of(text: &str) -> Option<u32> {
    let start: String = text.trim().chars().take(3).collect();
    MONTHS.iter().zip(1..).find(|(name, _)| name.to_lowercase() == start).map(|(_, month)| month)
}

fn weekday_of(text: &str) -> Option<Weekday> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::country_calendars;

    #[test]
    fn rules_of_all_countries_are_written_and_read() {
        for country in country_calendars().unwrap() {
            for holiday in country.calendar.holidays {
                let written = text(holiday.rule);
                let read = parse(&written).unwrap_or_else(|e| panic!("{}: {e}", country.code));
                for year in [1999, 2000, 2010, 2023] {
                    assert_eq!(read.date_in(year), holiday.rule.date_in(year), "{}: {written}", country.code);
                }
            }
        }
    }

    #[test]
    fn what_can_be_typed() {
        for form in FORMS.split("; ") {
            let rule = parse(form).unwrap();
            assert_eq!(text(rule), form);
        }
        assert_eq!(parse("12-25"), parse("25 December"));
        for wrong in ["", "31 Feb", "someday", "sixth Mon of May", "Easter one", "1 Jan, Fri +1"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
