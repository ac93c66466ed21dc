//! The application: owns document, session and results, lays out the panels and carries out actions.

mod commands;
mod docking;
mod files;
mod import;
mod pictures;
mod refresh;
mod tree;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use egui::{CentralPanel, Context, Frame, Margin, Panel, Ui};
use egui_tiles::Tree;
use solstice_engine::sa::spec::predefined;

use self::docking::Docking;
use self::files::Next;
use super::action::{Action, Actions};
use super::command::{self, TABLE, UiCommand};
use super::dialogs::ask::{self, Question};
use super::dialogs::calendars::CalendarDialog;
use super::dialogs::help;
use super::dialogs::import::ImportDialog;
use super::dialogs::palette::Palette;
use super::dialogs::path::{Outcome, PathDialog};
use super::dialogs::refresh::RefreshDialog;
use super::dialogs::text::{self, Subject, TextDialog};
use super::document::Document;
use super::layout::{self, Pane, View};
use super::panels::log::{Message, Severity};
use super::panels::menu;
use super::panels::status::{self, Status};
use super::plot::Zoom;
use super::refresh::Refreshes;
use super::results::Results;
use super::session::{Session, ThemeChoice};
use super::tools::ToolRuns;
use super::views::Scope;
use super::worker::{Purpose, Request, Worker};
use super::{APP_ID, theme};
use crate::jobs::{Latest, Pool, Progress, TaskPool};
use crate::report::chart::palette::Role;
use crate::workspace::file::Recovered;
use crate::workspace::{Command, Item, Workspace, nearest_predefined};

/// A dialog that is open.
#[derive(Debug)]
enum Dialog {
    Palette(Palette),
    Path(PathDialog),
    Import(Box<ImportDialog>),
    Calendars(CalendarDialog),
    Refresh(RefreshDialog),
    Text(TextDialog),
    Unsaved(Next),
    Recover(Recovered),
    Failure(String),
    Shortcuts,
    About,
}

/// The application.
#[derive(Debug)]
pub struct Workbench {
    document: Document,
    session: Session,
    results: Results,
    refreshes: Refreshes,
    tools: ToolRuns,
    tree: Tree<Pane>,
    dialog: Option<Dialog>,
    messages: Vec<Message>,
    seen_messages: usize,
    worker: Worker,
    native_dialogs: bool,
    after_save: Option<Next>,
    may_close: bool,
    last_kept: Instant,
    title: String,
    /// Files that wait until the one before was dealt with.
    to_open: VecDeque<PathBuf>,
    focused: Option<egui::Id>,
}

impl Workbench {
    /// The window of a running program, with the files in `paths` or the sample workspace.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(cc: &eframe::CreationContext<'_>, paths: Vec<PathBuf>) -> Result<Self, String> {
        let recovery = eframe::storage_dir(APP_ID).map(|folder| folder.join("recovery"));
        let mut workbench = Self::open(cc, Workspace::default(), recovery)?;
        workbench.native_dialogs = true;
        if paths.is_empty() {
            workbench.proceed(&cc.egui_ctx, Next::Sample);
        }
        workbench.to_open.extend(paths);
        workbench.worker.ask(Request::FindRecovered);
        Ok(workbench)
    }

    /// The window on a workspace that is already in memory; files are chosen by their path only, and nothing is
    /// kept aside.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn with_workspace(cc: &eframe::CreationContext<'_>, workspace: Workspace) -> Result<Self, String> {
        Self::open(cc, workspace, None)
    }

    fn open(
        cc: &eframe::CreationContext<'_>,
        workspace: Workspace,
        recovery: Option<PathBuf>,
    ) -> Result<Self, String> {
        let ctx = &cc.egui_ctx;
        theme::install(ctx);
        let wake = ctx.clone();
        let no_threads = |e| format!("no threads for the computations: {e}");
        let pool = Pool::new(None, move || wake.request_repaint()).map_err(no_threads)?;
        let wake = ctx.clone();
        let tasks = TaskPool::new(None, move || wake.request_repaint()).map_err(no_threads)?;
        let tasks = Arc::new(tasks);
        let wake = ctx.clone();
        let seats = Latest::new(move || wake.request_repaint());
        let seats = seats.map_err(|e| format!("no thread for the analysis of SEATS: {e}"))?;
        let wake = ctx.clone();
        let tools = ToolRuns::new(move || wake.request_repaint())?;
        let wake = ctx.clone();
        let worker = Worker::new(recovery, move || wake.request_repaint())?;
        let mut session = Session::load(cc.storage);
        ctx.set_theme(session.stored.theme);
        let tree =
            session.stored.tree.take().unwrap_or_else(|| layout::default_tree(egui::vec2(1440.0, 900.0)));
        let document = Document::new(workspace);
        session.select(document.neighbour(None, 0));
        Ok(Self {
            document,
            session,
            results: Results::new(pool, Arc::clone(&tasks), seats),
            refreshes: Refreshes::new(tasks),
            tools,
            tree,
            dialog: None,
            messages: Vec::new(),
            seen_messages: 0,
            worker,
            native_dialogs: false,
            after_save: None,
            may_close: false,
            last_kept: Instant::now(),
            title: String::new(),
            to_open: VecDeque::new(),
            focused: None,
        })
    }

    /// The session, for tests.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The layout, for tests.
    pub fn tree(&self) -> &Tree<Pane> {
        &self.tree
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
            Action::Run(command) => self.run(ctx, command),
            Action::Select(item) => {
                self.session.select(Some(item));
                if layout::active_view(&self.tree).is_none() {
                    layout::show(&mut self.tree, Pane::View(View::Summary));
                }
            }
            Action::Pick(item, pick) => {
                let workspace = Arc::clone(self.document.workspace());
                self.session.pick(&workspace, item, pick);
            }
            Action::Write(subject) => self.write(subject),
            Action::Fold(document) => {
                if !self.session.folded.remove(&document) {
                    self.session.folded.insert(document);
                }
            }
            Action::Show(view) => layout::show(&mut self.tree, Pane::View(view)),
            Action::ShowPane(pane) => layout::show(&mut self.tree, pane),
            Action::ShowPicture(picture) => self.show_picture(picture),
            Action::ShowDiagnostic(check) => self.show_diagnostic(check),
            Action::RunStability => {
                let workspace = self.document.workspace().clone();
                self.results.run_stability(&workspace, self.session.stability.tool());
            }
            Action::Refresh(items, policy) => self.refresh(&items, policy),
            Action::ForgetRefresh(item) => self.refreshes.forget(item),
            Action::CancelStability => self.results.cancel_stability(),
            Action::RunTool => self.tools.forget(),
            Action::CancelTool => self.tools.cancel(),
            Action::ShowTable(table) => self.session.table = Some(table),
            Action::Copy { what, text } => {
                ctx.copy_text(text);
                self.report(Severity::Done, format!("Copied {what}."));
            }
            Action::OpenPath(path) => self.open_path(ctx, path),
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
        let workspace = Arc::clone(self.document.workspace());
        self.session.keep_selection(&workspace);
        if self.session.selected().is_none() {
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
                self.session.form.typing.forget();
                self.keep_selection();
            }
            UiCommand::Redo => {
                self.document.history.redo();
                self.session.form.typing.forget();
                self.keep_selection();
            }
            UiCommand::Show(view) => layout::show(&mut self.tree, Pane::View(view)),
            UiCommand::ResetZoom => self.session.zoom = Zoom::default(),
            UiCommand::ToggleCalendar => self.session.calendar_shown = !self.session.calendar_shown,
            UiCommand::ToggleWorkspace => self.toggle(Pane::Workspace),
            UiCommand::ToggleSpecification => self.toggle(Pane::Specification),
            UiCommand::FindOption => {
                layout::set_visible(&mut self.tree, Pane::Specification, true);
                self.session.form.filter_line.focus = true;
            }
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
            UiCommand::Predefined(method, name) => self.set_predefined(|_| (method, name)),
            UiCommand::Tool(kind) => {
                self.session.tools.kind = kind;
                layout::show(&mut self.tree, Pane::View(View::Tools));
            }
            UiCommand::ResetSpecification => {
                self.set_predefined(|item| (item.spec.method(), nearest_predefined(&item.spec)));
            }
            UiCommand::Calendars => self.dialog = Some(Dialog::Calendars(CalendarDialog::default())),
            UiCommand::Refresh => self.dialog = Some(Dialog::Refresh(RefreshDialog::default())),
            UiCommand::RenameItem => {
                let series = self.selected_item().map(|i| Subject::SeriesName(i.series));
                series.into_iter().for_each(|subject| self.write(subject));
            }
            UiCommand::CommentItem => self.write(Subject::Comment(self.selected_items())),
            UiCommand::MoveUp => self.move_items(-1),
            UiCommand::MoveDown => self.move_items(1),
            UiCommand::RemoveItem => self.edit(&Command::RemoveItems(self.selected_items())),
            UiCommand::SumSeries => self.sum_selected(),
            UiCommand::RunAll => self.results.run_all(&self.document.workspace().clone()),
            UiCommand::Cancel => {
                self.results.cancel();
                self.refreshes.cancel();
                self.tools.cancel();
            }
            UiCommand::Shortcuts => self.dialog = Some(Dialog::Shortcuts),
            UiCommand::About => self.dialog = Some(Dialog::About),
            UiCommand::CopyTable => self.copy_table(ctx),
            UiCommand::CopyChart => self.copy_chart(ctx),
            UiCommand::New => self.guarded(ctx, Next::New),
            // only another workspace takes the place of this one
            UiCommand::Open => self.choose(ctx, Purpose::Open),
            UiCommand::OpenSample => self.guarded(ctx, Next::Sample),
            UiCommand::Paste => ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            UiCommand::Save => self.save_document(ctx),
            UiCommand::SaveAs => self.choose(ctx, Purpose::SaveAs),
            UiCommand::ExportTable => self.choose(ctx, Purpose::ExportTable),
            UiCommand::ExportSvg => self.choose(ctx, Purpose::ExportSvg),
            UiCommand::ExportPng => self.choose(ctx, Purpose::ExportPng),
            UiCommand::ExportReport => self.choose(ctx, Purpose::ExportReport),
            UiCommand::Quit => self.guarded(ctx, Next::Quit),
        }
    }

    /// How far the work is: that of a refresh first, that of the stand-alone tools where nothing else is under way.
    fn progress(&self) -> Progress {
        let adjustments = self.refreshes.progress().unwrap_or_else(|| self.results.progress());
        if adjustments.is_idle() { self.tools.progress() } else { adjustments }
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
        let next = self.document.neighbour(self.session.selected(), steps);
        self.session.select(next);
    }

    fn selected_item(&self) -> Option<&Arc<Item>> {
        self.session.selected().and_then(|id| self.document.workspace().item(id))
    }

    /// Gives each selected series the predefined specification whose method and name `choose` says.
    fn set_predefined(&mut self, choose: impl Fn(&Item) -> (&'static str, &'static str)) {
        let workspace = self.document.workspace();
        let items = self.selected_items().into_iter().filter_map(|id| workspace.item(id));
        let specs: Vec<_> = items
            .filter_map(|item| {
                let (method, name) = choose(item);
                Some((item.id, predefined(method, name)?))
            })
            .collect();
        if specs.is_empty() {
            return;
        }
        self.document.history.seal();
        self.session.form.typing.forget();
        self.edit(&Command::SetSpecs(specs));
    }

    /// What views look at.
    pub(super) fn scope(&self) -> Scope<'_> {
        let workspace = self.document.workspace();
        Scope {
            workspace,
            results: &self.results,
            refreshes: &self.refreshes,
            tools: &self.tools,
            item: self.selected_item(),
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
            Dialog::Path(path) => match path.show(ctx) {
                Outcome::Open => true,
                Outcome::Closed => {
                    self.after_save = None;
                    false
                }
                Outcome::Chosen(file) => {
                    self.chosen(ctx, path.purpose, file);
                    false
                }
            },
            Dialog::Calendars(calendars) => calendars.show(ctx, self.document.workspace(), actions),
            Dialog::Refresh(refresh) => {
                refresh.show(ctx, self.document.workspace(), &self.session.selection, actions)
            }
            Dialog::Text(dialog) => match dialog.show(ctx) {
                text::Outcome::Open => true,
                text::Outcome::Closed => false,
                text::Outcome::Done(command) => {
                    self.edit(&command);
                    false
                }
            },
            Dialog::Import(import) => self.show_import(ctx, import),
            Dialog::Unsaved(next) => self.ask_for_unsaved(ctx, next.clone()),
            Dialog::Recover(copy) => self.ask_for_recovery(ctx, copy.clone()),
            Dialog::Failure(text) => {
                let question = Question { title: "That did not work", text, answers: &["Close"] };
                let (answer, close) = ask::show(ctx, question);
                answer.is_none() && !close
            }
            Dialog::Shortcuts => help::shortcuts(ctx),
            Dialog::About => help::about(ctx),
        };
        // an answer may have opened another dialog
        if open && self.dialog.is_none() {
            self.dialog = Some(dialog);
        }
    }

    fn ask_for_unsaved(&mut self, ctx: &Context, next: Next) -> bool {
        let text = format!("{} has changes that are in no file.", self.document.name());
        let answers = ["Save", "Discard changes", "Cancel"];
        let question = Question { title: "Save changes?", text: &text, answers: &answers };
        let (answer, close) = ask::show(ctx, question);
        match answer {
            Some(0) => {
                self.after_save = Some(next);
                self.save_document(ctx);
            }
            Some(1) => self.give_up(ctx, next),
            _ => {}
        }
        answer.is_none() && !close
    }

    fn ask_for_recovery(&mut self, ctx: &Context, copy: Recovered) -> bool {
        let of = copy
            .original
            .as_deref()
            .map_or("a workspace without a file".to_owned(), |p| p.display().to_string());
        let text = format!("There is newer work on {of} that was not saved before the program ended.");
        let question = Question {
            title: "Restore unsaved work?",
            text: &text,
            answers: &["Restore", "Delete it", "Later"],
        };
        let (answer, close) = ask::show(ctx, question);
        match answer {
            Some(0) => self.worker.ask(Request::Recover(copy)),
            Some(1) => self.worker.ask(Request::Discard(copy.original)),
            _ => {}
        }
        answer.is_none() && !close
    }

    /// Another field or another click begins another step of undo.
    fn seal_finished_edits(&mut self, ctx: &Context) {
        let focused = ctx.memory(|m| m.focused());
        if focused != self.focused || ctx.input(|i| i.pointer.any_pressed()) {
            self.focused = focused;
            self.document.history.seal();
        }
    }

    fn show_title(&mut self, ctx: &Context) {
        let mark = if self.document.history.is_dirty() { "*" } else { "" };
        let title = format!("{}{mark} - Solstice", self.document.name());
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
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
            progress: self.progress(),
            failures: self.results.failures(),
            warnings,
        };
        Panel::bottom("status")
            .exact_size(26.0)
            .frame(bar(ui).inner_margin(Margin::symmetric(12, 0)))
            .show(ui, |ui| status::show(ui, &status, actions));
        CentralPanel::default().frame(Frame::NONE.fill(theme::color(ui, Role::Panel))).show(ui, |ui| {
            let workspace = self.document.workspace();
            let item = self.session.selected().and_then(|id| workspace.item(id));
            let mut behavior = Docking {
                scope: Scope {
                    workspace,
                    results: &self.results,
                    refreshes: &self.refreshes,
                    tools: &self.tools,
                    item,
                },
                session: &mut self.session,
                messages: &self.messages,
                actions,
            };
            layout::fit(&mut self.tree, ui.available_size());
            layout::fit_tabs(&mut self.tree, |title| docking::tab_width(ui, title));
            self.tree.ui(&mut behavior, ui);
            // the sizes are known only now when the window or a panel has a new one
            if layout::fit_tabs(&mut self.tree, |title| docking::tab_width(ui, title)) {
                ui.ctx().request_repaint();
            }
        });
        if layout::is_visible(&self.tree, Pane::Messages) {
            self.seen_messages = self.messages.len();
        }
    }
}

impl eframe::App for Workbench {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        let workspace = self.document.workspace().clone();
        self.results.collect(&workspace);
        self.take_refreshed();
        self.tools.collect();
        self.take_replies(ctx);
        self.keep_unsaved_work(ctx);
        self.guard_close(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let mut actions = Actions::default();
        self.seal_finished_edits(&ctx);
        if self.dialog.is_none() {
            self.open_next(&ctx);
            self.take_dropped_files(&ctx);
            self.take_pasted_text(&ctx);
            for command in command::pressed(&ctx) {
                actions.push(Action::Run(command));
            }
        }
        self.show_panels(ui, &mut actions);
        show_drop_target(ui);
        self.show_dialog(&ctx, &mut actions);
        for action in actions.take() {
            self.act(&ctx, action);
        }
        let workspace = self.document.workspace().clone();
        self.results.request(&workspace, self.document.history.revision(), self.session.selected());
        match layout::active_view(&self.tree) {
            Some(View::Compare) => self.results.request_comparison(&workspace, self.session.compared),
            Some(View::Tools) => self.request_tool(),
            _ => {}
        }
        self.results.draw_stability(&self.session.stability);
        self.show_title(&ctx);
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        self.session.stored.tree = Some(self.tree.clone());
        self.session.save(storage);
    }
}

/// While a file is held over the window: that it can be dropped.
fn show_drop_target(ui: &Ui) {
    if ui.ctx().input(|i| i.raw.hovered_files.is_empty()) {
        return;
    }
    let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop target"));
    let painter = ui.ctx().layer_painter(layer);
    let rect = ui.ctx().content_rect();
    let veil = theme::color(ui, Role::Panel).gamma_multiply(0.85);
    painter.rect_filled(rect, 0.0, veil);
    let outline = egui::Stroke::new(2.0, theme::color(ui, Role::Accent));
    painter.rect_stroke(rect.shrink(8.0), 6.0, outline, egui::StrokeKind::Inside);
    let text = "Drop a workspace to open it, or a table to import its series";
    let color = theme::color(ui, Role::Text);
    painter.text(rect.center(), egui::Align2::CENTER_CENTER, text, theme::strong(theme::TITLE), color);
}
