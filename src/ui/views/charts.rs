//! Views that are one chart.

use egui::{Response, Ui};

use super::widgets;
use crate::report::chart::Chart;
use crate::ui::action::{Action, Actions};
use crate::ui::command::UiCommand;
use crate::ui::plot::{self, Zoom};
use crate::ui::results::Shown;
use crate::ui::session::Session;

/// A chart over time.
pub fn single(ui: &mut Ui, chart: &Chart, zoom: &mut Zoom, dimmed: bool, actions: &mut Actions) {
    let response = plot::show(ui, chart, zoom, dimmed);
    menu(&response, actions);
}

/// SI ratios by period.
pub fn si_ratios(ui: &mut Ui, shown: &Shown, session: &mut Session, dimmed: bool, actions: &mut Actions) {
    match &shown.si {
        Some(chart) => {
            legend(ui, chart);
            single(ui, chart, &mut session.si_zoom, dimmed, actions);
        }
        None => widgets::empty_state(
            ui,
            "No SI ratios",
            "The series was adjusted without a seasonal component. Switch it on in the specification.",
            |_| {},
        ),
    }
}

/// The signs of a chart whose marks have no line end to be named at.
pub fn legend(ui: &mut Ui, chart: &Chart) {
    ui.horizontal(|ui| {
        for mark in chart.panes.iter().flat_map(|p| &p.marks) {
            let color = crate::ui::theme::color(ui, mark.role);
            let (rect, _) = ui.allocate_exact_size(egui::vec2(14.0, 14.0), egui::Sense::hover());
            let centre = rect.center();
            match mark.style {
                crate::report::chart::Style::Line { width, .. } => {
                    ui.painter().hline(rect.x_range(), centre.y, egui::Stroke::new(width, color));
                }
                crate::report::chart::Style::Rings { radius } => {
                    ui.painter().circle_stroke(centre, radius, egui::Stroke::new(1.25, color));
                }
                crate::report::chart::Style::Dots { radius } => {
                    ui.painter().circle_filled(centre, radius, color);
                }
                crate::report::chart::Style::Stems => {
                    ui.painter().vline(centre.x, rect.y_range(), egui::Stroke::new(1.5, color));
                }
            }
            ui.label(widgets::secondary(&mark.name));
            ui.add_space(8.0);
        }
    });
}

/// What can be done with a chart.
pub fn menu(response: &Response, actions: &mut Actions) {
    response.context_menu(|ui| {
        for command in
            [UiCommand::CopyChart, UiCommand::ExportPng, UiCommand::ExportSvg, UiCommand::ResetZoom]
        {
            if ui.button(command.label()).clicked() {
                actions.push(Action::Run(command));
                ui.close();
            }
        }
    });
}
