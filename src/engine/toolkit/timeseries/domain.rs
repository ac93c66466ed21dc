//! Domains: a first period and a number of periods.

use serde::{Deserialize, Serialize};

use super::{TsError, TsPeriod};

/// `len` successive periods from `start`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TsDomain {
    /// First period.
    pub start: TsPeriod,
    /// Number of periods.
    pub len: usize,
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

    /// The `i`-th period, 0-based, unrestricted.
    pub fn period(self, i: usize) -> TsPeriod {
        self.start.plus(i as i64)
    }

    /// 0-based index of `period`; none outside the domain or with another unit.
    pub fn index_of(self, period: TsPeriod) -> Option<usize> {
        let i = self.start.until(period).ok()?;
        usize::try_from(i).ok().filter(|&i| i < self.len)
    }

    /// Without the first `head` and the last `tail` periods (empty when nothing is left).
    #[must_use]
    pub fn drop(self, head: usize, tail: usize) -> Self {
        Self { start: self.start.plus(head as i64), len: self.len.saturating_sub(head + tail) }
    }

    /// With `before` more periods at the start and `after` more at the end.
    #[must_use]
    pub fn extend(self, before: usize, after: usize) -> Self {
        Self { start: self.start.plus(-(before as i64)), len: self.len + before + after }
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

    /// The periods in order.
    pub fn periods(self) -> impl ExactSizeIterator<Item = TsPeriod> {
        (0..self.len).map(move |i| self.period(i))
    }
}
