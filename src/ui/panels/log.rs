//! Messages of the program.

use egui::{RichText, ScrollArea, Ui};

use crate::jobs::JobError;
use crate::report::chart::palette::Role;
use crate::ui::action::{Action, Actions};
use crate::ui::results::Brief;
use crate::ui::views::Scope;
use crate::ui::{theme, widgets};
use crate::workspace::ItemId;

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Something was done.
    Done,
    /// Something deserves a look.
    Warning,
    /// Something could not be done.
    Error,
}

/// Something the program did or could not do.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// How much it matters.
    pub severity: Severity,
    /// What happened, and the remedy.
    pub text: String,
}

/// Shows the series without adjustment, and messages, the latest first.
pub fn messages(ui: &mut Ui, scope: Scope<'_>, messages: &[Message], actions: &mut Actions) {
    let (workspace, results) = (scope.workspace, scope.results);
    let failed: Vec<(ItemId, &JobError)> = workspace
        .items()
        .filter_map(|item| match results.brief(item.id) {
            Brief::Failed(error) => Some((item.id, error)),
            _ => None,
        })
        .collect();
    if messages.is_empty() && failed.is_empty() {
        hint(ui, "Nothing to report.");
        return;
    }
    list(ui, "messages", failed.len() + messages.len(), |ui, k| {
        if let Some((item, error)) = failed.get(k) {
            ui.label(
                RichText::new("Failed")
                    .color(theme::color(ui, Role::Severe))
                    .font(theme::strong(theme::BODY)),
            );
            if ui.link(workspace.item_name(*item)).on_hover_text("Select the series").clicked() {
                actions.push(Action::Select(*item));
            }
            ui.label(error.to_string());
            return;
        }
        let Some(message) = messages.iter().rev().nth(k - failed.len()) else { return };
        let role = match message.severity {
            Severity::Done => Role::Secondary,
            Severity::Warning => Role::Uncertain,
            Severity::Error => Role::Severe,
        };
        let word = match message.severity {
            Severity::Done => "Done",
            Severity::Warning => "Warning",
            Severity::Error => "Error",
        };
        ui.label(RichText::new(word).color(theme::color(ui, role)).font(theme::strong(theme::BODY)));
        ui.label(&message.text);
    });
}

fn list(ui: &mut Ui, id: &str, count: usize, mut line: impl FnMut(&mut Ui, usize)) {
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(12, 6)).show(ui, |ui| {
        ScrollArea::vertical().id_salt(id).auto_shrink(false).show(ui, |ui| {
            for k in 0..count {
                ui.horizontal_wrapped(|ui| line(ui, k));
            }
        });
    });
}

fn hint(ui: &mut Ui, text: &str) {
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.label(widgets::secondary(text));
    });
}
