//! Runs the chosen tool on the selected series in the background and keeps what it found.

use std::sync::Arc;
use std::time::{Duration, Instant};

use solstice_engine::sa::ModellingContext;
use solstice_engine::tools::Tool;

use crate::data::Series;
use crate::jobs::{Latest, Progress, run_tool};
use crate::report::tools::{ToolReport, ToolSeries};
use crate::ui::text;

/// What a tool is run on.
#[derive(Clone, Debug)]
struct Asked {
    series: Arc<Series>,
    tool: Tool,
    context: Arc<ModellingContext>,
}

impl Asked {
    fn is(&self, series: &Arc<Series>, tool: &Tool, context: &Arc<ModellingContext>) -> bool {
        Arc::ptr_eq(&self.series, series) && self.tool == *tool && Arc::ptr_eq(&self.context, context)
    }
}

/// A report, or why there is none.
type Found = Result<ToolReport, String>;

/// How long a run goes on without a word.
pub const PATIENCE: Duration = Duration::from_secs(1);

/// How far the tool on the screen is.
#[derive(Clone, Copy, Debug)]
pub enum ToolState<'a> {
    /// Under way for this long; with the last report, by other options.
    Running(Duration, Option<&'a Found>),
    /// Stopped on request.
    Stopped,
    /// It has ended.
    Done(&'a Found),
}

/// The run of the tool on the screen.
#[derive(Debug)]
pub struct ToolRuns {
    latest: Latest<Option<Found>>,
    asked: Option<Asked>,
    begun: Instant,
    found: Option<(Asked, Found)>,
}

impl ToolRuns {
    /// `notify` is called when a report is there.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(notify: impl Fn() + Send + Sync + 'static) -> Result<Self, String> {
        let latest = Latest::new(notify).map_err(|e| format!("no threads for the tools: {e}"))?;
        Ok(Self { latest, asked: None, begun: Instant::now(), found: None })
    }

    /// Asks for `tool` on `series`, unless that is what was asked for last.
    pub fn request(&mut self, series: &Arc<Series>, tool: Tool, context: &Arc<ModellingContext>) {
        if self.asked.as_ref().is_some_and(|a| a.is(series, &tool, context)) {
            return;
        }
        let asked = Asked { series: Arc::clone(series), tool, context: Arc::clone(context) };
        self.asked = Some(asked.clone());
        self.begun = Instant::now();
        self.latest.run(move |cancel| {
            let Asked { series, tool, context } = &asked;
            let source = text::source_line(series);
            let on = ToolSeries { name: &series.name, source: &source, data: &series.data };
            match run_tool(series, tool, context, cancel) {
                Ok(result) => Some(Ok(ToolReport::new(on, tool, &result))),
                Err(failure) if failure.is_cancelled() => None,
                Err(failure) => Some(Err(failure.to_string())),
            }
        });
    }

    /// Stops the run under way. A tool that does not notice ends later, and what it finds is dropped.
    pub fn cancel(&mut self) {
        if self.latest.is_waiting() {
            self.latest.cancel();
            self.found = None;
        }
    }

    /// Forgets what was asked for last, so that the next request runs it again.
    pub fn forget(&mut self) {
        self.asked = None;
    }

    /// Takes what was found in the meantime.
    pub fn collect(&mut self) {
        let found = match self.latest.take() {
            Some(Ok(Some(found))) => found,
            Some(Err(panic)) => Err(format!("the program failed on this series ({panic}); please report it")),
            Some(Ok(None)) | None => return,
        };
        self.found = self.asked.clone().map(|asked| (asked, found));
    }

    /// How far the tool is on `series`. A report of another series or tool would mislead.
    pub fn state(&self, series: &Arc<Series>, tool: &Tool) -> ToolState<'_> {
        let of = |a: &Asked| Arc::ptr_eq(&a.series, series) && a.tool.name() == tool.name();
        let found = self.found.as_ref().filter(|(a, _)| of(a)).map(|(_, found)| found);
        match found {
            found if self.latest.is_waiting() => ToolState::Running(self.begun.elapsed(), found),
            Some(found) => ToolState::Done(found),
            None if self.asked.as_ref().is_some_and(of) => ToolState::Stopped,
            // asked for at the end of this frame
            None => ToolState::Running(Duration::ZERO, None),
        }
    }

    /// The report on `series`; none while there is none of this tool.
    pub fn report(&self, series: &Arc<Series>, tool: &Tool) -> Option<&ToolReport> {
        match self.state(series, tool) {
            ToolState::Running(_, found) => found?.as_ref().ok(),
            ToolState::Done(found) => found.as_ref().ok(),
            ToolState::Stopped => None,
        }
    }

    /// A run that takes long enough to be told of.
    pub fn progress(&self) -> Progress {
        let long = self.latest.is_waiting() && self.begun.elapsed() >= PATIENCE;
        Progress { done: 0, total: usize::from(long) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::toolkit::timeseries::TsData;
    use solstice_engine::tools::DifferencingOptions;

    #[test]
    fn a_run_is_stopped_and_asked_for_again() {
        let data = TsData::of(12, 2000, 1, (0..60).map(|t| f64::from(t * t % 17)).collect()).unwrap();
        let series = Arc::new(Series { name: "A".to_owned(), moniker: None, metadata: [].into(), data });
        let other = Arc::new(Series { name: "B".to_owned(), ..series.as_ref().clone() });
        let tool = || Tool::Differencing(DifferencingOptions::default());
        let context = Arc::new(ModellingContext::default());
        let mut runs = ToolRuns::new(|| {}).unwrap();
        runs.request(&series, tool(), &context);
        assert!(matches!(runs.state(&series, &tool()), ToolState::Running(_, None)));
        assert!(runs.progress().is_idle(), "nothing is told of a short run");
        runs.cancel();
        runs.request(&series, tool(), &context);
        std::thread::sleep(Duration::from_millis(50));
        runs.collect();
        assert!(matches!(runs.state(&series, &tool()), ToolState::Stopped));
        assert!(matches!(runs.state(&other, &tool()), ToolState::Running(..)), "it was not asked for");
        runs.forget();
        runs.request(&series, tool(), &context);
        for _ in 0..2000 {
            runs.collect();
            if matches!(runs.state(&series, &tool()), ToolState::Done(Ok(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        panic!("no report");
    }
}
