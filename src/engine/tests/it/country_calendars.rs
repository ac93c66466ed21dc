//! The ready-made calendars of `assets/calendars`.

use std::sync::Arc;

use chrono::NaiveDate;
use solstice_engine::toolkit::calendars::{
    Calendar, Calendars, CountryCalendar, DayClustering, HolidayRule, ResolvedCalendar,
};
use solstice_engine::toolkit::regression::{HolidayTradingDays, Regressor};
use solstice_engine::toolkit::timeseries::{TsDomain, TsPeriod};

fn all() -> Vec<(String, CountryCalendar)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/calendars");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let calendar = ron::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            (path.file_stem().unwrap().to_str().unwrap().to_uppercase(), calendar)
        })
        .collect()
}

/// Dates of the holidays of a year, as `MM-DD`.
fn days(code: &str, year: i32) -> Vec<String> {
    let (_, country) = all().into_iter().find(|(c, _)| c == code).unwrap();
    let day = |y| NaiveDate::from_ymd_opt(y, 1, 1).unwrap();
    let mut dates: Vec<_> =
        country.calendar.holidays.iter().flat_map(|h| h.dates(day(year), day(year + 1))).collect();
    dates.sort_unstable();
    dates.dedup();
    dates.iter().map(|d| d.format("%m-%d").to_string()).collect()
}

#[test]
fn every_country_is_there_and_usable() {
    let countries = all();
    assert_eq!(countries.len(), 34);
    let mut calendars = Calendars::default();
    for (code, country) in &countries {
        assert_eq!(code, &country.code);
        assert!(!country.country.is_empty() && country.notes.len() > 20, "{code}");
        assert!(country.calendar.holidays.iter().all(|h| !h.name.is_empty()), "{code}");
        calendars.insert(code, Calendar::National(country.calendar.clone())).unwrap();
        let calendar = Arc::new(calendars.resolve(code).unwrap());
        assert!(matches!(*calendar, ResolvedCalendar::National(_)));
        for frequency in [12, 4, 2, 1] {
            let start = TsPeriod::of_month(frequency, 1950, 1).unwrap();
            let domain = TsDomain::new(start, 100 * frequency as usize);
            let td = HolidayTradingDays::new(Arc::clone(&calendar), DayClustering::TD7);
            let x = Regressor::HolidayTradingDays(td).columns(domain).unwrap();
            assert!(x.iter().all(|v| v.is_finite()) && x.iter().any(|v| *v != 0.0), "{code}");
        }
    }
}

#[test]
fn a_rule_does_not_fall_twice_on_a_day() {
    // successive validities of a holiday must not overlap
    for (code, country) in all() {
        let from = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap();
        let until = NaiveDate::from_ymd_opt(2050, 1, 1).unwrap();
        let mut seen = std::collections::BTreeMap::new();
        for holiday in country.calendar.holidays.iter().filter(|h| !matches!(h.rule, HolidayRule::Date(_))) {
            for date in holiday.dates(from, until) {
                if let Some(other) = seen.insert((holiday.name.clone(), date), holiday.rule) {
                    panic!("{code} {} {date}: {other} and {}", holiday.name, holiday.rule);
                }
            }
        }
    }
}

#[test]
fn germany() {
    let of_2023 = ["01-01", "04-07", "04-10", "05-01", "05-18", "05-29", "10-03", "12-25", "12-26"];
    assert_eq!(days("DE", 2023), of_2023);
    assert!(days("DE", 2017).contains(&"10-31".into()) && !days("DE", 2018).contains(&"10-31".into()));
    assert!(days("DE", 1994).contains(&"11-16".into()) && days("DE", 1990).contains(&"06-17".into()));
}

#[test]
fn united_kingdom() {
    let of_2022 = ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"];
    assert_eq!(days("GB", 2022), of_2022);
    let of_2020 = ["01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"];
    assert_eq!(days("GB", 2020), of_2020);
    assert_eq!(days("GB", 2021)[6..], ["12-27", "12-28"]);
}

#[test]
fn united_states() {
    let of_2021 = [
        "01-01", "01-18", "02-15", "05-31", "06-18", "07-05", "09-06", "10-11", "11-11", "11-25", "12-24",
        "12-31",
    ];
    assert_eq!(days("US", 2021), of_2021);
    assert!(days("US", 1975).contains(&"10-27".into()));
    assert!(days("US", 1960).contains(&"05-30".into()));
}

#[test]
fn japan() {
    let of_2024 = [
        "01-01", "01-08", "02-12", "02-23", "03-20", "04-29", "05-03", "05-06", "07-15", "08-12", "09-16",
        "09-23", "10-14", "11-04", "11-23",
    ];
    let days = |year| days("JP", year);
    // 11 February, 5 May, 11 August, 22 September and 3 November 2024 are Sundays: the next day is off
    let without_sundays: Vec<_> = days(2024).into_iter().filter(|d| d != "05-04").collect();
    assert_eq!(without_sundays, of_2024);
    assert!(days(2021).contains(&"08-09".into()) && !days(2021).contains(&"08-11".into()));
    assert_eq!(days(2015).iter().filter(|d| d.starts_with("09")).count(), 3);
}

#[test]
fn northern_countries() {
    assert!(days("SE", 2024).contains(&"06-21".into()) && days("SE", 2024).contains(&"11-02".into()));
    assert!(days("SE", 2004).contains(&"05-31".into()) && !days("SE", 2005).contains(&"05-16".into()));
    assert!(days("FI", 1980).contains(&"01-12".into()) && days("FI", 2020).contains(&"01-06".into()));
    assert!(days("DK", 2023).contains(&"05-05".into()) && !days("DK", 2024).contains(&"04-26".into()));
}

#[test]
fn other_countries() {
    assert!(days("PL", 2011).contains(&"01-06".into()) && !days("PL", 2010).contains(&"01-06".into()));
    assert!(days("GR", 2024).contains(&"05-06".into()) && days("GR", 2024).contains(&"06-24".into()));
    assert!(days("PT", 2014).iter().all(|d| d != "12-01" && d != "10-05"));
    assert!(days("NL", 2006).contains(&"04-29".into()) && days("NL", 2014).contains(&"04-26".into()));
    assert!(days("CA", 2024).contains(&"05-20".into()) && days("AU", 2022).contains(&"09-22".into()));
    assert!(days("BG", 2022).ends_with(&["12-26".into(), "12-27".into(), "12-28".into()]));
}
