//! Unit roots and over-differencing of the identified model (`regarima.md` 9.3, step 5).

use super::differencing::inverse_roots;
use crate::toolkit::arima::{SarimaModel, SarimaOrders};

/// Inverse roots above this are unit roots.
const UNIT_ROOT: f64 = 0.95;
const LARGEST_IMAGINARY_PART: f64 = 0.05;
/// Below this, theta(1) counts as 0.
const OVER_DIFFERENCED: f64 = 0.001;

/// Orders with a unit root of the autoregressive polynomials turned into a difference; none without unit root.
pub(super) fn without_unit_roots(model: &SarimaModel) -> Option<SarimaOrders> {
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

fn has_unit_root(ar: &[f64]) -> bool {
    inverse_roots(ar)
        .iter()
        .any(|z| z.norm() > UNIT_ROOT && z.im.abs() <= LARGEST_IMAGINARY_PART && z.re > 0.0)
}

/// Orders without the regular difference that the moving average cancels; none when it does not.
pub(super) fn without_over_differencing(model: &SarimaModel) -> Option<SarimaOrders> {
    let o = model.orders();
    let theta_at_one = 1.0 + model.theta().iter().sum::<f64>();
    (o.q > 0 && o.d > 0 && theta_at_one.abs() < OVER_DIFFERENCED).then(|| SarimaOrders {
        q: o.q - 1,
        d: o.d - 1,
        ..o
    })
}
