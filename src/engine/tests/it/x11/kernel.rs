//! Filters and the kernel under all options against JDemetra+ 3.8.0, 1e-9 relative.

use serde_json::Value;
use solstice_engine::sa::Silent;
use solstice_engine::sa::spec::{
    BiasCorrection, CalendarSigma, DecompositionMode, SeasonalFilter, SigmaGroup, X11Spec,
};
use solstice_engine::sa::x11::{Extension, X11Table, decompose, end_ratio, seasonal_filter};
use solstice_engine::toolkit::math::linear_filters::{henderson, musgrave};

use crate::data::{assert_close, json, number, numbers, series};

const TOLERANCE: f64 = 1e-9;

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_value(Value::String(text.to_string())).unwrap()
}

/// The specification that a case sets in the notation `option:value;option:a,b,c`.
fn spec(set: &str) -> X11Spec {
    let mut spec = X11Spec::default();
    for (option, value) in set.split(';').filter_map(|s| s.split_once(':')) {
        match option {
            "mode" => spec.mode = parse::<DecompositionMode>(value),
            "bias" => spec.bias = parse::<BiasCorrection>(value),
            "calendarSigma" => spec.calendar_sigma = parse::<CalendarSigma>(value),
            "sigmaVec" => spec.sigma_groups = value.split(',').map(parse::<SigmaGroup>).collect(),
            "filters" => spec.seasonal_filters = value.split(',').map(parse::<SeasonalFilter>).collect(),
            "hendersonFilterLength" => spec.henderson_length = value.parse().unwrap(),
            "lowerSigma" => spec.lower_sigma = value.parse().unwrap(),
            "upperSigma" => spec.upper_sigma = value.parse().unwrap(),
            "seasonal" => spec.seasonal = value.parse().unwrap(),
            "forecastHorizon" => spec.forecast_horizon = value.parse().unwrap(),
            "backcastHorizon" => spec.backcast_horizon = value.parse().unwrap(),
            "excludeForecast" => spec.exclude_forecast = value.parse().unwrap(),
            other => panic!("unknown option {other}"),
        }
    }
    spec
}

#[test]
fn all_tables_under_all_options() {
    let all = json("series.json.gz");
    let cases = json("x11_kernel.json.gz");
    let cases = cases["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 49);
    for case in cases {
        let text = |key: &str| case[key].as_str().unwrap();
        let id = format!("{} {} {}", text("id"), text("series"), text("set"));
        let y = series(&all, text("series")).clean_extremities();
        let spec = spec(text("set"));
        let period = y.annual_frequency().unwrap() as usize;
        let extension = Extension { backcasts: spec.backcasts(period), forecasts: spec.forecasts(period) };
        let x11 = decompose(&y, extension, &spec, &mut Silent).unwrap();
        for &table in X11Table::ALL {
            if let Some(expected) = case.get(table.name()) {
                let actual = x11.table(table).unwrap();
                assert_close(
                    &format!("{id} {}", table.name()),
                    actual.values(),
                    &numbers(expected),
                    TOLERANCE,
                );
            }
        }
        let near = |what: &str, actual: f64, expected: &Value| {
            let e = number(expected);
            assert!((actual - e).abs() <= TOLERANCE * e.abs(), "{id} {what}: {actual} instead of {e}");
        };
        near("I/C ratio", x11.ic_ratio, &case["iCRatio"]);
        assert_eq!(x11.henderson_length as u64, case["finalHendersonFilterLength"].as_u64().unwrap(), "{id}");
        assert_eq!(x11.d7_henderson_length as u64, case["d7HendersonFilterLength"].as_u64().unwrap(), "{id}");
        let filters: Vec<SeasonalFilter> = case["finalSeasonalFilter"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| parse(f.as_str().unwrap()))
            .collect();
        assert_eq!(x11.seasonal_filters, filters, "{id}");
        assert_eq!(x11.msr_filter, case["d9filter"].as_str().map(parse), "{id}");
        let msr = x11.msr.as_ref().unwrap();
        let expected = numbers(&case["d9Msr"]["meanIrregularEvolutions"]);
        assert_close(&format!("{id} MSR irregular"), &msr.irregular, &expected, TOLERANCE);
        // with three values per period the seasonal is constant: its changes are rounding errors
        if msr.pairs.iter().all(|&pairs| pairs > 2) {
            near("global MSR", msr.global, &case["d9Msr"]["globalMsr"]);
            let expected = numbers(&case["d9Msr"]["meanSeasonalEvolutions"]);
            assert_close(&format!("{id} MSR seasonal"), &msr.seasonal, &expected, TOLERANCE);
        }
    }
}

#[test]
fn henderson_and_musgrave_filters() {
    let all = json("filters.json.gz");
    let mut compared = 0;
    for case in all["cases"].as_array().unwrap().iter().filter(|c| c["kind"] == "henderson") {
        let input = |key: &str| case["input"][key].as_str().unwrap();
        let id = input("id");
        let (length, period): (usize, usize) =
            (input("length").parse().unwrap(), input("freq").parse().unwrap());
        let filter = henderson(length).unwrap();
        assert_close(id, &filter.weights(), &numbers(&case["result"]["symmetric"]["weights"]), TOLERANCE);
        let ratio = end_ratio(length, period);
        assert_eq!(ratio, number(&case["result"]["findR"]), "{id}");
        let mut sets = vec![("musgrave", ratio)];
        if let Some(ic) = case["input"]["ic"].as_str() {
            sets.push(("musgrave_ic", ic.parse().unwrap()));
        }
        for (key, ratio) in sets {
            let ends = musgrave(&filter, ratio);
            let expected = case["result"][key].as_array().unwrap();
            assert_eq!(ends.len(), expected.len(), "{id} {key}");
            // the reference lists the filter with most future points first
            for (end, e) in ends.iter().rev().zip(expected) {
                assert_close(&format!("{id} {key}"), end, &numbers(&e["weights"]), TOLERANCE);
            }
            compared += 1;
        }
    }
    assert_eq!(compared, 29);
}

#[test]
fn seasonal_filters() {
    let all = json("filters.json.gz");
    let cases = all["cases"].as_array().unwrap();
    let case = cases.iter().find(|c| c["kind"] == "seasonal_filters").unwrap();
    for (name, ends, filter) in [
        ("S3X1", "FC1", SeasonalFilter::S3X1),
        ("S3X3", "FC3", SeasonalFilter::S3X3),
        ("S3X5", "FC5", SeasonalFilter::S3X5),
        ("S3X9", "FC9", SeasonalFilter::S3X9),
        ("S3X15", "FC15", SeasonalFilter::S3X15),
    ] {
        let filter = seasonal_filter(filter).unwrap();
        let expected = numbers(&case["result"][name]["weights"]);
        assert_close(name, &filter.symmetric().weights(), &expected, TOLERANCE);
        let expected = case["result"][ends].as_array().unwrap();
        assert_eq!(filter.ends().len(), expected.len());
        for (end, e) in filter.ends().iter().rev().zip(expected) {
            assert_close(ends, end, &numbers(&e["weights"]), TOLERANCE);
        }
    }
}
