//! Spread of the estimates of the same period by several spans.

use super::Measure;
use crate::toolkit::timeseries::{TsData, TsDomain, TsPeriod};

/// Number and size of the spreads of a period of the year or of a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupSummary {
    /// Place of the period in the year, 0-based, or the year.
    pub group: i64,
    /// Number of abnormal spreads.
    pub abnormal: usize,
    /// Mean spread.
    pub average: f64,
}

/// Spread of an item over the spans: `(max - min) / min` of the values for [`Measure::Relative`], `max - min` of
/// the quantity for the others; missing where fewer than two spans have it.
#[derive(Clone, Debug, PartialEq)]
pub struct SpanStatistics {
    /// What is compared.
    pub measure: Measure,
    /// The spreads, without leading and trailing missing values.
    pub statistics: TsData,
    /// A spread of at least this is abnormal.
    pub threshold: f64,
}

impl SpanStatistics {
    /// The spreads of `items`, the same item of each span; none when no period is in two spans.
    pub(super) fn new(items: &[&TsData], measure: Measure, threshold: f64) -> Option<Self> {
        let start = items.iter().map(|x| x.start()).min_by_key(|p| p.id)?;
        let end = items.iter().map(|x| x.domain().end()).max_by_key(|p| p.id)?;
        let domain = TsDomain::new(start, usize::try_from(start.until(end).ok()?).ok()?);
        let period = domain.annual_frequency()? as usize;
        let offsets: Vec<i64> = items.iter().map(|x| x.start().id - start.id).collect();
        let spread = |t: usize| {
            let (mut least, mut most, mut count) = (f64::INFINITY, f64::NEG_INFINITY, 0);
            for (x, offset) in items.iter().zip(&offsets) {
                let Ok(place) = usize::try_from(t as i64 - offset) else { continue };
                let quantity = measure.quantity(x.values(), place, period);
                if quantity.is_finite() {
                    (least, most, count) = (least.min(quantity), most.max(quantity), count + 1);
                }
            }
            match measure {
                _ if count < 2 => f64::NAN,
                Measure::Relative => (most - least) / least,
                _ => most - least,
            }
        };
        let statistics = TsData::new(start, (0..domain.len).map(spread).collect()).clean_extremities();
        (!statistics.is_empty()).then_some(Self { measure, statistics, threshold })
    }

    /// The spreads that are not missing, with their periods.
    pub fn finite(&self) -> impl Iterator<Item = (TsPeriod, f64)> + '_ {
        let domain = self.statistics.domain();
        let values = self.statistics.values().iter().enumerate();
        values.filter(|(_, x)| x.is_finite()).map(move |(t, x)| (domain.period(t), *x))
    }

    /// Number of spreads.
    pub fn count(&self) -> usize {
        self.finite().count()
    }

    /// Number of spreads not below the threshold.
    pub fn abnormal(&self) -> usize {
        self.finite().filter(|(_, x)| *x >= self.threshold).count()
    }

    /// Mean spread.
    pub fn average(&self) -> f64 {
        self.finite().map(|(_, x)| x).sum::<f64>() / self.count() as f64
    }

    /// Whether there is something to see: spreads that are neither all equal nor all 0.
    pub fn is_informative(&self) -> bool {
        let mut finite = self.finite().map(|(_, x)| x);
        let first = finite.next();
        finite.any(|x| Some(x) != first)
    }

    /// By period of the year, those that occur.
    pub fn by_period(&self) -> Vec<GroupSummary> {
        self.by(|p| p.annual_position() as i64)
    }

    /// By year.
    pub fn by_year(&self) -> Vec<GroupSummary> {
        self.by(|p| i64::from(p.year()))
    }

    fn by(&self, group: impl Fn(TsPeriod) -> i64) -> Vec<GroupSummary> {
        let mut groups = std::collections::BTreeMap::<i64, (usize, usize, f64)>::new();
        for (p, x) in self.finite() {
            let (count, abnormal, sum) = groups.entry(group(p)).or_default();
            *count += 1;
            *abnormal += usize::from(x >= self.threshold);
            *sum += x;
        }
        let summary = |(group, (count, abnormal, sum)): (i64, (usize, usize, f64))| GroupSummary {
            group,
            abnormal,
            average: sum / count as f64,
        };
        groups.into_iter().map(summary).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quarters(year: i32, values: &[f64]) -> TsData {
        TsData::of(4, year, 1, values.to_vec()).unwrap()
    }

    #[test]
    fn spreads_by_hand() {
        let old = quarters(2000, &[1.0, 2.0, 4.0, 5.0, 6.0]);
        let new = quarters(2001, &[8.0, 7.0]);
        let s = SpanStatistics::new(&[&old, &new], Measure::Relative, 0.3).unwrap();
        assert_eq!(s.statistics, quarters(2001, &[(8.0 - 6.0) / 6.0]));
        assert_eq!((s.count(), s.abnormal()), (1, 1));
        let again = quarters(2000, &[1.0, 3.0, 4.0, 4.0, 5.0]);
        let s = SpanStatistics::new(&[&old, &again], Measure::Difference, 1.0).unwrap();
        assert_eq!(s.statistics, TsData::of(4, 2000, 4, vec![1.0, 1.0, 1.0, 0.0]).unwrap());
        assert_eq!((s.abnormal(), s.average()), (3, 0.75));
    }

    #[test]
    fn spans_without_common_period() {
        let s =
            SpanStatistics::new(&[&quarters(2000, &[1.0]), &quarters(2005, &[1.0])], Measure::Absolute, 0.1);
        assert_eq!(s, None);
    }
}
