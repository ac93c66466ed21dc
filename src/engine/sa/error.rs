//! Why a series could not be adjusted.

use super::modelling::ModelError;
use super::seats::SeatsError;
use super::spec::SpecError;
use super::x11::X11Error;
use crate::toolkit::timeseries::{TsError, TsPeriod};

/// Why a series could not be adjusted; every message says what to do.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AdjustError {
    /// The specification cannot be used.
    #[error("specification: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Spec(Vec<SpecError>),
    /// The series has no observation.
    #[error("no data: the series has no observation")]
    NoData,
    /// The unit of the series does not divide the year.
    #[error(
        "{unit} series cannot be adjusted seasonally; aggregate to months, quarters or another part of the year"
    )]
    UnsupportedUnit {
        /// The unit.
        unit: crate::toolkit::timeseries::TsUnit,
    },
    /// Too few observations.
    #[error("not enough data: {observations} observations, at least {required} are needed")]
    TooShort {
        /// Observations in the span.
        observations: usize,
        /// Observations needed.
        required: usize,
    },
    /// Too many observations equal to the one before.
    #[error("too many identical data: {repeats} values equal the value before, at most {limit} are accepted")]
    TooManyIdentical {
        /// Number of repeated values.
        repeats: usize,
        /// Largest number accepted.
        limit: usize,
    },
    /// Too many missing observations.
    #[error("too many missing data: {missing} of {observations}, at most {limit} are accepted")]
    TooManyMissing {
        /// Missing observations.
        missing: usize,
        /// Observations in the span.
        observations: usize,
        /// Largest number accepted.
        limit: usize,
    },
    /// A span of the specification cannot be selected.
    #[error("span: {0}")]
    Span(#[from] TsError),
    /// The model could not be built or estimated.
    #[error("RegARIMA model: {0}")]
    Model(ModelError),
    /// Differences in a decomposition by factors.
    #[error(
        "the pseudo-additive mode cannot take up the regression effects of a model in levels, which are differences; use logarithms, another mode or no effects"
    )]
    PseudoAdditiveEffects,
    /// X-11 could not decompose the series.
    #[error("X-11: {0}")]
    X11(X11Error),
    /// SEATS could not decompose the series.
    #[error("SEATS: {0}")]
    Seats(SeatsError),
    /// A component is beyond the range of the numbers.
    #[error(
        "the components are not finite at {period}: the values are too large or too different in size; use another unit"
    )]
    NotFinite {
        /// The first period.
        period: TsPeriod,
    },
    /// The run was cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl From<X11Error> for AdjustError {
    fn from(error: X11Error) -> Self {
        match error {
            X11Error::Cancelled => Self::Cancelled,
            X11Error::UnsupportedUnit { unit } => Self::UnsupportedUnit { unit },
            X11Error::Spec(errors) => Self::Spec(errors),
            error => Self::X11(error),
        }
    }
}

impl From<ModelError> for AdjustError {
    fn from(error: ModelError) -> Self {
        match error {
            ModelError::Cancelled => Self::Cancelled,
            error => Self::Model(error),
        }
    }
}
