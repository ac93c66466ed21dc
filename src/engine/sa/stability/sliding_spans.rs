//! Sliding spans (Findley, Monsell, Shulman, Pugh 1990; `diagnostics.md` 12.1): how much the estimates of a period
//! depend on the span of the data.

use super::{Measure, SpanStatistics, is_multiplicative};
use crate::sa::diagnostics::{CombinedSeasonality, combined_seasonality};
use crate::sa::modelling::RegArimaResult;
use crate::sa::result::{Adjustment, Decomposition};
use crate::sa::x11::X11Table;
use crate::toolkit::regression::{EffectScale, EffectSet, deterministic_effect};
use crate::toolkit::timeseries::{TsData, TsDomain};

/// Usual length of a span in years.
pub const SPAN_YEARS: usize = 8;
/// Largest and smallest number of spans.
const MOST: usize = 4;
const LEAST: usize = 2;
/// Abnormal spread of factors.
const RELATIVE_THRESHOLD: f64 = 0.03;

/// The spans of a series, the oldest first: of `years` years ([`SPAN_YEARS`] unless the user asks for others), a year
/// apart, the last one up to the end. When that one would begin within a year, all are longer by the part of the year
/// before. Empty when the series is too short for two spans, or not seasonal.
pub fn span_domains(domain: TsDomain, years: usize) -> Vec<TsDomain> {
    let period = domain.annual_frequency().map_or(1, |s| s as usize);
    if period < 2 {
        return Vec::new();
    }
    let Some(start) = domain.len.checked_sub(years * period) else { return Vec::new() };
    let beyond = domain.period(start).annual_position();
    let length = years * period + beyond;
    let mut spans = Vec::new();
    let mut next = start.checked_sub(beyond);
    while let Some(first) = next.filter(|_| spans.len() < MOST) {
        spans.push(TsDomain::new(domain.period(first), length));
        next = first.checked_sub(period);
    }
    spans.reverse();
    if spans.len() < LEAST { Vec::new() } else { spans }
}

/// What is compared of the adjustment of a span.
#[derive(Clone, Debug, PartialEq)]
pub struct SpanResult {
    /// The span.
    pub domain: TsDomain,
    /// Seasonal factors or differences that are compared: those of X-11 with their forecasts, the final seasonal of
    /// SEATS, which has the calendar effects.
    pub seasonal: TsData,
    /// Seasonal factors or differences without regression effects.
    pub factors: TsData,
    /// Trading-day effect; none when the model has none.
    pub trading_days: Option<TsData>,
    /// Seasonally adjusted series; that of SEATS without regression effects.
    pub adjusted: TsData,
    /// Combined seasonality test of the SI.
    pub seasonality: Option<CombinedSeasonality>,
}

impl SpanResult {
    /// Of the adjustment of a span.
    pub fn new(adjustment: &Adjustment) -> Option<Self> {
        let centre = if is_multiplicative(adjustment) { 1.0 } else { 0.0 };
        let (seasonal, factors, adjusted, si) = match &adjustment.decomposition {
            Decomposition::X11(x11) => (
                x11.table(X11Table::D10)?.clone(),
                x11.table(X11Table::D10)?.clone(),
                adjustment.finals.sa.values.clone(),
                x11.table(X11Table::D8)?.clone(),
            ),
            Decomposition::Seats(seats) => (
                adjustment.finals.s.values.clone(),
                match &seats.components.s {
                    Some(s) => s.values.clone(),
                    None => adjustment.finals.s.values.map(|_| centre),
                },
                seats.components.sa.values.clone(),
                adjustment.tested_series()?.seasonal_irregular.clone(),
            ),
        };
        let period = adjustment.span.annual_frequency()? as usize;
        Some(Self {
            domain: adjustment.span,
            trading_days: adjustment.preprocessing.as_ref().and_then(trading_day_effect),
            adjusted,
            seasonality: combined_seasonality(si.values(), si.start().annual_position(), period, centre),
            seasonal,
            factors,
        })
    }

    /// Mean of the seasonal factors or differences of each period of the year, the first period first.
    pub fn seasonal_means(&self) -> Vec<f64> {
        let period = self.domain.annual_frequency().map_or(1, |s| s as usize);
        let mut sums = vec![(0.0, 0_usize); period];
        let places = self.factors.domain();
        for (t, x) in self.factors.values().iter().enumerate() {
            let (sum, count) = &mut sums[places.period(t).annual_position() % period];
            (*sum, *count) = (*sum + x, *count + 1);
        }
        sums.iter().map(|(sum, count)| sum / *count as f64).collect()
    }
}

/// Trading days and length of period, in the scale of the series; none without such a variable or adjustment.
fn trading_day_effect(model: &RegArimaResult) -> Option<TsData> {
    let description = model.description();
    let domain = description.series().domain();
    let variables = model.estimated().with_coefficients(description);
    let adjustment = model.adjustment();
    if adjustment.is_none() && !variables.iter().any(|v| EffectSet::TradingDays.contains(v)) {
        return None;
    }
    let scale = if model.is_log() { EffectScale::Log { adjustment } } else { EffectScale::Level };
    let mut effect = deterministic_effect(&variables, EffectSet::TradingDays, domain).ok()?;
    scale.back_transform_with_length_of_period(domain, &mut effect);
    Some(TsData::new(domain.start, effect))
}

/// Comparison of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpanView {
    /// Seasonal factors or differences.
    Seasonal,
    /// Trading-day effects.
    TradingDays,
    /// Changes of the adjusted series from the period before.
    AdjustedChanges,
    /// Changes of the adjusted series from the year before.
    AdjustedAnnualChanges,
}

impl SpanView {
    /// Every view.
    pub const ALL: [Self; 4] =
        [Self::Seasonal, Self::TradingDays, Self::AdjustedChanges, Self::AdjustedAnnualChanges];

    fn measure(self, multiplicative: bool) -> Measure {
        let relative = match self {
            Self::Seasonal | Self::TradingDays => Measure::Relative,
            Self::AdjustedChanges => Measure::Growth,
            Self::AdjustedAnnualChanges => Measure::AnnualGrowth,
        };
        if multiplicative { relative } else { relative.absolute() }
    }

    fn item(self, span: &SpanResult) -> Option<&TsData> {
        match self {
            Self::Seasonal => Some(&span.seasonal),
            Self::TradingDays => span.trading_days.as_ref(),
            Self::AdjustedChanges | Self::AdjustedAnnualChanges => Some(&span.adjusted),
        }
    }
}

/// Sliding spans of an adjustment.
#[derive(Clone, Debug, PartialEq)]
pub struct SlidingSpans {
    /// Whether the components are factors.
    pub multiplicative: bool,
    /// The spans, the oldest first.
    pub spans: Vec<SpanResult>,
    /// The adjustment of the whole series.
    reference: SpanResult,
}

impl SlidingSpans {
    /// From the results of the spans of [`span_domains`], in the same order; none where there was no result.
    /// Spans older than one without result are not used. None with fewer than two spans.
    pub fn new(reference: &Adjustment, spans: Vec<Option<SpanResult>>) -> Option<Self> {
        let mut used: Vec<SpanResult> = spans.into_iter().rev().map_while(|s| s).collect();
        used.reverse();
        if used.len() < LEAST {
            return None;
        }
        let multiplicative = is_multiplicative(reference);
        Some(Self { multiplicative, spans: used, reference: SpanResult::new(reference)? })
    }

    /// What is compared in a view, by span: the factors or effects themselves, for changes the ratio to or the difference
    /// from the period before; missing where there is none. Empty for spans without the item.
    pub fn estimates(&self, view: SpanView) -> Vec<TsData> {
        let measure = view.measure(self.multiplicative);
        let of = |x: &TsData| {
            let period = x.annual_frequency().map_or(1, |s| s as usize);
            let values = (0..x.len()).map(|t| measure.quantity(x.values(), t, period)).collect();
            TsData::new(x.start(), values)
        };
        self.spans.iter().filter_map(|s| view.item(s)).map(of).collect()
    }

    /// The spreads of a view; none where the item does not exist in two spans. Abnormal are 3 % for factors, and
    /// the root mean square of the item over the whole series for differences.
    pub fn view(&self, view: SpanView) -> Option<SpanStatistics> {
        let items: Vec<&TsData> = self.spans.iter().filter_map(|s| view.item(s)).collect();
        let threshold = if self.multiplicative {
            RELATIVE_THRESHOLD
        } else {
            let x = view.item(&self.reference)?.values();
            (x.iter().map(|x| x * x).sum::<f64>() / x.len() as f64).sqrt()
        };
        SpanStatistics::new(&items, view.measure(self.multiplicative), threshold)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::timeseries::TsPeriod;

    fn domains(start: (i32, u32), n: usize) -> Vec<(i32, u32, usize)> {
        let domain = TsDomain::new(TsPeriod::of_month(12, start.0, start.1).unwrap(), n);
        span_domains(domain, SPAN_YEARS).iter().map(|d| (d.start.year(), d.start.month(), d.len)).collect()
    }

    #[test]
    fn spans_of_a_series() {
        let whole_years = domains((1949, 1), 144);
        assert_eq!(whole_years, [(1950, 1, 96), (1951, 1, 96), (1952, 1, 96), (1953, 1, 96)]);
        // a series up to March: spans from January on, eight years and three months long
        assert_eq!(domains((2000, 1), 111), [(2000, 1, 99), (2001, 1, 99)]);
        assert_eq!(domains((2000, 2), 107), []);
        assert_eq!(domains((2000, 1), 90), []);
    }
}
