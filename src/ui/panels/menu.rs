//! The menu bar with the search field at its right end.

use egui::{Button, Layout, MenuBar, Ui};
use solstice_engine::sa::spec::{TRAMO_SEATS_NAMES, X13_NAMES};

use crate::report::chart::palette::Role;
use crate::ui::action::{Action, Actions};
use crate::ui::command::{Entry, Menu, TABLE, UiCommand};
use crate::ui::{theme, widgets};

/// What the menus need to know.
#[derive(Clone, Debug, Default)]
pub struct MenuState {
    /// Label of the step that can be undone.
    pub undo: Option<String>,
    /// Label of the step that can be done again.
    pub redo: Option<String>,
    /// Commands that cannot be carried out now.
    pub disabled: Vec<UiCommand>,
    /// Commands that are switched on.
    pub checked: Vec<UiCommand>,
    /// Files opened last, and whether they are still there.
    pub recent: Vec<(std::path::PathBuf, bool)>,
}

/// Shows the bar.
pub fn show(ui: &mut Ui, state: &MenuState, actions: &mut Actions) {
    MenuBar::new().ui(ui, |ui| {
        for menu in Menu::ALL {
            ui.menu_button(menu.title(), |ui| {
                ui.set_min_width(232.0);
                for entry in in_menu_order(menu) {
                    if entry.separated {
                        ui.separator();
                    }
                    if let UiCommand::Predefined(method, name) = entry.command {
                        let first = [X13_NAMES, TRAMO_SEATS_NAMES].map(|n| n.first());
                        if method == "x13" && Some(&name) == first[0] {
                            predefined(ui, "X-13 specification", method, state, actions);
                        } else if method == "tramoseats" && Some(&name) == first[1] {
                            predefined(ui, "TRAMO-SEATS specification", method, state, actions);
                        }
                        continue;
                    }
                    item(ui, entry, state, actions);
                    if entry.command == UiCommand::Paste {
                        recent(ui, state, actions);
                    }
                }
            });
        }
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| search(ui, actions));
    });
}

/// The table puts longer keys first; menus put the plain command before its variant.
fn in_menu_order(menu: Menu) -> Vec<&'static Entry> {
    let mut entries: Vec<&Entry> = TABLE.iter().filter(|e| e.menu == menu).collect();
    for (first, second) in [(UiCommand::Undo, UiCommand::Redo), (UiCommand::Save, UiCommand::SaveAs)] {
        let at = |c| entries.iter().position(|e| e.command == c);
        if let (Some(a), Some(b)) = (at(first), at(second))
            && a > b
        {
            entries.swap(a, b);
        }
    }
    entries
}

fn item(ui: &mut Ui, entry: &Entry, state: &MenuState, actions: &mut Actions) {
    let enabled = !state.disabled.contains(&entry.command);
    let step = match entry.command {
        UiCommand::Undo => state.undo.as_deref(),
        UiCommand::Redo => state.redo.as_deref(),
        _ => None,
    };
    let label = step.map_or_else(|| entry.label.to_owned(), |s| format!("{}: {s}", entry.label));
    let mark = if state.checked.contains(&entry.command) { "\u{2713}  " } else { "" };
    let button = Button::new(format!("{mark}{label}")).shortcut_text(entry.command.shortcut_text());
    let response = ui.add_enabled(enabled, button).on_hover_text(entry.tip);
    if response.clicked() {
        actions.push(Action::Run(entry.command));
        ui.close();
    }
}

/// The predefined specifications of a method in a menu of their own.
fn predefined(ui: &mut Ui, title: &str, method: &str, state: &MenuState, actions: &mut Actions) {
    ui.menu_button(title, |ui| {
        let of_method = |e: &&Entry| matches!(e.command, UiCommand::Predefined(m, _) if m == method);
        for entry in TABLE.iter().filter(of_method) {
            item(ui, entry, state, actions);
        }
    });
}

fn recent(ui: &mut Ui, state: &MenuState, actions: &mut Actions) {
    ui.add_enabled_ui(!state.recent.is_empty(), |ui| {
        ui.menu_button("Open recent", |ui| {
            for (path, exists) in &state.recent {
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                let tip = if *exists {
                    path.display().to_string()
                } else {
                    format!("{} (not found)", path.display())
                };
                if ui
                    .add_enabled(*exists, Button::new(name))
                    .on_hover_text(&tip)
                    .on_disabled_hover_text(&tip)
                    .clicked()
                {
                    actions.push(Action::OpenPath(path.clone()));
                    ui.close();
                }
            }
        });
    });
}

/// Looks like a field, opens the palette.
fn search(ui: &mut Ui, actions: &mut Actions) {
    let command = UiCommand::Palette;
    let text = widgets::secondary("Search series, commands");
    let button = Button::new(text)
        .shortcut_text(command.shortcut_text())
        .min_size(egui::vec2(264.0, theme::ROW))
        .fill(theme::color(ui, Role::Panel))
        .stroke(egui::Stroke::new(1.0, theme::color(ui, Role::Hairline)));
    if ui.add(button).clicked() {
        actions.push(Action::Run(command));
    }
}
