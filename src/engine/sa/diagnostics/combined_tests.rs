//! The combined seasonality tests of an X-11 decomposition (`x11.md` 16.3).

use super::{CombinedSeasonality, combined_seasonality};
use crate::sa::spec::DecompositionMode;
use crate::sa::x11::{X11Decomposition, X11Table};
use crate::toolkit::math::linear_filters::centred_average;
use crate::toolkit::timeseries::TsData;

/// Series of a decomposition that are tested, in levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TestedSeries {
    /// B1 without its centred moving average over one year.
    Linearised,
    /// D8.
    SeasonalIrregular,
    /// D11, changes over a quarter of the year.
    Adjusted,
    /// D13.
    Irregular,
}

/// Years of the tests on the last years.
pub const LAST_YEARS: usize = 3;
/// Years that a test needs.
const MIN_YEARS: usize = 3;

/// The combined test of a series of `x11` on the observations, or on its last `last_years`. None for annual
/// series and with fewer than three years after detrending.
pub fn x11_combined_test(
    x11: &X11Decomposition,
    series: TestedSeries,
    last_years: Option<usize>,
) -> Option<CombinedSeasonality> {
    let multiplicative =
        matches!(x11.mode, DecompositionMode::Multiplicative | DecompositionMode::LogAdditive);
    let centre = if multiplicative { 1.0 } else { 0.0 };
    let observed = |table| x11.table(table).map(|x: &TsData| x.drop(x11.backcasts, x11.forecasts));
    let (x, centre) = match series {
        TestedSeries::Linearised => (detrended(&observed(X11Table::B1)?, x11.period, multiplicative), centre),
        TestedSeries::SeasonalIrregular => (observed(X11Table::D8)?, centre),
        TestedSeries::Adjusted => (observed(X11Table::D11)?.delta((x11.period / 4).max(1)), 0.0),
        TestedSeries::Irregular => (observed(X11Table::D13)?, centre),
    };
    if x.len() < MIN_YEARS * x11.period {
        return None;
    }
    let dropped = last_years.map_or(0, |years| x.len().saturating_sub(years * x11.period));
    let x = x.drop(dropped, 0);
    combined_seasonality(x.values(), x.start().annual_position(), x11.period, centre)
}

fn detrended(x: &TsData, period: usize, multiplicative: bool) -> TsData {
    let filter = centred_average(period);
    let d = filter.half_length();
    let trend = filter.inside(x.values());
    let x = x.drop(d, d);
    let pairs = x.values().iter().zip(&trend);
    let values = pairs.map(|(x, t)| if multiplicative { x / t } else { x - t }).collect();
    TsData::new(x.start(), values)
}
