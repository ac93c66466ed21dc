//! Automatic and fast differencing (`differencing.json.gz`).

use solstice_engine::toolkit::differencing::{
    FastDifferencingSpec, Scale, automatic_differencing, fast_differencing,
};

use super::{TOLERANCE, cases};
use crate::data::{assert_close, numbers};

fn period(series: &str) -> usize {
    match series {
        "UKgas" | "austres" => 4,
        "sim_bimonthly" => 6,
        "Nile" => 1,
        _ => 12,
    }
}

#[test]
fn automatic() {
    for (input, result) in cases("differencing.json.gz", "differencing") {
        let id = input["id"].as_str().unwrap();
        let d = automatic_differencing(&numbers(&result["x"]), period(input["series"].as_str().unwrap()));
        let expected = &result["do_stationary"];
        assert_eq!(d.order as u64, expected["order"].as_u64().unwrap(), "{id}");
        assert_eq!(d.mean, expected["mean"].as_bool().unwrap(), "{id}");
        assert_close(id, &d.values, &numbers(&expected["differenced"]), TOLERANCE);
    }
}

#[test]
fn fast() {
    for (input, result) in cases("differencing.json.gz", "differencing") {
        let id = input["id"].as_str().unwrap();
        let p = period(input["series"].as_str().unwrap());
        for (name, scale) in [
            ("mad80", Scale::Robust { centile: 80.0 }),
            ("mad90", Scale::Robust { centile: 90.0 }),
            ("stdev", Scale::StandardDeviation),
        ] {
            for (text, k) in [("1.0", 1.0), ("1.2", 1.2)] {
                let spec = FastDifferencingSpec { scale, k, ..FastDifferencingSpec::default() };
                let d = fast_differencing(&numbers(&result["x"]), p, spec).unwrap();
                let expected = &result[format!("fast.{name}.k{text}").as_str()];
                let orders = (d.regular as u64, d.seasonal as u64, d.mean);
                let of = |key: &str| expected[key].as_u64().unwrap();
                assert_eq!(
                    orders,
                    (of("d"), of("bd"), expected["mean"].as_bool().unwrap()),
                    "{id} {name} {k}"
                );
            }
        }
    }
}
