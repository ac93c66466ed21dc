//! Series read again from their files and refreshed.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use solstice::data::csv::{self, CsvOptions};
use solstice::ui::results::Brief;
use solstice::workspace::{Command, Workspace, apply};
use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::sa::spec::x13;

use super::{Window, click, press, series, wait, wait_until_current, window_on};

/// A table with the first `n` observations of a series.
fn write(path: &PathBuf, n: usize) {
    let series = series("Sales", 100.0);
    let mut text = String::from("date,Sales\n");
    for (period, value) in series.data.domain().periods().zip(series.data.values()).take(n) {
        text.push_str(&format!("{:04}-{:02},{value}\n", period.year(), period.month()));
    }
    std::fs::write(path, text).unwrap();
}

fn length(w: &Window) -> usize {
    w.state().results().shown().unwrap().adjustment.span.len
}

#[test]
fn new_observations_are_taken_over_with_the_parameters_kept_and_taken_back() {
    let folder = std::env::temp_dir().join(format!("solstice-refresh-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("sales.csv");
    write(&path, 108);
    let import = csv::read_file(&path, &CsvOptions::default()).unwrap();
    let import = Command::Import {
        series: import.series.into_iter().map(Arc::new).collect(),
        document: "Monthly".to_owned(),
        spec: x13("rsa1").unwrap(),
    };
    let workspace = apply(&Workspace::named("Example"), &import).unwrap();
    let mut w = window_on(workspace, egui::Theme::Light, [1280.0, 800.0]);
    wait(&mut w, "the result", |w| w.state().results().shown().is_some());
    assert_eq!(length(&w), 108);

    write(&path, 120);
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    w.get_by_label("Coefficients").click();
    w.run_steps(2);
    click(&mut w, "Refresh");
    wait(&mut w, "the refresh", |w| w.query_all_by_label_contains("12 new observations").next().is_some());
    wait_until_current(&mut w);
    assert_eq!(length(&w), 120);
    let item = w.state().document().workspace().items().next().unwrap().clone();
    assert_eq!(item.refreshed.as_ref().unwrap().policy, RefreshPolicy::FixedParameters);
    assert_eq!(item.spec, x13("rsa1").unwrap());
    assert!(w.query_all_by_label_contains("is revised by").next().is_some());
    assert!(w.query_all_by_label_contains("estimated again: coefficients").next().is_some());

    press(&mut w, Modifiers::COMMAND, Key::Z);
    wait_until_current(&mut w);
    assert_eq!(length(&w), 108);
    assert!(!w.state().document().history.is_dirty());
    assert!(w.query_all_by_label_contains("12 new observations").next().is_none());

    std::fs::remove_dir_all(&folder).unwrap();
    press(&mut w, Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    click(&mut w, "Refresh");
    press(&mut w, Modifiers::COMMAND, Key::J);
    click(&mut w, "Messages");
    wait(&mut w, "the reason", |w| w.query_all_by_label_contains("was not refreshed").next().is_some());
    let id = w.state().session().selected().unwrap();
    assert!(matches!(w.state().results().brief(id), Brief::Done(_)));
}
