//! Periodograms, autoregressive and smoothed spectra (`spectrum.json.gz`).

use std::f64::consts::PI;

use serde_json::Value;
use solstice_engine::toolkit::spectrum::{
    AutoregressiveMethod, AutoregressiveSpectrum, Periodogram, SmoothedPeriodogram, SmoothedPeriodogramSpec,
    Window,
};

use super::{TOLERANCE, cases, close};
use crate::data::{assert_close, numbers};

fn check_autoregressive(id: &str, x: &[f64], order: usize, expected: &Value, method: AutoregressiveMethod) {
    let s = AutoregressiveSpectrum::of(x, order, method).unwrap();
    // the reference gives the coefficients of the polynomial 1 + c1 B + ...
    let polynomial: Vec<f64> = s.coefficients.iter().map(|phi| -phi).collect();
    assert_close(id, &polynomial, &numbers(&expected["coefficients"]), 1e-9);
    close(id, s.variance, expected["sigma"].as_f64().unwrap(), TOLERANCE);
    let values = expected.get("values").or(expected.get("values_at_i_pi_60")).unwrap();
    let values = numbers(values);
    let actual: Vec<f64> =
        (0..values.len()).map(|i| s.at(PI * i as f64 / (values.len() - 1) as f64)).collect();
    assert_close(id, &actual, &values, 1e-9);
}

#[test]
fn periodograms() {
    for kind in ["spectrum", "periodogram"] {
        for (input, result) in cases("spectrum.json.gz", kind) {
            let id = input["id"].as_str().unwrap();
            let p = Periodogram::of(&numbers(&result["x"])).unwrap();
            let expected = result.get("values").or(result.get("periodogram")).unwrap();
            assert_close(id, &p.ordinates, &numbers(expected), TOLERANCE);
            close(id, p.reported_step, result["interval"].as_f64().unwrap(), TOLERANCE);
        }
    }
}

#[test]
fn autoregressive_spectra() {
    for (input, result) in cases("spectrum.json.gz", "spectrum") {
        let id = input["id"].as_str().unwrap();
        let x = numbers(&result["x"]);
        for (name, method) in
            [("ar.Ols", AutoregressiveMethod::Ols), ("ar.Durbin", AutoregressiveMethod::Durbin)]
        {
            let order = result[name]["lags"].as_u64().unwrap() as usize;
            check_autoregressive(&format!("{id} {name}"), &x, order, &result[name], method);
        }
    }
    for (input, result) in cases("spectrum.json.gz", "ar_spectrum") {
        let id = input["id"].as_str().unwrap();
        let x = numbers(&result["x"]);
        let order = result["order"].as_u64().unwrap() as usize;
        for (name, method) in [("Ols", AutoregressiveMethod::Ols), ("Durbin", AutoregressiveMethod::Durbin)] {
            check_autoregressive(&format!("{id} {name}"), &x, order, &result[name], method);
        }
    }
}

#[test]
fn smoothed_periodograms() {
    for (input, result) in cases("spectrum.json.gz", "tukey_spectrum") {
        let id = input["id"].as_str().unwrap();
        let text = |key: &str| input[key].as_str();
        let window = match text("kernel") {
            None => Window::Tukey,
            Some("Square") => Window::Square,
            Some("Welch") => Window::Welch,
            Some("Bartlett") => Window::Bartlett,
            Some("Hamming") => Window::Hamming,
            Some("Parzen") => Window::Parzen,
            Some(other) => panic!("{other}"),
        };
        let spec = SmoothedPeriodogramSpec {
            window,
            length: text("length").unwrap().parse().unwrap(),
            resolution: text("resolution").map(|r| r.parse().unwrap()),
            taper: text("taper").map_or(0.0, |t| t.parse().unwrap()),
        };
        let s = SmoothedPeriodogram::of(&numbers(&result["x"]), spec).unwrap();
        assert_close(id, &window.discrete(8), &numbers(&result["window"]), 1e-11);
        assert_close(id, &s.ordinates, &numbers(&result["values"]), TOLERANCE);
        let nearest: Vec<f64> = (0..25).map(|i| s.at(PI * f64::from(i) / 24.0).unwrap()).collect();
        assert_close(id, &nearest, &numbers(&result["values_at_i_pi_24"]), TOLERANCE);
    }
}
