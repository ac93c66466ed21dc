//! Components of given models.

use serde_json::Value;
use solstice_engine::sa::seats::{SeatsComponents, SeatsDecomposition, SeatsModel, decompose};
use solstice_engine::sa::spec::SeatsMethod;
use solstice_engine::sa::{FinalComponent, Silent};
use solstice_engine::toolkit::arima::SarimaModel;
use solstice_engine::toolkit::timeseries::TsData;

use super::{probes, problem, text};
use crate::data::{json, numbers, series};

fn model(case: &Value, all: &Value) -> SeatsModel {
    let input = &case["input"];
    SeatsModel {
        series: series(all, text(input, "series")),
        log: text(input, "log") == "1",
        mean: text(input, "mean") == "1",
        arima: problem(input).0,
        innovation_variance: None,
    }
}

/// Largest difference from the reference, relative to the size of the expected values or 1e-3 of `scale`; absent
/// parts are absent in both. The reference may be cut: to its first values when `head`, to its last otherwise.
fn difference(what: &str, actual: Option<&TsData>, expected: &Value, head: bool, scale: f64) -> f64 {
    let expected = if expected.is_null() { Vec::new() } else { numbers(expected) };
    let actual = actual.map(|x| x.values()).unwrap_or_default();
    assert!(actual.len() >= expected.len() && actual.is_empty() == expected.is_empty(), "{what}");
    let actual = if head { &actual[..expected.len()] } else { &actual[actual.len() - expected.len()..] };
    let size = expected.iter().fold(1e-3 * scale, |m, x| m.max(x.abs()));
    actual.iter().zip(&expected).map(|(a, e)| (a - e).abs() / size).fold(0.0, f64::max)
}

fn compare(what: &str, components: &SeatsComponents, expected: &Value, head: bool) -> Vec<(String, f64)> {
    let mut worst = Vec::new();
    let scale = components.y.values.values().iter().fold(0.0_f64, |m, x| m.max(x.abs()));
    let mut component = |name: &str, c: Option<&FinalComponent>, inside: bool| {
        let e = &expected[name];
        let mut check = |key: &str, data: Option<&TsData>| {
            let d = difference(&format!("{what} {name} {key}"), data, &e[key], head, scale);
            worst.push((format!("{what} {name}.{key}"), d));
        };
        if inside {
            check("v", c.map(|c| &c.values));
            // the file holds the errors of the final trend only
            if head || name == "t" {
                check("e", c.and_then(|c| c.errors.values.as_ref()));
            }
        }
        check("f", c.and_then(|c| c.forecasts.as_ref()));
        check("ef", c.and_then(|c| c.errors.forecasts.as_ref()));
        check("b", c.and_then(|c| c.backcasts.as_ref()));
        check("eb", c.and_then(|c| c.errors.backcasts.as_ref()));
    };
    component("y", Some(&components.y), false);
    component("sa", Some(&components.sa), true);
    component("t", components.t.as_ref(), true);
    component("s", components.s.as_ref(), true);
    component("i", components.i.as_ref(), true);
    worst
}

fn same_orders(actual: &SarimaModel, expected: &Value) -> bool {
    let o = actual.orders();
    [("p", o.p), ("d", o.d), ("q", o.q), ("bp", o.bp), ("bd", o.bd), ("bq", o.bq)]
        .into_iter()
        .all(|(name, order)| expected[name] == order)
}

#[test]
fn estimates_of_given_models() {
    let all = json("series.json.gz");
    let mut differences = Vec::new();
    for case in probes("seats") {
        let id = text(&case["input"], "id").to_owned();
        let (_, spec) = problem(&case["input"]);
        let model = model(&case, &all);
        let result = decompose(&model, &spec, &mut Silent);
        let expected = &case["result"];
        if expected.is_null() {
            // Noisy with Burman fails in the reference
            assert!(result.is_ok(), "{id}");
            continue;
        }
        let seats: SeatsDecomposition = result.unwrap_or_else(|e| panic!("{id}: {e}"));
        assert_eq!(seats.parameters_cut_off, expected["parameters_cutoff"].as_bool().unwrap(), "{id}");
        assert_eq!(seats.model_changed, expected["model_changed"].as_bool().unwrap(), "{id}");
        assert_eq!(seats.mean, expected["mean_correction"].as_bool().unwrap(), "{id}");
        assert!(same_orders(&seats.final_model, &expected["final_model"]), "{id}: {:?}", seats.final_model);
        let variance = expected["innovation_variance"].as_f64().unwrap();
        let relative = (seats.innovation_variance / variance - 1.0).abs();
        assert!(relative < 1e-6, "{id}: innovation variance {} {variance}", seats.innovation_variance);
        // estimation in the approximation stops at a tolerance of 1e-7; the smoother of the reference clears small
        // numbers; a trend with three unit roots holds rounding errors of the recursions (seats.md, T9)
        let estimated = seats.model_changed;
        let kalman = spec.method == SeatsMethod::KalmanSmoother;
        let d = seats.final_model.orders().d;
        let tolerance = match (estimated, kalman, d) {
            (true, _, _) => 1e-5,
            (_, true, _) => 2e-6,
            (_, _, 2) => 1e-7,
            _ => 2e-8,
        };
        let mut found = compare(&format!("{id} lin"), &seats.linear, &expected["lin"], true);
        found.extend(compare(&format!("{id} cmp"), &seats.components, &expected["cmp"], false));
        differences.extend(found.into_iter().filter(|(_, d)| *d > tolerance || d.is_nan()));
    }
    assert!(differences.is_empty(), "{differences:#?}");
}
