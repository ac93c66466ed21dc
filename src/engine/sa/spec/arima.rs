//! Orders and coefficients of a SARIMA model, and its automatic choice.

use serde::{Deserialize, Serialize};

use super::SpecError;
use crate::toolkit::regression::Parameter;

/// Multiplicative seasonal ARIMA model (p,d,q)(P,D,Q):
/// `phi(B) Phi(B^s) (1-B)^d (1-B^s)^D y = theta(B) Theta(B^s) e`,
/// all polynomials written `1 + c1 B + c2 B^2 + ...`. The orders p, q, P, Q are the lengths of the
/// coefficient lists; all are always written, because an empty list is not the default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ArimaSpec {
    /// Regular autoregressive coefficients.
    pub phi: Vec<Parameter>,
    /// Regular differencing order, 0 to 2.
    pub d: usize,
    /// Regular moving average coefficients.
    pub theta: Vec<Parameter>,
    /// Seasonal autoregressive coefficients.
    pub bphi: Vec<Parameter>,
    /// Seasonal differencing order, 0 or 1.
    pub bd: usize,
    /// Seasonal moving average coefficients.
    pub btheta: Vec<Parameter>,
}

impl Default for ArimaSpec {
    fn default() -> Self {
        Self::airline()
    }
}

impl ArimaSpec {
    /// (0,1,1)(0,1,1) with free coefficients.
    pub fn airline() -> Self {
        Self::with_orders([0, 1, 1], [0, 1, 1])
    }

    /// (p,d,q)(P,D,Q) with free coefficients.
    pub fn with_orders([p, d, q]: [usize; 3], [bp, bd, bq]: [usize; 3]) -> Self {
        let free = |n| vec![Parameter::Undefined; n];
        Self { phi: free(p), d, theta: free(q), bphi: free(bp), bd, btheta: free(bq) }
    }

    /// Orders outside p, q <= `most`, d <= 2, P, D, Q <= 1 (`regarima.md` 2.1, `tramo.md` 3.1).
    pub(super) fn validate(&self, most: usize) -> Vec<SpecError> {
        let orders = [
            ("arima.p", self.phi.len(), most),
            ("arima.d", self.d, 2),
            ("arima.q", self.theta.len(), most),
            ("arima.bp", self.bphi.len(), 1),
            ("arima.bd", self.bd, 1),
            ("arima.bq", self.btheta.len(), 1),
        ];
        orders
            .iter()
            .filter(|(_, order, most)| order > most)
            .map(|&(field, order, most)| SpecError::new(field, order, format!("use at most {most}")))
            .collect()
    }
}

/// Automatic choice of differencing and ARMA orders in X-13 (`regarima.md` 9 and 10).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AutoModelSpec {
    /// Allow models with both autoregressive and moving average parts.
    pub mixed: bool,
    /// Prefer models whose autoregressive and moving average sides have equal order.
    pub balanced: bool,
    /// Differences of AR and MA coefficients below this cancel in the differencing steps, 0 to 0.2.
    pub cancel: f64,
    /// First unit-root limit; inverse roots of modulus 1/ub1 and more are unit roots.
    pub ub1: f64,
    /// Second unit-root limit.
    pub ub2: f64,
    /// Acceptance limit of 1 - p of the Ljung-Box test.
    pub ljung_box_limit: f64,
    /// Relative reduction of the critical value of outliers after a rejected model, 0.05 to 0.3.
    pub predcv: f64,
}

impl Default for AutoModelSpec {
    fn default() -> Self {
        Self {
            mixed: true,
            balanced: false,
            cancel: 0.1,
            ub1: 1.0 / 0.97,
            ub2: 1.0 / 0.88,
            ljung_box_limit: 0.95,
            predcv: 0.14286,
        }
    }
}

impl AutoModelSpec {
    pub(super) fn validate(&self) -> Vec<SpecError> {
        [
            ("auto_model.cancel", self.cancel, (0.0..=0.2).contains(&self.cancel), "use 0 to 0.2"),
            ("auto_model.ub1", self.ub1, self.ub1 > 1.0, "use more than 1"),
            ("auto_model.ub2", self.ub2, self.ub2 > 1.0, "use more than 1"),
            (
                "auto_model.ljung_box_limit",
                self.ljung_box_limit,
                (0.0..=1.0).contains(&self.ljung_box_limit),
                "use a probability",
            ),
            ("auto_model.predcv", self.predcv, (0.05..=0.3).contains(&self.predcv), "use 0.05 to 0.3"),
        ]
        .into_iter()
        .filter(|(_, _, valid, _)| !valid)
        .map(|(field, value, _, remedy)| SpecError::new(field, value, remedy))
        .collect()
    }
}
