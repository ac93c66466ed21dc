//! Final estimation, with removal of insignificant last coefficients (`regarima.md` 9.5).

use super::Procedure;
use crate::sa::Decision;
use crate::sa::modelling::order_checks::{ORDER_LIMIT, insignificant_order, reduced};
use crate::sa::modelling::{Context, Fit, ModelError};

/// Reductions tried.
const ATTEMPTS: usize = 6;

/// Estimates the model; with automatic choice of the model, orders whose last coefficient is insignificant are
/// reduced one at a time. False when that did not end.
///
/// # Errors
/// The estimation failed.
pub(super) fn estimate(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<bool, ModelError> {
    for _ in 0..ATTEMPTS {
        procedure.go_on()?;
        model.estimate_anew(Fit::MultipleExact(procedure.spec.estimate.tolerance))?;
        if procedure.spec.auto_model.is_none() || model.description().free_parameter_count() == 0 {
            return Ok(true);
        }
        let Some((polynomial, t)) = insignificant_order(model) else { return Ok(true) };
        let orders = reduced(model.description().orders(), polynomial);
        procedure.record(Decision::OrderReduced { polynomial, t, limit: ORDER_LIMIT, orders });
        model.change(|d| d.set_orders(orders));
    }
    Ok(false)
}
