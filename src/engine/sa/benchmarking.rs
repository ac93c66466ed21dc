//! The seasonally adjusted series with the yearly totals of the series (`diagnostics.md` section 11).

use super::result::Adjustment;
use super::spec::{BenchmarkingSpec, BenchmarkingTarget, Spec};
use crate::toolkit::benchmarking::cholette;
use crate::toolkit::regression::EffectSet;
use crate::toolkit::timeseries::TsData;

/// A benchmarked adjusted series.
#[derive(Clone, Debug, PartialEq)]
pub struct Benchmarking {
    /// The adjusted series with its forecasts.
    pub original: TsData,
    /// The series whose totals are taken, not aggregated.
    pub target: TsData,
    /// The adjusted series with these totals.
    pub result: TsData,
}

impl Spec {
    /// Options of the benchmarking.
    pub fn benchmarking(&self) -> &BenchmarkingSpec {
        match self {
            Self::X13(spec) => &spec.benchmarking,
            Self::TramoSeats(spec) => &spec.benchmarking,
        }
    }
}

impl Benchmarking {
    /// The benchmarking that `adjustment` was asked for; none when it is not enabled or cannot be computed. A series
    /// that is its own adjusted series is left as it is.
    pub(super) fn of(adjustment: &Adjustment) -> Option<Self> {
        let spec = adjustment.spec.benchmarking();
        if !spec.enabled {
            return None;
        }
        let series = &adjustment.finals.y.values;
        let sa = &adjustment.finals.sa;
        if sa.values == *series {
            return Some(Self { original: series.clone(), target: series.clone(), result: series.clone() });
        }
        let original = extended(&sa.values, sa.forecasts.as_ref())?;
        let target = target(adjustment, spec)?;
        let result = cholette(&original, &target, spec.method).ok()?;
        Some(Self { original, target, result })
    }
}

fn extended(x: &TsData, forecasts: Option<&TsData>) -> Option<TsData> {
    TsData::concatenate(std::iter::once(x).chain(forecasts)).ok()?
}

/// Without a model the series; with one the interpolated series, or that without calendar effects, in which missing
/// values stay missing; with forecasts for one year when these count.
fn target(adjustment: &Adjustment, spec: &BenchmarkingSpec) -> Option<TsData> {
    let Some(model) = &adjustment.preprocessing else { return Some(adjustment.finals.y.values.clone()) };
    let series = model.interpolated_series().ok()?;
    let forecasts = match spec.forecast {
        true => Some(model.forecasts(model.description().series().frequency()).ok()??.values),
        false => None,
    };
    match spec.target {
        BenchmarkingTarget::Original => extended(&series, forecasts.as_ref()),
        BenchmarkingTarget::CalendarAdjusted => {
            let adjusted = model.calendar_adjusted().ok()?;
            let without = |x: &TsData| {
                let calendar = model.effect_with_length_of_period(EffectSet::Calendar, x.domain()).ok()?;
                Some(model.without(x, &calendar))
            };
            let forecasts = match &forecasts {
                Some(x) => Some(without(x)?),
                None => None,
            };
            extended(&adjusted, forecasts.as_ref())
        }
    }
}
