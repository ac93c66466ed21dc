//! Long-term means of holidays by day of the week and position in the year
//! (`timeseries-calendars-regressors.md`, section 15.4).

use chrono::Weekday;

use super::holiday::day_of_year;
use super::{DayRow, Holiday, HolidayRule};

/// Length of the lunar month in days.
const LUNAR_MONTH: f64 = 29.53059;

/// 0-based day of a year of 365 days of the earliest Gregorian Easter, 22 March, and number of possible days.
const GREGORIAN_DAYS: (i64, usize) = (80, 35);

/// The same for the Julian Easter, from 1 April, with the number of years out of 1064 on each day.
const JULIAN_FIRST: i64 = 90;
const JULIAN_COUNTS: [f64; 43] = [
    1., 1., 3., 9., 15., 11., 14., 27., 36., 28., 24., 32., 40., 39., 33., 31., 34., 36., 42., 39., 33., 31.,
    33., 42., 38., 33., 30., 32., 39., 40., 33., 29., 26., 31., 33., 22., 7., 15., 12., 7., 1., 1., 1.,
];
const JULIAN_YEARS: f64 = 1064.0;

/// Probability that Easter falls on the `i`-th possible day.
fn gregorian_probability(i: usize) -> f64 {
    match i {
        0..=5 => (i + 1) as f64 / (7.0 * LUNAR_MONTH),
        6..=27 => 1.0 / LUNAR_MONTH,
        _ => ((GREGORIAN_DAYS.1 - i) as f64 + LUNAR_MONTH.fract()) / (7.0 * LUNAR_MONTH),
    }
}

impl Holiday {
    /// Adds `factor` times the expected number of these holidays by day of the week to the rows of `table`, one
    /// for each of the periods that divide the year.
    ///
    /// Conventions of the reference: fixed days and days of the week in a month are spread evenly over the week
    /// in the period of their month; Easter-related days have the probabilities of Easter, all on their day of
    /// the week; the weight of a named fixed day does not count; single dates have none. The rules that only
    /// Solstice knows have their true frequencies. Validity is left to the caller.
    pub(super) fn add_long_term_means(&self, factor: f64, table: &mut [DayRow]) {
        let periods = Periods { table };
        let weight = factor * self.weight;
        match (self.rule, self.rule.resolved()) {
            (HolidayRule::Named { .. }, HolidayRule::Fixed { month, .. }) => periods.spread(factor, month),
            (_, HolidayRule::Fixed { month, .. } | HolidayRule::Weekday { month, .. }) => {
                periods.spread(weight, month);
            }
            (_, HolidayRule::Easter { offset, julian }) => periods.add_easter(weight, offset, julian),
            (_, HolidayRule::WeekdayFrom { month, day, weekday }) => {
                periods.add_weekday_from(weight, day_of_year(month, day), weekday);
            }
            (_, HolidayRule::Observed { month, day, saturday, sunday }) => {
                periods.add_observed(weight, day_of_year(month, day), saturday, sunday);
            }
            (_, HolidayRule::Equinox { season, sunday }) => {
                // 20 or 21 March, 22 or 23 September, evenly over the week
                let day = if season.month() == 3 { 20 } else { 23 };
                periods.add_observed(weight, day_of_year(season.month(), day), 0, sunday);
            }
            (_, HolidayRule::Date(_) | HolidayRule::Named { .. }) => {}
        }
    }
}

/// The periods of a year of 365 days, a row by day of the week each.
struct Periods<'a> {
    table: &'a mut [DayRow],
}

impl Periods<'_> {
    /// The row of the period that contains a 0-based day of the year.
    fn row_of_day(&mut self, day: i64) -> Option<&mut DayRow> {
        let months = 12 / self.table.len().clamp(1, 12);
        let position = usize::try_from(day).ok().filter(|d| *d < 365)?;
        let month = (1..12).take_while(|m| day_of_year(m + 1, 1) <= position as i64).count();
        self.table.get_mut(month / months)
    }

    fn add(&mut self, mass: f64, day: i64, weekday: usize) {
        if let Some(cell) = self.row_of_day(day).and_then(|row| row.get_mut(weekday)) {
            *cell += mass;
        }
    }

    fn spread(mut self, mass: f64, month: u32) {
        if let Some(row) = self.row_of_day(day_of_year(month, 1)) {
            row.iter_mut().for_each(|x| *x += mass / 7.0);
        }
    }

    fn add_easter(mut self, mass: f64, offset: i32, julian: bool) {
        let offset = i64::from(offset);
        let weekday = (6 + offset).rem_euclid(7) as usize;
        if julian {
            for (i, count) in JULIAN_COUNTS.iter().enumerate() {
                self.add(mass * count / JULIAN_YEARS, JULIAN_FIRST + offset + i as i64, weekday);
            }
        } else {
            for i in 0..GREGORIAN_DAYS.1 {
                self.add(mass * gregorian_probability(i), GREGORIAN_DAYS.0 + offset + i as i64, weekday);
            }
        }
    }

    fn add_weekday_from(mut self, mass: f64, first: i64, weekday: Weekday) {
        for wait in 0..7 {
            let day = (first + wait).rem_euclid(365);
            self.add(mass / 7.0, day, weekday.num_days_from_monday() as usize);
        }
    }

    fn add_observed(mut self, mass: f64, day: i64, saturday: i32, sunday: i32) {
        for weekday in 0..7 {
            let shift = match weekday {
                5 => i64::from(saturday),
                6 => i64::from(sunday),
                _ => 0,
            };
            let moved = (weekday + shift).rem_euclid(7) as usize;
            self.add(mass / 7.0, (day + shift).rem_euclid(365), moved);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_of_easter() {
        let total: f64 = (0..GREGORIAN_DAYS.1).map(gregorian_probability).sum();
        assert!((total - 1.0).abs() < 1e-12);
        assert_eq!(JULIAN_COUNTS.iter().sum::<f64>(), JULIAN_YEARS);
    }

    #[test]
    fn mass_is_the_weight() {
        let rules = [
            HolidayRule::Fixed { month: 12, day: 31 },
            HolidayRule::Weekday { month: 9, place: -1, weekday: Weekday::Mon },
            HolidayRule::WeekdayFrom { month: 10, day: 31, weekday: Weekday::Sat },
            HolidayRule::Observed { month: 1, day: 1, saturday: -1, sunday: 1 },
            HolidayRule::Easter { offset: 39, julian: false },
            HolidayRule::Easter { offset: -48, julian: true },
        ];
        for s in [1, 2, 3, 4, 6, 12] {
            for rule in rules {
                let mut table = vec![[0.0; 7]; s];
                Holiday::new("", rule).with_weight(0.5).add_long_term_means(1.0, &mut table);
                let total: f64 = table.iter().flatten().sum();
                assert!((total - 0.5).abs() < 1e-12, "{rule} {s}");
            }
        }
    }

    #[test]
    fn moved_days_are_on_working_days() {
        let mut table = vec![[0.0; 7]; 12];
        let rule = HolidayRule::Observed { month: 1, day: 1, saturday: -1, sunday: 1 };
        Holiday::new("", rule).add_long_term_means(7.0, &mut table);
        let january = [2.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0];
        assert!(table[0].iter().zip(january).all(|(a, b)| (a - b).abs() < 1e-12));
        assert!((table[11][4] - 1.0).abs() < 1e-12);
    }
}
