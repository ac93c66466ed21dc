//! Checks of the final model that may replace it (`tramo.md` 15). An alternative that cannot be estimated is no
//! alternative.

mod benchmarking;
#[cfg(test)]
mod reference_tests;
mod seasonality;
mod trading_days;
mod under_differencing;

use super::model_comparator::{Preferred, compare};
use super::model_statistics::ModelStatistics;
use super::{Procedure, outlier_detection};
use crate::sa::modelling::{Context, Fit, ModelDescription, ModelError, cancelled_only};
use crate::sa::{AlternativeModel, Decision};
use crate::toolkit::arima::SarimaOrders;

pub(super) use seasonality::control_seasonality;

/// Limit of the t-statistic of the mean of an alternative.
const MEAN_LIMIT: f64 = 1.96;

/// All controllers but the first, [`control_seasonality`], in order.
///
/// # Errors
/// The model is not estimated, or the run was cancelled.
pub(super) fn run(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    let automatic = procedure.spec.auto_model.as_ref();
    let compares = automatic.is_some_and(|a| a.compare);
    let automatic = automatic.is_some();
    if automatic {
        under_differencing::control_regular(procedure, model)?;
        under_differencing::control_seasonal(procedure, model)?;
    }
    if compares {
        benchmarking::control(procedure, model)?;
    }
    trading_days::control(procedure, model)?;
    if automatic {
        under_differencing::control_seasonal_again(procedure, model)?;
        under_differencing::control_regular_again(procedure, model)?;
    }
    Ok(())
}

/// The independent residuals of an estimated model.
fn residuals(model: &Context) -> Result<&[f64], ModelError> {
    Ok(model.estimated().ok_or(ModelError::NoModel)?.estimation().likelihood().residuals())
}

/// The alternative with outliers detected anew, estimated; none when that fails.
fn estimate(
    procedure: &mut Procedure<'_>,
    alternative: ModelDescription,
) -> Result<Option<Context>, ModelError> {
    let mut model = Context::new(alternative);
    model.remove_detected_outliers();
    if procedure.detects_outliers() {
        cancelled_only(outlier_detection::detect(procedure, &mut model))?;
    }
    procedure.go_on()?;
    let fit = Fit::HannanRissanen(procedure.spec.estimate.tolerance);
    let estimated = cancelled_only(model.estimate(fit).map(|_| true))?;
    Ok(estimated.then_some(model))
}

/// [`estimate`], and again without mean when the mean is not significant.
fn estimate_checking_mean(
    procedure: &mut Procedure<'_>,
    alternative: ModelDescription,
) -> Result<Option<Context>, ModelError> {
    let Some(model) = estimate(procedure, alternative)? else { return Ok(None) };
    let parameters = model.description().free_parameter_count();
    let mean_t = model
        .estimated()
        .filter(|e| e.estimation().model().has_mean())
        .map(|e| e.estimation().likelihood().t_statistic(0, parameters));
    match mean_t {
        Some(t) if t.abs() < MEAN_LIMIT => {
            let mut without = model.description().clone();
            without.set_mean(false);
            without.undefine_parameters();
            estimate(procedure, without)
        }
        _ => Ok(Some(model)),
    }
}

/// Replaces the model and reports it.
fn accept(
    procedure: &mut Procedure<'_>,
    model: &mut Context,
    alternative: Context,
    reason: AlternativeModel,
) {
    let orders = alternative.description().orders();
    procedure.record(Decision::Alternative { reason, orders, accepted: true });
    *model = alternative;
}

/// Replaces the model when the comparator prefers the alternative; equal models are decided for `if_equal`.
fn accept_if_preferred(
    procedure: &mut Procedure<'_>,
    model: &mut Context,
    alternative: Context,
    reason: AlternativeModel,
) -> Result<(), ModelError> {
    let (present, new) = (ModelStatistics::of(model)?, ModelStatistics::of(&alternative)?);
    let preferred = match reason {
        AlternativeModel::Benchmark | AlternativeModel::TradingDays => {
            compare(&present, &new) == Preferred::Second
        }
        _ => compare(&new, &present) == Preferred::First,
    };
    if preferred {
        accept(procedure, model, alternative, reason);
    } else {
        let orders = alternative.description().orders();
        procedure.record(Decision::Alternative { reason, orders, accepted: false });
    }
    Ok(())
}

/// The model with other orders, parameters undefined.
fn with_orders(model: &Context, orders: SarimaOrders, mean: bool) -> ModelDescription {
    let mut alternative = model.description().clone();
    alternative.set_orders(orders);
    alternative.set_mean(mean);
    alternative
}
