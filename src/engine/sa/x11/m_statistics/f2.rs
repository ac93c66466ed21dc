//! Tables of the F2 group (`x11.md` 15.5).

use super::changes;
use super::components::Components;
use super::runs;
use crate::sa::x11::X11Decomposition;

/// Mean absolute changes over 1, 2, ..., p periods (F2.A), in percent, or 100 times the differences in the
/// additive mode.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanChanges {
    /// B1.
    pub original: Vec<f64>,
    /// D11.
    pub adjusted: Vec<f64>,
    /// D13.
    pub irregular: Vec<f64>,
    /// D12.
    pub trend: Vec<f64>,
    /// D10.
    pub seasonal: Vec<f64>,
    /// A8; none without pre-processing.
    pub preadjusted: Option<Vec<f64>>,
    /// D18; none without calendar effect.
    pub calendar: Option<Vec<f64>>,
    /// E1 without effects on trend and seasonal.
    pub modified_original: Vec<f64>,
    /// E2 without effects on the trend.
    pub modified_adjusted: Vec<f64>,
    /// E3.
    pub modified_irregular: Vec<f64>,
}

/// Shares of the components in the squared changes over 1, 2, ..., p periods (F2.B), percent.
#[derive(Clone, Debug, PartialEq)]
pub struct Contributions {
    /// Irregular.
    pub irregular: Vec<f64>,
    /// Trend.
    pub trend: Vec<f64>,
    /// Seasonal.
    pub seasonal: Vec<f64>,
    /// Effects removed before X-11; none without pre-processing.
    pub preadjusted: Option<Vec<f64>>,
    /// Calendar effects; none without.
    pub calendar: Option<Vec<f64>>,
    /// Sum of the squared changes of the components in percent of the squared change of the series.
    pub ratio: Vec<f64>,
}

/// Mean and standard deviation of the changes of one series over 1, 2, ..., p periods (F2.C), percent in the
/// multiplicative and log-additive modes.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedChanges {
    /// Means.
    pub means: Vec<f64>,
    /// Standard deviations.
    pub deviations: Vec<f64>,
}

/// Average durations of run (F2.D).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Durations {
    /// D11.
    pub adjusted: f64,
    /// D13.
    pub irregular: f64,
    /// D12.
    pub trend: f64,
}

/// The F2 tables; F2.F is [`super::VarianceDecomposition`], F2.I the table of moving seasonality ratios.
#[derive(Clone, Debug, PartialEq)]
pub struct F2Tables {
    /// F2.A.
    pub mean_changes: MeanChanges,
    /// F2.B.
    pub contributions: Contributions,
    /// F2.C: B1, D13, D12, D10, D11 in this order.
    pub signed_changes: [SignedChanges; 5],
    /// F2.D.
    pub durations: Durations,
    /// F2.E: change of the irregular over that of the trend for 1, 2, ..., p periods.
    pub ratios: Vec<f64>,
    /// First number of periods for which that ratio is below 1.
    pub dominance: Option<usize>,
    /// I/C ratio of D12.
    pub ic_ratio: f64,
    /// F2.G: autocorrelations of the irregular about its neutral value, lags 1 to p + 2.
    pub autocorrelations: Vec<f64>,
}

pub(super) fn tables(c: &Components, x11: &X11Decomposition) -> F2Tables {
    let mean_changes = mean_changes(c);
    let ratios: Vec<f64> =
        (1..=c.period).map(|k| c.change(&c.irregular, k) / c.change(&c.trend, k)).collect();
    F2Tables {
        contributions: contributions(&mean_changes),
        mean_changes,
        signed_changes: [&c.original, &c.irregular, &c.trend, &c.seasonal, &c.adjusted]
            .map(|x| signed_changes(c, x)),
        durations: Durations {
            adjusted: runs::average_duration(&c.adjusted),
            irregular: runs::average_duration(&c.irregular),
            trend: runs::average_duration(&c.trend),
        },
        dominance: ratios.iter().position(|&r| r < 1.0).map(|k| k + 1),
        ratios,
        ic_ratio: x11.ic_ratio,
        autocorrelations: autocorrelations(c),
    }
}

fn mean_changes(c: &Components) -> MeanChanges {
    let all = |x: &Vec<f64>| -> Vec<f64> { (1..=c.period).map(|k| 100.0 * c.change(x, k)).collect() };
    MeanChanges {
        original: all(&c.original),
        adjusted: all(&c.adjusted),
        irregular: all(&c.irregular),
        trend: all(&c.trend),
        seasonal: all(&c.seasonal),
        preadjusted: c.preadjusted.as_ref().map(all),
        calendar: c.calendar.as_ref().map(all),
        modified_original: all(&c.modified_original),
        modified_adjusted: all(&c.modified_adjusted),
        modified_irregular: all(&c.modified_irregular),
    }
}

fn contributions(changes: &MeanChanges) -> Contributions {
    let parts = [
        Some(&changes.modified_irregular),
        Some(&changes.trend),
        Some(&changes.seasonal),
        changes.preadjusted.as_ref(),
        changes.calendar.as_ref(),
    ];
    let totals: Vec<f64> = (0..changes.trend.len())
        .map(|k| parts.iter().flatten().filter_map(|x| x.get(k)).map(|v| v * v).sum())
        .collect();
    let share = |x: &Vec<f64>| x.iter().zip(&totals).map(|(v, total)| 100.0 * v * v / total).collect();
    Contributions {
        irregular: share(&changes.modified_irregular),
        trend: share(&changes.trend),
        seasonal: share(&changes.seasonal),
        preadjusted: changes.preadjusted.as_ref().map(share),
        calendar: changes.calendar.as_ref().map(share),
        ratio: totals.iter().zip(&changes.modified_original).map(|(t, v)| 100.0 * t / (v * v)).collect(),
    }
}

fn signed_changes(c: &Components, x: &[f64]) -> SignedChanges {
    let moments = (1..=c.period).map(|k| changes::moments(x, k, c.is_multiplicative()));
    let (means, deviations) = moments.unzip();
    SignedChanges { means, deviations }
}

fn autocorrelations(c: &Components) -> Vec<f64> {
    let neutral = if c.relative { 1.0 } else { 0.0 };
    let x: Vec<f64> = c.irregular.iter().map(|v| v - neutral).collect();
    let product =
        |lag: usize| -> f64 { x.iter().zip(x.get(lag..).unwrap_or_default()).map(|(a, b)| a * b).sum() };
    let variance = product(0);
    (1..=c.period + 2).map(|k| product(k) / variance).collect()
}
