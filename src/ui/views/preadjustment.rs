//! What is removed before the decomposition: calendar effects, outliers, user variables.

use egui::{Layout, Ui};

use super::{charts, model, theme, widgets};
use crate::report::chart::effect_figures::has_effect;
use crate::report::chart::figures::neutral;
use crate::ui::action::{Action, Actions};
use crate::ui::layout::View;
use crate::ui::results::{Shown, Table};
use crate::ui::session::Session;
use solstice_engine::sa::PreadjustmentTable;

/// Shows the chart of the effects and the way to their tables.
pub fn show(ui: &mut Ui, shown: &Shown, session: &mut Session, dimmed: bool, actions: &mut Actions) {
    let Some(chart) = shown.effects() else {
        model::missing(ui, actions);
        return;
    };
    ui.horizontal(|ui| {
        ui.label(widgets::secondary("Tables"));
        for &table in PreadjustmentTable::ALL {
            let data = shown.adjustment.preadjustment.table(table);
            if !data.is_some_and(|data| has_effect(data, neutral(shown.adjustment.mode))) {
                continue;
            }
            let name = table.name().to_uppercase();
            if ui.link(name).on_hover_text(table.title()).clicked() {
                actions.push(Action::ShowTable(Table::Preadjustment(table)));
                actions.push(Action::Show(View::Tables));
            }
        }
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let words = if chart.panes.len() == 1 { "Nothing was removed from the series" } else { "" };
            ui.label(widgets::secondary(words));
        });
    });
    ui.add_space(theme::GRID);
    charts::single(ui, chart, &mut session.zoom, dimmed, actions);
}
