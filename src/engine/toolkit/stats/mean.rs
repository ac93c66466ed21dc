//! Tests of a mean (`diagnostics.md` 1.1).

use super::{Distribution, StatisticalTest, Tail, descriptive::finite};

/// Test that the mean is 0: mean / sqrt(v/m) with v the second moment about 0, T(m), two-sided.
///
/// m is the number of finite values; the degrees of freedom are m, the moment is not centred.
pub fn zero_mean(x: &[f64]) -> Option<StatisticalTest> {
    mean_equals(x, 0.0)
}

/// Test that the mean is `target`: (mean - target) / sqrt(v/m), v the second moment about the
/// target, T(m), two-sided. None for an empty or constant (equal to the target) sequence.
pub fn mean_equals(x: &[f64], target: f64) -> Option<StatisticalTest> {
    let (sum, squares, count) =
        finite(x).fold((0.0, 0.0, 0usize), |(s, q, n), v| (s + v, q + (v - target) * (v - target), n + 1));
    let m = count as f64;
    StatisticalTest::t((sum / m - target) / (squares / m / m).sqrt(), m)
}

/// Test that the mean of `count` values, `mean`, is `target`, with a variance estimated from
/// `variance_count` values: T(variance_count - 1), two-sided. None for a variance that is not positive.
pub fn sample_mean(
    mean: f64,
    count: usize,
    target: f64,
    variance: f64,
    variance_count: usize,
) -> Option<StatisticalTest> {
    if variance.is_nan() || variance <= 0.0 || count == 0 {
        return None;
    }
    StatisticalTest::t((mean - target) / (variance / count as f64).sqrt(), variance_count as f64 - 1.0)
}

/// The same with a known variance: Normal(0,1), two-sided.
pub fn sample_mean_known_variance(
    mean: f64,
    count: usize,
    target: f64,
    variance: f64,
) -> Option<StatisticalTest> {
    if variance.is_nan() || variance <= 0.0 || count == 0 {
        return None;
    }
    let z = (mean - target) / (variance / count as f64).sqrt();
    StatisticalTest::new(z, Distribution::STANDARD_NORMAL, Tail::TwoSided)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_case() {
        // sum 6, squares 14: 2 / sqrt(14/9)
        let t = zero_mean(&[1.0, 2.0, f64::NAN, 3.0]).unwrap();
        assert!((t.value - 2.0 / (14.0f64 / 9.0).sqrt()).abs() < 1e-15);
        assert_eq!(t.distribution, Distribution::T { df: 3.0 });
        assert!(sample_mean(1.0, 4, 0.0, 0.0, 9).is_none());
        assert_eq!(sample_mean(1.0, 4, 0.0, 4.0, 9).unwrap().value, 1.0);
    }

    #[test]
    fn nothing_to_test() {
        assert!(zero_mean(&[]).is_none());
        assert!(zero_mean(&[0.0, 0.0]).is_none());
    }
}
