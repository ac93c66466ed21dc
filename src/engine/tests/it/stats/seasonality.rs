//! Seasonality tests on 18 series (`stat_tests.json.gz`).

use solstice_engine::sa::diagnostics::combined_seasonality;
use solstice_engine::toolkit::stats::{
    Autocorrelations, DummiesModel, Portmanteau, evolutive_seasonality, friedman, friedman_f, kruskal_wallis,
    modified_qs, periodic_lags, periodic_ljung_box, periodogram_test, periodogram_test_chi2, qs,
    seasonal_dummies_test, stable_seasonality,
};

use super::{TOLERANCE, cases, check, check_anova, close};
use crate::data::numbers;

#[test]
fn seasonality_tests() {
    for (input, result) in cases("stat_tests.json.gz", "tests") {
        let x = numbers(&result["x"]);
        let period = result["period"].as_u64().unwrap() as usize;
        let position = result["start_position"].as_u64().unwrap() as usize;
        let seasonal = Portmanteau::seasonal(period);
        let all = Portmanteau { sign: Autocorrelations::All, ..seasonal };
        let lags = periodic_lags(period as f64, 2);
        for (name, test) in [
            ("friedman", friedman(&x, period)),
            ("friedman_f", friedman_f(&x, period)),
            ("kruskal_wallis", kruskal_wallis(&x, period)),
            ("qs_positive_k2", qs(&x, period)),
            ("qs_all_k2", all.ljung_box(&x)),
            ("periodic_ljung_box", periodic_ljung_box(&x, &lags, 0, Autocorrelations::All, 0)),
            ("f_wn", seasonal_dummies_test(&x, period, DummiesModel::WhiteNoise)),
            ("f_ar", seasonal_dummies_test(&x, period, DummiesModel::Autoregressive)),
            ("f_d1", seasonal_dummies_test(&x, period, DummiesModel::Differenced)),
            ("periodogram_f", periodogram_test(&x, period)),
            ("periodogram_chi2", periodogram_test_chi2(&x, period)),
        ] {
            // the reference ranks missing values as the largest, in the order of their places: 13.0760869565 and
            // 5.35857461025 for the differences of `presidents`
            if name.starts_with("friedman") && x.iter().any(|v| v.is_nan()) {
                assert_eq!(test, None);
                let as_largest = |(t, v): (usize, &f64)| if v.is_nan() { 1e9 + t as f64 } else { *v };
                let x: Vec<f64> = x.iter().enumerate().map(as_largest).collect();
                let form = if name == "friedman" { friedman } else { friedman_f };
                check(&format!("{} {name}", input["id"]), form(&x, period), &result[name]);
                continue;
            }
            check(&format!("{} {name}", input["id"]), test, &result[name]);
        }
        let id = input["id"].as_str().unwrap();
        close(id, modified_qs(&x, period).unwrap(), result["modified_qs"].as_f64().unwrap(), TOLERANCE);
        if x.iter().any(|v| v.is_nan()) {
            continue; // the analyses of variance do not handle missing values, neither here nor there
        }
        let combined = combined_seasonality(&x, position, period, 0.0).unwrap();
        let expected = &result["combined_add"];
        check_anova(id, stable_seasonality(&x, period), &result["stable_seasonality"]);
        check_anova(
            id,
            evolutive_seasonality(&x, position, period, 0.0),
            &result["evolutive_seasonality_add"],
        );
        check_anova(id, Some(combined.stable), &expected["stable"]);
        check_anova(id, combined.evolutive, &expected["evolutive"]);
        check(id, Some(combined.kruskal_wallis), &expected["kruskal_wallis"]);
        close(id, combined.m_value(), expected["m7"].as_f64().unwrap(), TOLERANCE);
        assert_eq!(combined.verdict().name(), expected["summary"].as_str().unwrap(), "{id}");
    }
}
