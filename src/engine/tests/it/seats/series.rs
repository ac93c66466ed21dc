//! SEATS of all series with the models that TRAMO chose in the reference.

use serde_json::Value;
use solstice_engine::sa::seats::{
    IRREGULAR, SEASONAL, SeatsDecomposition, SeatsModel, TRANSITORY, TREND, TestedItem, decompose,
    model_tests,
};
use solstice_engine::sa::spec::SeatsSpec;
use solstice_engine::sa::{FinalComponent, Silent};
use solstice_engine::toolkit::arima::SarimaModel;
use solstice_engine::toolkit::stats::Distribution;
use solstice_engine::toolkit::timeseries::TsData;

use crate::data::{json, number, numbers};

fn arima(period: usize, value: &Value) -> SarimaModel {
    let order = |name: &str| value[name].as_u64().unwrap() as usize;
    let part = |name: &str| numbers(&value[name]);
    SarimaModel::from_polynomials(
        period,
        (order("d"), order("bd")),
        &part("phi"),
        &part("bphi"),
        &part("theta"),
        &part("btheta"),
    )
}

fn model(entry: &Value) -> SeatsModel {
    let period = entry["freq"].as_u64().unwrap() as usize;
    let log = entry["log"].as_bool().unwrap();
    let (year, month) = entry["start"].as_str().unwrap().split_once('-').unwrap();
    let z = numbers(&entry["z"]);
    let values = if log { z.iter().map(|z| z.exp()).collect() } else { z };
    SeatsModel {
        series: TsData::of(period as u32, year.parse().unwrap(), month.parse().unwrap(), values).unwrap(),
        log,
        mean: entry["mean"].as_bool().unwrap(),
        arima: arima(period, &entry["arima"]),
        innovation_variance: Some(number(&entry["variance"])),
    }
}

/// Largest difference relative to `size`.
fn distance(actual: &[f64], expected: &[f64], size: f64) -> f64 {
    assert_eq!(actual.len(), expected.len());
    actual.iter().zip(expected).map(|(a, e)| (a - e).abs() / size).fold(0.0, f64::max)
}

/// Largest difference of a component relative to the size of the series, and of its standard errors relative to
/// themselves.
fn differences(c: Option<&FinalComponent>, expected: &Value, size: f64) -> (f64, f64) {
    if expected.is_null() {
        return (0.0, 0.0);
    }
    let c = c.unwrap();
    let (v, head, tail) = (c.values.values(), numbers(&expected["head"]), numbers(&expected["tail"]));
    let f = c.forecasts.as_ref().unwrap().values();
    let values = distance(&v[..head.len()], &head, size)
        .max(distance(&v[v.len() - tail.len()..], &tail, size))
        .max(distance(f, &numbers(&expected["f"]), size));
    let error = |actual: Option<&TsData>, expected: &Value| {
        let expected = numbers(expected);
        if expected.is_empty() {
            return 0.0;
        }
        distance(&actual.unwrap().values()[..expected.len()], &expected, expected[0])
    };
    let e = error(c.errors.values.as_ref(), &expected["e"]);
    (values, e.max(error(c.errors.forecasts.as_ref(), &expected["ef"])))
}

fn check_tests(what: &str, seats: &SeatsDecomposition, expected: &Value, tolerance: f64) {
    let tests = model_tests(seats).unwrap();
    let close = |key: String, actual: Option<f64>| {
        if expected[&key].is_null() {
            return;
        }
        let (e, a) = (number(&expected[&key]), actual.unwrap());
        assert!((a - e).abs() <= tolerance * e.abs().max(0.01), "{what} {key}: {a} instead of {e}");
    };
    let items = [
        ("t", TestedItem::Trend),
        ("sa", TestedItem::Adjusted),
        ("s", TestedItem::Seasonal),
        ("i", TestedItem::Irregular),
    ];
    for (name, item) in items {
        let test = tests.variance(item);
        close(format!("seats.{name}var-estimator"), test.map(|t| t.estimator));
        close(format!("seats.{name}var-estimate"), test.map(|t| t.estimate));
        close(format!("seats.{name}var-pvalue"), test.map(|t| t.p_value));
    }
    let pairs = [
        ("ts", TestedItem::Trend, TestedItem::Seasonal),
        ("ti", TestedItem::Trend, TestedItem::Irregular),
        ("si", TestedItem::Seasonal, TestedItem::Irregular),
    ];
    for (name, a, b) in pairs {
        let test = tests.cross_correlation(a, b);
        close(format!("seats.{name}corr-estimator"), test.map(|t| t.estimator));
        close(format!("seats.{name}corr-estimate"), test.map(|t| t.estimate));
        close(format!("seats.{name}corr-pvalue"), test.map(|t| t.p_value));
    }
}

#[test]
fn decompositions_with_the_models_of_the_reference() {
    let all = json("seats_models.json.gz");
    let mut beyond = Vec::new();
    let mut compared = 0;
    for (spec, results) in all.as_object().unwrap() {
        for (name, entry) in results.as_object().unwrap() {
            let what = format!("{spec} {name}");
            let model = model(entry);
            let seats = decompose(&model, &SeatsSpec::default(), &mut Silent)
                .unwrap_or_else(|e| panic!("{what}: {e}"));
            let changed = entry["changed"].as_bool().unwrap();
            assert_eq!(seats.parameters_cut_off, entry["cutoff"].as_bool().unwrap(), "{what}");
            assert_eq!(seats.model_changed, changed, "{what}");
            assert_eq!(seats.mean, entry["final_mean"].as_bool().unwrap(), "{what}");
            let expected = arima(model.arima.orders().period, &entry["final"]);
            assert_eq!(seats.final_model.orders(), expected.orders(), "{what}");
            // a model that was estimated again is known to the precision of the estimation
            let tolerance = match changed {
                // moving averages at the boundary: rounding errors of the recursions (seats.md, T9)
                false if seats.parameters_cut_off => 3e-7,
                false => 1e-7,
                true => 1e-5,
            };
            for (a, e) in seats.final_model.parameters().iter().zip(expected.parameters()) {
                assert!((a - e).abs() < 100.0 * tolerance, "{what}: {a} {e}");
            }
            let components = seats.canonical.components();
            for (part, i) in [
                ("trend", TREND),
                ("seasonal", SEASONAL),
                ("transitory", TRANSITORY),
                ("irregular", IRREGULAR),
            ] {
                let expected = number(&entry["vars"][part]);
                let actual = components[i].moving_average().unwrap().1;
                let difference = (actual - expected).abs();
                assert!(
                    difference < 100.0 * tolerance * expected.max(1e-4),
                    "{what} {part}: {actual} {expected}"
                );
            }
            let l = &seats.linear;
            let size = l.y.values.values().iter().fold(0.0_f64, |m, x| m.max(x.abs()));
            for (part, c) in
                [("t", l.t.as_ref()), ("sa", Some(&l.sa)), ("s", l.s.as_ref()), ("i", l.i.as_ref())]
            {
                let (values, errors) = differences(c, &entry["lin"][part], size);
                if values > tolerance || errors > tolerance {
                    beyond.push(format!("{what} {part}: {values:.1e} {errors:.1e}"));
                }
            }
            if !entry["tests"].is_null() {
                check_tests(&what, &seats, &entry["tests"], (100.0 * tolerance).clamp(1e-4, 1e-1));
            }
            compared += 1;
        }
    }
    assert!(compared > 110);
    assert!(beyond.is_empty(), "{beyond:#?}");
}

/// A first-order autoregression: the trend is `(1 + B)(1 + F)/(1 - phi B)`, the irregular `1 - phi F` of the innovations
/// (times their variances), so that their cross-correlations end with lag 1 and Bartlett's sum does too. Standard deviation
/// summed by hand; JDemetra+ 3.5.0 has the p-value 0.525092540732 for an estimate of 0.40408233627.
#[test]
fn cross_correlations_of_an_autoregression_end_with_the_last_one() {
    let phi = 0.660388967912;
    let values: Vec<f64> = (0..18).map(|t| 4.0 + 0.1 * f64::from((t * t * 7 + 3 * t) % 11)).collect();
    let model = SeatsModel {
        series: TsData::of(4, 2007, 1, values).unwrap(),
        log: false,
        mean: true,
        arima: SarimaModel::from_polynomials(4, (0, 0), &[-phi], &[], &[], &[]),
        innovation_variance: Some(0.000906958022515),
    };
    let seats = decompose(&model, &SeatsSpec::default(), &mut Silent).unwrap();
    let tests = model_tests(&seats).unwrap();
    let test = tests.cross_correlation(TestedItem::Trend, TestedItem::Irregular).unwrap();
    assert!((test.estimator - 0.35945777185).abs() < 1e-9, "{test:?}");
    assert!((test.standard_deviation - 0.07021794835770502).abs() < 1e-9, "{test:?}");
    let z = (0.35945777185 - 0.40408233627) / test.standard_deviation;
    let p = 2.0 * Distribution::STANDARD_NORMAL.upper(f64::abs(z)).unwrap();
    assert!((p - 0.525092540732).abs() < 1e-8, "{p}");
}
