//! The M statistics of X-11 and Q with their meaning.

use egui::{Layout, RichText, Sense, Stroke, Ui, pos2, vec2};
use solstice_engine::sa::x11::MStatistics;

use super::{theme, widgets};
use crate::report::chart::palette::Role;
use crate::report::quality::{QualityRow, Verdict, rows};

/// Widths of the columns: name, meaning, value, bar, verdict, weight.
const NAME: f32 = 44.0;
const VALUE: f32 = 52.0;
const BAR: f32 = 112.0;
const VERDICT: f32 = 84.0;
const WEIGHT: f32 = 48.0;
const LINE: f32 = 28.0;
/// Space between the columns.
const GAPS: f32 = 40.0;
/// Width below which the bars are left out.
const NARROW: f32 = 600.0;

/// Shows the statistics, one in a line.
pub fn show(ui: &mut Ui, statistics: &MStatistics) {
    ui.label(widgets::strong("Quality statistics of X-11"));
    ui.add_space(theme::GRID);
    ui.label(widgets::secondary(
        "Values from 0 to 3; below 1 is good, from 2 on severe. Q is their mean with the weights at the right.",
    ));
    ui.add_space(2.0 * theme::GRID);
    heads(ui, &["", "Statistic", "Value", "0 to 3", "Verdict", "Weight"]);
    for row in rows(statistics) {
        statistic(ui, &row);
    }
    ui.add_space(2.0 * theme::GRID);
    for (name, meaning, value) in [
        ("Q", "Weighted mean of the M statistics", statistics.q),
        ("Q-M2", "The same without M2", statistics.q_without_m2),
    ] {
        let row = QualityRow { name: name.to_owned(), meaning, value: Some(value), weight: 0 };
        statistic(ui, &row);
    }
}

fn heads(ui: &mut Ui, heads: &[&str; 6]) {
    cells(ui, LINE, |ui, column| {
        ui.label(widgets::secondary(*heads.get(column).unwrap_or(&"")));
    });
}

fn statistic(ui: &mut Ui, row: &QualityRow) {
    let verdict = row.value.map(Verdict::of);
    let font = egui::TextStyle::Body.resolve(ui.style());
    let meaning = widths(ui.available_width())[1];
    let color = theme::color(ui, Role::Text);
    let meaning = ui.painter().layout(row.meaning.to_owned(), font, color, meaning);
    let height = LINE.max(meaning.size().y + 8.0);
    cells(ui, height, |ui, column| match column {
        0 => {
            ui.label(widgets::strong(&row.name));
        }
        1 => {
            ui.label(meaning.clone());
        }
        2 => {
            if let Some(value) = row.value.filter(|v| v.is_finite()) {
                ui.label(format!("{value:.3}"));
            }
        }
        3 => {
            if let Some(value) = row.value.filter(|v| v.is_finite()) {
                bar(ui, value);
            }
        }
        4 => match verdict {
            Some(verdict) => {
                widgets::verdict(ui, verdict);
            }
            None => {
                ui.label(RichText::new("not used").weak());
            }
        },
        _ => {
            if row.weight > 0 {
                ui.label(row.weight.to_string());
            }
        }
    });
    widgets::hairline(ui);
}

/// Widths of the cells; a narrow window has no bar.
fn widths(space: f32) -> [f32; 6] {
    let bar = if space < NARROW { 0.0 } else { BAR };
    let meaning = (space - NAME - VALUE - bar - VERDICT - WEIGHT - GAPS).max(100.0);
    [NAME, meaning, VALUE, bar, VERDICT, WEIGHT]
}

/// The cells of a line; numbers stand at the right of theirs.
fn cells(ui: &mut Ui, height: f32, mut cell: impl FnMut(&mut Ui, usize)) {
    let space = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(space, Layout::left_to_right(egui::Align::Center), |ui| {
        for (column, width) in widths(space.x).into_iter().enumerate().filter(|(_, width)| *width > 0.0) {
            let layout = if matches!(column, 2 | 5) {
                Layout::right_to_left(egui::Align::Center)
            } else {
                Layout::left_to_right(egui::Align::Center)
            };
            ui.allocate_ui_with_layout(vec2(width, height), layout, |ui| {
                ui.set_min_width(width);
                cell(ui, column);
            });
            ui.add_space(if column == 2 { 16.0 } else { 4.0 });
        }
    });
}

/// The value on a scale from 0 to 3 with the limit 1 marked.
fn bar(ui: &mut Ui, value: f64) {
    let (rect, _) = ui.allocate_exact_size(vec2(BAR - 16.0, 8.0), Sense::hover());
    let at = |v: f64| rect.left() + rect.width() * (v / 3.0).clamp(0.0, 1.0) as f32;
    let color = theme::color(ui, Verdict::of(value).role());
    ui.painter().rect_filled(rect, 2.0, theme::color(ui, Role::Raised));
    let filled = egui::Rect::from_min_max(rect.min, pos2(at(value), rect.bottom()));
    ui.painter().rect_filled(filled, 2.0, color);
    for limit in [1.0, 2.0] {
        let x = ui.painter().round_to_pixel_center(at(limit));
        let stroke = Stroke::new(1.0, theme::color(ui, Role::Secondary));
        ui.painter().vline(x, rect.top() - 2.0..=rect.bottom() + 2.0, stroke);
    }
}
