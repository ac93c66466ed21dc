//! The tables against the specifications they describe.

use std::collections::HashSet;

use solstice_engine::toolkit::timeseries::{TsPeriod, TsUnit};

use super::*;
use crate::ui::form::Field;

fn environment(period: u32) -> Environment {
    Environment {
        unit: TsUnit::from_annual_frequency(period).unwrap(),
        period,
        span: [2000, 2019].map(|y| TsPeriod::of_month(period, y, 1).unwrap()),
        calendars: vec!["FR".to_owned()],
        variables: vec!["legacy.x".to_owned()],
    }
}

/// The fields of both tables; those of the other method have no value.
fn fields() -> impl Iterator<Item = &'static Field<Spec>> {
    x13::sections().iter().chain(tramo_seats::sections()).flat_map(|s| &s.fields)
}

/// All predefined specifications.
fn specs() -> Vec<(&'static str, Spec)> {
    let of = |(method, _): &(&'static str, &str)| {
        predefined_names(method).iter().map(|n| (*n, predefined(method, n).unwrap())).collect::<Vec<_>>()
    };
    text::METHODS.iter().flat_map(of).collect()
}

#[test]
fn writing_what_is_there_changes_nothing() {
    for (name, spec) in specs() {
        for period in [1, 4, 12] {
            let env = environment(period);
            for field in fields() {
                let Some(value) = field.value(&spec, &env) else { continue };
                let mut after = spec.clone();
                // numbers are shown shortened
                if field.write(&mut after, &value, &env).is_ok() && !field.path.starts_with("auto_model.ub") {
                    assert_eq!(after, spec, "{name}: {}", field.path);
                }
            }
        }
    }
}

#[test]
fn every_choice_can_be_taken_and_is_then_shown() {
    let env = environment(12);
    for (name, spec) in specs() {
        for field in fields().filter(|f| f.value(&spec, &env).is_some()) {
            for choice in field.choices(&spec, &env) {
                let mut after = spec.clone();
                let value = Value::Text(choice);
                field.write(&mut after, &value, &env).unwrap();
                assert_eq!(field.value(&after, &env), Some(value), "{name}: {}", field.path);
                assert_eq!(after.validate(12), [], "{name}: {}", field.path);
            }
        }
    }
}

#[test]
fn paths_and_labels_are_unique() {
    let env = environment(12);
    for sections in [x13::sections(), tramo_seats::sections()] {
        let mut paths = HashSet::new();
        for field in sections.iter().flat_map(|s| &s.fields) {
            assert!(paths.insert(&field.path), "{}", field.path);
            assert!(!field.tip.is_empty(), "{}", field.path);
        }
    }
    for (_, spec) in specs() {
        let mut labels = HashSet::new();
        for field in fields().filter(|f| f.value(&spec, &env).is_some()) {
            let label = (field.group, field.label(&spec, &env));
            assert!(!label.1.is_empty() && labels.insert(label.clone()), "{label:?}: {}", field.path);
        }
    }
}

#[test]
fn every_option_of_the_specification_is_in_the_table() {
    let spec: Spec = serde_json::from_str(
        r#"{"X13":{"series":{"preliminary_check":true,"span":{"From":"2001-01-01"}},"preprocessing":{"auto_model":{},
            "regression":{"trading_days":{"days":{"Stock":31}},"easter":{"kind":"Easter"}},"outliers":{"types":["AO"]}},
            "quality":{"outliers":{"severe":0.2}}}}"#,
    )
    .unwrap();
    let text = serde_json::to_value(&spec).unwrap();
    let paths: Vec<&str> = fields().map(|f| f.path.as_str()).collect();
    let lists: Vec<&str> = x13::sections().iter().filter_map(|s| s.list.as_ref()).map(|l| l.path).collect();
    let mut missing = Vec::new();
    collect(&text["X13"], "", &mut |path| {
        let path = path.strip_prefix("preprocessing.").unwrap_or(path);
        let known = paths
            .iter()
            .chain(&lists)
            .any(|p| *p == path || p.starts_with(&format!("{path}.")) || p.starts_with(&format!("{path}[")));
        // orders have names of their own
        let order = path.starts_with("arima.");
        if !known && !order {
            missing.push(path.to_owned());
        }
    });
    assert_eq!(missing, [""; 0]);
}

/// The paths of all options in a text.
fn collect(value: &serde_json::Value, path: &str, found: &mut impl FnMut(&str)) {
    match value {
        serde_json::Value::Object(map) if !path.ends_with("span") && !path.ends_with("days.days") => {
            for (name, value) in map {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                collect(value, &path, found);
            }
        }
        _ => found(path),
    }
}

#[test]
fn lists_take_what_their_examples_say() {
    let env = environment(12);
    let spec = solstice_engine::sa::spec::x13("rsa1").unwrap();
    let add = |path: &str, text: &str| {
        let list = x13::sections().iter().filter_map(|s| s.list.as_ref()).find(|l| l.path == path).unwrap();
        let mut after = spec.clone();
        list.add(&mut after, text, &env).map(|()| (list.titles(&after, &env).unwrap(), after))
    };
    for text in ["AO 2003-05", "ao May 2003", "AO (2003-05)"] {
        assert_eq!(add("regression.outliers", text).unwrap().0, ["AO May 2003"]);
    }
    assert!(add("regression.outliers", "XX 2003-05").unwrap_err().contains("no type of outlier"));
    assert_eq!(add("regression.ramps", "2003-05 to 2004-02").unwrap().0, ["Ramp 2003-05 to 2004-02"]);
    assert!(add("regression.ramps", "2003-05").is_err());
    let (titles, after) = add("regression.interventions", "2003-05 to 2003-08, 2004-01").unwrap();
    assert_eq!(titles, ["Intervention 2003-05 to 2003-08, 2004-01"]);
    assert_eq!(add("regression.users", "legacy.x").unwrap().0, ["x"]);
    assert!(add("regression.users", "legacy.y").unwrap_err().contains("legacy.x"));
    let list =
        x13::sections().iter().filter_map(|s| s.list.as_ref()).find(|l| l.path == "regression.interventions");
    let fields = list.unwrap().fields(0);
    let intervals = fields.iter().find(|f| f.path.ends_with("sequences")).unwrap();
    let text = Value::Text("May 2003 to Aug 2003, Jan 2004".to_owned());
    assert_eq!(intervals.value(&after, &env), Some(text));
    let mut removed = after.clone();
    list.unwrap().remove(&mut removed, 0);
    assert_eq!(removed, spec);
}
