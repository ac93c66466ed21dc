//! A line or a few lines of text: names and comments.

use egui::{Context, Key, Layout, TextEdit, Ui};

use super::modal;
use crate::ui::widgets;
use crate::workspace::{Command, DocumentId, ItemId, SeriesId, Workspace};

/// What is written on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Name of a series.
    SeriesName(SeriesId),
    /// Name of a document.
    DocumentName(DocumentId),
    /// Comment on items.
    Comment(Vec<ItemId>),
}

/// The open dialog.
#[derive(Debug)]
pub struct TextDialog {
    subject: Subject,
    text: String,
    fresh: bool,
}

/// What became of the dialog in a frame.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// Nothing yet.
    Open,
    /// The text is to be used.
    Done(Box<Command>),
    /// Closed without it.
    Closed,
}

impl TextDialog {
    /// The dialog with the present text.
    pub fn new(workspace: &Workspace, subject: Subject) -> Self {
        let text = match &subject {
            Subject::SeriesName(id) => workspace.series(*id).map(|s| s.name.clone()),
            Subject::DocumentName(id) => workspace.document(*id).map(|d| d.name.clone()),
            Subject::Comment(items) => {
                items.first().and_then(|id| workspace.item(*id)).map(|i| i.comment.clone())
            }
        };
        Self { subject, text: text.unwrap_or_default(), fresh: true }
    }

    fn title(&self) -> String {
        match &self.subject {
            Subject::SeriesName(_) => "Rename series".to_owned(),
            Subject::DocumentName(_) => "Rename document".to_owned(),
            Subject::Comment(items) if items.len() > 1 => format!("Comment on {} series", items.len()),
            Subject::Comment(_) => "Comment".to_owned(),
        }
    }

    /// Shows it.
    pub fn show(&mut self, ctx: &Context) -> Outcome {
        let (outcome, close) = modal(ctx, &self.title(), 420.0, |ui| self.content(ui));
        if close && outcome == Outcome::Open { Outcome::Closed } else { outcome }
    }

    fn command(&self) -> Command {
        let name = self.text.trim().to_owned();
        match &self.subject {
            Subject::SeriesName(id) => Command::RenameSeries { id: *id, name },
            Subject::DocumentName(id) => Command::RenameDocument { id: *id, name },
            Subject::Comment(items) => Command::SetComment { items: items.clone(), comment: name },
        }
    }

    fn content(&mut self, ui: &mut Ui) -> Outcome {
        let comment = matches!(self.subject, Subject::Comment(_));
        let label = ui.label(if comment { "Comment" } else { "Name" });
        let margin = egui::Margin::symmetric(6, 4);
        let edit = if comment {
            TextEdit::multiline(&mut self.text).desired_rows(3)
        } else {
            TextEdit::singleline(&mut self.text)
        };
        let field = ui.add(edit.desired_width(f32::INFINITY).margin(margin)).labelled_by(label.id);
        if std::mem::take(&mut self.fresh) {
            field.request_focus();
        }
        // a comment may be empty, a name not
        let usable = comment || !self.text.trim().is_empty();
        ui.add_space(8.0);
        let mut outcome = Outcome::Open;
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let enter = !comment && field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            let answer = if comment { "Save comment" } else { "Rename" };
            if (ui.add_enabled(usable, widgets::answer(ui, answer, true)).clicked() || enter) && usable {
                outcome = Outcome::Done(Box::new(self.command()));
            }
            if ui.add(widgets::answer(ui, "Cancel", false)).clicked() {
                outcome = Outcome::Closed;
            }
        });
        outcome
    }
}
