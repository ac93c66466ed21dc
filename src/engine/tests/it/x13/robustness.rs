//! No series and no specification makes X-13 panic, and what it returns is finite.

use chrono::NaiveDate;
use proptest::prelude::*;
use solstice_engine::sa::spec::{
    ArimaSpec, AutoModelSpec, AutomaticTradingDays, EasterKind, EasterSpec, EstimateSpec, InterventionTerm,
    MeanSpec, OutlierSpec, OutlierTerm, Parameter, RampTerm, RegArimaSpec, RegressionSpec, RegressionTest,
    SeriesSpec, Spec, TradingDays, TradingDaysSpec, TransformSpec, Transformation, UserTerm, X13Spec,
};
use solstice_engine::sa::{Adjustment, ModellingContext, Silent, adjust, dictionary, spec};
use solstice_engine::toolkit::calendars::{Calendar, DayClustering, Holiday, HolidayRule, NationalCalendar};
use solstice_engine::toolkit::regression::{Component, LengthOfPeriod, OutlierCode};
use solstice_engine::toolkit::timeseries::{Span, TsData};

use crate::x11::robustness::{any_values, options, series};

/// One calendar, and variables of all frequencies that cover a part of the series only.
fn context() -> ModellingContext {
    let mut context = ModellingContext::default();
    let holidays = vec![
        Holiday::new("", HolidayRule::Fixed { month: 5, day: 1 }),
        Holiday::new("", HolidayRule::Easter { offset: 1, julian: false }),
    ];
    let national = NationalCalendar { holidays, mean_correction: true };
    context.calendars.insert("national", Calendar::National(national)).unwrap();
    for frequency in [1, 2, 3, 4, 6, 12] {
        let values = (0..700).map(|t| f64::from((t * t) % 17) - 8.0).collect();
        let data = TsData::of(frequency, 1940, 1, values).unwrap();
        context.variables.insert(&format!("v.{frequency}"), data);
    }
    context
}

fn one_of<T: Clone + std::fmt::Debug + 'static>(values: &[T]) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(values.to_vec())
}

fn date() -> impl Strategy<Value = NaiveDate> {
    (1915..2030i32, 1..=12u32, 1..=28u32).prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap())
}

fn parameter() -> impl Strategy<Value = Parameter> {
    let value = -1.5..1.5f64;
    prop_oneof![
        4 => Just(Parameter::Undefined),
        1 => value.clone().prop_map(Parameter::Initial),
        1 => value.prop_map(Parameter::Fixed),
    ]
}

fn component() -> impl Strategy<Value = Option<Component>> {
    prop::option::of(one_of(&[
        Component::Undefined,
        Component::Series,
        Component::Trend,
        Component::Seasonal,
        Component::SeasonallyAdjusted,
        Component::Irregular,
        Component::CalendarEffect,
    ]))
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        6 => Just(Span::All),
        1 => Just(Span::None),
        1 => (0usize..150).prop_map(Span::First),
        1 => (0usize..150).prop_map(Span::Last),
        1 => (0usize..30, 0usize..30).prop_map(|(first, last)| Span::Excluding { first, last }),
        1 => date().prop_map(Span::From),
        1 => date().prop_map(Span::To),
        1 => (date(), date()).prop_map(|(from, to)| Span::Between { from, to }),
    ]
}

fn test() -> impl Strategy<Value = RegressionTest> {
    one_of(&[RegressionTest::None, RegressionTest::Add, RegressionTest::Remove])
}

fn length_of_period() -> impl Strategy<Value = Option<LengthOfPeriod>> {
    one_of(&[None, Some(LengthOfPeriod::LeapYear), Some(LengthOfPeriod::LengthOfPeriod)])
}

fn trading_days(period: usize) -> impl Strategy<Value = TradingDaysSpec> {
    let clustering = || {
        one_of(&[
            DayClustering::TD7,
            DayClustering::TD4,
            DayClustering::TD3,
            DayClustering::TD3C,
            DayClustering::TD2,
            DayClustering::TD2C,
        ])
    };
    let days = prop_oneof![
        Just(TradingDays::None),
        clustering().prop_map(TradingDays::Generic),
        clustering().prop_map(|clustering| TradingDays::Holidays { calendar: "national".into(), clustering }),
        Just(TradingDays::User(vec![format!("v.{period}")])),
        (-31..=31i32).prop_map(TradingDays::Stock),
    ];
    let automatic = prop_oneof![
        4 => Just(None),
        1 => (0.0..0.3f64, 0.0..0.3f64).prop_map(|(p1, p2)| Some(AutomaticTradingDays::Wald { p1, p2 })),
        1 => Just(Some(AutomaticTradingDays::Bic)),
        1 => Just(Some(AutomaticTradingDays::Aic)),
    ];
    (days, length_of_period(), test(), any::<bool>(), automatic, parameter()).prop_map(
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
    let mean = prop_oneof![
        Just(MeanSpec::Unused),
        Just(MeanSpec::Used),
        Just(MeanSpec::Tested),
        parameter().prop_map(MeanSpec::Coefficient),
    ];
    let code = one_of(&[OutlierCode::AO, OutlierCode::LS, OutlierCode::TC, OutlierCode::SO]);
    let outlier = (code, date(), component(), parameter())
        .prop_map(|(code, date, component, coefficient)| OutlierTerm { code, date, component, coefficient });
    let user = (-3..3i32, 0..3i32, component()).prop_map(move |(first, more, component)| UserTerm {
        name: "user".into(),
        variable: format!("v.{period}"),
        lags: (first, first + more),
        component,
        coefficients: Vec::new(),
    });
    let delta = || prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0f64];
    let intervention =
        (prop::collection::vec((date(), date()), 1..3), delta(), delta(), component(), parameter()).prop_map(
            |(sequences, delta, seasonal_delta, component, coefficient)| InterventionTerm {
                name: "intervention".into(),
                sequences,
                delta,
                seasonal_delta,
                component,
                coefficient,
            },
        );
    let ramp = (date(), date(), component(), parameter()).prop_map(|(start, end, component, coefficient)| {
        RampTerm { name: "ramp".into(), start, end, component, coefficient }
    });
    let few = 0..3usize;
    (
        -3.0..3.0f64,
        mean,
        trading_days(period),
        easter(),
        prop::collection::vec(outlier, few.clone()),
        prop::collection::vec(user, few.clone()),
        prop::collection::vec(intervention, few.clone()),
        prop::collection::vec(ramp, few),
    )
        .prop_map(
            |(aic_difference, mean, trading_days, easter, outliers, users, interventions, ramps)| {
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
            },
        )
}

fn arima() -> impl Strategy<Value = ArimaSpec> {
    let list = |most: usize| prop::collection::vec(parameter(), 0..=most);
    (list(4), 0usize..=2, list(4), list(1), 0usize..=1, list(1))
        .prop_map(|(phi, d, theta, bphi, bd, btheta)| ArimaSpec { phi, d, theta, bphi, bd, btheta })
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
    let estimate = (span(), prop_oneof![Just(1e-7), 1e-9..1e-2f64])
        .prop_map(|(span, tolerance)| EstimateSpec { span, tolerance });
    let types = prop::sample::subsequence(
        vec![OutlierCode::AO, OutlierCode::LS, OutlierCode::TC, OutlierCode::SO],
        0..=4,
    );
    let critical = prop_oneof![2 => Just(0.0), 1 => 2.0..6.0f64];
    let outliers = (types, critical, 0.01..0.99f64, 0usize..40, span()).prop_map(
        |(types, critical_value, monthly_tc_rate, max_outliers, span)| OutlierSpec {
            types,
            critical_value,
            monthly_tc_rate,
            max_outliers,
            span,
        },
    );
    (estimate, transform, regression(period), outliers, prop::option::of(auto_model()), arima()).prop_map(
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

/// Components, forecasts, coefficients and likelihood are numbers.
fn assert_finite(result: &Adjustment) -> Result<(), TestCaseError> {
    let finals = &result.finals;
    for component in [&finals.y, &finals.sa, &finals.t, &finals.s, &finals.i] {
        let parts = [Some(&component.values), component.forecasts.as_ref(), component.backcasts.as_ref()];
        for part in parts.into_iter().flatten() {
            prop_assert!(part.values().iter().all(|v| v.is_finite()));
        }
    }
    let model = result.preprocessing.as_ref().unwrap();
    prop_assert!(model.regression().iter().all(|r| r.coefficient.value.is_finite()));
    prop_assert!(model.estimated().parameters().iter().all(|p| p.is_finite()));
    prop_assert!(dictionary::items(result).count() > 50);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

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
