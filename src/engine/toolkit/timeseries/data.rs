//! Series: a first period and values, NaN where missing.

use serde::{Deserialize, Serialize};

use super::{TsDomain, TsError, TsPeriod, TsUnit};

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

    /// The values, given up by the series.
    pub fn into_values(self) -> Vec<f64> {
        self.values
    }

    /// Length of the periods.
    pub fn unit(&self) -> TsUnit {
        self.start.unit
    }

    /// Periods per year; none for units that do not divide the year.
    pub fn annual_frequency(&self) -> Option<u32> {
        self.start.unit.annual_frequency()
    }

    /// Value at `period`; none outside.
    pub fn get(&self, period: TsPeriod) -> Option<f64> {
        self.domain().index_of(period).and_then(|i| self.values.get(i).copied())
    }

    /// `f` of each value.
    #[must_use]
    pub fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        Self { start: self.start, values: self.values.iter().map(|&x| f(x)).collect() }
    }

    /// The part on `domain`, NaN where this series has no value.
    #[must_use]
    pub fn fit_to(&self, domain: TsDomain) -> Self {
        let mut values = vec![f64::NAN; domain.len];
        if let Ok(common) = self.domain().intersection(domain) {
            copy_common(common, (self.start, &self.values), (domain.start, &mut values));
        }
        Self { start: domain.start, values }
    }

    /// Without the first `head` and the last `tail` values.
    #[must_use]
    pub fn drop(&self, head: usize, tail: usize) -> Self {
        let d = self.domain().drop(head, tail);
        let values = self.values.iter().skip(head).take(d.len).copied().collect();
        Self { start: d.start, values }
    }

    /// Without leading and trailing non-finite values.
    #[must_use]
    pub fn clean_extremities(&self) -> Self {
        let head = self.values.iter().take_while(|x| !x.is_finite()).count();
        let tail = self.values.iter().skip(head).rev().take_while(|x| !x.is_finite()).count();
        self.drop(head, tail)
    }
}

/// Copies the values on `common`, a part of both domains.
pub(super) fn copy_common(common: TsDomain, from: (TsPeriod, &[f64]), to: (TsPeriod, &mut [f64])) {
    let offset =
        |start: TsPeriod| usize::try_from(common.start.id.saturating_sub(start.id)).unwrap_or(usize::MAX);
    let source = from.1.iter().skip(offset(from.0)).take(common.len);
    for (target, value) in to.1.iter_mut().skip(offset(to.0)).zip(source) {
        *target = *value;
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
