//! Why X-11 could not decompose a series.

use crate::sa::spec::SpecError;
use crate::toolkit::math::linear_filters::FilterError;
use crate::toolkit::timeseries::{TsPeriod, TsUnit};

use super::X11Table;

/// Why X-11 could not decompose a series (`x11.md` section 17).
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum X11Error {
    /// The unit does not divide the year.
    #[error("{unit} series cannot be decomposed; aggregate to months, quarters or another part of the year")]
    UnsupportedUnit {
        /// The unit.
        unit: TsUnit,
    },
    /// Options that cannot be used.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Spec(Vec<SpecError>),
    /// Fewer than three years.
    #[error("not enough observations: {observations}, at least three years ({required}) are needed")]
    TooShort {
        /// Observations, forecasts and backcasts included.
        observations: usize,
        /// Observations needed.
        required: usize,
    },
    /// The horizons leave too few observations.
    #[error(
        "{backcasts} backcasts and {forecasts} forecasts of {values} values leave too few observations: \
         at least {required} are needed; shorten the horizons"
    )]
    HorizonsTooLong {
        /// Backcasts.
        backcasts: usize,
        /// Forecasts.
        forecasts: usize,
        /// All values.
        values: usize,
        /// Observations needed.
        required: usize,
    },
    /// Missing or infinite values.
    #[error(
        "{count} missing values, the first at {first}; X-11 needs a complete series: \
         estimate them (pre-processing) or shorten the span"
    )]
    MissingValues {
        /// Non-finite values.
        count: usize,
        /// Period of the first.
        first: TsPeriod,
    },
    /// Zero or negative values in a multiplicative or log-additive decomposition.
    #[error(
        "{count} values are zero or negative, the first at {first}; \
         use the additive or the pseudo-additive mode"
    )]
    NonPositiveValues {
        /// Values <= 0.
        count: usize,
        /// Period of the first.
        first: TsPeriod,
    },
    /// No value of a trend is positive.
    #[error("no value of the trend is positive; use the additive mode")]
    NegativeTrend,
    /// The Henderson filter is longer than the series.
    #[error(
        "the Henderson filter has {length} terms, too many for {observations} observations; \
         use a shorter one"
    )]
    HendersonTooLong {
        /// Terms of the filter.
        length: usize,
        /// Observations, extensions included.
        observations: usize,
    },
    /// The filter does not exist.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// A division by zero or an overflow.
    #[error(
        "{} ({table:?}) is not finite at {period}: the values are too small, too large or too close to zero \
         for this mode; use the additive mode or rescale the series", .table.title()
    )]
    NotFinite {
        /// The table.
        table: X11Table,
        /// Where it is not finite.
        period: TsPeriod,
    },
    /// The run was cancelled.
    #[error("cancelled")]
    Cancelled,
}
