//! Spectra of a series of the adjustment, with seasonal and trading-day frequencies, and their peaks.

use egui::{ScrollArea, Ui, vec2};

use super::{charts, sheet, theme, widgets};
use crate::report::diagnostics::Analysed;
use crate::ui::action::Actions;
use crate::ui::plot;
use crate::ui::results::Shown;
use crate::ui::session::Session;

/// Share of the height that the charts take.
const CHART: f32 = 0.68;

/// Shows the spectra of the series that was chosen.
pub fn show(ui: &mut Ui, shown: &Shown, session: &mut Session, dimmed: bool, actions: &mut Actions) {
    let spectra = shown.spectra(session.spectrum);
    ui.horizontal_wrapped(|ui| {
        for analysed in Analysed::ALL {
            ui.selectable_value(&mut session.spectrum, analysed, analysed.name());
        }
        if let Some(spectra) = spectra {
            ui.add_space(2.0 * theme::GRID);
            let wanted = if session.spectrum.is_seasonal() { "expected" } else { "unwanted" };
            let text = format!("{}; peaks are {wanted}", spectra.chart.subtitle);
            widgets::remark(ui, text);
        }
    });
    ui.add_space(theme::GRID);
    let Some(spectra) = spectra.filter(|s| !s.chart.panes.is_empty()) else {
        widgets::empty_state(
            ui,
            "No spectrum",
            "There is no such series in this adjustment, or it is too short. Residuals need a specification with a model.",
            |_| {},
        );
        return;
    };
    if dimmed {
        ui.set_opacity(0.45);
    }
    let size = vec2(ui.available_width(), CHART * ui.available_height());
    ui.allocate_ui(size, |ui| {
        let response = plot::show(ui, &spectra.chart, &mut session.still, dimmed);
        charts::menu(&response, actions);
    });
    ui.add_space(theme::GRID);
    ScrollArea::both().id_salt("peaks").auto_shrink(false).show(ui, |ui| {
        sheet::show(ui, &spectra.peaks, actions);
    });
}
