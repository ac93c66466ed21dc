//! Refreshing items with new data: what is kept of their last estimation, and what they give with it.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;
use solstice_engine::sa::refresh::{RefreshPolicy, point_specification, refresh};
use solstice_engine::sa::spec::Spec;
use solstice_engine::sa::{Adjustment, ModellingContext};
use solstice_engine::toolkit::timeseries::TsData;

use super::run::{JobError, judge_guarded};
use super::task::Watch;
use crate::data::{Moniker, Series};
use crate::workspace::{Command, ItemId, SeriesId, Workspace};

/// An item to refresh.
#[derive(Clone, Debug)]
pub struct RefreshItem {
    /// Which.
    pub item: ItemId,
    /// The specification of the user.
    pub rules: Spec,
    /// The specification of its last estimation: the same, or that of an earlier refresh.
    pub last: Spec,
    /// Its series as it was.
    pub old: Arc<Series>,
    /// Its series as it is now.
    pub new: Arc<Series>,
}

/// An item that was refreshed.
#[derive(Clone, Debug)]
pub struct Refreshed {
    /// Which.
    pub item: ItemId,
    /// Its specification from now on; none when everything is chosen by the rules of the user.
    pub spec: Option<Spec>,
    /// The result with the old data; none when there was none.
    pub before: Option<Arc<Adjustment>>,
    /// The result with the new data.
    pub after: Arc<Adjustment>,
}

/// Why an item was not refreshed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshError {
    /// There is nothing to keep.
    #[error("there is no estimation to keep anything of ({0}); refresh with everything chosen again")]
    NothingToKeep(JobError),
    /// The new data cannot be adjusted.
    #[error("the new data cannot be adjusted: {0}")]
    NewData(JobError),
}

/// Where the series of `items` come from; those without a source are not among them.
pub fn sources_of(workspace: &Workspace, items: &[ItemId]) -> Vec<(SeriesId, Moniker)> {
    let mut seen = HashSet::new();
    items
        .iter()
        .filter_map(|id| workspace.item(*id))
        .filter(|item| seen.insert(item.series))
        .filter_map(|item| Some((item.series, workspace.series_of(item)?.moniker.clone()?)))
        .collect()
}

/// What was read again: the series with other data than before, and those that could not be read, with the reason.
#[derive(Debug, Default)]
pub struct NewData<E> {
    /// Series with new data.
    pub series: Vec<(SeriesId, Arc<Series>)>,
    /// Series that could not be read.
    pub failures: Vec<(SeriesId, E)>,
}

impl<E> NewData<E> {
    /// From what was read of the series of `workspace`.
    pub fn of(workspace: &Workspace, read: impl IntoIterator<Item = (SeriesId, Result<TsData, E>)>) -> Self {
        let mut new = Self { series: Vec::new(), failures: Vec::new() };
        for (id, data) in read {
            let Some(old) = workspace.series(id) else { continue };
            match data {
                Ok(data) if data == old.data => {}
                Ok(data) => new.series.push((id, Arc::new(Series { data, ..old.as_ref().clone() }))),
                Err(reason) => new.failures.push((id, reason)),
            }
        }
        new
    }
}

/// The items with their old data and those in `series`.
pub fn items_to_refresh(
    workspace: &Workspace,
    items: &[ItemId],
    series: &[(SeriesId, Arc<Series>)],
) -> Vec<RefreshItem> {
    let item = |id: &ItemId| {
        let item = workspace.item(*id)?;
        let old = Arc::clone(workspace.series_of(item)?);
        let new = series.iter().find(|(id, _)| *id == item.series).map_or(&old, |(_, s)| s);
        let (rules, last) = (item.spec.clone(), item.estimated_spec().clone());
        Some(RefreshItem { item: *id, rules, last, new: Arc::clone(new), old })
    };
    items.iter().filter_map(item).collect()
}

/// The change of `workspace` that a refresh of `items` is. A series none of whose items was refreshed stays as it is, so
/// that their results stay what they were.
pub fn refresh_command(
    workspace: &Workspace,
    policy: RefreshPolicy,
    series: Vec<(SeriesId, Arc<Series>)>,
    items: Vec<(ItemId, Option<Spec>)>,
) -> Command {
    let refreshed: HashSet<SeriesId> =
        items.iter().filter_map(|(id, _)| Some(workspace.item(*id)?.series)).collect();
    let series = series.into_iter().filter(|(id, _)| refreshed.contains(id)).collect();
    Command::Refresh { policy, series, items }
}

/// Refreshes `items` with `policy` at the same time, in the order given.
pub fn refresh_items(
    items: &[RefreshItem],
    policy: RefreshPolicy,
    context: &ModellingContext,
    watch: &Watch,
) -> Vec<(ItemId, Result<Refreshed, RefreshError>)> {
    let one = |item: &RefreshItem| {
        let result = refresh_item(item, policy, context, watch);
        watch.advance(items.len());
        (item.item, result)
    };
    items.par_iter().map(one).collect()
}

fn refresh_item(
    item: &RefreshItem,
    policy: RefreshPolicy,
    context: &ModellingContext,
    watch: &Watch,
) -> Result<Refreshed, RefreshError> {
    let adjust =
        |series: &Series, spec: &Spec| judge_guarded(series, spec, context, watch.cancel()).map(Arc::new);
    let before = adjust(&item.old, &item.last);
    let spec = match (&before, policy) {
        (_, RefreshPolicy::Complete) => None,
        (Ok(before), policy) => {
            let frozen = policy.frozen_periods(item.old.data.domain(), item.new.data.domain());
            Some(refresh(&point_specification(before), &item.rules, policy, frozen))
        }
        (Err(error), _) => return Err(RefreshError::NothingToKeep(error.clone())),
    };
    let after = adjust(&item.new, spec.as_ref().unwrap_or(&item.rules)).map_err(RefreshError::NewData)?;
    Ok(Refreshed { item: item.item, spec, before: before.ok(), after })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::{Ending, TaskPool};
    use solstice_engine::sa::spec::x13;
    use solstice_engine::toolkit::timeseries::TsData;
    use std::time::Duration;

    #[test]
    fn parameters_are_kept_or_estimated_again_as_the_policy_says() {
        let value = |t: u32| 100.0 + f64::from(t) + [9.0, -3.0, 5.0, -11.0][t as usize % 4];
        let value = |t: u32| value(t) + f64::from((t * 7919) % 13) / 4.0;
        let series = |n: u32| {
            let data = TsData::of(4, 1995, 1, (0..n).map(value).collect()).unwrap();
            Arc::new(Series { name: "x".to_owned(), moniker: None, metadata: [].into(), data })
        };
        let rules = x13("rsa1").unwrap();
        let (old, new) = (series(60), series(64));
        let item = RefreshItem { item: ItemId(3), last: rules.clone(), rules, old, new };
        let pool = TaskPool::new(Some(1), || ()).unwrap();
        let run = |policy| {
            let item = item.clone();
            let task =
                pool.start(move |watch| refresh_items(&[item], policy, &ModellingContext::default(), watch));
            loop {
                match task.take() {
                    Ending::Done(mut all) => break all.pop().unwrap().1.unwrap(),
                    Ending::Lost => panic!("no result"),
                    Ending::Running => std::thread::sleep(Duration::from_millis(1)),
                }
            }
        };
        let coefficients = |a: &Adjustment| a.preprocessing.as_ref().unwrap().description().clone();
        let complete = run(RefreshPolicy::Complete);
        assert!(complete.spec.is_none());
        let fixed = run(RefreshPolicy::FixedParameters);
        assert!(fixed.spec.is_some());
        let before = fixed.before.as_ref().unwrap();
        assert_eq!(fixed.after.span.len, before.span.len + 4);
        assert_eq!(coefficients(&fixed.after).orders(), coefficients(before).orders());
    }
}
