//! TRAMO against JDemetra+ 3.5.0 on all series and predefined specifications.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use solstice_engine::sa::modelling::{ModelError, RegArimaResult};
use solstice_engine::sa::spec::TramoSpec;
use solstice_engine::sa::{ModellingContext, Silent, tramo};
use solstice_engine::toolkit::timeseries::Span;

use crate::data;

/// Share of series on which every automatic choice is the same.
const SAME_MODEL: f64 = 0.98;
/// Share of these whose likelihood and coefficients agree; the others have moving average roots of modulus 1, where
/// the likelihood is flat.
const SAME_FIGURES: f64 = 0.93;

fn run(all: &Value, spec: &TramoSpec, name: &str) -> Result<RegArimaResult, ModelError> {
    let series = data::series(all, name).clean_extremities();
    tramo::preprocess(&series, Span::All, spec, &ModellingContext::default(), &mut Silent)?.try_into()
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

/// Whether log-likelihood and ARMA parameters agree: the first to 1e-6, the second to 1e-5 (the likelihood is
/// maximised to 1e-7 only).
fn has_same_figures(model: &RegArimaResult, expected: &Value) -> bool {
    let log_likelihood = expected["ll"].as_f64().unwrap();
    let parameters = data::numbers(&expected["parameters"]);
    let coefficients = data::numbers(&expected["regression"]);
    let close = |(a, e): (f64, &f64)| (a - e).abs() < 1e-5 * e.abs().max(1.0);
    let regression = model.regression();
    (model.statistics().log_likelihood / log_likelihood - 1.0).abs() < 1e-6
        && model.estimated().parameters().iter().copied().zip(&parameters).all(close)
        && regression.iter().map(|r| r.coefficient.value).zip(&coefficients).all(close)
}

#[test]
fn predefined_specifications_on_all_series() {
    let all = data::json("series.json.gz");
    let reference = data::json("tramo_models.json.gz");
    let (mut compared, mut same_model, mut same_figures) = (0, 0, 0);
    let mut different = Vec::new();
    for (specification, results) in reference["specs"].as_object().unwrap() {
        let spec = TramoSpec::predefined(specification).unwrap();
        for (name, expected) in results.as_object().unwrap() {
            let result = run(&all, &spec, name);
            // the reference refuses some series before TRAMO and breaks down on others
            if expected.is_null() {
                continue;
            }
            let model = result.unwrap_or_else(|e| panic!("{specification} {name}: {e}"));
            compared += 1;
            let found = choices(&model);
            if found.as_object().unwrap().iter().any(|(key, value)| expected[key] != *value) {
                different.push(format!("{specification} {name}: {found}"));
                continue;
            }
            same_model += 1;
            same_figures += usize::from(has_same_figures(&model, expected));
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    assert!(compared > 390);
    assert!(share(same_model, compared) >= SAME_MODEL, "{}", different.join("\n"));
    assert!(share(same_figures, same_model) >= SAME_FIGURES, "{same_figures} of {same_model}");
}
