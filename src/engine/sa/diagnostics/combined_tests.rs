//! The combined seasonality tests of an adjustment (`diagnostics.md` 8.2, `x11.md` 16.3).

use super::{CombinedSeasonality, Subject, TestedSeries, combined_seasonality};
use crate::toolkit::math::linear_filters::centred_average;
use crate::toolkit::timeseries::TsData;

/// Years of the tests on the last years.
pub const COMBINED_LAST_YEARS: usize = 3;
/// Years that a test needs.
const MIN_YEARS: usize = 3;

impl TestedSeries {
    /// The combined test of a series in levels, or of its last `last_years`. None for annual series, with fewer
    /// than three years after detrending, and for the residuals of no model.
    pub fn combined_test(&self, subject: Subject, last_years: Option<usize>) -> Option<CombinedSeasonality> {
        let (x, centre) = match subject {
            Subject::Linearised => (self.detrended(), self.neutral()),
            Subject::SeasonalIrregular => (self.seasonal_irregular.clone(), self.neutral()),
            Subject::Irregular => (self.irregular.clone(), self.neutral()),
            Subject::Adjusted => (self.adjusted.delta((self.period / 4).max(1)), 0.0),
            Subject::Residuals => (self.residuals.clone()?, 0.0),
        };
        if x.len() < MIN_YEARS * self.period {
            return None;
        }
        let dropped = last_years.map_or(0, |years| x.len().saturating_sub(years * self.period));
        let x = x.drop(dropped, 0);
        combined_seasonality(x.values(), x.start().annual_position(), self.period, centre)
    }

    /// The series without its centred moving average over one year.
    fn detrended(&self) -> TsData {
        let filter = centred_average(self.period);
        let d = filter.half_length();
        let trend = filter.inside(self.series.values());
        let x = self.series.drop(d, d);
        let pairs = x.values().iter().zip(&trend);
        let values = pairs.map(|(x, t)| if self.multiplicative { x / t } else { x - t }).collect();
        TsData::new(x.start(), values)
    }
}
