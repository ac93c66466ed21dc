//! The views of the selected series.

mod charts;
mod compare;
pub mod decisions;
pub mod diagnostic;
mod m_statistics;
mod model;
mod outliers;
mod preadjustment;
mod quality;
mod residuals;
mod seats;
mod sheet;
mod spectrum;
mod stability;
mod summary;
mod table_plot;
mod tables;
mod tools;

use std::sync::Arc;

use egui::{RichText, Ui};
use solstice_engine::sa::AdjustError;
use solstice_engine::sa::spec::Spec;

use super::action::{Action, Actions};
use super::command::UiCommand;
use super::layout::View;
use super::refresh::Refreshes;
use super::results::{Brief, Results};
use super::session::{QualityPage, SeatsPage, Session};
use super::tools::ToolRuns;
use super::{text, theme, widgets};
use crate::data::Series;
use crate::jobs::JobError;
use crate::report::chart::Chart;
use crate::report::chart::palette::Role;
use crate::report::sheet::Sheet;
use crate::report::stability::policy_words;
use crate::report::tools::ToolReport;
use crate::workspace::{Item, ItemId, Workspace};

/// What panels and views may look at.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// Results.
    pub results: &'a Results,
    /// What refreshes changed.
    pub refreshes: &'a Refreshes,
    /// Reports of the stand-alone tools.
    pub tools: &'a ToolRuns,
    /// The selected item.
    pub item: Option<&'a Arc<Item>>,
}

impl<'a> Scope<'a> {
    /// The series of the selected item.
    pub fn series(&self) -> Option<&'a Arc<Series>> {
        self.item.and_then(|i| self.workspace.series_of(i))
    }

    /// What the tool on the screen found for the selected series.
    fn tool_report(&self, session: &Session) -> Option<&'a ToolReport> {
        self.tools.report(self.series()?, &session.tools.tool())
    }
}

/// The chart of a view, for export; none for views without one.
pub fn chart_of<'a>(view: View, scope: Scope<'a>, session: &Session) -> Option<&'a Chart> {
    if view == View::Tools {
        return scope.tool_report(session)?.charts.get(session.tool_chart);
    }
    let shown = scope.results.shown()?;
    match view {
        View::Summary => Some(&shown.main),
        View::Chart => Some(shown.chart(session.calendar_shown)),
        View::SiRatios => shown.si.as_ref(),
        View::Components => Some(&shown.components),
        View::Residuals => shown.residuals().map(|r| r.chart(session.residual_chart)),
        View::Preadjustment => shown.effects(),
        View::Seats => match session.seats_page {
            SeatsPage::Components => shown.seats().map(|s| &s.components),
            SeatsPage::Theory => shown.seats()?.theory.as_ref().ok()?.get(session.seats_chart),
            SeatsPage::Correlations => shown.seats()?.correlations.as_ref().ok()?.get(session.seats_chart),
            _ => None,
        },
        View::Spectrum => shown.spectra(session.spectrum).map(|s| &s.chart),
        View::Stability => scope.results.stability().drawn()?.charts().nth(session.stability_chart),
        View::Compare => scope.results.comparison().drawn(shown).map(|c| &c.chart),
        View::Tables | View::Quality | View::Model | View::Tools => None,
    }
}

/// The tables of figures and words of a view, for the clipboard.
pub fn sheets_of<'a>(view: View, scope: Scope<'a>, session: &Session) -> &'a [Sheet] {
    if view == View::Tools {
        return scope.tool_report(session).map_or(&[], |r| &r.sheets);
    }
    let Some(shown) = scope.results.shown() else { return &[] };
    match view {
        View::Compare => {
            let compared = scope.results.comparison().drawn(shown);
            compared.map_or(&[], |c| std::slice::from_ref(&c.sheet))
        }
        View::Model => shown.model(),
        View::Quality => match session.quality_page {
            QualityPage::Seasonality => shown.seasonality(),
            _ => std::slice::from_ref(shown.quality()),
        },
        View::Spectrum => shown.spectra(session.spectrum).map_or(&[], |s| std::slice::from_ref(&s.peaks)),
        View::Stability => scope.results.stability().drawn().map_or(&[], |d| &d.sheets),
        View::Residuals => shown.residuals().map_or(&[], |r| std::slice::from_ref(&r.tests)),
        View::Seats => match (session.seats_page, shown.seats()) {
            (SeatsPage::Models, Some(s)) => &s.models,
            (SeatsPage::Errors, Some(s)) => s.errors.as_deref().unwrap_or_default(),
            (SeatsPage::Tests, Some(s)) => s.tests.as_deref().unwrap_or_default(),
            _ => &[],
        },
        _ => &[],
    }
}

/// Shows `view` of the selected series.
pub fn show(ui: &mut Ui, view: View, scope: Scope<'_>, session: &mut Session, actions: &mut Actions) {
    let Some((item, series)) = scope.item.zip(scope.series()) else {
        nothing_selected(ui, scope.workspace, actions);
        return;
    };
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(12, 8)).show(ui, |ui| {
        header(ui, scope, item, series, actions);
        ui.add_space(theme::GRID);
        if view == View::Tools {
            return tools::show(ui, scope, series, session, actions);
        }
        if let Some(note) = scope.refreshes.note_of(item.id, scope.results.key(item.id)) {
            refreshed(ui, item.id, note, actions);
        }
        if let Brief::Failed(error) = scope.results.brief(item.id) {
            failure(ui, error, item, scope.results.shown().is_some(), actions);
        }
        let Some(shown) = scope.results.shown() else {
            waiting(ui, scope.results.brief(item.id), series, session);
            return;
        };
        let dimmed = scope.results.is_stale();
        match view {
            View::Summary => summary::show(ui, scope, shown, dimmed, session, actions),
            View::Chart => charts::series(ui, scope, shown, session, dimmed, actions),
            View::SiRatios => charts::si_ratios(ui, shown, session, dimmed, actions),
            View::Components => charts::single(ui, &shown.components, &mut session.zoom, dimmed, actions),
            View::Tables => tables::show(ui, shown, session, dimmed, actions),
            View::Quality => quality::show(ui, shown, session, dimmed, actions),
            View::Spectrum => spectrum::show(ui, shown, session, dimmed, actions),
            View::Stability => stability::show(ui, scope, shown, session, dimmed, actions),
            View::Model => model::show(ui, shown, dimmed, actions),
            View::Residuals => residuals::show(ui, shown, session, dimmed, actions),
            View::Seats => seats::show(ui, shown, session, dimmed, actions),
            View::Compare => compare::show(ui, scope, shown, session, dimmed, actions),
            View::Tools => {}
            View::Preadjustment => preadjustment::show(ui, shown, session, dimmed, actions),
        }
    });
}

/// Name of the series, verdict, method and span.
fn header(ui: &mut Ui, scope: Scope<'_>, item: &Item, series: &Series, actions: &mut Actions) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(&series.name).heading());
        ui.add_space(theme::GRID);
        match scope.results.brief(item.id) {
            Brief::Done(verdict) => {
                let place = widgets::verdict(ui, *verdict).rect;
                let response = ui.interact(place, ui.scope_id().with("verdict"), egui::Sense::click());
                let (enabled, name) = (ui.is_enabled(), format!("Verdict {}", verdict.word()));
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, enabled, &name));
                widgets::focus_mark(ui, &response);
                let tip = "Verdict of all quality diagnostics; open the Quality view for each of them";
                if response.on_hover_text(tip).clicked() {
                    actions.push(Action::Show(View::Quality));
                }
            }
            Brief::Failed(_) => {
                let color = theme::color(ui, Role::Severe);
                ui.label(RichText::new("not adjusted").color(color).font(theme::strong(theme::BODY)));
            }
            Brief::Pending => {
                ui.label(widgets::secondary("adjusting"));
            }
        }
        if let Some(refreshed) = &item.refreshed {
            let (name, meaning) = policy_words(refreshed.policy);
            let tip = format!(
                "Refreshed: {meaning} A change of the specification, or a refresh with everything again, begins anew."
            );
            ui.label(widgets::secondary(format!("estimated again: {}", name.to_lowercase())))
                .on_hover_text(tip);
        }
    });
    ui.add(egui::Label::new(widgets::secondary(text::source_line(series))).truncate());
    if !item.comment.is_empty() {
        ui.add(egui::Label::new(widgets::secondary(&item.comment)).truncate()).on_hover_text(&item.comment);
    }
}

/// What the last refresh changed.
fn refreshed(ui: &mut Ui, item: ItemId, note: &[String], actions: &mut Actions) {
    egui::Frame::NONE
        .stroke(egui::Stroke::new(1.0, theme::color(ui, Role::Accent)))
        .corner_radius(4)
        .inner_margin(egui::Margin::symmetric(10, 6))
        .show(ui, |ui| {
            ui.horizontal_top(|ui| {
                let width = ui.available_width() - 32.0;
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for line in note {
                        ui.add(egui::Label::new(RichText::new(line).size(theme::SMALL)).wrap());
                    }
                });
                if widgets::remove_button(ui, "Hide what the refresh changed").clicked() {
                    actions.push(Action::ForgetRefresh(item));
                }
            });
        });
    ui.add_space(theme::GRID);
}

/// Offered when X-11 cannot take the series as it is.
const WITH_MODEL: UiCommand = UiCommand::Predefined("x13", "rsa5c");

/// Why there is no result, and what helps where one click does.
fn failure(ui: &mut Ui, error: &JobError, item: &Item, old_result: bool, actions: &mut Actions) {
    egui::Frame::NONE
        .stroke(egui::Stroke::new(1.0, theme::color(ui, Role::Severe)))
        .corner_radius(4)
        .inner_margin(egui::Margin::symmetric(10, 6))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            widgets::error(ui, &text::capital(&error.to_string()));
            if old_result {
                ui.label(widgets::secondary("Below is the last result that could be computed."));
            }
            let without_model = matches!(&item.spec, Spec::X13(spec) if spec.preprocessing.is_none());
            if without_model && matches!(error, JobError::Adjust(AdjustError::X11(_))) {
                ui.add_space(theme::GRID);
                let tip = WITH_MODEL.entry().map_or("", |e| e.tip);
                if ui.button("Use X-13 rsa5c").on_hover_text(tip).clicked() {
                    actions.push(Action::Run(WITH_MODEL));
                }
            }
        });
    ui.add_space(theme::GRID);
}

/// The series alone while there is no result.
fn waiting(ui: &mut Ui, brief: &Brief, series: &Series, session: &mut Session) {
    if matches!(brief, Brief::Failed(_)) {
        let chart =
            crate::report::chart::figures::series(&series.name, &text::source_line(series), &series.data);
        super::plot::show(ui, &chart, &mut session.zoom, false);
    }
}

fn nothing_selected(ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
    let (title, message) = if workspace.series.is_empty() {
        (
            "No series yet",
            "Open a CSV or text file, drop one here, or paste from a spreadsheet. The sample workspace shows what Solstice can do.",
        )
    } else {
        ("No series selected", "Choose a series in the workspace panel, or search for it.")
    };
    widgets::empty_state(ui, title, message, |ui| {
        let commands: &[UiCommand] = if workspace.series.is_empty() {
            &[UiCommand::Open, UiCommand::Paste, UiCommand::OpenSample]
        } else {
            &[UiCommand::Palette]
        };
        for command in commands {
            let key = command.shortcut_text();
            let label = command.label().trim_end_matches("...");
            let text = if key.is_empty() { label.to_owned() } else { format!("{label}   {key}") };
            if ui.add_sized([220.0, 28.0], egui::Button::new(text)).clicked() {
                actions.push(Action::Run(*command));
            }
        }
    });
}
