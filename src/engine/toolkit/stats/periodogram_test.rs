//! Test at the seasonal frequencies of the periodogram (`diagnostics.md` 3.7).

use std::f64::consts::PI;

use super::{Distribution, StatisticalTest};
use crate::toolkit::spectrum::Periodogram;

/// F test of the ordinates at the seasonal frequencies, on the last floor(n/p) p values:
/// `(N - nf - 1) s / ((N - s - P[0]) nf)`, F(nf, N - nf - 1), s the sum of the nf ordinates (two degrees of
/// freedom each, one at pi): the exact test of seasonal dummies against white noise with a mean.
///
/// Without a seasonal frequency (annual series) or a degree of freedom left (two years) there is no probability:
/// the p-value is NaN. None for less than a year or zero data.
pub fn periodogram_test(x: &[f64], period: usize) -> Option<StatisticalTest> {
    let years = x.len().checked_div(period)?;
    let p = Periodogram::of(x.get(x.len() - years * period..)?)?;
    let pairs = (period - 1) / 2;
    let mut sum: f64 = p.ordinates.iter().skip(years).step_by(years.max(1)).take(pairs).sum();
    let mut df = 2 * pairs;
    if period.is_multiple_of(2) {
        sum += p.ordinates.last()?;
        df += 1;
    }
    let n = (years * period) as f64;
    let (df, rest) = (df as f64, n - df as f64 - 1.0);
    let value = rest * sum / ((n - sum - p.ordinates.first()?) * df);
    let distribution = Distribution::F { numerator: df, denominator: rest };
    let p_value = distribution.upper(value).unwrap_or(f64::NAN);
    Some(StatisticalTest { value, p_value, distribution })
}

/// Chi-squared form: sum of the ordinates of the whole series found within 1 % of a step of a seasonal
/// frequency, and the last one for even p.
///
/// The ordinates are located with the step 2 pi/(n-1) of the reference, which shifts the grid; the condition
/// on the ordinate below is never met. Not used by the standard outputs. None when no ordinate is found.
pub fn periodogram_test_chi2(x: &[f64], period: usize) -> Option<StatisticalTest> {
    if period < 2 {
        return None;
    }
    let p = Periodogram::of(x)?;
    let step = p.reported_step;
    let near = 0.01 * step;
    let (mut sum, mut df) = (0.0, 0.0);
    for i in 1..=(period - 1) / 2 {
        let w = 2.0 * PI * i as f64 / period as f64;
        let j = (w / step).trunc();
        let found = if w - (j - 1.0) * step < near {
            j - 1.0
        } else if w - j * step < near {
            j
        } else if (j + 1.0) * step - w < near {
            j + 1.0
        } else {
            continue;
        };
        if let Some(ordinate) = p.ordinates.get(found.max(0.0) as usize) {
            sum += ordinate;
            df += 2.0;
        }
    }
    if period.is_multiple_of(2) {
        sum += p.ordinates.last()?;
        df += 1.0;
    }
    StatisticalTest::chi2(sum, df)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::stats::{DummiesModel, Tail, seasonal_dummies_test};
    use proptest::prelude::*;

    #[test]
    fn short_or_constant() {
        assert_eq!(periodogram_test(&[], 4), None);
        assert_eq!(periodogram_test(&[1.0, 2.0, 3.0], 4), None);
        assert_eq!(periodogram_test(&[0.0; 24], 4), None);
        let annual = periodogram_test(&[1.0, 2.0, 4.0], 1).unwrap();
        assert!(annual.value.is_nan() && annual.p_value.is_nan());
        assert_eq!(annual.distribution.to_string(), "F(0,2)");
        assert_eq!(periodogram_test_chi2(&[], 4), None);
    }

    proptest! {
        /// Over whole years the test is that of the dummies, up to the degree of freedom of the mean.
        #[test]
        fn equals_the_dummies(x in prop::collection::vec(-5.0..5.0f64, 36..37), p in prop::sample::select(vec![2usize, 3, 4, 6, 12])) {
            let test = periodogram_test(&x, p).unwrap();
            let dummies = seasonal_dummies_test(&x, p, DummiesModel::WhiteNoise).unwrap();
            let (n, p) = (36.0, p as f64);
            let expected = dummies.value * (n - p) / (n - p + 1.0);
            prop_assert!((test.value - expected).abs() < 1e-9 * (1.0 + expected));
            let d = test.distribution;
            prop_assert_eq!(test, StatisticalTest::new(test.value, d, Tail::Upper).unwrap());
        }
    }
}
