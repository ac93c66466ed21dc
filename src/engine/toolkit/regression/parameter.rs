//! A coefficient of a model: free, given a start, estimated or fixed.

use serde::{Deserialize, Serialize};

/// State of a coefficient (`timeseries-calendars-regressors.md` 22.1, `regarima.md` 14.1). Everything but fixed
/// is estimated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Parameter {
    /// No value known.
    #[default]
    Undefined,
    /// A value to start from.
    Initial(f64),
    /// The value of an earlier estimation.
    Estimated(f64),
    /// Not estimated.
    Fixed(f64),
}

impl Parameter {
    /// The value, if any.
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Undefined => None,
            Self::Initial(x) | Self::Estimated(x) | Self::Fixed(x) => Some(x),
        }
    }

    /// Whether the coefficient is not estimated.
    pub fn is_fixed(self) -> bool {
        matches!(self, Self::Fixed(_))
    }

    /// The value when fixed.
    pub fn fixed_value(self) -> Option<f64> {
        self.value().filter(|_| self.is_fixed())
    }
}
