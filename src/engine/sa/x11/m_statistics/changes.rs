//! Changes over several periods.

/// `mean |x_t - x_{t-lag}|`, relative to `|x_{t-lag}|` when `relative`. Changes from zero, which have no
/// relative size, are left out. NaN when there is no change.
pub(super) fn mean_absolute(x: &[f64], lag: usize, relative: bool) -> f64 {
    let pairs = x.iter().zip(x.get(lag..).unwrap_or_default());
    let (sum, count) = if relative {
        pairs
            .filter(|(before, _)| **before != 0.0)
            .fold((0.0, 0usize), |(s, n), (before, now)| (s + ((now - before) / before).abs(), n + 1))
    } else {
        pairs.fold((0.0, 0), |(s, n), (before, now)| (s + (now - before).abs(), n + 1))
    };
    sum / count as f64
}

/// Mean and standard deviation of the changes over `lag` periods, in percent when `percent`.
pub(super) fn moments(x: &[f64], lag: usize, percent: bool) -> (f64, f64) {
    let change = |before: f64, now: f64| if percent { 100.0 * (now - before) / before } else { now - before };
    let pairs = x.iter().zip(x.get(lag..).unwrap_or_default());
    let n = pairs.len() as f64;
    let (sum, squares) = pairs.fold((0.0, 0.0), |(s, q), (before, now)| {
        let c = change(*before, *now);
        (s + c, q + c * c)
    });
    (sum / n, ((squares - sum * sum / n).max(0.0) / n).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let x = [2.0, 3.0, 1.0];
        assert_eq!(mean_absolute(&x, 1, false), 1.5);
        assert!((mean_absolute(&x, 1, true) - (0.5 + 2.0 / 3.0) / 2.0).abs() < 1e-15);
        assert_eq!(mean_absolute(&x, 2, false), 1.0);
        assert!(mean_absolute(&x, 3, false).is_nan());
        assert_eq!(moments(&x, 1, false), (-0.5, 1.5));
    }
}
