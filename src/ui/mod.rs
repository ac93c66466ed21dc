//! The workbench window.
//!
//! State is kept in three types: the document ([`document::Document`]: workspace and history), the session
//! ([`session::Session`]: layout, selection, theme) and results with what is drawn of them
//! ([`results::Results`]). Views look at all of them and emit [`action::Action`]s; only
//! [`workbench::Workbench`] acts.

pub mod action;
pub mod choice;
pub mod command;
pub mod comparison;
pub mod dialogs;
pub mod document;
pub mod form;
pub mod fuzzy;
pub mod layout;
pub mod panels;
pub mod plot;
pub mod refresh;
pub mod results;
pub mod selection;
pub mod session;
pub mod stability;
pub mod table;
pub mod text;
pub mod theme;
pub mod tools;
pub mod views;
pub mod widgets;
pub mod workbench;
pub mod worker;

use std::path::PathBuf;

use workbench::Workbench;

use crate::report::icon;

/// Name under which the system knows the program.
const APP_ID: &str = "solstice";
/// Width and height of the icon in pixels.
const ICON: u32 = 128;

/// Opens the window with the files in `paths`, or with the sample workspace; returns when it is closed.
///
/// # Errors
/// A text that says why the window could not be opened.
pub fn run(paths: Vec<PathBuf>) -> Result<(), String> {
    let mut viewport = egui::ViewportBuilder::default()
        .with_app_id(APP_ID)
        .with_title("Solstice")
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([800.0, 520.0])
        .with_drag_and_drop(true);
    if let Some(rgba) = icon::pixels(ICON) {
        viewport = viewport.with_icon(egui::IconData { rgba, width: ICON, height: ICON });
    }
    let options = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    let create: eframe::AppCreator<'_> = Box::new(|cc| {
        Workbench::new(cc, paths).map(|w| Box::new(w) as Box<dyn eframe::App>).map_err(Into::into)
    });
    eframe::run_native(APP_ID, options, create).map_err(|e| {
        format!("the window could not be opened: {e}; check that a display and OpenGL are there, or use the command line (solstice --help)")
    })
}
