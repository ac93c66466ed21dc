//! The summary: is it good, what does it look like, what is doubtful, and where to look.

use egui::{Layout, RichText, Ui, vec2};

use super::{Scope, charts, theme, widgets};
use crate::report::chart::figures::mode_name;
use crate::report::narrative::filter_name;
use crate::report::outlier_marks::outliers;
use crate::report::quality::{self, Verdict};
use crate::ui::action::{Action, Actions};
use crate::ui::layout::View;
use crate::ui::plot;
use crate::ui::results::Shown;
use crate::ui::session::Session;

/// Height of the lower part and width of its right half.
const LOWER: f32 = 236.0;
const FACTS: f32 = 288.0;

/// Shows the summary.
pub fn show(
    ui: &mut Ui,
    scope: Scope<'_>,
    shown: &Shown,
    dimmed: bool,
    session: &mut Session,
    actions: &mut Actions,
) {
    let space = ui.available_size();
    let lower = LOWER.min(0.45 * space.y);
    let upper = (space.y - lower - 13.0).max(80.0);
    ui.allocate_ui(vec2(space.x, upper), |ui| {
        charts::main(ui, scope, shown, &shown.main, session, dimmed, actions);
    });
    widgets::hairline(ui);
    ui.allocate_ui_with_layout(vec2(space.x, lower), Layout::left_to_right(egui::Align::Min), |ui| {
        let facts = FACTS.min(0.45 * space.x);
        let (chart, view) = match &shown.si {
            Some(si) => (si, View::SiRatios),
            None => (&shown.components, View::Components),
        };
        let zoom = if chart.x.is_time() { &mut session.zoom } else { &mut session.still };
        ui.allocate_ui(vec2(space.x - facts - 16.0, lower), |ui| {
            let response = plot::show(ui, chart, zoom, dimmed);
            charts::menu(&response, actions);
            if response.double_clicked() {
                actions.push(Action::Show(view));
            }
        });
        ui.allocate_ui_with_layout(vec2(facts, lower), Layout::top_down(egui::Align::Min), |ui| {
            egui::ScrollArea::vertical().id_salt("facts").show(ui, |ui| {
                facts_table(ui, shown, dimmed, actions);
            });
        });
    });
}

fn facts_table(ui: &mut Ui, shown: &Shown, dimmed: bool, actions: &mut Actions) {
    if dimmed {
        ui.set_opacity(0.45);
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    fact(ui, "Decomposition", mode_name(shown.adjustment.mode));
    if let Some(model) = &shown.adjustment.preprocessing {
        fact(ui, "Transformation", if model.is_log() { "logarithms" } else { "levels" });
        fact(ui, "ARIMA model", &model.description().orders().to_string());
        let marks = outliers(model);
        let names: Vec<String> = marks.iter().map(|m| m.name()).collect();
        let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        fact(ui, "Outliers", &names);
    }
    if let Some(seats) = shown.adjustment.decomposition.seats() {
        fact(ui, "Model decomposed", &seats.final_model.orders().to_string());
        fact(ui, "Changed by SEATS", if seats.model_changed { "yes" } else { "no" });
    }
    let Some(x11) = shown.adjustment.decomposition.x11() else { return };
    let mut filters: Vec<&str> = x11.seasonal_filters.iter().map(|f| filter_name(*f)).collect();
    filters.dedup();
    let seasonal = if filters.is_empty() { "none".to_owned() } else { filters.join(", ") };
    fact(ui, "Seasonal filter", &seasonal);
    fact(ui, "Henderson filter", &format!("{} terms", x11.henderson_length));
    fact(ui, "I/C ratio", &format!("{:.2}", x11.ic_ratio));
    if let Some(msr) = &x11.msr {
        fact(ui, "Moving seasonality ratio", &format!("{:.2}", msr.global));
    }
    let Some(m) = &shown.adjustment.m_statistics else { return };
    ui.add_space(theme::GRID);
    widgets::hairline(ui);
    ui.add_space(theme::GRID);
    verdict_fact(ui, "Q", m.q);
    verdict_fact(ui, "Q without M2", m.q_without_m2);
    let doubtful: Vec<String> = quality::rows(m)
        .into_iter()
        .filter(|r| r.weight > 0 && r.value.is_some_and(|v| Verdict::of(v) > Verdict::Good))
        .map(|r| r.name)
        .collect();
    let text = if doubtful.is_empty() { "none".to_owned() } else { doubtful.join(", ") };
    let response = fact(ui, "Beyond their limit", &text);
    if response.interact(egui::Sense::click()).on_hover_text("Open the Quality view").clicked() {
        actions.push(Action::Show(View::Quality));
    }
}

fn fact(ui: &mut Ui, name: &str, value: &str) -> egui::Response {
    line(ui, name, |ui| {
        ui.add(egui::Label::new(value).truncate());
    })
}

fn verdict_fact(ui: &mut Ui, name: &str, value: f64) {
    let verdict = Verdict::of(value);
    let color = theme::color(ui, verdict.role());
    line(ui, name, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let number = if value.is_nan() { String::new() } else { format!("{value:.3}") };
        ui.label(number);
        ui.label(RichText::new(verdict.word()).color(color).font(theme::strong(theme::BODY)));
        widgets::dot(ui, color);
    });
}

/// A name at the left end, its value at the right end.
fn line(ui: &mut Ui, name: &str, value: impl FnOnce(&mut Ui)) -> egui::Response {
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), theme::ROW),
        Layout::left_to_right(egui::Align::Center),
        |ui| {
            ui.label(RichText::new(name).weak());
            ui.with_layout(Layout::right_to_left(egui::Align::Center), value);
        },
    )
    .response
}
