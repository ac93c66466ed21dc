//! A tool with its options, for those who run any of them.

use super::{
    CanovaHansenOptions, CanovaHansenReport, CheckLastOptions, CheckedSeries, DetectedOutliers,
    DifferencingOptions, DifferencingReport, OutlierOptions, SeasonalityOptions, SeasonalityReport, Spectrum,
    SpectrumOptions, ToolError, TradingDaysOptions, TradingDaysReport, canova_hansen, check_last,
    detect_outliers, differencing, seasonality_tests, spectrum, trading_days,
};
use crate::sa::{ModellingContext, Monitor};
use crate::toolkit::timeseries::TsData;

/// A tool with its options.
#[derive(Clone, Debug, PartialEq)]
pub enum Tool {
    /// Seasonality tests.
    Seasonality(SeasonalityOptions),
    /// A spectrum.
    Spectrum(SpectrumOptions),
    /// Differencing.
    Differencing(DifferencingOptions),
    /// Canova-Hansen test.
    CanovaHansen(CanovaHansenOptions),
    /// Trading days.
    TradingDays(TradingDaysOptions),
    /// Detection of outliers.
    Outliers(OutlierOptions),
    /// Check of the last observations.
    CheckLast(CheckLastOptions),
}

/// What a tool found.
#[derive(Clone, Debug)]
pub enum ToolResult {
    /// Seasonality tests.
    Seasonality(Box<SeasonalityReport>),
    /// A spectrum.
    Spectrum(Spectrum),
    /// Differencing.
    Differencing(Box<DifferencingReport>),
    /// Canova-Hansen test.
    CanovaHansen(CanovaHansenReport),
    /// Trading days.
    TradingDays(Box<TradingDaysReport>),
    /// Detection of outliers.
    Outliers(Box<DetectedOutliers>),
    /// Check of the last observations.
    CheckLast(Box<CheckedSeries>),
}

impl Tool {
    /// Runs the tool on `series`. Calendars, user variables and the monitor serve the tools that estimate a model.
    ///
    /// # Errors
    /// Those of the tool.
    pub fn run(
        &self,
        series: &TsData,
        context: &ModellingContext,
        monitor: &mut dyn Monitor,
    ) -> Result<ToolResult, ToolError> {
        Ok(match self {
            Self::Seasonality(options) => {
                ToolResult::Seasonality(Box::new(seasonality_tests(series, options)?))
            }
            Self::Spectrum(options) => ToolResult::Spectrum(spectrum(series, options)?),
            Self::Differencing(options) => ToolResult::Differencing(Box::new(differencing(series, options)?)),
            Self::CanovaHansen(options) => ToolResult::CanovaHansen(canova_hansen(series, options)?),
            Self::TradingDays(options) => ToolResult::TradingDays(Box::new(trading_days(series, options)?)),
            Self::Outliers(options) => {
                ToolResult::Outliers(Box::new(detect_outliers(series, options, context, monitor)?))
            }
            Self::CheckLast(options) => {
                ToolResult::CheckLast(Box::new(check_last(series, options, context, monitor)?))
            }
        })
    }

    /// `seasonality`, `spectrum`, `differencing`, `canova-hansen`, `trading-days`, `outliers`, `check-last`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Seasonality(_) => "seasonality",
            Self::Spectrum(_) => "spectrum",
            Self::Differencing(_) => "differencing",
            Self::CanovaHansen(_) => "canova-hansen",
            Self::TradingDays(_) => "trading-days",
            Self::Outliers(_) => "outliers",
            Self::CheckLast(_) => "check-last",
        }
    }
}
