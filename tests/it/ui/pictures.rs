//! A few pictures in both themes.

use egui::{Key, Modifiers};
use egui_kittest::SnapshotOptions;
use solstice::ui::results::Brief;

use super::{press, wait, window_on, workspace};

/// Line ends and letters differ by some pixels between versions of Mesa.
fn tolerance() -> SnapshotOptions {
    SnapshotOptions::new().max_failed_pixels(60)
}

/// The middle of the window, without the panels at the sides.
fn picture(theme: egui::Theme, view: Key, name: &str) {
    let mut w = window_on(workspace(), theme, [760.0, 500.0]);
    wait(&mut w, "the results", |w| {
        let state = w.state();
        let pending = |id| *state.results().brief(id) == Brief::Pending;
        !state.document().workspace().items().any(|i| pending(i.id)) && state.results().shown().is_some()
    });
    for key in [view, Key::B, Key::I] {
        press(&mut w, Modifiers::COMMAND, key);
    }
    w.remove_cursor();
    w.run();
    w.snapshot_options(name, &tolerance());
}

#[test]
fn summary_in_the_light_theme() {
    picture(egui::Theme::Light, Key::Num1, "summary_light");
}

#[test]
fn summary_in_the_dark_theme() {
    picture(egui::Theme::Dark, Key::Num1, "summary_dark");
}

#[test]
fn tables_in_the_light_theme() {
    picture(egui::Theme::Light, Key::Num5, "tables_light");
}

#[test]
fn quality_in_the_dark_theme() {
    picture(egui::Theme::Dark, Key::Num6, "quality_dark");
}
