//! Stability tools in the background.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::sa::stability::{HistoryLength, MovingCoefficient, RevisionHistory, SlidingSpans};
use solstice_engine::sa::{Adjustment, ModellingContext};

use super::StabilityRun;
use super::run::{JobError, guard};
use super::task::{Task, TaskPool};
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

/// A tool that was started.
pub type StabilityTask = Task<Result<StabilityResult, StabilityError>>;

/// Starts `request` on the threads of `pool`.
pub fn start_stability(pool: &TaskPool, request: StabilityRequest) -> StabilityTask {
    pool.start(move |watch| request.run(watch.cancel(), &|_, total| watch.advance(total)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::{Ending, Progress};
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
            match task.take() {
                Ending::Done(result) => return result,
                Ending::Lost => panic!("no result"),
                Ending::Running => {}
            }
            assert!(begin.elapsed() < Duration::from_secs(30));
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    #[test]
    fn every_tool_ends_with_a_result_or_the_reason() {
        let pool = TaskPool::new(Some(2), || ()).unwrap();
        let policy = RefreshPolicy::FreeParameters;
        let task = start_stability(&pool, request(StabilityTool::SlidingSpans { years: 8 }, "rsa1"));
        assert!(matches!(wait(&task), Ok(StabilityResult::SlidingSpans(_))));
        assert_eq!(task.progress(), Progress { done: 4, total: 4 });
        let length = HistoryLength { years: 2, first_years: 5 };
        let task = start_stability(&pool, request(StabilityTool::RevisionHistory { policy, length }, "rsa1"));
        assert!(matches!(wait(&task), Ok(StabilityResult::RevisionHistory(h)) if h.domain().len == 8));
        let task =
            start_stability(&pool, request(StabilityTool::MovingWindows { years: 10, policy }, "rsa1"));
        assert!(matches!(wait(&task), Ok(StabilityResult::MovingWindows(w)) if !w.is_empty()));
        for (tool, spec, words) in [
            (StabilityTool::SlidingSpans { years: 20 }, "rsa1", "shorter spans"),
            (StabilityTool::MovingWindows { years: 30, policy }, "rsa1", "shorter windows"),
            (StabilityTool::MovingWindows { years: 8, policy }, "x11", "no RegARIMA model"),
        ] {
            let error = wait(&start_stability(&pool, request(tool, spec))).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn a_cancelled_tool_says_so() {
        let pool = TaskPool::new(Some(1), || ()).unwrap();
        let task = start_stability(&pool, request(StabilityTool::SlidingSpans { years: 8 }, "rsa1"));
        task.cancel();
        match wait(&task) {
            Err(StabilityError::Run(error)) => assert!(error.is_cancelled()),
            // it was quicker
            Ok(_) => {}
            Err(other) => panic!("{other}"),
        }
    }
}
