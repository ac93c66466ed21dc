//! The decomposition by SEATS: models, components with their intervals, theory of the estimators, errors, tests.

use egui::{ScrollArea, Ui, vec2};
use solstice_engine::toolkit::arima::ArimaError;

use super::{charts, sheet, theme, widgets};
use crate::report::sheet::Sheet;
use crate::ui::action::Actions;
use crate::ui::plot;
use crate::ui::results::Shown;
use crate::ui::session::{SeatsPage, Session};

const PAGES: [(SeatsPage, &str); 5] = [
    (SeatsPage::Components, "Components"),
    (SeatsPage::Models, "Models"),
    (SeatsPage::Theory, "Spectra and filters"),
    (SeatsPage::Errors, "Errors and growth"),
    (SeatsPage::Tests, "Tests"),
];

/// Shows the page of the decomposition that was chosen.
pub fn show(ui: &mut Ui, shown: &Shown, session: &mut Session, dimmed: bool, actions: &mut Actions) {
    let Some(seats) = shown.seats() else {
        widgets::empty_state(
            ui,
            "Not decomposed by SEATS",
            "The series is adjusted by X-11. A specification of TRAMO-SEATS decomposes it by its ARIMA model.",
            |_| {},
        );
        return;
    };
    ui.horizontal(|ui| {
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
            Ok(all) => {
                let height = (ui.available_height() - 16.0) / all.len() as f32;
                for (number, chart) in all.iter().enumerate() {
                    ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
                        let response = plot::show(ui, chart, &mut session.still, dimmed);
                        if response.hovered() || response.has_focus() {
                            session.seats_chart = number;
                        }
                        charts::menu(&response, actions);
                    });
                }
            }
            Err(error) => widgets::error(ui, &error.to_string()),
        },
    }
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
