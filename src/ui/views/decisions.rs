//! The automatic decisions of the selected series: statistic, threshold, outcome, words, and where to look.

use egui::{Layout, ScrollArea, Ui, vec2};

use super::{sheet, theme, widgets};
use crate::report::decisions::{DecisionRow, Topic};
use crate::report::sheet::Sheet;
use crate::ui::action::{Action, Actions};
use crate::ui::layout::View;
use crate::ui::results::Shown;

/// Width below which there is no room for the table, and width of the names of the steps then.
const NARROW: f32 = 640.0;
const STEP: f32 = 96.0;

/// Shows the decisions of a result.
pub fn show(ui: &mut Ui, shown: Option<&Shown>, actions: &mut Actions) {
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(12, 6)).show(ui, |ui| {
        let Some(shown) = shown else {
            ui.label(widgets::secondary(
                "The automatic decisions of the selected series are explained here.",
            ));
            return;
        };
        let (rows, table) = shown.decisions();
        if rows.is_empty() {
            let text = "Nothing was decided automatically: the specification fixes every choice.";
            ui.label(widgets::secondary(text));
            return;
        }
        let links: Vec<(String, Action)> = (rows.iter())
            .map(|row| {
                let view = view(row.topic);
                (format!("Open the view {}", view.title()), Action::Show(view))
            })
            .collect();
        if ui.available_width() < NARROW {
            return sentences(ui, rows, &links, table, actions);
        }
        ScrollArea::both().id_salt("decisions").auto_shrink(false).show(ui, |ui| {
            sheet::body(ui, table, &links, actions);
            ui.add_space(theme::GRID);
            sheet::copy_button(ui, table, actions);
        });
    });
}

/// The decisions in words alone, which tell the figures too.
fn sentences(
    ui: &mut Ui,
    rows: &[DecisionRow],
    links: &[(String, Action)],
    table: &Sheet,
    actions: &mut Actions,
) {
    ScrollArea::vertical().id_salt("decisions in words").auto_shrink(false).show(ui, |ui| {
        for (row, (tip, action)) in rows.iter().zip(links) {
            ui.horizontal_top(|ui| {
                let place = vec2(STEP, theme::ROW);
                ui.allocate_ui_with_layout(place, Layout::left_to_right(egui::Align::Min), |ui| {
                    ui.set_min_width(STEP);
                    if ui.link(row.step).on_hover_text(tip).clicked() {
                        actions.push(action.clone());
                    }
                });
                ui.add(egui::Label::new(&row.words).wrap());
            });
            widgets::hairline(ui);
        }
        sheet::copy_button(ui, table, actions);
    });
}

fn view(topic: Topic) -> View {
    match topic {
        Topic::Series => View::Chart,
        Topic::Model => View::Model,
        Topic::Residuals => View::Residuals,
        Topic::Effects => View::Preadjustment,
        Topic::Seasonal => View::SiRatios,
        Topic::Tables => View::Tables,
    }
}
