//! X-13 without pre-processing on all series against JDemetra+ 3.8.0: final components to 1e-9 relative, M
//! statistics and seasonality tests to 1e-8, refusals.

use serde_json::Value;
use solstice_engine::sa::dictionary::{Item, entries, item, items};
use solstice_engine::sa::spec::x13;
use solstice_engine::sa::{AdjustError, Adjustment, ModellingContext, Monitor, Silent, Step, adjust};
use solstice_engine::toolkit::timeseries::TsData;

use crate::data::{assert_close, json, number, numbers, series};

/// Annual series: the reference stops in its M statistics, X-11 itself is defined.
const ANNUAL: [&str; 2] = ["LakeHuron", "Nile"];

fn run(series: &TsData) -> Result<Adjustment, AdjustError> {
    adjust(series, &x13("x11").unwrap(), &ModellingContext::default(), &mut Silent)
}

fn values(adjustment: &Adjustment, name: &str) -> Vec<f64> {
    match item(adjustment, name) {
        Some(Item::Series(x)) => x.values().to_vec(),
        other => panic!("{name}: {other:?}"),
    }
}

fn close(what: &str, actual: f64, expected: f64, tolerance: f64) {
    let same = actual.is_nan() && expected.is_nan();
    assert!(
        same || (actual - expected).abs() <= tolerance * expected.abs().max(1e-6),
        "{what}: {actual} instead of {expected}"
    );
}

#[test]
fn all_series() {
    let all = json("series.json.gz");
    let reference = json("x13_x11.json.gz");
    let mut adjusted = 0;
    for (name, expected) in reference["series"].as_object().unwrap() {
        let result = run(&series(&all, name));
        if ANNUAL.contains(&name.as_str()) {
            assert!(result.unwrap().finals.sa.values.values().iter().all(|v| v.is_finite()), "{name}");
            continue;
        }
        if expected["status"] != "ok" {
            assert_refused(name, expected["error"].as_str().unwrap(), &result.unwrap_err());
            continue;
        }
        let result = result.unwrap_or_else(|e| panic!("{name}: {e}"));
        for component in ["sa", "t", "s", "i"] {
            let e = numbers(&expected[component]);
            assert_close(&format!("{name} {component}"), &values(&result, component), &e, 1e-9);
        }
        diagnostics(name, &result, &expected["diagnostics"]);
        adjusted += 1;
    }
    assert_eq!(adjusted, 51);
}

fn assert_refused(name: &str, reference: &str, error: &AdjustError) {
    let message = error.to_string();
    let expected = match reference {
        "Missing values are not allowed" => "missing values",
        "Multiplicative decomposition of non positive series" => "zero or negative",
        other => other,
    };
    assert!(message.contains(expected), "{name}: {message} instead of {reference}");
}

fn diagnostics(name: &str, result: &Adjustment, expected: &Value) {
    let m6_is_noise = result_pairs(result) <= 2;
    for (key, expected) in expected.as_object().unwrap() {
        if key == "m-statistics.m6" && m6_is_noise {
            continue;
        }
        match item(result, key) {
            Some(Item::Double(actual)) => close(&format!("{name} {key}"), actual, number(expected), 1e-8),
            Some(Item::Text(actual)) => assert_eq!(actual, expected.as_str().unwrap(), "{name} {key}"),
            // the reference shows 0 for statistics that are not computed
            None => assert!(
                expected.is_null() || key.starts_with("m-statistics") && number(expected) == 0.0,
                "{name} {key}: missing instead of {expected}"
            ),
            other => panic!("{name} {key}: {other:?}"),
        }
    }
}

/// Smallest number of changes behind the moving seasonality ratios; with two the seasonal is constant and
/// their ratio a rounding error.
fn result_pairs(result: &Adjustment) -> usize {
    let x11 = result.decomposition.x11().unwrap();
    x11.msr.as_ref().and_then(|m| m.pairs.iter().min().copied()).unwrap_or(0)
}

#[test]
fn every_item_has_its_declared_type() {
    let all = json("series.json.gz");
    let result = run(&series(&all, "AirPassengers")).unwrap();
    let mut count = 0;
    for (name, value) in items(&result) {
        let entry = entries().find(|e| e.name == name).unwrap();
        assert_eq!(entry.kind, value.kind(), "{name}");
        assert_eq!(item(&result, name).map(|v| v.kind()), Some(entry.kind), "{name}");
        count += 1;
    }
    assert!(count > 90, "{count}");
    let mut names: Vec<&str> = entries().map(|e| e.name).collect();
    names.sort_unstable();
    let total = names.len();
    names.dedup();
    assert_eq!(names.len(), total, "names are unique");
    assert_eq!(item(&result, "no-such-item"), None);
    assert_eq!(item(&result, "sa_f"), None);
}

/// Scalars, E tables, D9 table, tests: every item that the reference has too.
#[test]
fn dictionary_items() {
    let all = json("series.json.gz");
    let reference = json("x13_x11_dictionary.json.gz");
    for (name, expected) in reference["series"].as_object().unwrap() {
        let result = run(&series(&all, name)).unwrap();
        let mut compared = 0;
        for (key, e) in expected["dictionary"].as_object().unwrap() {
            let what = format!("{name} {key}");
            match item(&result, key) {
                Some(Item::Double(a)) => close(&what, a, number(e), 1e-9),
                Some(Item::Integer(a)) => assert_eq!(Some(a), e.as_i64(), "{what}"),
                Some(Item::Text(a)) => assert_eq!(a, e.as_str().unwrap(), "{what}"),
                Some(Item::Series(a)) => assert_close(&what, a.values(), &numbers(e), 1e-9),
                Some(Item::Array(a)) => assert_close(&what, &a, &numbers(e), 1e-9),
                Some(Item::TextArray(a)) => assert_eq!(serde_json::json!(a), *e, "{what}"),
                Some(Item::Matrix(a)) => {
                    let rows: Vec<f64> = e.as_array().unwrap().iter().flat_map(numbers).collect();
                    assert_close(&what, &a.values, &rows, 1e-9);
                }
                _ => continue,
            }
            compared += 1;
        }
        assert!(compared >= 40, "{name}: {compared}");
        f2_tables(name, &result, &expected["m"]);
    }
}

fn f2_tables(name: &str, result: &Adjustment, m: &Value) {
    let f2 = result.f2_tables().unwrap();
    let c = &f2.mean_changes;
    for (key, changes) in [
        ("ocChanges", &c.original),
        ("cIcChanges", &c.adjusted),
        ("icChanges", &c.irregular),
        ("ccChanges", &c.trend),
        ("scChanges", &c.seasonal),
        ("omodChanges", &c.modified_original),
        ("cImodChanges", &c.modified_adjusted),
        ("imodChanges", &c.modified_irregular),
    ] {
        let expected: Vec<f64> = numbers(&m[key]).iter().map(|v| 100.0 * v).collect();
        assert_close(&format!("{name} {key}"), changes, &expected, 1e-9);
    }
    close("adrOfC", f2.durations.trend, number(&m["adrOfC"]), 1e-9);
    close("adrOfCI", f2.durations.adjusted, number(&m["adrOfCI"]), 1e-9);
    close("adrOfI", f2.durations.irregular, number(&m["adrOfI"]), 1e-9);
    let expected = numbers(&m["autoCorrelationsOfIrregular"]);
    assert_close(&format!("{name} F2.G"), &f2.autocorrelations, &expected, 1e-9);
    let shares = &f2.contributions;
    for ((i, t), s) in shares.irregular.iter().zip(&shares.trend).zip(&shares.seasonal) {
        close("sum of the contributions", i + t + s, 100.0, 1e-12);
    }
}

/// Asks to stop once `allowed` steps have begun.
struct Impatient {
    allowed: usize,
    begun: Vec<Step>,
}

impl Monitor for Impatient {
    fn begin(&mut self, step: Step) {
        self.begun.push(step);
    }
    fn is_cancelled(&self) -> bool {
        self.begun.len() >= self.allowed
    }
}

#[test]
fn runs_are_cancelled_between_steps() {
    let y = series(&json("series.json.gz"), "AirPassengers");
    for (allowed, last) in [(1, Step::Checks), (2, Step::X11B), (3, Step::X11C)] {
        let mut monitor = Impatient { allowed, begun: Vec::new() };
        let result = adjust(&y, &x13("x11").unwrap(), &ModellingContext::default(), &mut monitor);
        assert_eq!(result.unwrap_err(), AdjustError::Cancelled);
        assert_eq!(monitor.begun.last(), Some(&last));
    }
}
