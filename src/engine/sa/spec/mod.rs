//! Specifications: what is asked of an adjustment. Plain data, serialisable, defaults omitted in text.

mod arima;
mod benchmarking;
mod predefined;
mod regarima;
mod regression;
mod seats;
mod series;
mod switch;
mod tramo;
mod tramo_regression;
mod x11;

use serde::{Deserialize, Serialize};

use super::diagnostics::QualitySpec;

pub use crate::toolkit::regression::Parameter;
pub use arima::{ArimaSpec, AutoModelSpec};
pub use benchmarking::{BenchmarkingSpec, BenchmarkingTarget};
pub use predefined::{METHODS, TRAMO_SEATS_NAMES, X13_NAMES, predefined, predefined_names, tramo_seats, x13};
pub use regarima::{EstimateSpec, OutlierSpec, RegArimaSpec, TransformSpec, Transformation};
pub use regression::{
    AutomaticTradingDays, EasterKind, EasterSpec, InterventionTerm, MeanSpec, OutlierTerm, RampTerm,
    RegressionSpec, RegressionTest, TradingDays, TradingDaysSpec, UserTerm,
};
pub use seats::{ApproximationMode, SeatsBiasCorrection, SeatsMethod, SeatsSpec};
pub use series::SeriesSpec;
pub use tramo::{TramoAutoModelSpec, TramoEstimateSpec, TramoOutlierSpec, TramoSpec, TramoTransformSpec};
pub use tramo_regression::{
    TradingDaysCriterion, TradingDaysSelection, TradingDaysTest, TramoEasterKind, TramoEasterSpec,
    TramoRegressionSpec, TramoTradingDaysSpec,
};
pub use x11::{BiasCorrection, CalendarSigma, DecompositionMode, SeasonalFilter, SigmaGroup, X11Spec};

/// A complete specification, one variant per method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Spec {
    /// RegARIMA pre-processing and X-11.
    X13(X13Spec),
    /// TRAMO-SEATS: TRAMO pre-processing and SEATS.
    TramoSeats(TramoSeatsSpec),
}

/// Specification of X-13 (`x11.md` section 3, `regarima.md`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct X13Spec {
    /// Span of the series and preliminary checks.
    #[serde(skip_serializing_if = "is_default")]
    pub series: SeriesSpec,
    /// RegARIMA pre-processing; none: X-11 on the series as it is.
    #[serde(skip_serializing_if = "is_default")]
    pub preprocessing: Option<RegArimaSpec>,
    /// The X-11 decomposition.
    #[serde(skip_serializing_if = "is_default")]
    pub x11: X11Spec,
    /// Benchmarking of the adjusted series.
    #[serde(skip_serializing_if = "is_default")]
    pub benchmarking: BenchmarkingSpec,
    /// Diagnostics that are made and their limits.
    #[serde(skip_serializing_if = "is_default")]
    pub quality: QualitySpec,
}

/// Specification of TRAMO-SEATS (`tramo.md` 3, `seats.md` 3). The default is RSA0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TramoSeatsSpec {
    /// Span of the series and preliminary checks.
    #[serde(skip_serializing_if = "is_default")]
    pub series: SeriesSpec,
    /// TRAMO pre-processing.
    #[serde(skip_serializing_if = "is_default")]
    pub tramo: TramoSpec,
    /// The SEATS decomposition.
    #[serde(skip_serializing_if = "is_default")]
    pub seats: SeatsSpec,
    /// Yearly totals of the adjusted series.
    #[serde(skip_serializing_if = "is_default")]
    pub benchmarking: BenchmarkingSpec,
    /// Diagnostics that are made and their limits.
    #[serde(skip_serializing_if = "is_default")]
    pub quality: QualitySpec,
}

/// An option that cannot be used: which one, its value, what is allowed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{field} = {value}: {remedy}")]
pub struct SpecError {
    /// Path of the option in the specification, e.g. `x11.upper_sigma`.
    pub field: &'static str,
    /// The value given.
    pub value: String,
    /// What is allowed.
    pub remedy: String,
}

impl SpecError {
    pub(crate) fn new(field: &'static str, value: impl ToString, remedy: impl Into<String>) -> Self {
        Self { field, value: value.to_string(), remedy: remedy.into() }
    }
}

impl Spec {
    /// Every option that cannot be used for a series of `period` observations a year.
    /// Empty when the specification is valid.
    pub fn validate(&self, period: usize) -> Vec<SpecError> {
        match self {
            Self::X13(spec) => {
                let mut errors = spec.x11.validate(period);
                errors.extend(spec.preprocessing.iter().flat_map(RegArimaSpec::validate));
                errors.extend(spec.benchmarking.validate());
                errors.extend(spec.quality.validate());
                errors
            }
            Self::TramoSeats(spec) => {
                let mut errors = spec.seats.validate();
                errors.extend(spec.tramo.validate());
                errors.extend(spec.benchmarking.validate());
                errors.extend(spec.quality.validate());
                errors
            }
        }
    }

    /// Name of the method: `x13` or `tramoseats`.
    pub fn method(&self) -> &'static str {
        match self {
            Self::X13(_) => "x13",
            Self::TramoSeats(_) => "tramoseats",
        }
    }
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Number of periods of a horizon: years when negative.
fn horizon(k: i32, period: usize) -> usize {
    let amount = k.unsigned_abs() as usize;
    if k < 0 { amount.saturating_mul(period) } else { amount }
}
