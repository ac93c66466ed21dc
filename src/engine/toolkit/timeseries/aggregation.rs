//! Aggregation to longer periods (`timeseries-calendars-regressors.md`, section 5).

use serde::{Deserialize, Serialize};

use super::{Coverage, TsData, TsError, TsUnit};

/// How the finite values of a long period give its value. Without any finite value the result is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Aggregation {
    /// Sum of the finite values.
    Sum,
    /// Sum over the number of finite values.
    Average,
    /// First finite value.
    First,
    /// Last finite value.
    Last,
    /// Smallest finite value.
    Min,
    /// Largest finite value.
    Max,
}

impl Aggregation {
    /// The aggregate of the finite `values`, NaN when there is none.
    pub fn of(self, values: impl IntoIterator<Item = f64>) -> f64 {
        let mut finite = values.into_iter().filter(|x| x.is_finite());
        let Some(first) = finite.next() else { return f64::NAN };
        match self {
            Self::Sum => finite.fold(first, |sum, x| sum + x),
            Self::Average => {
                let (sum, n) = finite.fold((first, 1.0), |(sum, n), x| (sum + x, n + 1.0));
                sum / n
            }
            Self::First => first,
            Self::Last => finite.last().unwrap_or(first),
            Self::Min => finite.fold(first, f64::min),
            Self::Max => finite.fold(first, f64::max),
        }
    }
}

impl TsData {
    /// The series by periods of `unit`, aligned on the calendar. [`Coverage`] concerns the span, not missing
    /// values: a period with some missing values aggregates the others. Its own unit gives the series itself.
    ///
    /// # Errors
    /// [`TsError::NotAMultiple`] when `unit` is no whole multiple of that of the series.
    pub fn aggregate(&self, unit: TsUnit, how: Aggregation, coverage: Coverage) -> Result<Self, TsError> {
        let buckets = self.domain().buckets(unit)?;
        if buckets.ratio == 1 {
            return Ok(self.clone());
        }
        let (head, rest) = self.values().split_at(buckets.head);
        let chunks = rest.chunks(buckets.ratio).map(|c| how.of(c.iter().copied()));
        let values = match coverage {
            Coverage::Complete => chunks.take(buckets.body).collect(),
            Coverage::Partial if head.is_empty() => chunks.collect(),
            Coverage::Partial => std::iter::once(how.of(head.iter().copied())).chain(chunks).collect(),
        };
        Ok(Self::new(self.domain().aggregate(unit, coverage)?.start, values))
    }

    /// The value of the sub-period number `position` (0-based) of every period of `unit`; incomplete periods
    /// count when they contain it.
    ///
    /// # Errors
    /// [`TsError::NotAMultiple`] when `unit` is no whole multiple of that of the series;
    /// [`TsError::InvalidBounds`] when `position` is not below their ratio.
    pub fn aggregate_by_position(&self, unit: TsUnit, position: usize) -> Result<Self, TsError> {
        let buckets = self.domain().buckets(unit)?;
        if position >= buckets.ratio {
            let reason = format!("position {position} in periods of {} values", buckets.ratio);
            return Err(TsError::InvalidBounds { reason });
        }
        let head = (position + buckets.ratio - buckets.offset) % buckets.ratio;
        let values = self.values().iter().skip(head).step_by(buckets.ratio).copied().collect();
        Ok(Self::new(self.start().plus(head as i64).with_unit(unit), values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAN: f64 = f64::NAN;

    fn sample() -> TsData {
        TsData::of(12, 2000, 2, vec![-1.0, -2.0, NAN, NAN, NAN, -6.0, -7.0, 0.0]).unwrap()
    }

    fn quarters(how: Aggregation, coverage: Coverage) -> TsData {
        sample().aggregate(TsUnit::QUARTER, how, coverage).unwrap()
    }

    #[test]
    fn worked_example() {
        let quarterly = |m, v: &[f64]| TsData::of(4, 2000, m, v.to_vec()).unwrap();
        use Aggregation::*;
        assert_eq!(quarters(Sum, Coverage::Complete), quarterly(4, &[NAN, -13.0]));
        assert_eq!(quarters(Sum, Coverage::Partial), quarterly(1, &[-3.0, NAN, -13.0]));
        assert_eq!(quarters(Average, Coverage::Complete), quarterly(4, &[NAN, -13.0 / 3.0]));
        assert_eq!(quarters(Max, Coverage::Complete), quarterly(4, &[NAN, 0.0]));
        assert_eq!(quarters(Max, Coverage::Partial), quarterly(1, &[-1.0, NAN, 0.0]));
        assert_eq!(quarters(Min, Coverage::Complete), quarterly(4, &[NAN, -7.0]));
        assert_eq!(quarters(First, Coverage::Partial), quarterly(1, &[-1.0, NAN, -6.0]));
        assert_eq!(quarters(Last, Coverage::Partial), quarterly(1, &[-2.0, NAN, 0.0]));
    }

    #[test]
    fn by_position() {
        let y = TsData::of(12, 2000, 2, (0..8).map(f64::from).collect()).unwrap();
        let at = |q| y.aggregate_by_position(TsUnit::QUARTER, q).unwrap();
        assert_eq!(at(0), TsData::of(4, 2000, 4, vec![2.0, 5.0]).unwrap());
        assert_eq!(at(1), TsData::of(4, 2000, 1, vec![0.0, 3.0, 6.0]).unwrap());
        assert_eq!(at(2), TsData::of(4, 2000, 1, vec![1.0, 4.0, 7.0]).unwrap());
        assert!(y.aggregate_by_position(TsUnit::QUARTER, 3).is_err());
    }

    #[test]
    fn nothing_remains() {
        let y = TsData::of(12, 2000, 2, vec![1.0]).unwrap();
        assert!(y.aggregate(TsUnit::YEAR, Aggregation::Sum, Coverage::Complete).unwrap().is_empty());
        assert_eq!(y.aggregate(TsUnit::MONTH, Aggregation::Max, Coverage::Complete).unwrap(), y);
        assert!(y.aggregate(TsUnit::DAY, Aggregation::Sum, Coverage::Complete).is_err());
    }
}
