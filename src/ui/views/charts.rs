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
        Some(chart) => single(ui, chart, &mut session.si_zoom, dimmed, actions),
        None => widgets::empty_state(
            ui,
            "No SI ratios",
            "The series was adjusted without a seasonal component. Switch it on in the specification.",
            |_| {},
        ),
    }
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
