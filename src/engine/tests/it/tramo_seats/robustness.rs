//! No series and no specification makes TRAMO-SEATS panic, and what it returns is finite.

use proptest::prelude::*;
use solstice_engine::sa::spec::{
    ApproximationMode, SeatsBiasCorrection, SeatsMethod, SeatsSpec, SeriesSpec, Spec, TradingDays,
    TradingDaysCriterion, TradingDaysSelection, TradingDaysTest, TramoAutoModelSpec, TramoEasterKind,
    TramoEasterSpec, TramoEstimateSpec, TramoOutlierSpec, TramoRegressionSpec, TramoSeatsSpec, TramoSpec,
    TramoTradingDaysSpec, TramoTransformSpec, Transformation,
};
use solstice_engine::sa::{ModellingContext, Silent, adjust, spec};
use solstice_engine::toolkit::timeseries::TsData;

use crate::generators::{
    arima, assert_finite, cases, context, critical_value, interventions, length_of_period, mean, one_of,
    outlier_types, outliers, parameter, ramps, span, tolerance, trading_days, users,
};
use crate::x11::robustness::{any_values, series};

fn calendar(period: usize) -> impl Strategy<Value = TramoTradingDaysSpec> {
    let days = trading_days(period).prop_filter("a day", |days| *days != TradingDays::Stock(0));
    let test = one_of(&[TradingDaysTest::None, TradingDaysTest::Separate, TradingDaysTest::Joint]);
    let criterion = one_of(&[
        TradingDaysCriterion::FTest,
        TradingDaysCriterion::Wald,
        TradingDaysCriterion::Bic,
        TradingDaysCriterion::Aic,
    ]);
    let selection = (criterion, 0.001..0.3f64)
        .prop_map(|(criterion, probability)| TradingDaysSelection { criterion, probability });
    let automatic = prop_oneof![2 => Just(None), 1 => selection.prop_map(Some)];
    (days, length_of_period(), test, any::<bool>(), automatic, parameter()).prop_map(
        |(days, length_of_period, test, auto_adjust, automatic, coefficient)| {
            let tested = automatic.is_none() && days != TradingDays::None && !coefficient.is_fixed();
            let fixed = automatic.is_none() || !coefficient.is_fixed();
            TramoTradingDaysSpec {
                test: if tested { test } else { TradingDaysTest::None },
                days,
                length_of_period,
                auto_adjust,
                automatic,
                length_of_period_coefficient: if fixed { coefficient } else { Default::default() },
                coefficients: Vec::new(),
            }
        },
    )
}

fn easter() -> impl Strategy<Value = TramoEasterSpec> {
    let kind = one_of(&[
        TramoEasterKind::Unused,
        TramoEasterKind::Standard,
        TramoEasterKind::IncludeEaster,
        TramoEasterKind::IncludeEasterMonday,
    ]);
    (kind, 1usize..=15, any::<bool>(), any::<bool>(), parameter()).prop_map(
        |(kind, duration, julian, test, coefficient)| TramoEasterSpec {
            kind,
            duration,
            julian,
            test: test && !coefficient.is_fixed(),
            coefficient,
        },
    )
}

fn regression(period: usize) -> impl Strategy<Value = TramoRegressionSpec> {
    (mean(), calendar(period), easter(), outliers(), users(period), interventions(), ramps()).prop_map(
        |(mean, trading_days, easter, outliers, users, interventions, ramps)| TramoRegressionSpec {
            mean,
            trading_days,
            easter,
            outliers,
            users,
            interventions,
            ramps,
        },
    )
}

fn auto_model() -> impl Strategy<Value = TramoAutoModelSpec> {
    let limit = || 0.8..=1.0f64;
    ([limit(), limit()], 0.0..=0.3f64, limit(), 0.1..=0.3f64, 0.6..3.0f64, [any::<bool>(), any::<bool>()])
        .prop_map(
            |(roots, cancel, ljung_box_limit, critical_value_reduction, mean_limit, [accept, compare])| {
                TramoAutoModelSpec {
                    first_unit_root_limit: roots[0],
                    second_unit_root_limit: roots[1],
                    cancel,
                    ljung_box_limit,
                    critical_value_reduction,
                    mean_limit,
                    accept_default: accept,
                    compare,
                }
            },
        )
}

fn tramo(period: usize) -> impl Strategy<Value = TramoSpec> {
    let function = one_of(&[Transformation::None, Transformation::Log, Transformation::Auto]);
    let transform = (function, length_of_period(), 0.5..2.0f64, any::<bool>()).prop_map(
        |(function, adjust, log_bias, outliers_correction)| TramoTransformSpec {
            function,
            adjust,
            log_bias,
            outliers_correction,
        },
    );
    let estimate = (span(), tolerance(), 0.8..1.2f64).prop_map(|(span, tolerance, unit_root_limit)| {
        TramoEstimateSpec { span, tolerance, unit_root_limit }
    });
    let rate = prop_oneof![1 => Just(0.0), 4 => 0.3..0.99f64];
    let outliers = (outlier_types(), critical_value(), rate, any::<bool>(), span()).prop_map(
        |(types, critical_value, tc_rate, maximum_likelihood, span)| TramoOutlierSpec {
            types,
            critical_value,
            tc_rate,
            maximum_likelihood,
            span,
        },
    );
    (estimate, transform, regression(period), outliers, prop::option::of(auto_model()), arima(3)).prop_map(
        |(estimate, transform, regression, outliers, auto_model, arima)| TramoSpec {
            estimate,
            transform,
            regression,
            outliers,
            auto_model,
            arima,
        },
    )
}

fn seats() -> impl Strategy<Value = SeatsSpec> {
    let approximation =
        one_of(&[ApproximationMode::None, ApproximationMode::Legacy, ApproximationMode::Noisy]);
    let method = one_of(&[SeatsMethod::Burman, SeatsMethod::KalmanSmoother]);
    let bias = one_of(&[SeatsBiasCorrection::None, SeatsBiasCorrection::Legacy]);
    let unit = || prop_oneof![Just(0.5), 0.0..=1.0f64];
    let xl = prop_oneof![2 => Just(0.95), 1 => Just(1.0), 1 => 0.9..=1.0f64];
    (approximation, method, bias, xl, [unit(), unit(), unit()], 0.0..=10.0f64, -2..30i32, -2..10i32).prop_map(
        |(
            approximation,
            method,
            bias_correction,
            xl_boundary,
            boundaries,
            tolerance,
            forecasts,
            backcasts,
        )| {
            SeatsSpec {
                xl_boundary,
                approximation,
                seasonal_tolerance: tolerance,
                trend_boundary: boundaries[0],
                seasonal_boundary: boundaries[1],
                seasonal_boundary_at_pi: boundaries[2],
                bias_correction,
                method,
                forecast_horizon: forecasts,
                backcast_horizon: backcasts,
            }
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
        (Just(y), tramo(period), seats()).prop_map(move |(y, tramo, seats)| {
            let series = SeriesSpec { span, preliminary_check };
            (y, Spec::TramoSeats(TramoSeatsSpec { series, tramo, seats, ..TramoSeatsSpec::default() }))
        })
    })
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn predefined_specifications_on_any_series(
        y in series(any_values()),
        name in one_of(&["rsa0", "rsa1", "rsa2", "rsa3", "rsa4", "rsa5", "rsafull"]),
    ) {
        match adjust(&y, &spec::tramo_seats(name).unwrap(), &ModellingContext::default(), &mut Silent) {
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
