//! Choice among nested groupings of trading days (`regarima.md` 7.2, `tramo.md` 9.3).
//!
//! Models are numbered: 0 without calendar effect, 1 with the length of period alone, i + 2 with the i-th
//! grouping beside it.

use super::{Estimated, ModelBuildError, variables};
use crate::sa::ModellingContext;
use crate::sa::spec::TradingDays;
use crate::toolkit::calendars::DayClustering;
use crate::toolkit::regression::{Origin, Variable};
use crate::toolkit::stats::Distribution;

/// Groupings of the Wald tests, each one nested in the next.
pub(in crate::sa) const NESTED: [(&str, DayClustering); 4] = [
    ("TD2", DayClustering::TD2),
    ("TD3", DayClustering::TD3),
    ("TD4", DayClustering::TD4),
    ("TD7", DayClustering::TD7),
];

/// The trading days of a specification with other groups of days, as an automatic variable.
pub(in crate::sa) fn regrouped(
    days: &TradingDays,
    clustering: DayClustering,
    context: &ModellingContext,
) -> Result<Option<Variable>, ModelBuildError> {
    let grouped = match days {
        TradingDays::Holidays { calendar, .. } => {
            TradingDays::Holidays { calendar: calendar.clone(), clustering }
        }
        _ => TradingDays::Generic(clustering),
    };
    Ok(variables::trading_days(&grouped, &[], context)?.map(|v| v.by(Origin::Automatic)))
}

/// Name of the chosen model.
pub(in crate::sa) fn label(index: usize, groupings: &[(&str, DayClustering)]) -> String {
    match index {
        0 => "none".into(),
        1 => "length of period only".into(),
        i => groupings.get(i - 2).map_or("", |g| g.0).into(),
    }
}

/// Index of the smallest criterion, the first one in case of ties.
pub(in crate::sa) fn smallest(fits: &[Option<Estimated>], criterion: impl Fn(&Estimated) -> f64) -> usize {
    let mut best = (0, f64::INFINITY);
    for (i, fit) in fits.iter().enumerate() {
        if let Some(value) = fit.as_ref().map(&criterion)
            && value < best.1
        {
            best = (i, value);
        }
    }
    best.0
}

/// Nested Wald tests: from the largest model down while the restriction is accepted (p > `p1`), then to a
/// smaller model that is significant itself when the step to it is accepted (p > `p2`).
pub(in crate::sa) fn wald(fits: &[Option<Estimated>], p1: f64, p2: f64) -> Option<usize> {
    let ssq = |e: &Estimated| e.statistics().ssq;
    let columns = |e: &Estimated| e.estimation().model().coefficient_count();
    let reference = fits.first()?.as_ref()?;
    let last = fits.iter().rposition(Option::is_some)?;
    let largest = fits[last].as_ref()?;
    let df = largest.statistics().effective_observations as f64 - columns(largest) as f64 - 2.0;
    let sigma2 = ssq(largest) / df;
    let probability = |f: f64, k: usize| {
        let distribution = Distribution::F { numerator: k as f64, denominator: df };
        if k == 0 || f <= 0.0 { 1.0 } else { distribution.upper(f).unwrap_or(1.0) }
    };
    let against_reference = |i: usize| -> Option<f64> {
        let fit = fits.get(i)?.as_ref()?;
        let k = columns(fit).checked_sub(columns(reference))?;
        Some(probability((ssq(reference) - ssq(fit)) / (k as f64 * sigma2), k))
    };
    let mut best = last;
    while best > 0 && against_reference(best).is_none_or(|p| p > p1) {
        best -= 1;
    }
    if best <= 1 {
        return Some(best);
    }
    for j in (1..best).rev() {
        let Some(_) = against_reference(j).filter(|p| *p < p1) else { continue };
        let (small, large) = (fits[j].as_ref()?, fits[best].as_ref()?);
        let k = columns(large).saturating_sub(columns(small));
        let f = (ssq(small) - ssq(large)) / (k as f64 * sigma2);
        if f > 0.0 && probability(f, k) > p2 {
            best = j;
        }
    }
    Some(best)
}
