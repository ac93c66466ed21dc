//! Corrections of the days of the week for holidays (`timeseries-calendars-regressors.md`, sections 15.3 to 16.5).
//!
//! With H the (weighted) holidays and E their long-term means by day of the week, C = H - E (H without mean
//! correction), and `off` the non-working day, the correction of the day counts is K_j = -C_j for j != off and
//! K_off = sum of the others: a holiday turns a working day into a day off.

use chrono::Weekday;

use super::days::mean_days_of_position;
use super::{DayRow, Holiday, NationalCalendar, ResolvedCalendar};
use crate::toolkit::timeseries::{TsDomain, TsPeriod, TsUnit};

/// -c_j on working days, their sum on the day off.
fn turn_into_days_off(c: &DayRow, off: Weekday) -> DayRow {
    let off = off.num_days_from_monday() as usize;
    let total: f64 = c.iter().enumerate().filter(|(j, _)| *j != off).map(|(_, x)| x).sum();
    std::array::from_fn(|j| if j == off { total } else { -c.get(j).copied().unwrap_or(0.0) })
}

fn add_scaled(target: &mut DayRow, factor: f64, row: &DayRow) {
    target.iter_mut().zip(row).for_each(|(x, y)| *x += factor * y);
}

impl NationalCalendar {
    /// The calendar of some holidays, with mean correction.
    pub fn new(holidays: Vec<Holiday>) -> Self {
        Self { holidays, mean_correction: true }
    }

    /// H: sum of the weights of the holidays of each period by day of the week. Of several holidays on one day
    /// the one with the largest weight counts.
    pub fn holidays_by_weekday(&self, domain: TsDomain) -> Vec<DayRow> {
        let (from, until) = (domain.start.start(), domain.end().start());
        let dated = |h: &Holiday| h.dates(from, until).into_iter().map(|d| (d, h.weight)).collect::<Vec<_>>();
        let mut days: Vec<_> = self.holidays.iter().flat_map(dated).collect();
        days.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        days.dedup_by_key(|(date, _)| *date);
        let mut rows = vec![[0.0; 7]; domain.len];
        for (date, weight) in days {
            use chrono::Datelike;
            let index = domain.index_of(TsPeriod::containing(domain.start.unit, date));
            let weekday = date.weekday().num_days_from_monday() as usize;
            if let Some(cell) = index.and_then(|i| rows.get_mut(i)).and_then(|row| row.get_mut(weekday)) {
                *cell += weight;
            }
        }
        rows
    }

    /// The long-term means E of every position of a year of `frequency` periods, validity periods left aside.
    pub fn long_term_means(&self, frequency: u32) -> Vec<DayRow> {
        let mut table = vec![[0.0; 7]; frequency as usize];
        self.holidays.iter().for_each(|h| h.add_long_term_means(1.0, &mut table));
        table
    }

    /// The long-term means E of every period: those of the holidays valid in it, from the period that contains
    /// the start of the validity to the one that contains its end, excluded. Zero for units that do not divide
    /// the year.
    pub fn long_term_means_on(&self, domain: TsDomain) -> Vec<DayRow> {
        let mut rows = vec![[0.0; 7]; domain.len];
        let Some(frequency) = domain.annual_frequency() else { return rows };
        let mut table = vec![[0.0; 7]; frequency as usize];
        let clamp = |i: i64| usize::try_from(i).unwrap_or(0).min(domain.len);
        for holiday in &self.holidays {
            table.fill([0.0; 7]);
            holiday.add_long_term_means(1.0, &mut table);
            let from = holiday.start.map_or(0, |date| clamp(domain.position_of(date)));
            let until = holiday.end.map_or(domain.len, |date| clamp(domain.position_of(date)));
            for (i, row) in rows.iter_mut().enumerate().take(until).skip(from) {
                if let Some(means) = table.get(domain.period(i).annual_position()) {
                    add_scaled(row, 1.0, means);
                }
            }
        }
        rows
    }

    /// Mean number of days of the week by position in the year, `off` being the non-working day.
    pub fn mean_days(&self, frequency: u32, off: Weekday) -> Vec<DayRow> {
        let mut rows = self.long_term_means(frequency);
        for (position, row) in rows.iter_mut().enumerate() {
            let days = mean_days_of_position(frequency, position) / 7.0;
            *row = turn_into_days_off(row, off).map(|x| days + x);
        }
        rows
    }

    fn correction(&self, domain: TsDomain, off: Weekday) -> Vec<DayRow> {
        let mut rows = self.holidays_by_weekday(domain);
        if self.mean_correction {
            let means = self.long_term_means_on(domain);
            rows.iter_mut().zip(&means).for_each(|(row, mean)| add_scaled(row, -1.0, mean));
        }
        rows.iter_mut().for_each(|row| *row = turn_into_days_off(row, off));
        rows
    }

    fn raw_correction(&self, domain: TsDomain, off: Weekday) -> Vec<DayRow> {
        let mut rows = self.holidays_by_weekday(domain);
        rows.iter_mut().for_each(|row| *row = turn_into_days_off(row, off));
        rows
    }
}

/// How the correction of a national calendar is computed.
type NationalCorrection = fn(&NationalCalendar, TsDomain, Weekday) -> Vec<DayRow>;

impl ResolvedCalendar {
    /// The correction K of the day counts of each period, long-term means taken out by the calendars that say so.
    pub fn correction(&self, domain: TsDomain, off: Weekday) -> Vec<DayRow> {
        self.combine(domain, off, NationalCalendar::correction)
    }

    /// The correction of the day counts of each period with the holidays as they are.
    pub fn raw_correction(&self, domain: TsDomain, off: Weekday) -> Vec<DayRow> {
        self.combine(domain, off, NationalCalendar::raw_correction)
    }

    fn combine(&self, domain: TsDomain, off: Weekday, national: NationalCorrection) -> Vec<DayRow> {
        match self {
            Self::National(calendar) => national(calendar, domain, off),
            Self::Chained { first, second, break_date } => {
                let split = usize::try_from(domain.position_of(*break_date)).unwrap_or(0).min(domain.len);
                let mut rows = first.combine(TsDomain::new(domain.start, split), off, national);
                let rest = TsDomain::new(domain.period(split), domain.len - split);
                rows.extend(second.combine(rest, off, national));
                rows
            }
            Self::Composite(parts) => {
                let mut rows = vec![[0.0; 7]; domain.len];
                for (calendar, weight) in parts {
                    let part = calendar.combine(domain, off, national);
                    rows.iter_mut().zip(&part).for_each(|(row, x)| add_scaled(row, *weight, x));
                }
                rows
            }
        }
    }

    /// Mean correction per year by day of the week, validity periods left aside; of a chained calendar that of
    /// the second one.
    pub fn long_term_yearly_correction(&self, off: Weekday) -> DayRow {
        match self {
            Self::National(calendar) => {
                let means = calendar.long_term_means(TsUnit::YEAR.annual_frequency().unwrap_or(1));
                means.first().map_or([0.0; 7], |row| turn_into_days_off(row, off))
            }
            Self::Chained { second, .. } => second.long_term_yearly_correction(off),
            Self::Composite(parts) => {
                let mut sum = [0.0; 7];
                for (calendar, weight) in parts {
                    add_scaled(&mut sum, *weight, &calendar.long_term_yearly_correction(off));
                }
                sum
            }
        }
    }
}
