//! One of a few values from a list that opens, by mouse or by keys: the arrows move in the open list, Enter picks, Escape
//! leaves it, and the closed list has the keyboard again.

use egui::{ComboBox, Id, Response, Role, Ui, WidgetInfo, WidgetText};

/// A closed list.
#[derive(Debug)]
pub struct Choice<'a> {
    name: &'a str,
    shown: WidgetText,
    width: Option<f32>,
    height: Option<f32>,
}

impl<'a> Choice<'a> {
    /// A list that a screen reader calls `name`, with the text `shown` while it is closed.
    pub fn new(name: &'a str, shown: impl Into<WidgetText>) -> Self {
        Self { name, shown: shown.into(), width: None, height: None }
    }

    /// Of this width.
    #[must_use]
    pub fn width(self, width: f32) -> Self {
        Self { width: Some(width), ..self }
    }

    /// Up to this height when it is open.
    #[must_use]
    pub fn height(self, height: f32) -> Self {
        Self { height: Some(height), ..self }
    }

    /// Shows it; the index of what was picked from `entries`, of which `selected` is marked.
    pub fn show(
        self,
        ui: &mut Ui,
        entries: impl IntoIterator<Item = impl Into<WidgetText>>,
        selected: Option<usize>,
    ) -> (Response, Option<usize>) {
        let current = self.shown.text().to_owned();
        let mut list = ComboBox::from_id_salt(self.name).selected_text(self.shown).truncate();
        if let Some(width) = self.width {
            list = list.width(width);
        }
        if let Some(height) = self.height {
            list = list.height(height);
        }
        let memory = OpenBefore(ui.scope_id().with((self.name, "open")));
        let open_before = memory.get(ui);
        let mut picked = None;
        let shown = list.show_ui(ui, |ui| {
            for (i, entry) in entries.into_iter().enumerate() {
                let entry = ui.selectable_label(selected == Some(i), entry);
                if !open_before && i == selected.unwrap_or(0) {
                    entry.request_focus();
                    entry.scroll_to_me(None);
                }
                if entry.clicked() {
                    picked = Some(i);
                    ui.close();
                }
            }
        });
        let (response, open) = (shown.response, shown.inner.is_some());
        if picked.is_some() || open_before && !open && ui.memory(|m| m.focused().is_none()) {
            response.request_focus();
        }
        memory.set(ui, open && picked.is_none());
        let enabled = ui.is_enabled();
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ComboBox, enabled, self.name);
            info.current_text_value = Some(current.clone());
            info
        });
        (response, picked)
    }
}

/// Whether a list was open in the last frame.
#[derive(Clone, Copy)]
struct OpenBefore(Id);

impl OpenBefore {
    fn get(self, ui: &Ui) -> bool {
        ui.data(|d| d.get_temp(self.0)).unwrap_or(false)
    }

    fn set(self, ui: &Ui, open: bool) {
        ui.data_mut(|d| d.insert_temp(self.0, open));
    }
}
