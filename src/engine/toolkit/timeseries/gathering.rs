//! Series from dated observations (`timeseries-calendars-regressors.md`, section 7).

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use super::guess::{Placement, guess_unit};
use super::{Aggregation, Coverage, TsData, TsPeriod, TsUnit};

/// Longest series built from observations; a stray date cannot ask for more memory than this.
const MAX_LEN: i64 = 1 << 24;

/// How dated observations become a series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObsGathering {
    /// Unit of the series; guessed when none is given.
    pub unit: Option<TsUnit>,
    /// How several observations of a period are put together; without it there can be only one.
    pub aggregation: Option<Aggregation>,
    /// Whether aggregated periods that are covered in part are kept.
    pub coverage: Coverage,
    /// Whether dates without a number count as observations (missing values at both ends are then kept).
    pub include_missing: bool,
}

/// Why observations give no series.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GatheringError {
    /// No observation, or nothing left after aggregation.
    #[error("No data available")]
    NoData,
    /// One observation only, and no unit given.
    #[error("Cannot guess frequency with a single observation; give the frequency")]
    SingleObservation,
    /// Two observations at the same instant, and no unit given.
    #[error("Cannot guess frequency with duplicated periods; give the frequency and an aggregation")]
    DuplicatedPeriods,
    /// Two observations in one period and no aggregation.
    #[error("Duplicated observations without aggregation in {period}; choose an aggregation")]
    DuplicatedObservations {
        /// The period.
        period: TsPeriod,
    },
    /// An aggregation without unit.
    #[error("Invalid aggregation mode: an aggregation needs a frequency; give one")]
    AggregationWithoutUnit,
    /// An aggregation of dates without numbers.
    #[error("No data to aggregate: no observation has a value")]
    NoDataToAggregate,
    /// More periods between the first and the last observation than a series can hold.
    #[error("{n} periods of {unit} between the first and the last observation are too many; check the dates")]
    TooManyPeriods {
        /// Unit of the series.
        unit: TsUnit,
        /// Number of periods.
        n: i64,
    },
}

impl TsData {
    /// The series of dated observations, in any order. A date without number is ignored unless missing values
    /// are included.
    ///
    /// Without unit it is the longest one that separates the observations, unless a shorter one leaves fewer
    /// gaps. With a unit alone every observation takes its period. With an aggregation the observations are
    /// first tried as a regular series, which is aggregated like [`TsData::aggregate`]; when they are none, or
    /// one with no whole number of periods in the unit (days in months), every period takes the observations
    /// that fall in it. Periods without observation are NaN.
    ///
    /// # Errors
    /// A [`GatheringError`] that says why there is no such series.
    pub fn from_observations(
        observations: &[(NaiveDate, Option<f64>)],
        gathering: &ObsGathering,
    ) -> Result<Self, GatheringError> {
        gather(observations.iter().map(|&(date, x)| (date.and_time(NaiveTime::MIN), x)), gathering)
    }

    /// The series of observations dated to the second; otherwise like [`TsData::from_observations`].
    ///
    /// # Errors
    /// A [`GatheringError`] that says why there is no such series.
    pub fn from_timed_observations(
        observations: &[(NaiveDateTime, Option<f64>)],
        gathering: &ObsGathering,
    ) -> Result<Self, GatheringError> {
        gather(observations.iter().copied(), gathering)
    }
}

fn gather(
    observations: impl Iterator<Item = (NaiveDateTime, Option<f64>)>,
    gathering: &ObsGathering,
) -> Result<TsData, GatheringError> {
    let mut kept: Vec<(NaiveDateTime, f64)> = observations
        .filter(|(_, x)| x.is_some() || gathering.include_missing)
        .map(|(time, x)| (time, x.unwrap_or(f64::NAN)))
        .collect();
    if !kept.is_sorted_by_key(|(time, _)| *time) {
        kept.sort_by_key(|(time, _)| *time);
    }
    let (times, values): (Vec<_>, Vec<_>) = kept.into_iter().unzip();
    match (gathering.unit, gathering.aggregation) {
        (None, Some(_)) => Err(GatheringError::AggregationWithoutUnit),
        _ if times.is_empty() => Err(GatheringError::NoData),
        (None, None) => place(&guess_unit(&times)?, &values),
        (Some(unit), None) => place(&placement_in(unit, &times), &values),
        (Some(unit), Some(how)) => aggregate(unit, how, gathering.coverage, &times, &values),
    }
}

fn placement_in(unit: TsUnit, times: &[NaiveDateTime]) -> Placement {
    Placement { unit, ids: times.iter().map(|&t| TsPeriod::containing_time(unit, t).id).collect() }
}

/// One observation per period, NaN in the gaps.
fn place(placement: &Placement, values: &[f64]) -> Result<TsData, GatheringError> {
    let unit = placement.unit;
    if let Some(w) = placement.ids.windows(2).find(|w| w[0] == w[1]) {
        return Err(GatheringError::DuplicatedObservations { period: TsPeriod { unit, id: w[0] } });
    }
    let mut series = Empty::new(placement)?;
    for (&id, &value) in placement.ids.iter().zip(values) {
        series.set(id, value);
    }
    Ok(series.into_data(unit))
}

fn aggregate(
    unit: TsUnit,
    how: Aggregation,
    coverage: Coverage,
    times: &[NaiveDateTime],
    values: &[f64],
) -> Result<TsData, GatheringError> {
    let regular = guess_unit(times).and_then(|placement| place(&placement, values));
    if let Some(series) = regular.ok().and_then(|series| series.aggregate(unit, how, coverage).ok()) {
        return if series.is_empty() { Err(GatheringError::NoData) } else { Ok(series) };
    }
    let finite = |(t, x): (&NaiveDateTime, &f64)| x.is_finite().then_some((*t, *x));
    let (times, values): (Vec<_>, Vec<_>) = times.iter().zip(values).filter_map(finite).unzip();
    if times.is_empty() {
        return Err(GatheringError::NoDataToAggregate);
    }
    let placement = placement_in(unit, &times);
    let mut series = Empty::new(&placement)?;
    let mut rest = values.as_slice();
    for ids in placement.ids.chunk_by(|a, b| a == b) {
        let (bucket, later) = rest.split_at(ids.len().min(rest.len()));
        if let Some(&id) = ids.first() {
            series.set(id, how.of(bucket.iter().copied()));
        }
        rest = later;
    }
    Ok(series.into_data(unit))
}

/// Missing values from the first to the last period of a placement.
struct Empty {
    first: i64,
    values: Vec<f64>,
}

impl Empty {
    fn new(placement: &Placement) -> Result<Self, GatheringError> {
        let n = placement.size();
        if n > MAX_LEN {
            return Err(GatheringError::TooManyPeriods { unit: placement.unit, n });
        }
        let len = usize::try_from(n).unwrap_or(0);
        Ok(Self { first: placement.ids.first().copied().unwrap_or(0), values: vec![f64::NAN; len] })
    }

    fn set(&mut self, id: i64, value: f64) {
        let position = usize::try_from(id - self.first).ok();
        if let Some(slot) = position.and_then(|i| self.values.get_mut(i)) {
            *slot = value;
        }
    }

    fn into_data(self, unit: TsUnit) -> TsData {
        TsData::new(TsPeriod { unit, id: self.first }, self.values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn obs(list: &[(&str, f64)]) -> Vec<(NaiveDate, Option<f64>)> {
        list.iter().map(|(d, x)| (d.parse().unwrap(), (!x.is_nan()).then_some(*x))).collect()
    }

    fn monthly_from(month: u32, n: u32) -> Vec<(NaiveDate, Option<f64>)> {
        let date =
            |i| NaiveDate::from_ymd_opt(2000 + (month - 1 + i) as i32 / 12, (month - 1 + i) % 12 + 1, 15);
        (0..n).map(|i| (date(i).unwrap(), Some(f64::from(i + 1)))).collect()
    }

    const SUM_BY_QUARTER: ObsGathering = ObsGathering {
        unit: Some(TsUnit::QUARTER),
        aggregation: Some(Aggregation::Sum),
        coverage: Coverage::Complete,
        include_missing: false,
    };

    #[test]
    fn guessed_placed_in_any_order() {
        let mut list = obs(&[("2000-01-31", 1.0), ("2000-02-29", f64::NAN), ("2000-03-31", 3.0)]);
        list.extend(obs(&[("2000-04-30", 4.0), ("2000-05-31", 5.0), ("2000-06-30", f64::NAN)]));
        list.reverse();
        let y = TsData::from_observations(&list, &ObsGathering::default()).unwrap();
        assert_eq!(y, TsData::of(12, 2000, 1, vec![1.0, f64::NAN, 3.0, 4.0, 5.0]).unwrap());
        let all = ObsGathering { include_missing: true, ..ObsGathering::default() };
        assert_eq!(TsData::from_observations(&list, &all).unwrap().len(), 6);
    }

    #[test]
    fn every_refusal() {
        let with = |unit, aggregation| ObsGathering { unit, aggregation, ..ObsGathering::default() };
        let twice = obs(&[("2000-01-01", 1.0), ("2000-01-01", 2.0)]);
        let error = |list: &[_], g| TsData::from_observations(list, &g).unwrap_err();
        assert_eq!(error(&[], with(None, None)), GatheringError::NoData);
        assert_eq!(error(&twice[..1], with(None, None)), GatheringError::SingleObservation);
        assert_eq!(error(&twice, with(None, None)), GatheringError::DuplicatedPeriods);
        assert!(matches!(
            error(&twice, with(Some(TsUnit::MONTH), None)),
            GatheringError::DuplicatedObservations { .. }
        ));
        assert_eq!(error(&twice, with(None, Some(Aggregation::Sum))), GatheringError::AggregationWithoutUnit);
        let valueless = ObsGathering { include_missing: true, ..SUM_BY_QUARTER };
        let nothing = obs(&[("2000-01-01", f64::NAN), ("2000-01-01", f64::NAN)]);
        assert_eq!(error(&nothing, valueless), GatheringError::NoDataToAggregate);
        let stray = obs(&[("0001-01-01", 1.0), ("9999-01-01", 2.0)]);
        let seconds = with(Some(TsUnit::new(1, crate::toolkit::timeseries::Chrono::Second)), None);
        assert!(matches!(error(&stray, seconds), GatheringError::TooManyPeriods { .. }));
    }

    #[test]
    fn regular_observations_aggregate_complete_periods() {
        let y = TsData::from_observations(&monthly_from(2, 8), &SUM_BY_QUARTER).unwrap();
        assert_eq!(y, TsData::of(4, 2000, 4, vec![12.0, 21.0]).unwrap());
        let partial = ObsGathering { coverage: Coverage::Partial, ..SUM_BY_QUARTER };
        let y = TsData::from_observations(&monthly_from(2, 8), &partial).unwrap();
        assert_eq!(y, TsData::of(4, 2000, 1, vec![3.0, 12.0, 21.0]).unwrap());
    }

    #[test]
    fn days_aggregate_whatever_the_coverage() {
        let first = NaiveDate::from_ymd_opt(2000, 1, 10).unwrap();
        let days: Vec<_> = (0..40).map(|i| (first + chrono::Duration::days(i), Some(1.0))).collect();
        let y = TsData::from_observations(&days, &SUM_BY_QUARTER).unwrap();
        assert_eq!(y, TsData::of(4, 2000, 1, vec![40.0]).unwrap());
    }
}
