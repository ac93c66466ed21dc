//! Messages of the program.

use egui::{RichText, ScrollArea, Ui};

use crate::report::chart::palette::Role;
use crate::ui::{theme, widgets};

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

/// Shows messages, the latest first.
pub fn messages(ui: &mut Ui, messages: &[Message]) {
    if messages.is_empty() {
        hint(ui, "Nothing to report.");
        return;
    }
    list(ui, "messages", messages.len(), |ui, k| {
        let Some(message) = messages.iter().rev().nth(k) else { return };
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
