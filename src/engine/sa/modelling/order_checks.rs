//! What estimates say about the orders of a model: unit roots, insignificant last coefficients
//! (`regarima.md` 9.3 and 9.5, `tramo.md` 13.1).

use super::Context;
use crate::toolkit::arima::{SarimaModel, SarimaOrders, SarimaPolynomial};
use crate::toolkit::math::roots;

/// Largest imaginary part of a root that counts as real.
const LARGEST_IMAGINARY_PART: f64 = 0.05;
/// t-statistics of last coefficients below this are insignificant.
pub(in crate::sa) const ORDER_LIMIT: f64 = 1.0;

/// Orders with autoregressive unit roots, positive inverse roots of modulus above `limit`, turned into
/// differences, at most one in each polynomial; none without unit root.
pub(in crate::sa) fn without_unit_roots(model: &SarimaModel, limit: f64) -> Option<SarimaOrders> {
    let has_unit_root = |ar: &[f64]| {
        roots::inverse(ar)
            .iter()
            .any(|z| z.norm() > limit && z.im.abs() <= LARGEST_IMAGINARY_PART && z.re > 0.0)
    };
    let mut o = model.orders();
    if o.p > 0 && o.d < 2 && has_unit_root(model.phi()) {
        o.p -= 1;
        o.d += 1;
    }
    if o.bp > 0 && o.bd < 1 && has_unit_root(model.bphi()) {
        o.bp -= 1;
        o.bd += 1;
    }
    (o != model.orders()).then_some(o)
}

/// The polynomial whose last coefficient is insignificant and small (below 0.15 up to 150 observations, 0.1 for
/// more), the least significant one, and its t-statistic.
pub(in crate::sa) fn insignificant_order(model: &Context) -> Option<(SarimaPolynomial, f64)> {
    let estimated = model.estimated()?;
    let estimates = estimated.estimation().parameters()?;
    let smallest = if model.description().series().estimation().len() <= 150 { 0.15 } else { 0.1 };
    let mut least: Option<(SarimaPolynomial, f64)> = None;
    for (polynomial, range) in model.description().orders().blocks() {
        let Some(last) = range.last() else { continue };
        let coefficient = estimated.parameters()[last].abs();
        let Some(standard_error) = estimates.standard_error(last) else { continue };
        let t = coefficient / standard_error;
        if t < ORDER_LIMIT && coefficient < smallest && least.is_none_or(|l| t < l.1) {
            least = Some((polynomial, t));
        }
    }
    least
}

/// The orders with that of one polynomial, which is not 0, less 1.
pub(in crate::sa) fn reduced(orders: SarimaOrders, polynomial: SarimaPolynomial) -> SarimaOrders {
    let mut o = orders;
    match polynomial {
        SarimaPolynomial::Phi => o.p -= 1,
        SarimaPolynomial::Bphi => o.bp -= 1,
        SarimaPolynomial::Theta => o.q -= 1,
        SarimaPolynomial::Btheta => o.bq -= 1,
    }
    o
}
