//! Canova-Hansen test of the stability of trading-day effects (`diagnostics.md` 5.3).

use super::{CONTRASTS, contrasts};
use crate::toolkit::differencing::difference;
use crate::toolkit::spectrum::Window;
use crate::toolkit::stats::{CanovaHansen, Regression};
use crate::toolkit::timeseries::TsData;

/// Number of autocovariances in the long-run covariance unless another is asked for.
pub const TRUNCATION: usize = 15;

/// The test on the six contrasts, after a constant; series and contrasts are differenced at each lag in turn (0 is
/// ignored), Bartlett kernel. Its columns are Monday to Saturday, the derived statistic is that of Sunday. None for
/// data that are too short, constant or missing.
pub fn canova_hansen(series: &TsData, lags: &[usize], truncation: usize) -> Option<CanovaHansen> {
    let differenced =
        |x: &[f64]| lags.iter().filter(|l| **l > 0).fold(x.to_vec(), |x, &lag| difference(&x, lag));
    let y = differenced(series.values());
    let mut x = vec![1.0; y.len()];
    for column in contrasts(series.domain()).chunks(series.len().max(1)).take(CONTRASTS) {
        x.extend(differenced(column));
    }
    CanovaHansen::of_regression(&Regression { y: &y, x: &x, tested: 1 }, Window::Bartlett, truncation)
}
