//! Views of the pre-processing, and outliers on the chart.

use egui::{Key, Modifiers, PointerButton, Pos2, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use solstice::report::outlier_marks::{OutlierMark, outliers};
use solstice::ui::layout::{self, View};

use super::{Window, click, press, wait_until_current, window, window_with_model};

const CHART: &str = "Chart of Retail sales";

fn chart(w: &Window) -> egui_kittest::Node<'_> {
    let is_chart = |n: &egui_kittest::Node<'_>| {
        n.accesskit_node().role() == Role::Image
            && n.accesskit_node().label().is_some_and(|l| l.starts_with(CHART))
    };
    w.query_all_by_label_contains(CHART).find(is_chart).unwrap()
}

fn marks(w: &Window) -> Vec<OutlierMark> {
    outliers(w.state().results().shown().unwrap().adjustment.preprocessing.as_ref().unwrap())
}

fn undo_label(w: &Window) -> String {
    w.state().document().history.undo_label().unwrap().to_owned()
}

fn secondary_click(w: &mut Window, pos: Pos2) {
    w.hover_at(pos);
    w.run_steps(1);
    for pressed in [true, false] {
        let modifiers = Modifiers::NONE;
        w.event(egui::Event::PointerButton { pos, button: PointerButton::Secondary, pressed, modifiers });
        w.run_steps(1);
    }
    w.run_steps(3);
}

#[test]
fn an_outlier_is_added_and_removed_with_keys_and_undone() {
    let mut w = window_with_model();
    let before = marks(&w).len();
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    chart(&w).focus();
    w.run_steps(2);
    // from the last forecast back to May 2019
    for _ in 0..19 {
        press(&mut w, Modifiers::NONE, Key::ArrowLeft);
    }
    press(&mut w, Modifiers::NONE, Key::L);
    assert_eq!(undo_label(&w), "Add LS (2019-05) to Retail sales");
    wait_until_current(&mut w);
    let added = marks(&w);
    assert_eq!(added.len(), before + 1);
    assert!(added.iter().any(|m| m.name() == "LS May 2019" && m.specified));
    // each change is a step of its own
    press(&mut w, Modifiers::NONE, Key::ArrowLeft);
    press(&mut w, Modifiers::NONE, Key::A);
    wait_until_current(&mut w);
    press(&mut w, Modifiers::NONE, Key::Delete);
    assert_eq!(undo_label(&w), "Remove AO (2019-04) from Retail sales");
    wait_until_current(&mut w);
    assert_eq!(marks(&w).len(), before + 1);
    for _ in 0..3 {
        press(&mut w, Modifiers::COMMAND, Key::Z);
    }
    wait_until_current(&mut w);
    assert_eq!(marks(&w).len(), before);
}

#[test]
fn an_outlier_is_added_fixed_and_removed_with_the_mouse() {
    let mut w = window_with_model();
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    let rect = chart(&w).rect();
    secondary_click(&mut w, rect.center());
    click(&mut w, "Add transitory change (TC)");
    let label = undo_label(&w);
    assert!(label.starts_with("Add TC (") && label.ends_with("to Retail sales"), "{label}");
    wait_until_current(&mut w);
    let mark = *marks(&w).iter().find(|m| m.specified).unwrap();
    secondary_click(&mut w, rect.center());
    assert!(w.query_by_label("Add transitory change (TC)").is_none());
    let fix = w.query_all_by_label_contains("Fix coefficient of TC").next().unwrap();
    fix.click();
    w.run_steps(4);
    wait_until_current(&mut w);
    let fixed = *marks(&w).iter().find(|m| m.fixed).unwrap();
    assert_eq!((fixed.period, fixed.coefficient), (mark.period, mark.coefficient));
    secondary_click(&mut w, rect.center());
    click(&mut w, "Remove TC");
    wait_until_current(&mut w);
    assert!(marks(&w).iter().all(|m| !m.specified));
}

#[test]
fn the_menu_opens_at_the_crosshair_with_enter_and_says_what_is_missing() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    chart(&w).focus();
    w.run_steps(2);
    press(&mut w, Modifiers::NONE, Key::ArrowLeft);
    press(&mut w, Modifiers::NONE, Key::Enter);
    w.run_steps(3);
    assert!(w.query_all_by_label_contains("Outliers need a specification").next().is_some());
}

#[test]
fn residuals_have_charts_and_tests_with_verdicts() {
    let mut w = window_with_model();
    press(&mut w, Modifiers::COMMAND, Key::Num8);
    for what in ["residuals", "autocorrelations", "partial autocorrelations", "distribution", "spectrum"] {
        let name = format!("Chart of Retail sales: {what}");
        assert!(w.query_all_by_label_contains(&name).next().is_some(), "{name}");
    }
    w.query_all_by_label("Tests").last().unwrap().click();
    w.run_steps(3);
    for label in ["Ljung-Box", "Normality (Doornik-Hansen)", "Copy Tests of the residuals"] {
        assert!(w.query_by_label(label).is_some(), "{label}");
    }
    assert!(w.try_run().is_ok());
}

#[test]
fn the_pre_adjustment_shows_effects_and_leads_to_their_tables() {
    let mut w = window_with_model();
    press(&mut w, Modifiers::COMMAND, Key::Num2);
    chart(&w).focus();
    w.run_steps(2);
    for _ in 0..40 {
        press(&mut w, Modifiers::NONE, Key::ArrowLeft);
    }
    press(&mut w, Modifiers::NONE, Key::A);
    wait_until_current(&mut w);
    press(&mut w, Modifiers::COMMAND, Key::Num9);
    assert!(w.query_all_by_label_contains("Linearised").next().is_some());
    w.get_by_label("A8I").click();
    w.run_steps(3);
    assert_eq!(layout::active_view(w.state().tree()), Some(View::Tables));
    assert!(w.query_by_label("A8I  Outliers on the irregular").is_some());
}

#[test]
fn a_decision_leads_to_the_view_that_shows_it() {
    let mut w = window_with_model();
    press(&mut w, Modifiers::COMMAND, Key::J);
    w.run_steps(2);
    assert!(w.query_all_by_label("AICc levels \u{2212} logs").next().is_some());
    w.query_all_by_role_and_label(Role::Link, "Transformation").next().unwrap().click();
    w.run_steps(3);
    assert_eq!(layout::active_view(w.state().tree()), Some(View::Model));
    assert!(w.query_by_label("Correlations of the ARMA coefficients").is_some());
}

#[test]
fn the_interval_of_the_forecasts_contains_them() {
    let w = window_with_model();
    let shown = w.state().results().shown().unwrap();
    let pane = &shown.main.panes[0];
    let band = pane.marks.iter().find(|m| m.name.starts_with("95 %")).unwrap();
    let forecast = pane.marks.iter().find(|m| m.name == "Series, forecast").unwrap();
    for ([x, y], pair) in forecast.points.iter().copied().zip(band.points.chunks(2)) {
        assert_eq!(x, pair[0][0]);
        assert!(pair[0][1] <= y && y <= pair[1][1], "{y} {pair:?}");
    }
}

#[test]
fn two_specifications_are_compared_and_the_series_keeps_its_own() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::K);
    super::wait_for_label(&mut w, "Both results");
    assert!(w.query_all_by_label_contains("Adjusted x11, Adjusted TRAMO-SEATS").next().is_some());
    assert!(w.query_all_by_label_contains("The adjusted series differ by").next().is_some());
    assert!(!w.state().document().history.is_dirty());
    assert!(w.try_run().is_ok());
    assert!(w.query_by_label_contains("Both are the same specification").is_none());
    // its own specification says so
    super::specification::choose(&mut w, "Compared specification", "x11");
    super::wait_for_label(&mut w, "Both results");
    super::wait(&mut w, "the remark", |w| {
        w.query_by_label_contains("Both are the same specification").is_some()
    });
    super::specification::choose(&mut w, "Compared specification", "rsa1");
    super::wait(&mut w, "the other result", |w| {
        w.query_all_by_label_contains("Adjusted x11, Adjusted rsa1").next().is_some()
    });
    // the comparison follows the series
    press(&mut w, Modifiers::ALT, Key::ArrowDown);
    wait_until_current(&mut w);
    super::wait_for_label(&mut w, "Both results");
    assert!(w.query_all_by_label_contains("Chart of Turnover: Series, Adjusted x11").next().is_some());
}

#[test]
fn the_views_of_seats_show_what_it_found_and_say_when_it_was_not_used() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    assert!(w.query_by_label("Not decomposed by SEATS").is_some());
    let mut workspace = super::workspace();
    let items: Vec<_> = workspace.items().map(|i| i.id).collect();
    let spec = solstice_engine::sa::spec::tramo_seats("rsa1").unwrap();
    let command = solstice::workspace::Command::set_spec(items, &spec);
    workspace = solstice::workspace::apply(&workspace, &command).unwrap();
    let mut w = super::window_on(workspace, egui::Theme::Light, [1280.0, 800.0]);
    super::wait(&mut w, "the result", |w| w.state().results().shown().is_some());
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    let shows = |w: &Window, text: &str| w.query_all_by_label_contains(text).next().is_some();
    assert!(shows(&w, "Chart of Retail sales: 95 % interval, Seasonally adjusted"));
    for (page, texts) in [
        ("Models", ["Models of the components", "Model decomposed"]),
        ("Spectra and filters", ["squared gains", "filters"]),
        ("Errors and growth", ["Revision variance left after years", "Standard errors of growth"]),
        ("Tests", ["Cross-correlations", "Seasonally adjusted, lag 12"]),
    ] {
        w.query_all_by_label(page).last().unwrap().click();
        w.run_steps(3);
        for text in texts {
            assert!(shows(&w, text), "{page}: {text}");
        }
    }
    assert!(w.try_run().is_ok());
}
