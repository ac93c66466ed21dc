//! A quality diagnostic as a line, with its explanation, and the view that shows what it is about.

use egui::{Grid, Label, Response, Ui};
use solstice_engine::sa::diagnostics::{Category, QualityDiagnostic};

use super::{theme, widgets};
use crate::report::diagnostics::{
    Picture, category, category_name, explanation, facts, figure, full_title, reading, title,
};
use crate::report::quality::Verdict;
use crate::ui::layout::View;
use crate::ui::widgets::{Row, row};

/// The view that shows a picture.
pub fn view_of(picture: Picture) -> View {
    match picture {
        Picture::Chart | Picture::Outliers | Picture::Forecasts => View::Chart,
        Picture::Residuals => View::Residuals,
        Picture::Spectrum(_) => View::Spectrum,
        Picture::SeasonalityTests | Picture::MStatistics => View::Quality,
        Picture::ModelTests => View::Seats,
    }
}

/// What a click leads to, in words.
pub fn place(picture: Picture) -> String {
    match picture {
        Picture::Spectrum(analysed) => format!("Spectrum of the series \"{}\"", analysed.name()),
        Picture::SeasonalityTests => "Seasonality tests".to_owned(),
        Picture::MStatistics => "M statistics".to_owned(),
        Picture::ModelTests => "Tests of SEATS".to_owned(),
        Picture::Outliers => "Chart with the outliers".to_owned(),
        Picture::Forecasts => "Chart with the forecasts".to_owned(),
        Picture::Chart => "Chart".to_owned(),
        Picture::Residuals => "Residuals".to_owned(),
    }
}

/// The name and the verdict of a check; a long name goes on in a second line.
pub fn line(ui: &mut Ui, diagnostic: &QualityDiagnostic, text: &str, selected: bool) -> Response {
    let verdict = Verdict::from(diagnostic.quality);
    // a screen reader does not see under which category the line stands
    let name = format!("{}, {}", full_title(diagnostic.check), verdict.word());
    row(
        ui,
        Row {
            text,
            figure: Some(&figure(diagnostic)),
            note: verdict.word(),
            note_role: Some(verdict.role()),
            mark: Some(verdict.role()),
            wrap: true,
            selected,
            name: &name,
            ..Row::default()
        },
    )
}

/// What is asked, how it is answered, the figures, what to do.
pub fn explain(ui: &mut Ui, diagnostic: &QualityDiagnostic) {
    let words = explanation(diagnostic.check);
    let text = |ui: &mut Ui, text: egui::RichText| ui.add(Label::new(text).wrap());
    text(ui, widgets::strong(words.question));
    text(ui, widgets::secondary(words.method));
    ui.add_space(theme::GRID);
    Grid::new(("facts", diagnostic.check)).num_columns(2).spacing([16.0, 2.0]).show(ui, |ui| {
        for (name, value) in facts(diagnostic) {
            ui.label(widgets::secondary(name));
            ui.add(Label::new(value).wrap());
            ui.end_row();
        }
    });
    if Verdict::from(diagnostic.quality) > Verdict::Good {
        ui.add_space(theme::GRID);
        text(ui, widgets::secondary("What to do"));
        ui.add(Label::new(words.remedy).wrap());
    }
}

/// The same on hover, with the name of the check and where a click leads.
pub fn tooltip(ui: &mut Ui, diagnostic: &QualityDiagnostic) {
    ui.set_max_width(400.0);
    let head = format!("{}: {}", category_name(diagnostic.check.category()), title(diagnostic.check));
    ui.label(widgets::secondary(head));
    explain(ui, diagnostic);
    ui.add_space(theme::GRID);
    let place = place(explanation(diagnostic.check).picture);
    ui.label(widgets::secondary(format!("Click: {place}")));
}

/// A category with those of its checks that are good.
pub fn good_category(ui: &mut Ui, of: Category, checks: &[&QualityDiagnostic]) -> Response {
    let note = format!("{} good", checks.len());
    let name = format!("{}, {note}", category_name(of));
    let role = Verdict::Good.role();
    let line = Row {
        text: category_name(of),
        note: &note,
        note_role: Some(role),
        mark: Some(role),
        wrap: true,
        name: &name,
        ..Row::default()
    };
    row(ui, line).on_hover_ui(|ui| {
        ui.set_max_width(400.0);
        ui.add(Label::new(widgets::strong(category(of))).wrap());
        for check in checks {
            let text = format!("{}: {}", title(check.check), reading(check));
            ui.add(Label::new(widgets::secondary(text)).wrap());
        }
        ui.label(widgets::secondary("Click: Quality"));
    })
}
