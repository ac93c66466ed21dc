//! Residual battery, moments, runs, portmanteau tests on 18 series (`stat_tests.json.gz`).

use solstice_engine::toolkit::stats::{
    Portmanteau, ResidualTests, mean, normality,
    runs::{Runs, UpDownRuns},
};

use super::{cases, check};
use crate::data::numbers;

#[test]
fn residual_battery() {
    for (input, result) in cases("stat_tests.json.gz", "tests") {
        let x = numbers(&result["x"]);
        let period = result["period"].as_u64().unwrap() as usize;
        let t = ResidualTests::of(&x, period, 2);
        for (name, test) in [
            ("skewness", t.skewness),
            ("kurtosis", t.kurtosis),
            ("boxPierce", t.box_pierce),
            ("ljungBox", t.ljung_box),
            ("runsNumber", t.runs_number),
            ("runsLength", t.runs_length),
            ("upAndDownRunsNumbber", t.up_down_runs_number),
            ("upAndDownRunsLength", t.up_down_runs_length),
            ("seasonalBoxPierce", t.seasonal_box_pierce),
            ("seasonalLjungBox", t.seasonal_ljung_box),
            ("boxPierceOnSquare", t.box_pierce_squares),
            ("ljungBoxOnSquare", t.ljung_box_squares),
            ("meanTest", t.mean),
            ("normalityTest", t.doornik_hansen),
        ] {
            check(&format!("{} {name}", input["id"]), test, &result[format!("niid.{name}").as_str()]);
        }
    }
}

#[test]
fn single_tests() {
    for (input, result) in cases("stat_tests.json.gz", "tests") {
        let x = numbers(&result["x"]);
        let count = |k: usize| k.min(x.len() - 2);
        let mean_runs = Runs::about_mean(&x).unwrap();
        let median_runs = Runs::about_median(&x).unwrap();
        let up_down = UpDownRuns::of(&x).unwrap();
        for (name, test) in [
            ("lb_k24", Portmanteau::regular(count(24), 2).ljung_box(&x)),
            ("bp_k12", Portmanteau::regular(count(12), 2).box_pierce(&x)),
            ("doornik_hansen", normality::doornik_hansen(&x)),
            ("bowman_shenton", normality::bowman_shenton(&x)),
            ("jarque_bera", normality::jarque_bera(&x, 0)),
            ("jarque_bera_corrected", normality::jarque_bera_corrected(&x, 2)),
            ("skewness", normality::skewness(&x)),
            ("kurtosis", normality::kurtosis(&x)),
            ("mean", mean::zero_mean(&x)),
            ("runs_mean_number", mean_runs.number()),
            ("runs_median_number", median_runs.number()),
            ("runs_median_length", median_runs.length()),
            ("updown_number", up_down.number()),
            ("updown_length", up_down.length()),
        ] {
            // the reference has no Jarque-Bera test of series with missing values
            if name.starts_with("jarque") && x.iter().any(|v| v.is_nan()) {
                assert!(test.is_some() && result[name]["value"].is_null());
                continue;
            }
            check(&format!("{} {name}", input["id"]), test, &result[name]);
        }
    }
}
