//! TRAMO-SEATS: TRAMO, then SEATS on the series without regression effects, then both together (`seats.md` 14).

mod assembly;
mod linearisation;
mod variance_decomposition;

use super::decision::{Monitor, Recorder, Step};
use super::diagnostics::DiagnosticsCache;
use super::error::AdjustError;
use super::modelling::RegArimaResult;
use super::result::{Adjustment, Decomposition};
use super::spec::{Spec, TramoSeatsSpec};
use super::{ModellingContext, checks, seats, tramo};
use crate::toolkit::timeseries::TsData;
pub use linearisation::linearise;

/// Adjusts `series`, which has `period` observations a year and neither begins nor ends with a missing value.
pub(super) fn adjust(
    series: &TsData,
    period: usize,
    spec: &TramoSeatsSpec,
    context: &ModellingContext,
    mut recorder: Recorder<'_>,
) -> Result<Adjustment, AdjustError> {
    let span = checks::checked_span(series, period, &spec.series, &mut recorder)?;
    recorder.begin(Step::Preprocessing);
    let model = tramo::preprocess(series, spec.series.span, &spec.tramo, context, &mut recorder)?;
    let (input, effects) = linearise(&model, spec.seats.backcasts(period), spec.seats.forecasts(period))?;
    if recorder.is_cancelled() {
        return Err(AdjustError::Cancelled);
    }
    let decomposition = seats::decompose(&input, &spec.seats, &mut recorder).map_err(AdjustError::Seats)?;
    recorder.begin(Step::Assembly);
    let (preadjustment, finals) = assembly::assemble(effects, &span, &decomposition);
    if let Some(period) = finals.first_not_finite() {
        return Err(AdjustError::NotFinite { period });
    }
    Ok(Adjustment {
        spec: Spec::TramoSeats(spec.clone()),
        span: span.domain(),
        mode: decomposition.mode,
        preprocessing: Some(RegArimaResult::try_from(model)?),
        preadjustment,
        decomposition: Decomposition::Seats(Box::new(decomposition)),
        finals,
        m_statistics: None,
        decisions: recorder.into_decisions(),
        diagnostics: DiagnosticsCache::default(),
    })
}
