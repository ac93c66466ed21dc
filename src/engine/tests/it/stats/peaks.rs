//! Spectral peaks (`stat_tests.json.gz`, `seasonality_tests.json.gz`).
//!
//! In the first file the levels are 0.99 and 0.90 in the order the reference takes for 0.90 and 0.99: 2 means a
//! probability above 0.90.

use serde_json::Value;
use solstice_engine::toolkit::spectrum::{AutoregressivePeaks, SpectralPeaks, TukeyPeaks};

use super::cases;
use crate::data::{assert_close, numbers};

fn check_tukey(id: &str, x: &[f64], period: usize, expected: &Value) {
    let actual = TukeyPeaks::of(x, period);
    if expected.is_null() {
        assert_eq!(actual, None, "{id}");
        return;
    }
    let actual = actual.unwrap_or_else(|| panic!("{id}: no Tukey peaks"));
    let probabilities = numbers(&expected["seasonal_probs"]);
    assert_close(id, &actual.seasonal, &probabilities, 1e-9);
    let trading_days = expected["td_prob"].as_f64().unwrap();
    assert!((actual.trading_days.unwrap_or(1.0) - trading_days).abs() < 1e-9, "{id}");
}

fn check_autoregressive(id: &str, x: &[f64], period: usize, expected: &Value, levels: &str) {
    let actual = AutoregressivePeaks::of(x, period);
    if expected.is_null() {
        assert_eq!(actual, None, "{id}");
        return;
    }
    let actual = actual.unwrap_or_else(|| panic!("{id}: no autoregressive peaks"));
    let letters: Vec<f64> = actual.seasonal.iter().map(|&p| if p > 0.90 { 2.0 } else { 0.0 }).collect();
    assert_eq!(letters, numbers(&expected[levels]), "{id}");
    assert_eq!(actual.trading_day_count() as u64, expected["td_count"].as_u64().unwrap(), "{id}");
}

#[test]
fn peaks_of_the_tests() {
    for (input, result) in cases("stat_tests.json.gz", "tests") {
        let id = input["id"].as_str().unwrap();
        let x = numbers(&result["x"]);
        let period = result["period"].as_u64().unwrap() as usize;
        check_tukey(id, &x, period, &result["tukey_peaks"]);
        check_autoregressive(id, &x, period, &result["ar_peaks"], "seasonal_peaks_99_90");
        if id == "tests001" {
            assert_eq!(SpectralPeaks::of(&x, period).unwrap().to_string(), "AT.AT.AT.AT.At.--");
        }
    }
}

#[test]
fn peaks_after_differencing() {
    for (input, result) in cases("seasonality_tests.json.gz", "seasonality") {
        let id = input["id"].as_str().unwrap();
        let x = numbers(&result["x"]);
        let period = match input["series"].as_str().unwrap() {
            "UKgas" => 4,
            "sim_bimonthly" => 6,
            "sim_half" => 2,
            _ => 12,
        };
        check_tukey(id, &x, period, &result["tukey_peaks"]);
        check_autoregressive(id, &x, period, &result["ar_peaks"], "peaks_99_90");
    }
}
