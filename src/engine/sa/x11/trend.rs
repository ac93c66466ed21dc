//! Trend: I/C ratio, choice of the Henderson filter, end filters, positivity (`x11.md` 6.3, 6.5, 8).

use super::X11Error;
use super::scale::Scale;
use crate::toolkit::math::linear_filters::{FilterWithEnds, henderson, with_musgrave_ends};

/// Limits of the I/C ratio between the short, the middle and the long Henderson filter.
pub const IC_LIMITS: [f64; 2] = [1.0, 3.5];

/// When a trend is computed: the first time, the long filter is not chosen by a large ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TrendStage {
    /// B7.
    First,
    /// C7, D7, D12.
    Later,
}

/// I/C ratio that the Musgrave filters of a Henderson filter of `length` terms assume (`x11.md` 6.3).
pub fn end_ratio(length: usize, period: usize) -> f64 {
    match (period, length) {
        (2, _) | (4, 0..=5) => 0.001,
        (4, _) => 4.5,
        (_, 0..=9) => 1.0,
        (_, 10..=13) => 3.5,
        _ => 4.5,
    }
}

/// Length asked for, from the I/C ratio (`x11.md` 8.2).
fn requested_length(ratio: f64, period: usize, stage: TrendStage) -> usize {
    let [low, high] = IC_LIMITS;
    let (short, long) = match period {
        12 => (9, 23),
        2 => (5, 5),
        4 | 6 | 3 | 1 => (5, 7),
        _ => (period + 1, 2 * period - 1),
    };
    let middle = match period {
        2 => 5,
        p => p + 1,
    };
    if ratio < low {
        short
    } else if ratio < high || (stage == TrendStage::First && ratio >= low) {
        middle
    } else {
        long
    }
}

/// A trend and how it was computed.
#[derive(Debug)]
pub(super) struct Trend {
    pub(super) values: Vec<f64>,
    pub(super) ic_ratio: f64,
    pub(super) length: usize,
}

/// Computes trends; keeps the filters it made.
#[derive(Debug)]
pub(super) struct TrendEstimator {
    period: usize,
    scale: Scale,
    backcasts: usize,
    forecasts: usize,
    /// Length fixed by the specification; 0 when chosen by the I/C ratio.
    fixed: usize,
    /// Filters by half-length asked for.
    filters: Vec<(usize, FilterWithEnds)>,
}

impl TrendEstimator {
    pub(super) fn new(period: usize, scale: Scale, backcasts: usize, forecasts: usize, fixed: usize) -> Self {
        Self { period, scale, backcasts, forecasts, fixed, filters: Vec::new() }
    }

    /// The trend of the seasonally adjusted series `x`; all values positive in a ratio scale.
    pub(super) fn estimate(&mut self, x: &[f64], stage: TrendStage) -> Result<Trend, X11Error> {
        let ic_ratio = self.ic_ratio(x)?;
        let requested =
            if self.fixed == 0 { requested_length(ic_ratio, self.period, stage) } else { self.fixed };
        let scale = self.scale;
        let filter = self.filter(requested)?;
        let length = filter.symmetric().length();
        if x.len() < length - 1 {
            return Err(X11Error::HendersonTooLong { length, observations: x.len() });
        }
        let mut values = vec![0.0; x.len()];
        filter.apply(x, &mut values);
        if scale == Scale::Ratio {
            make_positive(&mut values)?;
        }
        Ok(Trend { values, ic_ratio, length })
    }

    /// I/C ratio of `x` without its backcasts and forecasts (`x11.md` 8.1), scaled for quarterly and
    /// half-yearly series.
    fn ic_ratio(&mut self, x: &[f64]) -> Result<f64, X11Error> {
        let (n, p, scale) = (x.len(), self.period, self.scale);
        let g = p.div_ceil(2);
        let (first, last) = (self.backcasts, (n.saturating_sub(2 * g)).saturating_sub(self.forecasts));
        let (trend, irregular) = if p <= 2 {
            // the trend filter is the identity, and the irregular the change to the next value
            let trend = x.get(..n.saturating_sub(2)).unwrap_or_default().to_vec();
            let irregular = scale.remove_all(x.get(1..).unwrap_or_default(), &trend);
            (trend, irregular)
        } else {
            let trend = self.filter(p + 1)?.symmetric().inside(x);
            let irregular = scale.remove_all(x.get(g..).unwrap_or_default(), &trend);
            (trend, irregular)
        };
        let observed = |v: &[f64]| scale.mean_change(v.get(first..last).unwrap_or_default());
        let factor = match p {
            4 => 3.0,
            2 => 6.0,
            _ => 1.0,
        };
        Ok(observed(&irregular) / observed(&trend) * factor)
    }

    fn filter(&mut self, requested: usize) -> Result<&FilterWithEnds, X11Error> {
        let half = requested / 2;
        let known = self.filters.iter().position(|(h, _)| *h == half);
        let index = match known {
            Some(index) => index,
            None => {
                let symmetric = henderson(requested)?;
                let ratio = end_ratio(symmetric.length(), self.period);
                self.filters.push((half, with_musgrave_ends(symmetric, ratio)));
                self.filters.len() - 1
            }
        };
        Ok(&self.filters[index].1)
    }
}

/// Replaces values <= 0 by the mean of the nearest positive values before and after, or the only one.
pub(super) fn make_positive(x: &mut [f64]) -> Result<(), X11Error> {
    for t in 0..x.len() {
        if x[t] <= 0.0 {
            // all values before are positive by now
            let before = t.checked_sub(1).map(|t| x[t]);
            let after = x[t..].iter().find(|&&v| v > 0.0).copied();
            x[t] = match (before, after) {
                (Some(a), Some(b)) => (a + b) / 2.0,
                (Some(a), None) | (None, Some(a)) => a,
                (None, None) => return Err(X11Error::NegativeTrend),
            };
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        use TrendStage::{First, Later};
        let lengths =
            |p, stage| [0.5, 1.0, 3.49, 3.5, f64::INFINITY, f64::NAN].map(|r| requested_length(r, p, stage));
        assert_eq!(lengths(12, Later), [9, 13, 13, 23, 23, 23]);
        assert_eq!(lengths(12, First), [9, 13, 13, 13, 13, 23]);
        assert_eq!(lengths(6, Later), [5, 7, 7, 7, 7, 7]);
        assert_eq!(lengths(4, Later), [5, 5, 5, 7, 7, 7]);
        assert_eq!(lengths(4, First), [5, 5, 5, 5, 5, 7]);
        assert_eq!(lengths(3, Later), [5, 4, 4, 7, 7, 7]);
        assert_eq!(lengths(2, First), [5; 6]);
        assert_eq!(lengths(1, Later), [5, 2, 2, 7, 7, 7]);
    }

    #[test]
    fn ratios_of_the_end_filters() {
        assert_eq!([5, 7, 9, 11, 13, 15, 23].map(|l| end_ratio(l, 12)), [1.0, 1.0, 1.0, 3.5, 3.5, 4.5, 4.5]);
        assert_eq!([5, 7, 13].map(|l| end_ratio(l, 4)), [0.001, 4.5, 4.5]);
        assert_eq!([5, 7, 23].map(|l| end_ratio(l, 2)), [0.001; 3]);
    }

    #[test]
    fn positivity() {
        let mut x = [-1.0, 2.0, 0.0, -3.0, 6.0, -1.0];
        make_positive(&mut x).unwrap();
        assert_eq!(x, [2.0, 2.0, 4.0, 5.0, 6.0, 6.0]);
        assert_eq!(make_positive(&mut [-1.0, 0.0]), Err(X11Error::NegativeTrend));
    }
}
