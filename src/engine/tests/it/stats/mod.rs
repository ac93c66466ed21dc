//! Statistical tests and spectral tools against the figures of JDemetra+ 3.8.0 (toolkit 3.8.0, Java 21), files
//! `tests/data/probes/`. Tolerance 1e-9 relative, chi-squared probabilities 1e-14 absolute besides: the
//! reference computes them as complements. (Its Student probabilities carry errors of 1e-13.)

use serde_json::Value;
use solstice_engine::toolkit::stats::{AnovaTest, StatisticalTest};

use crate::data;

mod canova_hansen;
mod differencing;
mod peaks;
mod residuals;
mod seasonality;
mod spectra;
mod trading_days;

pub const TOLERANCE: f64 = 1e-9;

/// The cases of one kind: input, result.
pub fn cases(file: &str, kind: &str) -> Vec<(Value, Value)> {
    let all = data::json(&format!("probes/{file}"));
    let found: Vec<_> = all["cases"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["kind"] == kind)
        .map(|c| (c["input"].clone(), c["result"].clone()))
        .collect();
    assert!(!found.is_empty(), "no case {kind} in {file}");
    found
}

pub fn close(what: &str, actual: f64, expected: f64, tolerance: f64) {
    assert!(
        (actual - expected).abs() <= tolerance * expected.abs(),
        "{what}: {actual} instead of {expected}"
    );
}

/// Whether the reference has no result: null, an error, a NaN statistic.
fn absent(expected: &Value) -> bool {
    expected.is_null() || expected.get("error").is_some() || expected["value"].is_null()
}

pub fn check(what: &str, actual: Option<StatisticalTest>, expected: &Value) {
    check_within(what, actual, expected, TOLERANCE);
}

pub fn check_within(what: &str, actual: Option<StatisticalTest>, expected: &Value, tolerance: f64) {
    if absent(expected) {
        assert_eq!(actual, None, "{what}: the reference has no result, {expected}");
        return;
    }
    let test = actual.unwrap_or_else(|| panic!("{what}: missing, the reference has {expected}"));
    let (value, p) = (expected["value"].as_f64().unwrap(), expected["p"].as_f64().unwrap());
    assert!(
        (test.value - value).abs() <= tolerance * value.abs().max(1e-3),
        "{what}: {} instead of {value}",
        test.value
    );
    assert!(
        (test.p_value - p).abs() <= 1e-14 + tolerance * 10.0 * p,
        "{what}: p-value {} instead of {p}",
        test.p_value
    );
    let distribution = expected["dist"].as_str().unwrap();
    if !distribution.starts_with("Normal") {
        assert_eq!(test.distribution.to_string(), distribution, "{what}");
    }
}

pub fn check_anova(what: &str, actual: Option<AnovaTest>, expected: &Value) {
    let anova = actual.unwrap_or_else(|| panic!("{what}: missing"));
    let test = anova.test().unwrap();
    for (name, value) in [
        ("ssm", anova.explained),
        ("dfm", anova.explained_df),
        ("ssr", anova.residual),
        ("dfr", anova.residual_df),
        ("f", test.value),
        ("p", test.p_value),
    ] {
        let expected = expected[name].as_f64().unwrap();
        assert!(
            (value - expected).abs() <= 1e-9 * expected.abs(),
            "{what} {name}: {value} instead of {expected}"
        );
    }
}
