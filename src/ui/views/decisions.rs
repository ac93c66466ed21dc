//! The automatic decisions of the selected series: statistic, threshold, outcome, words, and where to look.

use egui::{ScrollArea, Ui};

use super::{sheet, theme, widgets};
use crate::report::decisions::Topic;
use crate::ui::action::{Action, Actions};
use crate::ui::layout::View;
use crate::ui::results::Shown;

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
        ScrollArea::both().id_salt("decisions").auto_shrink(false).show(ui, |ui| {
            sheet::body(ui, table, &links, actions);
            ui.add_space(theme::GRID);
            sheet::copy_button(ui, table, actions);
        });
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
