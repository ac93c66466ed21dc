//! Comparison of an identified model with the reference model (`regarima.md` 9.4).

use super::diagnostics::ModelDiagnostics;
use crate::toolkit::arima::SarimaOrders;

/// Relative margin of the residual standard error in rule 3.
const ERROR_MARGIN: f64 = 1.0 - 0.0125;

/// What is compared of the identified model.
#[derive(Clone, Copy, Debug)]
pub(super) struct Identified {
    pub(super) orders: SarimaOrders,
    /// First regular and first seasonal autoregressive coefficient, 0 without.
    pub(super) phi: f64,
    pub(super) bphi: f64,
    pub(super) diagnostics: ModelDiagnostics,
}

/// Number of the first rule that prefers the reference model; none when no rule does.
pub(super) fn preferring_reference(
    new: &Identified,
    reference: &ModelDiagnostics,
    pass: usize,
) -> Option<u8> {
    let (q, q0) = (new.diagnostics.ljung_box, reference.ljung_box);
    let (rv, rv0) = (new.diagnostics.standard_error, reference.standard_error);
    let o = new.orders;
    let orders = [o.p, o.d, o.q, o.bp, o.bd, o.bq];
    let rules = [
        q < 0.75 && rv0 < rv,
        pass == 1 && q >= 0.95 && q0 < 0.95,
        q < 0.95 && q0 < 0.75 && q0 < q && rv0 < rv / ERROR_MARGIN,
        q >= 0.95 && q0 < 0.95 && rv0 < rv,
        orders == [1, 0, 1, 0, 1, 1] && new.phi < -0.82,
        orders == [0, 1, 1, 1, 0, 1] && new.bphi < -0.65,
    ];
    (1..).zip(rules).find(|(_, fires)| *fires).map(|(rule, _)| rule)
}
