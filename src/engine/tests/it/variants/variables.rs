//! User variables, interventions, ramps, outliers and fixed coefficients of the reference runs.

use serde_json::Value;
use solstice_engine::sa::ModellingContext;
use solstice_engine::sa::spec::{InterventionTerm, MeanSpec, OutlierTerm, Parameter, RampTerm, UserTerm};
use solstice_engine::toolkit::regression::Component;
use solstice_engine::toolkit::timeseries::TsData;

use super::options::day;
use crate::data;

/// The variables of a case, known as `vars.NAME`.
pub fn context(case: &Value) -> ModellingContext {
    let mut context = ModellingContext::default();
    for (name, series) in case["variables"].as_object().into_iter().flatten() {
        let (year, month) = series["start"].as_str().unwrap().split_once('-').unwrap();
        let frequency = series["freq"].as_f64().unwrap() as u32;
        let values = data::numbers(&series["values"]);
        let data = TsData::of(frequency, year.parse().unwrap(), month.parse().unwrap(), values).unwrap();
        context.variables.insert(&format!("vars.{name}"), data);
    }
    context
}

fn list(case: &Value, key: &str) -> Vec<Value> {
    case[key].as_array().cloned().unwrap_or_default()
}

fn text(v: &Value, key: &str) -> String {
    v[key].as_str().unwrap_or_default().to_string()
}

fn number(v: &Value, key: &str) -> f64 {
    v[key].as_f64().unwrap_or(0.0)
}

fn component(v: &Value) -> Option<Component> {
    serde_json::from_value(v["component"].clone()).unwrap()
}

/// A fixed coefficient, or a free one when there is none.
pub fn coefficient(v: &Value) -> Parameter {
    v.as_f64().map_or(Parameter::Undefined, Parameter::Fixed)
}

/// Fixed coefficients in a list.
pub fn coefficients(case: &Value, key: &str) -> Vec<Parameter> {
    list(case, key).iter().map(coefficient).collect()
}

/// Names of the variables used as trading days.
pub fn trading_days(case: &Value) -> Vec<String> {
    list(case, "td_user").iter().map(|n| format!("vars.{}", n.as_str().unwrap())).collect()
}

/// Coefficient of the mean.
pub fn mean(case: &Value) -> Option<MeanSpec> {
    case["mean"].as_f64().map(|mean| MeanSpec::Coefficient(Parameter::Fixed(mean)))
}

pub fn users(case: &Value) -> Vec<UserTerm> {
    let term = |v: &Value| UserTerm {
        name: text(v, "name"),
        variable: format!("vars.{}", text(v, "variable")),
        lags: (number(v, "lag") as i32, number(v, "lag") as i32),
        component: component(v),
        coefficients: if v["coef"].is_null() { Vec::new() } else { vec![coefficient(&v["coef"])] },
    };
    list(case, "user").iter().map(term).collect()
}

pub fn interventions(case: &Value) -> Vec<InterventionTerm> {
    let term = |v: &Value| InterventionTerm {
        name: text(v, "name"),
        sequences: serde_json::from_value(v["sequences"].clone()).unwrap(),
        delta: number(v, "delta"),
        seasonal_delta: number(v, "delta_seasonal"),
        component: component(v),
        coefficient: coefficient(&v["coef"]),
    };
    list(case, "interventions").iter().map(term).collect()
}

pub fn ramps(case: &Value) -> Vec<RampTerm> {
    let term = |v: &Value| RampTerm {
        name: text(v, "name"),
        start: day(&text(v, "start")),
        end: day(&text(v, "end")),
        component: component(v),
        coefficient: coefficient(&v["coef"]),
    };
    list(case, "ramps").iter().map(term).collect()
}

pub fn outliers(case: &Value) -> Vec<OutlierTerm> {
    let term = |v: &Value| OutlierTerm {
        code: text(v, "code").parse().unwrap(),
        date: day(&text(v, "date")),
        component: component(v),
        coefficient: coefficient(&v["coef"]),
    };
    list(case, "outliers").iter().map(term).collect()
}
