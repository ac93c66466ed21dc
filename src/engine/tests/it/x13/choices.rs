//! Comparison of an adjustment with a reference result.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use solstice_engine::sa::modelling::RegArimaResult;

/// Every automatic choice, as in the reference files.
pub fn choices(model: &RegArimaResult) -> Value {
    let o = model.description().orders();
    let regression = model.regression();
    let outliers: BTreeSet<String> = regression
        .iter()
        .filter_map(|r| r.outlier)
        .map(|(code, period)| format!("{code} {:04}-{:02}", period.year(), period.month()))
        .collect();
    json!({
        "log": model.is_log(),
        "adjust": model.adjustment().map_or("None".into(), |a| format!("{a:?}")),
        "mean": model.description().has_mean(),
        "orders": [o.p, o.d, o.q, o.bp, o.bd, o.bq],
        "outliers": outliers,
        "coefficients": regression.len(),
    })
}

/// Largest difference relative to the expected value, or to a millionth of the mean size near zero.
pub fn relative_difference(actual: &[f64], expected: &[f64]) -> f64 {
    let size = expected.iter().map(|x| x.abs()).sum::<f64>() / expected.len() as f64;
    difference_relative_to(actual, expected, 1e-6 * size)
}

/// Largest difference relative to the expected value, or to `floor` when that is larger.
pub fn difference_relative_to(actual: &[f64], expected: &[f64], floor: f64) -> f64 {
    assert_eq!(actual.len(), expected.len());
    let difference = |(a, e): (&f64, &f64)| (a - e).abs() / e.abs().max(floor);
    actual.iter().zip(expected).map(difference).fold(0.0, f64::max)
}
