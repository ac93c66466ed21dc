//! Trading-day tests (`seasonality_tests.json.gz`, 12 digits).

use solstice_engine::toolkit::calendars::DayClustering;
use solstice_engine::toolkit::math::logarithm::ln;
use solstice_engine::toolkit::trading_days::{
    ErrorModel, Movement, TRUNCATION, canova_hansen, moving_average_test, ols_test, time_varying_test,
};

use super::{cases, check};
use crate::data::{assert_close, json, numbers, series};

#[test]
fn trading_day_effects() {
    let all = json("series.json.gz");
    for (input, result) in cases("seasonality_tests.json.gz", "td_tests") {
        let id = input["id"].as_str().unwrap();
        let lags: Vec<usize> =
            input["lags"].as_str().unwrap().split(',').map(|l| l.parse().unwrap()).collect();
        // the data of the file are rounded to 12 digits, which maximum likelihood feels
        let y = series(&all, input["series"].as_str().unwrap());
        let series = if input["log"] == "1" { y.map(ln) } else { y };
        assert_close(id, series.values(), &numbers(&result["x"]), 1e-11);
        check(id, ols_test(&series, &lags), &result["ols"]);
        for (errors, key) in [(ErrorModel::MovingAverage, "ma"), (ErrorModel::Airline, "ma_seasonal")] {
            let test = moving_average_test(&series, errors).unwrap();
            let e = &result[key];
            assert_close(&format!("{id} {key}"), &[test.value], &[e["value"].as_f64().unwrap()], 1e-9);
            assert_eq!(test.distribution.to_string(), e["dist"].as_str().unwrap());
        }
        for (name, clustering) in
            [("TD7", DayClustering::TD7), ("TD3", DayClustering::TD3), ("TD2", DayClustering::TD2)]
        {
            for (suffix, movement) in [("", Movement::Days), (".contrast", Movement::Contrasts)] {
                let key = format!("time_varying.{name}{suffix}");
                let e = &result[key.as_str()];
                let test = time_varying_test(&series, clustering, movement).unwrap();
                let difference = test.value - e["value"].as_f64().unwrap();
                assert!(difference.abs() < 1e-9, "{id} {key}: {} instead of {}", test.value, e["value"]);
                assert_eq!(test.distribution.to_string(), e["dist"].as_str().unwrap());
            }
        }
        for (lags, key) in [(&[][..], "canova_hansen"), (&lags[..], "canova_hansen_differencing")] {
            let what = format!("{id} {key}");
            let test = canova_hansen(&series, lags, TRUNCATION).unwrap();
            let e = &result[key];
            let items: Vec<f64> = (0..6).map(|i| test.statistic(i, 1).unwrap()).collect();
            assert_close(&what, &items, &numbers(&e["items"]), 1e-9);
            let others = [test.derived_statistic().unwrap(), test.statistic_of_all().unwrap()];
            let expected = [e["derived"].as_f64().unwrap(), e["all"].as_f64().unwrap()];
            assert_close(&what, &others, &expected, 1e-9);
            let f = test.seasonality().unwrap();
            assert_close(&what, &[f.value], &[e["f"]["value"].as_f64().unwrap()], 1e-9);
            assert_eq!(f.distribution.to_string(), e["f"]["dist"].as_str().unwrap());
        }
    }
}
