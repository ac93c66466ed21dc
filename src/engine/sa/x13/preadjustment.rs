//! From the estimated model to the input of X-11: A tables, forecasts and backcasts (`x11.md` 5).

use crate::sa::Preadjustment;
use crate::sa::component_effects::ComponentEffects;
use crate::sa::modelling::{Context, ModelError};
use crate::sa::x11::Extension;
use crate::toolkit::regarima::{linear_backcasts, linear_forecasts};
use crate::toolkit::timeseries::TsData;

/// A tables of the model and the series that X-11 decomposes (B1), extended on both sides.
///
/// # Errors
/// The model is not estimated, or a variable or the forecasts cannot be computed.
pub fn preadjust(model: &Context, extension: Extension) -> Result<(Preadjustment, TsData), ModelError> {
    let estimated = model.estimated().ok_or(ModelError::NoModel)?;
    let description = model.description();
    let effects = ComponentEffects::new(description, estimated, extension.backcasts, extension.forecasts)?;
    let original = description.series();
    let span = original.domain();

    let z = estimated.interpolated(description)?;
    let (before, inside) = (extension.backcasts, span.len);
    let all = effects.all();
    let linearised: Vec<f64> = z.iter().zip(&all[before..]).map(|(z, e)| z - e).collect();
    let arima = estimated.estimation().model().arima();
    let mean = description.has_constant();
    let forecasts = linear_forecasts(arima, &linearised, mean, extension.forecasts)?.values;
    let backcasts = linear_backcasts(arima, &linearised, mean, extension.backcasts)?.values;

    // on the extended domain: forecasts of the series, then back to its scale
    let extended = [backcasts.as_slice(), &linearised, &forecasts].concat();
    let mut y: Vec<f64> = extended.iter().zip(&all).map(|(l, e)| l + e).collect();
    effects.scale.back_transform_with_length_of_period(effects.domain, &mut y);
    // observations as they are, missing ones estimated
    let missing = original.missing();
    for (t, observed) in original.values().iter().enumerate() {
        if missing.binary_search(&t).is_err() {
            y[before + t] = *observed;
        }
    }

    let part = |from: usize, len: usize| {
        (len > 0).then(|| TsData::new(effects.domain.period(from), y[from..from + len].to_vec()))
    };
    let preadjustment = effects.tables(
        TsData::new(span.start, y[before..before + inside].to_vec()),
        part(before + inside, extension.forecasts),
        part(0, before),
    );
    let mut b1 = y.clone();
    let a = &preadjustment;
    for effect in [&a.a6, &a.a7, &a.a8, &a.a9].into_iter().flatten() {
        for (b, e) in b1.iter_mut().zip(effect.values()) {
            *b = if description.is_log() { *b / e } else { *b - e };
        }
    }
    let b1 = TsData::new(effects.domain.start, b1);
    Ok((preadjustment, b1))
}
