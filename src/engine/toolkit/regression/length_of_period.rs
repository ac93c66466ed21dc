//! Length of period and leap year: regressors and pre-adjustment
//! (`timeseries-calendars-regressors.md`, section 12, with the Gregorian calendar).

use serde::{Deserialize, Serialize};

use crate::toolkit::calendars::is_leap_year;
use crate::toolkit::timeseries::{TsDomain, TsPeriod};

/// Effects of the number of days of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LengthOfPeriod {
    /// The 29 February only.
    LeapYear,
    /// The number of days of each period.
    LengthOfPeriod,
}

/// Whether `period`, one of `frequency` a year, contains the month of February.
fn contains_february(period: TsPeriod, frequency: u32) -> bool {
    period.annual_position() == usize::from(frequency == 12)
}

/// Days of the period with the month of February, in a year without leap day.
fn february_days(frequency: u32) -> f64 {
    const FROM_JANUARY: [f64; 12] = [31., 59., 90., 120., 151., 181., 212., 243., 273., 304., 334., 365.];
    let months = (12 / frequency.max(1)) as usize;
    if months <= 1 { 28.0 } else { FROM_JANUARY.get(months - 1).copied().unwrap_or(365.0) }
}

impl LengthOfPeriod {
    /// One column. Length of period: number of days less 365.25 / s. Leap year: in the period with February
    /// 0.75 in leap years and -0.25 in others, zero elsewhere. Zero for units that do not divide the year.
    pub fn fill(self, domain: TsDomain, out: &mut [f64]) {
        let Some(frequency) = domain.annual_frequency() else { return out.fill(0.0) };
        for (x, period) in out.iter_mut().zip(domain.periods()) {
            *x = match self {
                Self::LengthOfPeriod => period.days() as f64 - 365.25 / f64::from(frequency),
                Self::LeapYear if !contains_february(period, frequency) => 0.0,
                Self::LeapYear if is_leap_year(period.year()) => 0.75,
                Self::LeapYear => -0.25,
            };
        }
    }

    /// The factors f by which a series is multiplied before its logarithm is taken, to bring it to periods of
    /// equal length. Length of period: (365.25 / s) / number of days. Leap year: in the period with February,
    /// of L days without leap day, (L + 0.25) / (L + 1) in leap years and (L + 0.25) / L in others; 1 elsewhere.
    /// 1 for units that do not divide the year.
    pub fn fill_adjustment(self, domain: TsDomain, out: &mut [f64]) {
        let Some(frequency) = domain.annual_frequency() else { return out.fill(1.0) };
        let february = february_days(frequency);
        for (x, period) in out.iter_mut().zip(domain.periods()) {
            *x = match self {
                Self::LengthOfPeriod => 365.25 / f64::from(frequency) / period.days() as f64,
                Self::LeapYear if !contains_february(period, frequency) => 1.0,
                Self::LeapYear if is_leap_year(period.year()) => (february + 0.25) / (february + 1.0),
                Self::LeapYear => (february + 0.25) / february,
            };
        }
    }

    /// Name in results.
    pub fn description(self) -> &'static str {
        match self {
            Self::LeapYear => "Leap year",
            Self::LengthOfPeriod => "Length of period",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leap_years(frequency: u32, year: i32, month: u32, n: usize) -> Vec<f64> {
        let mut x = vec![f64::NAN; n];
        let domain = TsDomain::new(TsPeriod::of_month(frequency, year, month).unwrap(), n);
        LengthOfPeriod::LeapYear.fill(domain, &mut x);
        x
    }

    #[test]
    fn leap_years_are_in_the_period_of_february() {
        assert_eq!(leap_years(4, 1996, 1, 6), [0.75, 0.0, 0.0, 0.0, -0.25, 0.0]);
        assert_eq!(leap_years(4, 1995, 10, 6), [0.0, 0.75, 0.0, 0.0, 0.0, -0.25]);
        assert_eq!(leap_years(4, 1996, 4, 4), [0.0, 0.0, 0.0, -0.25]);
        assert_eq!(leap_years(2, 1995, 7, 4), [0.0, 0.75, 0.0, -0.25]);
        assert_eq!(leap_years(6, 1996, 3, 6), [0.0, 0.0, 0.0, 0.0, 0.0, -0.25]);
        assert_eq!(leap_years(12, 1996, 1, 3), [0.0, 0.75, 0.0]);
        assert_eq!(leap_years(1, 1999, 1, 3), [-0.25, 0.75, -0.25]);
    }

    #[test]
    fn century_years_are_no_leap_years() {
        assert_eq!(leap_years(1, 1896, 1, 5), [0.75, -0.25, -0.25, -0.25, -0.25]);
        assert_eq!(leap_years(1, 2000, 1, 1), [0.75]);
        assert_eq!(leap_years(1, 2100, 1, 1), [-0.25]);
    }

    #[test]
    fn length_of_period() {
        let mut x = [0.0; 8];
        let domain = TsDomain::new(TsPeriod::of_month(4, 1995, 1).unwrap(), 8);
        LengthOfPeriod::LengthOfPeriod.fill(domain, &mut x);
        assert_eq!(x, [-1.3125, -0.3125, 0.6875, 0.6875, -0.3125, -0.3125, 0.6875, 0.6875]);
    }

    #[test]
    fn adjustment_factors() {
        let factors = |frequency, year| {
            let mut f = [0.0; 12];
            let domain = TsDomain::new(TsPeriod::of_month(frequency, year, 1).unwrap(), 12);
            LengthOfPeriod::LeapYear.fill_adjustment(domain, &mut f);
            f
        };
        assert!((factors(12, 1996)[1] - 0.974137931).abs() < 1e-9);
        assert!((factors(12, 1997)[1] - 1.008928571).abs() < 1e-9);
        assert!((factors(4, 1996)[0] - 0.991758242).abs() < 1e-9);
        assert!((factors(4, 1996)[4] - 1.002777778).abs() < 1e-9);
        assert_eq!(factors(4, 1996)[1], 1.0);
        let l: Vec<f64> = [12, 6, 4, 3, 2, 1].map(february_days).into();
        assert_eq!(l, [28.0, 59.0, 90.0, 120.0, 181.0, 365.0]);
    }
}
