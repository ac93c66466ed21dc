//! Differencing orders that reduce the scale of a series (`diagnostics.md` section 6).

use super::difference;
use crate::toolkit::stats::descriptive::{finite, robust_stdev, stdev};

/// Measure of scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Centile (in percent) of the absolute deviations from the median, interpolated at (n+1) c/100, over the
    /// normal quantile at (1 + c/100)/2.
    Robust {
        /// The centile.
        centile: f64,
    },
    /// Standard deviation, divisor n.
    StandardDeviation,
}

/// Options of the fast differencing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FastDifferencingSpec {
    /// Measure of scale.
    pub scale: Scale,
    /// A difference is kept when its scale is below `k` times the current one.
    pub k: f64,
    /// Largest regular and seasonal orders.
    pub limits: (usize, usize),
    /// |t| above which the differenced series has a mean.
    pub mean_t: f64,
}

impl Default for FastDifferencingSpec {
    /// Robust scale at the centile 90, k = 1.2, limits (2, 1), t 1.96.
    fn default() -> Self {
        Self { scale: Scale::Robust { centile: 90.0 }, k: 1.2, limits: (2, 1), mean_t: 1.96 }
    }
}

/// Orders found.
#[derive(Clone, Debug, PartialEq)]
pub struct FastDifferencing {
    /// Regular order.
    pub regular: usize,
    /// Seasonal order.
    pub seasonal: usize,
    /// Whether the differenced series has a mean.
    pub mean: bool,
    /// The differenced series.
    pub values: Vec<f64>,
}

/// Differences in turn at the lags 1 and p, as long as a difference reduces the scale enough and the limits are
/// not reached; then tests the mean of the result, t = sum / sqrt((n ssq - sum²)/n).
///
/// None for an empty series. For annual series there is no seasonal difference.
pub fn fast_differencing(x: &[f64], period: usize, spec: FastDifferencingSpec) -> Option<FastDifferencing> {
    let mut values = x.to_vec();
    let mut current = scale(&values, spec.scale)?;
    let mut orders = [0, 0];
    let limits = [spec.limits.0, if period > 1 { spec.limits.1 } else { 0 }];
    loop {
        let mut room_left = false;
        for ((order, limit), lag) in orders.iter_mut().zip(limits).zip([1, period]) {
            if *order >= limit {
                continue;
            }
            let candidate = difference(&values, lag);
            let Some(reduced) = scale(&candidate, spec.scale).filter(|s| *s < spec.k * current) else {
                continue;
            };
            (values, current) = (candidate, reduced);
            *order += 1;
            room_left |= *order < limit;
        }
        if !room_left {
            break;
        }
    }
    let (sum, ssq, n) = finite(&values).fold((0.0, 0.0, 0.0), |(s, q, n), v| (s + v, q + v * v, n + 1.0));
    let t: f64 = sum / f64::sqrt((n * ssq - sum * sum) / n);
    let [regular, seasonal] = orders;
    Some(FastDifferencing { regular, seasonal, mean: t.abs() > spec.mean_t, values })
}

fn scale(x: &[f64], scale: Scale) -> Option<f64> {
    match scale {
        Scale::StandardDeviation => stdev(x),
        Scale::Robust { centile } => robust_stdev(x, centile),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trend_and_season_are_differenced_away() {
        let x: Vec<f64> = (0..60).map(|t| f64::from(t * 3 + [0, 50, -20, 10][t as usize % 4])).collect();
        let d = fast_differencing(&x, 4, FastDifferencingSpec::default()).unwrap();
        assert_eq!(d.seasonal, 1);
        assert!(fast_differencing(&[], 4, FastDifferencingSpec::default()).is_none());
        let constant = fast_differencing(&[2.0; 20], 4, FastDifferencingSpec::default()).unwrap();
        assert_eq!((constant.regular, constant.seasonal, constant.mean), (0, 0, true));
    }
}
