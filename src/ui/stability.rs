//! Stability tools of the selected series: what was asked for, what is under way, what is drawn of it.

use std::collections::VecDeque;
use std::sync::Arc;

use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::sa::stability::{HistoryLength, Measure, RevisedItem, SPAN_YEARS, SpanView};
use solstice_engine::toolkit::timeseries::TsPeriod;

use super::results::Shown;
use crate::jobs::{
    Ending, Progress, StabilityError, StabilityRequest, StabilityResult, StabilityTask, StabilityTool,
    TaskPool, start_stability,
};
use crate::report::stability::{self, Drawn, Of};

/// Results kept, so that going back to a series does not run its tools again.
const KEPT: usize = 64;

/// What the view shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StabilityPage {
    /// Sliding spans.
    #[default]
    Spans,
    /// Revision history.
    Revisions,
    /// Moving windows.
    Windows,
}

/// The options of the tools, and what of their results is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StabilityChoice {
    /// The tool.
    pub page: StabilityPage,
    /// Years of a span.
    pub span_years: usize,
    /// What is compared between spans.
    pub view: SpanView,
    /// What is estimated again in each vintage.
    pub history_policy: RefreshPolicy,
    /// How far back the history goes.
    pub length: HistoryLength,
    /// Whose revisions.
    pub item: RevisedItem,
    /// How estimates are compared.
    pub measure: Measure,
    /// Whose history; none for the first one.
    pub period: Option<TsPeriod>,
    /// Years of a window.
    pub window_years: usize,
    /// What is estimated again in each window.
    pub window_policy: RefreshPolicy,
}

impl Default for StabilityChoice {
    fn default() -> Self {
        Self {
            page: StabilityPage::default(),
            span_years: SPAN_YEARS,
            view: SpanView::Seasonal,
            history_policy: RefreshPolicy::default(),
            length: HistoryLength::default(),
            item: RevisedItem::Adjusted,
            measure: Measure::Relative,
            period: None,
            window_years: 8,
            window_policy: RefreshPolicy::default(),
        }
    }
}

impl StabilityChoice {
    /// The tool with its options.
    pub fn tool(&self) -> StabilityTool {
        match self.page {
            StabilityPage::Spans => StabilityTool::SlidingSpans { years: self.span_years },
            StabilityPage::Revisions => {
                StabilityTool::RevisionHistory { policy: self.history_policy, length: self.length }
            }
            StabilityPage::Windows => {
                StabilityTool::MovingWindows { years: self.window_years, policy: self.window_policy }
            }
        }
    }
}

/// How far a tool is.
#[derive(Clone, Copy, Debug)]
pub enum ToolState<'a> {
    /// Not run with these options.
    Idle,
    /// Under way.
    Running(Progress),
    /// There is no result, and why.
    Failed(&'a StabilityError),
    /// There is a result.
    Done(&'a StabilityResult),
}

#[derive(Debug)]
struct Kept {
    key: u64,
    tool: StabilityTool,
    outcome: Result<StabilityResult, StabilityError>,
}

/// Runs the tools and keeps what came back, by the key of the adjustment.
#[derive(Debug)]
pub struct Stability {
    pool: Arc<TaskPool>,
    running: Vec<(u64, StabilityTool, StabilityTask)>,
    kept: VecDeque<Kept>,
    drawn: Option<(u64, StabilityChoice, Option<Drawn>)>,
}

impl Stability {
    /// Nothing run yet.
    pub fn new(pool: Arc<TaskPool>) -> Self {
        Self { pool, running: Vec::new(), kept: VecDeque::new(), drawn: None }
    }

    /// Starts a tool for the adjustment with this key; an earlier failure is forgotten.
    pub fn start(&mut self, key: u64, request: StabilityRequest) {
        let tool = request.tool;
        if matches!(self.state(key, tool), ToolState::Running(_) | ToolState::Done(_)) {
            return;
        }
        self.kept.retain(|k| k.key != key || k.tool != tool);
        self.running.push((key, tool, start_stability(&self.pool, request)));
    }

    /// Takes what has ended.
    pub fn collect(&mut self) {
        let kept = &mut self.kept;
        self.running.retain(|(key, tool, task)| match task.take() {
            Ending::Running => true,
            Ending::Lost => false,
            Ending::Done(outcome) => {
                let cancelled = matches!(&outcome, Err(StabilityError::Run(e)) if e.is_cancelled());
                if !cancelled {
                    kept.push_back(Kept { key: *key, tool: *tool, outcome });
                }
                false
            }
        });
        while self.kept.len() > KEPT {
            self.kept.pop_front();
        }
    }

    /// How far `tool` is for the adjustment with this key.
    pub fn state(&self, key: u64, tool: StabilityTool) -> ToolState<'_> {
        if let Some((_, _, task)) = self.running.iter().find(|(k, t, _)| *k == key && *t == tool) {
            return ToolState::Running(task.progress());
        }
        match self.kept.iter().find(|k| k.key == key && k.tool == tool) {
            None => ToolState::Idle,
            Some(Kept { outcome: Ok(result), .. }) => ToolState::Done(result),
            Some(Kept { outcome: Err(error), .. }) => ToolState::Failed(error),
        }
    }

    /// Runs under way of all tools.
    pub fn progress(&self) -> Progress {
        self.running.iter().map(|(_, _, task)| task.progress()).fold(Progress::default(), |sum, p| Progress {
            done: sum.done + p.done,
            // a task that has not begun counts as one
            total: sum.total + p.total.max(p.done + 1),
        })
    }

    /// Stops every tool.
    pub fn cancel(&mut self) {
        self.running.clear();
    }

    /// Draws what the choice shows of the result on the screen, unless it is drawn already.
    pub fn draw(&mut self, shown: &Shown, choice: &StabilityChoice) {
        if self.drawn.as_ref().is_some_and(|(key, c, _)| *key == shown.key && c == choice) {
            return;
        }
        let ToolState::Done(result) = self.state(shown.key, choice.tool()) else {
            self.drawn = None;
            return;
        };
        let drawn = draw(of(shown), result, choice);
        self.drawn = Some((shown.key, *choice, drawn));
    }

    /// What was drawn last; none without a result, or when it has nothing to compare.
    pub fn drawn(&self) -> Option<&Drawn> {
        self.drawn.as_ref().and_then(|(_, _, drawn)| drawn.as_ref())
    }

    /// Everything that was computed for the adjustment on the screen, for the report.
    pub fn report(&self, shown: &Shown) -> Vec<Drawn> {
        let results = self.kept.iter().filter(|k| k.key == shown.key).filter_map(|k| k.outcome.as_ref().ok());
        let mut all = Vec::new();
        for result in results {
            let choice = StabilityChoice::default();
            let choices: Vec<StabilityChoice> = match result {
                StabilityResult::SlidingSpans(_) => {
                    SpanView::ALL.iter().map(|view| StabilityChoice { view: *view, ..choice }).collect()
                }
                StabilityResult::RevisionHistory(_) => {
                    RevisedItem::ALL.iter().map(|item| StabilityChoice { item: *item, ..choice }).collect()
                }
                StabilityResult::MovingWindows(_) => vec![choice],
            };
            all.extend(choices.iter().filter_map(|choice| draw(of(shown), result, choice)));
        }
        all
    }
}

fn of(shown: &Shown) -> Of<'_> {
    Of { name: shown.name(), source: shown.source(), adjustment: &shown.adjustment }
}

fn draw(of: Of<'_>, result: &StabilityResult, choice: &StabilityChoice) -> Option<Drawn> {
    match result {
        StabilityResult::SlidingSpans(spans) => stability::spans(of, spans, choice.view),
        StabilityResult::RevisionHistory(history) => {
            Some(stability::revisions(of, history, choice.item, choice.measure, choice.period))
        }
        StabilityResult::MovingWindows(windows) => Some(stability::windows(of, windows)),
    }
}
