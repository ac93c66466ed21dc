//! Differencing of plain series, without a model (`diagnostics.md` section 6).

mod automatic;
mod fast;

pub use automatic::{Differenced, automatic_differencing, differencing};
pub use fast::{FastDifferencing, FastDifferencingSpec, Scale, fast_differencing};

/// x_t - x_{t-lag}; empty when the series is not longer than `lag`.
pub fn difference(x: &[f64], lag: usize) -> Vec<f64> {
    x.iter().skip(lag).zip(x).map(|(a, b)| a - b).collect()
}

/// The series differenced `order` times at `lag`.
pub fn differences(x: &[f64], lag: usize, order: usize) -> Vec<f64> {
    (0..order).fold(x.to_vec(), |x, _| difference(&x, lag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomial_trends_vanish() {
        let x: Vec<f64> = (0..10).map(|t| f64::from(t * t)).collect();
        assert_eq!(differences(&x, 1, 2), vec![2.0; 8]);
        assert_eq!(difference(&x, 9), vec![81.0]);
        assert!(difference(&x, 10).is_empty() && differences(&[], 1, 3).is_empty());
        assert_eq!(differences(&x, 3, 0), x);
    }
}
