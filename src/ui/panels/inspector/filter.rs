//! The line that finds options.

use egui::Ui;
use solstice_engine::sa::spec::Spec;

use crate::ui::form::Field;
use crate::ui::session::FilterLine;
use crate::ui::theme;

/// Which options are wanted.
pub(super) struct Filter {
    words: Vec<String>,
    only_changed: bool,
}

impl Filter {
    pub(super) fn new(state: &FilterLine) -> Self {
        let words = state.text.split_whitespace().map(str::to_lowercase).collect();
        Self { words, only_changed: state.only_changed }
    }

    /// Whether everything is wanted.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && !self.only_changed
    }

    pub(super) fn admits(&self, section: &str, label: &str, field: &Field<Spec>, changed: bool) -> bool {
        let text = format!("{section} {label} {} {}", field.path, field.standard).to_lowercase();
        (changed || !self.only_changed) && self.words.iter().all(|w| text.contains(w))
    }

    pub(super) fn admits_list(&self, section: &str, changed: bool) -> bool {
        let text = section.to_lowercase();
        (changed || !self.only_changed) && self.words.iter().all(|w| text.contains(w))
    }
}

/// The line itself, with the number of options that differ from their default.
pub(super) fn show(ui: &mut Ui, state: &mut FilterLine, changed: usize) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GRID;
        let label = "Filter options";
        let button = 88.0;
        let field = egui::TextEdit::singleline(&mut state.text)
            .hint_text(label)
            .desired_width(ui.available_width() - button - 16.0)
            .margin(egui::Margin::symmetric(6, 3));
        let response = ui.add(field);
        let (enabled, typed) = (ui.is_enabled(), state.text.clone());
        response.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::Role::TextInput, enabled, label);
            info.current_text_value = Some(typed.clone());
            info
        });
        if std::mem::take(&mut state.focus) {
            response.request_focus();
        }
        let text = if changed == 0 { "Changed".to_owned() } else { format!("Changed {changed}") };
        let toggle =
            egui::Button::new(text).selected(state.only_changed).min_size(egui::vec2(button, theme::ROW));
        let response = ui.add(toggle).on_hover_text("Show only the options that differ from their default");
        response.widget_info(|| {
            egui::WidgetInfo::selected(
                egui::Role::CheckBox,
                enabled,
                state.only_changed,
                "Only changed options",
            )
        });
        if response.clicked() {
            state.only_changed = !state.only_changed;
        }
    });
}
