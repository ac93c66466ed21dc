//! Calendar definitions and the set they refer to each other in
//! (`timeseries-calendars-regressors.md`, section 16.1).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{CalendarError, Holiday};

/// Definition of a calendar. Chained and composite ones name others of the same [`Calendars`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Calendar {
    /// A list of holidays.
    National(NationalCalendar),
    /// One calendar before a date, another one from the start of the period that contains it.
    Chained {
        /// Calendar before the break.
        first: String,
        /// Calendar from the break on.
        second: String,
        /// The break.
        break_date: NaiveDate,
    },
    /// A weighted sum of calendars; the weights are used as given.
    Composite(Vec<WeightedCalendar>),
}

/// The holidays of a country.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NationalCalendar {
    /// The holidays.
    pub holidays: Vec<Holiday>,
    /// Whether the long-term means of the holidays are taken out of the regressors, which leaves the seasonal
    /// part of the holidays to the seasonal component.
    #[serde(default = "mean_corrected")]
    pub mean_correction: bool,
}

fn mean_corrected() -> bool {
    true
}

impl Default for NationalCalendar {
    fn default() -> Self {
        Self { holidays: Vec::new(), mean_correction: true }
    }
}

/// The calendar of a country, as delivered ready made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountryCalendar {
    /// ISO 3166 code of the country, e.g. `DE`.
    pub code: String,
    /// Name of the country in English.
    pub country: String,
    /// Legal basis, what is left out or approximated.
    pub notes: String,
    /// The holidays.
    pub calendar: NationalCalendar,
}

/// A calendar and its weight in a composite one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeightedCalendar {
    /// Name of the calendar.
    pub calendar: String,
    /// Its weight.
    pub weight: f64,
}

/// A calendar with everything it refers to.
#[derive(Clone, Debug, PartialEq)]
pub enum ResolvedCalendar {
    /// A list of holidays.
    National(NationalCalendar),
    /// Two calendars and the break between them.
    Chained {
        /// Calendar before the break.
        first: Box<ResolvedCalendar>,
        /// Calendar from the break on.
        second: Box<ResolvedCalendar>,
        /// The break.
        break_date: NaiveDate,
    },
    /// Calendars and their weights.
    Composite(Vec<(ResolvedCalendar, f64)>),
}

/// Calendars by name. [`Calendars::DEFAULT`], the calendar without holidays, is always there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Calendars {
    calendars: BTreeMap<String, Calendar>,
}

impl Calendars {
    /// Name of the calendar without holidays.
    pub const DEFAULT: &'static str = "Default";

    /// Puts a calendar in, replacing one of the same name. The default calendar cannot be replaced.
    ///
    /// # Errors
    /// [`CalendarError::InvalidHoliday`] when a holiday of it is invalid.
    pub fn insert(&mut self, name: impl Into<String>, calendar: Calendar) -> Result<(), CalendarError> {
        if let Calendar::National(national) = &calendar {
            national.holidays.iter().try_for_each(Holiday::validate)?;
        }
        self.calendars.insert(name.into(), calendar);
        Ok(())
    }

    /// Takes a calendar out.
    pub fn remove(&mut self, name: &str) -> Option<Calendar> {
        self.calendars.remove(name)
    }

    /// The definition of a calendar; none for the default one and unknown ones.
    pub fn get(&self, name: &str) -> Option<&Calendar> {
        self.calendars.get(name)
    }

    /// Names and definitions in alphabetical order, without the default calendar.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Calendar)> {
        self.calendars.iter().map(|(name, calendar)| (name.as_str(), calendar))
    }

    /// The calendar `name` with everything it refers to.
    ///
    /// # Errors
    /// [`CalendarError::UnknownCalendar`] for a name that is not defined, here or in a chained or composite
    /// calendar; [`CalendarError::CircularReference`] when a calendar refers to itself.
    pub fn resolve(&self, name: &str) -> Result<ResolvedCalendar, CalendarError> {
        self.resolve_within(name, &mut Vec::new())
    }

    fn resolve_within<'a>(
        &'a self,
        name: &'a str,
        above: &mut Vec<&'a str>,
    ) -> Result<ResolvedCalendar, CalendarError> {
        if name == Self::DEFAULT {
            return Ok(ResolvedCalendar::National(NationalCalendar::default()));
        }
        if above.contains(&name) {
            return Err(CalendarError::CircularReference { name: name.into() });
        }
        let definition =
            self.calendars.get(name).ok_or_else(|| CalendarError::UnknownCalendar { name: name.into() })?;
        above.push(name);
        let resolved = match definition {
            Calendar::National(national) => ResolvedCalendar::National(national.clone()),
            Calendar::Chained { first, second, break_date } => ResolvedCalendar::Chained {
                first: Box::new(self.resolve_within(first, above)?),
                second: Box::new(self.resolve_within(second, above)?),
                break_date: *break_date,
            },
            Calendar::Composite(parts) => ResolvedCalendar::Composite(
                parts
                    .iter()
                    .map(|part| Ok((self.resolve_within(&part.calendar, above)?, part.weight)))
                    .collect::<Result<_, CalendarError>>()?,
            ),
        };
        above.pop();
        Ok(resolved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn composite(names: &[&str]) -> Calendar {
        let part = |name: &&str| WeightedCalendar { calendar: (*name).into(), weight: 0.5 };
        Calendar::Composite(names.iter().map(part).collect())
    }

    #[test]
    fn references() {
        let mut calendars = Calendars::default();
        calendars.insert("a", composite(&["Default", "b"])).unwrap();
        assert_eq!(calendars.resolve("a"), Err(CalendarError::UnknownCalendar { name: "b".into() }));
        calendars.insert("b", composite(&["a"])).unwrap();
        assert!(matches!(calendars.resolve("a"), Err(CalendarError::CircularReference { .. })));
        calendars.insert("b", Calendar::National(NationalCalendar::default())).unwrap();
        calendars.insert("a", composite(&["b", "b"])).unwrap();
        assert!(calendars.resolve("a").is_ok());
        assert!(calendars.resolve("Default").is_ok());
    }
}
