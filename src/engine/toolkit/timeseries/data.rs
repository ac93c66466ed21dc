//! Series: a first period and values, NaN where missing.

use serde::{Deserialize, Serialize};

use super::{TsDomain, TsError, TsPeriod};

/// Values of successive periods; NaN is missing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TsData {
    start: TsPeriod,
    values: Vec<f64>,
}

impl TsData {
    /// `values` from `start` on.
    pub fn new(start: TsPeriod, values: Vec<f64>) -> Self {
        Self { start, values }
    }

    /// `values` of `frequency` per year from the period that contains `month` (1 to 12) of `year`.
    ///
    /// # Errors
    /// [`TsError::UnsupportedFrequency`] when the frequency is not 1, 2, 3, 4, 6 or 12.
    pub fn of(frequency: u32, year: i32, month: u32, values: Vec<f64>) -> Result<Self, TsError> {
        Ok(Self::new(TsPeriod::of_month(frequency, year, month)?, values))
    }

    /// First period.
    pub fn start(&self) -> TsPeriod {
        self.start
    }

    /// Periods covered.
    pub fn domain(&self) -> TsDomain {
        TsDomain::new(self.start, self.values.len())
    }

    /// The values, NaN where missing.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Number of periods.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no period.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Periods per year; none for units that do not divide the year.
    pub fn annual_frequency(&self) -> Option<u32> {
        self.start.unit.annual_frequency()
    }

    /// Value at `period`; none outside.
    pub fn get(&self, period: TsPeriod) -> Option<f64> {
        self.domain().index_of(period).map(|i| self.values[i])
    }

    /// `f` of each value.
    #[must_use]
    pub fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        Self { start: self.start, values: self.values.iter().map(|&x| f(x)).collect() }
    }

    /// The part on `domain`, NaN where this series has no value.
    #[must_use]
    pub fn fit_to(&self, domain: TsDomain) -> Self {
        let values = domain.periods().map(|p| self.get(p).unwrap_or(f64::NAN)).collect();
        Self { start: domain.start, values }
    }

    /// Without the first `head` and the last `tail` values.
    #[must_use]
    pub fn drop(&self, head: usize, tail: usize) -> Self {
        let d = self.domain().drop(head, tail);
        let values = self.values.get(head..head + d.len).unwrap_or_default().to_vec();
        Self { start: d.start, values }
    }

    /// Without leading and trailing non-finite values.
    #[must_use]
    pub fn clean_extremities(&self) -> Self {
        let head = self.values.iter().take_while(|x| !x.is_finite()).count();
        let tail = self.values[head..].iter().rev().take_while(|x| !x.is_finite()).count();
        self.drop(head, tail)
    }
}

impl PartialEq for TsData {
    /// Same start and same bits, so that a missing value equals a missing value.
    fn eq(&self, other: &Self) -> bool {
        self.start == other.start
            && self.values.len() == other.values.len()
            && self.values.iter().zip(&other.values).all(|(a, b)| a.to_bits() == b.to_bits())
    }
}
