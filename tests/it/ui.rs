//! The window, driven by the names that a screen reader hears.

mod calendars;
mod files;
mod keyboard;
mod model;
mod pictures;
mod refresh;
mod specification;
mod stability;
mod tools;
mod views;

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use solstice::data::Series;
use solstice::ui::results::Brief;
use solstice::ui::workbench::Workbench;
use solstice::workspace::{Command, Workspace, apply};
use solstice_engine::sa::spec::x13;
use solstice_engine::toolkit::timeseries::TsData;

type Window = Harness<'static, Workbench>;

/// Ten years of months: growth, a seasonal pattern and a little reproducible unrest.
fn series(name: &str, level: f64) -> Arc<Series> {
    let value = |t: u32| {
        let angle = f64::from(t % 12) * std::f64::consts::TAU / 12.0;
        let unrest = f64::from((t * 37 + t * t * 11) % 23) / 23.0 - 0.5;
        (level + 0.5 * f64::from(t)) * (1.0 + 0.15 * angle.sin() + 0.02 * unrest)
    };
    let data = TsData::of(12, 2010, 1, (0..120).map(value).collect()).unwrap();
    Arc::new(Series { name: name.to_owned(), moniker: None, metadata: [].into(), data })
}

/// Two good series and one that is too short.
fn workspace() -> Workspace {
    let short =
        Series { data: series("Short", 10.0).data.drop(0, 110), ..series("Short", 10.0).as_ref().clone() };
    let import = Command::Import {
        series: vec![series("Retail sales", 100.0), series("Turnover", 400.0), Arc::new(short)],
        document: "Monthly run".to_owned(),
        spec: x13("x11").unwrap(),
    };
    apply(&Workspace::named("Example"), &import).unwrap()
}

fn window_on(workspace: Workspace, theme: egui::Theme, size: [f32; 2]) -> Window {
    let mut window = Harness::builder()
        .with_size(size)
        .with_theme(theme)
        .build_eframe(move |cc| Workbench::with_workspace(cc, workspace).unwrap());
    window.run_steps(2);
    window
}

/// The example workspace, with everything adjusted.
fn window() -> Window {
    let mut window = window_on(workspace(), egui::Theme::Light, [1280.0, 800.0]);
    wait(&mut window, "the results", |w| {
        let state = w.state();
        let pending = |id| *state.results().brief(id) == Brief::Pending;
        !state.document().workspace().items().any(|i| pending(i.id)) && state.results().shown().is_some()
    });
    window
}

/// Steps until `done`, for at most half a minute.
fn wait(window: &mut Window, what: &str, done: impl Fn(&Window) -> bool) {
    let start = Instant::now();
    while !done(window) {
        assert!(start.elapsed() < Duration::from_secs(30), "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(5));
        window.run_steps(1);
    }
    window.run_steps(2);
}

fn wait_for_label(window: &mut Window, label: &str) {
    wait(window, label, |w| w.query_all_by_label(label).next().is_some());
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(2);
}

fn click(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Role::Button, label).click();
    window.run_steps(4);
}

/// Replaces the text of a field.
fn fill(window: &mut Window, label: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, label).focus();
    window.run_steps(1);
    press(window, Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(Role::TextInput, label).type_text(text);
    window.run_steps(2);
}

/// The first value of the final trend on the screen.
fn first_trend(window: &Window) -> f64 {
    window.state().results().shown().unwrap().adjustment.finals.t.values.values()[0]
}

fn wait_until_current(window: &mut Window) {
    wait(window, "the new result", |w| !w.state().results().is_stale());
}

/// The window with a model of the selected series.
fn window_with_model() -> Window {
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::K);
    fill(&mut window, "Search series and commands", "x-13: rsa1");
    press(&mut window, Modifiers::NONE, Key::Enter);
    wait_until_current(&mut window);
    window
}
