//! Regular differencing before a test, given or automatic (`diagnostics.md` section 6).

use super::{difference, differences};
use crate::toolkit::stats::{autocovariance::autocovariance, descriptive::centred};

/// A differenced series.
#[derive(Clone, Debug, PartialEq)]
pub struct Differenced {
    /// The values.
    pub values: Vec<f64>,
    /// Number of differences at lag 1, which is the number of values lost.
    pub order: usize,
    /// Whether the model has a mean: the mean has been removed (automatic: from the first differences).
    pub mean: bool,
}

/// `order` differences at lag 1, the mean removed afterwards if `mean`.
pub fn differencing(x: &[f64], order: usize, mean: bool) -> Differenced {
    let values = differences(x, 1, order);
    Differenced { values: if mean { centred(&values) } else { values }, order, mean }
}

/// First differences less their mean when they are stationary enough; otherwise differenced once more, the mean
/// not being removed again.
///
/// Stationary enough, with autocovariances c about 0: c(p) <= 0; or for p <= 4 some c(i)/c(0) <= 0.1,
/// i = 1..p-1; or for p > 4 some c(i) <= 0, i = 1..4.
pub fn automatic_differencing(x: &[f64], period: usize) -> Differenced {
    let first = differencing(x, 1, true);
    if is_stationary_enough(&first.values, period) {
        return first;
    }
    Differenced { values: difference(&first.values, 1), order: 2, mean: false }
}

fn is_stationary_enough(y: &[f64], period: usize) -> bool {
    let c = |k: usize| autocovariance(y, 0.0, k);
    if c(period) <= 0.0 {
        return true;
    }
    if period <= 4 {
        let c0 = c(0);
        (1..period).any(|i| c(i) / c0 <= 0.1)
    } else {
        (1..=4).any(|i| c(i) <= 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternating_differences_are_stationary_trends_in_them_are_not() {
        let saw: Vec<f64> = (0..40).map(|t| f64::from(t % 2)).collect();
        let d = automatic_differencing(&saw, 12);
        assert_eq!((d.order, d.mean, d.values.len()), (1, true, 39));
        let cubic: Vec<f64> = (0..40).map(|t| f64::from(t).powi(3)).collect();
        let d = automatic_differencing(&cubic, 12);
        assert_eq!((d.order, d.mean, d.values.len()), (2, false, 38));
    }

    #[test]
    fn short_series() {
        for period in [1, 4, 12] {
            assert_eq!(automatic_differencing(&[], period).values.len(), 0);
            assert_eq!(automatic_differencing(&[3.0], period).values.len(), 0);
        }
    }
}
