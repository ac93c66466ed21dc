//! Outliers added, fixed and removed on the chart, with the mouse or the keyboard.

use egui::{Key, Modifiers, Ui};
use solstice_engine::toolkit::regression::OutlierCode;
use solstice_engine::toolkit::timeseries::TsPeriod;

use super::{Scope, theme, widgets};
use crate::report::chart::axis::period_label;
use crate::report::number;
use crate::report::outlier_marks::{OutlierMark, outliers};
use crate::ui::action::{Action, Actions};
use crate::ui::results::Shown;
use crate::workspace::{Command, Item, OutlierAt, OutlierEdit};

/// What can be added, with its name and its key.
const KINDS: [(OutlierCode, &str, Key); 4] = [
    (OutlierCode::AO, "additive outlier", Key::A),
    (OutlierCode::LS, "level shift", Key::L),
    (OutlierCode::TC, "transitory change", Key::T),
    (OutlierCode::SO, "seasonal outlier", Key::S),
];

/// The observation at `x` of the chart of a series.
pub fn observation(shown: &Shown, x: f64) -> Option<TsPeriod> {
    let span = shown.adjustment.span;
    let period = TsPeriod { unit: span.unit(), id: x.round() as i64 };
    span.index_of(period).map(|_| period)
}

/// The part of the chart's menu that is about the observation of `period`.
pub fn menu(ui: &mut Ui, scope: Scope<'_>, shown: &Shown, period: TsPeriod, actions: &mut Actions) {
    let Some(item) = scope.item else { return };
    ui.label(widgets::strong(period_label(period)));
    let Some(marks) = marks(shown) else {
        ui.label(widgets::secondary("Outliers need a specification\nwith pre-processing."));
        ui.separator();
        return;
    };
    let here: Vec<&OutlierMark> = marks.iter().filter(|m| m.period == period).collect();
    for mark in &here {
        for (label, tip, edit) in changes(mark, &marks) {
            if ui.button(label).on_hover_text(tip).clicked() {
                push(actions, item, edit);
                ui.close();
            }
        }
        ui.separator();
    }
    for (code, name, key) in KINDS.iter().filter(|k| here.iter().all(|m| m.code != k.0)) {
        let label = format!("Add {name} ({code})");
        let response = ui.add(egui::Button::new(&label).shortcut_text(key.name()));
        let enabled = ui.is_enabled();
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, &label));
        if response.clicked() {
            push(actions, item, OutlierEdit::Add(OutlierAt { code: *code, period }));
            ui.close();
        }
    }
    ui.separator();
    ui.add_space(0.5 * theme::GRID);
}

/// Keys on a chart that has the focus, with the crosshair at `period`.
pub fn keys(ui: &Ui, scope: Scope<'_>, shown: &Shown, period: TsPeriod, actions: &mut Actions) {
    let (Some(item), Some(marks)) = (scope.item, marks(shown)) else { return };
    let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
    let here = || marks.iter().filter(|m| m.period == period);
    for (code, _, key) in KINDS {
        if pressed(key) && here().all(|m| m.code != code) {
            push(actions, item, OutlierEdit::Add(OutlierAt { code, period }));
        }
    }
    if pressed(Key::Delete)
        && let Some(mark) = here().next()
    {
        push(actions, item, removal(mark, &marks));
    }
}

fn push(actions: &mut Actions, item: &Item, edit: OutlierEdit) {
    actions.push(Action::Edit(Box::new(Command::EditOutliers { item: item.id, edit })));
}

/// The outliers of the model; none without one.
fn marks(shown: &Shown) -> Option<Vec<OutlierMark>> {
    shown.adjustment.preprocessing.as_ref().map(outliers)
}

fn at(mark: &OutlierMark) -> OutlierAt {
    OutlierAt { code: mark.code, period: mark.period }
}

fn removal(mark: &OutlierMark, marks: &[OutlierMark]) -> OutlierEdit {
    if mark.specified {
        return OutlierEdit::Remove(at(mark));
    }
    let others = marks.iter().filter(|m| !m.specified && *m != mark).map(at).collect();
    OutlierEdit::Dismiss { outlier: at(mark), others }
}

/// What can be done with an outlier: label, explanation, change.
fn changes(mark: &OutlierMark, marks: &[OutlierMark]) -> Vec<(String, &'static str, OutlierEdit)> {
    let code = mark.code;
    let mut changes = Vec::new();
    if mark.specified {
        changes.push((
            format!("Remove {code}"),
            "Take it out of the specification",
            OutlierEdit::Remove(at(mark)),
        ));
    } else {
        changes.push((
            format!("Remove {code}, stop detection"),
            "It was detected and would come back: the other outliers found are named in the specification and detection is switched off",
            removal(mark, marks),
        ));
        changes.push((
            format!("Keep {code} in the specification"),
            "It stays in the model, whatever the detection finds",
            OutlierEdit::Add(at(mark)),
        ));
    }
    if mark.fixed {
        changes.push((
            format!("Estimate coefficient of {code}"),
            "Its size is estimated again",
            OutlierEdit::Add(at(mark)),
        ));
    } else if mark.coefficient.is_finite() {
        let decimals = number::decimals_for(&[mark.coefficient]).min(4);
        changes.push((
            format!("Fix coefficient of {code} at {}", number::display(mark.coefficient, decimals)),
            "Its size is not estimated any more",
            OutlierEdit::Fix(at(mark), mark.coefficient),
        ));
    }
    changes
}
