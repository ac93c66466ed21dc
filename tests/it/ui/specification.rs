//! The specification panel.

use egui::accesskit::Toggled;
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use solstice_engine::sa::diagnostics::Check;
use solstice_engine::sa::spec::{RegArimaSpec, Spec, Transformation, X13Spec, tramo_seats, x13};

use super::{Window, click, fill, press, series, wait, wait_until_current, window, window_on};
use solstice::workspace::{Command, Workspace, apply};

/// A window on one series with this specification.
pub(super) fn window_with(spec: &str) -> Window {
    let import = Command::Import {
        series: vec![series("Retail sales", 100.0)],
        document: "Monthly run".to_owned(),
        spec: x13(spec).unwrap(),
    };
    let workspace = apply(&Workspace::named("Example"), &import).unwrap();
    let mut window = window_on(workspace, egui::Theme::Light, [1280.0, 1600.0]);
    super::wait(&mut window, "the result", |w| w.state().results().shown().is_some());
    window
}

fn spec(w: &Window) -> X13Spec {
    let workspace = w.state().document().workspace().clone();
    let Spec::X13(spec) = workspace.item(w.state().session().selected().unwrap()).unwrap().spec.clone()
    else {
        panic!("another method");
    };
    spec
}

pub(super) fn model(w: &Window) -> RegArimaSpec {
    spec(w).preprocessing.unwrap()
}

pub(super) fn label(w: &Window) -> String {
    w.state().document().history.undo_label().unwrap_or_default().to_owned()
}

/// Takes a name from a list.
pub(super) fn choose(w: &mut Window, label: &str, name: &str) {
    w.get_by_role_and_label(Role::ComboBox, label).click();
    w.run_steps(3);
    // the list is drawn last
    w.query_all_by_role_and_label(Role::Button, name).last().expect(name).click();
    w.run_steps(4);
}

#[test]
fn a_choice_is_estimated_marked_and_reset() {
    let mut w = window_with("rsa1");
    choose(&mut w, "Function", "Logarithm");
    assert_eq!(model(&w).transform.function, Transformation::Log);
    assert_eq!(label(&w), "Set Function of Retail sales to Logarithm");
    wait_until_current(&mut w);
    assert!(w.state().results().shown().unwrap().adjustment.preprocessing.as_ref().unwrap().is_log());
    click(&mut w, "Reset Function");
    assert_eq!(model(&w).transform.function, Transformation::Auto);
    assert_eq!(label(&w), "Set Function of Retail sales to its default");
    assert!(w.query_by_label("Reset Function").is_none());
}

/// Limits of diagnostics are options like others: found, refused where they do not stand in their order, undone, and the
/// verdicts follow them.
#[test]
fn limits_of_diagnostics_are_options() {
    let mut w = window_with("rsa1");
    fill(&mut w, "Filter options", "quality outliers");
    for label in ["Number of outliers: Severe above", "Number of outliers: Bad above"] {
        w.get_by_role_and_label(Role::TextInput, label);
    }
    assert!(w.query_by_label("Out-of-sample test: Years").is_none());
    fill(&mut w, "Number of outliers: Bad above", "0.01");
    wait(&mut w, "the reason", |w| w.query_by_label_contains("0.03 (uncertain) to 0.1 (severe)").is_some());
    assert_eq!(spec(&w).quality.outliers.bad, 0.05);
    fill(&mut w, "Number of outliers: Bad above", "0.04");
    assert_eq!(spec(&w).quality.outliers.bad, 0.04);
    assert_eq!(label(&w), "Set Number of outliers: Bad above of Retail sales to 0.04");
    press(&mut w, Modifiers::COMMAND, Key::Z);
    assert_eq!(spec(&w).quality.outliers.bad, 0.05);
    fill(&mut w, "Filter options", "quality out-of-sample");
    w.get_by_role_and_label(Role::CheckBox, "Out-of-sample test").click();
    w.run_steps(4);
    assert!(spec(&w).quality.out_of_sample.active);
    fill(&mut w, "Out-of-sample test: Years", "2");
    assert_eq!(spec(&w).quality.out_of_sample.years, 2.0);
    wait_until_current(&mut w);
    let shown = w.state().results().shown().unwrap();
    let made = &shown.adjustment.quality().diagnostics;
    assert!(made.iter().any(|d| d.check == Check::OutOfSampleMean));
    click(&mut w, "Reset Out-of-sample test: Years");
    assert_eq!(spec(&w).quality.out_of_sample.years, 1.5);
}

#[test]
fn a_number_can_be_typed_letter_by_letter() {
    let mut w = window();
    w.get_by_role_and_label(Role::TextInput, "Upper sigma limit").focus();
    w.run_steps(1);
    press(&mut w, Modifiers::COMMAND, Key::A);
    for letter in ["2", ".", "0", "5"] {
        w.get_by_role_and_label(Role::TextInput, "Upper sigma limit").type_text(letter);
        w.run_steps(2);
    }
    assert_eq!(spec(&w).x11.upper_sigma, 2.05);
    assert_eq!(label(&w), "Set Upper sigma limit of Retail sales to 2.05");
    press(&mut w, Modifiers::COMMAND, Key::Z);
    assert_eq!(spec(&w).x11.upper_sigma, 2.5);
    assert!(!w.state().document().history.is_dirty());
}

#[test]
fn outliers_are_added_edited_and_removed() {
    let mut w = window_with("rsa1");
    fill(&mut w, "New outlier", "LS 2015-03");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(model(&w).regression.outliers.len(), 1);
    assert_eq!(label(&w), "Add LS Mar 2015 to Retail sales");
    click(&mut w, "LS Mar 2015");
    fill(&mut w, "Period of LS Mar 2015", "2015-04");
    assert_eq!(model(&w).regression.outliers[0].date.to_string(), "2015-04-01");
    choose(&mut w, "Coefficient of LS Apr 2015", "Fixed");
    fill(&mut w, "Value of Coefficient of LS Apr 2015", "0.1");
    assert_eq!(model(&w).regression.outliers[0].coefficient.fixed_value(), Some(0.1));
    wait_until_current(&mut w);
    click(&mut w, "Remove LS Apr 2015");
    assert_eq!(model(&w).regression.outliers, []);
    assert_eq!(label(&w), "Remove LS Apr 2015 from Retail sales");
    fill(&mut w, "New outlier", "LS someday");
    click(&mut w, "Add outlier");
    assert!(w.query_all_by_label_contains("is no period").next().is_some());
}

#[test]
fn orders_and_coefficients_of_a_given_model() {
    let mut w = window_with("rsa1");
    fill(&mut w, "AR order p", "2");
    assert_eq!(model(&w).arima.phi.len(), 2);
    choose(&mut w, "theta 1", "Fixed");
    fill(&mut w, "Value of theta 1", "-0.4");
    wait_until_current(&mut w);
    let shown = w.state().results().shown().unwrap().adjustment.preprocessing.clone().unwrap();
    assert_eq!(shown.description().arima().theta(), [-0.4]);
    fill(&mut w, "AR order p", "9");
    assert!(w.query_all_by_label_contains("Use at most 6").next().is_some());
    assert_eq!(model(&w).arima.phi.len(), 2);
}

#[test]
fn the_filter_finds_an_option_and_the_changed_ones_are_listed() {
    let mut w = window_with("rsa5c");
    press(&mut w, Modifiers::COMMAND, Key::F);
    w.get_by_role_and_label(Role::TextInput, "Filter options").type_text("tol");
    w.run_steps(3);
    assert!(w.query_by_role_and_label(Role::TextInput, "Precision").is_some());
    assert!(w.query_by_role_and_label(Role::ComboBox, "Function").is_none());
    fill(&mut w, "Precision", "1e-9");
    assert_eq!(model(&w).estimate.tolerance, 1e-9);
    fill(&mut w, "Filter options", "");
    press(&mut w, Modifiers::NONE, Key::Backspace);
    w.get_by_role_and_label(Role::CheckBox, "Only changed options").click();
    w.run_steps(3);
    assert!(w.query_by_role_and_label(Role::TextInput, "Precision").is_some());
    assert!(w.query_by_role_and_label(Role::ComboBox, "Function").is_none());
}

#[test]
fn sections_fold_and_tell_what_they_hold() {
    let mut w = window_with("rsa5c");
    assert!(w.query_by_role_and_label(Role::ComboBox, "Easter").is_some());
    click(&mut w, "Easter options");
    assert!(w.query_by_role_and_label(Role::ComboBox, "Easter").is_none());
    assert!(w.state().session().stored.toggled_sections.contains("Easter"));
    assert!(w.try_run().is_ok());
}

#[test]
fn without_a_model_only_x11_is_left_and_back() {
    let mut w = window_with("rsa5c");
    click(&mut w, "Series options");
    w.get_by_role_and_label(Role::CheckBox, "RegARIMA model").click();
    w.run_steps(3);
    assert_eq!(Spec::X13(spec(&w)), x13("x11").unwrap());
    assert!(w.query_by_role_and_label(Role::ComboBox, "Easter").is_none());
    w.get_by_role_and_label(Role::CheckBox, "RegARIMA model").click();
    w.run_steps(3);
    assert_eq!(Spec::X13(spec(&w)), x13("rsa5c").unwrap());
}

#[test]
fn every_field_is_reached_by_the_tabulator() {
    let mut w = window_with("rsa1");
    w.get_by_role_and_label(Role::TextInput, "Filter options").focus();
    w.run_steps(2);
    let mut reached = Vec::new();
    for _ in 0..48 {
        press(&mut w, Modifiers::NONE, Key::Tab);
        let focused = w.root().children_recursive().find(|n| n.is_focused());
        reached.extend(focused.and_then(|n| n.accesskit_node().label()));
    }
    for name in ["Function", "Adjust", "Types AO", "AR order p", "New outlier", "Mode", "Henderson length"] {
        assert!(reached.iter().any(|r| r == name), "{name} is not among {reached:?}");
    }
}

#[test]
fn another_method_keeps_what_both_have_in_common() {
    let mut w = window_with("rsa5c");
    choose(&mut w, "Function", "Logarithm");
    choose(&mut w, "Method", "TRAMO-SEATS");
    assert_eq!(label(&w), "Set Method of Retail sales to TRAMO-SEATS");
    let workspace = w.state().document().workspace().clone();
    let Spec::TramoSeats(ts) = &workspace.items().next().unwrap().spec else { panic!("another method") };
    assert_eq!(ts.tramo.transform.function, Transformation::Log);
    assert!(w.query_by_role_and_label(Role::TextInput, "Trend boundary").is_some());
    assert!(w.query_by_role_and_label(Role::TextInput, "Henderson length").is_none());
    choose(&mut w, "Method", "X-13");
    assert_eq!(model(&w).transform.function, Transformation::Log);
}

/// A window on three series, two of X-13 and one of TRAMO-SEATS, all selected, the first one on the screen.
fn window_with_several() -> Window {
    let mut workspace = Workspace::named("Example");
    for (name, document, spec) in [
        ("Retail sales", "First run", x13("rsa1")),
        ("Turnover", "Second run", x13("rsa3")),
        ("Prices", "Third run", tramo_seats("rsa1")),
    ] {
        let series = vec![series(name, 100.0)];
        let import = Command::Import { series, document: document.to_owned(), spec: spec.unwrap() };
        workspace = apply(&workspace, &import).unwrap();
    }
    let mut w = window_on(workspace, egui::Theme::Light, [1280.0, 1600.0]);
    wait(&mut w, "the result", |w| w.state().results().shown().is_some());
    // the first one was selected before: a click takes it away, another one brings it to the screen
    for name in ["Prices", "Turnover", "Retail sales", "Retail sales"] {
        w.get_by_role_and_label(Role::Button, name).click_modifiers(Modifiers::COMMAND);
        w.run_steps(3);
    }
    w
}

fn specs(w: &Window) -> Vec<Spec> {
    w.state().document().workspace().items().map(|i| i.spec.clone()).collect()
}

/// An option goes to every selected series that has it, as one step; where they differ it says so.
#[test]
fn a_change_applies_to_all_selected_series() {
    let mut w = window_with_several();
    assert_eq!(w.state().session().selection.all().len(), 3);
    assert!(w.query_by_label("3 series selected: a change applies to all of them").is_some());
    let method = w.get_by_role_and_label(Role::ComboBox, "Method").accesskit_node().value();
    assert_eq!(method.as_deref(), Some("mixed"));
    let before = specs(&w);
    choose(&mut w, "Function", "Logarithm");
    assert_eq!(label(&w), "Set Function of 3 items to Logarithm");
    for spec in specs(&w) {
        let function = match spec {
            Spec::X13(s) => s.preprocessing.unwrap().transform.function,
            Spec::TramoSeats(s) => s.tramo.transform.function,
        };
        assert_eq!(function, Transformation::Log);
    }
    // X-11 is of two of them only
    fill(&mut w, "Upper sigma limit", "3");
    assert_eq!(label(&w), "Set Upper sigma limit of 2 items to 3");
    press(&mut w, Modifiers::COMMAND, Key::Z);
    press(&mut w, Modifiers::COMMAND, Key::Z);
    assert_eq!(specs(&w), before);
    // the model is automatic in one of them
    let automatic = w.get_by_role_and_label(Role::CheckBox, "Automatic model");
    assert_eq!(automatic.accesskit_node().toggled(), Some(Toggled::Mixed));
    automatic.click();
    w.run_steps(4);
    let automatic = |s: &Spec| match s {
        Spec::X13(s) => s.preprocessing.as_ref().unwrap().auto_model.is_some(),
        Spec::TramoSeats(s) => s.tramo.auto_model.is_some(),
    };
    assert!(specs(&w).iter().all(automatic));
    press(&mut w, Modifiers::COMMAND, Key::Z);
    assert_eq!(specs(&w), before);
    // each returns to its own default
    choose(&mut w, "Function", "None");
    click(&mut w, "Reset Function");
    assert_eq!(label(&w), "Set Function of 3 items to its default");
    assert_eq!(specs(&w), before);
    // lists: a new entry for all, taken away from all
    fill(&mut w, "New outlier", "LS 2015-03");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(label(&w), "Add LS Mar 2015 to 3 items");
    let outliers = |w: &Window| -> Vec<usize> {
        let count = |s: Spec| match s {
            Spec::X13(s) => s.preprocessing.unwrap().regression.outliers.len(),
            Spec::TramoSeats(s) => s.tramo.regression.outliers.len(),
        };
        specs(w).into_iter().map(count).collect()
    };
    assert_eq!(outliers(&w), [1, 1, 1]);
    click(&mut w, "LS Mar 2015");
    choose(&mut w, "Coefficient of LS Mar 2015", "Fixed");
    fill(&mut w, "Value of Coefficient of LS Mar 2015", "0.1");
    for spec in specs(&w) {
        let outliers = match spec {
            Spec::X13(s) => s.preprocessing.unwrap().regression.outliers,
            Spec::TramoSeats(s) => s.tramo.regression.outliers,
        };
        assert_eq!(outliers[0].coefficient.fixed_value(), Some(0.1));
    }
    click(&mut w, "Remove LS Mar 2015");
    assert_eq!(outliers(&w), [0, 0, 0]);
    // what cannot be in one of them is refused for all
    choose(&mut w, "Method", "TRAMO-SEATS");
    assert_eq!(label(&w), "Set Method of 3 items to TRAMO-SEATS");
    assert!(specs(&w).iter().all(|s| s.method() == "tramoseats"));
}
