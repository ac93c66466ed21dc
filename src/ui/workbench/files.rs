//! Opening, saving, recovering and exporting.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Context, ViewportCommand};

use super::{Dialog, Workbench};
use crate::report::sheet;
use crate::ui::dialogs::path::PathDialog;
use crate::ui::document::Document;
use crate::ui::layout;
use crate::ui::panels::log::Severity;
use crate::ui::worker::{Content, Loaded, Purpose, Reply, Request, SeriesReport};
use crate::workspace::Workspace;
use crate::workspace::file::{self, FileError, FileStamp, Recovered};

/// How often a copy of unsaved work is kept.
const KEEP_EVERY: Duration = Duration::from_secs(60);

/// What waits for the answer to "save your changes?".
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// Close the window.
    Quit,
    /// An empty workspace.
    New,
    /// The sample workspace.
    Sample,
    /// Open this file.
    Open(PathBuf),
}

impl Workbench {
    /// Does `next`, after asking for unsaved changes.
    pub(super) fn guarded(&mut self, ctx: &Context, next: Next) {
        if self.document.history.is_dirty() {
            self.dialog = Some(Dialog::Unsaved(next));
        } else {
            self.proceed(ctx, next);
        }
    }

    /// Does `next`; unsaved changes were saved or given up.
    pub(super) fn proceed(&mut self, ctx: &Context, next: Next) {
        match next {
            Next::Quit => {
                self.may_close = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            Next::New => self.replace(Document::new(Workspace::default())),
            Next::Sample => self.open_sample(),
            Next::Open(path) => self.worker.ask(Request::Load(path)),
        }
    }

    /// Gives unsaved changes up, and then does `next`.
    pub(super) fn give_up(&mut self, ctx: &Context, next: Next) {
        self.worker.ask(Request::Discard(self.document.path.clone()));
        self.proceed(ctx, next);
    }

    /// Opens a workspace; other files are imported into the present one.
    pub(super) fn open_path(&mut self, ctx: &Context, path: PathBuf) {
        if file::is_workspace_path(&path) || path.extension().is_some_and(|e| e.eq_ignore_ascii_case("ron")) {
            self.guarded(ctx, Next::Open(path));
        } else {
            self.import_file(path);
        }
    }

    /// Puts another workspace in the place of the present one.
    pub(super) fn replace(&mut self, document: Document) {
        self.document = document;
        self.results.clear();
        self.session.folded.clear();
        self.session.filter.clear();
        let first = self.document.neighbour(None, 0);
        self.session.select(first);
    }

    pub(super) fn choose(&mut self, ctx: &Context, purpose: Purpose) {
        let suggestion = self.suggestion(purpose);
        let dialog = PathDialog::new(ctx, purpose, suggestion, self.native_dialogs);
        self.dialog = Some(Dialog::Path(dialog));
    }

    /// The folder of the workspace, and a name that says what the file holds.
    fn suggestion(&self, purpose: Purpose) -> PathBuf {
        let folder = self.document.path.as_deref().and_then(Path::parent).map(Path::to_owned);
        let folder = folder.or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        let item = self.session.selected().map_or("series", |id| self.document.workspace().item_name(id));
        let safe = |name: &str| name.replace(['/', '\\', ':'], "-");
        match purpose {
            Purpose::Open => PathBuf::new(),
            Purpose::SaveAs => {
                let present = self.document.path.clone();
                present.unwrap_or_else(|| {
                    folder.join(format!("{}.{}", safe(&self.document.name()), file::EXTENSION))
                })
            }
            Purpose::ExportTable => {
                let view = layout::active_view(&self.tree).filter(|_| !self.sheets().is_empty());
                let what = view.map_or_else(|| self.table().name(), |v| v.title().to_lowercase());
                folder.join(format!("{} {what}.csv", safe(item)))
            }
            Purpose::ExportSvg => folder.join(format!("{}.svg", safe(item))),
            Purpose::ExportPng => folder.join(format!("{}.png", safe(item))),
            Purpose::ExportReport => folder.join(format!("{}.html", safe(item))),
        }
    }

    /// A file was chosen in the dialog.
    pub(super) fn chosen(&mut self, ctx: &Context, purpose: Purpose, path: PathBuf) {
        match purpose {
            Purpose::Open => self.open_path(ctx, path),
            Purpose::SaveAs => self.save_to(file::with_extension(&path), true),
            Purpose::ExportTable => {
                if let Some(text) = self.table_as_csv() {
                    self.worker.ask(Request::Export { path, content: Content::Text(text) });
                }
            }
            Purpose::ExportReport => {
                let Some(report) = self.series_report() else { return };
                self.worker.ask(Request::Export { path, content: Content::Report(Box::new(report)) });
            }
            Purpose::ExportSvg | Purpose::ExportPng => {
                let Some(chart) = self.chart().cloned().map(Box::new) else { return };
                let range = self.session.zoom.range.filter(|_| chart.x.is_time());
                let content = match purpose {
                    Purpose::ExportSvg => Content::Svg(chart, range),
                    _ => Content::Png(chart, range),
                };
                self.worker.ask(Request::Export { path, content });
            }
        }
    }

    /// The tables of the view in front; the chosen one of the table view where it has none.
    fn table_as_csv(&self) -> Option<String> {
        match self.sheets() {
            [] => Some(self.results.shown()?.grid(self.table())?.csv()),
            sheets => Some(sheet::csv(sheets)),
        }
    }

    fn series_report(&self) -> Option<SeriesReport> {
        let shown = self.results.shown()?;
        let workspace = self.document.workspace();
        let series = workspace.item(shown.item).and_then(|i| workspace.series_of(i))?;
        Some(SeriesReport {
            series: Arc::clone(series),
            adjustment: Arc::clone(&shown.adjustment),
            stability: self.results.stability().report(shown),
        })
    }

    pub(super) fn save_document(&mut self, ctx: &Context) {
        match self.document.path.clone() {
            Some(path) => self.save_to(path, false),
            None => self.choose(ctx, Purpose::SaveAs),
        }
    }

    fn save_to(&mut self, path: PathBuf, elsewhere: bool) {
        let expected = if elsewhere { None } else { self.document.stamp.clone() };
        self.worker.ask(Request::Save {
            path,
            workspace: Arc::clone(self.document.workspace()),
            revision: self.document.history.revision(),
            expected,
        });
    }

    /// Takes what the thread for files has done.
    pub(super) fn take_replies(&mut self, ctx: &Context) {
        for reply in self.worker.replies() {
            match reply {
                Reply::Loaded(path, loaded) => self.loaded(path, *loaded),
                Reply::Saved { path, revision, result: Ok((stamp, lock)) } => {
                    self.document.lock = lock.or(self.document.lock.take());
                    self.saved(ctx, path, revision, stamp);
                }
                Reply::Saved { result: Err(error), .. } => {
                    self.after_save = None;
                    self.fail(error.to_string());
                }
                Reply::Previewed(source, options, preview) => self.previewed(&source, &options, preview),
                Reply::Nothing => {}
                Reply::NotKept(error) => {
                    self.report(Severity::Warning, format!("Unsaved work could not be kept aside: {error}"));
                }
                Reply::Recovered(copies) => {
                    if let Some(latest) = copies.into_iter().next() {
                        self.dialog = Some(Dialog::Recover(latest));
                    }
                }
                Reply::Restored(copy, result) => self.restored(copy, result),
                Reply::ReadAgain(read) => self.read_again(read),
                Reply::Exported(path, Ok(())) => {
                    self.report(Severity::Done, format!("Exported to {}.", path.display()));
                }
                Reply::Exported(_, Err(error)) => self.fail(error),
            }
        }
    }

    fn loaded(&mut self, path: PathBuf, loaded: Result<Loaded, FileError>) {
        let loaded = match loaded {
            Ok(loaded) => loaded,
            Err(error) => return self.fail(error.to_string()),
        };
        let mut document = Document::new(loaded.workspace);
        match loaded.lock {
            Ok(lock) => {
                document.lock = Some(lock);
                document.stamp = Some(loaded.stamp);
                document.path = Some(path.clone());
            }
            Err(error @ FileError::Locked { .. }) => {
                self.report(
                    Severity::Warning,
                    format!("{error}. A copy was opened; save it under another name."),
                );
            }
            // a folder that cannot be written to has no second writer either
            Err(_) => {
                document.stamp = Some(loaded.stamp);
                document.path = Some(path.clone());
            }
        }
        self.replace(document);
        self.session.remember(&path);
        self.report(Severity::Done, format!("Opened {}.", path.display()));
        if let Some(copy) = loaded.recovered {
            self.dialog = Some(Dialog::Recover(copy));
        }
    }

    fn saved(&mut self, ctx: &Context, path: PathBuf, revision: u64, stamp: FileStamp) {
        self.worker.ask(Request::Discard(self.document.path.take()));
        self.document.path = Some(path.clone());
        self.document.stamp = Some(stamp);
        if revision == self.document.history.revision() {
            self.document.history.mark_saved();
        }
        self.session.remember(&path);
        self.report(Severity::Done, format!("Saved {}.", path.display()));
        if let Some(next) = self.after_save.take() {
            self.proceed(ctx, next);
        }
    }

    fn restored(&mut self, copy: Recovered, result: Result<Workspace, FileError>) {
        match result {
            Ok(workspace) => {
                let (stamp, lock) = if self.document.path == copy.original {
                    (self.document.stamp.take(), self.document.lock.take())
                } else {
                    (None, None)
                };
                let mut document = Document::new(workspace);
                document.history.mark_unsaved();
                document.path = copy.original;
                document.stamp = stamp;
                document.lock = lock;
                self.replace(document);
                self.report(Severity::Done, "Unsaved work was restored; save it to keep it.");
            }
            Err(error) => self.fail(error.to_string()),
        }
    }

    /// An error that stands in the way: shown as a dialog and kept among the messages.
    pub(super) fn fail(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.report(Severity::Error, text.clone());
        self.dialog = Some(Dialog::Failure(text));
    }

    /// Keeps a copy of unsaved work from time to time.
    pub(super) fn keep_unsaved_work(&mut self, ctx: &Context) {
        let history = &self.document.history;
        if !history.is_dirty() || history.revision() == self.document.kept {
            return;
        }
        let due = self.last_kept + KEEP_EVERY;
        let now = Instant::now();
        if now >= due {
            self.last_kept = now;
            self.document.kept = history.revision();
            let workspace = Arc::clone(self.document.workspace());
            self.worker.ask(Request::Keep { original: self.document.path.clone(), workspace });
        } else {
            ctx.request_repaint_after(due - now);
        }
    }

    /// Files dropped on the window.
    pub(super) fn take_dropped_files(&mut self, ctx: &Context) {
        ctx.input(|i| self.to_open.extend(i.raw.dropped_files.iter().map(|f| f.path().to_owned())));
    }

    /// Opens the next of several files once the one before was dealt with.
    pub(super) fn open_next(&mut self, ctx: &Context) {
        if !self.worker.is_busy()
            && let Some(path) = self.to_open.pop_front()
        {
            self.open_path(ctx, path);
        }
    }

    /// Asks before the window closes on unsaved changes.
    pub(super) fn guard_close(&mut self, ctx: &Context) {
        if ctx.input(|i| i.viewport().close_requested())
            && !self.may_close
            && self.document.history.is_dirty()
        {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.dialog = Some(Dialog::Unsaved(Next::Quit));
        }
    }

    fn open_sample(&mut self) {
        match sample() {
            Ok(workspace) => self.replace(Document::new(workspace)),
            Err(error) => self.fail(error.to_string()),
        }
    }
}

/// The sample workspace, part of the program.
fn sample() -> Result<Workspace, FileError> {
    const TEXT: &str = include_str!("../../../workspaces/sample.solstice.ron");
    file::from_text(TEXT, Path::new("sample.solstice.ron"))
}
