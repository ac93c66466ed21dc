//! Regression variables, design matrix and deterministic effects
//! (`timeseries-calendars-regressors.md`, sections 10 to 25).
//!
//! Columns are stored one after the other (column-major); nothing is scaled or centred but where a variable says
//! so. A variable that is not defined for the frequency of a domain is zero.

mod design;
mod easter;
mod effects;
mod holidays;
mod intervention;
mod julian_easter;
mod length_of_period;
mod outliers;
mod parameter;
mod periodic;
mod ramp;
mod regressor;
mod trading_days;
mod trend;
mod user;
mod variable;

pub use design::{Design, DesignColumn, model_order};
pub use easter::{EasterCorrection, EasterEnd, EasterVariable};
pub use effects::{EffectScale, EffectSet, deterministic_effect};
pub use holidays::{HolidaysVariable, MovingHoliday, NonWorkingDays, PatternShape};
pub use intervention::{Interval, InterventionVariable};
pub use julian_easter::JulianEasterVariable;
pub use length_of_period::LengthOfPeriod;
pub use outliers::{Outlier, OutlierCode, OutlierShape, x13_tc_rate};
pub use parameter::Parameter;
pub use periodic::Cycle;
pub use ramp::Ramp;
pub use regressor::{Regressor, RegressorClass};
pub use trading_days::{ContrastWeights, HolidayTradingDays, StockTradingDays, TradingDays};
pub use trend::TrendConstant;
pub use user::{UserSeries, UserSeriesFamilies};
pub use variable::{Component, Origin, Variable, unique_name};

use crate::toolkit::timeseries::TsUnit;

/// What can be wrong with a regression variable.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RegressionError {
    /// An Easter window that is not defined.
    #[error("an Easter window of {window} days is not defined; use 1 to {longest} days")]
    EasterWindow {
        /// The window.
        window: u32,
        /// Longest window.
        longest: u32,
    },
    /// A code that is no outlier type.
    #[error("\"{code}\" is no outlier type; use AO, LS, TC, SO or WO")]
    UnknownOutlier {
        /// The code.
        code: String,
    },
    /// A user series of another unit than the series.
    #[error(
        "incompatible frequencies: variable \"{variable}\" has {unit}, the series {expected}; convert it"
    )]
    IncompatibleUnits {
        /// Name of the variable.
        variable: String,
        /// Its unit.
        unit: TsUnit,
        /// Unit of the series.
        expected: TsUnit,
    },
    /// A buffer that does not hold the columns.
    #[error("\"{variable}\" needs room for {expected} values, got {actual}")]
    BufferSize {
        /// Description of the variable.
        variable: String,
        /// Periods times columns.
        expected: usize,
        /// Length of the buffer.
        actual: usize,
    },
    /// A number of coefficients that is not that of the columns.
    #[error(
        "variable \"{variable}\" has {columns} columns but {coefficients} coefficients; give one for each or none"
    )]
    CoefficientCount {
        /// Name of the variable.
        variable: String,
        /// Its columns.
        columns: usize,
        /// The coefficients given.
        coefficients: usize,
    },
}

/// The columns of `n` values of a column-major buffer.
fn columns_of(buffer: &mut [f64], n: usize) -> impl Iterator<Item = &mut [f64]> {
    buffer.chunks_exact_mut(n.max(1))
}
