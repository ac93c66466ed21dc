//! The result of the selected series beside that of another specification.

use egui::{ScrollArea, Ui, vec2};
use solstice_engine::sa::spec::{METHODS, predefined_names};

use super::{Scope, charts, sheet, theme, widgets};
use crate::ui::action::Actions;
use crate::ui::choice::Choice;
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
        let named = METHODS.iter().flat_map(|method| {
            predefined_names(method).iter().map(|name| Compare::Predefined { method, name })
        });
        let all: Vec<Compare> = std::iter::once(Compare::OtherMethod).chain(named).collect();
        let selected = all.iter().position(|one| *one == session.compared);
        let list =
            Choice::new("Compared specification", session.compared.title(own)).width(196.0).height(400.0);
        let (_, picked) = list.show(ui, all.iter().map(|one| one.title(own)), selected);
        if let Some(one) = picked.and_then(|i| all.into_iter().nth(i)) {
            session.compared = one;
        }
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
