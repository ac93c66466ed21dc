//! Cholette benchmarking of adjusted series against JDemetra+ 3.8.0 (`probes/sa_cholette.json.gz`, 12 digits), 1e-9 relative.

use serde_json::Value;
use solstice_engine::sa::dictionary::{Item, item};
use solstice_engine::sa::spec::{self, BenchmarkingTarget, Spec, X13Spec};
use solstice_engine::sa::{ModellingContext, Silent, adjust};
use solstice_engine::toolkit::benchmarking::{BiasCorrection, CholetteSpec, cholette};
use solstice_engine::toolkit::timeseries::{Aggregation, Coverage, TsData, TsUnit};

use crate::data::{assert_close, json, numbers};

/// The target begins in January, the series within that year: the reference gives each year the discrepancy of the
/// year after it, so that no total is met. See `docs/differences.md`.
const SHIFTED_BY_A_YEAR: &str = "sa_cholette_114";

fn series(value: &Value) -> TsData {
    let (year, month) = value["start"].as_str().unwrap().split_once('-').unwrap();
    let frequency = value["freq"].as_u64().unwrap() as u32;
    TsData::of(frequency, year.parse().unwrap(), month.parse().unwrap(), numbers(&value["values"])).unwrap()
}

#[test]
fn adjusted_series() {
    for case in json("probes/sa_cholette.json.gz")["cases"].as_array().unwrap() {
        let input = &case["input"];
        let number = |key: &str| input[key].as_str().unwrap().parse().unwrap();
        let bias = match input["bias"].as_str() {
            None => BiasCorrection::None,
            Some("Additive") => BiasCorrection::Additive,
            Some("Multiplicative") => BiasCorrection::Multiplicative,
            Some(other) => panic!("{other}"),
        };
        let spec = CholetteSpec { rho: number("rho"), lambda: number("lambda"), bias };
        let result = &case["result"];
        let adjusted = cholette(&series(&result["source"]), &series(&result["target"]), spec).unwrap();
        let expected = series(&result["benchmarked"]);
        assert_eq!(adjusted.start(), expected.start());
        if input["id"] == SHIFTED_BY_A_YEAR {
            let yearly =
                |s: &TsData| s.aggregate(TsUnit::YEAR, Aggregation::Sum, Coverage::Complete).unwrap();
            let gaps =
                |s: &TsData| yearly(s).subtract(&yearly(&series(&result["target"]))).unwrap().into_values();
            let largest = |gaps: &[f64]| gaps.iter().fold(0.0, |m: f64, v| v.abs().max(m));
            let (own, theirs) = (gaps(&adjusted), gaps(&expected));
            assert!(largest(&own) < 1e-8 * largest(&theirs), "{own:?} {theirs:?}");
            // what is left there is the discrepancy of a year less that of the next one; JDemetra+ 3.8.0 does the
            // same with `UKgas` from the second quarter of 1960 on (1.802819 = 10.702819 - 8.9 in 1961)
            let before = gaps(&series(&result["source"]));
            for (left, d) in theirs.iter().zip(before.windows(2)) {
                assert!((left - (d[0] - d[1])).abs() < 1e-6, "{theirs:?} {before:?}");
            }
            continue;
        }
        assert_close(input["id"].as_str().unwrap(), adjusted.values(), expected.values(), 1e-9);
    }
}

/// Benchmarking inside X-13 (`x13_benchmarking.json.gz`): targets, forecasts, bias, to the precision of the estimates.
#[test]
fn inside_an_adjustment() {
    let all = json("series.json.gz");
    for (name, case) in json("x13_benchmarking.json.gz").as_object().unwrap() {
        let Some(Spec::X13(mut spec)) = spec::x13("rsa5c") else { panic!() };
        for option in case["overrides"].as_str().unwrap().split(';') {
            let (path, value) = option.strip_prefix("benchmarking.").unwrap().split_once('=').unwrap();
            let b = &mut spec.benchmarking;
            match (path, value) {
                ("enabled", "true") => b.enabled = true,
                ("forecast", "true") => b.forecast = true,
                ("target", "Original") => b.target = BenchmarkingTarget::Original,
                ("biasCorrection", "Multiplicative") => b.method.bias = BiasCorrection::Multiplicative,
                ("rho", x) => b.method.rho = x.parse().unwrap(),
                ("lambda", x) => b.method.lambda = x.parse().unwrap(),
                _ => panic!("{option}"),
            }
        }
        for (series_name, expected) in case["series"].as_object().unwrap() {
            let y = crate::data::series(&all, series_name);
            let run = |spec: &X13Spec| {
                adjust(&y, &Spec::X13(spec.clone()), &ModellingContext::default(), &mut Silent).unwrap()
            };
            let result = run(&spec);
            for (item_name, key) in [("original", "sa"), ("target", "target"), ("result", "benchmarkedSa")] {
                let Some(Item::Series(x)) = item(&result, &format!("benchmarking.{item_name}")) else {
                    panic!()
                };
                assert_close(
                    &format!("{name} {series_name} {item_name}"),
                    x.values(),
                    &numbers(&expected[key]),
                    1e-6,
                );
            }
            spec.benchmarking.enabled = false;
            assert_eq!(item(&run(&spec), "benchmarking.result"), None);
            spec.benchmarking.enabled = true;
        }
    }
}
