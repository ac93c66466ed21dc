//! The one entry point.

use super::decision::{Monitor, Recorder, Step};
use super::error::AdjustError;
use super::preadjustment::Preadjustment;
use super::result::{Adjustment, Decomposition};
use super::spec::{Spec, X13Spec};
use super::x11::{self, Extension};
use super::{assembly, checks};
use crate::toolkit::calendars::Calendars;
use crate::toolkit::regression::UserSeriesFamilies;
use crate::toolkit::timeseries::TsData;

/// What specifications refer to by name: calendars and user variables.
#[derive(Clone, Debug, Default)]
pub struct ModellingContext {
    /// Calendars by name.
    pub calendars: Calendars,
    /// User variables by `family.name`.
    pub variables: UserSeriesFamilies,
}

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
    let series = series.clean_extremities();
    if series.is_empty() {
        return Err(AdjustError::NoData);
    }
    let unit = series.start().unit;
    let period = series.annual_frequency().ok_or(AdjustError::UnsupportedUnit { unit })? as usize;
    let invalid = spec.validate(period);
    if !invalid.is_empty() {
        return Err(AdjustError::Spec(invalid));
    }
    let _ = context;
    match spec {
        Spec::X13(x13) => adjust_x13(&series, period, spec, x13, Recorder::new(monitor)),
    }
}

fn adjust_x13(
    series: &TsData,
    period: usize,
    spec: &Spec,
    x13: &X13Spec,
    mut recorder: Recorder<'_>,
) -> Result<Adjustment, AdjustError> {
    if recorder.is_cancelled() {
        return Err(AdjustError::Cancelled);
    }
    recorder.begin(Step::Checks);
    if x13.series.preliminary_check {
        checks::preliminary(series.values(), period)?;
    }
    // without pre-processing nothing is forecast, but the horizons still mark the ends (x11.md 5.6)
    let extension = Extension { backcasts: x13.x11.backcasts(period), forecasts: x13.x11.forecasts(period) };
    let decomposition = x11::decompose(series, extension, &x13.x11, &mut recorder)?;
    recorder.begin(Step::Assembly);
    let preadjustment = Preadjustment::none(series.clone());
    let finals = assembly::finals(&preadjustment, &decomposition).ok_or(AdjustError::NoData)?;
    recorder.begin(Step::Diagnostics);
    let m_statistics = x11::m_statistics(&preadjustment, &finals, &decomposition);
    Ok(Adjustment {
        spec: spec.clone(),
        span: series.domain(),
        mode: decomposition.mode,
        preadjustment,
        decomposition: Decomposition::X11(decomposition),
        finals,
        m_statistics,
        decisions: recorder.into_decisions(),
    })
}
