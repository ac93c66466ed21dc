//! SEATS against figures of JDemetra+ 3.5.0.

mod canonical;
mod differences;
mod estimates;
mod robustness;
mod series;

use serde_json::Value;
use solstice_engine::sa::spec::{ApproximationMode, SeatsBiasCorrection, SeatsMethod, SeatsSpec};
use solstice_engine::toolkit::arima::{ArimaModel, SarimaModel};

use crate::data::{json, numbers};

/// The probes of a kind.
fn probes(kind: &str) -> Vec<Value> {
    let all = json("probes/seats.json.gz");
    all["cases"].as_array().unwrap().iter().filter(|c| c["kind"] == kind).cloned().collect()
}

fn text<'a>(input: &'a Value, key: &str) -> &'a str {
    input[key].as_str().unwrap_or("")
}

fn list(input: &Value, key: &str) -> Vec<f64> {
    text(input, key).split(',').filter(|x| !x.is_empty()).map(|x| x.parse().unwrap()).collect()
}

/// Model and options of a probe.
fn problem(input: &Value) -> (SarimaModel, SeatsSpec) {
    let orders = list(input, "orders");
    let period: usize = text(input, "period").parse().unwrap();
    let part = |key: &str, order: f64| {
        let mut c = list(input, key);
        c.resize(order as usize, 0.0);
        c
    };
    let model = SarimaModel::from_polynomials(
        period,
        (orders[1] as usize, orders[4] as usize),
        &part("phi", orders[0]),
        &part("bphi", orders[3]),
        &part("theta", orders[2]),
        &part("btheta", orders[5]),
    );
    let mut spec = SeatsSpec::default();
    for option in text(input, "set").split(';').filter(|x| !x.is_empty()) {
        let (name, value) = option.split_once(':').unwrap();
        match (name, value) {
            ("approximationMode", "Noisy") => spec.approximation = ApproximationMode::Noisy,
            ("approximationMode", "None") => spec.approximation = ApproximationMode::None,
            ("method", "KalmanSmoother") => spec.method = SeatsMethod::KalmanSmoother,
            ("biasCorrection", "None") => spec.bias_correction = SeatsBiasCorrection::None,
            ("forecastCount", n) => spec.forecast_horizon = n.parse().unwrap(),
            ("backcastCount", n) => spec.backcast_horizon = n.parse().unwrap(),
            ("xlBoundary", x) => spec.xl_boundary = x.parse().unwrap(),
            ("trendBoundary", x) => spec.trend_boundary = x.parse().unwrap(),
            ("seasBoundary", x) => spec.seasonal_boundary = x.parse().unwrap(),
            ("seasBoundaryAtPi", x) => spec.seasonal_boundary_at_pi = x.parse().unwrap(),
            ("seasTolerance", x) => spec.seasonal_tolerance = x.parse().unwrap(),
            other => panic!("{other:?}"),
        }
    }
    (model, spec)
}

/// Asserts that a model has the polynomials and the variance of the reference. The reference finds double roots on
/// the unit circle with an error of about 1e-8: what depends on the factorisation agrees to `tolerance`.
fn assert_model(what: &str, actual: &ArimaModel, expected: &Value, tolerance: f64) {
    let close = |name: &str, actual: &[f64], expected: &[f64], tolerance: f64| {
        assert_eq!(actual.len(), expected.len(), "{what} {name}: {actual:?} {expected:?}");
        for (a, e) in actual.iter().zip(expected) {
            assert!((a - e).abs() <= tolerance * e.abs().max(1.0), "{what} {name}: {a} instead of {e}");
        }
    };
    let variance = expected["var"].as_f64().unwrap();
    if variance == 0.0 {
        assert!(actual.is_null(), "{what}: {actual:?} instead of null");
        return;
    }
    close("ar", actual.ar().coefficients(), &numbers(&expected["ar"]), 1e-10);
    close("ur", actual.delta().coefficients(), &numbers(&expected["ur"]), 1e-10);
    let (ma, v) = actual.moving_average().unwrap();
    close("ma", ma.coefficients(), &numbers(&expected["ma"]), tolerance);
    assert!((v - variance).abs() <= tolerance * variance, "{what} variance: {v} instead of {variance}");
}
