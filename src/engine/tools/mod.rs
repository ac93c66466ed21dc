//! Stand-alone tools: any series, without adjusting it (`diagnostics.md` section 13), one file per tool.
//!
//! Every tool takes a series and its options and gives its own result, or a [`ToolError`] that says what is missing.
//! Leading and trailing missing values are dropped first.
//!
//! [`Tool`] is any of them with its options.
//!
//! * [`seasonality_tests`]: is there seasonality?
//! * [`spectrum`]: periodogram, autoregressive and Tukey spectrum.
//! * [`differencing`]: the differenced series with its correlations, and the orders that make the series stationary.
//! * [`canova_hansen`]: is the seasonality stable?
//! * [`detect_outliers`]: outliers of an automatic model.
//! * [`trading_days`]: are there trading-day effects, and do they move?
//! * [`sum`]: several series as one.
//! * [`check_last`]: are the last observations what the model of those before expects?

mod aggregation;
mod canova_hansen;
mod check_last;
mod differencing;
mod error;
mod model;
mod outliers;
mod seasonality;
mod spectrum;
mod tool;
mod trading_days;
mod transformation;

pub use aggregation::sum;
pub use canova_hansen::{
    CANOVA_HANSEN_CRITICAL_VALUES, CanovaHansenOptions, CanovaHansenReport, PeriodStability, SeasonalModel,
    StabilityStatistic, canova_hansen,
};
pub use check_last::{Alarm, CheckLastOptions, CheckedObservation, CheckedSeries, check_last};
pub use differencing::{DifferencingOptions, DifferencingReport, differencing};
pub use error::ToolError;
pub use model::{MODEL_NAMES, ModelSpec};
pub use outliers::{DetectedOutliers, FoundOutlier, OutlierOptions, detect_outliers};
pub use seasonality::{SeasonalityOptions, SeasonalityReport, TestedDifferences, seasonality_tests};
pub use spectrum::{Spectrum, SpectrumMethod, SpectrumOptions, spectrum};
pub use tool::{Tool, ToolResult};
pub use trading_days::{TradingDaysOptions, TradingDaysReport, trading_days};
pub use transformation::Transformation;
