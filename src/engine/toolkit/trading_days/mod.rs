//! Tests for trading-day effects in any series (`diagnostics.md` section 5): the numbers of each day of the week
//! less the number of Sundays, without length of period, explain the series or do not.

mod canova_hansen;
mod coefficient_predictor;
mod moving_average_test;
mod ols_test;
mod time_varying_test;

pub use canova_hansen::{TRUNCATION, canova_hansen};
pub use moving_average_test::{ErrorModel, moving_average_test};
pub use ols_test::ols_test;
pub use time_varying_test::{Movement, MovingTradingDays, time_varying_test};

use super::calendars::DayClustering;
use super::regression::TradingDays;
use super::timeseries::TsDomain;

/// Number of contrasts.
const CONTRASTS: usize = 6;

/// The six contrasts on `domain`, column after column.
fn contrasts(domain: TsDomain) -> Vec<f64> {
    let mut x = vec![0.0; domain.len * CONTRASTS];
    TradingDays { clustering: DayClustering::TD7 }.fill(domain, &mut x);
    x
}
