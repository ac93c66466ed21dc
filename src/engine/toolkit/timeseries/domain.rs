//! Domains: a first period and a number of periods.

use serde::{Deserialize, Serialize};

use super::{TsError, TsPeriod, TsUnit};

/// `len` successive periods from `start`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TsDomain {
    /// First period.
    pub start: TsPeriod,
    /// Number of periods.
    pub len: usize,
}

/// What happens to large periods that a domain covers only in part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Coverage {
    /// They are dropped.
    #[default]
    Complete,
    /// They are kept.
    Partial,
}

impl TsDomain {
    /// `len` periods from `start`.
    pub const fn new(start: TsPeriod, len: usize) -> Self {
        Self { start, len }
    }

    /// First period after the domain.
    pub fn end(self) -> TsPeriod {
        self.start.plus(self.len as i64)
    }

    /// Last period; none for an empty domain.
    pub fn last(self) -> Option<TsPeriod> {
        (self.len > 0).then(|| self.start.plus(self.len as i64 - 1))
    }

    /// Whether there is no period.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    /// Length of the periods.
    pub fn unit(self) -> TsUnit {
        self.start.unit
    }

    /// Periods per year; none for units that do not divide the year.
    pub fn annual_frequency(self) -> Option<u32> {
        self.start.unit.annual_frequency()
    }

    /// The `i`-th period, 0-based, unrestricted.
    pub fn period(self, i: usize) -> TsPeriod {
        self.start.plus(i as i64)
    }

    /// 0-based index of `period`; none outside the domain or with another unit.
    pub fn index_of(self, period: TsPeriod) -> Option<usize> {
        let i = self.start.until(period).ok()?;
        usize::try_from(i).ok().filter(|&i| i < self.len)
    }

    /// Position of the period that contains `date`, 0-based from the first period and not restricted to the
    /// domain: negative before it, `len` and more after it.
    pub fn position_of(self, date: chrono::NaiveDate) -> i64 {
        TsPeriod::containing(self.start.unit, date).id.saturating_sub(self.start.id)
    }

    /// Periods `from` (included) to `to` (excluded), cut at the end of the domain. An empty domain stays as it
    /// is; a range from the end on is empty at its own start.
    ///
    /// # Errors
    /// [`TsError::InvalidBounds`] when `to` is before `from`.
    pub fn range(self, from: usize, to: usize) -> Result<Self, TsError> {
        if to < from {
            return Err(TsError::InvalidBounds { reason: format!("the range {from}..{to} runs backwards") });
        }
        if self.len == 0 {
            return Ok(self);
        }
        Ok(Self { start: self.period(from), len: to.min(self.len).saturating_sub(from) })
    }

    /// Without the first `head` and the last `tail` periods (empty when nothing is left).
    /// An empty domain stays as it is.
    #[must_use]
    pub fn drop(self, head: usize, tail: usize) -> Self {
        if self.len == 0 {
            return self;
        }
        Self { start: self.period(head), len: self.len.saturating_sub(head).saturating_sub(tail) }
    }

    /// With `before` more periods at the start and `after` more at the end.
    #[must_use]
    pub fn extend(self, before: usize, after: usize) -> Self {
        Self { start: self.start.plus(-(before as i64)), len: self.len + before + after }
    }

    /// Shifted by `n` periods.
    #[must_use]
    pub fn shift(self, n: i64) -> Self {
        Self { start: self.start.plus(n), ..self }
    }

    /// Common periods.
    ///
    /// # Errors
    /// [`TsError::IncompatibleUnits`] when the units differ.
    pub fn intersection(self, other: Self) -> Result<Self, TsError> {
        let shift = self.start.until(other.start)?;
        let start = if shift > 0 { other.start } else { self.start };
        let end = if self.end().id < other.end().id { self.end() } else { other.end() };
        Ok(Self { start, len: usize::try_from(start.until(end)?).unwrap_or(0) })
    }

    /// Smallest domain that covers both, gaps included; an empty domain covers nothing.
    ///
    /// # Errors
    /// [`TsError::IncompatibleUnits`] when the units differ.
    pub fn union(self, other: Self) -> Result<Self, TsError> {
        let shift = self.start.until(other.start)?;
        if self.is_empty() {
            return Ok(other);
        }
        if other.is_empty() {
            return Ok(self);
        }
        let start = if shift < 0 { other.start } else { self.start };
        let end = if self.end().id > other.end().id { self.end() } else { other.end() };
        Ok(Self { start, len: usize::try_from(start.until(end)?).unwrap_or(0) })
    }

    /// The periods of a finer `unit` from the first instant of the domain: as many as there are complete ones
    /// in it.
    ///
    /// # Errors
    /// [`TsError::IncompatibleUnits`] when `unit` is coarser than that of the domain.
    pub fn split(self, unit: TsUnit) -> Result<Self, TsError> {
        if unit.mean_seconds() > self.start.unit.mean_seconds() {
            return Err(TsError::IncompatibleUnits { left: self.start.unit, right: unit });
        }
        let start = self.start.with_unit(unit);
        let len = start.until(self.end().with_unit(unit))?;
        Ok(Self { start, len: usize::try_from(len).unwrap_or(0) })
    }

    /// The large periods of `unit` that the domain covers.
    ///
    /// # Errors
    /// [`TsError::NotAMultiple`] when `unit` is no whole multiple of that of the domain.
    pub fn aggregate(self, unit: TsUnit, coverage: Coverage) -> Result<Self, TsError> {
        let buckets = self.buckets(unit)?;
        let body = Self::new(self.start.with_unit(unit), 0);
        let head = i64::from(buckets.head > 0);
        Ok(match coverage {
            Coverage::Complete => Self { len: buckets.body, ..body.shift(head) },
            Coverage::Partial => {
                Self { len: buckets.body + (buckets.head > 0) as usize + (buckets.tail > 0) as usize, ..body }
            }
        })
    }

    /// How the domain falls into periods of `unit`.
    pub(super) fn buckets(self, unit: TsUnit) -> Result<Buckets, TsError> {
        let high = self.start.unit;
        let ratio = high.ratio_to(unit).ok_or(TsError::NotAMultiple { high, low: unit })?;
        let ratio = ratio as usize;
        let large = self.start.with_unit(unit);
        let offset = large.with_unit(high).until(self.start)?;
        let offset = usize::try_from(offset).unwrap_or(0).min(ratio - 1);
        let head = if offset > 0 { (ratio - offset).min(self.len) } else { 0 };
        let rest = self.len - head;
        Ok(Buckets { ratio, offset, head, body: rest / ratio, tail: rest % ratio })
    }

    /// The periods in order.
    pub fn periods(self) -> impl ExactSizeIterator<Item = TsPeriod> {
        (0..self.len).map(move |i| self.period(i))
    }
}

/// Split of a domain into large periods of `ratio` periods: `head` periods of an incomplete first one, `body`
/// complete ones, `tail` periods of an incomplete last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Buckets {
    pub(super) ratio: usize,
    /// Position of the first period in its large period.
    pub(super) offset: usize,
    pub(super) head: usize,
    pub(super) body: usize,
    pub(super) tail: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monthly(year: i32, month: u32, len: usize) -> TsDomain {
        TsDomain::new(TsPeriod::of_month(12, year, month).unwrap(), len)
    }

    #[test]
    fn ranges() {
        let d = monthly(2000, 1, 6);
        assert_eq!(d.range(2, 9).unwrap(), monthly(2000, 3, 4));
        assert_eq!(d.range(7, 9).unwrap(), monthly(2000, 8, 0));
        assert!(d.range(3, 2).is_err());
        assert_eq!(d.drop(4, 4).len, 0);
        assert_eq!(monthly(2000, 1, 0).drop(3, 0), monthly(2000, 1, 0));
    }

    #[test]
    fn aggregation_of_a_domain() {
        let d = monthly(2000, 2, 8);
        let complete = d.aggregate(TsUnit::QUARTER, Coverage::Complete).unwrap();
        assert_eq!((complete.start.to_string().as_str(), complete.len), ("2000-04", 2));
        let partial = d.aggregate(TsUnit::QUARTER, Coverage::Partial).unwrap();
        assert_eq!((partial.start.to_string().as_str(), partial.len), ("2000-01", 3));
        assert_eq!(monthly(2000, 2, 1).aggregate(TsUnit::QUARTER, Coverage::Complete).unwrap().len, 0);
        assert!(
            d.aggregate(TsUnit::new(5, crate::toolkit::timeseries::Chrono::Month), Coverage::Partial).is_ok()
        );
        assert!(d.aggregate(TsUnit::WEEK, Coverage::Partial).is_err());
    }

    #[test]
    fn split_into_days() {
        let days = monthly(2000, 2, 1).split(TsUnit::DAY).unwrap();
        assert_eq!((days.start.to_string().as_str(), days.len), ("2000-02-01", 29));
        assert!(days.split(TsUnit::MONTH).is_err());
    }
}
