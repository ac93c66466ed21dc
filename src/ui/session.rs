//! What is kept between runs besides the user's work: layout, theme, recent files.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use egui_tiles::Tree;
use serde::{Deserialize, Serialize};
use solstice_engine::sa::diagnostics::Check;

use super::comparison::Compare;
use super::form::Typing;
use super::layout::{self, Pane};
use super::plot::Zoom;
use super::results::Table;
use super::selection::{Pick, Selection};
use super::stability::StabilityChoice;
use super::tools::ToolForm;
use crate::report::diagnostics::Analysed;
use crate::workspace::{DocumentId, ItemId, Workspace};

/// Recent files kept.
const RECENT: usize = 10;
const STORAGE_KEY: &str = "session";

/// Light, dark or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl From<ThemeChoice> for egui::ThemePreference {
    fn from(choice: ThemeChoice) -> Self {
        match choice {
            ThemeChoice::System => Self::System,
            ThemeChoice::Light => Self::Light,
            ThemeChoice::Dark => Self::Dark,
        }
    }
}

/// What the view of the residuals shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResidualPage {
    /// Charts.
    #[default]
    Charts,
    /// Tests.
    Tests,
}

/// What the view of the quality shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QualityPage {
    /// Every check.
    #[default]
    Diagnostics,
    /// Seasonality tests of all series.
    Seasonality,
    /// M statistics.
    MStatistics,
}

/// What the view of SEATS shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SeatsPage {
    /// Components with their intervals.
    #[default]
    Components,
    /// Models.
    Models,
    /// Spectra, gains and filters.
    Theory,
    /// Autocorrelations and cross-correlations.
    Correlations,
    /// Errors of the estimators and of growth rates.
    Errors,
    /// Tests of the models.
    Tests,
}

/// The part that is stored.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stored {
    /// Docked panels; none for the first layout.
    pub tree: Option<Tree<Pane>>,
    /// Theme.
    pub theme: ThemeChoice,
    /// Files opened or saved last, the latest first.
    pub recent: Vec<PathBuf>,
    /// Sections of the specification that are folded although open at first, or the other way round.
    pub toggled_sections: HashSet<String>,
}

/// Which options are wanted.
#[derive(Debug, Default)]
pub struct FilterLine {
    /// Words that are typed.
    pub text: String,
    /// Only options that differ from their default.
    pub only_changed: bool,
    /// The line is to get the focus.
    pub focus: bool,
}

/// What the specification panel shows, and what is being typed into it.
#[derive(Debug, Default)]
pub struct FormState {
    /// Which options are wanted.
    pub filter_line: FilterLine,
    /// What is being typed.
    pub typing: Typing,
    /// Method and name of the predefined specification an item had before its options were changed.
    pub bases: HashMap<ItemId, (&'static str, &'static str)>,
}

/// The whole session.
#[derive(Debug, Default)]
pub struct Session {
    /// The part that is stored.
    pub stored: Stored,
    /// The selected items.
    pub selection: Selection,
    /// Folded documents of the tree.
    pub folded: HashSet<DocumentId>,
    /// What the list of series is filtered by.
    pub filter: String,
    /// The table on the screen.
    pub table: Option<Table>,
    /// Whether the plot above the table is folded away.
    pub table_plot_folded: bool,
    /// Zoom of the charts over time, shared by all views of a series.
    pub zoom: Zoom,
    /// Zoom of the charts that are not over time: never changed, kept for the crosshair.
    pub still: Zoom,
    /// Whether the chart shows calendar effects.
    pub calendar_shown: bool,
    /// Name of the specification that results are compared with.
    pub compared: Compare,
    /// Page of the residuals on the screen.
    pub residual_page: ResidualPage,
    /// Page of the quality on the screen.
    pub quality_page: QualityPage,
    /// The diagnostic that is explained; none for the worst.
    pub check: Option<Check>,
    /// The series whose spectra are shown.
    pub spectrum: Analysed,
    /// Options of the stability tools, and what of them is shown.
    pub stability: StabilityChoice,
    /// The stability chart that was pointed at last.
    pub stability_chart: usize,
    /// Page of SEATS on the screen.
    pub seats_page: SeatsPage,
    /// The chart of the theory that was pointed at last.
    pub seats_chart: usize,
    /// The chart of the residuals that was pointed at last.
    pub residual_chart: usize,
    /// What the specification panel shows.
    pub form: FormState,
    /// The stand-alone tool on the screen and the options of all.
    pub tools: ToolForm,
    /// What is being typed into the options of a tool.
    pub tool_typing: Typing,
    /// The chart of the tool that was pointed at last.
    pub tool_chart: usize,
}

impl Session {
    /// As stored, or as on the first start.
    pub fn load(storage: Option<&dyn eframe::Storage>) -> Self {
        let mut stored: Stored = storage.and_then(|s| eframe::get_value(s, STORAGE_KEY)).unwrap_or_default();
        stored.tree = stored.tree.filter(layout::is_complete);
        Self { stored, ..Self::default() }
    }

    /// Stores what is kept.
    pub fn save(&self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, STORAGE_KEY, &self.stored);
    }

    /// Puts `path` at the head of the recent files.
    pub fn remember(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.stored.recent.retain(|p| *p != path);
        self.stored.recent.insert(0, path);
        self.stored.recent.truncate(RECENT);
    }

    /// Selects another item: zoom and half-typed text belong to the one before.
    pub fn select(&mut self, item: Option<ItemId>) {
        self.changing(|session| session.selection.only(item));
    }

    /// A click on `item` in the tree.
    pub fn pick(&mut self, workspace: &Workspace, item: ItemId, pick: Pick) {
        self.changing(|session| session.selection.pick(workspace, item, pick));
    }

    /// Forgets items that are gone.
    pub fn keep_selection(&mut self, workspace: &Workspace) {
        self.changing(|session| session.selection.keep(workspace));
    }

    /// The item on the screen.
    pub fn selected(&self) -> Option<ItemId> {
        self.selection.shown()
    }

    fn changing(&mut self, change: impl FnOnce(&mut Self)) {
        let before = self.selected();
        change(self);
        if self.selected() != before {
            self.zoom = Zoom::default();
            self.stability.period = None;
            self.form.typing.clear();
        }
    }
}
