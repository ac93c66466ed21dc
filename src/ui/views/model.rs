//! The RegARIMA model: what it consists of, how likely it is, its coefficients and their correlations.

use egui::{ScrollArea, Ui};

use super::{sheet, widgets};
use crate::ui::action::{Action, Actions};
use crate::ui::command::UiCommand;
use crate::ui::results::Shown;

const REMEDY_NAME: &str = "rsa5c";
/// Offered when there is no model.
const REMEDY: UiCommand = UiCommand::Predefined("x13", REMEDY_NAME);

/// Shows the model.
pub fn show(ui: &mut Ui, shown: &Shown, dimmed: bool, actions: &mut Actions) {
    if shown.model().is_empty() {
        missing(ui, actions);
        return;
    }
    if dimmed {
        ui.set_opacity(0.45);
    }
    ScrollArea::both().auto_shrink(false).show(ui, |ui| {
        for table in shown.model() {
            sheet::show(ui, table, actions);
        }
    });
}

/// What views of the pre-processing show without one.
pub fn missing(ui: &mut Ui, actions: &mut Actions) {
    widgets::empty_state(
        ui,
        "No RegARIMA model",
        "The series is adjusted by X-11 alone. A specification with pre-processing estimates calendar effects, outliers and forecasts first.",
        |ui| {
            let tip = REMEDY.entry().map_or("", |e| e.tip);
            let button = egui::Button::new(format!("Use specification {REMEDY_NAME}"));
            if ui.add_sized([220.0, 28.0], button).on_hover_text(tip).clicked() {
                actions.push(Action::Run(REMEDY));
            }
        },
    );
}
