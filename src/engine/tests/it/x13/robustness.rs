//! No series and no specification makes X-13 panic, and what it returns is finite.

use chrono::NaiveDate;
use proptest::prelude::*;
use solstice_engine::sa::spec::{
    AutoModelSpec, AutomaticTradingDays, EasterKind, EasterSpec, EstimateSpec, OutlierSpec, RampTerm,
    RegArimaSpec, RegressionSpec, RegressionTest, SeriesSpec, Spec, TradingDays, TradingDaysSpec,
    TransformSpec, Transformation, X13Spec,
};
use solstice_engine::sa::{AdjustError, ModellingContext, Silent, adjust, spec};
use solstice_engine::toolkit::regression::{Component, Parameter};
use solstice_engine::toolkit::timeseries::TsData;

use crate::generators::{
    arima, assert_finite, cases, context, critical_value, interventions, length_of_period, mean, one_of,
    outlier_types, outliers, parameter, ramps, span, tolerance, trading_days, users,
};
use crate::x11::robustness::{any_values, options, series};

fn test() -> impl Strategy<Value = RegressionTest> {
    one_of(&[RegressionTest::None, RegressionTest::Add, RegressionTest::Remove])
}

fn calendar(period: usize) -> impl Strategy<Value = TradingDaysSpec> {
    let automatic = prop_oneof![
        4 => Just(None),
        1 => (0.0..0.3f64, 0.0..0.3f64).prop_map(|(p1, p2)| Some(AutomaticTradingDays::Wald { p1, p2 })),
        1 => Just(Some(AutomaticTradingDays::Bic)),
        1 => Just(Some(AutomaticTradingDays::Aic)),
    ];
    (trading_days(period), length_of_period(), test(), any::<bool>(), automatic, parameter()).prop_map(
        |(days, length_of_period, test, auto_adjust, automatic, length_of_period_coefficient)| {
            TradingDaysSpec {
                test: if automatic.is_some() || days == TradingDays::None {
                    RegressionTest::None
                } else {
                    test
                },
                days,
                length_of_period,
                auto_adjust,
                automatic,
                length_of_period_coefficient,
                coefficients: Vec::new(),
            }
        },
    )
}

fn easter() -> impl Strategy<Value = EasterSpec> {
    let kind = one_of(&[EasterKind::Unused, EasterKind::Easter, EasterKind::JulianEaster]);
    (kind, 1usize..=20, test(), parameter()).prop_map(|(kind, duration, test, coefficient)| EasterSpec {
        kind,
        duration,
        test: if coefficient.is_fixed() { RegressionTest::None } else { test },
        coefficient,
    })
}

fn regression(period: usize) -> impl Strategy<Value = RegressionSpec> {
    (-3.0..3.0f64, mean(), calendar(period), easter(), outliers(), users(period), interventions(), ramps())
        .prop_map(|(aic_difference, mean, trading_days, easter, outliers, users, interventions, ramps)| {
            RegressionSpec {
                aic_difference,
                mean,
                trading_days,
                easter,
                outliers,
                users,
                interventions,
                ramps,
            }
        })
}

fn auto_model() -> impl Strategy<Value = AutoModelSpec> {
    (any::<bool>(), any::<bool>(), 0.0..=0.2f64, 1.01..1.5f64, 1.01..1.5f64, 0.0..=1.0f64, 0.05..=0.3f64)
        .prop_map(|(mixed, balanced, cancel, ub1, ub2, ljung_box_limit, predcv)| AutoModelSpec {
            mixed,
            balanced,
            cancel,
            ub1,
            ub2,
            ljung_box_limit,
            predcv,
        })
}

fn regarima(period: usize) -> impl Strategy<Value = RegArimaSpec> {
    let function = one_of(&[Transformation::None, Transformation::Log, Transformation::Auto]);
    let transform = (function, length_of_period(), -5.0..5.0f64, any::<bool>()).prop_map(
        |(function, adjust, aic_difference, outliers_correction)| TransformSpec {
            function,
            adjust,
            aic_difference,
            outliers_correction,
        },
    );
    let estimate = (span(), tolerance()).prop_map(|(span, tolerance)| EstimateSpec { span, tolerance });
    let outliers = (outlier_types(), critical_value(), 0.01..0.99f64, 0usize..40, span()).prop_map(
        |(types, critical_value, monthly_tc_rate, max_outliers, span)| OutlierSpec {
            types,
            critical_value,
            monthly_tc_rate,
            max_outliers,
            span,
        },
    );
    (estimate, transform, regression(period), outliers, prop::option::of(auto_model()), arima(4)).prop_map(
        |(estimate, transform, regression, outliers, auto_model, arima)| RegArimaSpec {
            estimate,
            transform,
            regression,
            outliers,
            auto_model,
            arima,
        },
    )
}

fn with_any_options() -> impl Strategy<Value = (TsData, Spec)> {
    let values = prop_oneof![
        3 => prop::collection::vec(50.0..150.0f64, 0..140),
        3 => any_values(),
    ];
    (series(values), span(), any::<bool>()).prop_flat_map(|(y, span, preliminary_check)| {
        let period = y.annual_frequency().unwrap() as usize;
        (Just(y), regarima(period), options(period)).prop_map(move |(y, regarima, x11)| {
            let series = SeriesSpec { span, preliminary_check };
            (y, Spec::X13(X13Spec { series, preprocessing: Some(regarima), x11, ..X13Spec::default() }))
        })
    })
}

/// Effects on trend and seasonal component that cancel in the series, but are factors beyond the largest number.
#[test]
fn components_beyond_the_range_of_the_numbers_are_refused() {
    let y = (0..72).map(|t| 100.0 + f64::from(t % 12) + f64::from(t * 7 % 5)).collect();
    let y = TsData::of(12, 2000, 1, y).unwrap();
    let Some(Spec::X13(mut spec)) = spec::x13("rsa0") else { panic!() };
    let preprocessing = spec.preprocessing.as_mut().unwrap();
    preprocessing.transform.function = Transformation::Log;
    let day = |year| NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
    let ramp = |name: &str, component, coefficient| RampTerm {
        name: name.into(),
        start: day(2002),
        end: day(2003),
        component: Some(component),
        coefficient: Parameter::Fixed(coefficient),
    };
    preprocessing.regression.ramps =
        vec![ramp("up", Component::Trend, 800.0), ramp("down", Component::Seasonal, -800.0)];
    let error = adjust(&y, &Spec::X13(spec), &ModellingContext::default(), &mut Silent).unwrap_err();
    let AdjustError::NotFinite { period } = error else { panic!("{error}") };
    assert_eq!((period.year(), period.month()), (2000, 1));
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn predefined_specifications_on_any_series(
        y in series(any_values()),
        name in one_of(&["rsa0", "rsa1", "rsa2c", "rsa3", "rsa4c", "rsa5c"]),
    ) {
        match adjust(&y, &spec::x13(name).unwrap(), &ModellingContext::default(), &mut Silent) {
            Ok(result) => assert_finite(&result)?,
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn any_options_on_any_series((y, spec) in with_any_options()) {
        prop_assert_eq!(spec.validate(y.annual_frequency().unwrap() as usize), vec![]);
        match adjust(&y, &spec, &context(), &mut Silent) {
            Ok(result) => assert_finite(&result)?,
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}
