//! Julian (Orthodox) Easter (`timeseries-calendars-regressors.md`, section 14.3).

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::RegressionError;
use crate::toolkit::calendars::easter;
use crate::toolkit::timeseries::{TsDomain, TsPeriod};

/// Days of the window in March, April and May over 1064 years, by window.
const MEANS: [[u32; 3]; 28] = [
    [1, 878, 185],
    [3, 1784, 341],
    [8, 2713, 471],
    [22, 3664, 570],
    [51, 4633, 636],
    [91, 5613, 680],
    [145, 6586, 717],
    [226, 7547, 739],
    [343, 8484, 749],
    [488, 9400, 752],
    [657, 10293, 754],
    [858, 11155, 755],
    [1099, 11978, 755],
    [1379, 12762, 755],
    [1692, 13513, 755],
    [2036, 14233, 755],
    [2414, 14919, 755],
    [2828, 15569, 755],
    [3284, 16177, 755],
    [3779, 16746, 755],
    [4307, 17282, 755],
    [4866, 17787, 755],
    [5458, 18259, 755],
    [6092, 18689, 755],
    [6764, 19081, 755],
    [7469, 19440, 755],
    [8204, 19769, 755],
    [8971, 20066, 755],
];

/// Share of the `window` days before the Julian Easter that falls in March, April and May, less its mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JulianEasterVariable {
    window: u32,
    gregorian_dates: bool,
}

impl JulianEasterVariable {
    /// Julian Easter, dated in the Gregorian calendar, with a window of `window` days.
    ///
    /// # Errors
    /// [`RegressionError::EasterWindow`] when the window is not in 1 to 28.
    pub fn new(window: u32) -> Result<Self, RegressionError> {
        let longest = MEANS.len() as u32;
        if !(1..=longest).contains(&window) {
            return Err(RegressionError::EasterWindow { window, longest });
        }
        Ok(Self { window, gregorian_dates: true })
    }

    /// With the date of the Julian calendar taken as if it were Gregorian.
    #[must_use]
    pub fn with_julian_dates(self) -> Self {
        Self { gregorian_dates: false, ..self }
    }

    /// Number of days of the window.
    pub fn window(self) -> u32 {
        self.window
    }

    fn easter(self, year: i32) -> Option<NaiveDate> {
        if self.gregorian_dates {
            return Some(easter::julian(year));
        }
        let (month, day) = easter::julian_month_day(year);
        NaiveDate::from_ymd_opt(year, month, day)
    }

    /// One column, zero for series with less than three periods a year. A year whose Easter is not after the
    /// first day of the domain has no effect and no mean.
    pub fn fill(self, domain: TsDomain, out: &mut [f64]) {
        out.fill(0.0);
        let (Some(frequency @ 3..), Some(last)) = (domain.annual_frequency(), domain.last()) else { return };
        let first_day = domain.start.start();
        let w = i64::from(self.window);
        let Some(means) = MEANS.get(self.window.saturating_sub(1) as usize) else { return };
        for year in domain.start.year()..=last.year() {
            let Some(easter) = self.easter(year).filter(|easter| first_day < *easter) else { continue };
            let (Some(april), Some(may)) =
                (NaiveDate::from_ymd_opt(year, 4, 1), NaiveDate::from_ymd_opt(year, 5, 1))
            else {
                continue;
            };
            let window_start = easter.checked_sub_days(Days::new(u64::from(self.window))).unwrap_or(easter);
            let march_days = (april - window_start).num_days().max(0);
            let may_days = (easter - may).num_days().clamp(0, w);
            let days = [march_days, w - march_days - may_days, may_days];
            for ((month, days), mean) in (3..).zip(days).zip(means) {
                let period = TsPeriod::of_month(frequency, year, month).ok();
                if let Some(x) = period.and_then(|p| domain.index_of(p)).and_then(|i| out.get_mut(i)) {
                    *x += (days as f64 - f64::from(*mean) / 1064.0) / w as f64;
                }
            }
        }
    }
}
