//! Canova-Hansen tests (`seasonality_tests.json.gz`, 12 digits).

use solstice_engine::toolkit::spectrum::Window;
use solstice_engine::toolkit::stats::{
    CanovaHansen, CanovaHansenSpec, SeasonalRegressors, canova_hansen_frequency,
};

use super::{cases, check};
use crate::data::{assert_close, numbers};

#[test]
fn seasonal_effects() {
    for (input, result) in cases("seasonality_tests.json.gz", "canova_hansen") {
        let id = input["id"].as_str().unwrap();
        let x = numbers(&result["x"]);
        let period = if input["series"] == "UKgas" { 4 } else { 12 };
        let window = match input["kernel"].as_str() {
            None => Window::Bartlett,
            Some("Square") => Window::Square,
            Some("Welch") => Window::Welch,
            Some("Tukey") => Window::Tukey,
            Some("Hamming") => Window::Hamming,
            Some("Parzen") => Window::Parzen,
            Some(other) => panic!("{other}"),
        };
        for (name, regressors) in [
            ("dummies", SeasonalRegressors::Dummies),
            ("contrasts", SeasonalRegressors::Contrasts),
            ("trigonometric", SeasonalRegressors::Trigonometric),
        ] {
            let what = format!("{id} {name}");
            let spec = CanovaHansenSpec {
                regressors,
                lagged: input["lag1"] != "0",
                window,
                truncation: result["truncation"].as_u64().unwrap() as usize,
                position: input["start"].as_str().map_or(0, |s| s.parse().unwrap()),
            };
            let test = CanovaHansen::of(&x, period, spec).unwrap();
            let expected = &result[name];
            if expected.get("error").is_some() {
                // the long-run covariance of this case (square window) is not positive definite
                let any = (0..period - 1).any(|i| test.statistic(i, 1).is_none());
                assert!(any || test.statistic_of_all().is_none() || test.seasonality().is_none(), "{what}");
                continue;
            }
            let items: Vec<f64> = match regressors {
                SeasonalRegressors::Dummies => {
                    (0..period).map(|i| test.statistic(i, 1)).collect::<Option<_>>()
                }
                SeasonalRegressors::Contrasts => {
                    (0..period - 1).map(|i| test.statistic(i, 1)).collect::<Option<_>>()
                }
                SeasonalRegressors::Trigonometric => (0..period / 2)
                    .map(|i| test.statistic(2 * i, if 2 * i + 2 < period { 2 } else { 1 }))
                    .collect::<Option<_>>(),
                SeasonalRegressors::Specific { .. } => unreachable!(),
            }
            .unwrap();
            let all = [test.statistic_of_all().unwrap()];
            let numbers_of = |key: &str| numbers(&expected[key]);
            assert_close(&what, &items, &numbers_of("items"), 1e-9);
            assert_close(&what, &all, &[expected["all"].as_f64().unwrap()], 1e-9);
            if let Some(derived) = expected["derived"].as_f64() {
                assert_close(&what, &[test.derived_statistic().unwrap()], &[derived], 1e-9);
            }
            check(&what, test.seasonality(), &expected["f"]);
        }
        for expected in result["periods"].as_array().unwrap() {
            let p = expected["period"].as_f64().unwrap();
            let spec = CanovaHansenSpec {
                regressors: SeasonalRegressors::Specific { period: p, harmonics: 1 },
                lagged: input["lag1"] != "0",
                window,
                truncation: result["truncation"].as_u64().unwrap() as usize,
                position: 0,
            };
            let what = format!("{id} period {p}");
            if let Some(e) = expected["specific"].as_f64() {
                let test = CanovaHansen::of(&x, period, spec).unwrap();
                assert_close(&format!("{what} specific"), &[test.statistic_of_all().unwrap()], &[e], 1e-9);
            }
            if let Some(e) = expected["single"].as_f64() {
                let found = canova_hansen_frequency(&x, p, spec).unwrap();
                assert_close(&format!("{what} single"), &[found], &[e], 1e-9);
            }
        }
    }
}
