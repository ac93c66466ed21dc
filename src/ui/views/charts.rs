//! Views that are one chart.

use egui::{Key, Modifiers, Popup, Response, SetOpenCommand, Ui};

use super::{Scope, outliers, widgets};
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

/// The chart with this number of several; the `last` one under the pointer or with the focus is copied and exported.
pub fn one_of(
    ui: &mut Ui,
    number: usize,
    chart: &Chart,
    zoom: &mut Zoom,
    last: &mut usize,
    dimmed: bool,
    actions: &mut Actions,
) {
    let response = plot::show(ui, chart, zoom, dimmed);
    if response.hovered() || response.has_focus() {
        *last = number;
    }
    menu(&response, actions);
}

/// The chart of the series, with its calendar effects when they are wanted.
pub fn series(
    ui: &mut Ui,
    scope: Scope<'_>,
    shown: &Shown,
    session: &mut Session,
    dimmed: bool,
    actions: &mut Actions,
) {
    ui.horizontal_wrapped(|ui| {
        let toggle = UiCommand::ToggleCalendar;
        let tip = toggle.entry().map_or("", |e| e.tip);
        let mut on = session.calendar_shown;
        let there = shown.has_calendar();
        let response = ui.add_enabled(there, egui::Checkbox::new(&mut on, "Calendar effects"));
        let response = response.on_hover_text(format!("{tip} ({})", toggle.shortcut_text()));
        if response.on_disabled_hover_text("No calendar effect is estimated for this series").clicked() {
            actions.push(Action::Run(toggle));
        }
        if shown.adjustment.preprocessing.is_some() {
            widgets::remark(ui, "Right-click an observation to add an outlier, an outlier to change it");
        }
    });
    main(ui, scope, shown, shown.chart(session.calendar_shown), session, dimmed, actions);
}

/// A chart of the series, on which outliers are added and removed.
pub fn main(
    ui: &mut Ui,
    scope: Scope<'_>,
    shown: &Shown,
    chart: &Chart,
    session: &mut Session,
    dimmed: bool,
    actions: &mut Actions,
) {
    let response = plot::show(ui, chart, &mut session.zoom, dimmed);
    let crosshair = session.zoom.cursor().and_then(|x| outliers::observation(shown, x));
    let mut asked = response.secondary_clicked();
    if response.has_focus()
        && let Some(period) = crosshair
    {
        if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) {
            session.zoom.pick_cursor();
            asked = true;
        }
        outliers::keys(ui, scope, shown, period, actions);
    }
    let picked = session.zoom.picked();
    // Enter counts as a click too, but must not close the menu it opens
    let closes = response.clicked_by(egui::PointerButton::Primary);
    let set = if asked || closes { Some(SetOpenCommand::Bool(asked)) } else { None };
    let mut popup = Popup::context_menu(&response).open_memory(set);
    if let Some((_, at)) = picked {
        popup = popup.at_position(at);
    }
    let open = popup.show(|ui| {
        if let Some(period) = picked.and_then(|(x, _)| outliers::observation(shown, x)) {
            outliers::menu(ui, scope, shown, period, actions);
        }
        commands(ui, actions);
    });
    if open.is_none() {
        session.zoom.forget_pick();
    }
}

/// SI ratios by period.
pub fn si_ratios(ui: &mut Ui, shown: &Shown, session: &mut Session, dimmed: bool, actions: &mut Actions) {
    match &shown.si {
        Some(chart) => single(ui, chart, &mut session.still, dimmed, actions),
        None => widgets::empty_state(
            ui,
            "No SI ratios",
            "The series is annual, or it was adjusted without a seasonal component; the specification switches it on.",
            |_| {},
        ),
    }
}

/// What can be done with a chart.
pub fn menu(response: &Response, actions: &mut Actions) {
    response.context_menu(|ui| commands(ui, actions));
}

fn commands(ui: &mut Ui, actions: &mut Actions) {
    for command in [UiCommand::CopyChart, UiCommand::ExportPng, UiCommand::ExportSvg, UiCommand::ResetZoom] {
        if ui.button(command.label()).clicked() {
            actions.push(Action::Run(command));
            ui.close();
        }
    }
}
