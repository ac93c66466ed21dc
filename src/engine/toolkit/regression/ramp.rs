//! Ramps (`timeseries-calendars-regressors.md`, section 19).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::toolkit::timeseries::{TsDomain, TsPeriod, TsUnit};

/// A linear change of level between two dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ramp {
    /// A day of the last period of the old level.
    pub start: NaiveDate,
    /// A day of the first period of the new level.
    pub end: NaiveDate,
}

impl Ramp {
    /// One column: -1 up to the start, 0 from the end on, linear in between; zero when the end is not after
    /// the start.
    pub fn fill(self, domain: TsDomain, out: &mut [f64]) {
        let (t0, t1) = (domain.position_of(self.start), domain.position_of(self.end));
        for (x, t) in out.iter_mut().zip(0..) {
            *x = if t >= t1 || t1 <= t0 {
                0.0
            } else if t <= t0 {
                -1.0
            } else {
                (t - t0) as f64 / (t1 - t0) as f64 - 1.0
            };
        }
    }

    /// Name in results: `ramp 1970-01 / 1973-10`.
    pub fn description(self, unit: TsUnit) -> String {
        format!("ramp {} / {}", TsPeriod::containing(unit, self.start), TsPeriod::containing(unit, self.end))
    }
}
