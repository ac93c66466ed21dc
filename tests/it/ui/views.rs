//! Views, specification, palette.

use std::sync::Arc;

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;
use solstice::data::Series;
use solstice::ui::command::UiCommand;
use solstice::ui::layout::{self, Pane, View};
use solstice::ui::results::Brief;
use solstice::workspace::{Command, Workspace, apply};
use solstice_engine::sa::spec::x13;
use solstice_engine::toolkit::timeseries::TsData;

use super::{
    Window, click, fill, first_trend, press, wait, wait_for_label, wait_until_current, window, window_on,
    workspace,
};

#[test]
fn a_longer_henderson_filter_changes_the_trend_and_is_undone() {
    let mut w = window();
    let before = first_trend(&w);
    fill(&mut w, "Henderson length", "23");
    wait_until_current(&mut w);
    let after = first_trend(&w);
    assert_ne!(before, after);
    let label = w.state().document().history.undo_label().unwrap().to_owned();
    assert_eq!(label, "Set Henderson length of Retail sales to 23");
    assert!(w.query_by_label("Reset Henderson length").is_some());
    press(&mut w, Modifiers::COMMAND, Key::Z);
    wait_until_current(&mut w);
    assert_eq!(first_trend(&w), before);
    assert!(!w.state().document().history.is_dirty());
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    wait_until_current(&mut w);
    assert_eq!(first_trend(&w), after);
    click(&mut w, "Reset Henderson length");
    wait_until_current(&mut w);
    assert_eq!(first_trend(&w), before);
}

#[test]
fn what_cannot_be_used_stays_in_the_field_with_the_reason() {
    let mut w = window();
    let before = w.state().document().workspace().clone();
    fill(&mut w, "Henderson length", "12");
    assert!(w.query_all_by_label_contains("odd number from 3").next().is_some());
    assert_eq!(**w.state().document().workspace(), *before);
    fill(&mut w, "Upper sigma limit", "much");
    assert!(w.query_all_by_label_contains("is not a number").next().is_some());
    fill(&mut w, "Henderson length", "13");
    assert!(w.query_all_by_label_contains("odd number from 3").next().is_none());
}

#[test]
fn a_series_that_is_too_short_says_so_and_the_others_are_adjusted() {
    let mut w = window();
    click(&mut w, "Short");
    w.run_steps(3);
    assert!(w.query_by_label("not adjusted").is_some());
    assert!(w.query_all_by_label_contains("Not enough").next().is_some());
    let state = w.state();
    let briefs: Vec<&Brief> =
        state.document().workspace().items().map(|i| state.results().brief(i.id)).collect();
    assert!(matches!(briefs[..], [Brief::Done(_), Brief::Done(_), Brief::Failed(_)]), "{briefs:?}");
    // the line at the bottom counts it and leads to the reason
    click(&mut w, "Retail sales");
    click(&mut w, "1 series failed");
    assert!(w.query_all_by_label_contains("not enough data: 10 observations").next().is_some());
    w.get_by_role_and_label(Role::Link, "Short").click();
    w.run_steps(3);
    assert!(w.query_by_label("not adjusted").is_some());
}

/// X-11 alone takes no series with holes; one click gives it a model.
#[test]
fn a_series_that_needs_a_model_gets_one_with_a_click() {
    let full = super::series("Holes", 100.0);
    let values = full.data.values().iter().enumerate().map(|(t, x)| if t % 7 == 3 { f64::NAN } else { *x });
    let holes = Series {
        data: TsData::new(full.data.start(), values.collect::<Vec<f64>>()),
        ..full.as_ref().clone()
    };
    let import = Command::Import {
        series: vec![Arc::new(holes)],
        document: "Monthly run".to_owned(),
        spec: x13("x11").unwrap(),
    };
    let workspace = apply(&Workspace::named("Example"), &import).unwrap();
    let mut w = window_on(workspace, egui::Theme::Light, [1280.0, 800.0]);
    wait_for_label(&mut w, "not adjusted");
    click(&mut w, "Use X-13 rsa5c");
    wait(&mut w, "the result", |w| w.state().results().shown().is_some());
    assert_eq!(w.state().document().workspace().items().next().unwrap().spec, x13("rsa5c").unwrap());
}

/// In a narrow window the explanation makes room for the names of the checks.
#[test]
fn checks_have_the_whole_width_of_a_narrow_window() {
    for (width, beside) in [(1100.0, false), (1440.0, true)] {
        let mut w = window_on(workspace(), egui::Theme::Light, [width, 700.0]);
        wait(&mut w, "the result", |w| w.state().results().shown().is_some());
        press(&mut w, Modifiers::COMMAND, Key::Num6);
        let line = w.get_by_label("Annual totals, good").rect();
        let button = w.get_by_label_contains("Show: ").rect();
        assert_eq!(button.left() > line.right(), beside, "{width}: {line:?} {button:?}");
        assert!(line.width() > 330.0, "{line:?}");
    }
}

#[test]
fn the_palette_goes_to_series_and_runs_commands() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND, Key::K);
    fill(&mut w, "Search series and commands", "turn");
    press(&mut w, Modifiers::NONE, Key::Enter);
    wait_until_current(&mut w);
    let workspace = w.state().document().workspace().clone();
    assert_eq!(workspace.item_name(w.state().session().selected().unwrap()), "Turnover");
    press(&mut w, Modifiers::COMMAND, Key::K);
    fill(&mut w, "Search series and commands", "dark");
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert_eq!(w.ctx.theme(), egui::Theme::Dark);
    press(&mut w, Modifiers::COMMAND, Key::K);
    press(&mut w, Modifiers::NONE, Key::Escape);
    assert!(w.query_by_label("Search series and commands").is_none());
}

#[test]
fn every_table_is_in_the_picker_and_the_grid_follows() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND, Key::Num5);
    click(&mut w, "B2 Preliminary trend, centred moving average");
    assert!(w.query_by_label("B2  Preliminary trend, centred moving average").is_some());
    let sa = w.state().results().shown().unwrap().adjustment.finals.sa.values.values()[0];
    click(&mut w, "Seasonally adjusted");
    let cell = solstice::report::number::display(sa, 1);
    assert!(w.query_all_by_label(&cell).next().is_some(), "{cell}");
}

#[test]
fn the_table_is_plotted_above_the_grid_and_the_plot_folds() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND, Key::Num5);
    assert!(w.query_by_role_and_label(Role::Image, "Plot of sa Seasonally adjusted").is_some());
    click(&mut w, "B4 Replacement values of extreme SI");
    let name = "Plot of B4 Replacement values of extreme SI";
    let plot = w.get_by_role_and_label(Role::Image, name).rect();
    w.hover_at(plot.center());
    w.run_steps(2);
    w.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, 240.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    w.run_steps(10);
    let range = w.state().session().zoom.range.expect("the wheel zooms");
    assert!(range[1] - range[0] < 100.0, "{range:?}");
    press(&mut w, Modifiers::COMMAND, Key::Num0);
    assert_eq!(w.state().session().zoom.range, None);
    click(&mut w, "Hide plot");
    assert!(w.query_by_role_and_label(Role::Image, name).is_none());
    click(&mut w, "Show plot");
    assert!(w.query_by_role_and_label(Role::Image, name).is_some());
    assert!(w.try_run().is_ok());
}

#[test]
fn a_predefined_specification_is_given_undone_and_reset_to() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND, Key::K);
    fill(&mut w, "Search series and commands", "x-13: rsa1");
    press(&mut w, Modifiers::NONE, Key::Enter);
    wait_until_current(&mut w);
    let name = |w: &super::Window| {
        let workspace = w.state().document().workspace().clone();
        let item = workspace.item(w.state().session().selected().unwrap()).unwrap().clone();
        solstice::workspace::predefined_name(&item.spec)
    };
    assert_eq!(name(&w), Some("rsa1"));
    let label = w.state().document().history.undo_label().unwrap().to_owned();
    assert_eq!(label, "Set specification of Retail sales to rsa1");
    assert!(w.state().results().shown().unwrap().adjustment.preprocessing.is_some());
    fill(&mut w, "Henderson length", "23");
    wait_until_current(&mut w);
    assert_eq!(name(&w), None);
    click(&mut w, "Reset Specification");
    wait_until_current(&mut w);
    assert_eq!(name(&w), Some("rsa1"));
    press(&mut w, Modifiers::COMMAND, Key::Z);
    press(&mut w, Modifiers::COMMAND, Key::Z);
    press(&mut w, Modifiers::COMMAND, Key::Z);
    wait_until_current(&mut w);
    assert_eq!(name(&w), Some("x11"));
    assert!(!w.state().document().history.is_dirty());
}

#[test]
fn the_model_is_offered_and_then_shown() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND, Key::Num7);
    assert!(w.query_by_label("No RegARIMA model").is_some());
    click(&mut w, "Use specification rsa5c");
    wait_until_current(&mut w);
    let model = w.state().results().shown().unwrap().adjustment.preprocessing.clone().unwrap();
    let orders = model.description().orders().to_string();
    for label in ["ARMA coefficients", "AICc", "Transformation", &orders] {
        assert!(w.query_all_by_label_contains(label).next().is_some(), "{label}");
    }
    let aicc = solstice::report::number::display(model.statistics().aicc(), 3);
    assert!(w.query_by_label(&aicc).is_some(), "{aicc}");
}

#[test]
fn every_m_statistic_has_meaning_value_and_verdict() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND, Key::Num6);
    click(&mut w, "M statistics");
    for k in 1..=11 {
        assert!(w.query_by_label(&format!("M{k}")).is_some(), "M{k}");
    }
    assert!(w.query_by_label("Stable against moving seasonality").is_some());
}

#[test]
fn decisions_are_told_in_words() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND, Key::J);
    wait_for_label(&mut w, "Decisions");
    assert!(w.query_all_by_label_contains("because the I/C ratio is").next().is_some());
}

#[test]
fn panels_fold_by_key_and_come_back() {
    let mut w = window();
    assert!(w.query_by_role_and_label(Role::TextInput, "Filter series").is_some());
    press(&mut w, Modifiers::COMMAND, Key::B);
    assert!(w.query_by_role_and_label(Role::TextInput, "Filter series").is_none());
    press(&mut w, Modifiers::COMMAND, Key::I);
    assert!(w.query_by_role_and_label(Role::TextInput, "Henderson length").is_none());
    press(&mut w, Modifiers::COMMAND, Key::K);
    fill(&mut w, "Search series and commands", "reset layout");
    press(&mut w, Modifiers::NONE, Key::Enter);
    w.run_steps(2);
    assert!(w.query_by_role_and_label(Role::TextInput, "Filter series").is_some());
    assert!(layout::is_complete(w.state().tree()));
    assert!(layout::is_visible(w.state().tree(), Pane::Specification));
}

#[test]
fn the_filter_narrows_the_tree() {
    let mut w = window();
    fill(&mut w, "Filter series", "turn");
    assert!(w.query_by_role_and_label(Role::Button, "Turnover").is_some());
    assert!(w.query_by_role_and_label(Role::Button, "Retail sales").is_none());
}

#[test]
fn arrow_keys_walk_through_series_and_the_window_rests() {
    let mut w = window();
    press(&mut w, Modifiers::ALT, Key::ArrowDown);
    wait_until_current(&mut w);
    let workspace = w.state().document().workspace().clone();
    assert_eq!(workspace.item_name(w.state().session().selected().unwrap()), "Turnover");
    // fails when something asks for a repaint in every frame
    assert!(w.try_run().is_ok());
}

/// In a narrow window every view is in front by its key or in the menu of those that do not fit.
#[test]
fn views_that_do_not_fit_are_in_a_menu() {
    let mut w = window_on(workspace(), egui::Theme::Light, [1100.0, 700.0]);
    w.run_steps(3);
    let tab = |w: &Window, view: View| {
        w.query_all_by_role_and_label(Role::Button, view.title()).any(|n| n.rect().top() < 70.0)
    };
    let beside = |w: &Window| View::ALL.into_iter().filter(|v| tab(w, *v)).count();
    assert!((5..13).contains(&beside(&w)), "{}", beside(&w));
    for view in View::ALL {
        if !tab(&w, view) {
            w.get_by_role_and_label(Role::Button, "More views").focus();
            w.run_steps(1);
            press(&mut w, Modifiers::NONE, Key::Enter);
            w.run_steps(2);
            let key = UiCommand::Show(view).shortcut_text();
            w.get_by_role_and_label(Role::Button, &format!("{} {key}", view.title())).click();
            w.run_steps(3);
            assert_eq!(layout::active_view(w.state().tree()), Some(view));
            assert!(tab(&w, view), "{view:?} has a tab when it is in front");
        }
    }
    assert!(tab(&w, View::Summary));
    let mut wide = window_on(workspace(), egui::Theme::Light, [1800.0, 700.0]);
    wide.run_steps(3);
    assert_eq!(beside(&wide), View::ALL.len());
    assert!(wide.query_by_label("More views").is_none());
}
