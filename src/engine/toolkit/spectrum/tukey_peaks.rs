//! Peaks of the Tukey spectrum at the seasonal and trading-day frequencies (`diagnostics.md` 4.6).

use super::{SmoothedPeriodogram, SmoothedPeriodogramSpec};
use crate::toolkit::stats::Distribution;

/// Window, positions of the frequencies among the ordinates, for a frequency and a length of series.
struct Layout {
    window: usize,
    seasonal: &'static [usize],
    pi: Option<usize>,
    trading_days: Option<usize>,
}

/// Degrees of freedom of the ratios: inner positions, position pi.
struct DegreesOfFreedom {
    inner: (f64, f64),
    pi: (f64, f64),
}

/// Length of the window for `n` values and annual frequency `period`: 112 or 79 for monthly, 44 for other series;
/// none for series that are too short.
pub fn tukey_window_length(n: usize, period: usize) -> Option<usize> {
    match (period, n) {
        (12, 120..) => Some(112),
        (12, 80..) => Some(79),
        (12, _) => None,
        (_, 45..) => Some(44),
        _ => None,
    }
}

fn layout(n: usize, period: usize) -> Option<Layout> {
    let window = tukey_window_length(n, period)?;
    let (seasonal, pi, trading_days): (&[usize], _, _) = match (window, period) {
        (112, _) => (&[9, 19, 28, 37, 47], Some(56), Some(38)),
        (79, _) => (&[7, 13, 20, 26, 33], Some(39), Some(27)),
        // with this window pi is ordinate 22; the reference uses 21
        (_, 6) => (&[7, 14], Some(21), None),
        (_, 4) => (&[11], Some(21), Some(12)),
        (_, 3) => (&[14], None, None),
        _ => (&[], None, None),
    };
    Some(Layout { window, seasonal, pi, trading_days })
}

fn degrees_of_freedom(window: usize, n: usize) -> DegreesOfFreedom {
    let q = n as f64 / 100.0;
    let fit = |a: f64, b: f64, c: f64| a + b * q + c / q;
    match window {
        112 => DegreesOfFreedom {
            inner: (fit(0.54630, 2.93030, 2.2042), fit(1.1329, 7.6924, 10.8795)),
            pi: (fit(-0.3492, 1.533, 2.7696), fit(0.9829, 3.8217, 6.9345)),
        },
        79 => DegreesOfFreedom { inner: (6.35251, 19.6308), pi: (2.29316, 6.55412) },
        _ => DegreesOfFreedom {
            inner: (fit(1.3779, 7.2620, 0.3725), fit(3.1495, 18.0654, 3.5564)),
            pi: (fit(0.2504, 3.6616, 0.7929), fit(0.504, 9.7201, 3.0605)),
        },
    }
}

/// p-values of the peaks of the Tukey spectrum.
#[derive(Clone, Debug, PartialEq)]
pub struct TukeyPeaks {
    /// p-values at the seasonal frequencies, from the lowest; fewer than p/2 where the window has no position.
    pub seasonal: Vec<f64>,
    /// p-value at the trading-day frequency; none where the window has no position for it.
    pub trading_days: Option<f64>,
}

impl TukeyPeaks {
    /// F tests, with real degrees of freedom, of the ordinate over the mean of its neighbours (over its left
    /// neighbour at pi). None for series that are too short or constant.
    pub fn of(x: &[f64], period: usize) -> Option<Self> {
        let layout = layout(x.len(), period)?;
        let spec = SmoothedPeriodogramSpec { length: layout.window, ..SmoothedPeriodogramSpec::default() };
        let spectrum = SmoothedPeriodogram::of(x, spec)?.ordinates;
        let df = degrees_of_freedom(layout.window, x.len());
        let at = |j: usize| spectrum.get(j).copied().unwrap_or(0.0);
        let p_value = |ratio: f64, (numerator, denominator): (f64, f64)| {
            // no ratio above 0, no peak
            Distribution::F { numerator, denominator }.upper(ratio).unwrap_or(1.0)
        };
        let inner = |j: usize| p_value(2.0 * at(j) / (at(j + 1) + at(j - 1)), df.inner);
        let mut seasonal: Vec<f64> = layout.seasonal.iter().map(|&j| inner(j)).collect();
        if let Some(j) = layout.pi {
            let left = at(j - 1);
            seasonal.push(p_value(if left == 0.0 { at(j) } else { at(j) / left }, df.pi));
        }
        Some(Self { seasonal, trading_days: layout.trading_days.map(inner) })
    }

    /// Whether the trading-day peak is significant at `level`.
    pub fn has_trading_day_peak(&self, level: f64) -> bool {
        self.trading_days.is_some_and(|p| p < level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows() {
        assert_eq!(tukey_window_length(120, 12), Some(112));
        assert_eq!(tukey_window_length(119, 12), Some(79));
        assert_eq!(tukey_window_length(79, 12), None);
        assert_eq!(tukey_window_length(45, 4), Some(44));
        assert_eq!(tukey_window_length(44, 4), None);
    }

    #[test]
    fn short_or_constant() {
        assert!(TukeyPeaks::of(&[], 12).is_none());
        assert!(TukeyPeaks::of(&[1.0; 200], 12).is_none());
        let annual: Vec<f64> = (0..60).map(|t| f64::from(t % 7)).collect();
        assert!(TukeyPeaks::of(&annual, 1).unwrap().seasonal.is_empty());
    }
}
