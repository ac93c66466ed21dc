//! The result of the selected series beside that of another specification.

use egui::{ComboBox, ScrollArea, Ui, vec2};
use solstice_engine::sa::spec::{METHODS, predefined_names};

use super::{Scope, charts, sheet, theme, widgets};
use crate::ui::action::Actions;
use crate::ui::comparison::Compare;
use crate::ui::results::Shown;
use crate::ui::session::Session;

/// Share of the height that the chart takes.
const CHART: f32 = 0.58;

/// Shows both results.
pub fn show(
    ui: &mut Ui,
    scope: Scope<'_>,
    shown: &Shown,
    session: &mut Session,
    dimmed: bool,
    actions: &mut Actions,
) {
    ui.horizontal(|ui| {
        ui.label("Compare with specification");
        let response = ComboBox::from_id_salt("compared specification")
            .selected_text(session.compared.label())
            .show_ui(ui, |ui| {
                for method in METHODS {
                    for name in predefined_names(method) {
                        let one = Compare { method, name };
                        ui.selectable_value(&mut session.compared, one, one.label());
                    }
                }
            })
            .response;
        let (enabled, current) = (ui.is_enabled(), session.compared.label());
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::Role::ComboBox, enabled, "Compared specification");
            info.current_text_value = Some(current.clone());
            info
        });
        ui.label(widgets::secondary("The series keeps its own specification"));
    });
    ui.add_space(theme::GRID);
    let comparison = scope.results.comparison();
    if let Some(error) = comparison.error() {
        widgets::error(ui, &error.to_string());
        return;
    }
    let Some(compared) = comparison.drawn(shown) else {
        ui.label(widgets::secondary("adjusting"));
        return;
    };
    let size = vec2(ui.available_width(), CHART * ui.available_height());
    ui.allocate_ui(size, |ui| charts::single(ui, &compared.chart, &mut session.zoom, dimmed, actions));
    ui.add_space(theme::GRID);
    ScrollArea::both().id_salt("compared").auto_shrink(false).show(ui, |ui| {
        sheet::show(ui, &compared.sheet, actions);
    });
}
