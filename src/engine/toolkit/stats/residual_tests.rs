//! The battery of tests that residuals are normal, independent and identically distributed
//! (`diagnostics.md` section 2).

use super::{
    Portmanteau, StatisticalTest, descriptive, mean, normality,
    runs::{Runs, UpDownRuns},
};

/// Tests of the hypothesis that residuals are a normal white noise. A test that cannot be computed
/// (too short, constant, no degree of freedom left) is absent, the others remain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResidualTests {
    /// Mean 0: T(m).
    pub mean: Option<StatisticalTest>,
    /// Skewness: Normal.
    pub skewness: Option<StatisticalTest>,
    /// Kurtosis: Normal about 3.
    pub kurtosis: Option<StatisticalTest>,
    /// Joint normality: Chi2(2).
    pub doornik_hansen: Option<StatisticalTest>,
    /// Ljung-Box on the lags 1 to K: Chi2(K-h).
    pub ljung_box: Option<StatisticalTest>,
    /// Box-Pierce on the lags 1 to K: Chi2(K-h).
    pub box_pierce: Option<StatisticalTest>,
    /// Ljung-Box on the positive autocorrelations at p and 2p: Chi2(2); none for annual series.
    pub seasonal_ljung_box: Option<StatisticalTest>,
    /// Box-Pierce on the positive autocorrelations at p and 2p: Chi2(2); none for annual series.
    pub seasonal_box_pierce: Option<StatisticalTest>,
    /// Ljung-Box of the squares about their mean: Chi2(K-h).
    pub ljung_box_squares: Option<StatisticalTest>,
    /// Box-Pierce of the squares about their mean: Chi2(K-h).
    pub box_pierce_squares: Option<StatisticalTest>,
    /// Number of runs about the mean: Normal(0,1).
    pub runs_number: Option<StatisticalTest>,
    /// Length of runs about the mean: Chi2(m).
    pub runs_length: Option<StatisticalTest>,
    /// Number of up and down runs: Normal(0,1).
    pub up_down_runs_number: Option<StatisticalTest>,
    /// Length of up and down runs: Chi2(m-1).
    pub up_down_runs_length: Option<StatisticalTest>,
}

/// Number K of autocorrelations for the annual frequency `period`: 24 for monthly, 8 for annual
/// series, otherwise 4 years.
pub fn autocorrelation_count(period: usize) -> usize {
    match period {
        12 => 24,
        1 => 8,
        p => 4 * p,
    }
}

/// The number of autocorrelations for `n` residuals in automatic model selection: that of
/// [`autocorrelation_count`], 6 for quarterly series up to 22 residuals, n/2 when there are not more residuals
/// (`regarima.md` 10.4, `tramo.md` 16.1).
pub fn ljung_box_lags(period: usize, n: usize) -> usize {
    let lags = if period == 4 && n <= 22 { 6 } else { autocorrelation_count(period) };
    if lags >= n { n / 2 } else { lags }
}

impl ResidualTests {
    /// All tests on `residuals` (missing values allowed) of a model with `hyper_parameters` free
    /// ARMA parameters, for a series with `period` observations a year.
    pub fn of(residuals: &[f64], period: usize, hyper_parameters: usize) -> Self {
        let regular = Portmanteau::regular(autocorrelation_count(period), hyper_parameters);
        let seasonal = (period > 1).then(|| Portmanteau::seasonal(period));
        let squares: Vec<f64> = residuals.iter().map(|e| e * e).collect();
        let centre = descriptive::mean(&squares).unwrap_or(0.0);
        // unlike the tests on their own, the battery counts the finite values only
        let count = descriptive::finite(residuals).count();
        let runs = Runs::about_mean(residuals);
        let up_down_runs = UpDownRuns::of(residuals);
        Self {
            mean: mean::zero_mean(residuals),
            skewness: normality::skewness(residuals),
            kurtosis: normality::kurtosis(residuals),
            doornik_hansen: normality::doornik_hansen(residuals),
            ljung_box: regular.ljung_box_about(residuals, 0.0, count),
            box_pierce: regular.box_pierce_about(residuals, 0.0, count),
            seasonal_ljung_box: seasonal.and_then(|s| s.ljung_box_about(residuals, 0.0, count)),
            seasonal_box_pierce: seasonal.and_then(|s| s.box_pierce_about(residuals, 0.0, count)),
            ljung_box_squares: regular.ljung_box_about(&squares, centre, count),
            box_pierce_squares: regular.box_pierce_about(&squares, centre, count),
            runs_number: runs.as_ref().and_then(Runs::number),
            runs_length: runs.as_ref().and_then(Runs::length),
            up_down_runs_number: up_down_runs.as_ref().and_then(UpDownRuns::number),
            up_down_runs_length: up_down_runs.as_ref().and_then(UpDownRuns::length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_constant_and_short_residuals() {
        for x in [&[][..], &[0.0; 30][..], &[1.0][..], &[1.0, -1.0][..], &[f64::NAN; 4][..]] {
            for period in [0, 1, 2, 12] {
                let t = ResidualTests::of(x, period, 2);
                for test in [t.mean, t.skewness, t.ljung_box, t.ljung_box_squares, t.runs_length] {
                    assert!(test.is_none_or(|t| t.value.is_finite() && t.p_value.is_finite()));
                }
            }
        }
    }

    #[test]
    fn numbers_of_autocorrelations() {
        assert_eq!([12, 6, 4, 3, 2, 1].map(autocorrelation_count), [24, 24, 16, 12, 8, 8]);
    }

    #[test]
    fn lags_of_few_residuals() {
        let lags = [(12, 100), (4, 22), (4, 23), (12, 10), (1, 8)].map(|(s, n)| ljung_box_lags(s, n));
        assert_eq!(lags, [24, 6, 16, 5, 4]);
    }
}
