//! Reading of the reference figures in `tests/data`.

use std::io::Read;

use serde_json::Value;
use solstice_engine::toolkit::timeseries::TsData;

/// The content of a compressed JSON file.
pub fn json(name: &str) -> Value {
    let path = format!("{}/../../tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::File::open(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Numbers, null being NaN.
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

/// A number; null is NaN, infinities are texts.
pub fn number(value: &Value) -> f64 {
    match value.as_str() {
        Some("Inf") => f64::INFINITY,
        Some("-Inf") => f64::NEG_INFINITY,
        _ => value.as_f64().unwrap_or(f64::NAN),
    }
}

/// A series of `series.json.gz`.
pub fn series(all: &Value, name: &str) -> TsData {
    let entry = &all[name];
    let start = entry["start"].as_str().unwrap();
    let (year, month) = start.split_once('-').unwrap();
    let frequency = entry["freq"].as_u64().unwrap() as u32;
    TsData::of(frequency, year.parse().unwrap(), month.parse().unwrap(), numbers(&entry["values"])).unwrap()
}

/// Asserts that two sequences agree to `tolerance` relative to the size of the expected values, missing
/// values in the same places.
pub fn assert_close(what: &str, actual: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(actual.len(), expected.len(), "{what}: length");
    let size = expected.iter().filter(|v| v.is_finite()).fold(0.0_f64, |m, v| m.max(v.abs()));
    for (t, (a, e)) in actual.iter().zip(expected).enumerate() {
        let close = if e.is_finite() {
            (a - e).abs() <= tolerance * size
        } else {
            a.is_nan() && e.is_nan() || a == e
        };
        assert!(close, "{what}[{t}]: {a} instead of {e}");
    }
}
