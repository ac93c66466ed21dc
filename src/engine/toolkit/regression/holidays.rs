//! Holidays and other moving events as regressors (`timeseries-calendars-regressors.md`, section 17).

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

use super::columns_of;
use crate::toolkit::calendars::Holiday;
use crate::toolkit::timeseries::{TsDomain, TsPeriod};

/// What becomes of a holiday on a non-working day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum NonWorkingDays {
    /// It counts on its day.
    #[default]
    Default,
    /// It does not count.
    Skip,
    /// It counts on the last working day before it.
    Previous,
    /// It counts on the first working day after it.
    Next,
}

/// Weighted number of holidays in the period, a column for each or one for all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HolidaysVariable {
    /// The holidays.
    pub holidays: Vec<Holiday>,
    /// What becomes of those on non-working days.
    pub on_non_working_days: NonWorkingDays,
    /// The non-working days of the week.
    pub non_working: Vec<Weekday>,
    /// Whether all holidays share one column.
    pub single: bool,
}

impl HolidaysVariable {
    /// Number of columns.
    pub fn dim(&self) -> usize {
        if self.single { 1.min(self.holidays.len()) } else { self.holidays.len() }
    }

    /// The columns. Of several holidays on one day the one with the largest weight counts (the first of equal
    /// ones); in a single column the last one in the list. Holidays outside the domain do not count, nor days
    /// moved out of it.
    pub fn fill(&self, domain: TsDomain, out: &mut [f64]) {
        out.fill(0.0);
        let (from, until) = (domain.start.start(), domain.end().start());
        let mut marks: Vec<Mark> = Vec::new();
        for (rank, holiday) in self.holidays.iter().enumerate() {
            let days = holiday.dates(from, until).into_iter().filter_map(|day| self.moved(day));
            let inside = days.filter(|day| from <= *day && *day < until);
            marks.extend(inside.map(|day| Mark { day, rank, weight: holiday.weight }));
        }
        marks.sort_by(|a, b| a.day.cmp(&b.day).then(self.precedence(a, b)));
        marks.dedup_by_key(|mark| mark.day);
        for Mark { day, rank, weight } in marks {
            let column = columns_of(out, domain.len).nth(if self.single { 0 } else { rank });
            let index = domain.index_of(TsPeriod::containing(domain.start.unit, day));
            if let Some(x) = column.zip(index).and_then(|(c, i)| c.get_mut(i)) {
                *x += weight;
            }
        }
    }

    /// Which of two marks of a day counts: the lesser one.
    fn precedence(&self, a: &Mark, b: &Mark) -> std::cmp::Ordering {
        if self.single {
            b.rank.cmp(&a.rank)
        } else {
            b.weight.total_cmp(&a.weight).then(a.rank.cmp(&b.rank))
        }
    }

    /// Where a holiday counts.
    fn moved(&self, day: NaiveDate) -> Option<NaiveDate> {
        let step = match self.on_non_working_days {
            NonWorkingDays::Default => return Some(day),
            NonWorkingDays::Skip => return (!self.non_working.contains(&day.weekday())).then_some(day),
            NonWorkingDays::Previous => TimeDelta::days(-1),
            NonWorkingDays::Next => TimeDelta::days(1),
        };
        let mut moved = day;
        for _ in &self.non_working {
            if !self.non_working.contains(&moved.weekday()) {
                break;
            }
            moved = moved.checked_add_signed(step)?;
        }
        Some(moved)
    }
}

/// A holiday that counts on a day.
struct Mark {
    day: NaiveDate,
    rank: usize,
    weight: f64,
}

/// A moving event with a weight for each of the days around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MovingHoliday {
    /// Days of the event.
    pub dates: Vec<NaiveDate>,
    /// Days from the event to the first weight, negative before it.
    pub start: i32,
    /// Weights of successive days.
    pub weights: Vec<f64>,
}

impl MovingHoliday {
    /// One column: sum of the weights of the days of the period.
    pub fn fill(&self, domain: TsDomain, out: &mut [f64]) {
        out.fill(0.0);
        for date in &self.dates {
            for (weight, i) in self.weights.iter().zip(0..) {
                let day = date.checked_add_signed(TimeDelta::days(i64::from(self.start) + i));
                let index = day.and_then(|day| domain.index_of(TsPeriod::containing(domain.start.unit, day)));
                if let Some(x) = index.and_then(|i| out.get_mut(i)) {
                    *x += weight;
                }
            }
        }
    }
}

/// Shapes of the weights of a [`MovingHoliday`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PatternShape {
    /// All zero.
    Zero,
    /// All 1.
    Constant,
    /// 1/k, 2/k, ..., 1.
    LinearUp,
    /// 1, ..., 2/k, 1/k.
    LinearDown,
}

impl PatternShape {
    /// The `k` weights of the shape.
    pub fn weights(self, k: usize) -> Vec<f64> {
        let share = |i: usize| i as f64 / k as f64;
        match self {
            Self::Zero => vec![0.0; k],
            Self::Constant => vec![1.0; k],
            Self::LinearUp => (1..=k).map(share).collect(),
            Self::LinearDown => (1..=k).rev().map(share).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::calendars::HolidayRule;

    /// By year, 2020 to 2024: Christmas and Boxing Day with a week-end of two days.
    fn by_year(option: NonWorkingDays, single: bool) -> Vec<f64> {
        let day = |day| Holiday::new("", HolidayRule::Fixed { month: 12, day });
        let variable = HolidaysVariable {
            holidays: vec![day(25), day(26)],
            on_non_working_days: option,
            non_working: vec![Weekday::Sat, Weekday::Sun],
            single,
        };
        let domain = TsDomain::new(TsPeriod::of_month(12, 2020, 1).unwrap(), 60);
        let mut out = vec![f64::NAN; 60 * variable.dim()];
        variable.fill(domain, &mut out);
        out.into_iter().skip(11).step_by(12).collect()
    }

    #[test]
    fn worked_examples() {
        use NonWorkingDays as N;
        assert_eq!(by_year(N::Default, false), [1.0; 10]);
        assert_eq!(by_year(N::Skip, false), [1., 0., 0., 1., 1., 0., 0., 1., 1., 1.]);
        assert_eq!(by_year(N::Previous, false), [1., 1., 1., 1., 1., 0., 0., 1., 1., 1.]);
        assert_eq!(by_year(N::Next, false), [1., 1., 1., 1., 1., 1., 0., 0., 1., 1.]);
        assert_eq!(by_year(N::Default, true), [2.0; 5]);
        assert_eq!(by_year(N::Skip, true), [1., 0., 1., 2., 2.]);
        assert_eq!(by_year(N::Previous, true), [1., 1., 2., 2., 2.]);
        assert_eq!(by_year(N::Next, true), [2., 1., 1., 2., 2.]);
    }

    #[test]
    fn moving_patterns() {
        let date = |d: &str| d.parse().unwrap();
        let variable = MovingHoliday {
            dates: vec![date("2000-02-01")],
            start: -2,
            weights: PatternShape::LinearUp.weights(4),
        };
        let mut out = [0.0; 3];
        variable.fill(TsDomain::new(TsPeriod::of_month(12, 2000, 1).unwrap(), 3), &mut out);
        assert_eq!(out, [0.75, 1.75, 0.0]);
    }
}
