//! Refreshing items with new data: what is kept of their last estimation, and what they give with it.

use std::sync::Arc;

use rayon::prelude::*;
use solstice_engine::sa::refresh::{RefreshPolicy, point_specification, refresh};
use solstice_engine::sa::spec::Spec;
use solstice_engine::sa::{Adjustment, ModellingContext};

use super::run::{JobError, judge_guarded};
use super::task::Watch;
use crate::data::Series;
use crate::workspace::ItemId;

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
