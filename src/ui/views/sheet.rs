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
/// Space beside the content of a cell, width of a verdict and of the mark beside a figure.
const PADDING: f32 = 16.0;
const VERDICT: f32 = 72.0;
const MARK: f32 = 14.0;
/// Share of the width up to which the first column is never cut off.
const SUBJECT: f32 = 0.5;
/// Room for the scroll bar.
const SCROLL_BAR: f32 = 8.0;

/// Shows a table under its title, with a button that copies it.
pub fn show(ui: &mut Ui, sheet: &Sheet, actions: &mut Actions) {
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let width: f32 = widths(ui, sheet).iter().sum();
    // the button stays in sight when the table is wider
    let head = vec2(width.min(in_sight(ui)), theme::ROW);
    ui.allocate_ui_with_layout(head, Layout::left_to_right(egui::Align::Center), |ui| {
        ui.label(widgets::strong(&sheet.title));
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| copy_button(ui, sheet, actions));
    });
    ui.add_space(theme::GRID);
    rule(ui, width);
    body(ui, sheet, &[], actions);
    if !sheet.note.is_empty() {
        ui.add_space(theme::GRID);
        ui.scope(|ui| {
            ui.set_max_width(width.min(in_sight(ui)));
            ui.add(Label::new(widgets::secondary(&sheet.note)).wrap());
        });
    }
    ui.add_space(4.0 * theme::GRID);
}

/// Shows the head and the rows of a table; `links` has for each row what a click on its first cell asks for, and a
/// word on that.
pub fn body(ui: &mut Ui, sheet: &Sheet, links: &[(String, Action)], actions: &mut Actions) {
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let widths = widths(ui, sheet);
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

/// Widths of the columns in the space that is in sight. What the rows are about is read in full, if that leaves room.
fn widths(ui: &Ui, sheet: &Sheet) -> Vec<f32> {
    let room = in_sight(ui);
    let mut widths: Vec<f32> = sheet.columns.iter().map(|c| c.width).collect();
    let words: Vec<bool> = sheet.columns.iter().map(|c| !c.figures).collect();
    if let ([first, ..], Some(true)) = (widths.as_mut_slice(), words.first()) {
        *first = first.max(needed(ui, sheet, 0).min(SUBJECT * room));
    }
    if widths.iter().sum::<f32>() <= room {
        return widths;
    }
    let needed: Vec<f32> = (0..widths.len()).map(|k| needed(ui, sheet, k)).collect();
    fitted(widths, &needed, &words, room)
}

/// Width that is in sight: a wide table before may have made the scrolled space wider.
fn in_sight(ui: &Ui) -> f32 {
    ui.available_width().min(ui.clip_rect().width()) - SCROLL_BAR
}

/// What column `k` needs so that nothing is cut off.
fn needed(ui: &Ui, sheet: &Sheet, k: usize) -> f32 {
    let measure = |text: String, size: f32| {
        let font = egui::FontId::proportional(size);
        ui.painter().layout_no_wrap(text, font, egui::Color32::PLACEHOLDER).size().x
    };
    let content = |cell: &Cell| match cell {
        Cell::Verdict(_) => VERDICT,
        Cell::Judged(..) => measure(cell.text(), theme::BODY) + MARK,
        cell => measure(cell.text(), theme::BODY),
    };
    let head = sheet.columns.get(k).map_or(0.0, |c| measure(c.head.clone(), theme::SMALL));
    let cells = sheet.rows.iter().filter_map(|row| row.get(k)).map(content);
    cells.fold(head, f32::max).ceil() + PADDING
}

/// `usual` widths made narrower to fit in `room`: first what no column needs is taken from all alike, then a last column
/// of words gives way, then the other columns of `words` but the first; figures keep what they need.
fn fitted(usual: Vec<f32>, needed: &[f32], words: &[bool], room: f32) -> Vec<f32> {
    let mut widths = usual;
    let last = widths.len().saturating_sub(1);
    let mut shrink = |least: &dyn Fn(usize, f32) -> f32| {
        let excess = widths.iter().sum::<f32>() - room;
        let reserve = |k: usize, w: f32| (w - least(k, w)).max(0.0);
        let all: f32 = widths.iter().enumerate().map(|(k, w)| reserve(k, *w)).sum();
        if excess > 0.0 && all > 0.0 {
            let part = (excess / all).min(1.0);
            widths.iter_mut().enumerate().for_each(|(k, w)| *w -= part * reserve(k, *w));
        }
    };
    let is_words = |k: usize| words.get(k).copied().unwrap_or(false);
    shrink(&|k, w| needed.get(k).map_or(w, |n| n.min(w)));
    shrink(&|k, w| if k == last && is_words(k) { w.min(LEAST) } else { w });
    shrink(&|k, w| {
        if is_words(k) && (k > 0 || last == 0) { (SHRUNK * w).max(w.min(LEAST_WORDS)) } else { w }
    });
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

    #[test]
    fn words_give_way_to_figures() {
        let usual = || vec![200.0, 80.0, 200.0];
        let words = [true, false, true];
        let full = |room| fitted(usual(), &usual(), &words, room);
        assert_eq!(full(600.0), [200.0, 80.0, 200.0]);
        assert_eq!(full(450.0), [200.0, 80.0, 170.0]);
        assert_eq!(full(380.0), [200.0, 80.0, 100.0]);
        assert_eq!(full(50.0), [200.0, 80.0, 88.0], "the first column says what the row is about");
    }

    #[test]
    fn what_no_column_needs_goes_first() {
        let needed = [190.0, 50.0, 100.0];
        let words = [true, false, true];
        assert_eq!(fitted(vec![200.0, 80.0, 200.0], &needed, &words, 410.0), [195.0, 65.0, 150.0]);
        assert_eq!(fitted(vec![200.0, 80.0, 200.0], &needed, &words, 340.0), needed);
    }
}
