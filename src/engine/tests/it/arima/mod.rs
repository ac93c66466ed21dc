//! ARIMA models, exact likelihood, estimation and forecasts against JDemetra+ 3.8.0 and against
//! worked numbers.

mod airline;
mod corrections;
mod forecasts;
mod likelihood;
mod models;
mod state_space;

use serde_json::Value;
use solstice_engine::toolkit::arima::{SarimaModel, SarimaOrders};

/// The model of a probe: `period`, `orders` p,d,q,bp,bd,bq and the coefficients that are given.
pub fn model(case: &Value) -> SarimaModel {
    let o: Vec<usize> =
        case["orders"].as_array().unwrap().iter().map(|x| x.as_u64().unwrap() as usize).collect();
    let period = case["period"].as_u64().unwrap() as usize;
    let orders = SarimaOrders::new(period, (o[0], o[1], o[2]), (o[3], o[4], o[5]));
    let part = |name: &str| crate::data::numbers(&case[name]);
    SarimaModel::new(orders, &[part("phi"), part("bphi"), part("theta"), part("btheta")].concat())
}

/// Natural logarithms of the airline passengers, 1949-01 to 1960-12.
pub fn log_air_passengers() -> Vec<f64> {
    let all = crate::data::json("series.json.gz");
    crate::data::series(&all, "AirPassengers").values().iter().map(|x| x.ln()).collect()
}

/// Asserts `|a - b| <= tolerance * max(1, |b|)`.
#[track_caller]
pub fn near(what: &str, a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{what}: {a} instead of {b}");
}
