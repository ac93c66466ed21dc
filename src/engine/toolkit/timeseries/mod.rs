//! Units, periods, domains and series (`timeseries-calendars-regressors.md`, sections 2 to 9).

mod data;
mod domain;
mod period;
mod unit;

pub use data::TsData;
pub use domain::TsDomain;
pub use period::TsPeriod;
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
    /// An annual frequency outside 1, 2, 3, 4, 6, 12.
    #[error("{frequency} periods per year are not supported; use 1, 2, 3, 4, 6 or 12")]
    UnsupportedFrequency {
        /// The frequency asked for.
        frequency: u32,
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
}
