//! Days of the week of a period (`timeseries-calendars-regressors.md`, section 11.1).

use chrono::Datelike;

use crate::toolkit::timeseries::{TsDomain, TsPeriod};

/// A value for each day of the week, Monday first.
pub type DayRow = [f64; 7];

/// Days by month of a year of 365.25 days, the quarter day in February.
const MEAN_MONTHS: [f64; 12] = [31.0, 28.25, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

/// Whether `year` has a 29 February in the Gregorian calendar.
pub fn is_leap_year(year: i32) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

/// Number of Mondays, ..., Sundays of each period: N_j = 1 + floor((n - 1 - ((j - w) mod 7)) / 7) with n days
/// in the period and w the day of the week of its first one.
pub fn day_counts(domain: TsDomain) -> impl ExactSizeIterator<Item = DayRow> {
    domain.periods().map(counts_of)
}

fn counts_of(period: TsPeriod) -> DayRow {
    let first = i64::from(period.start().weekday().num_days_from_monday());
    let n = period.days();
    std::array::from_fn(|j| {
        let offset = (j as i64 - first).rem_euclid(7);
        (1 + (n - 1 - offset).div_euclid(7)) as f64
    })
}

/// Mean number of days of the period at `position` (0-based) in a year of `frequency` periods, the mean year
/// having 365.25 days.
pub fn mean_days_of_position(frequency: u32, position: usize) -> f64 {
    let months = (12 / frequency.clamp(1, 12)) as usize;
    MEAN_MONTHS.iter().skip(position * months).take(months).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn january_1992() {
        let domain = TsDomain::new(TsPeriod::of_month(12, 1992, 1).unwrap(), 2);
        let counts: Vec<_> = day_counts(domain).collect();
        assert_eq!(counts, [[4., 4., 5., 5., 5., 4., 4.], [4., 4., 4., 4., 4., 5., 4.]]);
    }

    #[test]
    fn mean_days() {
        assert_eq!(mean_days_of_position(4, 0), 90.25);
        assert_eq!(mean_days_of_position(1, 0), 365.25);
        assert_eq!(mean_days_of_position(12, 1), 28.25);
    }
}
