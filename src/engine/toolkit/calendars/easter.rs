//! Dates of Easter (`timeseries-calendars-regressors.md`, section 14.1; Meeus, Astronomical Algorithms, 1991).

use chrono::{Days, NaiveDate};

/// Easter Sunday in the Gregorian calendar, from the proleptic rule for any year.
pub fn gregorian(year: i32) -> NaiveDate {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let q = h + l - 7 * m + 114;
    date(year, q / 31, q % 31 + 1)
}

/// Month and day of Easter Sunday in the Julian calendar.
pub fn julian_month_day(year: i32) -> (u32, u32) {
    let (a, b, c) = (year.rem_euclid(19), year.rem_euclid(4), year.rem_euclid(7));
    let d = (19 * a + 15).rem_euclid(30);
    let e = (2 * b + 4 * c - d + 34).rem_euclid(7);
    let q = d + e + 114;
    ((q / 31) as u32, (q % 31 + 1) as u32)
}

/// Julian (Orthodox) Easter Sunday as a Gregorian date.
pub fn julian(year: i32) -> NaiveDate {
    let (month, day) = julian_month_day(year);
    let nominal = date(year, month as i32, day as i32);
    // days by which the Julian calendar is behind, from 1 March of the year on
    let behind = year.div_euclid(100) - year.div_euclid(400) - 2;
    let moved = if behind >= 0 {
        nominal.checked_add_days(Days::new(u64::from(behind.unsigned_abs())))
    } else {
        nominal.checked_sub_days(Days::new(u64::from(behind.unsigned_abs())))
    };
    moved.unwrap_or(nominal)
}

/// The date, or the nearest representable one for years out of range.
fn date(year: i32, month: i32, day: i32) -> NaiveDate {
    let limit = if year < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
    NaiveDate::from_ymd_opt(year, month as u32, day as u32).unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_the_years_2000_to_2005() {
        let show = |f: fn(i32) -> NaiveDate| (2000..2006).map(move |y| f(y).format("%m-%d").to_string());
        assert!(show(gregorian).eq(["04-23", "04-15", "03-31", "04-20", "04-11", "03-27"]));
        assert!(show(julian).eq(["04-30", "04-15", "05-05", "04-27", "04-11", "05-01"]));
    }

    #[test]
    fn always_a_sunday() {
        use chrono::{Datelike, Weekday};
        for year in 326..4100 {
            assert_eq!(gregorian(year).weekday(), Weekday::Sun, "{year}");
            assert_eq!(julian(year).weekday(), Weekday::Sun, "{year}");
        }
        for year in [i32::MIN, -300_000, -1, 0, 300_000, i32::MAX / 4] {
            let _ = gregorian(year.clamp(-1_000_000, 1_000_000));
        }
    }
}
