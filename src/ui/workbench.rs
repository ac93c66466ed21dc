//! The application: owns document, session and results, lays out the panels and carries out actions.

use std::path::PathBuf;

use egui::{CentralPanel, Context, Frame, Margin, Panel, Ui};
use egui_tiles::{TileId, Tiles, Tree, UiResponse};

use super::action::{Action, Actions};
use super::command::{self, TABLE, UiCommand};
use super::dialogs::{self, palette::Palette};
use super::document::Document;
use super::layout::{self, Pane, View};
use super::panels::{
    inspector,
    log::{self, Message, Severity},
    menu::{self, MenuState},
    sources,
    status::{self, Status},
    workspace,
};
use super::plot::Zoom;
use super::results::{Results, Table};
use super::session::{Session, ThemeChoice};
use super::theme;
use super::views::{self, Scope};
use crate::jobs::Pool;
use crate::report::chart::palette::Role;
use crate::workspace::{Command, Workspace};

/// A dialog that is open.
#[derive(Debug)]
enum Dialog {
    Palette(Palette),
    Shortcuts,
    About,
}

/// The application.
#[derive(Debug)]
pub struct Workbench {
    document: Document,
    session: Session,
    results: Results,
    tree: Tree<Pane>,
    dialog: Option<Dialog>,
    messages: Vec<Message>,
    seen_messages: usize,
}

impl Workbench {
    /// The window of a running program.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(cc: &eframe::CreationContext<'_>, paths: Vec<PathBuf>) -> Result<Self, String> {
        let _ = paths;
        Self::with_workspace(cc, Workspace::default())
    }

    /// The window on a workspace that is already in memory.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn with_workspace(cc: &eframe::CreationContext<'_>, workspace: Workspace) -> Result<Self, String> {
        let ctx = &cc.egui_ctx;
        theme::install(ctx);
        let wake = ctx.clone();
        let pool = Pool::new(None, move || wake.request_repaint())
            .map_err(|e| format!("no threads for the computations: {e}"))?;
        let mut session = Session::load(cc.storage);
        ctx.set_theme(session.stored.theme);
        let tree =
            session.stored.tree.take().unwrap_or_else(|| layout::default_tree(egui::vec2(1440.0, 900.0)));
        let document = Document::new(workspace, None);
        session.select(document.neighbour(None, 0));
        Ok(Self {
            document,
            session,
            results: Results::new(pool),
            tree,
            dialog: None,
            messages: Vec::new(),
            seen_messages: 0,
        })
    }

    /// The session, for tests.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The document, for tests.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The results, for tests.
    pub fn results(&self) -> &Results {
        &self.results
    }

    fn report(&mut self, severity: Severity, text: impl Into<String>) {
        self.messages.push(Message { severity, text: text.into() });
    }

    fn act(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Edit(command) => self.edit(&command),
            Action::Seal => self.document.history.seal(),
            Action::Run(command) => self.run(ctx, command),
            Action::Select(item) => {
                self.session.select(Some(item));
                if layout::active_view(&self.tree).is_none() {
                    layout::show(&mut self.tree, Pane::View(View::Summary));
                }
            }
            Action::Fold(document) => {
                if !self.session.folded.remove(&document) {
                    self.session.folded.insert(document);
                }
            }
            Action::Show(view) => layout::show(&mut self.tree, Pane::View(view)),
            Action::ShowTable(table) => self.session.table = Some(table),
            Action::OpenPath(path) => self.report(Severity::Error, format!("{}", path.display())),
            Action::Draft(path, text) => match text {
                Some(text) => {
                    self.session.drafts.insert(path, text);
                }
                None => {
                    self.session.drafts.remove(path);
                }
            },
        }
    }

    fn edit(&mut self, command: &Command) {
        if let Err(error) = self.document.history.apply(command) {
            self.report(Severity::Error, error.to_string());
        }
        self.keep_selection();
    }

    /// The selection must be an item that is there.
    fn keep_selection(&mut self) {
        let workspace = self.document.workspace();
        if self.session.selected.is_none_or(|id| workspace.item(id).is_none()) {
            let first = self.document.neighbour(None, 0);
            self.session.select(first);
        }
    }

    fn run(&mut self, ctx: &Context, command: UiCommand) {
        if self.disabled().contains(&command) {
            return;
        }
        match command {
            UiCommand::Undo => {
                self.document.history.undo();
                self.session.drafts.clear();
                self.keep_selection();
            }
            UiCommand::Redo => {
                self.document.history.redo();
                self.session.drafts.clear();
                self.keep_selection();
            }
            UiCommand::Show(view) => layout::show(&mut self.tree, Pane::View(view)),
            UiCommand::ResetZoom => self.session.zoom = Zoom::default(),
            UiCommand::ToggleWorkspace => self.toggle(Pane::Workspace),
            UiCommand::ToggleSpecification => self.toggle(Pane::Specification),
            UiCommand::ToggleLog => self.toggle(Pane::Decisions),
            UiCommand::ResetLayout => {
                self.tree = layout::default_tree(ctx.content_rect().size());
            }
            UiCommand::ThemeLight => self.set_theme(ctx, ThemeChoice::Light),
            UiCommand::ThemeDark => self.set_theme(ctx, ThemeChoice::Dark),
            UiCommand::ThemeSystem => self.set_theme(ctx, ThemeChoice::System),
            UiCommand::Palette => self.dialog = Some(Dialog::Palette(Palette::default())),
            UiCommand::NextSeries => self.step(1),
            UiCommand::PreviousSeries => self.step(-1),
            UiCommand::ResetSpecification => self.reset_specification(),
            UiCommand::RemoveItem => {
                if let Some(item) = self.session.selected {
                    self.edit(&Command::RemoveItems(vec![item]));
                }
            }
            UiCommand::RunAll => self.results.run_all(&self.document.workspace().clone()),
            UiCommand::Cancel => self.results.cancel(),
            UiCommand::Shortcuts => self.dialog = Some(Dialog::Shortcuts),
            UiCommand::About => self.dialog = Some(Dialog::About),
            UiCommand::CopyTable => self.copy_table(ctx),
            UiCommand::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            _ => {}
        }
    }

    fn toggle(&mut self, pane: Pane) {
        let visible = layout::is_visible(&self.tree, pane);
        layout::set_visible(&mut self.tree, pane, !visible);
    }

    fn set_theme(&mut self, ctx: &Context, choice: ThemeChoice) {
        self.session.stored.theme = choice;
        ctx.set_theme(choice);
    }

    fn step(&mut self, steps: isize) {
        let next = self.document.neighbour(self.session.selected, steps);
        self.session.select(next);
    }

    fn reset_specification(&mut self) {
        let item = self.session.selected.and_then(|id| self.document.workspace().item(id));
        if let Some(item) = item {
            let spec = solstice_engine::sa::spec::Spec::X13(Default::default());
            let command = Command::set_spec([item.id], &spec);
            self.session.drafts.clear();
            self.edit(&command);
        }
    }

    fn table(&self) -> Table {
        self.session.table.unwrap_or(Table::Adjusted)
    }

    fn copy_table(&mut self, ctx: &Context) {
        let table = self.table();
        if let Some(grid) = self.results.shown().and_then(|s| s.grid(table)) {
            ctx.copy_text(grid.tsv());
            self.report(Severity::Done, format!("Copied table \"{}\".", table.title()));
        }
    }

    /// Commands that cannot be carried out now.
    fn disabled(&self) -> Vec<UiCommand> {
        let history = &self.document.history;
        let mut disabled = Vec::new();
        let mut off = |condition: bool, commands: &[UiCommand]| {
            if condition {
                disabled.extend_from_slice(commands);
            }
        };
        off(history.undo_label().is_none(), &[UiCommand::Undo]);
        off(history.redo_label().is_none(), &[UiCommand::Redo]);
        off(self.results.progress().is_idle(), &[UiCommand::Cancel]);
        off(
            self.session.selected.is_none(),
            &[
                UiCommand::NextSeries,
                UiCommand::PreviousSeries,
                UiCommand::ResetSpecification,
                UiCommand::RemoveItem,
                UiCommand::RunAll,
            ],
        );
        let charts = [UiCommand::CopyChart, UiCommand::ExportPng, UiCommand::ExportSvg];
        off(self.results.shown().is_none(), &[UiCommand::CopyTable, UiCommand::ExportTable]);
        let view = layout::active_view(&self.tree);
        let chart = self.results.shown().and_then(|s| view.and_then(|v| views::chart_of(v, s)));
        off(chart.is_none(), &charts);
        disabled
    }

    fn menu_state(&self) -> MenuState {
        let history = &self.document.history;
        let theme = match self.session.stored.theme {
            ThemeChoice::Light => UiCommand::ThemeLight,
            ThemeChoice::Dark => UiCommand::ThemeDark,
            ThemeChoice::System => UiCommand::ThemeSystem,
        };
        let panels = [
            (Pane::Workspace, UiCommand::ToggleWorkspace),
            (Pane::Specification, UiCommand::ToggleSpecification),
            (Pane::Decisions, UiCommand::ToggleLog),
        ];
        let open = panels.into_iter().filter(|(p, _)| layout::is_visible(&self.tree, *p)).map(|(_, c)| c);
        MenuState {
            undo: history.undo_label().map(str::to_owned),
            redo: history.redo_label().map(str::to_owned),
            disabled: self.disabled(),
            checked: open.chain([theme]).collect(),
            recent: Vec::new(),
        }
    }

    fn show_dialog(&mut self, ctx: &Context, actions: &mut Actions) {
        let Some(mut dialog) = self.dialog.take() else { return };
        let open = match &mut dialog {
            Dialog::Palette(palette) => {
                let off = self.disabled();
                let disabled = |k: usize| {
                    TABLE.get(k).is_none_or(|e| off.contains(&e.command) || e.command == UiCommand::Palette)
                };
                palette.show(ctx, self.document.workspace(), &disabled, actions)
            }
            Dialog::Shortcuts => dialogs::help::shortcuts(ctx),
            Dialog::About => dialogs::help::about(ctx),
        };
        if open {
            self.dialog = Some(dialog);
        }
    }

    fn show_panels(&mut self, ui: &mut Ui, actions: &mut Actions) {
        let state = self.menu_state();
        let bar = |ui: &Ui| Frame::NONE.fill(theme::color(ui, Role::Background));
        Panel::top("menu").frame(bar(ui).inner_margin(Margin::symmetric(8, 4))).show(ui, |ui| {
            menu::show(ui, &state, actions);
        });
        let warnings =
            self.messages.iter().skip(self.seen_messages).filter(|m| m.severity != Severity::Done).count();
        let dirty = self.document.history.is_dirty();
        let saved = format!("{}{}", self.document.name(), if dirty { ", not saved" } else { "" });
        let status = Status {
            saved: &saved,
            dirty,
            series: self.document.workspace().series.len(),
            progress: self.results.progress(),
            failures: self.results.failures(),
            warnings,
        };
        Panel::bottom("status")
            .exact_size(26.0)
            .frame(bar(ui).inner_margin(Margin::symmetric(12, 0)))
            .show(ui, |ui| status::show(ui, &status, actions));
        CentralPanel::default().frame(Frame::NONE.fill(theme::color(ui, Role::Panel))).show(ui, |ui| {
            let workspace = self.document.workspace();
            let item = self.session.selected.and_then(|id| workspace.item(id));
            let mut behavior = Docking {
                scope: Scope { workspace, results: &self.results, item },
                session: &mut self.session,
                messages: &self.messages,
                actions,
            };
            self.tree.ui(&mut behavior, ui);
        });
        if layout::is_visible(&self.tree, Pane::Messages) {
            self.seen_messages = self.messages.len();
        }
    }
}

impl eframe::App for Workbench {
    fn logic(&mut self, _ctx: &Context, _frame: &mut eframe::Frame) {
        let workspace = self.document.workspace().clone();
        self.results.collect(&workspace);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let mut actions = Actions::default();
        if self.dialog.is_none() {
            for command in command::pressed(&ctx) {
                actions.push(Action::Run(command));
            }
        }
        self.show_panels(ui, &mut actions);
        self.show_dialog(&ctx, &mut actions);
        for action in actions.take() {
            self.act(&ctx, action);
        }
        let workspace = self.document.workspace().clone();
        self.results.request(&workspace, self.document.history.revision(), self.session.selected);
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        self.session.stored.tree = Some(self.tree.clone());
        self.session.save(storage);
    }
}

/// What the docked panels show, and how their tabs look.
struct Docking<'a> {
    scope: Scope<'a>,
    session: &'a mut Session,
    messages: &'a [Message],
    actions: &'a mut Actions,
}

impl egui_tiles::Behavior<Pane> for Docking<'_> {
    fn pane_ui(&mut self, ui: &mut Ui, _id: TileId, pane: &mut Pane) -> UiResponse {
        ui.painter().rect_filled(ui.max_rect(), 0.0, theme::color(ui, Role::Panel));
        match *pane {
            Pane::Workspace => workspace::show(ui, self.scope, self.session, self.actions),
            Pane::Sources => sources::show(ui, self.scope, self.actions),
            Pane::View(view) => views::show(ui, view, self.scope, self.session, self.actions),
            Pane::Specification => inspector::show(ui, self.scope, self.session, self.actions),
            Pane::Decisions => log::decisions(ui, self.scope.results.shown()),
            Pane::Messages => log::messages(ui, self.messages),
        }
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> egui::WidgetText {
        pane.title().into()
    }

    fn tab_bar_height(&self, _style: &egui::Style) -> f32 {
        28.0
    }

    fn tab_title_spacing(&self, _visuals: &egui::Visuals) -> f32 {
        10.0
    }

    fn gap_width(&self, _style: &egui::Style) -> f32 {
        1.0
    }

    fn min_size(&self) -> f32 {
        160.0
    }

    fn simplification_options(&self) -> egui_tiles::SimplificationOptions {
        egui_tiles::SimplificationOptions { all_panes_must_have_tabs: true, ..Default::default() }
    }

    fn tab_bar_color(&self, visuals: &egui::Visuals) -> egui::Color32 {
        visuals.faint_bg_color
    }

    fn tab_bg_color(
        &self,
        visuals: &egui::Visuals,
        _tiles: &Tiles<Pane>,
        _id: TileId,
        state: &egui_tiles::TabState,
    ) -> egui::Color32 {
        if state.active { visuals.panel_fill } else { visuals.faint_bg_color }
    }

    fn tab_outline_stroke(
        &self,
        _visuals: &egui::Visuals,
        _tiles: &Tiles<Pane>,
        _id: TileId,
        _state: &egui_tiles::TabState,
    ) -> egui::Stroke {
        egui::Stroke::NONE
    }

    fn tab_text_color(
        &self,
        visuals: &egui::Visuals,
        _tiles: &Tiles<Pane>,
        _id: TileId,
        state: &egui_tiles::TabState,
    ) -> egui::Color32 {
        if state.active { visuals.text_color() } else { visuals.weak_text_color() }
    }
}
