//! The one entry point.

use super::decision::{Monitor, Recorder, Step};
use super::diagnostics::DiagnosticsCache;
use super::error::AdjustError;
use super::modelling::RegArimaResult;
use super::preadjustment::Preadjustment;
use super::result::{Adjustment, Decomposition};
use super::spec::{DecompositionMode, Spec, X11Spec, X13Spec};
use super::x11::{self, Extension};
use super::{assembly, checks, tramo_seats, x13};
use crate::toolkit::calendars::Calendars;
use crate::toolkit::regression::UserSeriesFamilies;
use crate::toolkit::timeseries::TsData;

/// What specifications refer to by name: calendars and user variables.
#[derive(Clone, Debug, Default, PartialEq)]
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
    match spec {
        Spec::X13(x13) => adjust_x13(&series, period, x13, context, Recorder::new(monitor)),
        Spec::TramoSeats(spec) => tramo_seats::adjust(&series, period, spec, context, Recorder::new(monitor)),
    }
}

fn adjust_x13(
    series: &TsData,
    period: usize,
    spec: &X13Spec,
    context: &ModellingContext,
    mut recorder: Recorder<'_>,
) -> Result<Adjustment, AdjustError> {
    let span = checks::checked_span(series, period, &spec.series, &mut recorder)?;
    // without pre-processing nothing is forecast, but the horizons still mark the ends (x11.md 5.6)
    let extension =
        Extension { backcasts: spec.x11.backcasts(period), forecasts: spec.x11.forecasts(period) };
    let (preprocessing, preadjustment, b1, x11) = match &spec.preprocessing {
        None => (None, Preadjustment::none(span.clone()), span.clone(), spec.x11.clone()),
        Some(options) => {
            recorder.begin(Step::Preprocessing);
            let model = x13::preprocess(series, spec.series.span, options, context, &mut recorder)?;
            let (preadjustment, b1) = x13::preadjust(&model, extension)?;
            let result = RegArimaResult::try_from(model)?;
            let mode = spec.x11.mode.after_transformation(result.is_log());
            let preadjustment = if mode == DecompositionMode::PseudoAdditive && !result.is_log() {
                preadjustment.without_null_effects().ok_or(AdjustError::PseudoAdditiveEffects)?
            } else {
                preadjustment
            };
            (Some(result), preadjustment, b1, X11Spec { mode, ..spec.x11.clone() })
        }
    };
    let decomposition = x11::decompose(&b1, extension, &x11, &mut recorder)?;
    recorder.begin(Step::Assembly);
    let finals = assembly::finals(&preadjustment, &decomposition).ok_or(AdjustError::NoData)?;
    if let Some(period) = finals.first_not_finite() {
        return Err(AdjustError::NotFinite { period });
    }
    recorder.begin(Step::Diagnostics);
    let m_statistics = x11::m_statistics(&preadjustment, &finals, &decomposition);
    Ok(Adjustment {
        spec: Spec::X13(spec.clone()),
        span: span.domain(),
        mode: decomposition.mode,
        preprocessing,
        preadjustment,
        decomposition: Decomposition::X11(decomposition),
        finals,
        m_statistics,
        decisions: recorder.into_decisions(),
        diagnostics: DiagnosticsCache::default(),
    })
}
