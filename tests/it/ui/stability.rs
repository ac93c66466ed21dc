//! Diagnostics with their explanations and pictures, spectra, stability tools.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use solstice::report::diagnostics::{explanation, full_title, warning};
use solstice::report::html::{Part, Report};
use solstice::report::quality::Verdict;
use solstice::ui::layout::{self, View};
use solstice::workspace::{Command, Workspace, apply};
use solstice_engine::sa::diagnostics::{Check, Quality};
use solstice_engine::sa::spec::{Spec, tramo_seats, x13};

use super::{Window, click, press, series, wait, wait_for_label, window, window_on, window_with_model};

fn view(w: &Window) -> Option<View> {
    layout::active_view(w.state().tree())
}

/// The accessible name of the line of a check.
fn label_of(quality: Quality, check: Check) -> String {
    format!("{}, {}", full_title(check), Verdict::from(quality).word())
}

/// The window with a series adjusted by `spec`.
fn window_of(spec: Spec) -> Window {
    let import = Command::Import {
        series: vec![series("Retail sales", 100.0)],
        document: "Monthly run".to_owned(),
        spec,
    };
    let workspace = apply(&Workspace::named("Example"), &import).unwrap();
    let mut w = window_on(workspace, egui::Theme::Dark, [1280.0, 800.0]);
    wait(&mut w, "the result", |w| w.state().results().shown().is_some());
    w
}

#[test]
fn every_diagnostic_of_every_method_has_its_line_and_explains_itself() {
    for spec in [x13("x11"), x13("rsa3"), tramo_seats("rsafull")] {
        let mut w = window_of(spec.unwrap());
        press(&mut w, Modifiers::COMMAND, Key::Num6);
        let report = w.state().results().shown().unwrap().adjustment.quality().clone();
        assert!(!report.diagnostics.is_empty());
        for d in &report.diagnostics {
            let label = label_of(d.quality, d.check);
            let line = w.query_all_by_label(&label).next();
            line.unwrap_or_else(|| panic!("{label}")).click();
            w.run_steps(3);
            let question = explanation(d.check).question;
            assert!(w.query_by_label(question).is_some(), "{label}: {question}");
            assert!(w.query_all_by_label_contains("Show: ").next().is_some());
        }
        for one in &report.warnings {
            assert!(w.query_by_label(warning(*one)).is_some(), "{one:?}");
        }
        assert!(w.query_by_label("Copy all diagnostics").is_some());
    }
}

#[test]
fn a_diagnostic_leads_to_its_picture() {
    let mut w = window_with_model();
    press(&mut w, Modifiers::COMMAND, Key::Num6);
    let report = w.state().results().shown().unwrap().adjustment.quality().clone();
    for d in report.diagnostics {
        press(&mut w, Modifiers::COMMAND, Key::Num6);
        click(&mut w, "Diagnostics");
        let label = label_of(d.quality, d.check);
        let line = w.query_all_by_label(&label).next().unwrap();
        line.click();
        w.run_steps(3);
        let show = w.query_all_by_label_contains("Show: ").next().unwrap();
        show.click();
        w.run_steps(4);
        let expected = solstice::ui::views::diagnostic::view_of(explanation(d.check).picture);
        assert_eq!(view(&w), Some(expected), "{label}");
    }
}

#[test]
fn the_summary_leads_to_what_is_doubtful_and_to_what_is_good() {
    let mut w = window_with_model();
    press(&mut w, Modifiers::COMMAND, Key::Num1);
    let good = w.query_all_by_label_contains(" good").find(|n| n.accesskit_node().role() == Role::Button);
    good.expect("a category without doubt").click();
    w.run_steps(4);
    assert_eq!(view(&w), Some(View::Quality));
    assert!(w.state().session().check.is_some());
}

#[test]
fn seasonality_tests_stand_side_by_side() {
    let mut w = window_with_model();
    press(&mut w, Modifiers::COMMAND, Key::Num6);
    click(&mut w, "Seasonality tests");
    for label in
        ["Seasonality tests, p-values of the whole series", "Original", "Residuals", "Kruskal-Wallis"]
    {
        assert!(w.query_all_by_label(label).next().is_some(), "{label}");
    }
    let sheets = w.state().results().shown().unwrap().seasonality();
    assert!(sheets.iter().any(|s| s.title == "Combined seasonality tests"));
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    press(&mut w, Modifiers::COMMAND, Key::J);
    click(&mut w, "Messages");
    assert!(w.query_by_label("Copied all tables of the view.").is_some());
}

#[test]
fn spectra_of_every_series_are_drawn() {
    let mut w = window_with_model();
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    assert_eq!(view(&w), Some(View::Spectrum));
    for name in ["Original", "Linearised", "Residuals", "Adjusted", "Irregular"] {
        // the view of the residuals has a tab of that name too
        w.query_all_by_role_and_label(Role::Button, name).last().unwrap().click();
        w.run_steps(4);
        let label = format!("Retail sales: spectra, {}", name.to_lowercase());
        assert!(w.query_all_by_label_contains(&label).next().is_some(), "{label}");
    }
    assert!(w.query_by_label("Copy Peaks").is_some());
}

#[test]
fn stability_tools_run_in_the_background_and_show_charts_and_tables() {
    let mut w = window_with_model();
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::Y);
    for (page, table) in [
        ("Sliding spans", "Copy By period of the year"),
        ("Revision history", "Copy Revision of every period"),
        ("Model stability", "Copy Every window"),
    ] {
        click(&mut w, page);
        click(&mut w, &format!("Run {}", page.to_lowercase()));
        wait_for_label(&mut w, table);
    }
    click(&mut w, "Revision history");
    click(&mut w, "Trend");
    assert!(w.query_all_by_label_contains("trend, first and last estimates").next().is_some());
    assert!(w.try_run().is_ok());
    // and all of it is in the report of the series
    let results = w.state().results();
    let shown = results.shown().unwrap();
    let mut report = Report::new("Report");
    let part = Part {
        name: shown.name(),
        series: None,
        result: Ok(&shown.adjustment),
        stability: &results.stability().report(shown),
    };
    report.add(&part);
    let html = report.finish();
    for title in [
        "Sliding spans: seasonal",
        "Revisions: seasonally adjusted",
        "Revisions: trend",
        "Coefficients on the windows",
    ] {
        assert!(html.contains(title), "{title}");
    }
}

#[test]
fn a_series_without_model_has_no_moving_windows_and_says_why() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::Y);
    click(&mut w, "Model stability");
    click(&mut w, "Run model stability");
    wait_for_label(&mut w, "No result");
    assert!(w.query_all_by_label_contains("no RegARIMA model").next().is_some());
}
