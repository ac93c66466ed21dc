//! Fields of a form: label, widget, a dot when changed, a way back to the default.

use egui::{ComboBox, Layout, Response, RichText, Sense, TextEdit, Ui, vec2};

use crate::report::chart::palette::Role;
use crate::ui::{theme, widgets};

/// One option.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// Label and accessible name.
    pub label: &'a str,
    /// What it does, in one sentence.
    pub tip: &'a str,
    /// Whether it differs from its default.
    pub changed: bool,
    /// The default as text.
    pub default: String,
}

/// Widths of label and widget.
const LABEL: f32 = 132.0;
const WIDGET: f32 = 128.0;

/// A line of the form. The result is none without a change, and holds none for "reset".
pub fn row<T>(
    ui: &mut Ui,
    field: &Field<'_>,
    widget: impl FnOnce(&mut Ui) -> Option<T>,
) -> Option<Option<T>> {
    let size = vec2(ui.available_width(), theme::ROW + 2.0);
    let line = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        dot(ui, field.changed);
        ui.allocate_ui_with_layout(
            vec2(LABEL, theme::ROW),
            Layout::left_to_right(egui::Align::Center),
            |ui| {
                ui.set_min_width(LABEL);
                let tip = format!("{} Default: {}.", field.tip, field.default);
                ui.add(egui::Label::new(field.label).truncate().selectable(false).sense(Sense::hover()))
                    .on_hover_text(tip);
            },
        );
        let set = ui
            .allocate_ui_with_layout(
                vec2(WIDGET, theme::ROW),
                Layout::left_to_right(egui::Align::Center),
                |ui| {
                    ui.set_min_width(WIDGET);
                    widget(ui)
                },
            )
            .inner;
        let reset = field.changed && {
            let name = format!("Reset {}", field.label);
            let tip = format!("Back to the default: {}", field.default);
            widgets::reset_button(ui, &name, &tip).clicked()
        };
        if reset { Some(None) } else { set.map(Some) }
    };
    ui.allocate_ui_with_layout(size, Layout::left_to_right(egui::Align::Center), line).inner
}

fn dot(ui: &mut Ui, changed: bool) {
    let (rect, _) = ui.allocate_exact_size(vec2(8.0, theme::ROW), Sense::hover());
    if changed {
        ui.painter().circle_filled(rect.center(), 2.5, theme::color(ui, Role::Accent));
    }
}

/// Values at their default are written faintly.
fn value_text(ui: &Ui, field: &Field<'_>, text: &str) -> RichText {
    let role = if field.changed { Role::Text } else { Role::Secondary };
    RichText::new(text).color(theme::color(ui, role))
}

/// A choice from a list.
pub fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    field: &Field<'_>,
    current: &str,
    value: T,
    all: &[(T, String)],
) -> Option<T> {
    let mut picked = None;
    let text = value_text(ui, field, current);
    let response = ComboBox::from_id_salt(field.label)
        .selected_text(text)
        .width(WIDGET)
        .truncate()
        .show_ui(ui, |ui| {
            for (one, name) in all {
                if ui.selectable_label(*one == value, name).clicked() && *one != value {
                    picked = Some(*one);
                }
            }
        })
        .response;
    name(ui, &response, egui::Role::ComboBox, field.label, current);
    response.on_hover_text(field.tip);
    picked
}

/// Yes or no.
pub fn flag(ui: &mut Ui, field: &Field<'_>, value: bool) -> Option<bool> {
    let mut on = value;
    let text = value_text(ui, field, if value { "yes" } else { "no" });
    let response = ui.checkbox(&mut on, text);
    let enabled = ui.is_enabled();
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, enabled, on, field.label));
    response.on_hover_text(field.tip);
    (on != value).then_some(on)
}

/// A number that is typed. `text` is what stands in the field, `value` what is in use.
pub fn number(ui: &mut Ui, field: &Field<'_>, text: &str, value: &str, hint: &str) -> Option<String> {
    let shown = if text == "0" && !hint.is_empty() && !field.changed { "" } else { text };
    let mut edited = shown.to_owned();
    let role = match (text == value, field.changed) {
        (false, _) => Role::Severe,
        (true, true) => Role::Text,
        (true, false) => Role::Secondary,
    };
    let edit = TextEdit::singleline(&mut edited)
        .hint_text(hint)
        .text_color(theme::color(ui, role))
        .desired_width(WIDGET)
        .margin(egui::Margin::symmetric(6, 2));
    let response = ui.add(edit);
    name(ui, &response, egui::Role::TextInput, field.label, &edited);
    response.on_hover_text(field.tip);
    (edited != shown).then_some(edited)
}

fn name(ui: &Ui, response: &Response, role: egui::Role, label: &str, value: &str) {
    let enabled = ui.is_enabled();
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(role, enabled, label);
        info.current_text_value = Some(value.to_owned());
        info
    });
}
