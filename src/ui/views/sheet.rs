//! Draws tables of figures and words.

use egui::{Label, Layout, RichText, Ui, vec2};

use super::{theme, widgets};
use crate::report::sheet::{Cell, Column, Sheet};
use crate::ui::action::{Action, Actions};

/// Least width of a last column of words before others become narrower.
const LEAST: f32 = 160.0;
/// Part of its width that a column of words keeps, and the least of it.
const SHRUNK: f32 = 0.5;
const LEAST_WORDS: f32 = 88.0;

/// Shows a table under its title, with a button that copies it.
pub fn show(ui: &mut Ui, sheet: &Sheet, actions: &mut Actions) {
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let width: f32 = widths(sheet, ui.available_width()).iter().sum();
    ui.allocate_ui_with_layout(vec2(width, theme::ROW), Layout::left_to_right(egui::Align::Center), |ui| {
        ui.label(widgets::strong(&sheet.title));
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| copy_button(ui, sheet, actions));
    });
    ui.add_space(theme::GRID);
    rule(ui, width);
    body(ui, sheet, &[], actions);
    if !sheet.note.is_empty() {
        ui.add_space(theme::GRID);
        ui.scope(|ui| {
            ui.set_max_width(width.min(ui.available_width()));
            ui.add(Label::new(widgets::secondary(&sheet.note)).wrap());
        });
    }
    ui.add_space(4.0 * theme::GRID);
}

/// Shows the head and the rows of a table; `links` has for each row what a click on its first cell asks for, and a
/// word on that.
pub fn body(ui: &mut Ui, sheet: &Sheet, links: &[(String, Action)], actions: &mut Actions) {
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let widths = widths(sheet, ui.available_width());
    let width: f32 = widths.iter().sum();
    if sheet.columns.iter().any(|c| !c.head.is_empty()) {
        line(ui, width, |ui| {
            for (column, width) in sheet.columns.iter().zip(&widths) {
                place(ui, column, *width, |ui| {
                    ui.add(Label::new(widgets::secondary(&column.head)).truncate());
                });
            }
        });
    }
    for (k, row) in sheet.rows.iter().enumerate() {
        line(ui, width, |ui| {
            for (j, ((column, width), cell)) in sheet.columns.iter().zip(&widths).zip(row).enumerate() {
                place(ui, column, *width, |ui| match links.get(k).filter(|_| j == 0) {
                    Some((tip, action)) => {
                        if ui.link(cell.text()).on_hover_text(tip).clicked() {
                            actions.push(action.clone());
                        }
                    }
                    None => content(ui, cell),
                });
            }
        });
        rule(ui, width);
    }
}

/// Copies `sheet` as tab-separated text.
pub fn copy_button(ui: &mut Ui, sheet: &Sheet, actions: &mut Actions) {
    let response = ui.add(egui::Button::new(widgets::secondary("Copy")).small().frame(false));
    let (enabled, name) = (ui.is_enabled(), format!("Copy {}", sheet.title));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, &name));
    if response.on_hover_text("Copy the table for a spreadsheet, with all digits").clicked() {
        actions.push(Action::Copy { what: format!("table \"{}\"", sheet.title), text: sheet.tsv() });
    }
}

/// Widths of the columns in `room`: where they do not fit, a last column of words becomes narrower, then the other
/// columns of words; figures keep theirs.
fn widths(sheet: &Sheet, room: f32) -> Vec<f32> {
    let mut widths: Vec<f32> = sheet.columns.iter().map(|c| c.width).collect();
    let last = widths.len().saturating_sub(1);
    let shrink = |widths: &mut [f32], of: &dyn Fn(usize) -> bool, least: &dyn Fn(f32) -> f32| {
        let excess = widths.iter().sum::<f32>() - room;
        let reserve = |k: usize, w: f32| if of(k) { (w - least(w)).max(0.0) } else { 0.0 };
        let all: f32 = widths.iter().enumerate().map(|(k, w)| reserve(k, *w)).sum();
        if excess > 0.0 && all > 0.0 {
            let part = (excess / all).min(1.0);
            widths.iter_mut().enumerate().for_each(|(k, w)| *w -= part * reserve(k, *w));
        }
    };
    let words = |k: usize| sheet.columns.get(k).is_some_and(|c| !c.figures);
    shrink(&mut widths, &|k| k == last && words(k), &|w| w.min(LEAST));
    shrink(&mut widths, &words, &|w| (SHRUNK * w).max(w.min(LEAST_WORDS)));
    widths
}

fn line(ui: &mut Ui, width: f32, cells: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, theme::ROW), Layout::left_to_right(egui::Align::Center), cells);
}

fn place(ui: &mut Ui, column: &Column, width: f32, content: impl FnOnce(&mut Ui)) {
    let layout = if column.figures {
        Layout::right_to_left(egui::Align::Center)
    } else {
        Layout::left_to_right(egui::Align::Center)
    };
    ui.allocate_ui_with_layout(vec2(width, theme::ROW), layout, |ui| {
        ui.set_min_width(width);
        // words keep away from the figures before them
        ui.add_space(if column.figures { 0.0 } else { 3.0 * theme::GRID });
        content(ui);
    });
}

fn content(ui: &mut Ui, cell: &Cell) {
    match cell {
        Cell::Verdict(verdict) => {
            widgets::verdict(ui, *verdict);
        }
        Cell::Judged(_, verdict) => {
            // the dot has its own shape for each verdict: the colour alone says nothing
            widgets::judged(ui, cell.text(), *verdict);
        }
        Cell::Weak(text) if text.is_empty() => {}
        Cell::Weak(text) => {
            ui.add(Label::new(RichText::new(text).weak()).truncate());
        }
        cell => {
            ui.add(Label::new(cell.text()).truncate());
        }
    }
}

fn rule(ui: &mut Ui, width: f32) {
    ui.scope(|ui| {
        ui.set_max_width(width);
        widgets::hairline(ui);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sheet::{figures, words};

    #[test]
    fn words_give_way_to_figures() {
        let columns = [words("a", 200.0), figures("b", 80.0), words("c", 200.0)];
        let sheet = Sheet::new("t", columns);
        assert_eq!(widths(&sheet, 600.0), [200.0, 80.0, 200.0]);
        assert_eq!(widths(&sheet, 450.0), [200.0, 80.0, 170.0]);
        let rounded: Vec<f32> = widths(&sheet, 380.0).iter().map(|w| w.round()).collect();
        assert_eq!(rounded, [165.0, 80.0, 135.0]);
        assert_eq!(widths(&sheet, 50.0), [100.0, 80.0, 88.0]);
    }
}
