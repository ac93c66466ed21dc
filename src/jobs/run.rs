//! One adjustment that cannot take the program down, and many of them in a fixed order.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;
use solstice_engine::sa::spec::Spec;
use solstice_engine::sa::{AdjustError, Adjustment, ModellingContext, Monitor, adjust};

use crate::data::Series;

/// Why a series has no adjustment.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum JobError {
    /// The engine refused.
    #[error(transparent)]
    Adjust(#[from] AdjustError),
    /// A defect of the program, contained to this series.
    #[error(
        "the program failed on this series ({0}); the other series are not affected; please report it with the series and its specification"
    )]
    Panicked(String),
}

impl JobError {
    /// Whether the run was stopped on request.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Adjust(AdjustError::Cancelled))
    }
}

pub(super) struct Cancellable<'a>(pub(super) &'a AtomicBool);

impl Monitor for Cancellable<'_> {
    fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// [`adjust_guarded`], and the quality diagnostics with it, so that whoever shows the result finds them.
///
/// # Errors
/// [`JobError`].
pub fn judge_guarded(
    series: &Series,
    spec: &Spec,
    context: &ModellingContext,
    cancel: &AtomicBool,
) -> Result<Adjustment, JobError> {
    let adjustment = adjust_guarded(series, spec, context, cancel)?;
    guard(|| {
        adjustment.quality();
        Ok(())
    })?;
    Ok(adjustment)
}

/// Adjusts one series; a panic inside becomes [`JobError::Panicked`]. Stops between steps once `cancel` is set.
///
/// # Errors
/// [`JobError`].
pub fn adjust_guarded(
    series: &Series,
    spec: &Spec,
    context: &ModellingContext,
    cancel: &AtomicBool,
) -> Result<Adjustment, JobError> {
    guard(|| {
        #[cfg(test)]
        tests_hook(series);
        adjust(&series.data, spec, context, &mut Cancellable(cancel))
    })
}

pub(super) fn guard<T>(run: impl FnOnce() -> Result<T, AdjustError>) -> Result<T, JobError> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => Ok(result?),
        Err(payload) => Err(JobError::Panicked(panic_text(payload.as_ref()))),
    }
}

pub(super) fn panic_text(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied().map(str::to_owned);
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}

#[cfg(test)]
fn tests_hook(series: &Series) {
    if series.metadata.contains_key("panic") {
        panic!("injected failure");
    }
    if let Some(ms) = series.metadata.get("sleep") {
        std::thread::sleep(std::time::Duration::from_millis(ms.parse().unwrap()));
    }
}

/// Threads for background work: all processors but one, at least one.
pub fn default_threads() -> usize {
    std::thread::available_parallelism().map_or(1, |n| n.get().saturating_sub(1).max(1))
}

/// Adjusts every series with its specification, and the calendars and variables it may refer to, on `threads` threads; results in the order of the input,
/// the same whatever the number of threads. `progress` is called after each series with the number done.
pub fn adjust_all(
    tasks: &[(&Series, &Spec, &ModellingContext)],
    threads: usize,
    progress: &(dyn Fn(usize) + Sync),
) -> Vec<Result<Adjustment, JobError>> {
    let never = AtomicBool::new(false);
    let done = AtomicUsize::new(0);
    let one = |(series, spec, context): &(&Series, &Spec, &ModellingContext)| {
        let result = adjust_guarded(series, spec, context, &never);
        progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        result
    };
    match rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build() {
        Ok(pool) => pool.install(|| tasks.par_iter().map(one).collect()),
        // no threads to be had: slower, but the same results
        Err(_) => tasks.iter().map(one).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::spec::x13;
    use solstice_engine::toolkit::timeseries::TsData;

    #[test]
    fn results_come_in_the_order_of_the_input() {
        let spec = x13("x11").unwrap();
        let make = |i: usize| {
            let values = (0..48 + i).map(|t| 50.0 + (t * t % 17) as f64).collect();
            let metadata = if i == 3 { [("panic".to_owned(), String::new())].into() } else { [].into() };
            let data = TsData::of(12, 2000, 1, values).unwrap();
            Series { name: i.to_string(), moniker: None, metadata, data }
        };
        let series: Vec<Series> = (0..12).map(make).collect();
        let context = ModellingContext::default();
        let tasks: Vec<(&Series, &Spec, &ModellingContext)> =
            series.iter().map(|s| (s, &spec, &context)).collect();
        let run = |threads| {
            let most = AtomicUsize::new(0);
            let all = adjust_all(&tasks, threads, &|n| {
                most.fetch_max(n, Ordering::Relaxed);
            });
            assert_eq!(most.load(Ordering::Relaxed), 12);
            all.into_iter().map(|r| r.map(|a| a.finals.sa.values)).collect::<Vec<_>>()
        };
        let one = run(1);
        assert_eq!(one, run(3));
        assert!(matches!(one[3], Err(JobError::Panicked(_))));
        assert!(one.iter().enumerate().all(|(i, r)| i == 3 || !matches!(r, Err(JobError::Panicked(_)))));
    }
}
