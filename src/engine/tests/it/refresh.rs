//! Point specifications and refresh policies against JDemetra+ (X-13 of 3.8.0, TRAMO-SEATS of 3.5.0).

use serde_json::Value;
use solstice_engine::sa::refresh::{RefreshPolicy, point_specification, refresh};
use solstice_engine::sa::spec::{
    ArimaSpec, EasterKind, EasterSpec, OutlierTerm, Parameter, RegArimaSpec, Spec, TradingDaysSpec,
    Transformation,
};
use solstice_engine::sa::{Adjustment, ModellingContext, Silent, adjust, spec};
use solstice_engine::toolkit::regression::{LengthOfPeriod, OutlierCode};
use solstice_engine::toolkit::timeseries::TsData;

use crate::data;

/// Largest relative difference of log-likelihoods and of adjusted series.
const LIKELIHOOD: f64 = 1e-6;
const ADJUSTED: f64 = 1e-5;

/// Models with a moving average root on the unit circle, which is reached with other parameters already before new
/// data arrive.
const NEAR_THE_UNIT_CIRCLE: [(&str, &str, &str); 1] = [("tramoseats", "rsafull", "mdeaths")];

fn run(series: &TsData, spec: &Spec) -> Adjustment {
    adjust(series, spec, &ModellingContext::default(), &mut Silent).unwrap()
}

/// The differences between a result and the reference, in words; empty when they agree.
fn differences(result: &Adjustment, expected: &Value) -> Vec<String> {
    let model = result.preprocessing.as_ref().unwrap();
    let o = model.description().orders();
    let mut found = Vec::new();
    let orders = serde_json::json!([o.p, o.d, o.q, o.bp, o.bd, o.bq]);
    if orders != expected["orders"] {
        found.push(format!("orders {orders} instead of {}", expected["orders"]));
        return found;
    }
    let expected_rows = expected["regression"].as_array().unwrap().len();
    if model.regression().len() != expected_rows {
        let count = model.regression().len();
        found.push(format!("{count} coefficients instead of {expected_rows}"));
        return found;
    }
    let ll = model.statistics().log_likelihood;
    if (ll - expected["ll"].as_f64().unwrap()).abs() > LIKELIHOOD * ll.abs() {
        found.push(format!("log-likelihood {ll} instead of {}", expected["ll"]));
    }
    let sa = result.finals.sa.values.values();
    let tail = &sa[sa.len().saturating_sub(24)..];
    let worst = (tail.iter().zip(data::numbers(&expected["sa"])))
        .map(|(a, e)| (a - e).abs() / e.abs())
        .fold(0.0, f64::max);
    if worst > ADJUSTED {
        found.push(format!("adjusted series differs by {worst:.1e}"));
    }
    found
}

/// Number of comparisons, and the differences.
fn compare(method: &str) -> (usize, Vec<String>) {
    let all = data::json("series.json.gz");
    let reference = data::json("refresh.json.gz");
    let (mut compared, mut different) = (0, Vec::new());
    for (name, results) in reference[method].as_object().unwrap().iter().map(|(k, v)| (k.as_str(), v)) {
        let domain = spec::predefined(method, name).unwrap();
        for (series_name, cases) in results.as_object().unwrap().iter().map(|(k, v)| (k.as_str(), v)) {
            let series = data::series(&all, series_name);
            for case in cases.as_array().unwrap() {
                let cut = case["cut"].as_u64().unwrap() as usize;
                let old = series.drop(0, cut);
                let initial = run(&old, &domain);
                let found = differences(&initial, &case["initial"]);
                if !found.is_empty() {
                    if !NEAR_THE_UNIT_CIRCLE.contains(&(method, name, series_name)) {
                        different.push(format!("{name} {series_name} {cut}: {}", found.join("; ")));
                    }
                    continue;
                }
                let point = point_specification(&initial);
                let orders = initial.preprocessing.as_ref().unwrap().description().orders();
                for policy in RefreshPolicy::ALL {
                    let expected = &case["policies"][policy.name()];
                    // the reference copies the regular moving average into the seasonal one
                    let wrong =
                        policy == RefreshPolicy::FixedAutoRegressiveParameters && orders.q != orders.bq;
                    if wrong || expected.is_null() {
                        continue;
                    }
                    let frozen = policy.frozen_periods(old.domain(), series.domain());
                    let next = refresh(&point, &domain, policy, frozen);
                    let found = differences(&run(&series, &next), expected);
                    compared += 1;
                    let label = |d: &String| format!("{name} {series_name} {cut} {policy:?}: {d}");
                    different.extend(found.iter().map(label));
                }
            }
        }
    }
    (compared, different)
}

#[test]
fn all_policies_of_x13() {
    let (compared, different) = compare("x13");
    assert!(compared > 200, "{compared}");
    assert!(different.is_empty(), "{compared}:\n{}", different.join("\n"));
}

#[test]
fn all_policies_of_tramo_seats() {
    let (compared, different) = compare("tramoseats");
    assert!(compared > 200, "{compared}");
    assert!(different.is_empty(), "{compared}:\n{}", different.join("\n"));
}

fn with_regarima(specification: &str, change: impl FnOnce(&mut RegArimaSpec)) -> Spec {
    let Some(Spec::X13(mut x13)) = spec::x13(specification) else { panic!("{specification}") };
    change(x13.preprocessing.as_mut().unwrap());
    Spec::X13(x13)
}

fn log_likelihood(result: &Adjustment) -> f64 {
    result.preprocessing.as_ref().unwrap().statistics().log_likelihood
}

fn names(result: &Adjustment) -> Vec<String> {
    let model = result.preprocessing.as_ref().unwrap();
    model.regression().iter().map(|r| r.coefficient.name.clone()).collect()
}

/// A run of the point specification finds the same model, and with everything fixed the same likelihood.
#[test]
fn point_specifications_repeat_the_result() {
    let all = data::json("series.json.gz");
    for specification in ["rsa0", "rsa1", "rsa2c", "rsa3", "rsa4c", "rsa5c"] {
        let domain = spec::x13(specification).unwrap();
        for name in ["AirPassengers", "UKgas", "sim_td_easter", "sim_outliers", "nottem"] {
            let series = data::series(&all, name);
            let first = run(&series, &domain);
            let point = point_specification(&first);
            let again = run(&series, &point);
            assert_eq!(names(&again), names(&first), "{specification} {name}");
            let relative = (log_likelihood(&again) / log_likelihood(&first) - 1.0).abs();
            assert!(relative < 1e-6, "{specification} {name}: {relative:.1e}");
            let fixed = run(&series, &refresh(&point, &domain, RefreshPolicy::Fixed, None));
            let relative = (log_likelihood(&fixed) / log_likelihood(&first) - 1.0).abs();
            assert!(relative < 1e-8, "{specification} {name} fixed: {relative:.1e}");
        }
    }
}

/// The reference turns Julian Easter into Gregorian Easter.
#[test]
fn julian_easter_stays_julian() {
    let all = data::json("series.json.gz");
    let domain = with_regarima("rsa0", |s| {
        s.regression.easter = EasterSpec { kind: EasterKind::JulianEaster, ..EasterSpec::default() };
    });
    let first = run(&data::series(&all, "AirPassengers"), &domain);
    let Spec::X13(point) = point_specification(&first) else { panic!("method") };
    let easter = point.preprocessing.unwrap().regression.easter;
    assert_eq!((easter.kind, easter.duration), (EasterKind::JulianEaster, 8));
}

/// The reference loses the leap year that the calendar test puts before given logarithms, and a leap year that
/// remains without trading days.
#[test]
fn the_leap_year_is_kept() {
    let all = data::json("series.json.gz");
    let series = data::series(&all, "AirPassengers");
    let domain = with_regarima("rsa2c", |s| s.transform.function = Transformation::Log);
    let first = run(&series, &domain);
    let adjustment = first.preprocessing.as_ref().unwrap().adjustment();
    assert_eq!(adjustment, Some(LengthOfPeriod::LeapYear));
    let again = run(&series, &point_specification(&first));
    assert_eq!(again.preprocessing.as_ref().unwrap().adjustment(), adjustment);

    let alone = with_regarima("rsa0", |s| {
        s.regression.trading_days = TradingDaysSpec {
            length_of_period: Some(LengthOfPeriod::LeapYear),
            length_of_period_coefficient: Parameter::Initial(0.0),
            ..TradingDaysSpec::default()
        };
    });
    let first = run(&series, &alone);
    assert_eq!(names(&first).len(), 1);
    assert_eq!(names(&run(&series, &point_specification(&first))), names(&first));
}

/// The reference builds the seasonal moving average from the regular one.
#[test]
fn the_seasonal_moving_average_keeps_its_order() {
    let all = data::json("series.json.gz");
    let series = data::series(&all, "sim_311_011");
    let domain = with_regarima("rsa0", |s| {
        s.arima = ArimaSpec::with_orders([3, 1, 0], [0, 1, 1]);
    });
    let point = point_specification(&run(&series, &domain));
    let next = run(&series, &refresh(&point, &domain, RefreshPolicy::FixedAutoRegressiveParameters, None));
    let orders = next.preprocessing.as_ref().unwrap().description().orders();
    assert_eq!((orders.p, orders.q, orders.bq), (3, 0, 1));
    assert_eq!(next.preprocessing.as_ref().unwrap().description().free_parameter_count(), 1);
}

/// Outliers of the domain specification come first; those of a frozen period stay, later ones are searched anew.
#[test]
fn outliers_of_frozen_periods() {
    let all = data::json("series.json.gz");
    let series = data::series(&all, "sim_outliers");
    let domain = spec::x13("rsa3").unwrap();
    let first = run(&series, &domain);
    let Spec::X13(point) = point_specification(&first) else { panic!("method") };
    let found = &point.preprocessing.as_ref().unwrap().regression.outliers;
    assert!(found.len() > 1 && found.iter().all(|o| matches!(o.coefficient, Parameter::Estimated(_))));
    let point = Spec::X13(point.clone());
    let frozen = RefreshPolicy::LastOutliers.frozen_periods(series.domain(), series.domain()).unwrap();
    assert_eq!(frozen.len, series.len() - 12);
    let Spec::X13(last) = refresh(&point, &domain, RefreshPolicy::LastOutliers, Some(frozen)) else {
        panic!("method")
    };
    let kept: Vec<OutlierTerm> = last.preprocessing.as_ref().unwrap().regression.outliers.clone();
    let early = found.iter().filter(|o| frozen.position_of(o.date) < frozen.len as i64).count();
    assert_eq!(kept.len(), early);
    let Spec::X13(anew) = refresh(&point, &domain, RefreshPolicy::Outliers, None) else { panic!("method") };
    let anew = anew.preprocessing.unwrap();
    assert!(anew.regression.outliers.is_empty());
    assert_eq!(anew.outliers.types, [OutlierCode::AO, OutlierCode::LS, OutlierCode::TC]);
}
