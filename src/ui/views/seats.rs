//! The decomposition by SEATS: models, components with their intervals, theory of the estimators, errors, tests.

use egui::{Layout, ScrollArea, Ui, vec2};
use solstice_engine::toolkit::arima::ArimaError;

use super::{charts, sheet, theme, widgets};
use crate::report::chart::Chart;
use crate::report::sheet::Sheet;
use crate::ui::action::{Action, Actions};
use crate::ui::command::UiCommand;
use crate::ui::results::Shown;
use crate::ui::session::{SeatsPage, Session};

/// Offered when the series is adjusted by another method.
const REMEDY: UiCommand = UiCommand::Predefined("tramoseats", "rsafull");

const PAGES: [(SeatsPage, &str); 6] = [
    (SeatsPage::Components, "Components"),
    (SeatsPage::Models, "Models"),
    (SeatsPage::Theory, "Spectra and filters"),
    (SeatsPage::Correlations, "Correlations"),
    (SeatsPage::Errors, "Errors and growth"),
    (SeatsPage::Tests, "Tests"),
];

/// Shows the page of the decomposition that was chosen.
pub fn show(ui: &mut Ui, shown: &Shown, session: &mut Session, dimmed: bool, actions: &mut Actions) {
    let Some(seats) = shown.seats() else {
        if shown.adjustment.decomposition.seats().is_some() {
            ui.label(widgets::secondary("analysing"));
            return;
        }
        widgets::empty_state(
            ui,
            "Not decomposed by SEATS",
            "The series is adjusted by X-11. A specification of TRAMO-SEATS decomposes it by its ARIMA model.",
            |ui| {
                let tip = REMEDY.entry().map_or("", |e| e.tip);
                let button = egui::Button::new("Use TRAMO-SEATS rsafull");
                if ui.add_sized([220.0, 28.0], button).on_hover_text(tip).clicked() {
                    actions.push(Action::Run(REMEDY));
                }
            },
        );
        return;
    };
    ui.horizontal_wrapped(|ui| {
        for (page, title) in PAGES {
            ui.selectable_value(&mut session.seats_page, page, title);
        }
    });
    ui.add_space(theme::GRID);
    if dimmed {
        ui.set_opacity(0.45);
    }
    match session.seats_page {
        SeatsPage::Components => charts::single(ui, &seats.components, &mut session.zoom, dimmed, actions),
        SeatsPage::Models => tables(ui, Ok(&seats.models), actions),
        SeatsPage::Errors => tables(ui, seats.errors.as_deref(), actions),
        SeatsPage::Tests => tables(ui, seats.tests.as_deref(), actions),
        SeatsPage::Theory => match &seats.theory {
            Ok(all) => side_by_side(ui, all, Layout::top_down(egui::Align::Min), session, dimmed, actions),
            Err(error) => widgets::error(ui, &error.to_string()),
        },
        SeatsPage::Correlations => match &seats.correlations {
            Ok(all) => {
                side_by_side(ui, all, Layout::left_to_right(egui::Align::Min), session, dimmed, actions);
            }
            Err(error) => widgets::error(ui, &error.to_string()),
        },
    }
}

/// Charts of the same size, below or beside each other; the one under the pointer is copied and exported.
fn side_by_side(
    ui: &mut Ui,
    all: &[Chart],
    layout: Layout,
    session: &mut Session,
    dimmed: bool,
    actions: &mut Actions,
) {
    const GAP: f32 = 8.0;
    let space = ui.available_size();
    let n = all.len().max(1) as f32;
    let size = if layout.is_horizontal() {
        vec2((space.x - GAP * (n - 1.0)) / n, space.y)
    } else {
        vec2(space.x, (space.y - GAP * (n - 1.0)) / n)
    };
    ui.with_layout(layout, |ui| {
        ui.spacing_mut().item_spacing = vec2(GAP, GAP);
        for (number, chart) in all.iter().enumerate() {
            ui.allocate_ui(size, |ui| {
                let (zoom, last) = (&mut session.still, &mut session.seats_chart);
                charts::one_of(ui, number, chart, zoom, last, dimmed, actions);
            });
        }
    });
}

fn tables(ui: &mut Ui, sheets: Result<&[Sheet], &ArimaError>, actions: &mut Actions) {
    match sheets {
        Ok(sheets) => {
            ScrollArea::both().auto_shrink(false).show(ui, |ui| {
                for one in sheets {
                    sheet::show(ui, one, actions);
                }
            });
        }
        Err(error) => widgets::error(ui, &error.to_string()),
    }
}
