//! Skewness, kurtosis and joint normality tests (`diagnostics.md` 1.2).

use super::{Distribution, StatisticalTest, Tail, descriptive::Moments, descriptive::finite};

/// Skewness coefficient against Normal(0, sqrt(6/m)), two-sided; the value is the coefficient itself.
pub fn skewness(x: &[f64]) -> Option<StatisticalTest> {
    let m = Moments::of(x)?;
    let distribution = Distribution::Normal { mean: 0.0, stdev: (6.0 / m.count as f64).sqrt() };
    StatisticalTest::new(m.skewness, distribution, Tail::TwoSided)
}

/// Kurtosis coefficient against Normal(3, sqrt(24/m)), two-sided; the value is the coefficient itself.
pub fn kurtosis(x: &[f64]) -> Option<StatisticalTest> {
    let m = Moments::of(x)?;
    let distribution = Distribution::Normal { mean: 3.0, stdev: (24.0 / m.count as f64).sqrt() };
    StatisticalTest::new(m.kurtosis, distribution, Tail::TwoSided)
}

/// Bowman and Shenton (1975): m sk²/6 + m (ku-3)²/24, Chi2(2).
pub fn bowman_shenton(x: &[f64]) -> Option<StatisticalTest> {
    let m = Moments::of(x)?;
    let excess = m.kurtosis - 3.0;
    let count = m.count as f64;
    StatisticalTest::chi2(count * m.skewness * m.skewness / 6.0 + count * excess * excess / 24.0, 2.0)
}

/// Jarque and Bera (1980): (n - k)(sk²/6 + (ku-3)²/24), Chi2(2), n >= 4.
///
/// `correction` is k, the number of degrees of freedom lost; n is the number of finite values.
pub fn jarque_bera(x: &[f64], correction: usize) -> Option<StatisticalTest> {
    let m = Moments::of(x).filter(|m| m.count >= 4)?;
    jarque_bera_of(m.skewness, m.kurtosis - 3.0, m.count as f64 - correction as f64)
}

/// Jarque-Bera test with the small-sample estimators of skewness and excess kurtosis (variance with
/// divisor n-1, unbiased third and fourth cumulants).
pub fn jarque_bera_corrected(x: &[f64], correction: usize) -> Option<StatisticalTest> {
    let values: Vec<f64> = finite(x).collect();
    if values.len() < 4 {
        return None;
    }
    let n = values.len() as f64;
    let rough = values.iter().sum::<f64>() / n;
    // a second pass removes the rounding error of the first mean
    let mean = rough + values.iter().map(|v| v - rough).sum::<f64>() / n;
    let (mut s1, mut s2, mut s3, mut s4) = (0.0, 0.0, 0.0, 0.0);
    for d in values.iter().map(|v| v - mean) {
        let d2 = d * d;
        s1 += d;
        s2 += d2;
        s3 += d2 * d;
        s4 += d2 * d2;
    }
    let variance = (s2 - s1 * s1 / n) / (n - 1.0);
    let skewness = n * s3 / ((n - 1.0) * (n - 2.0) * variance * variance.sqrt());
    let excess = n * (n + 1.0) * s4 / ((n - 1.0) * (n - 2.0) * (n - 3.0) * variance * variance)
        - 3.0 * (n - 1.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
    jarque_bera_of(skewness, excess, n - correction as f64)
}

fn jarque_bera_of(skewness: f64, excess: f64, n: f64) -> Option<StatisticalTest> {
    StatisticalTest::chi2(n * (skewness * skewness / 6.0 + excess * excess / 24.0), 2.0)
}

/// Doornik and Hansen (2008): sum of squares of the transformed skewness and kurtosis, Chi2(2).
///
/// n is the number of data, missing values included; none for n <= 7 or zero variance.
pub fn doornik_hansen(x: &[f64]) -> Option<StatisticalTest> {
    let m = Moments::of(x).filter(|_| x.len() > 7)?;
    let n = x.len() as f64;
    let (sk, ku) = (m.skewness, m.kurtosis);
    let n2 = n * n;

    let b = 3.0 * (n2 + 27.0 * n - 70.0) * (n + 1.0) * (n + 3.0)
        / ((n - 2.0) * (n + 5.0) * (n + 7.0) * (n + 9.0));
    let w2 = -1.0 + (2.0 * (b - 1.0)).sqrt();
    let delta = 1.0 / (0.5 * w2.ln()).sqrt();
    let y = sk * ((w2 - 1.0) * (n + 1.0) * (n + 3.0) / (12.0 * (n - 2.0))).sqrt();
    let z1 = delta * (y + (y * y + 1.0).sqrt()).ln();

    let d = (n - 3.0) * (n + 1.0) * (n2 + 15.0 * n - 4.0);
    let a = (n - 2.0) * (n + 5.0) * (n + 7.0) * (n2 + 27.0 * n - 70.0) / (6.0 * d);
    let c = (n - 7.0) * (n + 5.0) * (n + 7.0) * (n2 + 2.0 * n - 5.0) / (6.0 * d);
    let k = (n + 5.0) * (n + 7.0) * (n2 * n + 37.0 * n2 + 11.0 * n - 313.0) / (12.0 * d);
    let alpha = a + c * sk * sk;
    let chi = 2.0 * k * (ku - 1.0 - sk * sk);
    let z2 = (9.0 * alpha).sqrt() * ((chi / (2.0 * alpha)).cbrt() - 1.0 + 1.0 / (9.0 * alpha));
    StatisticalTest::chi2(z1 * z1 + z2 * z2, 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_or_constant_gives_no_test() {
        let constant = [4.0; 20];
        for test in [skewness, kurtosis, bowman_shenton, doornik_hansen] {
            assert!(test(&[]).is_none());
            assert!(test(&constant).is_none());
        }
        assert!(jarque_bera_corrected(&constant, 0).is_none());
        assert!(jarque_bera(&[1.0, 2.0, 4.0], 0).is_none());
        assert!(doornik_hansen(&[1.0, 2.0, 4.0, 3.0, 5.0, 0.0, 7.0]).is_none());
    }

    proptest! {
        /// Location and scale do not matter.
        #[test]
        fn invariant_to_location_and_scale(
            x in prop::collection::vec(-10.0..10.0f64, 12..60), shift in -50.0..50.0f64, scale in 0.1..20.0f64,
        ) {
            let z: Vec<f64> = x.iter().map(|v| shift + scale * v).collect();
            for test in [skewness, kurtosis, bowman_shenton, doornik_hansen] {
                let (a, b) = (test(&x).unwrap().value, test(&z).unwrap().value);
                prop_assert!((a - b).abs() <= 1e-7 * (1.0 + a.abs()));
            }
        }
    }
}
