//! Trading days of a series: are there any, are they stable, do they move (`diagnostics.md` section 5)?

use super::ToolError;
use super::canova_hansen::StabilityStatistic;
use super::error::{logarithm, prepared_seasonal};
use crate::toolkit::calendars::DayClustering;
use crate::toolkit::stats::StatisticalTest;
use crate::toolkit::timeseries::TsData;
use crate::toolkit::trading_days::{
    ErrorModel, Movement, MovingTradingDays, TRUNCATION, canova_hansen, moving_average_test, ols_test,
};

/// Options of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TradingDaysOptions {
    /// Takes logarithms.
    pub log: bool,
    /// Groups of days whose effects may move; the other tests are of all days of the week.
    pub clustering: DayClustering,
    /// What moves independently.
    pub movement: Movement,
}

impl Default for TradingDaysOptions {
    /// Levels, every day of the week.
    fn default() -> Self {
        Self { log: false, clustering: DayClustering::TD7, movement: Movement::Days }
    }
}

/// Trading days of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct TradingDaysReport {
    /// The series that is tested.
    pub data: TsData,
    /// F test of the days of the week after a regular and a seasonal difference, least squares.
    pub effect: Option<StatisticalTest>,
    /// The same in an airline model.
    pub effect_airline: Option<StatisticalTest>,
    /// Canova-Hansen statistics of Monday to Sunday in the differenced series.
    pub stability: [Option<StabilityStatistic>; 7],
    /// The statistic of all days together.
    pub joint_stability: Option<StabilityStatistic>,
    /// Coefficients that move; none for series with missing values, too short ones, and when the model cannot be
    /// estimated.
    pub moving: Option<MovingTradingDays>,
}

/// Fewest years: a year is lost by differencing, and the seven effects and the model need data.
const FEWEST_YEARS: usize = 4;

/// Tests the trading days of `series`. A test that cannot be computed is absent.
///
/// # Errors
/// [`ToolError`]: no data, no seasons, not positive for logarithms, fewer than four years, constant.
pub fn trading_days(series: &TsData, options: &TradingDaysOptions) -> Result<TradingDaysReport, ToolError> {
    let (series, period) = prepared_seasonal(series)?;
    let data = logarithm(&series, options.log)?;
    let required = FEWEST_YEARS * period;
    if data.len() < required {
        return Err(ToolError::TooShort { observations: data.len(), required });
    }
    let lags = [1, period];
    let differenced = data.delta_of_order(1, 1).delta_of_order(period, 1);
    let mut values = differenced.values().iter().filter(|x| x.is_finite());
    let first = values.next().copied().unwrap_or(0.0);
    if values.all(|x| *x == first) {
        return Err(ToolError::Constant);
    }
    let tests = canova_hansen(&data, &lags, TRUNCATION);
    let tests = tests.as_ref();
    let stability = std::array::from_fn(|day| {
        let value = if day < 6 { tests?.statistic(day, 1) } else { tests?.derived_statistic() };
        StabilityStatistic::new(value, 1)
    });
    Ok(TradingDaysReport {
        effect: ols_test(&data, &lags),
        effect_airline: moving_average_test(&data, ErrorModel::Airline),
        stability,
        joint_stability: StabilityStatistic::new(tests.and_then(|t| t.statistic_of_all()), 6),
        moving: MovingTradingDays::of(&data, options.clustering, options.movement),
        data,
    })
}
