//! Unit roots and over-differencing of the identified model (`regarima.md` 9.3, step 5).

use crate::toolkit::arima::{SarimaModel, SarimaOrders};

/// Inverse roots above this are unit roots.
pub(super) const UNIT_ROOT: f64 = 0.95;
/// Below this, theta(1) counts as 0.
const OVER_DIFFERENCED: f64 = 0.001;

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
