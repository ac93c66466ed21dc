//! Is the model as seasonal as the series? (`tramo.md` 15.0)

use super::{accept, estimate, with_orders};
use crate::sa::modelling::{Context, ModelError, cancelled_only};
use crate::sa::tramo::Procedure;
use crate::sa::tramo::model_statistics::ModelStatistics;
use crate::sa::tramo::seasonality::{LEVEL, has_seasonal_peaks, is_significant, seasonal_f_test};
use crate::sa::{AlternativeModel, Decision};
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::differencing::difference;
use crate::toolkit::stats::descriptive::centred;
use crate::toolkit::stats::friedman;

/// Level at which the residuals of a model without seasonal part make it suspect.
const SUSPECT_LEVEL: f64 = 0.05;

/// Compares the seasonality of the linearised series with that of the model; true when the model was replaced, or
/// when it has to be identified anew as a seasonal one. To be called once in a procedure.
///
/// # Errors
/// The model is not estimated, or the run was cancelled.
pub(in crate::sa::tramo) fn control_seasonality(
    procedure: &mut Procedure<'_>,
    model: &mut Context,
) -> Result<bool, ModelError> {
    let orders = model.description().orders();
    let period = orders.period;
    if period == 1 {
        return Ok(false);
    }
    let statistics = ModelStatistics::of(model)?;
    let estimated = model.estimated().ok_or(ModelError::NoModel)?;
    let differenced = centred(&difference(&estimated.estimation().linearized(), 1));
    let residual = statistics.seasonal_ljung_box.p_value < LEVEL;
    let f_test = cancelled_only(seasonal_f_test(model.description()))?;
    let strong = usize::from(residual) + usize::from(is_significant(f_test));
    let score = strong
        + usize::from(is_significant(friedman(&differenced, period)))
        + usize::from(has_seasonal_peaks(&differenced, period));
    procedure.original_seasonality = score;
    let seasonal = score > 1 || strong > 0;
    procedure.record(Decision::SeasonalityScore { score, seasonal });

    let has_seasonal_part = orders.bp + orders.bd + orders.bq > 0;
    let light = SarimaOrders::new(period, (0, 1, 1), (0, 0, 1));
    let mut reason = None;
    if !seasonal && has_seasonal_part {
        reason = Some(AlternativeModel::NoSeasonality);
    } else if seasonal && !procedure.seasonal {
        procedure.seasonal = true;
        return Ok(true);
    }
    let suspect =
        statistics.seasonal_ljung_box.p_value < SUSPECT_LEVEL || statistics.ljung_box.p_value < SUSPECT_LEVEL;
    if !procedure.seasonal && suspect {
        procedure.seasonal = true;
        reason = Some(AlternativeModel::ResidualSeasonality);
    }
    let Some(reason) = reason else { return Ok(false) };
    let alternative = with_orders(model, light, model.description().has_mean());
    let Some(alternative) = estimate(procedure, alternative)? else { return Ok(false) };
    accept(procedure, model, alternative, reason);
    Ok(true)
}
