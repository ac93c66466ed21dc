//! Peaks of the autoregressive spectrum at the seasonal and trading-day frequencies (`diagnostics.md` 4.5;
//! Soukup, Findley 1999).

use std::f64::consts::PI;

use super::ar_peak_tables::{ONE_SIDED, TWO_SIDED};
use super::{AutoregressiveMethod, AutoregressiveSpectrum, trading_day_frequencies};

/// Number of intervals of [0, pi].
const INTERVALS: usize = 60;
/// Probability from which a trading-day peak is counted.
const COUNTED: f64 = 0.95;

/// Probabilities that the spectrum peaks at given frequencies.
#[derive(Clone, Debug, PartialEq)]
pub struct AutoregressivePeaks {
    /// Probability of a peak at each seasonal frequency, from the lowest, 2 pi i/p for i = 1..p/2: 0 or
    /// 0.80 + 0.0025 N.
    pub seasonal: Vec<f64>,
    /// The same at the trading-day frequencies.
    pub trading_days: Vec<f64>,
    /// Grid of frequencies i pi/60, those around a trading-day frequency moved onto it.
    pub frequencies: Vec<f64>,
    /// The spectrum on the grid, in decibels.
    pub values: Vec<f64>,
}

impl AutoregressivePeaks {
    /// The test on `x` (differenced as needed) with an autoregression of order trunc(30 p/12), at most n - 1.
    /// None when the regression is not possible (fewer than 60 values for monthly series).
    pub fn of(x: &[f64], period: usize) -> Option<Self> {
        if period == 0 {
            return None;
        }
        let order = (30 * period / 12).min(x.len().checked_sub(1)?);
        if order == 0 {
            return None;
        }
        let spectrum = AutoregressiveSpectrum::of(x, order, AutoregressiveMethod::Ols)?;
        let step = PI / INTERVALS as f64;
        let mut frequencies: Vec<f64> = (0..=INTERVALS).map(|i| i as f64 * step).collect();
        let mut trading_day_positions = Vec::new();
        for f in trading_day_frequencies(period) {
            let k = ((f / step + 0.5) as usize).min(INTERVALS);
            for (position, frequency) in [(k.wrapping_sub(1), f - step), (k, f), (k + 1, f + step)] {
                if let Some(slot) = frequencies.get_mut(position) {
                    *slot = frequency;
                }
            }
            trading_day_positions.push(k);
        }
        let values: Vec<f64> = frequencies.iter().map(|&f| spectrum.at(f)).collect();
        let grid = Grid::of(&values)?;
        let seasonal_step = 2 * INTERVALS / period;
        Some(Self {
            seasonal: (1..=period / 2).map(|i| grid.peak_probability(i * seasonal_step)).collect(),
            trading_days: trading_day_positions.into_iter().map(|k| grid.peak_probability(k)).collect(),
            frequencies,
            values,
        })
    }

    /// Number of trading-day peaks with a probability above 0.95.
    pub fn trading_day_count(&self) -> usize {
        self.trading_days.iter().filter(|&&p| p > COUNTED).count()
    }
}

/// A spectrum in decibels on a grid, its median and its range.
struct Grid<'a> {
    values: &'a [f64],
    median: f64,
    range: f64,
}

impl<'a> Grid<'a> {
    fn of(values: &'a [f64]) -> Option<Self> {
        if values.iter().any(|v| !v.is_finite()) {
            return None;
        }
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let median = *sorted.get(sorted.len() / 2)?;
        Some(Self { values, median, range: sorted.last()? - sorted.first()? })
    }

    /// 0 at or under the median or under a neighbour; else 0.8 + 0.0025 N, N the number of critical values that
    /// the increment over the neighbours, relative to the range, reaches.
    ///
    /// Both neighbours count only when the spectrum in decibels is positive: most spectra of logarithms are
    /// negative and are judged on the right neighbour alone.
    fn peak_probability(&self, k: usize) -> f64 {
        let at = |i: usize| self.values.get(i).copied();
        let Some(s) = at(k).filter(|s| *s > self.median) else { return 0.0 };
        let left = k.checked_sub(1).and_then(at).map(|v| s - v);
        let right = at(k + 1).map(|v| s - v);
        let (increment, table) = match (left, right) {
            (Some(left), Some(right)) if s > 0.0 => (left.min(right), &TWO_SIDED),
            (_, Some(right)) => (right, &ONE_SIDED),
            (Some(left), None) => (left, &ONE_SIDED),
            (None, None) => return 0.0,
        };
        if increment < 0.0 {
            return 0.0;
        }
        let u = increment / self.range;
        0.8 + 0.0025 * table.iter().take_while(|&&critical| critical <= u).count() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_increase() {
        for table in [TWO_SIDED, ONE_SIDED] {
            assert!(table.windows(2).all(|w| w[0] < w[1]));
        }
    }

    #[test]
    fn neighbours_that_count() {
        let mut values = vec![-10.0; 61];
        values[10] = -1.0;
        values[9] = 0.0;
        values[0] = -20.0;
        // negative decibels: only the right neighbour, increment 9 over a range of 20
        let grid = Grid::of(&values).unwrap();
        assert!(grid.peak_probability(10) > 0.99);
        // the median itself is no peak
        assert_eq!(grid.peak_probability(30), 0.0);
        // positive decibels: the left neighbour is higher
        values.iter_mut().for_each(|v| *v += 5.0);
        assert_eq!(Grid::of(&values).unwrap().peak_probability(10), 0.0);
    }

    #[test]
    fn too_short_or_constant() {
        assert!(AutoregressivePeaks::of(&[], 12).is_none());
        assert!(AutoregressivePeaks::of(&[1.0; 59], 12).is_none());
        assert!(AutoregressivePeaks::of(&[1.0; 100], 12).is_none());
        assert!(AutoregressivePeaks::of(&[1.0, 2.0], 0).is_none());
        assert!(AutoregressivePeaks::of(&[1.0], 4).is_none());
    }
}
