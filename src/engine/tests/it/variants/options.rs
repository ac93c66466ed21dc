//! Reading of the options of the reference runs, `path=value;path=value` by the property names of JDemetra+: values that
//! both methods have.

use chrono::NaiveDate;
use solstice_engine::sa::spec::{ArimaSpec, BenchmarkingSpec, OutlierTerm, Parameter, RampTerm};
use solstice_engine::toolkit::calendars::DayClustering;
use solstice_engine::toolkit::regression::LengthOfPeriod;
use solstice_engine::toolkit::timeseries::Span;

/// A variant of an enumeration, read as in specifications.
pub fn named<T: serde::de::DeserializeOwned>(name: &str) -> T {
    serde_json::from_value(name.into()).unwrap()
}

pub fn length_of_period(name: &str) -> Option<LengthOfPeriod> {
    (name != "None").then(|| named(name))
}

pub fn clustering(name: &str) -> DayClustering {
    match name {
        "TD2" => DayClustering::TD2,
        "TD2c" => DayClustering::TD2C,
        "TD3" => DayClustering::TD3,
        "TD3c" => DayClustering::TD3C,
        "TD4" => DayClustering::TD4,
        "TD7" => DayClustering::TD7,
        _ => panic!("{name}"),
    }
}

/// The first day of a month, `2001-05`, or a date.
pub fn day(text: &str) -> NaiveDate {
    text.parse().or_else(|_| format!("{text}-01").parse()).unwrap()
}

pub fn span(text: &str) -> Span {
    let parts: Vec<&str> = text.split(':').collect();
    let number = |i: usize| parts[i].parse().unwrap();
    match parts[0] {
        "last" => Span::Last(number(1)),
        "excluding" => Span::Excluding { first: number(1), last: number(2) },
        _ => panic!("{text}"),
    }
}

/// `p,d,q,P,D,Q/theta=-0.5/...`; given coefficients are fixed.
pub fn arima(text: &str) -> ArimaSpec {
    let mut parts = text.split('/');
    let orders: Vec<usize> = parts.next().unwrap().split(',').map(|o| o.parse().unwrap()).collect();
    let [p, d, q, bp, bd, bq] = orders[..] else { panic!("{text}") };
    let mut arima = ArimaSpec::with_orders([p, d, q], [bp, bd, bq]);
    for part in parts {
        let (name, values) = part.split_once('=').unwrap();
        let list = match name {
            "phi" => &mut arima.phi,
            "theta" => &mut arima.theta,
            "bphi" => &mut arima.bphi,
            "btheta" => &mut arima.btheta,
            _ => panic!("{text}"),
        };
        *list = values.split(',').map(|v| Parameter::Fixed(v.parse().unwrap())).collect();
    }
    arima
}

pub fn outlier(text: &str) -> OutlierTerm {
    let parts: Vec<&str> = text.split(':').collect();
    let coefficient = parts.get(2).map_or(Parameter::Undefined, |c| Parameter::Fixed(c.parse().unwrap()));
    OutlierTerm { code: parts[0].parse().unwrap(), date: day(parts[1]), component: None, coefficient }
}

pub fn ramp(text: &str) -> RampTerm {
    let (start, end) = text.split_once(':').unwrap();
    let coefficient = Parameter::Undefined;
    RampTerm { name: text.into(), start: day(start), end: day(end), component: None, coefficient }
}

/// `enabled=true`, `target=Original`, ...
pub fn set_benchmarking(spec: &mut BenchmarkingSpec, path: &str, value: &str) {
    match path {
        "enabled" => spec.enabled = value.parse().unwrap(),
        "forecast" => spec.forecast = value.parse().unwrap(),
        "target" => spec.target = named(value),
        "biasCorrection" => spec.method.bias = named(value),
        "rho" => spec.method.rho = value.parse().unwrap(),
        "lambda" => spec.method.lambda = value.parse().unwrap(),
        _ => panic!("benchmarking.{path}"),
    }
}
