//! A calendar as a table of options.

use std::sync::LazyLock;

use chrono::NaiveDate;
use solstice_engine::toolkit::calendars::{Calendar, Calendars, Holiday, NationalCalendar, WeightedCalendar};

use super::rule;
use crate::ui::form::{
    Access, Environment, Field, Lens, List, at, choice_of, flag, list, number, part, text,
};

/// Options and, below them, a list.
pub(super) type Table = (Vec<Field<Calendar>>, Vec<List<Calendar>>);

/// The table of all kinds of calendars; what does not belong to a kind is not shown.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        let mut fields = chained();
        fields.push(
            flag(
                ["mean_correction", "Mean correction", "meanCorrection", "Takes the long-term means of the holidays out of the regressors, which leaves their seasonal part to the seasonal component."],
                at!(NationalCalendar: mean_correction),
            )
            .of(NATIONAL),
        );
        let holidays = holidays(part!(NationalCalendar: holidays)).of(NATIONAL);
        (fields, vec![holidays, members()])
    });
    &TABLE
}

const NATIONAL: Lens<Calendar, NationalCalendar> = Lens {
    get: |c| match c {
        Calendar::National(national) => Some(national),
        _ => None,
    },
    get_mut: |c| match c {
        Calendar::National(national) => Some(national),
        _ => None,
    },
};

const COMPOSITE: Lens<Calendar, Vec<WeightedCalendar>> = Lens {
    get: |c| match c {
        Calendar::Composite(parts) => Some(parts),
        _ => None,
    },
    get_mut: |c| match c {
        Calendar::Composite(parts) => Some(parts),
        _ => None,
    },
};

/// What a calendar is, in words.
pub(super) fn kind(calendar: &Calendar) -> String {
    match calendar {
        Calendar::National(national) => format!("National calendar, {} holidays", national.holidays.len()),
        Calendar::Chained { first, second, break_date } => {
            format!("{first} before {break_date}, {second} from then on")
        }
        Calendar::Composite(parts) => format!("Weighted sum of {} calendars", parts.len()),
    }
}

/// Calendars that can be referred to.
fn names(env: &Environment) -> Vec<String> {
    let mut names = env.calendars.clone();
    names.push(Calendars::DEFAULT.to_owned());
    names
}

fn chained() -> Vec<Field<Calendar>> {
    let is_chained = |c: &Calendar| matches!(c, Calendar::Chained { .. });
    vec![
        choice_of(
            ["first", "Before", "", "The calendar that holds before the break."],
            names,
            |c, _| match c {
                Calendar::Chained { first, .. } => first.clone(),
                _ => String::new(),
            },
            |c, name, _| {
                if let Calendar::Chained { first, .. } = c {
                    name.clone_into(first);
                }
                Ok(())
            },
        )
        .when(is_chained),
        choice_of(
            ["second", "Afterwards", "", "The calendar that holds from the break on."],
            names,
            |c, _| match c {
                Calendar::Chained { second, .. } => second.clone(),
                _ => String::new(),
            },
            |c, name, _| {
                if let Calendar::Chained { second, .. } = c {
                    name.clone_into(second);
                }
                Ok(())
            },
        )
        .when(is_chained),
        text(
            ["break_date", "Break", "breakDate", "First day of the second calendar."],
            "2000-01-01",
            |c, _| match c {
                Calendar::Chained { break_date, .. } => break_date.to_string(),
                _ => String::new(),
            },
            |c, typed, _| {
                if let Calendar::Chained { break_date, .. } = c {
                    *break_date = day(typed)?;
                }
                Ok(())
            },
        )
        .when(is_chained),
    ]
}

fn holidays<S: 'static>(lens: Lens<S, Vec<Holiday>>) -> List<S> {
    list(
        ["holidays", "holiday", "Name: 25 Dec, or Easter +1, or first Mon of May"],
        lens,
        |h, _| {
            let from = h.start.map_or_else(String::new, |d| format!(", from {d}"));
            let until = h.end.map_or_else(String::new, |d| format!(", until {d}"));
            let rule = format!("{}{from}{until}", rule::text(h.rule));
            if h.name.is_empty() { rule } else { format!("{}: {rule}", h.name) }
        },
        |typed, _, _| {
            let (name, rule) = typed.split_once(':').unwrap_or(("", typed));
            let rule = rule::parse(rule)?;
            let name = name.trim().to_owned();
            Ok(Holiday { name, rule, weight: 1.0, start: None, end: None, source: String::new() })
        },
        || {
            vec![
                text(
                    ["name", "Name", "", "Name of the holiday."],
                    "",
                    |h: &Holiday, _| h.name.clone(),
                    |h, typed, _| {
                        typed.trim().clone_into(&mut h.name);
                        Ok(())
                    },
                ),
                text(
                    ["rule", "Day", "", rule::FORMS],
                    "",
                    |h: &Holiday, _| rule::text(h.rule),
                    |h, typed, _| {
                        h.rule = rule::parse(typed)?;
                        Ok(())
                    },
                ),
                number(
                    ["weight", "Weight", "weight", "Share of a holiday it counts for: 0.5 for half a day."],
                    "",
                    at!(Holiday: weight),
                ),
                validity(
                    ["start", "From", "validity", "First day it can fall on; empty without limit."],
                    at!(Holiday: start),
                ),
                validity(
                    ["end", "Until", "validity", "First day it can no longer fall on; empty without limit."],
                    at!(Holiday: end),
                ),
            ]
        },
    )
}

fn validity(texts: [&'static str; 4], access: Access<Holiday, Option<NaiveDate>>) -> Field<Holiday> {
    text(
        texts,
        "always",
        move |h, _| (access.get)(h).map_or_else(String::new, |d| d.to_string()),
        move |h, typed, _| {
            let date = if typed.trim().is_empty() { None } else { Some(day(typed)?) };
            (access.set)(h, date);
            Ok(())
        },
    )
}

fn day(typed: &str) -> Result<NaiveDate, String> {
    typed.trim().parse().map_err(|_| format!("\"{}\" is no day; type e.g. 2000-01-01", typed.trim()))
}

fn members() -> List<Calendar> {
    let members = list(
        ["parts", "calendar", ""],
        COMPOSITE,
        |p: &WeightedCalendar, _| format!("{} x {}", p.weight, p.calendar),
        |typed, _, _| Ok(WeightedCalendar { calendar: typed.trim().to_owned(), weight: 1.0 }),
        || {
            vec![
                choice_of(
                    ["calendar", "Calendar", "", "The calendar."],
                    names,
                    |p: &WeightedCalendar, _| p.calendar.clone(),
                    |p, name, _| {
                        name.clone_into(&mut p.calendar);
                        Ok(())
                    },
                ),
                number(
                    ["weight", "Weight", "weight", "Its weight in the sum."],
                    "",
                    at!(WeightedCalendar: weight),
                ),
            ]
        },
    );
    members.chosen_from(names)
}
