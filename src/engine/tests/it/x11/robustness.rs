//! No series and no specification makes the engine panic, and what it returns is finite.

// methods and options are still to come
#![allow(irrefutable_let_patterns, clippy::needless_update)]

use proptest::prelude::*;
use solstice_engine::sa::spec::{
    BiasCorrection, CalendarSigma, DecompositionMode, SeasonalFilter, SeriesSpec, SigmaGroup, Spec, X11Spec,
    X13Spec,
};
use solstice_engine::sa::x11::X11Table;
use solstice_engine::sa::{Decomposition, ModellingContext, Silent, adjust, dictionary};
use solstice_engine::toolkit::timeseries::{TsData, TsPeriod, TsUnit};

const MODES: [DecompositionMode; 5] = [
    DecompositionMode::Undefined,
    DecompositionMode::Additive,
    DecompositionMode::Multiplicative,
    DecompositionMode::LogAdditive,
    DecompositionMode::PseudoAdditive,
];
const FILTERS: [SeasonalFilter; 8] = [
    SeasonalFilter::S3X1,
    SeasonalFilter::S3X3,
    SeasonalFilter::S3X5,
    SeasonalFilter::S3X9,
    SeasonalFilter::S3X15,
    SeasonalFilter::Stable,
    SeasonalFilter::X11Default,
    SeasonalFilter::Msr,
];

pub(crate) fn series(values: impl Strategy<Value = Vec<f64>>) -> impl Strategy<Value = TsData> {
    let frequency = prop::sample::select(vec![1, 2, 3, 4, 6, 12]);
    (frequency, -700i64..700, values).prop_map(|(frequency, id, values)| {
        let unit = TsUnit::from_annual_frequency(frequency).unwrap();
        TsData::new(TsPeriod { unit, id }, values)
    })
}

/// Ordinary, constant, tiny, huge, negative, with holes and infinities.
pub(crate) fn any_values() -> impl Strategy<Value = Vec<f64>> {
    let value = prop_oneof![
        20 => 1.0..1000.0f64,
        2 => -10.0..10.0f64,
        1 => Just(0.0),
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
    ];
    let with_scale = |values: Vec<f64>, scale: f64| values.into_iter().map(|v| v * scale).collect();
    let scale = prop::sample::select(vec![1.0, 1e-300, 1e-12, -1.0, 1e12, 1e300]);
    prop_oneof![
        2 => (prop::collection::vec(value, 0..200), scale.clone()).prop_map(move |(v, s)| with_scale(v, s)),
        4 => (prop::collection::vec(1.0..1000.0f64, 0..200), scale).prop_map(move |(v, s)| with_scale(v, s)),
        1 => (0usize..200, any::<f64>()).prop_map(|(n, x)| vec![x; n]),
        1 => prop::collection::vec(prop::sample::select(vec![1.0, 2.0]), 0..200),
        1 => prop::collection::vec(any::<f64>(), 0..200),
    ]
}

/// Valid options for `period` values a year, any horizons.
pub(crate) fn options(period: usize) -> impl Strategy<Value = X11Spec> {
    let filters = prop_oneof![
        prop::sample::select(FILTERS.to_vec()).prop_map(|f| vec![f]),
        prop::collection::vec(prop::sample::select(FILTERS.to_vec()), period..=period),
    ];
    let groups = prop::collection::vec(any::<bool>(), period..=period);
    let sigmas = (0.6..3.0f64, 0.1..3.0f64);
    let henderson = prop_oneof![2 => Just(0), 2 => (1usize..12).prop_map(|h| 2 * h + 1), 1 => (1usize..51).prop_map(|h| 2 * h + 1)];
    let horizons = (prop_oneof![Just(0), -2..30i32], prop_oneof![Just(0), -2..30i32]);
    let sigma = prop::sample::select(vec![
        CalendarSigma::None,
        CalendarSigma::Signif,
        CalendarSigma::All,
        CalendarSigma::Select,
    ]);
    let bias = prop::sample::select(vec![
        BiasCorrection::None,
        BiasCorrection::Legacy,
        BiasCorrection::Smooth,
        BiasCorrection::Ratio,
    ]);
    let mode = prop::sample::select(MODES.to_vec());
    (mode, any::<bool>(), filters, groups, sigmas, henderson, horizons, sigma, bias, any::<bool>()).prop_map(
        |(
            mode,
            seasonal,
            seasonal_filters,
            groups,
            (lower, width),
            henderson_length,
            horizons,
            sigma,
            bias,
            exclude,
        )| {
            let group = |second| if second { SigmaGroup::Group2 } else { SigmaGroup::Group1 };
            X11Spec {
                mode,
                seasonal,
                seasonal_filters,
                lower_sigma: lower,
                upper_sigma: lower + width,
                henderson_length,
                forecast_horizon: horizons.0,
                backcast_horizon: horizons.1,
                calendar_sigma: sigma,
                sigma_groups: match sigma {
                    CalendarSigma::Select => groups.into_iter().map(group).collect(),
                    _ => Vec::new(),
                },
                exclude_forecast: exclude,
                bias,
            }
        },
    )
}

fn x13(x11: X11Spec, preliminary_check: bool) -> Spec {
    Spec::X13(X13Spec {
        series: SeriesSpec { preliminary_check, ..SeriesSpec::default() },
        x11,
        ..X13Spec::default()
    })
}

fn with_options(values: impl Strategy<Value = Vec<f64>>) -> impl Strategy<Value = (TsData, X11Spec)> {
    series(values).prop_flat_map(|y| {
        let period = y.annual_frequency().unwrap() as usize;
        (Just(y), options(period))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn results_are_finite_or_refused((y, x11) in with_options(any_values()), check in any::<bool>()) {
        let spec = x13(x11, check);
        prop_assert_eq!(spec.validate(y.annual_frequency().unwrap() as usize), vec![]);
        match adjust(&y, &spec, &ModellingContext::default(), &mut Silent) {
            Ok(result) => {
                for component in [&result.finals.sa, &result.finals.t, &result.finals.s, &result.finals.i] {
                    prop_assert!(component.values.values().iter().all(|v| v.is_finite()));
                }
                prop_assert!(dictionary::items(&result).count() > 50);
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    /// Positive series with any options: B1 is made of D10, D11, D12 and D13 as the mode says.
    #[test]
    fn components_make_up_the_series((y, x11) in with_options(prop::collection::vec(50.0..150.0f64, 40..160))) {
        let mode = x11.mode;
        let Ok(result) = adjust(&y, &x13(x11, true), &ModellingContext::default(), &mut Silent) else {
            return Ok(());
        };
        let Decomposition::X11(x11) = &result.decomposition else { return Ok(()) };
        let table = |t| x11.table(t).unwrap().values();
        let parts = table(X11Table::B1).iter().zip(table(X11Table::D10)).zip(table(X11Table::D11));
        for (((b1, s), sa), (t, i)) in parts.zip(table(X11Table::D12).iter().zip(table(X11Table::D13))) {
            let (series, adjusted) = match mode {
                DecompositionMode::Multiplicative | DecompositionMode::LogAdditive => (sa * s, t * i),
                DecompositionMode::PseudoAdditive => (sa + t * (s - 1.0), t * i),
                _ => (sa + s, t + i),
            };
            prop_assert!((series - b1).abs() < 1e-8 * (1.0 + b1.abs() + (t * s).abs()), "{} {}", series, b1);
            prop_assert!((adjusted - sa).abs() < 1e-8 * (1.0 + sa.abs() + t.abs()), "{} {}", adjusted, sa);
        }
    }

    /// Invalid options are named, and never reach the computation.
    #[test]
    fn any_options_at_all(
        y in series(prop::collection::vec(1.0..9.0f64, 0..60)),
        lower in any::<f64>(),
        upper in any::<f64>(),
        henderson_length in 0usize..200,
        filters in prop::collection::vec(prop::sample::select(FILTERS.to_vec()), 0..14),
        groups in 0usize..14,
        horizon in any::<i32>(),
        select in any::<bool>(),
    ) {
        let x11 = X11Spec {
            lower_sigma: lower,
            upper_sigma: upper,
            henderson_length,
            seasonal_filters: filters,
            sigma_groups: vec![SigmaGroup::Group1; groups],
            calendar_sigma: if select { CalendarSigma::Select } else { CalendarSigma::None },
            forecast_horizon: horizon,
            backcast_horizon: horizon,
            ..X11Spec::default()
        };
        if let Ok(result) = adjust(&y, &x13(x11, true), &ModellingContext::default(), &mut Silent) {
            prop_assert!(result.finals.sa.values.values().iter().all(|v| v.is_finite()));
        }
    }
}
