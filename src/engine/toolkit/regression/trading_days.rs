//! Trading days: contrasts of groups of days of the week, with and without holidays
//! (`timeseries-calendars-regressors.md`, sections 11, 13 and 16.4).

use std::sync::Arc;

use chrono::{Datelike, Weekday};
use serde::{Deserialize, Serialize};

use super::columns_of;
use crate::toolkit::calendars::{DayClustering, DayRow, ResolvedCalendar, day_counts, mean_days_of_position};
use crate::toolkit::timeseries::TsDomain;

/// Trading days without holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TradingDays {
    /// Groups of days; a column for every group but the contrast group.
    pub clustering: DayClustering,
}

impl TradingDays {
    /// x_g = sum of N_j over group g - |g| (sum of N_j over group 0 / |group 0|), N_j the number of days j in
    /// the period. Columns of `domain.len` values one after the other.
    pub fn fill(self, domain: TsDomain, out: &mut [f64]) {
        let ratios = plain_ratios(self.clustering);
        for (t, days) in day_counts(domain).enumerate() {
            for (g, column) in columns_of(out, domain.len).enumerate() {
                let contrast = self.clustering.sum(0, &days) / ratios.contrast_size;
                set(column, t, self.clustering.sum(g + 1, &days) - ratios.sizes[g.min(5)] * contrast);
            }
        }
    }

    /// Number of days of every group, the contrast group first; not a contrast, seasonal means included.
    pub fn fill_counts(self, domain: TsDomain, out: &mut [f64]) {
        for (t, days) in day_counts(domain).enumerate() {
            for (g, column) in columns_of(out, domain.len).enumerate() {
                set(column, t, self.clustering.sum(g, &days));
            }
        }
    }

    /// The counts of [`Self::fill_counts`] less |g| / 7 times the mean number of days of the period at its
    /// position in the year; the counts themselves for units that do not divide the year.
    pub fn fill_centred_counts(self, domain: TsDomain, out: &mut [f64]) {
        self.fill_counts(domain, out);
        let Some(frequency) = domain.annual_frequency() else { return };
        for (g, column) in columns_of(out, domain.len).enumerate() {
            let share = self.clustering.size(g) as f64 / 7.0;
            for (x, period) in column.iter_mut().zip(domain.periods()) {
                *x -= share * mean_days_of_position(frequency, period.annual_position());
            }
        }
    }
}

/// Sizes of the groups 1, 2, ... and of the contrast group.
struct Ratios {
    sizes: [f64; 6],
    contrast_size: f64,
}

fn plain_ratios(clustering: DayClustering) -> Ratios {
    Ratios {
        sizes: std::array::from_fn(|g| clustering.size(g + 1) as f64),
        contrast_size: clustering.size(0) as f64,
    }
}

fn set(column: &mut [f64], t: usize, value: f64) {
    if let Some(x) = column.get_mut(t) {
        *x = value;
    }
}

/// How many days of the contrast group make up for a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContrastWeights {
    /// By the number of days of the week in the groups; the choice of all predefined specifications.
    #[default]
    Days,
    /// By the long-term frequency of the days, holidays counted as the non-working day.
    LongTerm,
}

/// Trading days corrected for the holidays of a calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct HolidayTradingDays {
    /// The calendar.
    pub calendar: Arc<ResolvedCalendar>,
    /// Groups of days; a column for every group but the contrast group.
    pub clustering: DayClustering,
    /// The day holidays count as, Sunday in seasonal adjustment.
    pub off: Weekday,
    /// Weights of the contrasts.
    pub weights: ContrastWeights,
}

impl HolidayTradingDays {
    /// Holidays count as Sundays, contrasts by the number of days.
    pub fn new(calendar: Arc<ResolvedCalendar>, clustering: DayClustering) -> Self {
        Self { calendar, clustering, off: Weekday::Sun, weights: ContrastWeights::Days }
    }

    /// x_g = sum of D_j over group g - v_g sum of D_j over group 0, with D the day counts corrected for
    /// holidays and v_g the ratio of the weights of the groups. A value within 1e-9 of an integer is that
    /// integer.
    pub fn fill(&self, domain: TsDomain, out: &mut [f64]) {
        let ratios = self.ratios();
        let corrections = self.calendar.correction(domain, self.off);
        for ((t, counts), correction) in day_counts(domain).enumerate().zip(&corrections) {
            let days = add(&counts, correction);
            let contrast = self.clustering.sum(0, &days);
            for ((g, column), v) in columns_of(out, domain.len).enumerate().zip(ratios) {
                set(column, t, snap(self.clustering.sum(g + 1, &days) - v * contrast));
            }
        }
    }

    /// Number of days of every group, holidays counted as the non-working day, the contrast group first; never
    /// mean-corrected.
    pub fn fill_counts(&self, domain: TsDomain, out: &mut [f64]) {
        let corrections = self.calendar.raw_correction(domain, self.off);
        for ((t, counts), correction) in day_counts(domain).enumerate().zip(&corrections) {
            let days = add(&counts, correction);
            for (g, column) in columns_of(out, domain.len).enumerate() {
                set(column, t, self.clustering.sum(g, &days));
            }
        }
    }

    /// v_g of the groups 1, 2, ...
    fn ratios(&self) -> [f64; 6] {
        match self.weights {
            ContrastWeights::Days => {
                let Ratios { sizes, contrast_size } = plain_ratios(self.clustering);
                sizes.map(|size| size / contrast_size)
            }
            ContrastWeights::LongTerm => {
                let yearly = self.calendar.long_term_yearly_correction(self.off);
                let frequencies = yearly.map(|l| 1.0 / 7.0 + l / 365.25);
                let weight = |group| self.clustering.sum(group, &frequencies);
                std::array::from_fn(|g| weight(g + 1) / weight(0))
            }
        }
    }
}

fn add(a: &DayRow, b: &DayRow) -> DayRow {
    let mut sum = *a;
    sum.iter_mut().zip(b).for_each(|(x, y)| *x += y);
    sum
}

/// The nearest integer when closer than 1e-9 to it.
fn snap(x: f64) -> f64 {
    let nearest = (x + 0.5).floor();
    if (x - nearest).abs() < 1e-9 { nearest } else { x }
}

/// Trading days of stock series: the day of the week on which the stock is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockTradingDays {
    /// Positive: day of the last month of the period, at most its last one. Zero or negative: days after the
    /// last day of the period.
    pub day: i32,
}

impl StockTradingDays {
    /// Six columns, Monday to Saturday: 1 in the column of the day of the week, -1 in all of them on a Sunday.
    pub fn fill(self, domain: TsDomain, out: &mut [f64]) {
        for (t, period) in domain.periods().enumerate() {
            let Some(last) = period.end().pred_opt() else { continue };
            let day = match u32::try_from(self.day) {
                Ok(day) if day > 0 => last.with_day(day.min(last.day())).unwrap_or(last),
                _ => {
                    let back = chrono::Days::new(u64::from(self.day.unsigned_abs()));
                    last.checked_sub_days(back).unwrap_or(last)
                }
            };
            let weekday = day.weekday().num_days_from_monday() as usize;
            for (j, column) in columns_of(out, domain.len).enumerate() {
                set(column, t, if weekday == 6 { -1.0 } else { f64::from(u8::from(j == weekday)) });
            }
        }
    }
}
