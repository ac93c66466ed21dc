//! Regression variables against the figures of JDemetra+ 3.8.0, and identities.

use std::sync::Arc;

use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::Value;
use solstice_engine::toolkit::calendars::DayClustering;
use solstice_engine::toolkit::regression::{
    ContrastWeights, Cycle, EasterCorrection, EasterEnd, EasterVariable, HolidayTradingDays,
    HolidaysVariable, Interval, InterventionVariable, JulianEasterVariable, LengthOfPeriod, NonWorkingDays,
    Outlier, OutlierCode, OutlierShape, Ramp, Regressor, StockTradingDays, TradingDays, TrendConstant,
};
use solstice_engine::toolkit::timeseries::{TsDomain, TsPeriod, TsUnit};

use crate::calendars::{columns, domain, reference_calendars};
use crate::data;

const TOLERANCE: f64 = 1e-9;

pub fn clustering(name: &str) -> DayClustering {
    match name {
        "TD7" => DayClustering::TD7,
        "TD4" => DayClustering::TD4,
        "TD3" => DayClustering::TD3,
        "TD3c" => DayClustering::TD3C,
        "TD2" => DayClustering::TD2,
        "TD2c" => DayClustering::TD2C,
        other => panic!("clustering {other}"),
    }
}

pub fn first_of_month(text: &str) -> NaiveDate {
    format!("{text}-01").parse().unwrap()
}

/// The regressor of a key such as `easter:6:Theoretical`.
fn regressor(key: &str, frequency: u32) -> Regressor {
    let parts: Vec<&str> = key.split(':').collect();
    let one_ended = parts.last() == Some(&"oneended");
    let outlier = |shape| Regressor::Outlier(Outlier { shape, date: first_of_month(parts[1]) });
    match parts[0] {
        "td" => Regressor::TradingDays(TradingDays { clustering: clustering(parts[1]) }),
        "stock" => Regressor::StockTradingDays(StockTradingDays { day: parts[1].parse().unwrap() }),
        "lp" => Regressor::LengthOfPeriod(LengthOfPeriod::LengthOfPeriod),
        "ly" => Regressor::LengthOfPeriod(LengthOfPeriod::LeapYear),
        "easter" => {
            let correction = match parts[2] {
                "None" => EasterCorrection::None,
                "Simple" => EasterCorrection::Simple,
                "PreComputed" => EasterCorrection::PreComputed,
                _ => EasterCorrection::Theoretical,
            };
            let window = parts[1].parse().unwrap();
            Regressor::Easter(EasterVariable::new(window, EasterEnd::EasterSunday, correction).unwrap())
        }
        "julian" => Regressor::JulianEaster(JulianEasterVariable::new(parts[1].parse().unwrap()).unwrap()),
        "AO" => outlier(OutlierShape::Additive),
        "LS" if one_ended => outlier(OutlierShape::LevelShiftFromZero),
        "LS" => outlier(OutlierShape::LevelShift),
        "SO" if one_ended => outlier(OutlierShape::SeasonalFromZero { period: frequency }),
        "SO" => outlier(OutlierShape::Seasonal { period: frequency }),
        "TC" => {
            let rate = parts.get(2).map_or(0.7, |r| r.parse().unwrap());
            outlier(OutlierShape::TransitoryChange { rate })
        }
        "ramp" => Regressor::Ramp(Ramp { start: first_of_month(parts[1]), end: first_of_month(parts[2]) }),
        "const" => {
            let (d, seasonal_d) = (parts[1].parse().unwrap(), parts[2].parse().unwrap());
            Regressor::TrendConstant(TrendConstant { d, seasonal_d, reference: None })
        }
        "dummies" => Regressor::PeriodicDummies(Cycle::new(frequency)),
        "contrasts" => Regressor::PeriodicContrasts(Cycle::new(frequency)),
        "trig" => Regressor::Trigonometric(Cycle::new(frequency)),
        other => panic!("regressor {other}"),
    }
}

/// Columns of the reference that put the leap day into the wrong quarter (`docs/differences.md`).
fn misplaced_leap_year(key: &str, case: &Value) -> bool {
    key == "ly" && case["freq"] == 4 && case["start"] == "1996-10"
}

fn assert_columns(what: &str, computed: &[f64], expected: &[Vec<f64>]) {
    let expected: Vec<f64> = expected.concat();
    assert_eq!(computed.len(), expected.len(), "{what}: size");
    for (i, (a, b)) in computed.iter().zip(&expected).enumerate() {
        assert!((a - b).abs() < TOLERANCE, "{what}[{i}]: {a} instead of {b}");
    }
}

#[test]
fn generators() {
    let probes = data::json("probes/regressors.json.gz");
    let mut checked = 0;
    for case in probes["cases"].as_array().unwrap() {
        let domain = domain(case);
        let frequency = domain.annual_frequency().unwrap();
        for (key, expected) in case["columns"].as_object().unwrap() {
            if misplaced_leap_year(key, case) {
                continue;
            }
            let what = format!("{key} {} {frequency}", domain.start);
            let expected = columns(expected);
            if let Some(name) = key.strip_prefix("rawtd:") {
                // the reference gives the contrasts of the raw type too
                let td = Regressor::TradingDays(TradingDays { clustering: clustering(name) });
                assert_columns(&what, &td.columns(domain).unwrap(), &expected);
            } else {
                assert_columns(&what, &regressor(key, frequency).columns(domain).unwrap(), &expected);
            }
            checked += 1;
        }
    }
    assert!(checked > 250, "{checked} columns");
}

#[test]
fn holiday_corrected_trading_days() {
    let probes = data::json("probes/calendars.json.gz");
    let calendars = reference_calendars(&probes);
    let mut checked = 0;
    for case in probes["cases"].as_array().unwrap() {
        let name = case["calendar"].as_str().unwrap();
        let (calendar, domain) = (Arc::new(calendars.resolve(name).unwrap()), domain(case));
        for (key, expected) in case.as_object().unwrap() {
            let mut parts = key.split('.');
            let Some(type_name) = parts.next().filter(|p| p.starts_with("TD")) else { continue };
            let mut td = HolidayTradingDays::new(Arc::clone(&calendar), clustering(type_name));
            let mut counts = false;
            for part in parts {
                match part {
                    "1" => td.off = chrono::Weekday::Mon,
                    "weighted" => td.weights = ContrastWeights::LongTerm,
                    _ => counts = true,
                }
            }
            let expected = columns(expected);
            let mut out = vec![0.0; domain.len * expected.len()];
            if counts {
                td.fill_counts(domain, &mut out);
            } else {
                td.fill(domain, &mut out);
            }
            assert_columns(&format!("{name} {key} {}", case["freq"]), &out, &expected);
            checked += 1;
        }
    }
    assert!(checked > 120, "{checked} regressors");
}

#[test]
fn holidays_as_regressors() {
    use chrono::Weekday::{Sat, Sun};
    use solstice_engine::toolkit::calendars::{Calendar, HolidayRule};
    let probes = data::json("probes/calendars.json.gz");
    let calendars = reference_calendars(&probes);
    let options = [
        ("Default", NonWorkingDays::Default),
        ("Skip", NonWorkingDays::Skip),
        ("Previous", NonWorkingDays::Previous),
        ("Next", NonWorkingDays::Next),
    ];
    for case in probes["cases"].as_array().unwrap() {
        let name = case["calendar"].as_str().unwrap();
        let Some(Calendar::National(national)) = calendars.get(name) else { continue };
        let mut holidays = national.holidays.clone();
        for holiday in holidays.iter_mut().filter(|h| matches!(h.rule, HolidayRule::Named { .. })) {
            // the reference forgets the validity of named holidays here (docs/differences.md)
            (holiday.start, holiday.end) = (None, None);
        }
        for (option, on_non_working_days) in options {
            for (key, single) in [("holiday_variables", false), ("holiday_variable", true)] {
                let variable = HolidaysVariable {
                    holidays: holidays.clone(),
                    on_non_working_days,
                    non_working: vec![Sat, Sun],
                    single,
                };
                let computed = Regressor::Holidays(variable).columns(domain(case)).unwrap();
                let expected = columns(&case[format!("{key}.{option}")]);
                assert_columns(&format!("{name} {key} {option}"), &computed, &expected);
            }
        }
    }
}

#[test]
fn holiday_variables_respect_the_validity_of_named_holidays() {
    use solstice_engine::toolkit::calendars::{DayEvent, Holiday, HolidayRule};
    let rule = HolidayRule::Named { event: DayEvent::MayDay, offset: 0, julian: false };
    let holiday = Holiday::new("May Day", rule).valid(Some(first_of_month("2001-01")), None);
    let variable = HolidaysVariable {
        holidays: vec![holiday],
        on_non_working_days: NonWorkingDays::Default,
        non_working: vec![],
        single: false,
    };
    let domain = TsDomain::new(TsPeriod::of_month(1, 2000, 1).unwrap(), 2);
    assert_eq!(Regressor::Holidays(variable).columns(domain).unwrap(), [0.0, 1.0]);
}

/// The March and April values of 2000 to 2005.
#[test]
fn easter_worked_values() {
    let domain = TsDomain::new(TsPeriod::of_month(12, 2000, 1).unwrap(), 72);
    let march_april = |window, end, correction| {
        let easter = Regressor::Easter(EasterVariable::new(window, end, correction).unwrap());
        let x = easter.columns(domain).unwrap();
        assert_eq!(
            x.iter()
                .enumerate()
                .filter(|(i, _)| i % 12 != 2 && i % 12 != 3)
                .map(|(_, x)| x.abs())
                .sum::<f64>(),
            0.0
        );
        (x[26], x[27], x[50])
    };
    use EasterCorrection as C;
    use EasterEnd as E;
    let close = |a: f64, b: f64| (a - b).abs() < 1e-8;
    for end in [E::EasterSaturday, E::EasterSunday] {
        assert_eq!(march_april(6, end, C::None), (1.0, 0.0, 0.0));
    }
    let (march, april, _) = march_april(6, E::EasterMonday, C::None);
    assert!(close(march, 5.0 / 6.0) && close(april, 1.0 / 6.0));
    assert_eq!(march_april(1, E::EasterMonday, C::None), (0.0, 1.0, 0.0));
    assert!(close(march_april(6, E::EasterMonday, C::Simple).0, 1.0 / 3.0));
    assert!(close(march_april(6, E::EasterSaturday, C::PreComputed).0, 0.6516667));
    assert!(close(march_april(6, E::EasterSaturday, C::PreComputed).2, -0.3483333));
    assert!(close(march_april(1, E::EasterSaturday, C::Theoretical).0, 0.729094475));
}

#[test]
fn julian_easter_has_nothing_before_the_first_day() {
    let julian = Regressor::JulianEaster(JulianEasterVariable::new(6).unwrap());
    // Easter 2000 is on 30 April
    let may = TsDomain::new(TsPeriod::of_month(12, 2000, 5).unwrap(), 1);
    assert_eq!(julian.columns(may).unwrap(), [0.0]);
    let april = TsDomain::new(TsPeriod::of_month(12, 2000, 4).unwrap(), 2);
    let x = julian.columns(april).unwrap();
    assert!((x[0] - 0.120770677).abs() < 1e-9 && (x[1] + 0.106516291).abs() < 1e-9);
}

fn any_domain() -> impl Strategy<Value = TsDomain> {
    let unit = prop_oneof![
        5 => prop::sample::select(vec![1u32, 2, 3, 4, 6, 12]).prop_map(|s| TsUnit::from_annual_frequency(s).unwrap()),
        1 => Just(TsUnit::WEEK),
        1 => Just(TsUnit::new(5, solstice_engine::toolkit::timeseries::Chrono::Month)),
    ];
    (unit, -900i64..900, 0usize..60).prop_map(|(unit, id, n)| TsDomain::new(TsPeriod { unit, id }, n))
}

fn any_clustering() -> impl Strategy<Value = DayClustering> {
    prop::array::uniform7(0u8..4).prop_filter_map("gaps", |groups| DayClustering::new(groups).ok())
}

fn any_date() -> impl Strategy<Value = NaiveDate> {
    (700_000i32..760_000).prop_map(|d| NaiveDate::from_num_days_from_ce_opt(d).unwrap())
}

fn any_regressor() -> impl Strategy<Value = Regressor> {
    prop_oneof![
        any_clustering().prop_map(|clustering| Regressor::TradingDays(TradingDays { clustering })),
        (-40i32..40).prop_map(|day| Regressor::StockTradingDays(StockTradingDays { day })),
        Just(Regressor::LengthOfPeriod(LengthOfPeriod::LeapYear)),
        Just(Regressor::LengthOfPeriod(LengthOfPeriod::LengthOfPeriod)),
        (1u32..26).prop_map(|w| Regressor::Easter(EasterVariable::x13(w).unwrap())),
        (1u32..29).prop_map(|w| Regressor::JulianEaster(JulianEasterVariable::new(w).unwrap())),
        (
            any_date(),
            prop::sample::select(vec![
                OutlierCode::AO,
                OutlierCode::LS,
                OutlierCode::TC,
                OutlierCode::SO,
                OutlierCode::WO
            ])
        )
            .prop_map(|(date, code)| Regressor::Outlier(Outlier::new(code, date, 0.7))),
        (any_date(), any_date()).prop_map(|(start, end)| Regressor::Ramp(Ramp { start, end })),
        (0.0..1.0f64, 0.0..1.0f64, prop::collection::vec((any_date(), any_date()), 0..3)).prop_map(
            |(delta, seasonal_delta, dates)| {
                let intervals = dates.into_iter().map(|(start, end)| Interval { start, end }).collect();
                Regressor::Intervention(InterventionVariable { delta, seasonal_delta, intervals })
            }
        ),
        (0u32..14, -5i64..5)
            .prop_map(|(period, reference)| Regressor::PeriodicDummies(Cycle { period, reference })),
        (0u32..14, -5i64..5)
            .prop_map(|(period, reference)| Regressor::PeriodicContrasts(Cycle { period, reference })),
        (0u32..14, -5i64..5)
            .prop_map(|(period, reference)| Regressor::Trigonometric(Cycle { period, reference })),
        (0usize..3, 0usize..2).prop_map(|(d, seasonal_d)| Regressor::TrendConstant(TrendConstant {
            d,
            seasonal_d,
            reference: None
        })),
    ]
}

proptest! {
    /// Group sums of days are the length of the period, and contrasts are group sums less their share.
    #[test]
    fn days_add_up(domain in any_domain(), clustering in any_clustering()) {
        let td = TradingDays { clustering };
        let groups = clustering.contrasts();
        let n = domain.len;
        let mut counts = vec![0.0; n * (groups + 1)];
        td.fill_counts(domain, &mut counts);
        let mut contrasts = vec![0.0; n * groups];
        td.fill(domain, &mut contrasts);
        for (t, period) in domain.periods().enumerate() {
            let days: f64 = (0..=groups).map(|g| counts[g * n + t]).sum();
            prop_assert_eq!(days, period.days() as f64);
            // sum of contrasts = days - 7 * mean of the contrast group
            let sum: f64 = (0..groups).map(|g| contrasts[g * n + t]).sum();
            let mean = counts[t] / clustering.size(0) as f64;
            prop_assert!((sum - (days - 7.0 * mean)).abs() < 1e-12);
        }
    }

    #[test]
    fn default_calendar_gives_plain_trading_days(domain in any_domain(), clustering in any_clustering()) {
        let calendar = Arc::new(solstice_engine::toolkit::calendars::Calendars::default().resolve("Default").unwrap());
        let with = Regressor::HolidayTradingDays(HolidayTradingDays::new(calendar, clustering));
        let without = Regressor::TradingDays(TradingDays { clustering });
        for (a, b) in with.columns(domain).unwrap().iter().zip(without.columns(domain).unwrap()) {
            prop_assert!((a - b).abs() < 1e-9);
        }
    }

    /// Values depend on the dates only: those of a part are part of those of the whole.
    #[test]
    fn generators_do_not_depend_on_the_domain(regressor in any_regressor(), domain in any_domain(), head in 0usize..20, tail in 0usize..20) {
        prop_assume!(!matches!(regressor, Regressor::TrendConstant(_) | Regressor::JulianEaster(_)));
        let part = domain.drop(head, tail);
        let whole = regressor.columns(domain).unwrap();
        let alone = regressor.columns(part).unwrap();
        for (a, b) in alone.chunks(part.len.max(1)).zip(whole.chunks(domain.len.max(1))) {
            for (x, y) in a.iter().zip(&b[head.min(b.len())..]) {
                // the decay of a transitory change and the filters start before the domain
                prop_assert!((x - y).abs() < 1e-9 * y.abs().max(1.0), "{} {}", x, y);
            }
        }
    }

    #[test]
    fn no_regressor_panics(regressor in any_regressor(), domain in any_domain(), lag in -20i32..20, lags in 0i32..3) {
        let x = regressor.columns(domain).unwrap();
        prop_assert!(x.iter().all(|v| v.is_finite()));
        let dim = regressor.dim();
        let lagged = Regressor::Lagged { core: Box::new(regressor), first: lag, last: lag + lags };
        prop_assert_eq!(lagged.columns(domain).unwrap().len(), domain.len * dim * (lags as usize + 1));
        for column in 0..lagged.dim() + 1 {
            let _ = lagged.column_description(column, domain.unit());
        }
    }

    #[test]
    fn leap_years_average_out(frequency in prop::sample::select(vec![1u32, 2, 3, 4, 6, 12]), start in -2000i64..2000) {
        // over 400 years of the Gregorian calendar: 97 leap years
        let n = 400 * frequency as usize;
        let domain = TsDomain::new(TsPeriod { id: start, ..TsPeriod::of_month(frequency, 1970, 1).unwrap() }, n);
        let total: f64 = Regressor::LengthOfPeriod(LengthOfPeriod::LeapYear).columns(domain).unwrap().iter().sum();
        prop_assert!((total - (97.0 - 100.0)).abs() < 1e-9);
        let days: f64 = Regressor::LengthOfPeriod(LengthOfPeriod::LengthOfPeriod).columns(domain).unwrap().iter().sum();
        prop_assert!((days - (146_097.0 - 400.0 * 365.25)).abs() < 1e-6);
    }
}
