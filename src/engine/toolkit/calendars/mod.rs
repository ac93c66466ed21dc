//! Easter, holidays, calendars and the days of the week of a period
//! (`timeseries-calendars-regressors.md`, sections 11 and 14 to 17).
//!
//! Tables by day of the week have seven columns, Monday first.

mod calendar;
mod clustering;
mod correction;
mod days;
pub mod easter;
mod holiday;
mod long_term;

pub use calendar::{
    Calendar, Calendars, CountryCalendar, NationalCalendar, ResolvedCalendar, WeightedCalendar,
};
pub use clustering::DayClustering;
pub use days::{DayRow, day_counts, is_leap_year, mean_days_of_position};
pub use holiday::{DayEvent, EquinoxSeason, Holiday, HolidayRule};

/// What can be wrong with a calendar definition.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// A calendar that is not defined.
    #[error("calendar \"{name}\" is not defined; define it or choose another one")]
    UnknownCalendar {
        /// Name asked for.
        name: String,
    },
    /// A chained or composite calendar that leads back to itself.
    #[error("calendar \"{name}\" refers to itself through other calendars; break the circle")]
    CircularReference {
        /// Name of the calendar.
        name: String,
    },
    /// A holiday that can never fall on a day or has no usable weight.
    #[error("holiday \"{holiday}\": {reason}")]
    InvalidHoliday {
        /// Name or rule of the holiday.
        holiday: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Groups of days that are no clustering.
    #[error("invalid groups of days: {reason}")]
    InvalidClustering {
        /// What is wrong with them.
        reason: String,
    },
}
