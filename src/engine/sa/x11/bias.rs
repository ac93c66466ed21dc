//! Bias correction of the log-additive mode (`x11.md` section 13).

use super::X11Error;
use super::tables::{Columns, X11Table};
use super::trend::make_positive;
use crate::sa::spec::BiasCorrection;
use crate::toolkit::math::linear_filters::{FilterWithEnds, centred_average, henderson, with_musgrave_ends};

/// I/C ratio assumed by the end filters of the legacy correction.
const LEGACY_END_RATIO: f64 = 4.5;

/// Turns the tables of a decomposition of logarithms into levels (all but the weights), B1 into `y`, and
/// corrects D10 to D13 so that the components keep the level of the series.
pub(super) fn to_levels(
    columns: &mut Columns,
    y: &[f64],
    period: usize,
    position: usize,
    correction: BiasCorrection,
) -> Result<(), X11Error> {
    let variance = |columns: &Columns, table| {
        let x = columns.values(table);
        (x.iter().map(|v| v * v).sum::<f64>() / (2.0 * x.len() as f64)).exp()
    };
    let (legacy, smooth) = (variance(columns, X11Table::C13), variance(columns, X11Table::D13));
    for (table, column) in columns.iter_mut() {
        match table {
            X11Table::B1 => column.values = y.to_vec(),
            X11Table::B17 | X11Table::C17 => {}
            _ => column.values.iter_mut().for_each(|v| *v = v.exp()),
        }
    }
    let seasonal = columns.values(X11Table::D10);
    let trend = columns.values(X11Table::D12);
    let (mut d10, mut d12) = (seasonal.to_vec(), trend.to_vec());
    match correction {
        BiasCorrection::None => return Ok(()),
        BiasCorrection::Ratio => {
            let seasonal_mean = mean(complete_years(seasonal, period, position));
            let irregular_mean = mean(columns.values(X11Table::D13));
            d10.iter_mut().for_each(|s| *s /= seasonal_mean);
            d12.iter_mut().for_each(|t| *t *= seasonal_mean * irregular_mean);
        }
        BiasCorrection::Legacy => scale_by(&mut d12, &henderson_smoothed(seasonal, period)?, legacy),
        BiasCorrection::Smooth => scale_by(&mut d12, &year_smoothed(seasonal, period), smooth),
    }
    make_positive(&mut d12)?;
    let d11: Vec<f64> = y.iter().zip(&d10).map(|(y, s)| y / s).collect();
    let d13 = d11.iter().zip(&d12).map(|(a, t)| a / t).collect();
    columns.replace(X11Table::D10, d10);
    columns.replace(X11Table::D11, d11);
    columns.replace(X11Table::D12, d12);
    columns.replace(X11Table::D13, d13);
    Ok(())
}

/// As many complete years as follow the first one, from the *index* that equals the position on: not a
/// January unless the series starts with one, but whole years all the same.
fn complete_years(x: &[f64], period: usize, position: usize) -> &[f64] {
    let years = x.len().saturating_sub(position) / period;
    x.get(position..position + years * period).unwrap_or(x)
}

fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

fn scale_by(trend: &mut [f64], factors: &[f64], constant: f64) {
    for (t, f) in trend.iter_mut().zip(factors) {
        *t *= f * constant;
    }
}

fn henderson_smoothed(x: &[f64], period: usize) -> Result<Vec<f64>, X11Error> {
    let length = (2 * period - 1).max(if period == 2 { 5 } else { 3 });
    let filter: FilterWithEnds = with_musgrave_ends(henderson(length)?, LEGACY_END_RATIO);
    let length = filter.symmetric().length();
    if x.len() < length - 1 {
        return Err(X11Error::HendersonTooLong { length, observations: x.len() });
    }
    let mut smooth = vec![0.0; x.len()];
    filter.apply(x, &mut smooth);
    Ok(smooth)
}

/// Centred moving average over one year, the first and the last one repeated at the ends.
fn year_smoothed(x: &[f64], period: usize) -> Vec<f64> {
    let filter = centred_average(period);
    let (n, d) = (x.len(), filter.half_length());
    let inside = filter.inside(x);
    let at = |t: usize| inside[t.clamp(d, n - d - 1) - d];
    if inside.is_empty() { x.to_vec() } else { (0..n).map(at).collect() }
}
