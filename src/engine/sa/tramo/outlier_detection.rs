//! Automatic outliers (`tramo.md` 12).

use super::Procedure;
use super::feasibility::degrees_left;
use crate::sa::modelling::{Context, ModelDescription, ModelError, OutlierSearch};
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::regarima::outliers::RoundEstimation;
use crate::toolkit::regression::OutlierCode;
use crate::toolkit::timeseries::Span;

/// Precision of the estimations in the rounds.
const PRECISION: f64 = 1e-5;

/// Types, critical value and precision of the detection before the choice of the transformation.
const LARGEST_TYPES: [OutlierCode; 2] = [OutlierCode::AO, OutlierCode::LS];
const LARGEST_CRITICAL: f64 = 5.0;
const LARGEST_PRECISION: f64 = 1e-3;

/// Adds the outliers found with the current critical value to the model; whether there are any. None are found
/// when the series is too short.
///
/// # Errors
/// A regression or an estimation failed, the model is as it was; or the run was cancelled.
pub(super) fn detect(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<bool, ModelError> {
    let options = &procedure.spec.outliers;
    let Some(rounds) = round_estimation(model.description(), options.maximum_likelihood) else {
        return Ok(false);
    };
    let search = OutlierSearch {
        types: &options.types,
        tc_rate: options.tc_rate,
        span: options.span,
        critical: procedure.critical,
        rounds,
        precision: PRECISION,
    };
    run(procedure, model, &search)
}

/// Adds the large outliers that could mislead the choice of the transformation (`tramo.md` 8); whether there
/// are any.
///
/// # Errors
/// As [`detect`].
pub(super) fn detect_largest(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<bool, ModelError> {
    let Some(rounds) = round_estimation(model.description(), false) else { return Ok(false) };
    let search = OutlierSearch {
        types: &LARGEST_TYPES,
        tc_rate: procedure.spec.outliers.tc_rate,
        span: Span::All,
        critical: LARGEST_CRITICAL,
        rounds,
        precision: LARGEST_PRECISION,
    };
    run(procedure, model, &search)
}

fn run(
    procedure: &mut Procedure<'_>,
    model: &mut Context,
    search: &OutlierSearch<'_>,
) -> Result<bool, ModelError> {
    procedure.go_on()?;
    model.detect_outliers(search, |decision| procedure.monitor.record(decision))
}

/// Maximum likelihood when asked for or when Hannan-Rissanen has too few observations; none when there are too
/// few for any detection (12.2).
fn round_estimation(model: &ModelDescription, maximum_likelihood: bool) -> Option<RoundEstimation> {
    let orders = model.orders();
    let series = model.series();
    let n = series.values().len() - series.missing().len();
    let start = (orders.differencing_degree() + orders.ar_degree()).max(orders.ma_degree());
    let needed = start + usize::from(model.has_mean()) + 15 * n / 100 + orders.period;
    if n <= needed {
        return None;
    }
    let moving_average = SarimaOrders { p: 0, bp: 0, ..orders };
    let mixed = orders.p + orders.bp > 0 && orders.q + orders.bq > 0;
    let too_few = degrees_left(n, orders) < 0
        || mixed && degrees_left(n.saturating_sub(orders.ar_degree()), moving_average) < 0;
    Some(if maximum_likelihood || too_few {
        RoundEstimation::MaximumLikelihood
    } else {
        RoundEstimation::HannanRissanen
    })
}
