//! Tests for seasonality in the series of an adjustment (`diagnostics.md` 8.2).

use super::{Subject, TestedSeries};
use crate::toolkit::spectrum::SpectralPeaks;
use crate::toolkit::stats::{
    DummiesModel, Portmanteau, StatisticalTest, autocovariance::autocorrelations, descriptive::centred,
    friedman, kruskal_wallis, periodogram_test, seasonal_dummies_test,
};

/// Years of the tests on the last years, for display.
pub const LAST_YEARS: usize = 10;

/// Tests on one stationary series; a test that cannot be computed is absent.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonalityTests {
    /// Seasonal dummies in an autoregression: F.
    pub dummies: Option<StatisticalTest>,
    /// Positive autocorrelations at the seasonal lags: Chi2(2).
    pub qs: Option<StatisticalTest>,
    /// Ranks by season, Kruskal-Wallis: Chi2.
    pub kruskal_wallis: Option<StatisticalTest>,
    /// Ranks within years, Friedman: Chi2.
    pub friedman: Option<StatisticalTest>,
    /// Seasonal frequencies of the periodogram: F.
    pub periodogram: Option<StatisticalTest>,
    /// Peaks of the spectra at the seasonal frequencies.
    pub spectral_peaks: Option<SpectralPeaks>,
}

impl SeasonalityTests {
    /// The tests on `x`, which has been differenced as needed.
    pub fn of(x: &[f64], period: usize) -> Self {
        Self::on(x, x, period)
    }

    /// The tests on the last `years` of `x`; the autoregression uses one value more.
    pub fn of_last_years(x: &[f64], period: usize, years: usize) -> Self {
        let last = |n: usize| x.get(x.len().saturating_sub(n)..).unwrap_or_default();
        Self::on(last(years * period), last(DummiesModel::Autoregressive.observations(years, period)), period)
    }

    fn on(x: &[f64], autoregressive: &[f64], period: usize) -> Self {
        Self {
            dummies: seasonal_dummies_test(autoregressive, period, DummiesModel::Autoregressive),
            // of annual series too, where the statistic of lags 1 and 2 is published under this name
            qs: Portmanteau::seasonal(period).ljung_box(x),
            kruskal_wallis: kruskal_wallis(x, period),
            friedman: friedman(x, period),
            periodogram: periodogram_test(x, period),
            spectral_peaks: SpectralPeaks::of(x, period),
        }
    }
}

impl TestedSeries {
    /// The stationary series that is tested: the linearised and the adjusted one differenced, irregular and
    /// residuals as they are. None for the residuals of no model, and for SI.
    pub fn stationary(&self, subject: Subject) -> Option<Vec<f64>> {
        let differenced = |x: &[f64]| self.differencing.apply(x, self.period).values;
        match subject {
            Subject::Linearised => Some(differenced(self.linearised.values())),
            Subject::Adjusted => Some(differenced(self.transformed_adjusted.values())),
            Subject::Irregular => Some(self.transformed_irregular.values().to_vec()),
            Subject::Residuals => self.residuals.as_ref().map(|r| r.values().to_vec()),
            Subject::SeasonalIrregular => None,
        }
    }

    /// First autocorrelation of the centred changes of the transformed adjusted series; none when they are
    /// constant.
    pub fn adjusted_autocorrelation(&self) -> Option<f64> {
        let changes = centred(self.transformed_adjusted.delta(1).values());
        autocorrelations(&changes, 0.0, 1).first().copied().filter(|r| r.is_finite())
    }
}
