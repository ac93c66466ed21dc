//! Options, calendars and user variables through the whole chain.

use serde_json::Value;
use solstice_engine::sa::ModellingContext;
use solstice_engine::sa::spec::{DecompositionMode, EasterKind, RegressionTest, Spec, TradingDays};
use solstice_engine::toolkit::calendars::DayClustering;

use super::options::{automatic, with_options};
use crate::calendars::reference_calendars;
use crate::data;
use crate::variants::options::{clustering, length_of_period};
use crate::variants::{self, Case, Exceptions, variables};

const EXCEPTIONS: Exceptions = Exceptions {
    corrected: &[
        // effects with fixed coefficients are ignored in the automatic choice of the model
        ("u02-seasonal-lag", "sim_airline_add"),
        ("u11-all-components", "sim_airline_06_04"),
    ],
    near_unit_root: &[],
    is_incomparable,
};

fn is_incomparable(item: &str, case: Case<'_>, mode: DecompositionMode) -> bool {
    let by_case = match case {
        // seasonality tests of version 3.5, defined otherwise there
        ("350-noseasonal", _) => item.starts_with("diagnostics.seas-"),
        // one-step-ahead errors of a linearised series that holds coefficients of dummies in place of missing values
        (_, "sim_missing") => item.starts_with("diagnostics.fcast-"),
        _ => false,
    };
    // computed wrongly in a mode (see `docs/differences.md`): what rests on E1, and the combination of statistics of
    // which two are missing
    let by_mode = match mode {
        DecompositionMode::LogAdditive => {
            item.starts_with("variancedecomposition.") || matches!(item, "m-statistics.m2" | "m-statistics.q")
        }
        DecompositionMode::PseudoAdditive => matches!(item, "m-statistics.q" | "m-statistics.q-m2"),
        _ => false,
    };
    by_case || by_mode
}

fn run(group: &str, setup: impl Fn(&Value) -> (Spec, ModellingContext)) {
    variants::run("x13_variants.json.gz", group, &EXCEPTIONS, setup);
}

fn options(case: &Value) -> (Spec, ModellingContext) {
    let spec = with_options(case["spec"].as_str().unwrap(), case["overrides"].as_str().unwrap());
    (Spec::X13(spec), ModellingContext::default())
}

/// Trading days on a user calendar.
fn on_calendar(case: &Value, context: &ModellingContext) -> (Spec, ModellingContext) {
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
    (Spec::X13(spec), context.clone())
}

fn with_variables(case: &Value) -> (Spec, ModellingContext) {
    let name = case["spec"].as_str().unwrap();
    let case = &case["case"];
    let mut spec = with_options(name, case["set_x13"].as_str().unwrap_or_default());
    let regression = &mut spec.preprocessing.as_mut().unwrap().regression;
    regression.users = variables::users(case);
    regression.interventions = variables::interventions(case);
    regression.ramps = variables::ramps(case);
    regression.outliers = variables::outliers(case);
    if let Some(mean) = variables::mean(case) {
        regression.mean = mean;
    }
    let td = &mut regression.trading_days;
    let users = variables::trading_days(case);
    if !users.is_empty() {
        td.days = TradingDays::User(users);
        td.coefficients = variables::coefficients(case, "td_user_coef");
    }
    if let Some(test) = case["td_user_test_x13"].as_str() {
        td.test = serde_json::from_value(test.into()).unwrap();
    }
    if let Some(groups) = case["td_type"].as_str() {
        td.days = TradingDays::Generic(clustering(groups));
        td.length_of_period = length_of_period(case["length_of_period"].as_str().unwrap());
        td.coefficients = variables::coefficients(case, "td_coef");
        td.length_of_period_coefficient = variables::coefficient(&case["lp_coef"]);
        regression.easter.kind = EasterKind::Easter;
        regression.easter.duration = case["easter_duration"].as_f64().unwrap() as usize;
        regression.easter.coefficient = variables::coefficient(&case["easter_coef"]);
    }
    (Spec::X13(spec), variables::context(case))
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
