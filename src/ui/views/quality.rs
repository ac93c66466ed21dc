//! The quality of an adjustment: every diagnostic with its explanation, seasonality tests, M statistics.

use egui::{Key, ScrollArea, Sense, Stroke, Ui, UiBuilder, vec2};
use solstice_engine::sa::diagnostics::{Category, QualityDiagnostic, QualityReport};

use super::{diagnostic, m_statistics, sheet, theme, widgets};
use crate::report::chart::palette::Role;
use crate::report::diagnostics::{category as category_words, category_name, explanation, title, warning};
use crate::report::quality::Verdict;
use crate::ui::action::{Action, Actions};
use crate::ui::results::Shown;
use crate::ui::session::{QualityPage, Session};

const PAGES: [(QualityPage, &str); 3] = [
    (QualityPage::Diagnostics, "Diagnostics"),
    (QualityPage::Seasonality, "Seasonality tests"),
    (QualityPage::MStatistics, "M statistics"),
];
/// Width of the list of diagnostics, and width below which nothing stands beside it.
const LIST: f32 = 352.0;
const NARROW: f32 = 640.0;

/// Shows the page that was chosen.
pub fn show(ui: &mut Ui, shown: &Shown, session: &mut Session, dimmed: bool, actions: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        for (page, title) in PAGES {
            ui.selectable_value(&mut session.quality_page, page, title);
        }
    });
    ui.add_space(theme::GRID);
    if dimmed {
        ui.set_opacity(0.45);
    }
    match session.quality_page {
        QualityPage::Diagnostics => diagnostics(ui, shown, session, actions),
        QualityPage::Seasonality if shown.seasonality().is_empty() => widgets::empty_state(
            ui,
            "No seasonality tests",
            "They could not be computed for this series, for example because it is annual.",
            |_| {},
        ),
        QualityPage::Seasonality => {
            ScrollArea::both().auto_shrink(false).show(ui, |ui| {
                for table in shown.seasonality() {
                    sheet::show(ui, table, actions);
                }
            });
        }
        QualityPage::MStatistics => match &shown.adjustment.m_statistics {
            Some(statistics) => {
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
                    ui.set_max_width(ui.available_width().min(940.0));
                    m_statistics::show(ui, statistics);
                });
            }
            None => widgets::empty_state(
                ui,
                "No M statistics",
                "They belong to X-11 and could not be computed for this series: it is adjusted by SEATS, too short, or has no seasonal component.",
                |_| {},
            ),
        },
    }
}

/// The list, and the explanation of the chosen one at its right, or below it where there is no room for that.
fn diagnostics(ui: &mut Ui, shown: &Shown, session: &mut Session, actions: &mut Actions) {
    let report = shown.adjustment.quality();
    let of_check = session.check.and_then(|c| report.diagnostics.iter().find(|d| d.check == c));
    let worst = || report.diagnostics.iter().rev().max_by_key(|d| Verdict::from(d.quality));
    let Some(chosen) = of_check.or_else(worst) else {
        widgets::empty_state(
            ui,
            "No diagnostics",
            "None could be computed for this series, for example because it is too short.",
            |_| {},
        );
        return;
    };
    let all = ui.available_rect_before_wrap();
    let (list, detail) = if all.width() < NARROW {
        let (above, below) = all.split_top_bottom_at_y(all.top() + (0.5 * all.height()).floor());
        (above, below.with_min_y(below.top() + 3.0 * theme::GRID))
    } else {
        let (left, right) = all.split_left_right_at_x(all.left() + LIST);
        (left, right.with_min_x(right.left() + 4.0 * theme::GRID))
    };
    ui.scope_builder(UiBuilder::new().max_rect(list), |ui| {
        ScrollArea::vertical().id_salt("diagnostics").auto_shrink(false).show(ui, |ui| {
            self::list(ui, report, chosen, session, actions);
        });
    });
    let line = Stroke::new(1.0, theme::color(ui, Role::Hairline));
    if all.width() < NARROW {
        ui.painter().hline(all.x_range(), ui.painter().round_to_pixel_center(list.bottom()), line);
    }
    ui.scope_builder(UiBuilder::new().max_rect(detail), |ui| {
        ScrollArea::vertical().id_salt("explanation").auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(detail.width().min(560.0));
            self::detail(ui, chosen, actions);
            ui.add_space(4.0 * theme::GRID);
            warnings(ui, report);
            copy_all(ui, shown, actions);
        });
    });
    ui.allocate_rect(all, Sense::hover());
}

/// The checks by category. A click explains a check, a second one, or Enter, leads to its picture.
fn list(
    ui: &mut Ui,
    report: &QualityReport,
    chosen: &QualityDiagnostic,
    session: &mut Session,
    actions: &mut Actions,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    for category in Category::ALL {
        let checks: Vec<&QualityDiagnostic> =
            report.diagnostics.iter().filter(|d| d.check.category() == category).collect();
        if checks.is_empty() {
            continue;
        }
        ui.add_space(theme::GRID);
        ui.label(widgets::secondary(category_name(category))).on_hover_text(category_words(category));
        for check in checks {
            let selected = check.check == chosen.check;
            let response = diagnostic::line(ui, check, title(check.check), selected);
            let entered = response.has_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            if entered || (response.clicked() && selected && session.check.is_some()) {
                actions.push(Action::ShowPicture(explanation(check.check).picture));
            } else if response.clicked() || response.gained_focus() {
                session.check = Some(check.check);
            }
        }
    }
}

fn detail(ui: &mut Ui, chosen: &QualityDiagnostic, actions: &mut Actions) {
    ui.horizontal(|ui| {
        widgets::verdict(ui, chosen.quality.into());
        let head = format!("{}, {}", category_name(chosen.check.category()), title(chosen.check));
        ui.label(widgets::secondary(head));
    });
    ui.add_space(theme::GRID);
    diagnostic::explain(ui, chosen);
    ui.add_space(2.0 * theme::GRID);
    let picture = explanation(chosen.check).picture;
    let label = format!("Show: {}", diagnostic::place(picture));
    if ui.add(egui::Button::new(label).min_size(vec2(0.0, 28.0))).clicked() {
        actions.push(Action::ShowPicture(picture));
    }
}

fn copy_all(ui: &mut Ui, shown: &Shown, actions: &mut Actions) {
    let tip = "Copy every diagnostic with its figures for a spreadsheet";
    if ui.button("Copy all diagnostics").on_hover_text(tip).clicked() {
        let what = "all diagnostics".to_owned();
        actions.push(Action::Copy { what, text: shown.quality().tsv() });
    }
}

fn warnings(ui: &mut Ui, report: &QualityReport) {
    for one in &report.warnings {
        ui.label(widgets::strong(one.text()));
        ui.add(egui::Label::new(warning(*one)).wrap());
        ui.add_space(2.0 * theme::GRID);
    }
}
