//! An interactive plot of a table over time, with the zoom that all charts of a series share.

use egui::{Stroke, Ui, vec2};
use egui_plot::{AxisHints, GridInput, GridMark, HoverPosition, Line, Plot, PlotPoints, PlotUi, Points};
use solstice_engine::toolkit::timeseries::TsData;

use super::theme;
use crate::report::chart::axis::{Tick, time_ticks, value_ticks};
use crate::report::chart::palette::Role;
use crate::report::chart::{Mark, Pane, Style, XAxis};
use crate::report::number;
use crate::ui::plot::{Zoom, visible};
use crate::ui::results::Table;

/// Width of the labels of the vertical axis.
const LABELS: f32 = 56.0;
/// About as many lines are drawn across.
const LINES: usize = 6;
/// Points with one value in this share of the periods or less are not connected.
const SPARSE: f64 = 0.5;

/// Shows `data`, the values of `table`, `height` points high.
pub fn show(ui: &mut Ui, table: Table, data: &TsData, decimals: usize, height: f32, zoom: &mut Zoom) {
    let domain = data.domain();
    let first = domain.start.id;
    let axis = XAxis::Time { unit: data.unit(), first, last: first + data.len() as i64 - 1 };
    let full = axis.extent();
    let range = visible(zoom.range, full);
    let pane = pane(table, data, first, decimals);
    let [low, high] = pane.extent(range);
    let width = (ui.available_width() - LABELS).max(1.0);
    let across = |range: [f64; 2]| time_ticks(&axis, range, width);
    let upwards = |range: [f64; 2]| value_ticks(range[0], range[1], LINES);

    let faint = theme::color(ui, Role::Secondary);
    let hints = |hints: AxisHints<'static>| {
        let font = egui::FontId::proportional(theme::SMALL);
        hints.label_spacing(0.0..=1.0).tick_label_color(faint).tick_label_font(font)
    };
    let x = hints(AxisHints::new_x());
    let y = hints(AxisHints::new_y()).min_thickness(LABELS);
    let plot = Plot::new(("table plot", table))
        .height(height)
        .custom_x_axes(vec![x.formatter(|mark, range| text(&across([*range.start(), *range.end()]), mark))])
        .custom_y_axes(vec![y.formatter(|mark, range| text(&upwards([*range.start(), *range.end()]), mark))])
        .x_grid_spacer(|input| marks(&across([input.bounds.0, input.bounds.1])))
        .y_grid_spacer(|input: GridInput| marks(&upwards([input.bounds.0, input.bounds.1])))
        .grid_color(theme::color(ui, Role::Hairline))
        .grid_spacing(0.0..=1.0)
        .cursor_color(theme::color(ui, Role::Outline))
        .show_background(false)
        // time only: the vertical axis fits what is in sight
        .allow_zoom([true, false])
        .allow_drag([true, false])
        .allow_axis_zoom_drag([true, false])
        .allow_boxed_zoom(false)
        .allow_scroll(false)
        .label_formatter(|position| Some(label(position, &axis, &pane)));
    let name = format!("Plot of {} {}", table.name(), table.title());
    let color = theme::color(ui, role(table));
    let shown = plot.show(ui, |plot| {
        plot.set_plot_bounds_x(range[0]..=range[1]);
        plot.set_plot_bounds_y(low..=high);
        wheel(plot);
        for mark in &pane.marks {
            draw(plot, mark, color);
        }
    });
    let enabled = ui.is_enabled();
    shown.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, enabled, &name));
    let bounds = shown.transform.bounds();
    let new = [bounds.min()[0], bounds.max()[0]];
    let moved = (0..2).any(|k| (new[k] - range[k]).abs() > 1e-6);
    if shown.response.double_clicked() {
        zoom.range = None;
    } else if moved {
        let new = visible(Some(new), full);
        zoom.range = (new != full).then_some(new);
    }
}

/// Each run of values is a line; a table with few values is a set of points.
fn pane(table: Table, data: &TsData, first: i64, decimals: usize) -> Pane {
    let points: Vec<[f64; 2]> =
        data.values().iter().enumerate().map(|(k, &v)| [(first + k as i64) as f64, v]).collect();
    let known = points.iter().filter(|p| p[1].is_finite()).count();
    let mark = |points: Vec<[f64; 2]>, style| Mark {
        name: table.title().into_owned(),
        role: role(table),
        style,
        points,
        labelled: false,
    };
    let dots = Style::Dots { radius: 2.5 };
    let marks = if known as f64 <= SPARSE * points.len() as f64 {
        vec![mark(points.into_iter().filter(|p| p[1].is_finite()).collect(), dots)]
    } else {
        let line = Style::Line { width: 1.5, dashed: false };
        let runs = points.split(|p| !p[1].is_finite()).filter(|run| !run.is_empty());
        runs.map(|run| mark(run.to_vec(), if run.len() > 1 { line } else { dots })).collect()
    };
    Pane { label: String::new(), decimals, reference: None, weight: 1.0, marks, events: Vec::new() }
}

fn draw<'a>(plot: &mut PlotUi<'a>, mark: &'a Mark, color: egui::Color32) {
    let points = PlotPoints::from(mark.points.clone());
    match mark.style {
        Style::Line { width, .. } => {
            plot.line(Line::new(mark.name.as_str(), points).stroke(Stroke::new(width, color)));
        }
        Style::Dots { radius } | Style::Rings { radius } => {
            plot.points(Points::new(mark.name.as_str(), points).radius(radius).color(color));
        }
        Style::Stems | Style::Band | Style::Bars { .. } | Style::Verticals => {}
    }
}

/// The wheel zooms, as in the other charts.
fn wheel(plot: &mut PlotUi<'_>) {
    let scroll = plot.ctx().input(|i| i.smooth_scroll_delta().y);
    if scroll != 0.0 && plot.response().hovered() {
        plot.zoom_bounds_around_hovered(vec2((scroll / 240.0).exp(), 1.0));
    }
}

/// Period and value under the pointer.
fn label(position: &HoverPosition<'_>, axis: &XAxis, pane: &Pane) -> String {
    let (HoverPosition::NearDataPoint { position, .. } | HoverPosition::Elsewhere { position }) = position;
    let x = axis.snap(position.x);
    let value = pane.values_at(x, axis.step()).first().map(|(_, v)| number::display(*v, pane.decimals));
    format!("{}\n{}", axis.describe(x), value.as_deref().unwrap_or("no value"))
}

fn marks(ticks: &[Tick]) -> Vec<GridMark> {
    let step = ticks.windows(2).map(|w| w[1].at - w[0].at).fold(f64::INFINITY, f64::min);
    let step_size = if step.is_finite() { step } else { 1.0 };
    ticks.iter().map(|t| GridMark { value: t.at, step_size }).collect()
}

fn text(ticks: &[Tick], mark: GridMark) -> String {
    let near = |t: &&Tick| (t.at - mark.value).abs() <= 1e-6 * mark.step_size;
    ticks.iter().find(near).map_or_else(String::new, |t| t.text.clone())
}

/// The colour that the component has in all charts.
fn role(table: Table) -> Role {
    match table {
        Table::Series => Role::Raw,
        Table::Adjusted => Role::Adjusted,
        Table::Trend => Role::Trend,
        Table::Seasonal => Role::Seasonal,
        Table::Irregular => Role::Irregular,
        Table::Preadjustment(table) => match table.name().get(1..).unwrap_or_default() {
            "6" | "7" | "9cal" => Role::Calendar,
            "8t" => Role::Trend,
            "8s" => Role::Seasonal,
            "8" | "8i" => Role::Irregular,
            _ => Role::Raw,
        },
        Table::X11(x11) => match x11.name().get(1..).unwrap_or_default() {
            "1" => Role::Raw,
            "2" | "7" | "12" => Role::Trend,
            "6" | "11" => Role::Adjusted,
            "13" | "17" | "20" => Role::Irregular,
            // seasonal factors, SI and what replaces them
            _ => Role::Seasonal,
        },
        Table::Seats(table) => role(table.component()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(values: Vec<f64>) -> Vec<Style> {
        let data = TsData::of(12, 2000, 1, values).unwrap();
        pane(Table::Series, &data, 0, 1).marks.iter().map(|m| m.style).collect()
    }

    #[test]
    fn few_values_are_points_and_many_are_lines_between_the_gaps() {
        let nan = f64::NAN;
        let line = Style::Line { width: 1.5, dashed: false };
        let dots = Style::Dots { radius: 2.5 };
        assert_eq!(styles(vec![nan, 1.0, nan, nan, 2.0]), [dots]);
        assert_eq!(styles(vec![1.0, 2.0, nan, 3.0, nan, 4.0, 5.0]), [line, dots, line]);
    }

    #[test]
    fn the_label_tells_period_and_value() {
        let data = TsData::of(12, 1970, 1, vec![1.0, f64::NAN, 3.25, 4.0]).unwrap();
        let pane = pane(Table::Series, &data, 0, 2);
        let axis = XAxis::Time { unit: data.unit(), first: 0, last: 3 };
        let at = |x| HoverPosition::Elsewhere { position: egui_plot::PlotPoint::new(x, 0.0) };
        assert_eq!(label(&at(2.3), &axis, &pane), "Mar 1970\n3.25");
        assert_eq!(label(&at(0.9), &axis, &pane), "Feb 1970\nno value");
    }
}
