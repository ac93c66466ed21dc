//! Stand-alone tools that cannot take the program down, on one series or on many in a fixed order.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;
use solstice_engine::sa::{AdjustError, ModellingContext};
use solstice_engine::tools::{Tool, ToolError, ToolResult};

use super::Threads;
use super::run::{Cancellable, panic_text};
use crate::data::Series;

/// Why a tool has no result on a series.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ToolFailure {
    /// The tool refused.
    #[error(transparent)]
    Tool(#[from] ToolError),
    /// A defect of the program, contained to this series.
    #[error(
        "the program failed on this series ({0}); the other series are not affected; please report it with the series and the options"
    )]
    Panicked(String),
}

impl ToolFailure {
    /// Whether the run was stopped on request.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Tool(ToolError::Model(AdjustError::Cancelled)))
    }
}

/// Runs `tool` on one series; a panic inside becomes [`ToolFailure::Panicked`]. Stops between steps once `cancel` is
/// set.
///
/// # Errors
/// [`ToolFailure`].
pub fn run_tool(
    series: &Series,
    tool: &Tool,
    context: &ModellingContext,
    cancel: &AtomicBool,
) -> Result<ToolResult, ToolFailure> {
    let run = || tool.run(&series.data, context, &mut Cancellable(cancel));
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => Ok(result?),
        Err(payload) => Err(ToolFailure::Panicked(panic_text(payload.as_ref()))),
    }
}

/// Runs `tool` on every series; results in the order of the input, the same whatever the number of threads.
pub fn run_tool_on_all(
    tasks: &[(&Series, &ModellingContext)],
    tool: &Tool,
    threads: &Threads,
) -> Vec<Result<ToolResult, ToolFailure>> {
    let never = AtomicBool::new(false);
    let one = |(series, context): &(&Series, &ModellingContext)| run_tool(series, tool, context, &never);
    threads.run(|| tasks.par_iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::toolkit::timeseries::TsData;
    use solstice_engine::tools::{CheckLastOptions, DifferencingOptions};

    fn series(n: usize) -> Series {
        let values = (0..n).map(|t| 50.0 + (t * t % 17) as f64).collect();
        let data = TsData::of(4, 2000, 1, values).unwrap();
        Series { name: n.to_string(), moniker: None, metadata: [].into(), data }
    }

    #[test]
    fn results_come_in_the_order_of_the_input() {
        let all: Vec<Series> = (3..20).map(series).collect();
        let context = ModellingContext::default();
        let tasks: Vec<_> = all.iter().map(|s| (s, &context)).collect();
        let tool = Tool::Differencing(DifferencingOptions::default());
        let run = |threads| {
            let results = run_tool_on_all(&tasks, &tool, &Threads::new(Some(threads)).unwrap());
            let length = |r: Result<ToolResult, ToolFailure>| match r {
                Ok(ToolResult::Differencing(d)) => Ok(d.differenced.len()),
                Ok(_) => Ok(usize::MAX),
                Err(e) => Err(e.to_string()),
            };
            results.into_iter().map(length).collect::<Vec<_>>()
        };
        let one = run(1);
        assert_eq!(one, run(3));
        assert!(one[0].is_err());
        assert_eq!(one[16], Ok(14));
    }

    #[test]
    fn a_cancelled_run_says_so() {
        let tool = Tool::CheckLast(CheckLastOptions::default());
        let failure = run_tool(&series(80), &tool, &ModellingContext::default(), &AtomicBool::new(true));
        assert!(failure.unwrap_err().is_cancelled());
    }
}
