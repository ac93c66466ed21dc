//! The RegARIMA model: what it consists of, how likely it is, its coefficients.

use egui::{Layout, RichText, ScrollArea, Ui, vec2};
use solstice_engine::sa::modelling::{CoefficientEstimate, RegArimaResult};

use super::{theme, widgets};
use crate::report::model::{Fact, coefficients, composition, likelihood};
use crate::report::number;
use crate::ui::action::{Action, Actions};
use crate::ui::command::UiCommand;
use crate::ui::results::Shown;

/// Width of the view, of the names of the coefficients and of the columns of numbers.
const WIDTH: f32 = 572.0;
const FACT: f32 = 160.0;
const NAME: f32 = 200.0;
const NUMBER: f32 = 92.0;
/// Offered when there is no model.
const REMEDY: UiCommand = UiCommand::Predefined("rsa5c");

/// Shows the model.
pub fn show(ui: &mut Ui, shown: &Shown, dimmed: bool, actions: &mut Actions) {
    let Some(model) = &shown.adjustment.preprocessing else {
        widgets::empty_state(
            ui,
            "No RegARIMA model",
            "The series is adjusted by X-11 alone. A specification with pre-processing estimates calendar effects, outliers and forecasts first.",
            |ui| {
                let tip = REMEDY.entry().map_or("", |e| e.tip);
                let button = egui::Button::new(format!("Use {}", REMEDY.label().to_lowercase()));
                if ui.add_sized([220.0, 28.0], button).on_hover_text(tip).clicked() {
                    actions.push(Action::Run(REMEDY));
                }
            },
        );
        return;
    };
    if dimmed {
        ui.set_opacity(0.45);
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width().min(WIDTH));
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        facts(ui, "Model", &composition(model));
        facts(ui, "Likelihood", &likelihood(model));
        tables(ui, model);
    });
}

fn title(ui: &mut Ui, text: &str) {
    ui.add_space(theme::GRID);
    ui.label(widgets::strong(text));
    ui.add_space(theme::GRID);
    widgets::hairline(ui);
}

fn line(ui: &mut Ui, cells: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), theme::ROW);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(egui::Align::Center), cells);
}

fn facts(ui: &mut Ui, text: &str, facts: &[Fact]) {
    title(ui, text);
    for fact in facts {
        line(ui, |ui| {
            cell(ui, FACT, Layout::left_to_right(egui::Align::Center), RichText::new(fact.name).weak());
            ui.add(egui::Label::new(&fact.value).truncate());
        });
    }
    ui.add_space(2.0 * theme::GRID);
}

fn tables(ui: &mut Ui, model: &RegArimaResult) {
    for group in coefficients(model) {
        title(ui, group.title);
        let heads = ["Coefficient", "Std. error", "t", "p"].map(widgets::secondary);
        row(ui, widgets::secondary("Variable"), heads);
        let sizes: Vec<f64> = group.rows.iter().map(|r| r.value).collect();
        let decimals = number::decimals_for(&sizes);
        for one in &group.rows {
            row(ui, RichText::new(&one.name), figures(one, decimals).map(RichText::new));
            widgets::hairline(ui);
        }
        ui.add_space(2.0 * theme::GRID);
    }
}

/// Coefficient, standard error, t and p; fixed coefficients have no more than the first.
fn figures(one: &CoefficientEstimate, decimals: usize) -> [String; 4] {
    [
        number::display(one.value, decimals),
        number::display(one.standard_error, decimals),
        number::display(one.t, 2),
        number::display(one.p_value, 4),
    ]
}

fn row(ui: &mut Ui, name: RichText, figures: [RichText; 4]) {
    line(ui, |ui| {
        cell(ui, NAME, Layout::left_to_right(egui::Align::Center), name);
        for figure in figures {
            cell(ui, NUMBER, Layout::right_to_left(egui::Align::Center), figure);
        }
    });
}

fn cell(ui: &mut Ui, width: f32, layout: Layout, text: RichText) {
    ui.allocate_ui_with_layout(vec2(width, theme::ROW), layout, |ui| {
        ui.set_min_width(width);
        ui.add(egui::Label::new(text).truncate());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_has_two_decimals_and_p_four_digits_and_fixed_ones_stand_alone() {
        let mut one = CoefficientEstimate {
            name: "theta(1)".to_owned(),
            value: -0.5,
            standard_error: 0.25,
            t: -2.0,
            p_value: 0.04567,
        };
        assert_eq!(figures(&one, 4), ["\u{2212}0.5000", "0.2500", "\u{2212}2.00", "0.0457"]);
        (one.standard_error, one.t, one.p_value) = (f64::NAN, f64::NAN, f64::NAN);
        assert_eq!(figures(&one, 4), ["\u{2212}0.5000", "", "", ""]);
    }
}
