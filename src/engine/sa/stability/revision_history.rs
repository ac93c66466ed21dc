//! Revision history (`diagnostics.md` 12.2): the estimate of a period when it was the last one against the
//! estimate with all data.

use super::Measure;
use crate::sa::result::Adjustment;
use crate::toolkit::timeseries::{TsData, TsDomain, TsPeriod};

/// How far back the history goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HistoryLength {
    /// Years whose revisions are shown.
    pub years: usize,
    /// Years of data that the first vintage has at least.
    pub first_years: usize,
}

impl Default for HistoryLength {
    /// Four years, the first vintage of five at least.
    fn default() -> Self {
        Self { years: 4, first_years: 5 }
    }
}

/// The data of each vintage, the oldest first: the series up to each of its last `years` p + 1 periods (p a year),
/// `first_years` years at least. The last one is the whole series. Empty when no vintage but the whole series remains.
pub fn vintage_domains(domain: TsDomain, length: HistoryLength) -> Vec<TsDomain> {
    let period = domain.annual_frequency().map_or(1, |s| s as usize);
    let n = domain.len;
    let first = n.saturating_sub(length.years * period + 1).max(length.first_years * period);
    if first + 2 > n {
        return Vec::new();
    }
    (first..n).map(|last| TsDomain::new(domain.start, last + 1)).collect()
}

/// What is revised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RevisedItem {
    /// Seasonally adjusted series.
    Adjusted,
    /// Trend.
    Trend,
    /// Seasonal and calendar component.
    Seasonal,
}

impl RevisedItem {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Adjusted, Self::Trend, Self::Seasonal];
}

/// The estimates with the data of a vintage.
#[derive(Clone, Debug, PartialEq)]
pub struct Vintage {
    /// Seasonally adjusted series.
    pub adjusted: TsData,
    /// Trend.
    pub trend: TsData,
    /// Seasonal and calendar component.
    pub seasonal: TsData,
}

impl Vintage {
    /// Of the adjustment of the data of the vintage.
    pub fn new(adjustment: &Adjustment) -> Self {
        let finals = &adjustment.finals;
        Self {
            adjusted: finals.sa.values.clone(),
            trend: finals.t.values.clone(),
            seasonal: finals.s.values.clone(),
        }
    }

    fn item(&self, item: RevisedItem) -> &TsData {
        match item {
            RevisedItem::Adjusted => &self.adjusted,
            RevisedItem::Trend => &self.trend,
            RevisedItem::Seasonal => &self.seasonal,
        }
    }
}

/// Revisions of an item by period.
#[derive(Clone, Debug, PartialEq)]
pub struct Revisions {
    /// What is compared; without division where values are not positive.
    pub measure: Measure,
    /// Final less first estimate; relative measures in percent, of the final estimate.
    pub values: TsData,
}

impl Revisions {
    /// Mean revision: the bias of first estimates.
    pub fn mean(&self) -> f64 {
        self.over_finite(|x| x)
    }

    /// Root mean square revision, about 0.
    pub fn rmse(&self) -> f64 {
        self.over_finite(|x| x * x).sqrt()
    }

    /// Whether a revision is more than twice the root mean square.
    pub fn is_large(&self, revision: f64) -> bool {
        revision.abs() > 2.0 * self.rmse()
    }

    fn over_finite(&self, f: impl Fn(f64) -> f64) -> f64 {
        let finite = self.values.values().iter().filter(|x| x.is_finite());
        let (sum, count) = finite.fold((0.0, 0_usize), |(sum, count), x| (sum + f(*x), count + 1));
        sum / count as f64
    }
}

/// Estimates of the last years with the data of each period.
#[derive(Clone, Debug, PartialEq)]
pub struct RevisionHistory {
    vintages: Vec<Option<Vintage>>,
    last: Vintage,
    /// Last period of the first vintage.
    first: TsPeriod,
}

impl RevisionHistory {
    /// From the results of the domains of [`vintage_domains`], in the same order; none where there was no result.
    /// None when the last one, of the whole series, is missing.
    pub fn new(domains: &[TsDomain], mut vintages: Vec<Option<Vintage>>) -> Option<Self> {
        let first = domains.first()?.last()?;
        let last = vintages.pop()??;
        Some(Self { vintages, last, first })
    }

    /// The periods with a revision: from the last one of the first vintage to the last but one of the series.
    pub fn domain(&self) -> TsDomain {
        TsDomain::new(self.first, self.vintages.len())
    }

    /// The estimates with all data.
    pub fn last(&self, item: RevisedItem) -> &TsData {
        self.last.item(item)
    }

    /// The estimates with the data up to `period`; none where there was no result.
    pub fn vintage(&self, item: RevisedItem, period: TsPeriod) -> Option<&TsData> {
        let vintage = self.domain().index_of(period).and_then(|i| self.vintages.get(i))?.as_ref()?;
        Some(vintage.item(item))
    }

    /// The first estimate of each period of [`domain`](Self::domain).
    pub fn first_estimates(&self, item: RevisedItem) -> TsData {
        let last_value = |v: &Option<Vintage>| v.as_ref().and_then(|v| v.item(item).values().last().copied());
        let values = self.vintages.iter().map(|v| last_value(v).unwrap_or(f64::NAN));
        TsData::new(self.first, values.collect())
    }

    /// The estimates of one period as data are added, from the first to the last one.
    pub fn history_of(&self, item: RevisedItem, period: TsPeriod) -> TsData {
        let from = self.domain().index_of(period).unwrap_or(0);
        let vintages = self.vintages.iter().skip(from).map(Option::as_ref).chain([Some(&self.last)]);
        let value = |v: Option<&Vintage>| v.and_then(|v| v.item(item).get(period)).unwrap_or(f64::NAN);
        TsData::new(self.first.plus(from as i64), vintages.map(value).collect())
    }

    /// Revisions of an item: with f the first and F the final estimate, `100 (F_t - f_t) / F_t`,
    /// `100 (F_t/F_{t-k} - f_t/f_{t-k})`, `F_t - f_t` or `(F_t - F_{t-k}) - (f_t - f_{t-k})`, the values of f all of
    /// the vintage of t.
    pub fn revisions(&self, item: RevisedItem, measure: Measure) -> Revisions {
        let last = self.last(item);
        let measure = measure.for_values(last);
        let period = last.annual_frequency().map_or(1, |s| s as usize);
        let values = self.vintages.iter().map(|vintage| {
            let Some(first) = vintage.as_ref().map(|v| v.item(item).values()) else { return f64::NAN };
            let t = first.len().saturating_sub(1);
            let now = measure.quantity(last.values(), t, period);
            let then = measure.quantity(first, t, period);
            match measure {
                Measure::Relative => 100.0 * (now - then) / now,
                _ if measure.is_relative() => 100.0 * (now - then),
                _ => now - then,
            }
        });
        Revisions { measure, values: TsData::new(self.first, values.collect()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vintages_of_a_series() {
        let domain = TsDomain::new(TsPeriod::of_month(4, 1960, 1).unwrap(), 108);
        let vintages = vintage_domains(domain, HistoryLength::default());
        assert_eq!(vintages.len(), 17);
        assert_eq!(vintages[0].last().unwrap().to_string(), "1982-10");
        assert_eq!(vintages[16], domain);
        let of = |n: usize| vintage_domains(TsDomain::new(domain.start, n), HistoryLength::default());
        assert_eq!(of(21), []);
        assert_eq!(of(22).len(), 2);
        assert_eq!(vintage_domains(domain, HistoryLength { years: 2, first_years: 5 }).len(), 9);
    }

    #[test]
    fn revisions_by_hand() {
        let x = |values: &[f64]| TsData::of(4, 2000, 1, values.to_vec()).unwrap();
        let vintage = |values: &[f64]| Vintage { adjusted: x(values), trend: x(values), seasonal: x(values) };
        let domains: Vec<TsDomain> = (2..=4).map(|n| x(&[1.0; 4]).domain().drop(0, 4 - n)).collect();
        let vintages = vec![Some(vintage(&[1.0, 2.0])), None, Some(vintage(&[2.0, 4.0, 6.0, 8.0]))];
        let history = RevisionHistory::new(&domains, vintages).unwrap();
        let item = RevisedItem::Adjusted;
        let of = |measure| history.revisions(item, measure).values.values()[0];
        assert_eq!(of(Measure::Relative), 50.0);
        assert_eq!(of(Measure::Absolute), 2.0);
        assert_eq!(of(Measure::Growth), 0.0);
        assert_eq!(of(Measure::Difference), 1.0);
        assert!(of(Measure::AnnualGrowth).is_nan());
        let revisions = history.revisions(item, Measure::Relative);
        assert!(revisions.values.values()[1].is_nan());
        assert_eq!((revisions.mean(), revisions.rmse()), (50.0, 50.0));
        assert_eq!(history.history_of(item, domains[0].last().unwrap()).values()[2], 4.0);
    }
}
