//! The unit of dated observations (`timeseries-calendars-regressors.md`, section 7.1).

use chrono::NaiveDateTime;

use super::{Chrono, GatheringError, TsPeriod, TsUnit};

/// Base units tried, longest first.
const CANDIDATES: [Chrono; 7] =
    [Chrono::Year, Chrono::Month, Chrono::Week, Chrono::Day, Chrono::Hour, Chrono::Minute, Chrono::Second];

/// A unit and the period number of every observation in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placement {
    pub(super) unit: TsUnit,
    /// Period numbers, increasing.
    pub(super) ids: Vec<i64>,
}

impl Placement {
    /// The observations in units of `amount` times `base`, `amount` being their smallest distance; none when
    /// two fall in one base unit.
    ///
    /// A distance that is no multiple of the amount is truncated, counted from the first observation.
    fn of(base: Chrono, times: &[NaiveDateTime]) -> Option<Self> {
        let unit = TsUnit::new(1, base);
        let mut ids: Vec<i64> = times.iter().map(|&t| TsPeriod::containing_time(unit, t).id).collect();
        let step = ids.windows(2).map(|w| w[1] - w[0]).min().filter(|&step| step > 0)?;
        let amount = u32::try_from(step).ok()?;
        if let (true, Some(&first)) = (step > 1, ids.first()) {
            let origin = first.div_euclid(step);
            ids.iter_mut().for_each(|id| *id = (*id - first) / step + origin);
        }
        Some(Self { unit: TsUnit::new(amount, base), ids })
    }

    /// Number of periods from the first to the last observation.
    pub(super) fn size(&self) -> i64 {
        match (self.ids.first(), self.ids.last()) {
            (Some(first), Some(last)) => last - first + 1,
            _ => 0,
        }
    }
}

/// The longest unit that separates all observations, unless a shorter one leaves fewer gaps and there are
/// enough observations to tell. `times` is in order.
pub(super) fn guess_unit(times: &[NaiveDateTime]) -> Result<Placement, GatheringError> {
    match times.len() {
        0 => return Err(GatheringError::NoData),
        1 => return Err(GatheringError::SingleObservation),
        _ => {}
    }
    let mut best: Option<Placement> = None;
    for candidate in CANDIDATES.into_iter().filter_map(|base| Placement::of(base, times)) {
        let Some(current) = &best else {
            best = Some(candidate);
            continue;
        };
        if times.len() < required_observations(current.unit, candidate.unit) {
            break;
        }
        if prefers(current, &candidate) {
            best = Some(candidate);
        }
    }
    best.ok_or(GatheringError::DuplicatedPeriods)
}

/// Observations needed to weigh `candidate` against `best`.
fn required_observations(best: TsUnit, candidate: TsUnit) -> usize {
    let rho = best.mean_seconds() as f64 / candidate.mean_seconds() as f64;
    let least = candidate.amount.max(2);
    if rho < 1.0 { (rho * f64::from(least)).ceil() as usize } else { least as usize + 1 }
}

/// Whether `candidate` leaves fewer gaps than `best`, or as many with a unit really shorter than the estimated
/// length of a month or year would suggest.
fn prefers(best: &Placement, candidate: &Placement) -> bool {
    let (old, new) = (best.unit.mean_seconds(), candidate.unit.mean_seconds());
    match candidate.size().cmp(&best.size()) {
        std::cmp::Ordering::Greater => false,
        std::cmp::Ordering::Less => true,
        std::cmp::Ordering::Equal => {
            let next = new + candidate.unit.chrono.mean_seconds();
            old != new && !(old > new && old < next)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn guess(dates: &[&str]) -> Result<String, GatheringError> {
        let midnight = |d: &&str| d.parse::<NaiveDate>().unwrap().and_hms_opt(0, 0, 0).unwrap();
        guess_unit(&dates.iter().map(midnight).collect::<Vec<_>>()).map(|p| p.unit.to_string())
    }

    #[test]
    fn worked_list() {
        let unit = |dates: &[&str]| guess(dates).unwrap();
        assert_eq!(unit(&["2000-01-31", "2000-02-29", "2000-03-31", "2000-04-30"]), "P1M");
        assert_eq!(unit(&["2000-02-01", "2000-05-01", "2000-08-01", "2000-11-01", "2001-02-01"]), "P3M");
        assert_eq!(unit(&["2000-01-01", "2000-07-01", "2001-01-01"]), "P6M");
        assert_eq!(unit(&["2000-01-01", "2000-06-01", "2000-11-01", "2001-04-01", "2001-09-01"]), "P5M");
        assert_eq!(unit(&["2000-12-01", "2001-01-01"]), "P1Y");
        assert_eq!(unit(&["2000-11-01", "2000-12-01", "2001-01-01"]), "P1M");
        assert_eq!(unit(&["2000-01-01", "2000-02-01", "2000-05-01", "2000-06-01"]), "P1M");
        assert_eq!(guess(&["2000-01-01"]), Err(GatheringError::SingleObservation));
        assert_eq!(guess(&["2000-01-01", "2000-01-01"]), Err(GatheringError::DuplicatedPeriods));
    }

    #[test]
    fn weeks_and_days() {
        let every = |step: i64, n: i64| {
            let first = NaiveDate::from_ymd_opt(2000, 1, 5).unwrap();
            let day = |i| (first + chrono::Duration::days(step * i)).and_hms_opt(0, 0, 0).unwrap();
            guess_unit(&(0..n).map(day).collect::<Vec<_>>()).unwrap().unit.to_string()
        };
        assert_eq!(every(7, 60), "P1W");
        assert_eq!(every(1, 100), "P1D");
    }

    #[test]
    fn quarters_before_the_epoch_stay_in_their_quarter() {
        let dates = ["1969-05-15", "1969-08-15", "1969-11-15"];
        let times: Vec<_> =
            dates.map(|d| d.parse::<NaiveDate>().unwrap().and_hms_opt(0, 0, 0).unwrap()).into();
        let placement = guess_unit(&times).unwrap();
        assert_eq!((placement.unit, placement.ids), (TsUnit::QUARTER, vec![-3, -2, -1]));
    }
}
