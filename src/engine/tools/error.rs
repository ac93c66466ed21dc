//! Why a tool has no result.

use crate::sa::AdjustError;
use crate::toolkit::timeseries::{TsData, TsUnit};

/// Why a tool has no result; every message says what to do.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ToolError {
    /// The series has no observation.
    #[error("no data: the series has no observation")]
    NoData,
    /// The unit of the series does not divide the year.
    #[error("{unit} series have no seasons; aggregate to months, quarters or another part of the year")]
    UnsupportedUnit {
        /// The unit.
        unit: TsUnit,
    },
    /// One value a year.
    #[error("annual series have no seasons; use a series with several values a year")]
    Annual,
    /// Series of periods of different lengths.
    #[error("{} and {} series cannot be added; take series of periods of the same length", units[0], units[1])]
    DifferentUnits {
        /// The units.
        units: [TsUnit; 2],
    },
    /// No period in which all series have a place.
    #[error("the series have no period in common; take series that overlap")]
    NoCommonPeriod,
    /// Logarithm of something that has none.
    #[error("logarithms need positive values: {count} values are not, the first in {period}; use levels")]
    NotPositive {
        /// Number of values.
        count: usize,
        /// First of these periods.
        period: String,
    },
    /// Not enough values are left.
    #[error("not enough data: {observations} values after differencing, at least {required} are needed")]
    TooShort {
        /// Values after differencing and selection.
        observations: usize,
        /// Values needed.
        required: usize,
    },
    /// All values are equal after differencing.
    #[error("the values are constant after differencing; use fewer differences or another series")]
    Constant,
    /// An option that cannot be used.
    #[error("{option} is {value}; {remedy}")]
    Option {
        /// Name of the option.
        option: &'static str,
        /// Its value.
        value: String,
        /// What to do.
        remedy: String,
    },
    /// The regression of the test is singular.
    #[error(
        "the regression of the test cannot be solved; use another series, fewer differences or other regressors"
    )]
    Singular,
    /// Nothing to forecast from: the model is estimated on a part of the series that ends earlier.
    #[error("the model is estimated on a span that ends before the series; extend the estimation span")]
    NoForecast,
    /// The series is refused, or its model cannot be estimated.
    #[error(transparent)]
    Model(#[from] AdjustError),
}

/// The series without missing values at its ends, and its number of periods a year.
///
/// # Errors
/// [`ToolError::NoData`], [`ToolError::UnsupportedUnit`].
pub(super) fn prepared(series: &TsData) -> Result<(TsData, usize), ToolError> {
    let series = series.clean_extremities();
    if series.is_empty() {
        return Err(ToolError::NoData);
    }
    let unit = series.unit();
    let period = series.annual_frequency().ok_or(ToolError::UnsupportedUnit { unit })?;
    Ok((series, period as usize))
}

/// [`prepared`] for tools that need seasons.
///
/// # Errors
/// Those of [`prepared`] and [`ToolError::Annual`].
pub(super) fn prepared_seasonal(series: &TsData) -> Result<(TsData, usize), ToolError> {
    match prepared(series)? {
        (_, 0 | 1) => Err(ToolError::Annual),
        seasonal => Ok(seasonal),
    }
}

/// The natural logarithm of the series when `log`.
///
/// # Errors
/// [`ToolError::NotPositive`].
pub(super) fn logarithm(series: &TsData, log: bool) -> Result<TsData, ToolError> {
    if !log {
        return Ok(series.clone());
    }
    let bad = |x: &f64| *x <= 0.0;
    if let Some(first) = series.values().iter().position(bad) {
        let count = series.values().iter().filter(|x| bad(x)).count();
        return Err(ToolError::NotPositive { count, period: series.domain().period(first).to_string() });
    }
    Ok(series.map(f64::ln))
}
