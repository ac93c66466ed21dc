//! Dialogs over the window.

pub mod ask;
pub mod calendars;
pub mod help;
pub mod import;
pub mod palette;
pub mod path;
pub mod refresh;
pub mod text;

use egui::{Context, Id, Modal, Ui};

/// Shows a dialog with a title; true when it should close (Escape or a click beside it).
pub fn modal<R>(ctx: &Context, title: &str, width: f32, content: impl FnOnce(&mut Ui) -> R) -> (R, bool) {
    let style = ctx.global_style();
    let frame = egui::Frame::popup(&style).inner_margin(16);
    let response = Modal::new(Id::unique(title)).frame(frame).backdrop_color(backdrop()).show(ctx, |ui| {
        ui.set_width(width.min(ctx.content_rect().width() - 64.0));
        ui.label(egui::RichText::new(title).heading());
        ui.add_space(8.0);
        content(ui)
    });
    let close = response.should_close();
    (response.inner, close)
}

/// The veil over the window behind a dialog.
fn backdrop() -> egui::Color32 {
    crate::ui::theme::shade()
}
