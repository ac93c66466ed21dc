//! What the adjustments gave: a verdict for every item, everything for the one on the screen.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use solstice_engine::sa::Adjustment;
use solstice_engine::sa::spec::Spec;
use solstice_engine::toolkit::arima::ArimaError;

use super::comparison::{COMPARED, Compare, Comparison};
use super::stability::{Stability, StabilityChoice};
pub use super::table::{SEATS_TABLES, SeatsTable, Table};
use crate::jobs::{
    Job, JobError, Latest, Outcome, Pool, Priority, Progress, StabilityRequest, StabilityTool, TaskPool,
};
use crate::report::chart::residual_figures::ResidualCharts;
use crate::report::chart::{
    Chart, effect_figures, figures, seats_correlations, seats_figures, spectrum_figures,
};
use crate::report::decisions::{self, DecisionRow};
use crate::report::diagnostics::{self, Analysed, Spectra};
use crate::report::grid::YearGrid;
use crate::report::model;
use crate::report::quality::Verdict;
use crate::report::residuals::ResidualAnalysis;
use crate::report::seats;
use crate::report::sheet::Sheet;
use crate::workspace::{ItemId, Workspace};

/// What is known of an item.
#[derive(Clone, Debug, PartialEq)]
pub enum Brief {
    /// Not adjusted yet.
    Pending,
    /// Adjusted.
    Done(Verdict),
    /// No adjustment, and why.
    Failed(JobError),
}

/// The adjustment on the screen with what is drawn of it.
#[derive(Debug)]
pub struct Shown {
    /// The item.
    pub item: ItemId,
    /// What it was computed from.
    pub key: u64,
    /// The result.
    pub adjustment: Arc<Adjustment>,
    /// Series, adjusted series, trend.
    pub main: Chart,
    /// SI ratios by period; none for annual series.
    pub si: Option<Chart>,
    /// Seasonal and irregular.
    pub components: Chart,
    /// The decomposition by SEATS; none until it is analysed, or by another method.
    seats: Option<SeatsViews>,
    name: String,
    source: String,
    grid: RefCell<Option<(Table, Arc<YearGrid>)>>,
    // computed when first looked at
    with_calendar: OnceCell<Option<Chart>>,
    model: OnceCell<Vec<Sheet>>,
    residuals: OnceCell<Option<Residuals>>,
    effects: OnceCell<Option<Chart>>,
    decisions: OnceCell<(Vec<DecisionRow>, Sheet)>,
    quality: OnceCell<Sheet>,
    seasonality: OnceCell<Vec<Sheet>>,
    spectra: [OnceCell<Option<SpectrumViews>>; Analysed::ALL.len()],
}

/// The spectra of one series.
#[derive(Debug)]
pub struct SpectrumViews {
    /// Periodogram, autoregressive and Tukey spectrum.
    pub chart: Chart,
    /// Peaks at seasonal and trading-day frequencies.
    pub peaks: Sheet,
}

/// What is shown of a decomposition by SEATS.
#[derive(Debug)]
pub struct SeatsViews {
    /// Components with their intervals.
    pub components: Chart,
    /// Models.
    pub models: Vec<Sheet>,
    /// Spectra, squared gains and filters.
    pub theory: Result<[Chart; 3], ArimaError>,
    /// Autocorrelations and cross-correlations.
    pub correlations: Result<[Chart; 2], ArimaError>,
    /// Errors of the estimators and of growth rates.
    pub errors: Result<Vec<Sheet>, ArimaError>,
    /// Tests of the models.
    pub tests: Result<Vec<Sheet>, ArimaError>,
}

impl SeatsViews {
    /// Analyses the decomposition of `adjustment`; none by another method.
    fn new(name: &str, source: &str, adjustment: &Adjustment) -> Option<Self> {
        let decomposition = adjustment.decomposition.seats()?;
        Some(Self {
            components: seats_figures::components(name, source, adjustment, decomposition),
            models: seats::models(decomposition),
            theory: seats_figures::theory(name, adjustment, decomposition),
            correlations: seats_correlations::correlations(name, adjustment, decomposition),
            errors: seats::errors(decomposition),
            tests: seats::tests(decomposition),
        })
    }
}

/// The analysis of the decomposition by SEATS of the result with this key.
pub type SeatsAnalysis = (u64, Option<SeatsViews>);

/// Charts and tests of the residuals.
#[derive(Debug)]
pub struct Residuals {
    /// The charts.
    pub charts: ResidualCharts,
    /// The tests.
    pub tests: Sheet,
}

impl Residuals {
    /// The chart with this number, from the top left.
    pub fn chart(&self, number: usize) -> &Chart {
        let c = &self.charts;
        match number {
            1 => &c.acf,
            2 => &c.pacf,
            3 => &c.histogram,
            4 => &c.spectrum,
            _ => &c.residuals,
        }
    }
}

impl Shown {
    fn new(workspace: &Workspace, outcome: &Outcome, adjustment: Arc<Adjustment>) -> Self {
        let name = workspace.item_name(outcome.item);
        let source = workspace
            .item(outcome.item)
            .and_then(|i| workspace.series_of(i))
            .map_or_else(String::new, |s| super::text::source_line(s));
        Self {
            item: outcome.item,
            key: outcome.key,
            main: figures::main(name, &source, &adjustment),
            si: figures::si_ratios(name, &source, &adjustment),
            components: figures::components(name, &source, &adjustment),
            adjustment,
            name: name.to_owned(),
            source,
            grid: RefCell::default(),
            with_calendar: OnceCell::new(),
            model: OnceCell::new(),
            residuals: OnceCell::new(),
            effects: OnceCell::new(),
            decisions: OnceCell::new(),
            seats: None,
            quality: OnceCell::new(),
            seasonality: OnceCell::new(),
            spectra: Default::default(),
        }
    }

    /// Name of the series.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Title, unit and source of the series.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether a calendar effect is estimated.
    pub fn has_calendar(&self) -> bool {
        self.adjustment.finals.calendar.is_some()
    }

    /// The main chart; with the calendar effects below it when they are wanted and there are any.
    pub fn chart(&self, calendar: bool) -> &Chart {
        let with = || figures::main_with_calendar(&self.name, &self.source, &self.adjustment);
        let chart = if calendar { self.with_calendar.get_or_init(with).as_ref() } else { None };
        chart.unwrap_or(&self.main)
    }

    /// Everything about the model; empty without pre-processing.
    pub fn model(&self) -> &[Sheet] {
        self.model.get_or_init(|| model::sheets(&self.adjustment))
    }

    /// The residuals of the model; none without pre-processing.
    pub fn residuals(&self) -> Option<&Residuals> {
        let analyse = || {
            let analysis = ResidualAnalysis::of(self.adjustment.preprocessing.as_ref()?)?;
            let charts = ResidualCharts::new(&self.name, &self.adjustment, &analysis);
            Some(Residuals { charts, tests: analysis.tests })
        };
        self.residuals.get_or_init(analyse).as_ref()
    }

    /// The effects removed before the decomposition; none without pre-processing.
    pub fn effects(&self) -> Option<&Chart> {
        let draw = || effect_figures::effects(&self.name, &self.source, &self.adjustment);
        self.effects.get_or_init(draw).as_ref()
    }

    /// Every diagnostic; without rows when none could be computed.
    pub fn quality(&self) -> &Sheet {
        self.quality.get_or_init(|| diagnostics::quality(&self.adjustment))
    }

    /// Seasonality tests of all series; empty when none could be computed.
    pub fn seasonality(&self) -> &[Sheet] {
        self.seasonality.get_or_init(|| diagnostics::seasonality(&self.adjustment))
    }

    /// The spectra of a series; none where there is no such series.
    pub fn spectra(&self, analysed: Analysed) -> Option<&SpectrumViews> {
        let views = || {
            let series = analysed.of(&self.adjustment)?;
            let spectra = Spectra::of(&series.values, series.period);
            Some(SpectrumViews {
                chart: spectrum_figures::spectra(&self.name, &self.adjustment, analysed, &series, &spectra),
                peaks: diagnostics::peaks(&series, analysed.is_seasonal()),
            })
        };
        self.spectra.get(analysed as usize)?.get_or_init(views).as_ref()
    }

    /// The decomposition by SEATS; none until it is analysed, or by another method.
    pub fn seats(&self) -> Option<&SeatsViews> {
        self.seats.as_ref()
    }

    /// The automatic decisions, one by one and as a table.
    pub fn decisions(&self) -> (&[DecisionRow], &Sheet) {
        let (rows, sheet) = self.decisions.get_or_init(|| {
            let rows = decisions::rows(&self.adjustment.decisions);
            let sheet = decisions::sheet(&rows);
            (rows, sheet)
        });
        (rows, sheet)
    }

    /// `table` by year and period; none where the adjustment has no such table. The last one is kept.
    pub fn grid(&self, table: Table) -> Option<Arc<YearGrid>> {
        let mut kept = self.grid.borrow_mut();
        if kept.as_ref().is_none_or(|(t, _)| *t != table) {
            let data = table.of(&self.adjustment)?;
            *kept = Some((table, Arc::new(YearGrid::new(data))));
        }
        kept.as_ref().map(|(_, grid)| Arc::clone(grid))
    }
}

/// Asks for adjustments and keeps what came back.
#[derive(Debug)]
pub struct Results {
    pool: Pool,
    seats: Latest<SeatsAnalysis>,
    comparison: Comparison,
    stability: Stability,
    /// Present key and what is known of it.
    briefs: HashMap<ItemId, (u64, Brief)>,
    shown: Option<Shown>,
    revision: Option<u64>,
    selected: Option<ItemId>,
}

impl Results {
    /// Nothing known yet.
    pub fn new(pool: Pool, tasks: Arc<TaskPool>, seats: Latest<SeatsAnalysis>) -> Self {
        Self {
            pool,
            seats,
            stability: Stability::new(tasks),
            comparison: Comparison::default(),
            briefs: HashMap::new(),
            shown: None,
            revision: None,
            selected: None,
        }
    }

    /// Forgets everything: another workspace was opened.
    pub fn clear(&mut self) {
        self.pool.cancel_all();
        self.stability.cancel();
        self.briefs.clear();
        self.comparison = Comparison::default();
        self.shown = None;
        self.revision = None;
        self.selected = None;
    }

    /// Asks for what is missing: every item whose series or specification changed, the selected one first.
    pub fn request(&mut self, workspace: &Workspace, revision: u64, selected: Option<ItemId>) {
        let changed = self.revision != Some(revision);
        if changed {
            self.revision = Some(revision);
            self.refresh_keys(workspace);
        }
        if changed || self.selected != selected {
            self.selected = selected;
            self.request_selected(workspace);
        }
    }

    fn refresh_keys(&mut self, workspace: &Workspace) {
        let old = std::mem::take(&mut self.briefs);
        for item in workspace.items() {
            let key = workspace.item_key(item);
            let brief = match old.get(&item.id) {
                Some((known, brief)) if *known == key => brief.clone(),
                _ => Brief::Pending,
            };
            let pending = brief == Brief::Pending;
            self.briefs.insert(item.id, (key, brief));
            if pending {
                self.submit(workspace, item.id, item.estimated_spec(), Priority::Batch);
            }
        }
        for gone in old.keys().filter(|id| !self.briefs.contains_key(id)) {
            self.pool.cancel(*gone);
        }
    }

    fn request_selected(&mut self, workspace: &Workspace) {
        let Some(item) = self.selected.and_then(|id| workspace.item(id)) else { return };
        let key = self.briefs.get(&item.id).map(|(key, _)| *key);
        let on_screen = self.shown.as_ref().is_some_and(|s| s.item == item.id && Some(s.key) == key);
        if !on_screen {
            self.submit(workspace, item.id, item.estimated_spec(), Priority::Interactive);
        }
    }

    fn submit(&mut self, workspace: &Workspace, item: ItemId, spec: &Spec, priority: Priority) {
        let Some((key, _)) = self.briefs.get(&item) else { return };
        let Some(series) = workspace.item(item).and_then(|i| workspace.series_of(i)) else { return };
        let job = Job {
            item,
            key: *key,
            series: Arc::clone(series),
            spec: spec.clone(),
            context: Arc::clone(&workspace.context),
        };
        self.pool.submit(job, priority);
    }

    /// Asks for the selected series with another specification, to compare with.
    pub fn request_comparison(&mut self, workspace: &Workspace, other: Compare) {
        let Some(item) = self.selected.and_then(|id| workspace.item(id)) else { return };
        let Some((spec, series)) = other.spec(&item.spec).zip(workspace.series_of(item)) else {
            return;
        };
        let name = other.label(&item.spec);
        if let Some(key) = self.comparison.want(workspace, item, &spec, name) {
            let (series, context) = (Arc::clone(series), Arc::clone(&workspace.context));
            self.pool.submit(Job { item: COMPARED, key, series, spec, context }, Priority::Interactive);
        }
        if let Some(shown) = self.shown.as_ref().filter(|s| Some(s.item) == self.selected) {
            self.comparison.draw(workspace, shown);
        }
    }

    /// The second result of the selected series.
    pub fn comparison(&self) -> &Comparison {
        &self.comparison
    }

    /// Runs a stability tool on the result on the screen.
    pub fn run_stability(&mut self, workspace: &Workspace, tool: StabilityTool) {
        let Some(shown) = self.shown().filter(|_| !self.is_stale()) else { return };
        let series = workspace.item(shown.item).and_then(|i| workspace.series_of(i));
        let Some(series) = series.map(Arc::clone) else { return };
        let (key, adjustment) = (shown.key, Arc::clone(&shown.adjustment));
        let context = Arc::clone(&workspace.context);
        self.stability.start(key, StabilityRequest { tool, series, adjustment, context });
    }

    /// Draws what the choice shows of the stability of the result on the screen.
    pub fn draw_stability(&mut self, choice: &StabilityChoice) {
        let shown = self.shown.as_ref().filter(|s| Some(s.item) == self.selected);
        if let Some(shown) = shown {
            self.stability.draw(shown, choice);
        }
    }

    /// The stability tools.
    pub fn stability(&self) -> &Stability {
        &self.stability
    }

    /// Stops the stability tools.
    pub fn cancel_stability(&mut self) {
        self.stability.cancel();
    }

    /// Runs everything that failed or was cancelled again.
    pub fn run_all(&mut self, workspace: &Workspace) {
        for item in workspace.items() {
            if let Some((_, brief)) = self.briefs.get_mut(&item.id)
                && !matches!(brief, Brief::Done(_))
            {
                *brief = Brief::Pending;
                self.submit(workspace, item.id, item.estimated_spec(), Priority::Batch);
            }
        }
        self.request_selected(workspace);
    }

    /// Takes what the threads have finished. Results of another key than the present one are dropped.
    pub fn collect(&mut self, workspace: &Workspace) {
        self.stability.collect();
        for outcome in self.pool.drain() {
            if outcome.item == COMPARED {
                self.comparison.accept(outcome.key, outcome.result);
                continue;
            }
            let current = self.briefs.get(&outcome.item).map(|(key, _)| *key);
            if !outcome.is_current(current) {
                continue;
            }
            let brief = match &outcome.result {
                Ok(adjustment) => {
                    if self.selected == Some(outcome.item) {
                        let shown = Shown::new(workspace, &outcome, Arc::clone(adjustment));
                        analyse_seats(&mut self.seats, &shown);
                        self.shown = Some(shown);
                    }
                    Brief::Done(diagnostics::verdict(adjustment))
                }
                Err(error) if error.is_cancelled() => Brief::Pending,
                Err(error) => Brief::Failed(error.clone()),
            };
            self.briefs.insert(outcome.item, (outcome.key, brief));
        }
        if let Some(Ok((key, views))) = self.seats.take()
            && let Some(shown) = self.shown.as_mut().filter(|s| s.key == key)
        {
            shown.seats = views;
        }
    }

    /// Whether the analysis of SEATS is under way.
    pub fn is_analysing(&self) -> bool {
        self.seats.is_waiting()
    }

    /// Stops all work.
    pub fn cancel(&mut self) {
        self.pool.cancel_all();
        self.stability.cancel();
    }

    /// How far the work is: that of the stability tools where no adjustment is under way.
    pub fn progress(&self) -> Progress {
        let adjustments = self.pool.progress();
        if adjustments.is_idle() { self.stability.progress() } else { adjustments }
    }

    /// Key of the present data and specification of an item.
    pub fn key(&self, item: ItemId) -> Option<u64> {
        self.briefs.get(&item).map(|(key, _)| *key)
    }

    /// What is known of an item.
    pub fn brief(&self, item: ItemId) -> &Brief {
        self.briefs.get(&item).map_or(&Brief::Pending, |(_, brief)| brief)
    }

    /// The last good result of the selected item.
    pub fn shown(&self) -> Option<&Shown> {
        self.shown.as_ref().filter(|s| Some(s.item) == self.selected)
    }

    /// Whether the result on the screen is older than the specification.
    pub fn is_stale(&self) -> bool {
        self.shown().is_some_and(|s| self.briefs.get(&s.item).is_none_or(|(key, _)| *key != s.key))
    }

    /// How many items have no adjustment.
    pub fn failures(&self) -> usize {
        self.briefs.values().filter(|(_, b)| matches!(b, Brief::Failed(_))).count()
    }
}

/// Analyses the decomposition by SEATS in the background.
fn analyse_seats(seats: &mut Latest<SeatsAnalysis>, shown: &Shown) {
    if shown.adjustment.decomposition.seats().is_none() {
        return seats.cancel();
    }
    let (key, name, source) = (shown.key, shown.name.clone(), shown.source.clone());
    let adjustment = Arc::clone(&shown.adjustment);
    seats.run(move |_| (key, SeatsViews::new(&name, &source, &adjustment)));
}
