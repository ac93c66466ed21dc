//! Deterministic effects by component and order of the columns of whole models, against JDemetra+ 3.8.0
//! (12 digits): the coefficients are given, the effects are recomputed.

use std::sync::Arc;

use serde_json::Value;
use solstice_engine::toolkit::regression::{
    Component, Design, EasterVariable, EffectSet, HolidayTradingDays, Interval, InterventionVariable,
    LengthOfPeriod, Origin, Outlier, OutlierCode, Parameter, Ramp, Regressor, TradingDays, TrendConstant,
    UserSeriesFamilies, Variable, deterministic_effect, model_order, x13_tc_rate,
};
use solstice_engine::toolkit::timeseries::{TsData, TsDomain};

use crate::calendars::{domain, reference_calendars};
use crate::data;
use crate::regression::{clustering, first_of_month};

/// Everything the variables of a case refer to.
struct Context<'a> {
    case: &'a Value,
    probes: &'a Value,
    domain: TsDomain,
}

impl Context<'_> {
    fn variable(&self, v: &Value) -> Variable {
        let kind = v["kind"].as_str().unwrap();
        let name = v["name"].as_str().unwrap_or(kind);
        let mut variable = Variable::new(name, self.regressor(v));
        if let Some(component) = v.get("component") {
            variable = variable.on(serde_json::from_value(component.clone()).unwrap());
        }
        if v["automatic"] == true {
            variable = variable.by(Origin::Automatic);
        }
        let state = if v["fixed"] == true { Parameter::Fixed } else { Parameter::Estimated };
        let coefficients = data::numbers(&v["coefficients"]).into_iter().map(state).collect();
        variable.with_coefficients(coefficients).unwrap()
    }

    fn regressor(&self, v: &Value) -> Regressor {
        let text = |key: &str| v[key].as_str().unwrap();
        let number = |key: &str| v[key].as_f64().unwrap_or(0.0) as u64;
        let date = |key: &str| text(key).parse().unwrap();
        match text("kind") {
            "td" => {
                let clustering = clustering(text("type"));
                match v["calendar"].as_str() {
                    None => Regressor::TradingDays(TradingDays { clustering }),
                    Some(name) => {
                        let calendar = Arc::new(reference_calendars(self.probes).resolve(name).unwrap());
                        Regressor::HolidayTradingDays(HolidayTradingDays::new(calendar, clustering))
                    }
                }
            }
            "lp" if text("type") == "LeapYear" => Regressor::LengthOfPeriod(LengthOfPeriod::LeapYear),
            "lp" => Regressor::LengthOfPeriod(LengthOfPeriod::LengthOfPeriod),
            "easter" => Regressor::Easter(EasterVariable::x13(number("window") as u32).unwrap()),
            "outlier" => {
                let code: OutlierCode = text("code").parse().unwrap();
                let rate = x13_tc_rate(0.7, self.domain.annual_frequency().unwrap());
                Regressor::Outlier(Outlier::new(code, first_of_month(text("date")), rate))
            }
            "const" => {
                let (d, seasonal_d) = (number("d") as usize, number("bd") as usize);
                Regressor::TrendConstant(TrendConstant { d, seasonal_d, reference: Some(self.domain.start) })
            }
            "intervention" => {
                let intervals = v["sequences"].as_array().unwrap().iter().map(|s| Interval {
                    start: s[0].as_str().unwrap().parse().unwrap(),
                    end: s[1].as_str().unwrap().parse().unwrap(),
                });
                Regressor::Intervention(InterventionVariable {
                    delta: v["delta"].as_f64().unwrap_or(0.0),
                    seasonal_delta: v["delta_seasonal"].as_f64().unwrap_or(0.0),
                    intervals: intervals.collect(),
                })
            }
            "ramp" => Regressor::Ramp(Ramp { start: date("start"), end: date("end") }),
            "usertd" => {
                let names = v["variables"].as_array().unwrap().iter().map(|n| n.as_str().unwrap());
                let families = self.user_series();
                Regressor::UserTradingDays(
                    names.map(|n| families.get(&format!("vars.{n}")).unwrap()).collect(),
                )
            }
            "user" => {
                let mut series = self.user_series().get(&format!("vars.{}", text("variable"))).unwrap();
                series.name = text("name").into();
                match v["lag"].as_f64().unwrap() as i32 {
                    0 => Regressor::User(series),
                    lag => {
                        Regressor::Lagged { core: Box::new(Regressor::User(series)), first: lag, last: lag }
                    }
                }
            }
            other => panic!("variable of kind {other}"),
        }
    }

    fn user_series(&self) -> UserSeriesFamilies {
        let mut families = UserSeriesFamilies::default();
        for (name, series) in self.case["user"].as_object().unwrap() {
            let (year, month) = series["start"].as_str().unwrap().split_once('-').unwrap();
            let frequency = series["freq"].as_f64().unwrap() as u32;
            let values = data::numbers(&series["values"]);
            let data = TsData::of(frequency, year.parse().unwrap(), month.parse().unwrap(), values).unwrap();
            families.insert(&format!("vars.{name}"), data);
        }
        families
    }
}

const COMPONENTS: [(&str, Component); 7] = [
    ("Undefined", Component::Undefined),
    ("Series", Component::Series),
    ("Trend", Component::Trend),
    ("Seasonal", Component::Seasonal),
    ("SeasonallyAdjusted", Component::SeasonallyAdjusted),
    ("Irregular", Component::Irregular),
    ("CalendarEffect", Component::CalendarEffect),
];

#[test]
fn effects_by_component() {
    let (models, probes) = (data::json("probes/effects.json.gz"), data::json("probes/calendars.json.gz"));
    let cases = models["cases"].as_array().unwrap();
    assert!(cases.len() > 30);
    for case in cases {
        let id = case["id"].as_str().unwrap();
        let context = Context { case, probes: &probes, domain: domain(case) };
        let listed: Vec<_> =
            case["variables"].as_array().unwrap().iter().map(|v| context.variable(v)).collect();
        for (name, component) in COMPONENTS {
            let computed = deterministic_effect(&listed, EffectSet::On(component), context.domain).unwrap();
            let expected = match case["effects"].get(name) {
                Some(values) => data::numbers(values),
                None => vec![0.0; context.domain.len],
            };
            let size = expected.iter().fold(1e-3, |m: f64, x| m.max(x.abs()));
            for (t, (a, b)) in computed.iter().zip(&expected).enumerate() {
                assert!((a - b).abs() < 1e-9 * size, "{id} {name}[{t}]: {a} instead of {b}");
            }
        }
    }
}

#[test]
fn order_and_names_of_the_columns() {
    let (models, probes) = (data::json("probes/effects.json.gz"), data::json("probes/calendars.json.gz"));
    for case in models["cases"].as_array().unwrap() {
        let context = Context { case, probes: &probes, domain: domain(case) };
        // outliers first and the mean last, as far from the order of the model as it gets
        let mut variables: Vec<_> =
            case["variables"].as_array().unwrap().iter().map(|v| context.variable(v)).collect();
        variables.sort_by_key(|v| {
            (!v.regressor.class().is_outlier(), matches!(v.regressor, Regressor::TrendConstant(_)))
        });
        let ordered: Vec<_> = model_order(&variables).into_iter().map(|i| variables[i].clone()).collect();
        let design = Design::new(&ordered, context.domain).unwrap();
        let unit = context.domain.unit();
        let names: Vec<_> =
            design.columns.iter().map(|c| ordered[c.variable].column_description(c.column, unit)).collect();
        let expected: Vec<String> = serde_json::from_value(case["names"].clone()).unwrap();
        assert_eq!(names, expected, "{}", case["id"]);
    }
}
