//! Dates in texts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Form of the dates of a table; the parts may be separated by `-`, `/`, `.` or a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateFormat {
    /// 1992-01-31, also with a time behind it.
    YearMonthDay,
    /// 1992-01
    YearMonth,
    /// 31/01/1992
    DayMonthYear,
    /// 01/31/1992
    MonthDayYear,
    /// 01/1992
    MonthYear,
    /// 1992M01
    YearMMonth,
    /// 1992Q1, Q1 1992
    Quarter,
    /// 1992H1, 1992S1
    HalfYear,
    /// Jan-92, January 1992, 1992 Jan
    MonthName,
    /// 31-Jan-1992
    DayMonthName,
    /// 19920131
    CompactDay,
    /// 199201
    CompactMonth,
    /// 1992
    Year,
}

impl DateFormat {
    /// All, those that say most first.
    pub const ALL: [Self; 13] = [
        Self::YearMonthDay,
        Self::YearMonth,
        Self::DayMonthYear,
        Self::MonthDayYear,
        Self::MonthYear,
        Self::YearMMonth,
        Self::Quarter,
        Self::HalfYear,
        Self::MonthName,
        Self::DayMonthName,
        Self::CompactDay,
        Self::CompactMonth,
        Self::Year,
    ];

    /// Example, as shown to the user.
    pub fn example(self) -> &'static str {
        match self {
            Self::YearMonthDay => "1992-01-31",
            Self::YearMonth => "1992-01",
            Self::DayMonthYear => "31/01/1992",
            Self::MonthDayYear => "01/31/1992",
            Self::MonthYear => "01/1992",
            Self::YearMMonth => "1992M01",
            Self::Quarter => "1992Q1",
            Self::HalfYear => "1992H1",
            Self::MonthName => "Jan-92",
            Self::DayMonthName => "31-Jan-1992",
            Self::CompactDay => "19920131",
            Self::CompactMonth => "199201",
            Self::Year => "1992",
        }
    }

    /// The first day of the period written in `text`; none when it has another form.
    pub fn parse(self, text: &str) -> Option<NaiveDate> {
        let text = text.trim();
        let mut parts = Parts::of(text)?;
        let date = match self {
            Self::YearMonthDay => {
                let date = ymd(parts.year()?, parts.small()?, parts.small()?)?;
                // a time of the day may follow
                return (parts.is_done() || text.contains(':')).then_some(date);
            }
            Self::YearMonth => ymd(parts.year()?, parts.small()?, 1),
            Self::DayMonthYear => {
                let (d, m) = (parts.small()?, parts.small()?);
                ymd(parts.year()?, m, d)
            }
            Self::MonthDayYear => {
                let (m, d) = (parts.small()?, parts.small()?);
                ymd(parts.year()?, m, d)
            }
            Self::MonthYear => {
                let m = parts.small()?;
                ymd(parts.year()?, m, 1)
            }
            Self::YearMMonth => {
                let year = parts.year()?;
                parts.letter("m")?;
                ymd(year, parts.small()?, 1)
            }
            Self::Quarter => parts.sub_period(&["q", "t", "k"], 4),
            Self::HalfYear => parts.sub_period(&["h", "s"], 2),
            Self::MonthName => match parts.month_name() {
                Some(month) => ymd(parts.any_year()?, month, 1),
                None => {
                    let year = parts.year()?;
                    ymd(year, parts.month_name()?, 1)
                }
            },
            Self::DayMonthName => {
                let (d, m) = (parts.small()?, parts.month_name()?);
                ymd(parts.any_year()?, m, d)
            }
            Self::CompactDay => {
                let n = parts.digits(8)?;
                ymd((n / 10_000) as i32, n / 100 % 100, n % 100)
            }
            Self::CompactMonth => {
                let n = parts.digits(6)?;
                ymd((n / 100) as i32, n % 100, 1)
            }
            Self::Year => ymd(parts.year()?, 1, 1),
        }?;
        parts.is_done().then_some(date)
    }
}

fn ymd(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The runs of digits and of letters of a text.
struct Parts<'a> {
    parts: [&'a str; 8],
    len: usize,
    at: usize,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let mut parts = [""; 8];
        let mut len = 0;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let same = |c: char| match first {
                '0'..='9' => c.is_ascii_digit(),
                _ => c.is_alphabetic(),
            };
            let end = rest.find(|c| !same(c)).unwrap_or(rest.len());
            if end == 0 {
                // separators
                if !matches!(first, '-' | '/' | '.' | ' ' | ':' | ',' | '\'') {
                    return None;
                }
                rest = &rest[first.len_utf8()..];
                continue;
            }
            *parts.get_mut(len)? = &rest[..end];
            len += 1;
            rest = &rest[end..];
        }
        (len > 0).then_some(Self { parts, len, at: 0 })
    }

    fn next(&mut self) -> Option<&'a str> {
        let part = self.parts.get(self.at).filter(|_| self.at < self.len)?;
        self.at += 1;
        Some(part)
    }

    fn is_done(&self) -> bool {
        self.at == self.len
    }

    fn digits(&mut self, n: usize) -> Option<u32> {
        self.next().filter(|p| p.len() == n && p.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
    }

    fn year(&mut self) -> Option<i32> {
        self.digits(4).filter(|y| (1000..3000).contains(y)).and_then(|y| i32::try_from(y).ok())
    }

    /// A year of four digits, or of two: 1930 to 2029.
    fn any_year(&mut self) -> Option<i32> {
        let at = self.at;
        self.year().or_else(|| {
            self.at = at;
            let year = i32::try_from(self.digits(2)?).ok()?;
            Some(if year < 30 { 2000 + year } else { 1900 + year })
        })
    }

    /// One or two digits.
    fn small(&mut self) -> Option<u32> {
        self.next().filter(|p| p.len() <= 2)?.parse().ok()
    }

    fn letter(&mut self, letter: &str) -> Option<()> {
        self.next().filter(|p| p.eq_ignore_ascii_case(letter)).map(|_| ())
    }

    /// `1992Q1` or `Q1 1992`.
    fn sub_period(&mut self, letters: &[&str], frequency: u32) -> Option<NaiveDate> {
        let at = self.at;
        let is_letter = |part: &str| letters.iter().any(|l| part.eq_ignore_ascii_case(l));
        let (year, number) = match self.year() {
            Some(year) => {
                self.next().filter(|p| is_letter(p))?;
                (year, self.digits(1)?)
            }
            None => {
                self.at = at;
                self.next().filter(|p| is_letter(p))?;
                let number = self.digits(1)?;
                (self.any_year()?, number)
            }
        };
        let first = (1..=frequency).contains(&number).then(|| (number - 1) * (12 / frequency) + 1)?;
        ymd(year, first, 1)
    }

    /// An English month, whole or by its first three letters.
    fn month_name(&mut self) -> Option<u32> {
        const NAMES: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        let at = self.at;
        let found = self.next().and_then(|part| {
            let part = part.to_lowercase();
            let is = |name: &str| {
                name == part
                    || part == "sept" && name == "september"
                    || part.len() == 3 && name.starts_with(&part)
            };
            NAMES.iter().position(|name| is(name)).map(|i| i as u32 + 1)
        });
        if found.is_none() {
            self.at = at;
        }
        found
    }
}

/// The form that most of `texts` have, at least half of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) format: DateFormat,
    /// Whether days and months could also be the other way round.
    pub(super) ambiguous: bool,
}

pub(super) fn detect(texts: &[&str]) -> Option<Found> {
    // in the long form every date comes once per series
    let mut texts: Vec<&str> = texts.iter().copied().filter(|t| !t.is_empty()).collect();
    texts.sort_unstable();
    texts.dedup();
    let count = |f: DateFormat| texts.iter().filter(|t| f.parse(t).is_some()).count();
    let mut best: Option<(DateFormat, usize)> = None;
    for format in DateFormat::ALL {
        let n = count(format);
        if 2 * n >= texts.len() && n > best.map_or(0, |b| b.1) {
            best = Some((format, n));
        }
    }
    let (format, n) = best?;
    if format != DateFormat::DayMonthYear || count(DateFormat::MonthDayYear) < n {
        return Some(Found { format, ambiguous: false });
    }
    // Both ways every date exists: monthly and quarterly dates repeat the day.
    let part = |i: usize| {
        let mut values: Vec<u32> =
            texts.iter().filter_map(|t| Parts::of(t)?.parts.get(i)?.parse().ok()).collect();
        values.sort_unstable();
        values.dedup();
        values.len()
    };
    let (first, second) = (part(0), part(1));
    Some(match first.cmp(&second) {
        std::cmp::Ordering::Less => Found { format, ambiguous: false },
        std::cmp::Ordering::Greater => Found { format: DateFormat::MonthDayYear, ambiguous: false },
        std::cmp::Ordering::Equal => Found { format, ambiguous: first > 1 || texts.len() == 1 },
    })
}
