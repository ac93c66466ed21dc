//! The RegARIMA model in the JSON output.

use serde_json::{Value, json};
use solstice_engine::sa::modelling::{CoefficientEstimate, RegArimaResult, RegressionEstimate};
use solstice_engine::toolkit::arima::SarimaPolynomial;
use solstice_engine::toolkit::regression::{LengthOfPeriod, RegressorClass};

use super::json::number;

/// Transformation, orders, coefficients of `1 + c1 B + ...`, and one entry per estimated coefficient.
pub(super) fn model(result: &RegArimaResult) -> Value {
    let orders = result.description().orders();
    let adjust = match result.adjustment() {
        None => "None",
        Some(LengthOfPeriod::LeapYear) => "LeapYear",
        Some(LengthOfPeriod::LengthOfPeriod) => "LengthOfPeriod",
    };
    let coefficients = |polynomial| -> Vec<Value> {
        result.arma(polynomial).iter().map(|c: &CoefficientEstimate| number(c.value)).collect()
    };
    json!({
        "log": result.is_log(),
        "adjust": adjust,
        "mean": result.description().has_mean(),
        "arima": {
            "period": orders.period,
            "p": orders.p, "d": orders.d, "q": orders.q,
            "bp": orders.bp, "bd": orders.bd, "bq": orders.bq,
            "phi": coefficients(SarimaPolynomial::Phi),
            "theta": coefficients(SarimaPolynomial::Theta),
            "bphi": coefficients(SarimaPolynomial::Bphi),
            "btheta": coefficients(SarimaPolynomial::Btheta),
        },
        "regression": result.regression().iter().map(regression).collect::<Vec<_>>(),
    })
}

fn regression(estimate: &RegressionEstimate) -> Value {
    let c = &estimate.coefficient;
    let mut entry = json!({
        "name": c.name,
        "type": class_name(estimate.class),
        "coef": number(c.value),
        "se": number(c.standard_error),
        "t": number(c.t),
    });
    if let Some((code, period)) = estimate.outlier {
        entry["code"] = Value::from(code.to_string());
        entry["date"] = Value::from(format!("{:04}-{:02}", period.year(), period.month()));
    }
    entry
}

fn class_name(class: RegressorClass) -> &'static str {
    match class {
        RegressorClass::TrendConstant => "trend-constant",
        RegressorClass::UserType => "user",
        RegressorClass::TradingDays => "trading-days",
        RegressorClass::LengthOfPeriod => "length-of-period",
        RegressorClass::Easter => "easter",
        RegressorClass::OtherMovingHoliday => "moving-holiday",
        RegressorClass::Outlier(_) => "outlier",
        RegressorClass::Other => "other",
    }
}
