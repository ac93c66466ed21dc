//! Sliding spans, revision history and moving windows of the selected series.

use egui::{DragValue, ProgressBar, Response, ScrollArea, Ui, vec2};
use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::sa::stability::{Measure, RevisedItem, SpanView};

use super::{Scope, charts, sheet, theme, widgets};
use crate::jobs::{Progress, StabilityResult};
use crate::report::chart::axis::period_label;
use crate::report::stability::{Drawn, item_name, measure_name, policy_words, view_name};
use crate::ui::action::{Action, Actions};
use crate::ui::results::Shown;
use crate::ui::session::Session;
use crate::ui::stability::{StabilityChoice, StabilityPage, ToolState};

const PAGES: [(StabilityPage, &str); 3] = [
    (StabilityPage::Spans, "Sliding spans"),
    (StabilityPage::Revisions, "Revision history"),
    (StabilityPage::Windows, "Model stability"),
];
/// Share of the height that the charts take, and space between them.
const CHARTS: f32 = 0.6;
const GAP: f32 = 8.0;
/// About the widths of a number and of a list of names to choose from.
const NUMBER: f32 = 40.0;
const CHOICE: f32 = 120.0;

/// Shows the tool that was chosen.
pub fn show(
    ui: &mut Ui,
    scope: Scope<'_>,
    shown: &Shown,
    session: &mut Session,
    dimmed: bool,
    actions: &mut Actions,
) {
    let stability = scope.results.stability();
    let state = stability.state(shown.key, session.stability.tool());
    ui.horizontal_wrapped(|ui| {
        for (page, title) in PAGES {
            ui.selectable_value(&mut session.stability.page, page, title);
        }
        ui.add_space(2.0 * GAP);
        options(ui, &mut session.stability);
    });
    match state {
        ToolState::Idle => idle(ui, session.stability.page, dimmed, actions),
        ToolState::Running(progress) => running(ui, progress, actions),
        ToolState::Failed(error) => {
            let text = format!("{error}.");
            widgets::empty_state(ui, "No result", &text, |ui| run_button(ui, "Run again", dimmed, actions));
        }
        ToolState::Done(result) => {
            ui.horizontal_wrapped(|ui| pick(ui, &mut session.stability, result));
            ui.add_space(theme::GRID);
            match stability.drawn() {
                Some(drawn) => results(ui, drawn, session, dimmed, actions),
                None => widgets::empty_state(
                    ui,
                    "Nothing to compare",
                    "The model has no such effect, or it is not in two spans.",
                    |_| {},
                ),
            }
        }
    }
}

/// What is asked of the tool.
fn options(ui: &mut Ui, choice: &mut StabilityChoice) {
    match choice.page {
        StabilityPage::Spans => years(ui, "Years of a span", &mut choice.span_years, 3..=19),
        StabilityPage::Revisions => {
            years(ui, "Years", &mut choice.length.years, 1..=20);
            years(ui, "First data, years", &mut choice.length.first_years, 3..=30);
            policy(ui, "Estimated again", &mut choice.history_policy);
        }
        StabilityPage::Windows => {
            years(ui, "Years of a window", &mut choice.window_years, 3..=30);
            policy(ui, "Estimated again", &mut choice.window_policy);
        }
    }
}

fn years(ui: &mut Ui, name: &str, value: &mut usize, range: std::ops::RangeInclusive<usize>) {
    let label = name_before(ui, name, NUMBER);
    ui.add(DragValue::new(value).range(range).speed(0.05)).labelled_by(label.id);
}

fn policy(ui: &mut Ui, name: &str, value: &mut RefreshPolicy) {
    named_choice(ui, name, value, &RefreshPolicy::ALL, |p| policy_words(p).0.to_owned())
        .on_hover_text(policy_words(*value).1);
}

/// One of a few values behind its name.
fn named_choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    value: &mut T,
    all: &[T],
    label: impl Fn(T) -> String,
) -> Response {
    name_before(ui, name, CHOICE);
    widgets::choice(ui, name, value, all, label)
}

/// The name of what comes next, about `width` wide: where the line wraps, both are on the same one.
fn name_before(ui: &mut Ui, name: &str, width: f32) -> Response {
    let font = egui::FontId::proportional(theme::SMALL);
    let text = ui.painter().layout_no_wrap(name.to_owned(), font, egui::Color32::PLACEHOLDER);
    if ui.available_size_before_wrap().x < text.size().x + ui.spacing().item_spacing.x + width {
        ui.end_row();
        ui.set_row_height(theme::ROW);
    }
    ui.label(widgets::secondary(name))
}

/// What is looked at of the result.
fn pick(ui: &mut Ui, choice: &mut StabilityChoice, result: &StabilityResult) {
    match result {
        StabilityResult::SlidingSpans(_) => {
            for view in SpanView::ALL {
                ui.selectable_value(&mut choice.view, view, view_name(view));
            }
        }
        StabilityResult::RevisionHistory(history) => {
            for item in RevisedItem::ALL {
                ui.selectable_value(&mut choice.item, item, item_name(item));
            }
            ui.add_space(GAP);
            named_choice(ui, "Revisions of", &mut choice.measure, &Measure::ALL, |m| {
                measure_name(m).to_owned()
            });
            let periods: Vec<_> = history.domain().periods().collect();
            let first = history.domain().start;
            let mut period = choice.period.filter(|p| periods.contains(p)).unwrap_or(first);
            named_choice(ui, "History of", &mut period, &periods, period_label);
            if period != choice.period.unwrap_or(first) {
                choice.period = Some(period);
            }
        }
        StabilityResult::MovingWindows(_) => {}
    }
}

fn idle(ui: &mut Ui, page: StabilityPage, stale: bool, actions: &mut Actions) {
    let (title, text, run) = match page {
        StabilityPage::Spans => (
            "How much do the estimates depend on the span?",
            "Up to four spans of the series, a year apart, are adjusted by the model of the whole series. Periods whose estimates differ by more than 3 % are abnormal.",
            "Run sliding spans",
        ),
        StabilityPage::Revisions => (
            "How much are first estimates revised?",
            "The series is adjusted again as it was after each of its last periods. The first estimate of each period is compared with that of all data.",
            "Run revision history",
        ),
        StabilityPage::Windows => (
            "Do the parameters stay the same?",
            "The model is estimated on windows of the series, a year apart. Trading days, Easter and ARIMA parameters are followed from window to window.",
            "Run model stability",
        ),
    };
    widgets::empty_state(ui, title, text, |ui| run_button(ui, run, stale, actions));
}

fn run_button(ui: &mut Ui, label: &str, stale: bool, actions: &mut Actions) {
    let button = egui::Button::new(label).min_size(vec2(220.0, 28.0));
    let response = ui.add_enabled(!stale, button);
    if response.on_disabled_hover_text("The adjustment is being computed").clicked() {
        actions.push(Action::RunStability);
    }
}

fn running(ui: &mut Ui, progress: Progress, actions: &mut Actions) {
    let total = progress.total.max(1);
    let text = format!("{} of {} adjustments", progress.done, progress.total);
    widgets::empty_state(ui, "Running", &text, |ui| {
        let share = progress.done as f32 / total as f32;
        ui.add(ProgressBar::new(share).desired_width(220.0).desired_height(8.0));
        ui.add_space(2.0 * theme::GRID);
        if ui.add(egui::Button::new("Cancel").min_size(vec2(120.0, 28.0))).clicked() {
            actions.push(Action::CancelStability);
        }
    });
}

/// Charts above, tables below.
fn results(ui: &mut Ui, drawn: &Drawn, session: &mut Session, dimmed: bool, actions: &mut Actions) {
    if dimmed {
        ui.set_opacity(0.45);
    }
    let rows = drawn.rows.len().max(1) as f32;
    let height = (CHARTS * ui.available_height() - GAP * (rows - 1.0)) / rows;
    let mut number = 0;
    for row in &drawn.rows {
        let width = (ui.available_width() - GAP * (row.len() as f32 - 1.0)) / row.len().max(1) as f32;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for chart in row {
                ui.allocate_ui(vec2(width, height), |ui| {
                    let (zoom, last) = (&mut session.still, &mut session.stability_chart);
                    charts::one_of(ui, number, chart, zoom, last, dimmed, actions);
                });
                number += 1;
            }
        });
    }
    ui.add_space(theme::GRID);
    ScrollArea::both().id_salt("stability tables").auto_shrink(false).show(ui, |ui| {
        for one in &drawn.sheets {
            sheet::show(ui, one, actions);
        }
    });
}
