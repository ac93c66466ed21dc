//! Periodic dummies, contrasts and trigonometric variables (`timeseries-calendars-regressors.md`, section 20).

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use super::columns_of;
use crate::toolkit::timeseries::TsDomain;

/// A cycle of `period` periods. Its first season is the period number `reference` (0: the first period of 1970).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cycle {
    /// Periods of the cycle.
    pub period: u32,
    /// Number of a period of the first season.
    #[serde(default)]
    pub reference: i64,
}

impl Cycle {
    /// The cycle of `period` periods from 1970 on.
    pub const fn new(period: u32) -> Self {
        Self { period, reference: 0 }
    }

    /// Season of each period of the domain, 0-based; none for a cycle of no period.
    fn seasons(self, domain: TsDomain) -> impl Iterator<Item = usize> {
        let period = i64::from(self.period);
        domain
            .periods()
            .map(move |p| p.id.wrapping_sub(self.reference).checked_rem_euclid(period).unwrap_or(0) as usize)
    }

    /// `period` columns: 1 in the column of the season.
    pub fn fill_dummies(self, domain: TsDomain, out: &mut [f64]) {
        out.fill(0.0);
        for (t, season) in self.seasons(domain).enumerate() {
            if let Some(x) = columns_of(out, domain.len).nth(season).and_then(|c| c.get_mut(t)) {
                *x = 1.0;
            }
        }
    }

    /// `period` - 1 columns: the dummies of the seasons less that of the last one.
    pub fn fill_contrasts(self, domain: TsDomain, out: &mut [f64]) {
        out.fill(0.0);
        let last = self.period.saturating_sub(1) as usize;
        for (t, season) in self.seasons(domain).enumerate() {
            for (j, column) in columns_of(out, domain.len).enumerate() {
                if let Some(x) = column.get_mut(t) {
                    *x = if season == last { -1.0 } else { f64::from(u8::from(season == j)) };
                }
            }
        }
    }

    /// cos(pi f u) and sin(pi f u) for the frequencies f = 2 k / period up to 1, u the distance from the
    /// reference; for f = 1 the single column (-1)^u. `period` - 1 columns.
    pub fn fill_trigonometric(self, domain: TsDomain, out: &mut [f64]) {
        let period = f64::from(self.period);
        for (j, column) in columns_of(out, domain.len).enumerate() {
            let frequency = 2.0 * (j / 2 + 1) as f64 / period;
            let wave: fn(f64) -> f64 = if j % 2 == 0 { f64::cos } else { f64::sin };
            for (x, season) in column.iter_mut().zip(self.seasons(domain)) {
                *x = wave(PI * frequency * season as f64);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::timeseries::TsPeriod;

    fn domain(year: i32, n: usize) -> TsDomain {
        TsDomain::new(TsPeriod::of_month(4, year, 4).unwrap(), n)
    }

    #[test]
    fn contrasts() {
        let mut x = [0.0; 15];
        Cycle::new(4).fill_contrasts(domain(2000, 5), &mut x);
        assert_eq!(x[..5], [0.0, 0.0, -1.0, 1.0, 0.0]);
        assert_eq!(x[5..10], [1.0, 0.0, -1.0, 0.0, 1.0]);
        assert_eq!(x[10..], [0.0, 1.0, -1.0, 0.0, 0.0]);
    }

    #[test]
    fn dummies_before_the_reference() {
        let mut x = [f64::NAN; 16];
        Cycle::new(4).fill_dummies(domain(1969, 4), &mut x);
        assert_eq!(x, [0., 0., 0., 1., 1., 0., 0., 0., 0., 1., 0., 0., 0., 0., 1., 0.]);
    }

    #[test]
    fn empty_cycles_do_nothing() {
        Cycle::new(0).fill_dummies(domain(1969, 4), &mut []);
        Cycle::new(0).fill_trigonometric(domain(1969, 4), &mut []);
        Cycle::new(1).fill_contrasts(domain(1969, 0), &mut []);
    }
}
