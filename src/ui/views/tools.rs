//! The stand-alone tools on the selected series, which need no adjustment: options at the left or above, charts and tables.

use std::sync::Arc;
use std::time::Duration;

use egui::{Rect, ScrollArea, Stroke, Ui, UiBuilder, vec2};

use super::{Scope, charts, sheet, theme, widgets};
use crate::data::Series;
use crate::report::chart::palette::Role;
use crate::report::tools::ToolReport;
use crate::ui::action::{Action, Actions};
use crate::ui::form::{Editor, Environment};
use crate::ui::session::Session;
use crate::ui::text;
use crate::ui::tools::{PATIENCE, ToolForm, ToolKind, ToolState, fields};

/// Width of the options, and space between charts.
const OPTIONS: f32 = 352.0;
const GAP: f32 = 8.0;
/// Width below which the options stand above the results, and the share of the height that they may take then.
const STACKED: f32 = 680.0;
const ROWS: f32 = 0.36;
/// Width below which two charts do not stand beside each other.
const NARROW: f32 = 360.0;
/// Share of the height that the charts take: one or two, or more.
const FEW: f32 = 0.5;
const MANY: f32 = 0.66;

/// Shows the chosen tool.
pub fn show(
    ui: &mut Ui,
    scope: Scope<'_>,
    series: &Arc<Series>,
    session: &mut Session,
    actions: &mut Actions,
) {
    ui.horizontal_wrapped(|ui| {
        for kind in ToolKind::ALL {
            let response = ui.selectable_value(&mut session.tools.kind, kind, kind.title());
            response.on_hover_text(kind.question());
        }
    });
    ui.add_space(theme::GRID);
    let all = ui.available_rect_before_wrap();
    if all.width() < STACKED {
        let height = (ROWS * all.height()).floor();
        ScrollArea::vertical().id_salt("tool options").max_height(height).auto_shrink([false, true]).show(
            ui,
            |ui| {
                options(ui, scope, session);
            },
        );
        ui.add_space(theme::GRID);
        widgets::hairline(ui);
        ui.add_space(theme::GRID);
        return result(ui, scope, series, session, actions);
    }
    let (left, right) = all.split_left_right_at_x(all.left() + OPTIONS);
    ui.scope_builder(UiBuilder::new().max_rect(left.with_max_x(left.right() - 2.0 * GAP)), |ui| {
        ScrollArea::vertical().id_salt("tool options").auto_shrink(false).show(ui, |ui| {
            options(ui, scope, session);
        });
    });
    let line = Stroke::new(1.0, theme::color(ui, Role::Hairline));
    ui.painter().vline(ui.painter().round_to_pixel_center(left.right() - GAP), all.y_range(), line);
    ui.scope_builder(UiBuilder::new().max_rect(right), |ui| result(ui, scope, series, session, actions));
    ui.allocate_rect(all, egui::Sense::hover());
}

fn options(ui: &mut Ui, scope: Scope<'_>, session: &mut Session) {
    let kind = session.tools.kind;
    ui.add(egui::Label::new(widgets::secondary(kind.question())).wrap());
    ui.add_space(theme::GRID);
    let Some(series) = scope.series() else { return };
    let domain = series.data.domain();
    let environment = Environment {
        unit: domain.start.unit,
        period: domain.annual_frequency().unwrap_or(1),
        span: [domain.start, domain.last().unwrap_or(domain.start)],
        calendars: Vec::new(),
        variables: Vec::new(),
    };
    let form = session.tools.clone();
    let mut editor = Editor {
        value: &form,
        others: &[],
        defaults: &[ToolForm::default()],
        environment: &environment,
        validate: &ToolForm::problems,
        typing: &mut session.tool_typing,
        change: None,
    };
    ui.spacing_mut().item_spacing.y = 2.0;
    for field in &fields(kind) {
        if let Some(shown) = editor.shown(field) {
            let name = format!("{}: {}", kind.title(), shown.label);
            editor.field(ui, &shown, &name, 0);
        }
    }
    if let Some(change) = editor.change {
        session.tools = change.value;
    }
}

fn result(ui: &mut Ui, scope: Scope<'_>, series: &Arc<Series>, session: &mut Session, actions: &mut Actions) {
    match scope.tools.state(series, &session.tools.tool()) {
        ToolState::Done(found) => show_found(ui, found, session, false, actions),
        ToolState::Running(elapsed, found) => {
            // seconds are counted, and the line at the bottom appears
            ui.ctx().request_repaint_after(Duration::from_millis(250));
            match found {
                Some(found) => show_found(ui, found, session, true, actions),
                None => running(ui, elapsed, actions),
            }
        }
        ToolState::Stopped => {
            let text = "The tool was stopped. Run it again, or choose other options.";
            widgets::empty_state(ui, "No result", text, |ui| {
                if ui.add(egui::Button::new("Run again").min_size(vec2(120.0, 28.0))).clicked() {
                    actions.push(Action::RunTool);
                }
            });
        }
    }
}

fn running(ui: &mut Ui, elapsed: Duration, actions: &mut Actions) {
    if elapsed < PATIENCE {
        ui.label(widgets::secondary("computing"));
        return;
    }
    let text = format!("{} seconds; long series take longer", elapsed.as_secs());
    widgets::empty_state(ui, "Computing", &text, |ui| {
        if ui.add(egui::Button::new("Cancel").min_size(vec2(120.0, 28.0))).clicked() {
            actions.push(Action::CancelTool);
        }
    });
}

fn show_found(
    ui: &mut Ui,
    found: &Result<ToolReport, String>,
    session: &mut Session,
    dimmed: bool,
    actions: &mut Actions,
) {
    match found {
        Ok(report) => show_report(ui, report, session, dimmed, actions),
        Err(reason) => widgets::empty_state(ui, "No result", &text::capital(reason), |_| {}),
    }
}

fn show_report(ui: &mut Ui, report: &ToolReport, session: &mut Session, dimmed: bool, actions: &mut Actions) {
    if dimmed {
        ui.set_opacity(0.45);
    }
    let area = ui.available_rect_before_wrap();
    let rows = if area.width() < NARROW { report.charts.len() } else { report.charts.len().div_ceil(2) };
    let share = if rows > 1 { MANY } else { FEW };
    let (above, below) = area.split_top_bottom_at_y(area.top() + (share * area.height()).floor());
    for (number, (chart, place)) in report.charts.iter().zip(places(above, report.charts.len())).enumerate() {
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
            let zoom = if chart.x.is_time() { &mut session.zoom } else { &mut session.still };
            charts::one_of(ui, number, chart, zoom, &mut session.tool_chart, dimmed, actions);
        });
    }
    ui.scope_builder(UiBuilder::new().max_rect(below.with_min_y(below.top() + GAP)), |ui| {
        ScrollArea::both().id_salt("tool tables").auto_shrink(false).show(ui, |ui| {
            for table in &report.sheets {
                sheet::show(ui, table, actions);
            }
        });
    });
}

/// Places of `n` charts in rows of two, below each other where there is no room for that; a single one takes all.
fn places(area: Rect, n: usize) -> Vec<Rect> {
    let columns = n.clamp(1, if area.width() < NARROW { 1 } else { 2 });
    let rows = n.div_ceil(columns).max(1);
    let size = vec2(
        (area.width() - GAP * (columns - 1) as f32) / columns as f32,
        (area.height() - GAP * (rows - 1) as f32) / rows as f32,
    );
    let place = |k: usize| {
        let at = vec2((k % columns) as f32 * (size.x + GAP), (k / columns) as f32 * (size.y + GAP));
        Rect::from_min_size(area.min + at, size)
    };
    (0..n).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_share_the_area() {
        let area = Rect::from_min_size(egui::pos2(10.0, 20.0), vec2(400.0, 300.0));
        assert_eq!(places(area, 1), [area]);
        let four = places(area, 4);
        assert_eq!(four.len(), 4);
        assert!(four.iter().all(|r| area.contains_rect(*r)));
        assert_eq!(four[3].max, area.max);
        assert!(places(area, 0).is_empty());
        let narrow = Rect::from_min_size(area.min, vec2(300.0, 300.0));
        assert!(places(narrow, 2).iter().all(|r| r.width() == 300.0));
    }
}
