//! No series and no specification makes TRAMO panic, and what it returns is finite.

use proptest::prelude::*;
use solstice_engine::sa::modelling::RegArimaResult;
use solstice_engine::sa::spec::{
    ArimaSpec, MeanSpec, TradingDays, TradingDaysCriterion, TradingDaysSelection, TradingDaysTest,
    TramoAutoModelSpec, TramoEasterKind, TramoSpec, Transformation,
};
use solstice_engine::sa::{ModellingContext, Silent, tramo};
use solstice_engine::toolkit::calendars::DayClustering;
use solstice_engine::toolkit::regression::{LengthOfPeriod, OutlierCode};
use solstice_engine::toolkit::timeseries::{Span, TsData, TsPeriod, TsUnit};

fn any_series() -> impl Strategy<Value = TsData> {
    let value = prop_oneof![30 => 1.0..1000.0f64, 1 => -10.0..10.0f64, 1 => Just(0.0), 1 => Just(f64::NAN)];
    let values = prop_oneof![
        3 => prop::collection::vec(value, 0..120),
        3 => (10usize..120, 0.0..50.0f64, any::<u64>()).prop_map(|(n, amplitude, seed)| seasonal(n, amplitude, seed)),
        1 => (0usize..80, -5.0..5.0f64).prop_map(|(n, x)| vec![x; n]),
        1 => prop::collection::vec(prop::sample::select(vec![1.0, 2.0]), 0..80),
    ];
    (prop::sample::select(vec![1, 2, 3, 4, 6, 12]), -300i64..300, values).prop_map(
        |(frequency, id, values)| {
            let unit = TsUnit::from_annual_frequency(frequency).unwrap();
            TsData::new(TsPeriod { unit, id }, values)
        },
    )
}

/// A trend, a cycle of twelve periods and noise.
fn seasonal(n: usize, amplitude: f64, seed: u64) -> Vec<f64> {
    let mut state = seed | 1;
    (0..n)
        .map(|t| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let noise = (state >> 40) as f64 / (1u64 << 24) as f64;
            100.0
                + 0.5 * t as f64
                + amplitude * (t as f64 * std::f64::consts::TAU / 12.0).sin()
                + 10.0 * noise
        })
        .collect()
}

fn any_spec() -> impl Strategy<Value = TramoSpec> {
    let names = prop::sample::select(vec!["tr0", "tr1", "tr2", "tr3", "tr4", "tr5", "trfull"]);
    let criteria = [
        TradingDaysCriterion::FTest,
        TradingDaysCriterion::Wald,
        TradingDaysCriterion::Bic,
        TradingDaysCriterion::Aic,
    ];
    let days = prop_oneof![
        Just(TradingDays::None),
        Just(TradingDays::Generic(DayClustering::TD3)),
        Just(TradingDays::Stock(31)),
    ];
    let calendar = (
        days,
        prop::option::of(prop::sample::select(criteria.to_vec())),
        prop::sample::select(vec![TradingDaysTest::Separate, TradingDaysTest::Joint]),
        any::<bool>(),
        any::<bool>(),
    );
    let model = (
        prop::sample::select(vec![Transformation::None, Transformation::Log, Transformation::Auto]),
        prop::option::of((any::<bool>(), any::<bool>(), 0.8..1.0f64)),
        [0usize..4, 0..3, 0..4],
        [0usize..2, 0..2, 0..2],
        any::<bool>(),
    );
    (names, calendar, model, any::<bool>(), 2.0..5.0f64).prop_map(
        |(name, calendar, model, seasonal, critical)| {
            let mut spec = TramoSpec::predefined(name).unwrap();
            let (days, criterion, test, changes, adjusts) = calendar;
            if changes {
                let td = &mut spec.regression.trading_days;
                td.length_of_period = Some(LengthOfPeriod::LeapYear);
                td.automatic =
                    criterion.map(|criterion| TradingDaysSelection { criterion, probability: 0.05 });
                let tested = criterion.is_none() && days != TradingDays::None;
                td.test = if tested { test } else { TradingDaysTest::None };
                td.days = days;
                td.auto_adjust = adjusts;
                spec.regression.easter.kind = TramoEasterKind::IncludeEasterMonday;
                spec.regression.mean = MeanSpec::Tested;
            }
            let (function, automatic, regular, other, cleans) = model;
            spec.transform.function = function;
            spec.transform.outliers_correction = cleans;
            spec.auto_model =
                automatic.map(|(accept_default, compare, ljung_box_limit)| TramoAutoModelSpec {
                    accept_default,
                    compare,
                    ljung_box_limit,
                    ..TramoAutoModelSpec::default()
                });
            spec.arima = ArimaSpec::with_orders(regular, other);
            if seasonal {
                spec.outliers.types =
                    vec![OutlierCode::AO, OutlierCode::LS, OutlierCode::TC, OutlierCode::SO];
                spec.outliers.critical_value = critical;
            }
            spec
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_series_and_no_specification_panics(series in any_series(), spec in any_spec()) {
        prop_assert_eq!(spec.validate(), []);
        let series = series.clean_extremities();
        let context = ModellingContext::default();
        if let Ok(model) = tramo::preprocess(&series, Span::All, &spec, &context, &mut Silent) {
            let result = RegArimaResult::try_from(model).unwrap();
            prop_assert!(result.estimated().parameters().iter().all(|x| x.is_finite()));
            prop_assert!(result.regression().iter().all(|r| r.coefficient.value.is_finite()));
        }
    }
}
