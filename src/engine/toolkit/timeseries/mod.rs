//! Units, periods, domains and series (`timeseries-calendars-regressors.md`, sections 2 to 9).

mod aggregation;
mod data;
mod domain;
mod gathering;
mod guess;
mod missing;
mod operations;
mod period;
mod span;
mod unit;

pub use aggregation::Aggregation;
pub use data::TsData;
pub use domain::{Coverage, TsDomain};
pub use gathering::{GatheringError, ObsGathering};
pub use missing::{Interpolated, interpolate_average, interpolate_constant};
pub use period::TsPeriod;
pub use span::Span;
pub use unit::{Chrono, TsUnit};

/// What can be wrong with an operation on periods, domains and series.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TsError {
    /// Two operands have different units.
    #[error("incompatible frequencies: {left} and {right}; convert one of the series first")]
    IncompatibleUnits {
        /// Unit of the first operand.
        left: TsUnit,
        /// Unit of the second operand.
        right: TsUnit,
    },
    /// Aggregation to a unit that holds no whole number of periods of the series.
    #[error("incompatible frequencies: {low} is no whole multiple of {high}; choose a longer unit that is")]
    NotAMultiple {
        /// Unit of the series.
        high: TsUnit,
        /// Unit asked for.
        low: TsUnit,
    },
    /// An annual frequency outside 1, 2, 3, 4, 6, 12.
    #[error("{frequency} periods per year are not supported; use 1, 2, 3, 4, 6 or 12")]
    UnsupportedFrequency {
        /// The frequency asked for.
        frequency: u32,
    },
    /// A text that is no unit.
    #[error("\"{text}\" is not a unit of time; write it in ISO 8601 form, as P1M, P3M or P1Y")]
    InvalidUnit {
        /// The text.
        text: String,
    },
    /// A text that is no period.
    #[error("\"{text}\" is not a period; write it as 2020-05")]
    InvalidPeriod {
        /// The text.
        text: String,
    },
    /// Bounds out of order or negative.
    #[error("invalid bounds: {reason}")]
    InvalidBounds {
        /// What is wrong with them.
        reason: String,
    },
    /// Series to be joined do not follow one another.
    #[error("the series to be joined are not consecutive: one ends before {end}, the next starts at {start}")]
    NotConsecutive {
        /// First period after the series so far.
        end: TsPeriod,
        /// Start of the next one.
        start: TsPeriod,
    },
    /// A series without any value.
    #[error("all {n} values are missing; at least one is needed")]
    AllMissing {
        /// Number of periods.
        n: usize,
    },
}
