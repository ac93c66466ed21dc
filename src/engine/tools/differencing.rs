//! Differencing of a series (`diagnostics.md` 13.2 and section 6).

use super::error::{logarithm, prepared};
use super::{Spectrum, SpectrumMethod, SpectrumOptions, ToolError, Transformation, spectrum};
use crate::toolkit::differencing::{
    Differenced, FastDifferencing, FastDifferencingSpec, automatic_differencing, fast_differencing,
};
use crate::toolkit::stats::autocovariance::{autocorrelations, partial_autocorrelations};
use crate::toolkit::stats::descriptive::centred;
use crate::toolkit::timeseries::TsData;

/// Autocorrelations shown, in years.
const YEARS_OF_LAGS: usize = 6;

/// Options of the differencing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DifferencingOptions {
    /// Takes logarithms.
    pub log: bool,
    /// Number of differences at lag 1.
    pub regular: usize,
    /// Number of seasonal differences; ignored for annual series.
    pub seasonal: usize,
}

impl Default for DifferencingOptions {
    /// One regular and one seasonal difference of the levels.
    fn default() -> Self {
        Self { log: false, regular: 1, seasonal: 1 }
    }
}

/// The differenced series and what it looks like; and what two rules would have done.
#[derive(Clone, Debug, PartialEq)]
pub struct DifferencingReport {
    /// The differenced series.
    pub differenced: TsData,
    /// Its autocorrelations about the mean from lag 1, up to six years and a quarter short of the series.
    pub autocorrelations: Vec<f64>,
    /// Its partial autocorrelations from lag 1.
    pub partial_autocorrelations: Vec<f64>,
    /// Bound that an autocorrelation of white noise exceeds in one case of 20: 1.96/sqrt(n).
    pub bound: f64,
    /// Periodogram of its last complete years, mean removed; none for a constant series.
    pub periodogram: Option<Spectrum>,
    /// Differences at lag 1 that make the series stationary enough for tests.
    pub automatic: Differenced,
    /// Differences that reduce the scale of the series.
    pub fast: Option<FastDifferencing>,
}

/// Differences `series`.
///
/// # Errors
/// Empty series, logarithms that do not exist, [`ToolError::TooShort`] when nothing is left.
pub fn differencing(series: &TsData, options: &DifferencingOptions) -> Result<DifferencingReport, ToolError> {
    let (series, period) = prepared(series)?;
    let x = logarithm(&series, options.log)?;
    let seasonal = if period > 1 { options.seasonal } else { 0 };
    let differenced = x.delta_of_order(1, options.regular).delta_of_order(period, seasonal);
    if differenced.is_empty() {
        let required = options.regular + seasonal * period + 1;
        return Err(ToolError::TooShort { observations: 0, required });
    }
    let transformation = Transformation { order: 0, ..Transformation::default() };
    let periodogram = SpectrumOptions { transformation, method: SpectrumMethod::PERIODOGRAM };
    let n = differenced.values().iter().filter(|v| v.is_finite()).count();
    let lags = (YEARS_OF_LAGS * period).min(differenced.len().saturating_sub(1) * 3 / 4);
    let acf = autocorrelations(&centred(differenced.values()), 0.0, lags);
    Ok(DifferencingReport {
        partial_autocorrelations: partial_autocorrelations(&acf),
        autocorrelations: acf,
        bound: 1.96 / (n.max(1) as f64).sqrt(),
        periodogram: spectrum(&differenced, &periodogram).ok(),
        automatic: automatic_differencing(x.values(), period),
        fast: fast_differencing(x.values(), period, FastDifferencingSpec::default()),
        differenced,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_with_seasons_becomes_zero() {
        let values = (0..30u32).map(|t| f64::from(t * 2) + f64::from(t % 4)).collect();
        let series = TsData::of(4, 2000, 1, values).unwrap();
        let report = differencing(&series, &DifferencingOptions::default()).unwrap();
        assert_eq!(report.differenced.len(), 25);
        assert!(report.differenced.values().iter().all(|v| *v == 0.0));
        assert_eq!(report.periodogram, None);
        assert!(report.autocorrelations.iter().chain(&report.partial_autocorrelations).all(|r| *r == 0.0));
        assert_eq!(report.autocorrelations.len(), 18);
    }

    #[test]
    fn annual_series_have_no_seasonal_difference() {
        let series = TsData::of(1, 2000, 1, (0..9).map(|t| f64::from(t * t)).collect()).unwrap();
        let report = differencing(&series, &DifferencingOptions::default()).unwrap();
        assert_eq!(report.differenced.values(), [1.0, 3.0, 5.0, 7.0, 9.0, 11.0, 13.0, 15.0]);
        let all = DifferencingOptions { regular: 9, ..DifferencingOptions::default() };
        assert_eq!(differencing(&series, &all), Err(ToolError::TooShort { observations: 0, required: 10 }));
    }
}
