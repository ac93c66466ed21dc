//! Selection of a part of a domain (`timeseries-calendars-regressors.md`, section 8).

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{TsData, TsDomain, TsError};

/// A part of a domain. Dates stand for the period that contains them; an upper date is excluded with its whole
/// period: "to 2000-03-15" ends with February.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Span {
    /// Everything.
    #[default]
    All,
    /// Nothing.
    None,
    /// The first periods.
    First(usize),
    /// The last periods.
    Last(usize),
    /// All but some first and some last periods.
    Excluding {
        /// Periods left out at the start.
        first: usize,
        /// Periods left out at the end.
        last: usize,
    },
    /// From the period of a date on.
    From(NaiveDate),
    /// Up to the period of a date, excluded.
    To(NaiveDate),
    /// From the period of a date up to that of another one, excluded.
    Between {
        /// A day of the first period.
        from: NaiveDate,
        /// A day of the first period after the span.
        to: NaiveDate,
    },
}

impl Span {
    /// The selected part of `domain`; an empty domain stays as it is.
    ///
    /// # Errors
    /// [`TsError::InvalidBounds`] when the upper date lies before the period of the lower one.
    pub fn select(self, domain: TsDomain) -> Result<TsDomain, TsError> {
        let n = domain.len;
        if n == 0 {
            return Ok(domain);
        }
        let clamp = |position: i64| usize::try_from(position).unwrap_or(0).min(n);
        let (from, to) = match self {
            Self::All => (0, n),
            Self::None => (0, 0),
            Self::First(k) => (0, k.min(n)),
            Self::Last(k) => (n.saturating_sub(k), n),
            Self::Excluding { first, last } => (first.min(n), n.saturating_sub(last)),
            Self::From(date) => (clamp(domain.position_of(date)), n),
            Self::To(date) => (0, clamp(domain.position_of(date))),
            Self::Between { from, to } => {
                let bounds = (domain.position_of(from), domain.position_of(to));
                if bounds.1 < bounds.0 {
                    return Err(TsError::InvalidBounds { reason: format!("{to} is before {from}") });
                }
                (clamp(bounds.0), clamp(bounds.1))
            }
        };
        Ok(TsDomain::new(domain.period(from), to.saturating_sub(from)))
    }
}

impl fmt::Display for Span {
    /// As a user reads it; an upper date is shown as the last day included.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = |date: &NaiveDate| date.pred_opt().unwrap_or(*date);
        match self {
            Self::All => write!(f, "all"),
            Self::None => write!(f, "none"),
            Self::First(k) => write!(f, "first {k} periods"),
            Self::Last(k) => write!(f, "last {k} periods"),
            Self::Excluding { first, last } => write!(f, "all but first {first} and last {last} periods"),
            Self::From(date) => write!(f, "from {date}"),
            Self::To(date) => write!(f, "until {}", until(date)),
            Self::Between { from, to } => write!(f, "{from} - {}", until(to)),
        }
    }
}

impl TsData {
    /// The part of the series selected by `span`.
    ///
    /// # Errors
    /// Those of [`Span::select`].
    pub fn select(&self, span: Span) -> Result<Self, TsError> {
        Ok(self.fit_to(span.select(self.domain())?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn part(span: Span) -> Vec<f64> {
        let y = TsData::of(12, 2000, 1, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap();
        y.select(span).unwrap().into_values()
    }

    #[test]
    fn worked_examples() {
        assert_eq!(part(Span::First(2)), [1.0, 2.0]);
        assert_eq!(part(Span::First(9)).len(), 6);
        assert_eq!(part(Span::Last(2)), [5.0, 6.0]);
        assert_eq!(part(Span::Excluding { first: 1, last: 2 }), [2.0, 3.0, 4.0]);
        assert!(part(Span::Excluding { first: 4, last: 4 }).is_empty());
        assert_eq!(part(Span::From(date("2000-03-15"))), [3.0, 4.0, 5.0, 6.0]);
        assert_eq!(part(Span::To(date("2000-03-15"))), [1.0, 2.0]);
        assert_eq!(part(Span::To(date("2000-04-01"))), [1.0, 2.0, 3.0]);
        let between = |from, to| Span::Between { from: date(from), to: date(to) };
        assert_eq!(part(between("2000-02-01", "2000-05-01")), [2.0, 3.0, 4.0]);
        assert_eq!(part(between("1990-02-01", "2000-02-01")), [1.0]);
        assert!(part(Span::None).is_empty());
        assert!(part(Span::From(date("2010-01-01"))).is_empty());
        let domain = TsData::of(12, 2000, 1, vec![0.0; 6]).unwrap().domain();
        assert!(between("2000-05-01", "2000-02-01").select(domain).is_err());
        assert!(between("2000-05-20", "2000-05-01").select(domain).is_ok());
    }

    #[test]
    fn shown_with_the_last_day_included() {
        assert_eq!(Span::To(date("2000-04-01")).to_string(), "until 2000-03-31");
    }
}
