//! Choosing a file: by the dialog of the system, or by typing its path.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError};

use egui::{Context, Key, Layout, TextEdit, Ui};

use super::modal;
use crate::ui::widgets;
use crate::ui::worker::{Purpose, choose_file};

/// The open dialog.
#[derive(Debug)]
pub struct PathDialog {
    /// What the file is for.
    pub purpose: Purpose,
    /// The path as typed.
    path: String,
    /// The dialog of the system, while it is open.
    waiting: Option<Receiver<Option<PathBuf>>>,
    /// Why the last attempt failed.
    pub error: Option<String>,
    fresh: bool,
}

/// What became of the dialog in a frame.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// Nothing yet.
    Open,
    /// A file was chosen.
    Chosen(PathBuf),
    /// Closed without a file.
    Closed,
}

impl PathDialog {
    /// A dialog that suggests a path. With `native` the dialog of the system is opened at once.
    pub fn new(ctx: &Context, purpose: Purpose, suggestion: PathBuf, native: bool) -> Self {
        let mut dialog =
            Self { purpose, path: suggestion.display().to_string(), waiting: None, error: None, fresh: true };
        if native {
            dialog.browse(ctx);
        }
        dialog
    }

    fn title(&self) -> &'static str {
        match self.purpose {
            Purpose::Open => "Open a workspace or import series",
            Purpose::SaveAs => "Save workspace as",
            Purpose::ExportTable => "Export table as CSV",
            Purpose::ExportSvg => "Export chart as SVG",
            Purpose::ExportPng => "Export chart as PNG",
            Purpose::ExportReport => "Export report as a web page",
        }
    }

    fn browse(&mut self, ctx: &Context) {
        let wake = ctx.clone();
        let suggestion = PathBuf::from(self.path.trim());
        self.waiting = Some(choose_file(self.purpose, suggestion, move || wake.request_repaint()));
    }

    /// Shows it.
    pub fn show(&mut self, ctx: &Context) -> Outcome {
        if let Some(waiting) = &self.waiting {
            match waiting.try_recv() {
                Ok(Some(path)) => return Outcome::Chosen(path),
                Ok(None) | Err(TryRecvError::Disconnected) => self.waiting = None,
                Err(TryRecvError::Empty) => {}
            }
        }
        let (outcome, close) = modal(ctx, self.title(), 560.0, |ui| self.content(ui));
        if close && outcome == Outcome::Open { Outcome::Closed } else { outcome }
    }

    fn content(&mut self, ui: &mut Ui) -> Outcome {
        let mut outcome = Outcome::Open;
        let label = ui.label("Path");
        let edit = TextEdit::singleline(&mut self.path)
            .desired_width(f32::INFINITY)
            .hint_text("for example /home/me/retail.csv")
            .margin(egui::Margin::symmetric(6, 4));
        let field = ui.add(edit).labelled_by(label.id);
        if self.fresh {
            self.fresh = false;
            field.request_focus();
        }
        if field.changed() {
            self.error = None;
        }
        if let Some(error) = &self.error {
            widgets::error(ui, error);
        }
        if self.waiting.is_some() {
            ui.label(widgets::secondary(
                "Waiting for the file dialog of the system. A path typed here is taken as well.",
            ));
        }
        ui.add_space(8.0);
        let accept = match self.purpose {
            Purpose::Open => "Open",
            Purpose::SaveAs => "Save",
            _ => "Export",
        };
        let typed = !self.path.trim().is_empty();
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let enter = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            if (ui.add_enabled(typed, widgets::answer(ui, accept, true)).clicked() || enter) && typed {
                outcome = Outcome::Chosen(PathBuf::from(self.path.trim()));
            }
            if ui.add(widgets::answer(ui, "Cancel", false)).clicked() {
                outcome = Outcome::Closed;
            }
            if self.waiting.is_none() && ui.add(widgets::answer(ui, "Browse...", false)).clicked() {
                let ctx = ui.ctx().clone();
                self.browse(&ctx);
            }
        });
        outcome
    }
}
