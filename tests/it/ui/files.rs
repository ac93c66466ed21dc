//! Opening, importing, saving.

use std::fs;

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use solstice::workspace::Workspace;
use solstice_engine::sa::spec::x13;

use super::{click, fill, press, wait, wait_for_label, wait_until_current, window, window_on};

const TABLE: &str = "date;north;south\n";

fn table() -> String {
    let mut text = TABLE.to_owned();
    for t in 0..72 {
        let (year, month) = (2015 + t / 12, t % 12 + 1);
        text += &format!(
            "{year}-{month:02};{},5;{}\n",
            100 + t + 20 * (t % 12) + (t * 11) % 7,
            900 - (t % 12) * 30 + (t * 7) % 13
        );
    }
    text
}

#[test]
fn a_table_is_imported_through_the_path_field() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("regions.csv");
    fs::write(&path, table()).unwrap();
    let mut w = window_on(Workspace::default(), egui::Theme::Light, [1280.0, 800.0]);
    assert!(w.query_by_label("No series yet").is_some());
    press(&mut w, Modifiers::COMMAND, Key::O);
    fill(&mut w, "Path", &path.display().to_string());
    click(&mut w, "Open");
    wait_for_label(&mut w, "2 series found");
    click(&mut w, "Import");
    wait(&mut w, "the adjustment", |w| w.state().results().shown().is_some());
    let workspace = w.state().document().workspace().clone();
    let names: Vec<&str> = workspace.series.iter().map(|(_, s)| s.name.as_str()).collect();
    assert_eq!(names, ["north", "south"]);
    assert_eq!(workspace.documents[0].name, "regions");
    assert_eq!(workspace.series[0].1.data.values()[0], 100.5);
    // what was not chosen decides on the model itself
    assert!(workspace.items().all(|i| i.spec == x13("rsa5c").unwrap()));
}

/// Series are added to a workspace with unsaved changes, so that nothing is asked; a path that is wrong is named.
#[test]
fn a_table_is_opened_without_asking_for_changes_and_a_wrong_path_is_told() {
    let mut w = window();
    fill(&mut w, "Henderson length", "23");
    assert!(w.state().document().history.is_dirty());
    press(&mut w, Modifiers::COMMAND, Key::O);
    fill(&mut w, "Path", "/no/such/table.csv");
    press(&mut w, Modifiers::NONE, Key::Enter);
    let reason = "there is no such file; check the path";
    wait(&mut w, reason, |w| w.query_all_by_label_contains(reason).next().is_some());
    assert!(w.get_by_label("Import").accesskit_node().is_disabled());
    click(&mut w, "Cancel");
    // the question is answered by keys
    press(&mut w, Modifiers::COMMAND, Key::N);
    assert!(w.query_by_label("Save changes?").is_some());
    press(&mut w, Modifiers::NONE, Key::Enter);
    assert!(w.query_by_label("Save workspace as").is_some());
}

#[test]
fn a_pasted_table_is_previewed_and_can_be_left() {
    let mut w = window();
    w.event(Event::Paste(table().replace(';', "\t")));
    w.run_steps(2);
    wait_for_label(&mut w, "2 series found");
    click(&mut w, "Cancel");
    assert_eq!(w.state().document().workspace().series.len(), 3);
    assert!(w.query_by_label("2 series found").is_none());
}

#[test]
fn a_text_that_is_no_table_says_what_is_missing() {
    let mut w = window();
    w.event(Event::Paste("neither dates\nnor numbers".to_owned()));
    w.run_steps(2);
    wait(&mut w, "the reason", |w| w.query_all_by_label_contains("no dates found").next().is_some());
    assert!(w.get_by_label("Import").accesskit_node().is_disabled());
}

#[test]
fn a_workspace_is_saved_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.solstice.ron");
    let mut w = window();
    fill(&mut w, "Henderson length", "23");
    wait_until_current(&mut w);
    assert!(w.state().document().history.is_dirty());
    press(&mut w, Modifiers::COMMAND, Key::S);
    fill(&mut w, "Path", &path.display().to_string());
    click(&mut w, "Save");
    wait(&mut w, "the file", |w| !w.state().document().history.is_dirty());
    let saved = w.state().document().workspace().clone();
    press(&mut w, Modifiers::COMMAND, Key::N);
    assert!(w.state().document().workspace().series.is_empty());
    press(&mut w, Modifiers::COMMAND, Key::O);
    fill(&mut w, "Path", &path.display().to_string());
    click(&mut w, "Open");
    wait(&mut w, "the workspace", |w| !w.state().document().workspace().series.is_empty());
    assert_eq!(**w.state().document().workspace(), *saved);
    assert_eq!(w.state().session().stored.recent.first(), Some(&path));
}

#[test]
fn unsaved_changes_are_asked_for() {
    let mut w = window();
    fill(&mut w, "Henderson length", "23");
    press(&mut w, Modifiers::COMMAND, Key::N);
    wait_for_label(&mut w, "Save changes?");
    click(&mut w, "Cancel");
    assert_eq!(w.state().document().workspace().series.len(), 3);
    press(&mut w, Modifiers::COMMAND, Key::N);
    click(&mut w, "Discard changes");
    assert!(w.state().document().workspace().series.is_empty());
}

#[test]
fn a_damaged_workspace_is_refused_and_the_present_one_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("broken.solstice.ron");
    fs::write(&path, "Workspace(format: 1, series: [").unwrap();
    let mut w = window();
    press(&mut w, Modifiers::COMMAND, Key::O);
    fill(&mut w, "Path", &path.display().to_string());
    click(&mut w, "Open");
    wait_for_label(&mut w, "That did not work");
    click(&mut w, "Close");
    assert_eq!(w.state().document().workspace().series.len(), 3);
}

#[test]
fn chart_and_table_are_exported() {
    let folder = tempfile::tempdir().unwrap();
    let mut w = window();
    for (command, file, beginning) in [
        ("Export chart as PNG...", "chart.png", &b"\x89PNG"[..]),
        ("Export chart as SVG...", "chart.svg", &b"<svg"[..]),
        ("Export table as CSV...", "table.csv", &b"Year,Jan"[..]),
    ] {
        let path = folder.path().join(file);
        press(&mut w, Modifiers::COMMAND, Key::K);
        fill(&mut w, "Search series and commands", command.trim_end_matches("..."));
        press(&mut w, Modifiers::NONE, Key::Enter);
        fill(&mut w, "Path", &path.display().to_string());
        click(&mut w, "Export");
        wait(&mut w, file, |_| fs::metadata(&path).is_ok_and(|m| m.len() > 100));
        std::thread::sleep(std::time::Duration::from_millis(50));
        assert!(fs::read(&path).unwrap().starts_with(beginning), "{file}");
    }
}

#[test]
fn dropped_files_are_imported_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut w = window_on(Workspace::default(), egui::Theme::Light, [1280.0, 800.0]);
    for name in ["one.csv", "two.csv"] {
        let path = folder.path().join(name);
        fs::write(&path, table()).unwrap();
        w.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path)));
    }
    w.run_steps(2);
    for _ in 0..2 {
        wait_for_label(&mut w, "2 series found");
        click(&mut w, "Import");
    }
    wait(&mut w, "the adjustment", |w| w.state().results().shown().is_some());
    let names: Vec<String> =
        w.state().document().workspace().documents.iter().map(|d| d.name.clone()).collect();
    assert_eq!(names, ["one", "two"]);
}

#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|e| e.to_string())
    }
}
