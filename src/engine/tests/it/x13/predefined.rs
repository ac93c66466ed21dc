//! X-13 with RegARIMA pre-processing against JDemetra+ 3.8.0 on all series and predefined specifications.

use serde_json::{Value, json};
use solstice_engine::sa::spec::{
    ArimaSpec, AutomaticTradingDays, DecompositionMode, OutlierTerm, RegArimaSpec, Spec, TradingDays,
    TradingDaysSpec, Transformation, X13Spec,
};
use solstice_engine::sa::{AdjustError, Adjustment, Decision, ModellingContext, Silent, adjust, spec};
use solstice_engine::toolkit::calendars::DayClustering;
use solstice_engine::toolkit::regression::{LengthOfPeriod, OutlierCode, Parameter};
use solstice_engine::toolkit::timeseries::TsData;

use super::choices::{choices, relative_difference};
use crate::data;

/// Share of series on which every automatic choice is the same.
const SAME_MODEL: f64 = 0.98;
/// Share of series, among those with the same model, whose adjusted series agrees to 1e-6 (see
/// `docs/differences.md`, series on which rounding shows).
const SAME_FIGURES: f64 = 0.985;
/// Largest relative difference of the adjusted series where the model is the same.
const ALL_FIGURES: f64 = 1e-4;

fn run(all: &Value, specification: &str, name: &str) -> Result<Adjustment, AdjustError> {
    let spec = spec::x13(specification).unwrap();
    adjust(&data::series(all, name), &spec, &ModellingContext::default(), &mut Silent)
}

#[test]
fn predefined_specifications_on_all_series() {
    let all = data::json("series.json.gz");
    let reference = data::json("x13_models.json.gz");
    let (mut compared, mut same_model, mut same_figures) = (0, 0, 0);
    let mut different = Vec::new();
    for (specification, results) in reference["specs"].as_object().unwrap() {
        for (name, expected) in results.as_object().unwrap() {
            let result = run(&all, specification, name);
            if expected.is_null() {
                // the annual series break down in the reference
                let annual = matches!(name.as_str(), "LakeHuron" | "Nile");
                assert!(annual || result.is_err(), "{specification} {name} is refused by the reference");
                continue;
            }
            let result = result.unwrap_or_else(|e| panic!("{specification} {name}: {e}"));
            compared += 1;
            let model = choices(result.preprocessing.as_ref().unwrap());
            let differs = model.as_object().unwrap().iter().any(|(key, value)| expected[key] != *value);
            if differs {
                different.push(format!("{specification} {name}: {model}"));
                continue;
            }
            same_model += 1;
            let sa = data::numbers(&expected["sa"]);
            let difference = relative_difference(result.finals.sa.values.values(), &sa);
            assert!(
                difference < ALL_FIGURES,
                "{specification} {name}: adjusted series differs by {difference:.1e}"
            );
            same_figures += usize::from(difference < 1e-6);
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    assert!(compared > 300);
    assert!(share(same_model, compared) >= SAME_MODEL, "{}", different.join("\n"));
    assert!(share(same_figures, same_model) >= SAME_FIGURES, "{same_figures} of {same_model}");
}

/// The worked example of `regarima.md` 16.1: airline passengers with the full automatic specification.
#[test]
fn airline_passengers_with_rsa5c() {
    let all = data::json("series.json.gz");
    let result = run(&all, "rsa5c", "AirPassengers").unwrap();
    let model = result.preprocessing.as_ref().unwrap();
    let expected = json!({
        "log": true, "adjust": "LeapYear", "mean": false, "orders": [0, 1, 0, 0, 1, 1],
        "outliers": ["AO 1951-05"], "coefficients": 8,
    });
    assert_eq!(choices(model), expected);
    let statistics = model.statistics();
    assert!((statistics.log_likelihood - 271.4700582532).abs() < 1e-6);
    assert!((statistics.aicc() - 949.4817454340).abs() < 1e-5);
}

fn with_regarima(specification: &str, change: impl FnOnce(&mut RegArimaSpec)) -> Spec {
    Spec::X13(x13_with(specification, change))
}

fn x13_with(specification: &str, change: impl FnOnce(&mut RegArimaSpec)) -> X13Spec {
    let Some(Spec::X13(mut x13)) = spec::x13(specification) else { panic!("{specification}") };
    change(x13.preprocessing.as_mut().unwrap());
    x13
}

/// A fixed effect is taken out before everything else: the model of y + c x with the coefficient of x fixed at
/// c is that of y. The reference ignores it until the differencing orders change.
#[test]
fn fixed_effects_are_taken_out_at_once() {
    let all = data::json("series.json.gz");
    let y = data::series(&all, "sim_airline_add");
    let position = 40;
    let effect = 0.5 * y.values()[position].abs();
    let mut changed = y.values().to_vec();
    changed[position] += effect;
    let changed = TsData::new(y.start(), changed);
    let plain = with_regarima("rsa3", |s| s.transform.function = Transformation::None);
    let with_effect = with_regarima("rsa3", |s| {
        s.transform.function = Transformation::None;
        s.regression.outliers.push(OutlierTerm {
            code: OutlierCode::AO,
            date: y.domain().period(position).start(),
            component: None,
            coefficient: Parameter::Fixed(effect),
        });
    });
    let context = ModellingContext::default();
    let expected = adjust(&y, &plain, &context, &mut Silent).unwrap();
    let actual = adjust(&changed, &with_effect, &context, &mut Silent).unwrap();
    let orders = |a: &Adjustment| a.preprocessing.as_ref().unwrap().description().orders();
    assert_eq!(orders(&actual), orders(&expected));
    let ll = |a: &Adjustment| a.preprocessing.as_ref().unwrap().statistics().log_likelihood;
    assert!((ll(&actual) - ll(&expected)).abs() < 1e-6);
    let s = |a: &Adjustment| a.finals.s.values.clone();
    assert!(relative_difference(s(&actual).values(), s(&expected).values()) < 1e-4);
}

/// Automatic trading days without an Easter test: the reference keeps an estimation of another model and may
/// end without a result.
#[test]
fn automatic_trading_days_without_easter_give_a_result() {
    let all = data::json("series.json.gz");
    let methods = [
        AutomaticTradingDays::Wald { p1: 0.01, p2: 0.1 },
        AutomaticTradingDays::Bic,
        AutomaticTradingDays::Aic,
    ];
    for method in methods {
        let spec = with_regarima("rsa3", |s| {
            s.regression.trading_days = TradingDaysSpec {
                days: TradingDays::Generic(DayClustering::TD7),
                length_of_period: Some(LengthOfPeriod::LeapYear),
                automatic: Some(method),
                auto_adjust: true,
                ..TradingDaysSpec::default()
            };
        });
        for name in ["sim_wd", "sim_td_easter", "AirPassengers", "UKgas"] {
            let series = data::series(&all, name);
            let result = adjust(&series, &spec, &ModellingContext::default(), &mut Silent);
            let result = result.unwrap_or_else(|e| panic!("{name} {method:?}: {e}"));
            assert!(result.finals.sa.values.values().iter().all(|x| x.is_finite()), "{name}");
        }
    }
}

/// A model in levels has differences as effects: without any the components make up the series, with some the
/// mode is refused.
/// Fourteen quarters and a model of last resort with six parameters, as many as the Ljung-Box test has lags: the test of
/// the model before stands for it (JDemetra+ 3.8.0).
#[test]
fn a_model_without_degrees_of_freedom_for_a_ljung_box_test() {
    let values = [
        115.5843, 94.08883, 94.73736, 96.80051, 116.9797, 95.74489, 94.59324, 98.91671, 122.2842, 102.8662,
        106.9828, 112.6662, 133.3467, 108.2666,
    ];
    let y = TsData::of(4, 2017, 1, values.to_vec()).unwrap();
    let spec = spec::x13("rsa3").unwrap();
    let result = adjust(&y, &spec, &ModellingContext::default(), &mut Silent).unwrap();
    assert!(result.decisions.iter().any(|d| matches!(d, Decision::LastResort { .. })));
    let model = choices(result.preprocessing.as_ref().unwrap());
    assert_eq!(model["orders"], json!([2, 0, 1, 1, 0, 1]));
    let likelihood = result.preprocessing.as_ref().unwrap().estimated().estimation().likelihood();
    assert!((likelihood.log_likelihood() - 27.9460759211).abs() < 1e-6);
}

#[test]
fn the_pseudo_additive_mode_in_levels() {
    let all = data::json("series.json.gz");
    let y = data::series(&all, "sim_airline_add");
    let run = |outliers: Vec<OutlierTerm>| {
        let mut x13 = x13_with("rsa0", |s| s.regression.outliers = outliers);
        x13.x11.mode = DecompositionMode::PseudoAdditive;
        adjust(&y, &Spec::X13(x13), &ModellingContext::default(), &mut Silent)
    };
    let finals = run(Vec::new()).unwrap().finals;
    let parts = finals.sa.values.values().iter().zip(finals.t.values.values()).zip(finals.s.values.values());
    for (((sa, t), s), y) in parts.zip(y.values()) {
        assert!((sa + t * (s - 1.0) - y).abs() < 1e-9 * y.abs().max(1.0));
    }
    let date = y.domain().period(30).start();
    let outlier =
        OutlierTerm { code: OutlierCode::AO, date, component: None, coefficient: Parameter::Undefined };
    assert_eq!(run(vec![outlier]).unwrap_err(), AdjustError::PseudoAdditiveEffects);
}

/// AICc in levels and in logarithms after the correction of large outliers (JDemetra+ 3.8.0), and without.
#[test]
fn large_outliers_are_corrected_in_the_log_level_test() {
    let all = data::json("series.json.gz");
    let expected = [
        ("sim_heavytail", 1063.294824586069, 1057.1537469024577),
        ("sim_outliers", 794.9050391541874, 775.7082045253137),
        ("sim_outliers_add", 802.3844996545254, 823.1780530156175),
        ("ldeaths", 818.964613486568, 799.0974133685878),
        ("UKgas", 1032.9105224050568, 992.8034363505726),
        ("AirPassengers", 1021.191946573183, 987.3845320837929),
    ];
    let spec = with_regarima("rsa3", |s| s.transform.outliers_correction = true);
    for (name, in_level, in_log) in expected {
        let series = data::series(&all, name);
        let result = adjust(&series, &spec, &ModellingContext::default(), &mut Silent).unwrap();
        let found = result.decisions.iter().find_map(|d| match d {
            Decision::LogLevel { level: Some(level), log: Some(log), .. } => Some((*level, *log)),
            _ => None,
        });
        let (level, log) = found.unwrap();
        assert!((level - in_level).abs() < 1e-4 * in_level, "{name}: {level} instead of {in_level}");
        assert!((log - in_log).abs() < 1e-4 * in_log, "{name}: {log} instead of {in_log}");
    }
}

/// Every predefined specification survives being written and read.
#[test]
fn specifications_read_back_as_they_were_written() {
    for name in spec::X13_NAMES {
        let spec = spec::x13(name).unwrap();
        let text = serde_json::to_string(&spec).unwrap();
        assert_eq!(serde_json::from_str::<Spec>(&text).unwrap(), spec, "{name}");
    }
    let reduced = with_regarima("rsa3", |s| s.arima = ArimaSpec::with_orders([2, 1, 0], [0, 1, 0]));
    let text = serde_json::to_string(&reduced).unwrap();
    assert_eq!(serde_json::from_str::<Spec>(&text).unwrap(), reduced);
}
