//! The summary: is it good, what does it look like, what is doubtful, and where to look.

use egui::text::{LayoutJob, TextFormat};
use egui::{Layout, Ui, vec2};
use solstice_engine::sa::Adjustment;
use solstice_engine::sa::diagnostics::{Category, QualityDiagnostic};

use super::{Scope, charts, diagnostic, theme, widgets};
use crate::report::chart::figures::mode_name;
use crate::report::chart::palette::Role;
use crate::report::diagnostics::{Picture, explanation, full_title, warning};
use crate::report::narrative::filter_name;
use crate::report::outlier_marks::outliers;
use crate::report::quality::{self, Verdict};
use crate::ui::action::{Action, Actions};
use crate::ui::layout::View;
use crate::ui::plot;
use crate::ui::results::Shown;
use crate::ui::session::Session;
use crate::ui::text;

/// Height of the lower part and width of its right half.
const LOWER: f32 = 264.0;
const DIAGNOSTICS: f32 = 392.0;

/// Shows the summary.
pub fn show(
    ui: &mut Ui,
    scope: Scope<'_>,
    shown: &Shown,
    dimmed: bool,
    session: &mut Session,
    actions: &mut Actions,
) {
    facts(ui, &shown.adjustment, dimmed, actions);
    let space = ui.available_size();
    let lower = LOWER.min(0.45 * space.y);
    let upper = (space.y - lower - 13.0).max(80.0);
    ui.allocate_ui(vec2(space.x, upper), |ui| {
        charts::main(ui, scope, shown, &shown.main, session, dimmed, actions);
    });
    widgets::hairline(ui);
    ui.allocate_ui_with_layout(vec2(space.x, lower), Layout::left_to_right(egui::Align::Min), |ui| {
        let right = DIAGNOSTICS.min(0.52 * space.x);
        let (chart, view) = match &shown.si {
            Some(si) => (si, View::SiRatios),
            None => (&shown.components, View::Components),
        };
        let zoom = if chart.x.is_time() { &mut session.zoom } else { &mut session.still };
        ui.allocate_ui(vec2(space.x - right - 16.0, lower), |ui| {
            let response = plot::show(ui, chart, zoom, dimmed);
            charts::menu(&response, actions);
            if response.double_clicked() {
                actions.push(Action::Show(view));
            }
        });
        ui.allocate_ui_with_layout(vec2(right, lower), Layout::top_down(egui::Align::Min), |ui| {
            if dimmed {
                ui.set_opacity(0.45);
            }
            egui::ScrollArea::vertical().id_salt("diagnostics").auto_shrink(false).show(ui, |ui| {
                diagnostics(ui, &shown.adjustment, actions);
            });
        });
    });
}

/// What the adjustment consists of, in a line or two; a click leads to the view of each.
fn facts(ui: &mut Ui, adjustment: &Adjustment, dimmed: bool, actions: &mut Actions) {
    let mut facts: Vec<(&str, String, View)> =
        vec![("", mode_name(adjustment.mode).to_owned(), View::Components)];
    if let Some(model) = &adjustment.preprocessing {
        facts.push(("", if model.is_log() { "logarithms" } else { "levels" }.to_owned(), View::Model));
        facts.push(("Model", model.description().orders().to_string(), View::Model));
        let regression = model.regression();
        let calendar = regression.iter().filter(|r| r.class.is_day_related() || r.class.is_moving_holiday());
        let calendar = calendar.count();
        if calendar > 0 {
            facts.push(("Calendar effects", calendar.to_string(), View::Preadjustment));
        }
        let names: Vec<String> = outliers(model).iter().map(|m| m.name()).collect();
        let names = match names.as_slice() {
            [] => "none".to_owned(),
            [first, second, rest @ ..] if rest.len() > 1 => {
                format!("{first}, {second} and {} more", rest.len())
            }
            few => few.join(", "),
        };
        facts.push(("Outliers", names, View::Preadjustment));
    }
    if let Some(seats) = adjustment.decomposition.seats().filter(|s| s.model_changed) {
        facts.push(("Decomposed", seats.final_model.orders().to_string(), View::Seats));
    }
    if let Some(x11) = adjustment.decomposition.x11() {
        let mut filters: Vec<&str> = x11.seasonal_filters.iter().map(|f| filter_name(*f)).collect();
        filters.dedup();
        let filters = if filters.is_empty() { "none".to_owned() } else { filters.join(", ") };
        facts.push(("Seasonal filter", filters, View::SiRatios));
        facts.push(("Henderson", text::count(x11.henderson_length, "term", "terms"), View::Tables));
        let ratios = [("I/C", Some(x11.ic_ratio)), ("MSR", x11.msr.as_ref().map(|msr| msr.global))];
        for (name, ratio) in ratios {
            let ratio = ratio.filter(|r| r.is_finite());
            facts.extend(ratio.map(|r| (name, format!("{r:.2}"), View::Tables)));
        }
    }
    if let Some(m) = &adjustment.m_statistics {
        let doubtful: Vec<String> = quality::rows(m)
            .into_iter()
            .filter(|r| r.weight > 0 && r.value.is_some_and(|v| Verdict::of(v) > Verdict::Good))
            .map(|r| r.name)
            .collect();
        if !doubtful.is_empty() {
            facts.push(("Beyond 1", doubtful.join(", "), View::Quality));
        }
    }
    ui.scope(|ui| {
        if dimmed {
            ui.set_opacity(0.45);
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(18.0, 2.0);
            for (name, value, view) in &facts {
                let response = fact(ui, name, value);
                let tip = format!("Open the view {}", view.title());
                if response.on_hover_text(tip).clicked() {
                    actions.push(match view {
                        View::Quality => Action::ShowPicture(Picture::MStatistics),
                        view => Action::Show(*view),
                    });
                }
            }
        });
    });
}

/// One fact, which stays on one line.
fn fact(ui: &mut Ui, name: &str, value: &str) -> egui::Response {
    let weak = theme::color(ui, Role::Secondary);
    let format = |size: f32, color| TextFormat {
        font_id: egui::FontId::proportional(size),
        color,
        valign: egui::Align::Center,
        ..Default::default()
    };
    let mut job = LayoutJob::default();
    if !name.is_empty() {
        job.append(name, 0.0, format(theme::SMALL, weak));
    }
    let space = if name.is_empty() { 0.0 } else { 6.0 };
    job.append(value, space, format(theme::BODY, theme::color(ui, Role::Text)));
    let label = egui::Label::new(job).sense(egui::Sense::click()).selectable(false);
    let response = ui.add(label.wrap_mode(egui::TextWrapMode::Extend));
    let (enabled, text) = (ui.is_enabled(), [name, value].join(" "));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, enabled, text.trim()));
    widgets::focus_mark(ui, &response);
    response
}

/// What is doubtful, the worst first, then the categories in which all is good.
fn diagnostics(ui: &mut Ui, adjustment: &Adjustment, actions: &mut Actions) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let report = adjustment.quality();
    let verdict = |d: &QualityDiagnostic| Verdict::from(d.quality);
    let mut doubtful: Vec<&QualityDiagnostic> =
        report.diagnostics.iter().filter(|d| verdict(d) > Verdict::Good).collect();
    doubtful.sort_by_key(|d| std::cmp::Reverse(verdict(d)));
    for d in &doubtful {
        let response = diagnostic::line(ui, d, &full_title(d.check), false);
        if response.on_hover_ui(|ui| diagnostic::tooltip(ui, d)).clicked() {
            actions.push(Action::ShowPicture(explanation(d.check).picture));
        }
    }
    for category in Category::ALL {
        let checks = report.diagnostics.iter().filter(|d| d.check.category() == category);
        let good: Vec<&QualityDiagnostic> = checks.filter(|d| verdict(d) == Verdict::Good).collect();
        let Some(first) = good.first() else { continue };
        if diagnostic::good_category(ui, category, &good).clicked() {
            actions.push(Action::ShowDiagnostic(first.check));
        }
    }
    for one in &report.warnings {
        ui.add_space(theme::GRID);
        ui.label(widgets::secondary(one.text())).on_hover_text(warning(*one));
    }
}
