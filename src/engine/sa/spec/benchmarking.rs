//! Benchmarking of the seasonally adjusted series (`diagnostics.md` 11.1).

use serde::{Deserialize, Serialize};

use super::{SpecError, is_default};
use crate::toolkit::benchmarking::CholetteSpec;

/// Series whose yearly totals the adjusted series takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BenchmarkingTarget {
    /// The series as it is.
    Original,
    /// The series without calendar effects.
    #[default]
    CalendarAdjusted,
}

/// Options of the benchmarking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BenchmarkingSpec {
    /// Whether the adjusted series is benchmarked.
    pub enabled: bool,
    /// Whose totals it takes.
    #[serde(skip_serializing_if = "is_default")]
    pub target: BenchmarkingTarget,
    /// How they are met.
    #[serde(skip_serializing_if = "is_default")]
    pub method: CholetteSpec,
    /// Whether the forecasts of the target count too.
    #[serde(skip_serializing_if = "is_default")]
    pub forecast: bool,
}

impl BenchmarkingSpec {
    /// The options that cannot be used; none when the benchmarking is not enabled.
    pub fn validate(&self) -> Vec<SpecError> {
        let mut errors = Vec::new();
        let CholetteSpec { rho, lambda, .. } = self.method;
        if self.enabled && !(rho > -1.0 && rho <= 1.0) {
            errors.push(SpecError::new("benchmarking.method.rho", rho, "a value above -1 and at most 1"));
        }
        if self.enabled && !(0.0..=1.0).contains(&lambda) {
            errors.push(SpecError::new("benchmarking.method.lambda", lambda, "a number between 0 and 1"));
        }
        errors
    }
}
