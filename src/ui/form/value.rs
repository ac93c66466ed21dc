//! Values of options as a form holds them, and how they are read from text.

use std::fmt;

use chrono::NaiveDate;
use solstice_engine::toolkit::timeseries::{TsPeriod, TsUnit};

use crate::report::chart::axis::period_label;

/// What the options of a specification refer to.
#[derive(Clone, Debug, PartialEq)]
pub struct Environment {
    /// Length of the periods of the series.
    pub unit: TsUnit,
    /// Periods a year.
    pub period: u32,
    /// First and last period of the series.
    pub span: [TsPeriod; 2],
    /// Names of the calendars of the workspace.
    pub calendars: Vec<String>,
    /// Full names of the user variables of the workspace.
    pub variables: Vec<String>,
}

/// What is known of a coefficient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoefficientState {
    /// Estimated.
    Free,
    /// Estimated from a start value.
    Start,
    /// Not estimated.
    Fixed,
}

impl CoefficientState {
    /// Word for the user.
    pub fn name(self) -> &'static str {
        match self {
            Self::Free => "Free",
            Self::Start => "Start",
            Self::Fixed => "Fixed",
        }
    }
}

/// The value of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A number, a date, one of several names.
    Text(String),
    /// Which of several names.
    Set(Vec<(&'static str, bool)>),
    /// State and value of a coefficient; the value of a free one is not used.
    Coefficient(CoefficientState, String),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(true) => f.write_str("yes"),
            Self::Flag(false) => f.write_str("no"),
            Self::Text(text) => f.write_str(text),
            Self::Set(all) => {
                let names: Vec<&str> = all.iter().filter(|(_, on)| *on).map(|(name, _)| *name).collect();
                f.write_str(&if names.is_empty() { "none".to_owned() } else { names.join(", ") })
            }
            Self::Coefficient(CoefficientState::Free, _) => f.write_str("free"),
            Self::Coefficient(state, value) => write!(f, "{} {value}", state.name().to_lowercase()),
        }
    }
}

/// A number that is typed.
pub(super) trait Number: Copy {
    /// The number in the text.
    fn parse(text: &str) -> Option<Self>;
    /// The number as text.
    fn text(self) -> String;
}

impl Number for f64 {
    fn parse(text: &str) -> Option<Self> {
        text.trim().replace(',', ".").parse().ok()
    }

    /// As short as it can be with six digits: `1e-7`, `1.030928`.
    fn text(self) -> String {
        let size = self.abs();
        if size != 0.0 && size < 1e-4 {
            return format!("{self:e}");
        }
        let text = self.to_string();
        let decimals = text.split_once('.').map_or(0, |(_, d)| d.len());
        if decimals > 6 { format!("{self:.6}").trim_end_matches('0').to_owned() } else { text }
    }
}

impl Number for usize {
    fn parse(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    fn text(self) -> String {
        self.to_string()
    }
}

impl Number for i32 {
    fn parse(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    fn text(self) -> String {
        self.to_string()
    }
}

/// The period with the day `date`, as it is written in the window and in fields: `May 2003`.
pub fn period_text(date: NaiveDate, env: &Environment) -> String {
    period_label(TsPeriod::containing(env.unit, date))
}

/// The period in `text`: `May 2003`, `2003-05`, `2003Q2`, `2003 Q2`, `2003-05-17`.
///
/// # Errors
/// What can be typed.
pub fn parse_period(text: &str, env: &Environment) -> Result<TsPeriod, String> {
    let text = text.trim();
    named_month(text)
        .or_else(|| numbered_period(text, env))
        .or_else(|| TsPeriod::parse_in(env.unit, &text.replace(' ', "")).ok())
        .map(|p| p.with_unit(env.unit))
        .filter(|p| (1500..3000).contains(&p.year()))
        .ok_or_else(|| format!("\"{text}\" is no period; type {}", period_examples(env)))
}

fn period_examples(env: &Environment) -> &'static str {
    match env.period {
        1 => "a year, e.g. 2003",
        2 => "e.g. 2003H2 or 2003-07",
        4 => "e.g. 2003Q2 or 2003-04",
        _ => "e.g. 2003-05 or May 2003",
    }
}

/// `2003 P2`, the second of the periods of the year.
fn numbered_period(text: &str, env: &Environment) -> Option<TsPeriod> {
    let (year, number) = text.split_once(['P', 'p'])?;
    let number: i64 = number.trim().parse().ok().filter(|n| (1..=i64::from(env.period)).contains(n))?;
    let first = TsPeriod::of_month(env.period, year.trim().parse().ok()?, 1).ok()?;
    Some(first.plus(number - 1))
}

/// `May 2003`, in any case.
fn named_month(text: &str) -> Option<TsPeriod> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let (month, year) = text.split_once(' ')?;
    let month: String = month.chars().take(3).flat_map(char::to_lowercase).collect();
    let month = MONTHS.iter().zip(1..).find(|(name, _)| **name == month)?.1;
    TsPeriod::of_month(12, year.trim().parse().ok()?, month).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(period: u32) -> Environment {
        let unit = TsUnit::from_annual_frequency(period).unwrap();
        let span = [2000, 2009].map(|y| TsPeriod::of_month(period, y, 1).unwrap());
        Environment { unit, period, span, calendars: Vec::new(), variables: Vec::new() }
    }

    #[test]
    fn what_is_written_is_read() {
        for period in [1, 2, 3, 4, 6, 12] {
            let env = env(period);
            for month in [1, 5, 12] {
                let date = NaiveDate::from_ymd_opt(2003, month, 17).unwrap();
                let read = parse_period(&period_text(date, &env), &env);
                assert_eq!(read, Ok(TsPeriod::containing(env.unit, date)), "{}", period_text(date, &env));
            }
        }
        let may = TsPeriod::of_month(12, 2003, 5).unwrap();
        for text in ["2003-05", "may 2003", "May 2003", " 2003M05", "2003-05-17"] {
            assert_eq!(parse_period(text, &env(12)), Ok(may), "{text}");
        }
        assert!(parse_period("soon", &env(12)).unwrap_err().contains("2003-05"));
    }

    #[test]
    fn numbers_are_short() {
        let texts = [1e-7, 1.0 / 0.97, 0.14286, 1.5, 0.0, -2.0, 4.0].map(Number::text);
        assert_eq!(texts, ["1e-7", "1.030928", "0.14286", "1.5", "0", "-2", "4"]);
        assert_eq!(f64::parse("1,5"), Some(1.5));
    }
}
