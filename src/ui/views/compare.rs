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
    let Some(own) = scope.item.map(|i| &i.spec) else { return };
    ui.horizontal_wrapped(|ui| {
        ui.label("Compare with");
        let response = ComboBox::from_id_salt("compared specification")
            .selected_text(session.compared.title(own))
            .width(196.0)
            .height(400.0)
            .show_ui(ui, |ui| {
                let named = METHODS.iter().flat_map(|method| {
                    predefined_names(method).iter().map(|name| Compare::Predefined { method, name })
                });
                for one in std::iter::once(Compare::OtherMethod).chain(named) {
                    ui.selectable_value(&mut session.compared, one, one.title(own));
                }
            })
            .response;
        let (enabled, current) = (ui.is_enabled(), session.compared.title(own));
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::Role::ComboBox, enabled, "Compared specification");
            info.current_text_value = Some(current.clone());
            info
        });
        widgets::remark(ui, "The series keeps its own specification");
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
    if let Some(alike) = compared.alike {
        ui.add(egui::Label::new(widgets::strong(alike)).wrap());
        ui.add_space(theme::GRID);
    }
    let size = vec2(ui.available_width(), CHART * ui.available_height());
    ui.allocate_ui(size, |ui| charts::single(ui, &compared.chart, &mut session.zoom, dimmed, actions));
    ui.add_space(theme::GRID);
    ScrollArea::both().id_salt("compared").auto_shrink(false).show(ui, |ui| {
        sheet::show(ui, &compared.sheet, actions);
    });
}
