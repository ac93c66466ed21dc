//! Stability tools in the background: started, watched and cancelled one by one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::sa::stability::{HistoryLength, MovingCoefficient, RevisionHistory, SlidingSpans};
use solstice_engine::sa::{AdjustError, Adjustment, ModellingContext};

use super::StabilityRun;
use super::pool::Progress;
use super::run::{JobError, default_threads, guard};
use crate::data::Series;

/// A tool with its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StabilityTool {
    /// Sliding spans.
    SlidingSpans {
        /// Length of a span.
        years: usize,
    },
    /// Revision history.
    RevisionHistory {
        /// What is estimated again in each vintage.
        policy: RefreshPolicy,
        /// How far back.
        length: HistoryLength,
    },
    /// The model on moving windows.
    MovingWindows {
        /// Length of a window.
        years: usize,
        /// What is estimated again in each window.
        policy: RefreshPolicy,
    },
}

/// What a tool gave.
#[derive(Clone, Debug, PartialEq)]
pub enum StabilityResult {
    /// Sliding spans.
    SlidingSpans(SlidingSpans),
    /// Revision history.
    RevisionHistory(RevisionHistory),
    /// Coefficients on moving windows.
    MovingWindows(Vec<MovingCoefficient>),
}

/// Why a tool gave nothing.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StabilityError {
    /// Too few data for two spans.
    #[error(
        "the series is too short, or not seasonal, for two spans of {0} years with a year between them; choose shorter spans"
    )]
    NoSpans(usize),
    /// Too few data for a history.
    #[error(
        "the series is too short for a history that begins with {0} years of data; let it begin with fewer years"
    )]
    NoHistory(usize),
    /// Too few data for a window.
    #[error("the series is shorter than a window of {0} years; choose shorter windows")]
    NoWindows(usize),
    /// There is no model to follow.
    #[error("the specification has no RegARIMA model whose coefficients could move; choose one with a model")]
    NoModel,
    /// The runs failed or were cancelled.
    #[error(transparent)]
    Run(#[from] JobError),
}

/// A tool for a result.
#[derive(Clone, Debug)]
pub struct StabilityRequest {
    /// The tool.
    pub tool: StabilityTool,
    /// The series that was adjusted.
    pub series: Arc<Series>,
    /// Its adjustment.
    pub adjustment: Arc<Adjustment>,
    /// Calendars and user variables.
    pub context: Arc<ModellingContext>,
}

impl StabilityRequest {
    fn run(
        &self,
        cancel: &AtomicBool,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<StabilityResult, StabilityError> {
        let run = StabilityRun {
            series: &self.series.data,
            adjustment: &self.adjustment,
            context: &self.context,
            cancel,
            progress,
        };
        let result = guard(|| match self.tool {
            StabilityTool::SlidingSpans { years } => {
                let spans = run.sliding_spans(years)?;
                Ok(spans.map(StabilityResult::SlidingSpans).ok_or(StabilityError::NoSpans(years)))
            }
            StabilityTool::RevisionHistory { policy, length } => {
                let history = run.revision_history(policy, length)?;
                let history = history.map(StabilityResult::RevisionHistory);
                Ok(history.ok_or(StabilityError::NoHistory(length.first_years)))
            }
            StabilityTool::MovingWindows { .. } if self.adjustment.preprocessing.is_none() => {
                Ok(Err(StabilityError::NoModel))
            }
            StabilityTool::MovingWindows { years, policy } => {
                let windows = run.moving_windows(years, policy)?;
                let none = windows.is_empty().then_some(StabilityError::NoWindows(years));
                Ok(none.map_or(Ok(StabilityResult::MovingWindows(windows)), Err))
            }
        });
        result?
    }
}

/// Threads of their own, so that neither a batch nor the item that is being edited waits.
pub struct StabilityPool {
    threads: ThreadPool,
    notify: Arc<dyn Fn() + Send + Sync>,
}

impl std::fmt::Debug for StabilityPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StabilityPool")
            .field("threads", &self.threads.current_num_threads())
            .finish_non_exhaustive()
    }
}

impl StabilityPool {
    /// A pool of `threads` (all processors but one when none are given). `notify` is called from them whenever there
    /// is progress or a result.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(
        threads: Option<usize>,
        notify: impl Fn() + Send + Sync + 'static,
    ) -> Result<Self, ThreadPoolBuildError> {
        let threads = threads.unwrap_or_else(default_threads).max(1);
        let builder = ThreadPoolBuilder::new().num_threads(threads).thread_name(|i| format!("stability-{i}"));
        Ok(Self { threads: builder.build()?, notify: Arc::new(notify) })
    }

    /// Starts `request`; it is cancelled when the task is dropped.
    pub fn start(&self, request: StabilityRequest) -> StabilityTask {
        let state = Arc::new(State::default());
        let (send, result) = channel();
        let (shared, notify) = (Arc::clone(&state), Arc::clone(&self.notify));
        self.threads.spawn_fifo(move || {
            let progress = |_: usize, total: usize| {
                shared.total.store(total, Ordering::Release);
                shared.done.fetch_add(1, Ordering::Release);
                notify();
            };
            let outcome = request.run(&shared.cancel, &progress);
            // the task may have been dropped
            let _ = send.send(outcome);
            notify();
        });
        StabilityTask { state, result }
    }
}

#[derive(Debug, Default)]
struct State {
    cancel: AtomicBool,
    done: AtomicUsize,
    total: AtomicUsize,
}

/// A tool that was started.
#[derive(Debug)]
pub struct StabilityTask {
    state: Arc<State>,
    result: Receiver<Result<StabilityResult, StabilityError>>,
}

impl StabilityTask {
    /// Runs done of all; both are 0 before the first one ends.
    pub fn progress(&self) -> Progress {
        let done = self.state.done.load(Ordering::Acquire);
        Progress { done, total: self.state.total.load(Ordering::Acquire) }
    }

    /// The result, once there is one.
    pub fn take(&self) -> Option<Result<StabilityResult, StabilityError>> {
        match self.result.try_recv() {
            Ok(result) => Some(result),
            Err(TryRecvError::Empty) => None,
            // the thread is gone, which only happens when the pool is
            Err(TryRecvError::Disconnected) => Some(Err(JobError::Adjust(AdjustError::Cancelled).into())),
        }
    }

    /// Stops between two steps; the result then says that it was cancelled.
    pub fn cancel(&self) {
        self.state.cancel.store(true, Ordering::Relaxed);
    }
}

impl Drop for StabilityTask {
    fn drop(&mut self) {
        self.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::spec::x13;
    use solstice_engine::sa::{Silent, adjust};
    use solstice_engine::toolkit::timeseries::TsData;
    use std::time::{Duration, Instant};

    fn request(tool: StabilityTool, spec: &str) -> StabilityRequest {
        let value = |t: u32| 100.0 + f64::from(t) + [9.0, -3.0, 5.0, -11.0][t as usize % 4];
        let value = |t: u32| value(t) + f64::from((t * 7919) % 13) / 4.0;
        let data = TsData::of(4, 1995, 1, (0..80).map(value).collect()).unwrap();
        let context = Arc::new(ModellingContext::default());
        let adjustment = adjust(&data, &x13(spec).unwrap(), &context, &mut Silent).unwrap();
        let series = Series { name: "x".to_owned(), moniker: None, metadata: [].into(), data };
        StabilityRequest { tool, series: Arc::new(series), adjustment: Arc::new(adjustment), context }
    }

    fn wait(task: &StabilityTask) -> Result<StabilityResult, StabilityError> {
        let begin = Instant::now();
        loop {
            if let Some(result) = task.take() {
                return result;
            }
            assert!(begin.elapsed() < Duration::from_secs(30));
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn every_tool_ends_with_a_result_or_the_reason() {
        let pool = StabilityPool::new(Some(2), || ()).unwrap();
        let policy = RefreshPolicy::FreeParameters;
        let task = pool.start(request(StabilityTool::SlidingSpans { years: 8 }, "rsa1"));
        assert!(matches!(wait(&task), Ok(StabilityResult::SlidingSpans(_))));
        assert_eq!(task.progress(), Progress { done: 4, total: 4 });
        let length = HistoryLength { years: 2, first_years: 5 };
        let task = pool.start(request(StabilityTool::RevisionHistory { policy, length }, "rsa1"));
        assert!(matches!(wait(&task), Ok(StabilityResult::RevisionHistory(h)) if h.domain().len == 8));
        let task = pool.start(request(StabilityTool::MovingWindows { years: 10, policy }, "rsa1"));
        assert!(matches!(wait(&task), Ok(StabilityResult::MovingWindows(w)) if !w.is_empty()));
        for (tool, spec, words) in [
            (StabilityTool::SlidingSpans { years: 20 }, "rsa1", "shorter spans"),
            (StabilityTool::MovingWindows { years: 30, policy }, "rsa1", "shorter windows"),
            (StabilityTool::MovingWindows { years: 8, policy }, "x11", "no RegARIMA model"),
        ] {
            let error = wait(&pool.start(request(tool, spec))).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn a_cancelled_tool_says_so() {
        let pool = StabilityPool::new(Some(1), || ()).unwrap();
        let task = pool.start(request(StabilityTool::SlidingSpans { years: 8 }, "rsa1"));
        task.cancel();
        match wait(&task) {
            Err(StabilityError::Run(error)) => assert!(error.is_cancelled()),
            // it was quicker
            Ok(_) => {}
            Err(other) => panic!("{other}"),
        }
    }
}
