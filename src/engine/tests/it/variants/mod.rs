//! Options, calendars and user variables through the whole chain, against results of the reference: what both
//! methods share.

pub mod options;
pub mod variables;

use serde_json::{Value, json};
use solstice_engine::sa::spec::{DecompositionMode, Spec};
use solstice_engine::sa::{Adjustment, FinalComponent, ModellingContext, Silent, adjust, dictionary};
use solstice_engine::toolkit::stats::StatisticalTest;
use solstice_engine::toolkit::timeseries::TsData;

use crate::data;
use crate::x13::choices::{choices, difference_relative_to};

/// Tag of the options, and series.
pub type Case<'a> = (&'a str, &'a str);

/// What is not compared, each with its reason beside it.
pub struct Exceptions {
    /// Cases in which the reference is wrong or breaks down (see `docs/differences.md`): a result is enough.
    pub corrected: &'static [Case<'static>],
    /// Models that end near a unit root: rounding alone moves the estimates by more than 1e-6 (see
    /// `docs/differences.md`); the choices are compared.
    pub near_unit_root: &'static [Case<'static>],
    /// Items that cannot be compared in a case.
    pub is_incomparable: fn(item: &str, case: Case<'_>, mode: DecompositionMode) -> bool,
}

/// What differs from the reference in a case.
struct Comparison<'a> {
    case: Case<'a>,
    actual: &'a Adjustment,
    expected: &'a Value,
    found: Vec<String>,
}

impl Comparison<'_> {
    fn choices(&mut self) {
        let model = self.actual.preprocessing.as_ref().unwrap();
        let chosen = choices(model);
        for key in ["log", "adjust", "mean", "orders", "outliers"] {
            if chosen[key] != self.expected[key] {
                self.found.push(format!("{key} {} instead of {}", chosen[key], self.expected[key]));
            }
        }
        let regression = model.regression();
        let names: Vec<&str> = regression.iter().map(|r| r.coefficient.name.as_str()).collect();
        // version 3.5 has other names
        let same = match self.expected.get("names") {
            Some(expected) => json!(names) == *expected,
            None => self.expected["coefficients"].as_array().unwrap().len() == names.len(),
        };
        if !same {
            self.found.push(format!("{names:?} instead of {}", self.expected["coefficients"]));
        }
    }

    fn estimates(&mut self) {
        let model = self.actual.preprocessing.as_ref().unwrap();
        let ll = model.statistics().log_likelihood;
        let expected = data::number(&self.expected["ll"]);
        if (ll - expected).abs() > 1e-6 * expected.abs().max(1.0) {
            self.found.push(format!("log-likelihood {ll} instead of {expected}"));
        }
        let (b, errors) =
            (data::numbers(&self.expected["coefficients"]), data::numbers(&self.expected["errors"]));
        for ((r, b), error) in model.regression().iter().zip(b).zip(errors) {
            if (r.coefficient.value - b).abs() > 1e-4 * error {
                self.found.push(format!("{} {} instead of {b}", r.coefficient.name, r.coefficient.value));
            }
        }
    }

    /// The adjusted series and the trend with forecasts and backcasts; those of the seasonal component. What the
    /// reference file does not have is not compared.
    fn components(&mut self) {
        let finals = &self.actual.finals;
        let sa = data::numbers(&self.expected["sa"]);
        let level = sa.iter().map(|x| x.abs()).sum::<f64>() / sa.len() as f64;
        let seasonal_floor = if self.actual.mode == DecompositionMode::Additive { level } else { 0.0 };
        type Part = fn(&FinalComponent) -> Option<&TsData>;
        let parts: [(&str, Part); 3] =
            [("", |c| Some(&c.values)), ("_f", |c| c.forecasts.as_ref()), ("_b", |c| c.backcasts.as_ref())];
        for (suffix, part) in parts {
            let components = [
                ("sa", &finals.sa, 1e-6 * level),
                ("t", &finals.t, 1e-6 * level),
                ("s", &finals.s, seasonal_floor),
            ];
            for (name, component, floor) in components {
                let name = format!("{name}{suffix}");
                let Some(expected) = self.expected.get(&name) else { continue };
                let expected = if expected.is_array() { data::numbers(expected) } else { Vec::new() };
                let actual = part(component).map_or(&[][..], TsData::values);
                assert_eq!(actual.len(), expected.len(), "{:?} {name}", self.case);
                let difference = difference_relative_to(actual, &expected, floor);
                if difference > 1e-6 {
                    self.found.push(format!("{name} differs by {difference:.1e}"));
                }
            }
        }
        if let Some(expected) = self.expected.get("benchmarked") {
            let Some(dictionary::Item::Series(actual)) = dictionary::item(self.actual, "benchmarking.result")
            else {
                panic!("{:?}", self.case)
            };
            let difference = difference_relative_to(actual.values(), &data::numbers(expected), 1e-6 * level);
            if difference > 1e-6 {
                self.found.push(format!("benchmarked series differs by {difference:.1e}"));
            }
        }
    }

    fn diagnostics(&mut self, exceptions: &Exceptions) {
        for (name, item) in dictionary::items(self.actual) {
            let Some(expected) = self.expected["diagnostics"].get(name) else { continue };
            let agrees = match &item {
                dictionary::Item::Text(text) => expected.as_str() == Some(text),
                dictionary::Item::Double(x) | dictionary::Item::Test(StatisticalTest { p_value: x, .. }) => {
                    let e = data::number(expected);
                    !e.is_finite() || (x - e).abs() <= 1e-4 + 1e-4 * e.abs()
                }
                _ => true,
            };
            if !agrees && !(exceptions.is_incomparable)(name, self.case, self.actual.mode) {
                self.found.push(format!("{name} {item:?} instead of {expected}"));
            }
        }
    }
}

/// Runs the cases of a group of a reference file and compares all figures. A case refused by the reference (`error`)
/// must be refused, unless it is among the corrected ones.
pub fn run(
    file: &str,
    group: &str,
    exceptions: &Exceptions,
    setup: impl Fn(&Value) -> (Spec, ModellingContext),
) {
    let all = data::json("series.json.gz");
    let reference = data::json(file);
    let mut report = Vec::new();
    for (tag, case) in reference[group].as_object().unwrap() {
        let (spec, context) = setup(case);
        for (name, expected) in case["series"].as_object().unwrap() {
            let known = (tag.as_str(), name.as_str());
            let corrected = exceptions.corrected.contains(&known);
            let result = adjust(&data::series(&all, name), &spec, &context, &mut Silent);
            if !corrected && expected.get("error").is_some() {
                if result.is_ok() {
                    report.push(format!("{tag} {name} is refused by the reference"));
                }
                continue;
            }
            let actual = result.unwrap_or_else(|e| panic!("{tag} {name}: {e}"));
            if expected.is_null() || corrected {
                continue;
            }
            let mut comparison = Comparison { case: known, actual: &actual, expected, found: Vec::new() };
            comparison.choices();
            if !exceptions.near_unit_root.contains(&known) && comparison.found.is_empty() {
                comparison.estimates();
                comparison.components();
                comparison.diagnostics(exceptions);
            }
            let found = comparison.found;
            if !found.is_empty() {
                report.push(format!("{tag} {name}: {}", found.join("; ")));
            }
        }
    }
    assert!(report.is_empty(), "{}", report.join("\n"));
}
