//! Seasonality tests of a series (`diagnostics.md` section 3).

use super::ToolError;
use super::error::{logarithm, prepared_seasonal};
use crate::sa::diagnostics::{CombinedSeasonality, combined_seasonality};
use crate::toolkit::differencing::{Differenced, automatic_differencing, differencing};
use crate::toolkit::spectrum::{AutoregressivePeaks, SpectralPeaks, TukeyPeaks};
use crate::toolkit::stats::{
    AnovaTest, Autocorrelations, DummiesModel, StatisticalTest, evolutive_seasonality, friedman,
    kruskal_wallis, modified_qs, periodic_lags, periodic_ljung_box, periodogram_test, qs,
    seasonal_dummies_test, stable_seasonality,
};
use crate::toolkit::timeseries::TsData;

/// Seasonal lags of the periodic Ljung-Box test.
const PERIODIC_LAGS: usize = 2;

/// How the series is made stationary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestedDifferences {
    /// One or two differences, by the look of the autocorrelations (`diagnostics.md` section 6).
    Automatic,
    /// That many differences at lag 1.
    Given {
        /// Number of differences.
        order: usize,
        /// Whether the mean is removed afterwards.
        mean: bool,
    },
}

/// Options of the seasonality tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeasonalityOptions {
    /// Takes logarithms.
    pub log: bool,
    /// Differences taken before the tests.
    pub differences: TestedDifferences,
    /// Tests the last years only; 0 for all.
    pub last_years: usize,
}

impl Default for SeasonalityOptions {
    /// The whole series in levels, differenced automatically.
    fn default() -> Self {
        Self { log: false, differences: TestedDifferences::Automatic, last_years: 0 }
    }
}

/// The tests; one that cannot be computed is absent.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonalityReport {
    /// The differenced values that are tested.
    pub data: TsData,
    /// Number of differences taken.
    pub order: usize,
    /// Whether the mean was removed.
    pub mean: bool,
    /// Positive autocorrelations at the seasonal lags: Chi2(2).
    pub qs: Option<StatisticalTest>,
    /// QS that is 0 only when the first seasonal autocorrelation is negative; it follows no usual distribution
    /// ([`MODIFIED_QS_CRITICAL_VALUES`](crate::toolkit::stats::MODIFIED_QS_CRITICAL_VALUES)).
    pub modified_qs: Option<f64>,
    /// Positive autocorrelations at the seasonal lags, without the rule on the first one: Chi2(2).
    pub periodic_ljung_box: Option<StatisticalTest>,
    /// Ranks within years: Chi2(p - 1).
    pub friedman: Option<StatisticalTest>,
    /// Ranks by season: Chi2(p - 1).
    pub kruskal_wallis: Option<StatisticalTest>,
    /// Seasonal frequencies of the periodogram: F.
    pub periodogram: Option<StatisticalTest>,
    /// Seasonal dummies, white noise: F, on the differenced values.
    pub dummies_white_noise: Option<StatisticalTest>,
    /// Seasonal dummies in an autoregression of the series before differencing: F.
    pub dummies_autoregressive: Option<StatisticalTest>,
    /// Seasonal dummies in the first differences of the series before differencing: F.
    pub dummies_differenced: Option<StatisticalTest>,
    /// Analysis of variance by season.
    pub stable: Option<AnovaTest>,
    /// Analysis of variance by year and season: moving seasonality.
    pub evolutive: Option<AnovaTest>,
    /// The combined test for identifiable seasonality about 0.
    pub combined: Option<CombinedSeasonality>,
    /// Peaks of both spectra at the seasonal frequencies.
    pub spectral_peaks: Option<SpectralPeaks>,
    /// Peaks of the Tukey spectrum.
    pub tukey_peaks: Option<TukeyPeaks>,
    /// Peaks of the autoregressive spectrum.
    pub autoregressive_peaks: Option<AutoregressivePeaks>,
}

/// The seasonality tests of `series`. The last years are selected after differencing; the two regressions on the
/// series before differencing drop as many values at the beginning.
///
/// # Errors
/// Annual or empty series, logarithms that do not exist, [`ToolError::TooShort`] when fewer than two years are left.
pub fn seasonality_tests(
    series: &TsData,
    options: &SeasonalityOptions,
) -> Result<SeasonalityReport, ToolError> {
    let (series, period) = prepared_seasonal(series)?;
    let series = logarithm(&series, options.log)?;
    let Differenced { values, order, mean } = match options.differences {
        TestedDifferences::Automatic => automatic_differencing(series.values(), period),
        TestedDifferences::Given { order, mean } => differencing(series.values(), order, mean),
    };
    let dropped = match options.last_years {
        0 => 0,
        years => values.len().saturating_sub(years.saturating_mul(period)),
    };
    let lost = series.len() - values.len();
    let data = TsData::new(series.domain().period(lost), values).drop(dropped, 0);
    if data.len() < 2 * period {
        return Err(ToolError::TooShort { observations: data.len(), required: 2 * period });
    }
    let levels = series.values().get(dropped..).unwrap_or_default();
    let (x, position) = (data.values(), data.start().annual_position());
    let lags = periodic_lags(period as f64, PERIODIC_LAGS);
    // the analyses of variance know no missing values
    let complete = x.iter().all(|v| v.is_finite());
    Ok(SeasonalityReport {
        order,
        mean,
        qs: qs(x, period),
        modified_qs: modified_qs(x, period),
        periodic_ljung_box: periodic_ljung_box(x, &lags, 0, Autocorrelations::Positive, 0),
        friedman: friedman(x, period),
        kruskal_wallis: kruskal_wallis(x, period),
        periodogram: periodogram_test(x, period),
        dummies_white_noise: seasonal_dummies_test(x, period, DummiesModel::WhiteNoise),
        dummies_autoregressive: seasonal_dummies_test(levels, period, DummiesModel::Autoregressive),
        dummies_differenced: seasonal_dummies_test(levels, period, DummiesModel::Differenced),
        stable: complete.then(|| stable_seasonality(x, period)).flatten(),
        evolutive: complete.then(|| evolutive_seasonality(x, position, period, 0.0)).flatten(),
        combined: complete.then(|| combined_seasonality(x, position, period, 0.0)).flatten(),
        spectral_peaks: SpectralPeaks::of(x, period),
        tukey_peaks: TukeyPeaks::of(x, period),
        autoregressive_peaks: AutoregressivePeaks::of(x, period),
        data,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_years_of_the_differences() {
        let values =
            (0..60u32).map(|t| f64::from(t) + f64::from(t % 4) + f64::from(t * 37 % 11) / 9.0).collect();
        let series = TsData::of(4, 2000, 2, values).unwrap();
        let options = SeasonalityOptions {
            differences: TestedDifferences::Given { order: 1, mean: true },
            last_years: 5,
            ..SeasonalityOptions::default()
        };
        let report = seasonality_tests(&series, &options).unwrap();
        assert_eq!((report.order, report.mean, report.data.len()), (1, true, 20));
        assert_eq!(report.data.domain().end(), series.domain().end());
        assert!(report.kruskal_wallis.unwrap().is_significant(0.01));
        assert!(report.stable.is_some() && report.tukey_peaks.is_none());
    }

    #[test]
    fn refusals() {
        let options = SeasonalityOptions::default();
        let annual = TsData::of(1, 2000, 1, vec![1.0; 30]).unwrap();
        assert_eq!(seasonality_tests(&annual, &options), Err(ToolError::Annual));
        let short = TsData::of(12, 2000, 1, (0..20).map(f64::from).collect()).unwrap();
        assert!(matches!(seasonality_tests(&short, &options), Err(ToolError::TooShort { required: 24, .. })));
        let log = SeasonalityOptions { log: true, ..options };
        assert!(matches!(seasonality_tests(&short, &log), Err(ToolError::NotPositive { count: 1, .. })));
    }
}
