//! Random valid options that both methods have, for the tests that no series and no specification makes the engine
//! panic.

use chrono::NaiveDate;
use proptest::prelude::*;
use solstice_engine::sa::spec::{
    ArimaSpec, InterventionTerm, MeanSpec, OutlierTerm, Parameter, RampTerm, TradingDays, UserTerm,
};
use solstice_engine::sa::{Adjustment, ModellingContext, dictionary};
use solstice_engine::toolkit::calendars::{Calendar, DayClustering, Holiday, HolidayRule, NationalCalendar};
use solstice_engine::toolkit::regression::{Component, LengthOfPeriod, OutlierCode};
use solstice_engine::toolkit::timeseries::{Span, TsData};

/// One calendar, and variables of all frequencies that cover a part of the series only.
pub fn context() -> ModellingContext {
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

pub fn one_of<T: Clone + std::fmt::Debug + 'static>(values: &[T]) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(values.to_vec())
}

pub fn date() -> impl Strategy<Value = NaiveDate> {
    (1915..2030i32, 1..=12u32, 1..=28u32).prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap())
}

pub fn parameter() -> impl Strategy<Value = Parameter> {
    let value = -1.5..1.5f64;
    prop_oneof![
        4 => Just(Parameter::Undefined),
        1 => value.clone().prop_map(Parameter::Initial),
        1 => value.prop_map(Parameter::Fixed),
    ]
}

pub fn component() -> impl Strategy<Value = Option<Component>> {
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

pub fn span() -> impl Strategy<Value = Span> {
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

pub fn length_of_period() -> impl Strategy<Value = Option<LengthOfPeriod>> {
    one_of(&[None, Some(LengthOfPeriod::LeapYear), Some(LengthOfPeriod::LengthOfPeriod)])
}

pub fn trading_days(period: usize) -> impl Strategy<Value = TradingDays> {
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
    prop_oneof![
        Just(TradingDays::None),
        clustering().prop_map(TradingDays::Generic),
        clustering().prop_map(|clustering| TradingDays::Holidays { calendar: "national".into(), clustering }),
        Just(TradingDays::User(vec![format!("v.{period}")])),
        (-31..=31i32).prop_map(TradingDays::Stock),
    ]
}

pub fn mean() -> impl Strategy<Value = MeanSpec> {
    prop_oneof![
        Just(MeanSpec::Unused),
        Just(MeanSpec::Used),
        Just(MeanSpec::Tested),
        parameter().prop_map(MeanSpec::Coefficient),
    ]
}

/// As many cases as the environment variable `PROPTEST_CASES` asks for, or `cases`.
pub fn cases(cases: u32) -> ProptestConfig {
    match std::env::var("PROPTEST_CASES") {
        Ok(_) => ProptestConfig::default(),
        Err(_) => ProptestConfig::with_cases(cases),
    }
}

const FEW: std::ops::Range<usize> = 0..3;

pub fn outliers() -> impl Strategy<Value = Vec<OutlierTerm>> {
    let code = one_of(&[OutlierCode::AO, OutlierCode::LS, OutlierCode::TC, OutlierCode::SO]);
    let outlier = (code, date(), component(), parameter())
        .prop_map(|(code, date, component, coefficient)| OutlierTerm { code, date, component, coefficient });
    prop::collection::vec(outlier, FEW)
}

pub fn users(period: usize) -> impl Strategy<Value = Vec<UserTerm>> {
    let user = (-3..3i32, 0..3i32, component()).prop_map(move |(first, more, component)| UserTerm {
        name: "user".into(),
        variable: format!("v.{period}"),
        lags: (first, first + more),
        component,
        coefficients: Vec::new(),
    });
    prop::collection::vec(user, FEW)
}

pub fn interventions() -> impl Strategy<Value = Vec<InterventionTerm>> {
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
    prop::collection::vec(intervention, FEW)
}

pub fn ramps() -> impl Strategy<Value = Vec<RampTerm>> {
    let ramp = (date(), date(), component(), parameter()).prop_map(|(start, end, component, coefficient)| {
        RampTerm { name: "ramp".into(), start, end, component, coefficient }
    });
    prop::collection::vec(ramp, FEW)
}

/// Up to `largest` regular and one seasonal coefficient in each polynomial.
pub fn arima(largest: usize) -> impl Strategy<Value = ArimaSpec> {
    let list = |most: usize| prop::collection::vec(parameter(), 0..=most);
    (list(largest), 0usize..=2, list(largest), list(1), 0usize..=1, list(1))
        .prop_map(|(phi, d, theta, bphi, bd, btheta)| ArimaSpec { phi, d, theta, bphi, bd, btheta })
}

pub fn outlier_types() -> impl Strategy<Value = Vec<OutlierCode>> {
    prop::sample::subsequence(vec![OutlierCode::AO, OutlierCode::LS, OutlierCode::TC, OutlierCode::SO], 0..=4)
}

/// 0, which is automatic, or a value.
pub fn critical_value() -> impl Strategy<Value = f64> {
    prop_oneof![2 => Just(0.0), 1 => 2.0..6.0f64]
}

pub fn tolerance() -> impl Strategy<Value = f64> {
    prop_oneof![Just(1e-7), 1e-9..1e-2f64]
}

/// Components, forecasts and coefficients are numbers; the series itself may have missing values.
pub fn assert_finite(result: &Adjustment) -> Result<(), TestCaseError> {
    let finals = &result.finals;
    for component in [&finals.sa, &finals.t, &finals.s, &finals.i] {
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
