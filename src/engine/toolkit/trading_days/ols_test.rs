//! Trading-day test by ordinary least squares (`diagnostics.md` 5.1).

use super::{CONTRASTS, contrasts};
use crate::toolkit::differencing::difference;
use crate::toolkit::stats::descriptive::centred;
use crate::toolkit::stats::{StatisticalTest, regression_f_test};
use crate::toolkit::timeseries::TsData;

/// F test of the six contrasts: series and contrasts are differenced at each lag in turn (0 is ignored), the
/// series loses its mean, and there is no constant. F(6, n' - 6), n' the differenced length; the mean is not
/// counted. Contrasts that are redundant on a short span do not count. None for short or constant series and with
/// missing values.
pub fn ols_test(series: &TsData, lags: &[usize]) -> Option<StatisticalTest> {
    let differenced =
        |x: &[f64]| lags.iter().filter(|l| **l > 0).fold(x.to_vec(), |x, &lag| difference(&x, lag));
    let y = centred(&differenced(series.values()));
    let n = series.len();
    let x = contrasts(series.domain());
    let x: Vec<f64> = (0..CONTRASTS).flat_map(|j| differenced(&x[j * n..(j + 1) * n])).collect();
    regression_f_test(&y, &x, CONTRASTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monthly(f: impl Fn(usize) -> f64) -> TsData {
        TsData::of(12, 2000, 1, (0..120).map(f).collect()).unwrap()
    }

    #[test]
    fn an_effect_is_found_and_noise_is_not_one() {
        let noise = |t: usize| ((t * 7919 + 13) % 101) as f64 / 100.0 - 0.5;
        let domain = monthly(|_| 0.0).domain();
        let mondays = &contrasts(domain)[..120];
        let with = monthly(|t| 10.0 + 3.0 * mondays[t] + noise(t));
        assert!(ols_test(&with, &[]).unwrap().p_value < 1e-10);
        assert_eq!(ols_test(&with, &[1, 12]).unwrap().distribution.to_string(), "F(6,101)");
        assert!(ols_test(&monthly(noise), &[0]).unwrap().p_value > 0.01);
    }

    #[test]
    fn nothing_to_test() {
        assert_eq!(ols_test(&TsData::of(12, 2000, 1, vec![]).unwrap(), &[1]), None);
        assert_eq!(ols_test(&TsData::of(12, 2000, 1, vec![1.0, 2.0, 4.0]).unwrap(), &[1]), None);
        assert_eq!(ols_test(&monthly(|_| 2.0), &[]), None);
        assert_eq!(ols_test(&monthly(|t| if t == 5 { f64::NAN } else { t as f64 }), &[1]), None);
    }
}
