//! The residuals of the model: five charts in one look, and the table of tests.

use egui::{ScrollArea, Ui, vec2};

use super::{charts, model, sheet, theme, widgets};
use crate::report::chart::Chart;
use crate::report::quality::Verdict;
use crate::report::sheet::{Cell, Sheet};
use crate::ui::action::Actions;
use crate::ui::results::Shown;
use crate::ui::session::{ResidualPage, Session};

/// Space between charts.
const GAP: f32 = 8.0;

/// Shows the page of the residuals that was chosen.
pub fn show(ui: &mut Ui, shown: &Shown, session: &mut Session, dimmed: bool, actions: &mut Actions) {
    let Some(residuals) = shown.residuals() else {
        model::missing(ui, actions);
        return;
    };
    ui.horizontal_wrapped(|ui| {
        for (page, title) in [(ResidualPage::Charts, "Charts"), (ResidualPage::Tests, "Tests")] {
            ui.selectable_value(&mut session.residual_page, page, title);
        }
        ui.add_space(2.0 * GAP);
        outcome(ui, &residuals.tests);
    });
    ui.add_space(theme::GRID);
    if dimmed {
        ui.set_opacity(0.45);
    }
    match session.residual_page {
        ResidualPage::Tests => {
            ScrollArea::both().auto_shrink(false).show(ui, |ui| sheet::show(ui, &residuals.tests, actions));
        }
        ResidualPage::Charts => {
            let height = (ui.available_height() - 2.0 * GAP) / 3.0;
            let c = &residuals.charts;
            let rows: [&[&Chart]; 3] = [&[&c.residuals], &[&c.acf, &c.pacf], &[&c.histogram, &c.spectrum]];
            ui.spacing_mut().item_spacing = vec2(GAP, GAP);
            let mut number = 0;
            for row in rows {
                let width = (ui.available_width() - GAP * (row.len() - 1) as f32) / row.len() as f32;
                ui.horizontal(|ui| {
                    for chart in row {
                        let zoom = if chart.x.is_time() { &mut session.zoom } else { &mut session.still };
                        ui.allocate_ui(vec2(width, height), |ui| {
                            charts::one_of(
                                ui,
                                number,
                                chart,
                                zoom,
                                &mut session.residual_chart,
                                dimmed,
                                actions,
                            );
                        });
                        number += 1;
                    }
                });
            }
        }
    }
}

/// How many tests are passed, and which are not.
fn outcome(ui: &mut Ui, tests: &Sheet) {
    let verdict =
        |row: &Vec<Cell>| row.iter().find_map(|c| if let Cell::Verdict(v) = c { Some(*v) } else { None });
    let verdicts: Vec<Verdict> = tests.rows.iter().filter_map(verdict).collect();
    let worst = verdicts.iter().copied().max().unwrap_or(Verdict::Undefined);
    widgets::verdict(ui, worst);
    let failed: Vec<String> = (tests.rows.iter())
        .filter(|row| verdict(row).is_some_and(|v| v > Verdict::Good))
        .filter_map(|row| row.first().map(Cell::text))
        .collect();
    let text = if failed.is_empty() {
        format!("all {} tests passed", verdicts.len())
    } else {
        format!(
            "{} of {} tests passed; not: {}",
            verdicts.len() - failed.len(),
            verdicts.len(),
            failed.join(", ")
        )
    };
    ui.add(egui::Label::new(widgets::secondary(text)).truncate());
}
