//! The stand-alone tools, and the tree with several series selected.

use super::*;
use solstice::ui::layout::{self, View};

fn names(window: &Window) -> Vec<String> {
    let workspace = window.state().document().workspace();
    workspace.items().map(|i| workspace.item_name(i.id).to_owned()).collect()
}

fn selected(window: &Window) -> Vec<String> {
    let workspace = window.state().document().workspace();
    let items = window.state().session().selection.items(workspace);
    items.into_iter().map(|id| workspace.item_name(id).to_owned()).collect()
}

#[test]
fn every_tool_shows_its_tables_on_a_series_that_is_not_adjusted() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    assert_eq!(layout::active_view(w.state().tree()), Some(View::Tools));
    for (tab, table) in [
        ("Seasonality", "Copy Seasonality tests"),
        ("Spectrum", "Copy Largest ordinates"),
        ("Differencing", "Copy Autocorrelations"),
        ("Canova-Hansen", "Copy Stability of the seasonality"),
        ("Trading days", "Copy Do the effects move?"),
        ("Outliers", "Copy Outliers"),
        ("Last observations", "Copy Last observations"),
    ] {
        w.get_all_by_label(tab).last().unwrap().click();
        w.run_steps(2);
        wait_for_label(&mut w, table);
    }
}

#[test]
fn options_of_a_tool_change_its_result_and_errors_say_what_to_do() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND, Key::K);
    fill(&mut w, "Search series and commands", "check last observations");
    press(&mut w, Modifiers::NONE, Key::Enter);
    wait_for_label(&mut w, "Copy Last observations");
    let chart = "Chart of Retail sales: last observations: 95 % interval, Series, Forecast, Checked";
    wait_for_label(&mut w, chart);
    fill(&mut w, "Last observations: Observations", "0");
    wait(&mut w, "the refusal", |w| w.query_all_by_label_contains("Choose at least 1").next().is_some());
    fill(&mut w, "Last observations: Observations", "2");
    wait_for_label(&mut w, "Copy Last observations");
    // the series that is too short has no adjustment, and the tool says so itself
    press(&mut w, Modifiers::ALT, Key::ArrowDown);
    press(&mut w, Modifiers::ALT, Key::ArrowDown);
    wait(&mut w, "the refusal", |w| w.query_all_by_label_contains("Not enough data: 10").next().is_some());
}

#[test]
fn several_series_are_selected_moved_commented_and_get_a_specification() {
    let mut w = window();
    let click_with = |w: &mut Window, label: &str, modifiers: Modifiers| {
        w.get_by_role_and_label(Role::Button, label).click_modifiers(modifiers);
        w.run_steps(3);
    };
    click_with(&mut w, "Turnover", Modifiers::COMMAND);
    assert_eq!(selected(&w), ["Retail sales", "Turnover"]);
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(names(&w), ["Short", "Retail sales", "Turnover"]);
    press(&mut w, Modifiers::COMMAND, Key::K);
    fill(&mut w, "Search series and commands", "tramo-seats: rsa1");
    press(&mut w, Modifiers::NONE, Key::Enter);
    let workspace = w.state().document().workspace().clone();
    let methods: Vec<&str> = workspace.items().map(|i| i.spec.method()).collect();
    assert_eq!(methods, ["x13", "tramoseats", "tramoseats"]);
    press(&mut w, Modifiers::COMMAND, Key::K);
    fill(&mut w, "Search series and commands", "comment");
    press(&mut w, Modifiers::NONE, Key::Enter);
    fill_area(&mut w, "Comment", "checked in May");
    click(&mut w, "Save comment");
    let workspace = w.state().document().workspace().clone();
    let comments: Vec<&str> = workspace.items().map(|i| i.comment.as_str()).collect();
    assert_eq!(comments, ["", "checked in May", "checked in May"]);
    click_with(&mut w, "Short", Modifiers::NONE);
    assert_eq!(selected(&w), ["Short"]);
    press(&mut w, Modifiers::NONE, Key::F2);
    fill(&mut w, "Name", "Brief");
    click(&mut w, "Rename");
    assert_eq!(names(&w), ["Brief", "Retail sales", "Turnover"]);
}

/// The sum of the selected series is a new one in their document, adjusted as the one on the screen, and one step of undo.
#[test]
fn the_sum_of_the_selected_series_is_added() {
    let mut w = window();
    let run = |w: &mut Window| {
        press(w, Modifiers::COMMAND, Key::K);
        fill(w, "Search series and commands", "sum of the selected");
        press(w, Modifiers::NONE, Key::Enter);
    };
    run(&mut w);
    assert_eq!(names(&w).len(), 3, "one series has no sum");
    press(&mut w, Modifiers::NONE, Key::Escape);
    w.get_by_role_and_label(Role::Button, "Turnover").click_modifiers(Modifiers::COMMAND);
    w.run_steps(3);
    run(&mut w);
    assert_eq!(names(&w), ["Retail sales", "Turnover", "Short", "Sum"]);
    assert_eq!(selected(&w), ["Sum"]);
    wait(&mut w, "the result", |w| w.state().results().shown().is_some());
    let workspace = w.state().document().workspace().clone();
    let data = |name: &str| {
        let series = workspace.series.iter().find(|(_, s)| s.name == name);
        series.map(|(_, s)| s.data.values().to_vec()).unwrap()
    };
    assert_eq!(data("Sum")[5], data("Retail sales")[5] + data("Turnover")[5]);
    assert!(w.query_by_label_contains("Sum of Retail sales, Turnover").is_some());
    assert_eq!(w.state().document().history.undo_label(), Some("Add Sum to Monthly run"));
    press(&mut w, Modifiers::COMMAND, Key::Z);
    assert_eq!(names(&w).len(), 3);
}

/// Replaces the text of a field with several lines.
fn fill_area(window: &mut Window, label: &str, text: &str) {
    let role = Role::MultilineTextInput;
    window.get_by_role_and_label(role, label).focus();
    window.run_steps(1);
    press(window, Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(role, label).type_text(text);
    window.run_steps(2);
}

/// The analysis of SEATS comes from the background; its tables are beside the final components.
#[test]
fn tables_and_correlations_of_seats() {
    let mut w = window();
    press(&mut w, Modifiers::COMMAND, Key::K);
    fill(&mut w, "Search series and commands", "tramo-seats: rsa1");
    press(&mut w, Modifiers::NONE, Key::Enter);
    wait_until_current(&mut w);
    wait(&mut w, "the analysis", |w| w.state().results().shown().is_some_and(|s| s.seats().is_some()));
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    w.get_by_label("Correlations").click();
    w.run_steps(2);
    wait(&mut w, "the charts", |w| {
        w.query_all_by_label_contains("cross-correlations of estimators").next().is_some()
    });
    press(&mut w, Modifiers::COMMAND, Key::Num5);
    w.get_by_label("sa_cmp_e Seasonally adjusted, standard errors").scroll_to_me();
    w.run_steps(8);
    w.get_by_label("sa_cmp_e Seasonally adjusted, standard errors").click();
    w.run_steps(2);
    wait_for_label(&mut w, "sa_cmp_e  Seasonally adjusted, standard errors");
}
