//! Descriptive statistics of the finite values of a sequence (`diagnostics.md` section 0).

use super::Distribution;

/// Moments of the finite values of a sequence; divisors are the number of finite values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// Number of values given, missing ones included.
    pub length: usize,
    /// Number of finite values.
    pub count: usize,
    /// Mean.
    pub mean: f64,
    /// Variance about the mean.
    pub variance: f64,
    /// Third moment about the mean over the cube of the standard deviation.
    pub skewness: f64,
    /// Fourth moment about the mean over the squared variance (3 for a normal distribution).
    pub kurtosis: f64,
}

impl Moments {
    /// The moments; none without a finite value. Skewness and kurtosis are NaN for zero variance.
    pub fn of(x: &[f64]) -> Option<Self> {
        let mean = mean(x)?;
        let (mut m2, mut m3, mut m4, mut count) = (0.0, 0.0, 0.0, 0usize);
        for d in finite(x).map(|v| v - mean) {
            let d2 = d * d;
            m2 += d2;
            m3 += d2 * d;
            m4 += d2 * d2;
            count += 1;
        }
        let m = count as f64;
        let variance = m2 / m;
        let stdev = variance.sqrt();
        Some(Self {
            length: x.len(),
            count,
            mean,
            variance,
            skewness: m3 / m / (stdev * stdev * stdev),
            kurtosis: m4 / m / (variance * variance),
        })
    }
}

/// The finite values, in order.
pub fn finite(x: &[f64]) -> impl Iterator<Item = f64> + '_ {
    x.iter().copied().filter(|v| v.is_finite())
}

/// Mean of the finite values; none if there is none.
pub fn mean(x: &[f64]) -> Option<f64> {
    let (sum, count) = finite(x).fold((0.0, 0usize), |(s, n), v| (s + v, n + 1));
    (count > 0).then(|| sum / count as f64)
}

/// Variance of the finite values about their mean, divisor their number; none if there is none.
pub fn variance(x: &[f64]) -> Option<f64> {
    let m = mean(x)?;
    let (sum, count) = finite(x).fold((0.0, 0usize), |(s, n), v| (s + (v - m) * (v - m), n + 1));
    Some(sum / count as f64)
}

/// Square root of [`variance`].
pub fn stdev(x: &[f64]) -> Option<f64> {
    variance(x).map(f64::sqrt)
}

/// Root of the mean square of the finite values; none if there is none.
pub fn rmse(x: &[f64]) -> Option<f64> {
    let (sum, count) = finite(x).fold((0.0, 0usize), |(s, n), v| (s + v * v, n + 1));
    (count > 0).then(|| (sum / count as f64).sqrt())
}

/// Median of the finite values: the middle one, or the mean of the two middle ones.
pub fn median(x: &[f64]) -> Option<f64> {
    let mut sorted: Vec<f64> = finite(x).collect();
    sorted.sort_by(f64::total_cmp);
    let (n, half) = (sorted.len(), sorted.len() / 2);
    let upper = *sorted.get(half)?;
    if n % 2 == 1 {
        return Some(upper);
    }
    Some(0.5 * (sorted.get(half.checked_sub(1)?)? + upper))
}

/// Robust standard deviation of the finite values: the given centile (in percent) of the absolute deviations
/// from the median, interpolated at (n+1) c/100, over the normal quantile at (1 + c/100)/2.
pub fn robust_stdev(x: &[f64], centile: f64) -> Option<f64> {
    let centre = median(x)?;
    let mut deviations: Vec<f64> = finite(x).map(|v| (v - centre).abs()).collect();
    deviations.sort_by(f64::total_cmp);
    let part = centile / 100.0;
    let position = (deviations.len() as f64 + 1.0) * part;
    let below = (position.floor() as usize).clamp(1, deviations.len());
    let low = *deviations.get(below - 1)?;
    let high = deviations.get(below).copied().unwrap_or(low);
    let centile = low + (position - position.floor()) * (high - low);
    Some(centile / Distribution::STANDARD_NORMAL.quantile(0.5 * (1.0 + part))?)
}

/// The sequence less the mean of its finite values; missing values stay missing.
pub fn centred(x: &[f64]) -> Vec<f64> {
    let m = mean(x).unwrap_or(0.0);
    x.iter().map(|v| v - m).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_case() {
        let x = [1.0, f64::NAN, 2.0, 3.0, 6.0];
        let m = Moments::of(&x).unwrap();
        assert_eq!((m.length, m.count, m.mean, m.variance), (5, 4, 3.0, 3.5));
        // deviations -2 -1 0 3: cubes sum to 18, fourth powers to 98
        assert!((m.skewness - 4.5 / 3.5f64.powf(1.5)).abs() < 1e-15);
        assert!((m.kurtosis - 24.5 / 12.25).abs() < 1e-15);
        assert_eq!(median(&x), Some(2.5));
        assert_eq!(rmse(&x), Some(12.5f64.sqrt()));
    }

    #[test]
    fn robust_scale_by_hand() {
        // median 3, deviations 0 1 1 2 7; position 6 * 0.5 = 3
        let s = robust_stdev(&[1.0, 2.0, 3.0, 4.0, 10.0], 50.0).unwrap();
        assert!((s - 1.0 / 0.674_489_750_196_081_7).abs() < 1e-12);
        assert!(robust_stdev(&[f64::NAN], 50.0).is_none());
    }

    #[test]
    fn nothing_from_nothing() {
        assert!(Moments::of(&[]).is_none());
        assert!(mean(&[f64::NAN]).is_none());
        assert!(median(&[]).is_none());
        assert!(Moments::of(&[2.0, 2.0]).unwrap().skewness.is_nan());
    }
}
