//! X-13 with RegARIMA pre-processing against JDemetra+ 3.8.0 on all series and predefined specifications.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use solstice_engine::sa::modelling::RegArimaResult;
use solstice_engine::sa::{AdjustError, Adjustment, ModellingContext, Silent, adjust, spec};

use crate::data;

/// Share of series on which every automatic choice is the same.
const SAME_MODEL: f64 = 0.98;
/// Share of series, among those with the same model, whose adjusted series agrees to 1e-6. Likelihoods are
/// maximised to 1e-7 only: near a unit root rounding alone moves the estimates further.
const SAME_FIGURES: f64 = 0.94;
/// Largest relative difference of the adjusted series where the model is the same and well determined.
const ALL_FIGURES: f64 = 1e-4;
/// The model of this white noise has common roots: its likelihood is flat.
const NOT_DETERMINED: &str = "sim_white";

fn run(all: &Value, specification: &str, name: &str) -> Result<Adjustment, AdjustError> {
    let spec = spec::x13(specification).unwrap();
    adjust(&data::series(all, name), &spec, &ModellingContext::default(), &mut Silent)
}

/// Every automatic choice, as in the reference file.
fn choices(model: &RegArimaResult) -> Value {
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

fn relative_difference(actual: &[f64], expected: &[f64]) -> f64 {
    assert_eq!(actual.len(), expected.len());
    let size = expected.iter().map(|x| x.abs()).sum::<f64>() / expected.len() as f64;
    let difference = |(a, e): (&f64, &f64)| (a - e).abs() / e.abs().max(1e-6 * size);
    actual.iter().zip(expected).map(difference).fold(0.0, f64::max)
}

#[test]
fn predefined_specifications_on_all_series() {
    let all = data::json("series.json.gz");
    let reference = data::json("x13_models.json.gz");
    let (mut compared, mut same_model, mut same_figures) = (0, 0, 0);
    let mut different = Vec::new();
    for (specification, results) in reference["specs"].as_object().unwrap() {
        for (name, expected) in results.as_object().unwrap() {
            let result = run(&all, specification, name);
            if expected.is_null() {
                // the annual series break down in the reference
                let annual = matches!(name.as_str(), "LakeHuron" | "Nile");
                assert!(annual || result.is_err(), "{specification} {name} is refused by the reference");
                continue;
            }
            let result = result.unwrap_or_else(|e| panic!("{specification} {name}: {e}"));
            compared += 1;
            let model = choices(result.preprocessing.as_ref().unwrap());
            let differs = model.as_object().unwrap().iter().any(|(key, value)| expected[key] != *value);
            if differs {
                different.push(format!("{specification} {name}: {model}"));
                continue;
            }
            same_model += 1;
            let sa = data::numbers(&expected["sa"]);
            let difference = relative_difference(result.finals.sa.values.values(), &sa);
            assert!(
                difference < ALL_FIGURES || name == NOT_DETERMINED,
                "{specification} {name}: adjusted series differs by {difference:.1e}"
            );
            same_figures += usize::from(difference < 1e-6);
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    assert!(compared > 300);
    assert!(share(same_model, compared) >= SAME_MODEL, "{}", different.join("\n"));
    assert!(share(same_figures, same_model) >= SAME_FIGURES, "{same_figures} of {same_model}");
}

/// The worked example of `regarima.md` 16.1: airline passengers with the full automatic specification.
#[test]
fn airline_passengers_with_rsa5c() {
    let all = data::json("series.json.gz");
    let result = run(&all, "rsa5c", "AirPassengers").unwrap();
    let model = result.preprocessing.as_ref().unwrap();
    let expected = json!({
        "log": true, "adjust": "LeapYear", "mean": false, "orders": [0, 1, 0, 0, 1, 1],
        "outliers": ["AO 1951-05"], "coefficients": 8,
    });
    assert_eq!(choices(model), expected);
    let statistics = model.statistics();
    assert!((statistics.log_likelihood - 271.4700582532).abs() < 1e-6);
    assert!((statistics.aicc() - 949.4817454340).abs() < 1e-5);
}
