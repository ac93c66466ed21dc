//! The line at the bottom.

use egui::{Layout, ProgressBar, RichText, Ui};
use solstice_engine::ENGINE;

use crate::jobs::Progress;
use crate::report::chart::palette::Role;
use crate::ui::action::{Action, Actions};
use crate::ui::command::UiCommand;
use crate::ui::layout::Pane;
use crate::ui::{text, theme, widgets};

/// What the line says.
#[derive(Clone, Debug)]
pub struct Status<'a> {
    /// File and whether it is saved.
    pub saved: &'a str,
    /// Whether there are changes that are in no file.
    pub dirty: bool,
    /// Number of series.
    pub series: usize,
    /// Running adjustments.
    pub progress: Progress,
    /// Items without an adjustment.
    pub failures: usize,
    /// Warnings and errors among the messages that were not looked at.
    pub warnings: usize,
}

/// Shows the line.
pub fn show(ui: &mut Ui, status: &Status<'_>, actions: &mut Actions) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        let saved = widgets::secondary(status.saved);
        let saved = if status.dirty { saved.color(theme::color(ui, Role::Accent)) } else { saved };
        ui.label(saved);
        ui.label(widgets::secondary(text::count(status.series, "series", "series")));
        if !status.progress.is_idle() {
            progress(ui, status.progress, actions);
        }
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            let parts = [
                (status.failures, text::count(status.failures, "series failed", "series failed")),
                (status.warnings, text::count(status.warnings, "warning", "warnings")),
            ];
            let parts: Vec<String> =
                parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, text)| text).collect();
            if parts.is_empty() {
                ui.label(widgets::secondary("no warnings"));
            } else {
                let text = RichText::new(parts.join(", "));
                let text = text.size(theme::SMALL).color(theme::color(ui, Role::Bad));
                if ui.add(egui::Button::new(text).frame(false)).on_hover_text("Show the messages").clicked() {
                    actions.push(Action::ShowPane(Pane::Messages));
                }
            }
            ui.label(widgets::secondary(ENGINE));
        });
    });
}

fn progress(ui: &mut Ui, progress: Progress, actions: &mut Actions) {
    let share = progress.done as f32 / progress.total.max(1) as f32;
    ui.label(widgets::secondary(format!("run {}/{}", progress.done, progress.total)));
    ui.add(ProgressBar::new(share).desired_width(140.0).desired_height(8.0));
    let cancel = egui::Button::new(widgets::secondary("Cancel")).frame(false);
    if ui.add(cancel).clicked() {
        actions.push(Action::Run(UiCommand::Cancel));
    }
}
