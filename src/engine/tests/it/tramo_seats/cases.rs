//! Options, calendars and user variables through the whole chain.

use serde_json::Value;
use solstice_engine::sa::ModellingContext;
use solstice_engine::sa::spec::{DecompositionMode, Spec, TradingDays, TradingDaysTest, TramoEasterKind};
use solstice_engine::toolkit::calendars::DayClustering;

use super::options::{automatic, test, with_options};
use crate::calendars::reference_calendars;
use crate::data;
use crate::variants::options::{clustering, length_of_period};
use crate::variants::{self, Case, Exceptions, variables};

const EXCEPTIONS: Exceptions = Exceptions {
    corrected: &[
        // autoregressive roots 0.01 away from the unit circle in version 3.5, 0.00001 later (`tramo.md` 21.1)
        ("approx-none", "ldeaths"),
        ("bias-none", "ldeaths"),
        ("cv-30", "ldeaths"),
        ("kalman", "ldeaths"),
        ("noisy", "ldeaths"),
        ("arima-nomean", "AirPassengers"),
        ("arima-nomean", "UKgas"),
        ("arima-nomean", "ldeaths"),
        // noise added to the model
        ("noisy", "sim_200_100"),
    ],
    near_unit_root: &[("ami-acceptdefault", "ldeaths"), ("ami-compare", "ldeaths")],
    is_incomparable,
};

fn is_incomparable(item: &str, case: Case<'_>, _: DecompositionMode) -> bool {
    match case {
        // the spectrum of the seasonal component touches 0 at one frequency, which the factorisation of the reference
        // misses by 0.05
        ("DE-TD7-test", "sim_td_q") => item.starts_with("seats."),
        // ranks of values that differ by rounding
        ("u05-ramps", "UKgas") | ("log", "sim_missing") if item == "diagnostics.seas-i-friedman" => true,
        // one-step-ahead errors of a linearised series that holds coefficients of dummies in place of missing values
        (_, "sim_missing") => item.starts_with("diagnostics.fcast-"),
        _ => false,
    }
}

fn run(group: &str, setup: impl Fn(&Value) -> (Spec, ModellingContext)) {
    variants::run("tramo_seats_variants.json.gz", group, &EXCEPTIONS, setup);
}

fn options(case: &Value) -> (Spec, ModellingContext) {
    let spec = with_options(case["spec"].as_str().unwrap(), case["overrides"].as_str().unwrap());
    (Spec::TramoSeats(spec), ModellingContext::default())
}

/// Trading days on a user calendar.
fn on_calendar(case: &Value, context: &ModellingContext) -> (Spec, ModellingContext) {
    let mut spec = with_options(case["spec"].as_str().unwrap(), "");
    let case = &case["case"];
    let text = |key: &str| case[key].as_str();
    let td = &mut spec.tramo.regression.trading_days;
    let calendar = text("calendar").unwrap().into();
    let groups = text("type").map_or(DayClustering::TD7, clustering);
    td.days = TradingDays::Holidays { calendar, clustering: groups };
    td.length_of_period = length_of_period(text("length_of_period").unwrap());
    td.automatic = text("automatic").map(|m| automatic(m, case["p1"].as_f64().unwrap()));
    td.test = text("test_ts").map_or(TradingDaysTest::None, test);
    td.auto_adjust = case["auto_adjust"].as_bool().unwrap_or(true);
    (Spec::TramoSeats(spec), context.clone())
}

fn with_variables(case: &Value) -> (Spec, ModellingContext) {
    let name = case["spec"].as_str().unwrap();
    let case = &case["case"];
    let mut spec = with_options(name, case["set_ts"].as_str().unwrap_or_default());
    let regression = &mut spec.tramo.regression;
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
    if let Some(name) = case["td_user_test_ts"].as_str() {
        td.test = test(name);
    }
    if let Some(groups) = case["td_type"].as_str() {
        td.days = TradingDays::Generic(clustering(groups));
        td.length_of_period = length_of_period(case["length_of_period"].as_str().unwrap());
        td.coefficients = variables::coefficients(case, "td_coef");
        td.length_of_period_coefficient = variables::coefficient(&case["lp_coef"]);
        regression.easter.kind = TramoEasterKind::Standard;
        regression.easter.duration = case["easter_duration"].as_f64().unwrap() as usize;
        regression.easter.coefficient = variables::coefficient(&case["easter_coef"]);
    }
    (Spec::TramoSeats(spec), variables::context(case))
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
