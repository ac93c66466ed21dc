//! Easter (`timeseries-calendars-regressors.md`, section 14.2).

use chrono::{Datelike, TimeDelta};
use serde::{Deserialize, Serialize};

use super::RegressionError;
use crate::toolkit::calendars::easter::gregorian;
use crate::toolkit::timeseries::{TsDomain, TsPeriod};

/// Last day of the Easter window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EasterEnd {
    /// The day before Easter: X-13 and the standard Easter of TRAMO.
    EasterSaturday,
    /// Easter Sunday.
    #[default]
    EasterSunday,
    /// The day after Easter.
    EasterMonday,
}

/// What is subtracted from the shares of March and April.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EasterCorrection {
    /// Nothing.
    None,
    /// One half each: TRAMO.
    #[default]
    Simple,
    /// Means over 400 years, tabulated for windows up to 25 days: X-13.
    PreComputed,
    /// (15 + w) / (2 * 29.53059) for March, the complement for April.
    Theoretical,
}

/// PreComputed means of March and April by window.
const MEANS: [(f64, f64); 25] = [
    (0.266, 0.734),
    (0.281, 0.719),
    (0.2966667, 0.7033333),
    (0.3125, 0.6875),
    (0.3304, 0.6696),
    (0.3483333, 0.6516667),
    (0.3654286, 0.6345714),
    (0.382, 0.618),
    (0.3975556, 0.6024444),
    (0.4136, 0.5864),
    (0.4305455, 0.5694545),
    (0.4476667, 0.5523333),
    (0.4643077, 0.5356923),
    (0.4807143, 0.5192857),
    (0.4973333, 0.5026667),
    (0.514625, 0.485375),
    (0.5318824, 0.4681176),
    (0.549, 0.451),
    (0.5661053, 0.4338947),
    (0.583, 0.417),
    (0.5999048, 0.4000952),
    (0.6162727, 0.3834545),
    (0.6311304, 0.3677391),
    (0.6450833, 0.3528333),
    (0.6576, 0.33872),
];

/// Easter of monthly and quarterly series: the share of a window of days around Easter that falls in March and
/// in April.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EasterVariable {
    window: u32,
    end: EasterEnd,
    correction: EasterCorrection,
}

impl EasterVariable {
    /// Easter with a window of `window` days up to `end`.
    ///
    /// # Errors
    /// [`RegressionError::EasterWindow`] when the window is empty or, for precomputed means, longer than 25 days.
    pub fn new(window: u32, end: EasterEnd, correction: EasterCorrection) -> Result<Self, RegressionError> {
        let longest = if correction == EasterCorrection::PreComputed { MEANS.len() as u32 } else { 366 };
        if !(1..=longest).contains(&window) {
            return Err(RegressionError::EasterWindow { window, longest });
        }
        Ok(Self { window, end, correction })
    }

    /// Easter of X-13.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn x13(window: u32) -> Result<Self, RegressionError> {
        Self::new(window, EasterEnd::EasterSaturday, EasterCorrection::PreComputed)
    }

    /// Easter of TRAMO.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn tramo(window: u32, end: EasterEnd) -> Result<Self, RegressionError> {
        Self::new(window, end, EasterCorrection::Simple)
    }

    /// Number of days of the window.
    pub fn window(self) -> u32 {
        self.window
    }

    /// One column, zero unless the series is monthly or quarterly.
    pub fn fill(self, domain: TsDomain, out: &mut [f64]) {
        out.fill(0.0);
        let (Some(frequency @ (4 | 12)), Some(last)) = (domain.annual_frequency(), domain.last()) else {
            return;
        };
        let (march_mean, april_mean) = self.means();
        for year in domain.start.year()..=last.year() {
            let (march, april) = self.shares(year);
            let (march, april) = (march - march_mean, april - april_mean);
            // the same up to rounding, on which estimates of flat likelihoods depend
            let april = if self.correction == EasterCorrection::Simple { -march } else { april };
            let months = [(3, march), (4, april)];
            for (month, value) in months {
                let period = TsPeriod::of_month(frequency, year, month).ok();
                if let Some(x) = period.and_then(|p| domain.index_of(p)).and_then(|i| out.get_mut(i)) {
                    *x = value;
                }
            }
        }
    }

    fn means(self) -> (f64, f64) {
        match self.correction {
            EasterCorrection::None => (0.0, 0.0),
            EasterCorrection::Simple => (0.5, 0.5),
            EasterCorrection::Theoretical => {
                let march = (15.0 + f64::from(self.window)) / (2.0 * 29.53059);
                (march, 1.0 - march)
            }
            EasterCorrection::PreComputed => {
                MEANS.get(self.window.saturating_sub(1) as usize).copied().unwrap_or((0.0, 0.0))
            }
        }
    }

    /// Shares of the window in March and April; its days before March count as March.
    fn shares(self, year: i32) -> (f64, f64) {
        let easter = gregorian(year);
        // days of April up to the end of the window, negative in March
        let (end, april_days) = match self.end {
            EasterEnd::EasterSaturday if (easter.month(), easter.day()) == (4, 1) => (easter, 0),
            EasterEnd::EasterSaturday => shifted(easter, -1),
            EasterEnd::EasterSunday => shifted(easter, 0),
            EasterEnd::EasterMonday => shifted(easter, 1),
        };
        let window = self.window;
        if end.month() == 3 || april_days == 0 {
            (1.0, 0.0)
        } else if april_days >= window {
            (0.0, 1.0)
        } else {
            (f64::from(window - april_days) / f64::from(window), f64::from(april_days) / f64::from(window))
        }
    }
}

fn shifted(easter: chrono::NaiveDate, days: i64) -> (chrono::NaiveDate, u32) {
    let end = easter.checked_add_signed(TimeDelta::days(days)).unwrap_or(easter);
    (end, end.day())
}
