//! The list of keys, and what the program is.

use egui::{Context, Grid, Layout, Ui};
use solstice_engine::ENGINE;

use super::modal;
use crate::ui::command::{Menu, TABLE};
use crate::ui::widgets;

/// Lists every key; false when it closes.
pub fn shortcuts(ctx: &Context) -> bool {
    let (done, close) = modal(ctx, "Keyboard shortcuts", 560.0, |ui| {
        ui.columns(2, |columns| {
            if let [left, right] = columns {
                for menu in Menu::ALL {
                    // the menu with most keys has a column of its own
                    keys(if menu == Menu::View { &mut *right } else { &mut *left }, menu);
                }
                right.label(widgets::strong("Charts"));
                for line in [
                    "Wheel: zoom time",
                    "Drag: pan",
                    "Double click: show all",
                    "Left, Right: move the crosshair",
                ] {
                    right.label(line);
                }
            }
        });
        close_button(ui)
    });
    !(done || close)
}

fn close_button(ui: &mut Ui) -> bool {
    ui.add_space(8.0);
    ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
        let close = ui.add(widgets::answer(ui, "Close", true));
        widgets::focus_first(&close);
        close.clicked()
    })
    .inner
}

fn keys(ui: &mut Ui, menu: Menu) {
    let entries: Vec<_> = TABLE.iter().filter(|e| e.menu == menu && e.shortcut.is_some()).collect();
    if entries.is_empty() {
        return;
    }
    ui.label(widgets::strong(menu.title()));
    Grid::new(menu.title()).num_columns(2).spacing([16.0, 2.0]).min_col_width(84.0).show(ui, |ui| {
        for entry in entries {
            ui.label(widgets::secondary(entry.command.shortcut_text()));
            ui.label(entry.label.trim_end_matches("..."));
            ui.end_row();
        }
    });
    ui.add_space(8.0);
}

/// Version, licence and fonts; false when it closes.
pub fn about(ctx: &Context) -> bool {
    let (done, close) = modal(ctx, "About Solstice", 420.0, |ui| {
        ui.label("A workbench for seasonal adjustment.");
        ui.label(widgets::secondary(format!("Engine {ENGINE}")));
        ui.label(widgets::secondary("MIT licence. Text face: Inter, SIL Open Font License 1.1."));
        close_button(ui)
    });
    !(done || close)
}
