//! Final estimation with correction of the orders (`tramo.md` 13.1).

use super::Procedure;
use crate::sa::Decision;
use crate::sa::modelling::order_checks::{ORDER_LIMIT, insignificant_order, reduced, without_unit_roots};
use crate::sa::modelling::{Context, Fit, ModelError};
use crate::toolkit::arima::{SarimaModel, SarimaOrders};

/// Estimations tried.
const ATTEMPTS: usize = 6;
/// Seasonal AR and MA coefficients that differ by less cancel.
const CANCEL: f64 = 0.044;

/// Estimates the model; with automatic choice of the model its orders are corrected until nothing is to change.
/// False when that did not end, or, while `identifying`, when a common seasonal factor was removed; then the
/// corrected model is not estimated.
///
/// # Errors
/// The estimation failed.
pub(super) fn estimate(
    procedure: &mut Procedure<'_>,
    model: &mut Context,
    identifying: bool,
) -> Result<bool, ModelError> {
    for _ in 0..ATTEMPTS {
        procedure.go_on()?;
        let fit = Fit::HannanRissanenExact(procedure.spec.estimate.tolerance);
        let arima = model.estimate_anew(fit)?.estimation().model().arima().clone();
        if procedure.spec.auto_model.is_none() || model.description().free_parameter_count() == 0 {
            return Ok(true);
        }
        if let Some(orders) = without_unit_roots(&arima, procedure.spec.estimate.unit_root_limit) {
            procedure.record(Decision::UnitRoot { orders });
            model.change(|d| d.set_orders(orders));
        } else if let Some(orders) = without_common_factor(&arima) {
            procedure.record(Decision::CommonSeasonalFactor { orders });
            model.change(|d| d.set_orders(orders));
            if procedure.detects_outliers() && identifying {
                return Ok(false);
            }
        } else if let Some((polynomial, t)) = insignificant_order(model) {
            let orders = reduced(arima.orders(), polynomial);
            procedure.record(Decision::OrderReduced { polynomial, t, limit: ORDER_LIMIT, orders });
            model.change(|d| d.set_orders(orders));
        } else {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Orders without seasonal ARMA part when its two coefficients cancel.
fn without_common_factor(model: &SarimaModel) -> Option<SarimaOrders> {
    let ([ar], [ma]) = (model.bphi(), model.btheta()) else { return None };
    ((ar - ma).abs() < CANCEL).then(|| SarimaOrders { bp: 0, bq: 0, ..model.orders() })
}
