//! Calendars against the figures of JDemetra+ 3.8.0 (12 digits), and identities.

use chrono::{NaiveDate, Weekday};
use proptest::prelude::*;
use serde_json::Value;
use solstice_engine::toolkit::calendars::{
    Calendar, Calendars, DayEvent, DayRow, Holiday, HolidayRule, NationalCalendar, WeightedCalendar, easter,
};
use solstice_engine::toolkit::timeseries::{TsDomain, TsPeriod};

use crate::data;

const TOLERANCE: f64 = 1e-9;

/// The domain of a case.
pub fn domain(case: &Value) -> TsDomain {
    let (year, month) = case["start"].as_str().unwrap().split_once('-').unwrap();
    let frequency = case["freq"].as_u64().unwrap() as u32;
    let start = TsPeriod::of_month(frequency, year.parse().unwrap(), month.parse().unwrap()).unwrap();
    TsDomain::new(start, case["n"].as_u64().unwrap() as usize)
}

/// The calendars of the probes.
pub fn reference_calendars(probes: &Value) -> Calendars {
    let mut calendars = Calendars::default();
    for definition in probes["definitions"].as_array().unwrap() {
        calendars.insert(text(definition, "name"), calendar(definition)).unwrap();
    }
    calendars
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap().into()
}

fn calendar(definition: &Value) -> Calendar {
    let date = |key: &str| definition[key].as_str().unwrap().parse().unwrap();
    match definition["kind"].as_str().unwrap() {
        "national" => Calendar::National(NationalCalendar {
            holidays: definition["holidays"].as_array().unwrap().iter().map(holiday).collect(),
            mean_correction: definition["mean_correction"].as_bool().unwrap(),
        }),
        "chained" => Calendar::Chained {
            first: text(definition, "first"),
            second: text(definition, "second"),
            break_date: date("break"),
        },
        "composite" => Calendar::Composite(
            definition["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|i| WeightedCalendar {
                    calendar: text(i, "calendar"),
                    weight: i["weight"].as_f64().unwrap(),
                })
                .collect(),
        ),
        other => panic!("calendar of kind {other}"),
    }
}

fn holiday(h: &Value) -> Holiday {
    let int = |key: &str| h[key].as_i64().unwrap_or(0) as i32;
    let number = |key: &str| int(key) as u32;
    let date = |key: &str| h[key].as_str().map(|d| d.parse::<NaiveDate>().unwrap());
    let julian = h["julian"].as_bool().unwrap_or(false);
    let rule = match h["kind"].as_str().unwrap() {
        "fixed" => HolidayRule::Fixed { month: number("month"), day: number("day") },
        "easter" => HolidayRule::Easter { offset: int("offset"), julian },
        "weekday" => {
            let weekday = Weekday::try_from((int("weekday") - 1) as u8).unwrap();
            HolidayRule::Weekday { month: number("month"), place: int("place"), weekday }
        }
        "date" => HolidayRule::Date(date("date").unwrap()),
        _ => {
            let event: DayEvent = serde_json::from_value(h["event"].clone()).unwrap();
            HolidayRule::Named { event, offset: int("offset"), julian }
        }
    };
    Holiday::new("", rule).with_weight(h["weight"].as_f64().unwrap_or(1.0)).valid(date("from"), date("to"))
}

/// A list of columns.
pub fn columns(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(data::numbers).collect()
}

/// Largest difference between rows and columns of the reference.
fn distance(rows: &[DayRow], expected: &[Vec<f64>]) -> f64 {
    let mut worst = 0.0f64;
    for (j, column) in expected.iter().enumerate() {
        assert_eq!(column.len(), rows.len());
        worst = rows.iter().zip(column).fold(worst, |w, (row, x)| w.max((row[j] - x).abs()));
    }
    worst
}

#[test]
fn dates_of_easter() {
    let probes = data::json("probes/regressors.json.gz");
    let check = |key: &str, f: fn(i32) -> NaiveDate| {
        let dates = probes["easter"][key].as_array().unwrap();
        assert_eq!(dates.len(), 300);
        for (year, date) in (1900..).zip(dates) {
            assert_eq!(f(year).to_string(), date.as_str().unwrap());
        }
    };
    check("gregorian", easter::gregorian);
    check("julian", easter::julian);
}

#[test]
fn corrections_of_the_day_counts() {
    let probes = data::json("probes/calendars.json.gz");
    let calendars = reference_calendars(&probes);
    for case in probes["cases"].as_array().unwrap() {
        let name = case["calendar"].as_str().unwrap();
        let (calendar, domain) = (calendars.resolve(name).unwrap(), domain(case));
        for (suffix, off) in [("", Weekday::Sun), (".1", Weekday::Mon)] {
            let expected = |key: &str| case.get(format!("{key}{suffix}"));
            let Some(corrected) = expected("holidays_correction") else { continue };
            assert!(distance(&calendar.correction(domain, off), &columns(corrected)) < TOLERANCE, "{name}");
            let raw = columns(expected("raw_correction").unwrap());
            assert!(distance(&calendar.raw_correction(domain, off), &raw) < TOLERANCE, "{name}");
            let yearly = data::numbers(expected("long_term_yearly_correction").unwrap());
            let computed = calendar.long_term_yearly_correction(off);
            assert!(computed.iter().zip(yearly).all(|(a, b)| (a - b).abs() < TOLERANCE), "{name}");
        }
    }
}

#[test]
fn holidays_and_long_term_means() {
    let probes = data::json("probes/calendars.json.gz");
    let calendars = reference_calendars(&probes);
    let mut checked = 0;
    for case in probes["cases"].as_array().unwrap() {
        let name = case["calendar"].as_str().unwrap();
        let Some(Calendar::National(calendar)) = calendars.get(name) else { continue };
        let domain = domain(case);
        let days = columns(&case["holidays_by_weekday"]);
        assert!(distance(&calendar.holidays_by_weekday(domain), &days) < TOLERANCE, "{name}");
        let means = columns(&case["long_term_means_by_period"]);
        assert!(distance(&calendar.long_term_means_on(domain), &means) < TOLERANCE, "{name}");
        let frequency = domain.annual_frequency().unwrap();
        let rows = columns(&case["mean_days"]);
        for (a, b) in calendar.mean_days(frequency, Weekday::Sun).iter().zip(&rows) {
            assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < TOLERANCE), "{name}");
        }
        for (holiday, expected) in calendar.holidays.iter().zip(case["long_term_means"].as_array().unwrap()) {
            let alone = NationalCalendar::new(vec![holiday.clone()]).long_term_means(frequency);
            for (row, expected) in alone.iter().zip(expected["means"].as_array().into_iter().flatten()) {
                let expected = expected.as_array().map_or(vec![0.0; 7], |_| data::numbers(expected));
                assert!(
                    row.iter().zip(&expected).all(|(a, b)| (a - b).abs() < TOLERANCE),
                    "{name} {expected:?}"
                );
            }
        }
        checked += 1;
    }
    assert_eq!(checked, 8);
}

#[test]
fn dates_of_holidays() {
    let probes = data::json("probes/calendars.json.gz");
    let calendars = reference_calendars(&probes);
    let mut checked = 0;
    for case in probes["cases"].as_array().unwrap() {
        let name = case["calendar"].as_str().unwrap();
        let Some(Calendar::National(calendar)) = calendars.get(name) else { continue };
        let domain = domain(case);
        for (holiday, listed) in calendar.holidays.iter().zip(case["dates"].as_array().into_iter().flatten())
        {
            let mut holiday = holiday.clone();
            if matches!(holiday.rule, HolidayRule::Named { .. }) {
                // the reference lists named holidays without their validity
                (holiday.start, holiday.end) = (None, None);
            }
            let dates = holiday.dates(domain.start.start(), domain.end().start());
            let expected: Vec<NaiveDate> = serde_json::from_value(listed["dates"].clone()).unwrap();
            assert_eq!(dates, expected, "{name} {}", holiday.rule);
            checked += 1;
        }
    }
    assert!(checked > 40);
}

#[test]
fn a_break_after_a_single_period_leaves_the_first_calendar() {
    let mut calendars = Calendars::default();
    let may = Holiday::new("May Day", HolidayRule::Fixed { month: 5, day: 1 });
    calendars.insert("DE", Calendar::National(NationalCalendar::new(vec![may]))).unwrap();
    let break_date = NaiveDate::from_ymd_opt(2023, 6, 1).unwrap();
    let chained = Calendar::Chained { first: "Default".into(), second: "DE".into(), break_date };
    calendars.insert("chain", chained).unwrap();
    let calendar = calendars.resolve("chain").unwrap();
    let of_one_month = |year| {
        let start = TsPeriod::of_month(12, year, 5).unwrap();
        calendar.correction(TsDomain::new(start, 1), Weekday::Sun)[0]
    };
    assert_eq!(of_one_month(2023), [0.0; 7]);
    assert_ne!(of_one_month(2024), [0.0; 7]);
}

fn rule() -> impl Strategy<Value = HolidayRule> {
    let month = 1u32..13;
    let weekday = (0u8..7).prop_map(|d| Weekday::try_from(d).unwrap());
    prop_oneof![
        (month.clone(), 1u32..29).prop_map(|(month, day)| HolidayRule::Fixed { month, day }),
        (month.clone(), -1i32..6, weekday).prop_map(|(month, place, weekday)| HolidayRule::Weekday {
            month,
            place,
            weekday
        }),
        (-60i32..70, any::<bool>()).prop_map(|(offset, julian)| HolidayRule::Easter { offset, julian }),
        (month, 1u32..29, -2i32..3, -2i32..3).prop_map(|(month, day, saturday, sunday)| {
            HolidayRule::Observed { month, day, saturday, sunday }
        }),
    ]
}

proptest! {
    #[test]
    fn corrections_move_days_without_adding_any(
        rules in prop::collection::vec((rule(), 0.0..2.0f64), 0..6),
        start in -300i64..600,
        n in 0usize..40,
        frequency in prop::sample::select(vec![1u32, 2, 3, 4, 6, 12]),
        off in 0u8..7,
    ) {
        let holidays = rules.into_iter().map(|(rule, w)| Holiday::new("", rule).with_weight(w)).collect();
        let start = TsPeriod { id: start, ..TsPeriod::of_month(frequency, 1970, 1).unwrap() };
        let mut calendars = Calendars::default();
        calendars.insert("x", Calendar::National(NationalCalendar::new(holidays))).unwrap();
        let calendar = calendars.resolve("x").unwrap();
        let off = Weekday::try_from(off).unwrap();
        for row in calendar.correction(TsDomain::new(start, n), off) {
            prop_assert!(row.iter().sum::<f64>().abs() < 1e-12);
        }
    }

    #[test]
    fn definitions_survive_their_text(rules in prop::collection::vec(rule(), 0..4), weight in 0.0..2.0f64) {
        let holidays = rules.into_iter().map(|r| Holiday::new("day", r).with_weight(weight)).collect();
        let calendar = Calendar::National(NationalCalendar::new(holidays));
        let text = serde_json::to_string(&calendar).unwrap();
        prop_assert_eq!(serde_json::from_str::<Calendar>(&text).unwrap(), calendar);
    }
}
