//! Options, calendars and user variables through the whole chain.

use serde_json::{Value, json};
use solstice_engine::sa::spec::{
    DecompositionMode, EasterKind, InterventionTerm, MeanSpec, OutlierTerm, Parameter, RampTerm,
    RegressionTest, Spec, TradingDays, UserTerm, X13Spec,
};
use solstice_engine::sa::{Adjustment, ModellingContext, Silent, adjust, dictionary};
use solstice_engine::toolkit::calendars::DayClustering;
use solstice_engine::toolkit::stats::StatisticalTest;
use solstice_engine::toolkit::timeseries::TsData;

use super::choices::{choices, difference_relative_to};
use super::options::{automatic, clustering, day, length_of_period, with_options};
use crate::calendars::reference_calendars;
use crate::data;

/// Cases in which the reference is wrong (see `docs/differences.md`).
const CORRECTED: &[(&str, &str)] = &[
    // effects with fixed coefficients are ignored in the automatic choice of the model
    ("u02-seasonal-lag", "sim_airline_add"),
    ("u11-all-components", "sim_airline_06_04"),
];

/// Models that end near a unit root: rounding alone moves the estimates by more than 1e-6 (see
/// `docs/differences.md`).
const NEAR_UNIT_ROOT: &[(&str, &str)] = &[
    ("arima-101011-mean", "ldeaths"),
    ("calendarsigma-all", "sim_varbreak"),
    ("calendarsigma-signif", "sim_varbreak"),
];

/// Whether the reference figure of an item cannot be compared: seasonality tests of version 3.5, defined otherwise
/// there, and one-step-ahead errors of a linearised series that holds coefficients of dummies in place of missing
/// values.
fn is_incomparable(item: &str, case: (&str, &str)) -> bool {
    match case {
        ("350-noseasonal", _) => item.starts_with("diagnostics.seas-"),
        (_, "sim_missing") => item.starts_with("diagnostics.fcast-"),
        _ => false,
    }
}

/// Items that the reference computes wrongly in a mode (see `docs/differences.md`): those that rest on E1, and
/// the combination of statistics of which two are missing.
fn is_corrected(item: &str, mode: DecompositionMode) -> bool {
    match mode {
        DecompositionMode::LogAdditive => {
            item.starts_with("variancedecomposition.") || matches!(item, "m-statistics.m2" | "m-statistics.q")
        }
        DecompositionMode::PseudoAdditive => matches!(item, "m-statistics.q" | "m-statistics.q-m2"),
        _ => false,
    }
}

/// What differs from the reference in a case.
struct Comparison<'a> {
    /// Tag and series.
    case: (&'a str, &'a str),
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
        let names: Vec<String> = regression.iter().map(|r| r.coefficient.name.clone()).collect();
        if json!(names) != self.expected["names"] {
            self.found.push(format!("names {names:?} instead of {}", self.expected["names"]));
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

    fn components(&mut self) {
        let finals = &self.actual.finals;
        let sa = data::numbers(&self.expected["sa"]);
        let level = sa.iter().map(|x| x.abs()).sum::<f64>() / sa.len() as f64;
        let seasonal_floor = if self.actual.mode == DecompositionMode::Additive { level } else { 0.0 };
        for (name, component, floor) in [
            ("sa", Some(&finals.sa.values), 1e-6 * level),
            ("t", Some(&finals.t.values), 1e-6 * level),
            ("sa_f", finals.sa.forecasts.as_ref(), 1e-6 * level),
            ("s_f", finals.s.forecasts.as_ref(), seasonal_floor),
        ] {
            let expected = self.expected[name].as_array().map(|_| data::numbers(&self.expected[name]));
            let (Some(component), Some(expected)) = (component, &expected) else {
                assert_eq!(component.is_none(), expected.is_none_or(|e| e.is_empty()), "{name}");
                continue;
            };
            let difference = difference_relative_to(component.values(), expected, floor);
            if difference > 1e-6 {
                self.found.push(format!("{name} differs by {difference:.1e}"));
            }
        }
    }

    fn diagnostics(&mut self) {
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
            if !agrees && !is_corrected(name, self.actual.mode) && !is_incomparable(name, self.case) {
                self.found.push(format!("{name} {item:?} instead of {expected}"));
            }
        }
    }
}

/// Runs the cases of a group and compares all figures.
fn run(group: &str, setup: impl Fn(&Value) -> (X13Spec, ModellingContext)) {
    let all = data::json("series.json.gz");
    let reference = data::json("x13_variants.json.gz");
    let mut report = Vec::new();
    for (tag, case) in reference[group].as_object().unwrap() {
        let (spec, context) = setup(case);
        let spec = Spec::X13(spec);
        for (name, expected) in case["series"].as_object().unwrap() {
            let known = (tag.as_str(), name.as_str());
            let result = adjust(&data::series(&all, name), &spec, &context, &mut Silent);
            let actual = result.unwrap_or_else(|e| panic!("{tag} {name}: {e}"));
            if expected.is_null() || CORRECTED.contains(&known) {
                continue;
            }
            let mut comparison = Comparison { case: known, actual: &actual, expected, found: Vec::new() };
            comparison.choices();
            if !NEAR_UNIT_ROOT.contains(&known) {
                comparison.estimates();
                comparison.components();
                comparison.diagnostics();
            }
            let found = comparison.found;
            if !found.is_empty() {
                report.push(format!("{tag} {name}: {}", found.join("; ")));
            }
        }
    }
    assert!(report.is_empty(), "{}", report.join("\n"));
}

fn options(case: &Value) -> (X13Spec, ModellingContext) {
    let spec = with_options(case["spec"].as_str().unwrap(), case["overrides"].as_str().unwrap());
    (spec, ModellingContext::default())
}

/// Trading days on a user calendar.
fn on_calendar(case: &Value, context: &ModellingContext) -> (X13Spec, ModellingContext) {
    let mut spec = with_options(case["spec"].as_str().unwrap(), "");
    let case = &case["case"];
    let text = |key: &str| case[key].as_str();
    let td = &mut spec.preprocessing.as_mut().unwrap().regression.trading_days;
    let calendar = text("calendar").unwrap().into();
    let groups = text("type").map_or(DayClustering::TD7, clustering);
    td.days = TradingDays::Holidays { calendar, clustering: groups };
    td.length_of_period = length_of_period(text("length_of_period").unwrap());
    td.automatic =
        text("automatic").map(|m| automatic(m, case["p1"].as_f64().unwrap(), case["p2"].as_f64().unwrap()));
    td.test = text("test_x13").map_or(RegressionTest::None, |t| serde_json::from_value(t.into()).unwrap());
    td.auto_adjust = case["auto_adjust"].as_bool().unwrap_or(true);
    (spec, context.clone())
}

fn with_variables(case: &Value) -> (X13Spec, ModellingContext) {
    let name = case["spec"].as_str().unwrap();
    let case = &case["case"];
    let mut spec = with_options(name, case["set_x13"].as_str().unwrap_or_default());
    let mut context = ModellingContext::default();
    for (name, series) in case["variables"].as_object().into_iter().flatten() {
        let (year, month) = series["start"].as_str().unwrap().split_once('-').unwrap();
        let frequency = series["freq"].as_f64().unwrap() as u32;
        let values = data::numbers(&series["values"]);
        let data = TsData::of(frequency, year.parse().unwrap(), month.parse().unwrap(), values).unwrap();
        context.variables.insert(&format!("vars.{name}"), data);
    }
    let list = |key: &str| case[key].as_array().cloned().unwrap_or_default();
    let text = |v: &Value, key: &str| v[key].as_str().unwrap_or_default().to_string();
    let number = |v: &Value, key: &str| v[key].as_f64().unwrap_or(0.0);
    let component = |v: &Value| serde_json::from_value(v["component"].clone()).unwrap();
    let fixed = |v: &Value| v.as_f64().map_or(Parameter::Undefined, Parameter::Fixed);
    let regression = &mut spec.preprocessing.as_mut().unwrap().regression;
    regression.users = (list("user").iter())
        .map(|v| UserTerm {
            name: text(v, "name"),
            variable: format!("vars.{}", text(v, "variable")),
            lags: (number(v, "lag") as i32, number(v, "lag") as i32),
            component: component(v),
            coefficients: if v["coef"].is_null() { Vec::new() } else { vec![fixed(&v["coef"])] },
        })
        .collect();
    regression.interventions = (list("interventions").iter())
        .map(|v| InterventionTerm {
            name: text(v, "name"),
            sequences: serde_json::from_value(v["sequences"].clone()).unwrap(),
            delta: number(v, "delta"),
            seasonal_delta: number(v, "delta_seasonal"),
            component: component(v),
            coefficient: fixed(&v["coef"]),
        })
        .collect();
    regression.ramps = (list("ramps").iter())
        .map(|v| RampTerm {
            name: text(v, "name"),
            start: day(&text(v, "start")),
            end: day(&text(v, "end")),
            component: component(v),
            coefficient: fixed(&v["coef"]),
        })
        .collect();
    regression.outliers = (list("outliers").iter())
        .map(|v| OutlierTerm {
            code: text(v, "code").parse().unwrap(),
            date: day(&text(v, "date")),
            component: component(v),
            coefficient: fixed(&v["coef"]),
        })
        .collect();
    if let Some(mean) = case["mean"].as_f64() {
        regression.mean = MeanSpec::Coefficient(Parameter::Fixed(mean));
    }
    let td = &mut regression.trading_days;
    let users: Vec<String> =
        list("td_user").iter().map(|n| format!("vars.{}", n.as_str().unwrap())).collect();
    if !users.is_empty() {
        td.days = TradingDays::User(users);
        td.coefficients = list("td_user_coef").iter().map(fixed).collect();
    }
    if let Some(test) = case["td_user_test_x13"].as_str() {
        td.test = serde_json::from_value(test.into()).unwrap();
    }
    if let Some(groups) = case["td_type"].as_str() {
        td.days = TradingDays::Generic(clustering(groups));
        td.length_of_period = length_of_period(case["length_of_period"].as_str().unwrap());
        td.coefficients = list("td_coef").iter().map(fixed).collect();
        td.length_of_period_coefficient = fixed(&case["lp_coef"]);
        regression.easter.kind = EasterKind::Easter;
        regression.easter.duration = number(case, "easter_duration") as usize;
        regression.easter.coefficient = fixed(&case["easter_coef"]);
    }
    (spec, context)
}

#[test]
fn options_of_the_specification() {
    run("variants", options);
}

#[test]
fn trading_days_on_calendars() {
    let calendars = reference_calendars(&data::json("probes/calendars.json.gz"));
    let context = ModellingContext { calendars, ..ModellingContext::default() };
    run("calendars", |case| on_calendar(case, &context));
}

#[test]
fn user_variables_and_fixed_coefficients() {
    run("users", with_variables);
}
