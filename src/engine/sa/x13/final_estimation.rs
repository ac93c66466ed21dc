//! Final estimation, with removal of insignificant last coefficients (`regarima.md` 9.5).

use super::Procedure;
use crate::sa::Decision;
use crate::sa::modelling::{Context, Fit, ModelError};
use crate::toolkit::arima::{SarimaOrders, SarimaPolynomial};

/// Reductions tried.
const ATTEMPTS: usize = 6;
/// t-statistics below this are insignificant.
const LIMIT: f64 = 1.0;

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
        let Some((polynomial, t)) = least_significant(model) else { return Ok(true) };
        let orders = reduced(model.description().orders(), polynomial);
        procedure.record(Decision::OrderReduced { polynomial, t, limit: LIMIT, orders });
        model.change(|d| d.set_orders(orders));
    }
    Ok(false)
}

/// The polynomial whose last coefficient is insignificant and small, the least significant one first.
fn least_significant(model: &Context) -> Option<(SarimaPolynomial, f64)> {
    let estimated = model.estimated()?;
    let estimates = estimated.estimation().parameters()?;
    let smallest = if model.description().series().estimation().len() <= 150 { 0.15 } else { 0.1 };
    let mut least: Option<(SarimaPolynomial, f64)> = None;
    for (polynomial, range) in model.description().orders().blocks() {
        let Some(last) = range.last() else { continue };
        let coefficient = estimated.parameters()[last].abs();
        let Some(standard_error) = estimates.standard_error(last) else { continue };
        let t = coefficient / standard_error;
        if t < LIMIT && coefficient < smallest && least.is_none_or(|l| t < l.1) {
            least = Some((polynomial, t));
        }
    }
    least
}

fn reduced(orders: SarimaOrders, polynomial: SarimaPolynomial) -> SarimaOrders {
    let mut o = orders;
    match polynomial {
        SarimaPolynomial::Phi => o.p -= 1,
        SarimaPolynomial::Bphi => o.bp -= 1,
        SarimaPolynomial::Theta => o.q -= 1,
        SarimaPolynomial::Btheta => o.bq -= 1,
    }
    o
}
