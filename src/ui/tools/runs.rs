//! Runs the chosen tool on the selected series in the background and keeps what it found.

use std::sync::Arc;

use solstice_engine::sa::ModellingContext;
use solstice_engine::tools::Tool;

use crate::data::Series;
use crate::jobs::{Latest, run_tool};
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

/// The run of the tool on the screen.
#[derive(Debug)]
pub struct ToolRuns {
    latest: Latest<Option<Found>>,
    asked: Option<Asked>,
    found: Option<(Asked, Found)>,
}

impl ToolRuns {
    /// `notify` is called when a report is there.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn new(notify: impl Fn() + Send + Sync + 'static) -> Result<Self, String> {
        let latest = Latest::new(notify).map_err(|e| format!("no thread for the tools: {e}"))?;
        Ok(Self { latest, asked: None, found: None })
    }

    /// Asks for `tool` on `series`, unless that is what was asked for last.
    pub fn request(&mut self, series: &Arc<Series>, tool: Tool, context: &Arc<ModellingContext>) {
        if self.asked.as_ref().is_some_and(|a| a.is(series, &tool, context)) {
            return;
        }
        let asked = Asked { series: Arc::clone(series), tool, context: Arc::clone(context) };
        self.asked = Some(asked.clone());
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

    /// Takes what was found in the meantime.
    pub fn collect(&mut self) {
        let found = match self.latest.take() {
            Some(Ok(Some(found))) => found,
            Some(Err(panic)) => Err(format!("the program failed on this series ({panic}); please report it")),
            Some(Ok(None)) | None => return,
        };
        self.found = self.asked.clone().map(|asked| (asked, found));
    }

    /// The last report on `series` by a tool of this kind; another one would mislead.
    pub fn found(&self, series: &Arc<Series>, tool: &Tool) -> Option<&Found> {
        let (asked, found) = self.found.as_ref()?;
        (Arc::ptr_eq(&asked.series, series) && asked.tool.name() == tool.name()).then_some(found)
    }

    /// The last report.
    pub fn report(&self) -> Option<&ToolReport> {
        self.found.as_ref().and_then(|(_, found)| found.as_ref().ok())
    }

    /// Whether a newer report is to come.
    pub fn is_stale(&self) -> bool {
        self.latest.is_waiting()
    }
}
