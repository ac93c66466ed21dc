//! From the estimated model to the input of SEATS (`seats.md` 14.2).

use crate::sa::Preadjustment;
use crate::sa::component_effects::ComponentEffects;
use crate::sa::modelling::{Context, ModelError};
use crate::sa::seats::SeatsModel;
use crate::toolkit::timeseries::TsData;

/// The series without the effects that belong to a component, with its model, and the tables of these effects on
/// the span, `backcasts` periods before and `forecasts` periods after it. Effects without component, and the mean,
/// stay in the series.
///
/// # Errors
/// The model is not estimated, or a variable cannot be computed.
pub fn linearise(
    model: &Context,
    backcasts: usize,
    forecasts: usize,
) -> Result<(SeatsModel, Preadjustment), ModelError> {
    let estimated = model.estimated().ok_or(ModelError::NoModel)?;
    let description = model.description();
    let effects = ComponentEffects::new(description, estimated, backcasts, forecasts)?;
    let original = description.series();
    let span = original.domain();

    let mut interpolated = estimated.interpolated(description)?;
    let mut linear: Vec<f64> =
        interpolated.iter().zip(&effects.attached()[backcasts..]).map(|(z, e)| z - e).collect();
    effects.scale.back_transform(&mut linear);
    effects.scale.back_transform_with_length_of_period(span, &mut interpolated);
    for (t, observed) in original.values().iter().enumerate() {
        if original.missing().binary_search(&t).is_err() {
            interpolated[t] = *observed;
        }
    }

    let estimation = estimated.estimation();
    let input = SeatsModel {
        series: TsData::new(span.start, linear),
        log: description.is_log(),
        mean: description.has_constant(),
        arima: estimation.model().arima().clone(),
        innovation_variance: Some(estimation.innovation_variance()),
    };
    Ok((input, effects.tables(TsData::new(span.start, interpolated), None, None)))
}
