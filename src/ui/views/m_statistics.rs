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

/// Shows the statistics, one in a line.
pub fn show(ui: &mut Ui, statistics: &MStatistics) {
    ui.label(widgets::strong("Quality statistics of X-11"));
    ui.add_space(theme::GRID);
    ui.label(widgets::secondary(
        "Values from 0 to 3; below 1 is good, from 2 on severe. Q is their mean with the weights at the right.",
    ));
    ui.add_space(2.0 * theme::GRID);
    line(ui, LINE, &["", "Statistic", "Value", "0 to 3", "Verdict", "Weight"]);
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

fn line(ui: &mut Ui, height: f32, heads: &[&str; 6]) {
    cells(ui, height, |ui, column| {
        ui.label(widgets::secondary(*heads.get(column).unwrap_or(&"")));
    });
}

fn statistic(ui: &mut Ui, row: &QualityRow) {
    let verdict = row.value.map(Verdict::of);
    cells(ui, LINE, |ui, column| match column {
        0 => {
            ui.label(widgets::strong(&row.name));
        }
        1 => {
            ui.add(egui::Label::new(row.meaning).truncate());
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

/// The six cells of a line; numbers stand at the right of theirs.
fn cells(ui: &mut Ui, height: f32, mut cell: impl FnMut(&mut Ui, usize)) {
    let meaning = (ui.available_width() - NAME - VALUE - BAR - VERDICT - WEIGHT - 40.0).max(120.0);
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), height),
        Layout::left_to_right(egui::Align::Center),
        |ui| {
            for (column, width) in [NAME, meaning, VALUE, BAR, VERDICT, WEIGHT].into_iter().enumerate() {
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
        },
    );
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
