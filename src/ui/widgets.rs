//! Small parts that panels and views share.

use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, FontId, Galley, Layout, Response, RichText, Sense, Stroke, Ui, pos2, vec2};

use super::choice::Choice;
use super::theme;
use crate::report::chart::palette::Role;
use crate::report::quality::Verdict;

/// Secondary text.
pub fn secondary(text: impl Into<String>) -> RichText {
    RichText::new(text).weak().size(theme::SMALL)
}

/// A secondary remark in a row that wraps, which does not break inside.
pub fn remark(ui: &mut Ui, text: impl Into<String>) {
    ui.add(egui::Label::new(secondary(text)).wrap_mode(egui::TextWrapMode::Extend));
}

/// Semi-bold text of normal size.
pub fn strong(text: impl Into<String>) -> RichText {
    RichText::new(text).font(theme::strong(theme::BODY))
}

/// A line across the panel.
pub fn hairline(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    let y = ui.painter().round_to_pixel_center(rect.center().y);
    ui.painter().hline(rect.x_range(), y, Stroke::new(1.0, theme::color(ui, Role::Hairline)));
}

/// A text in the middle of an empty panel with, below it, what can be done.
pub fn empty_state(ui: &mut Ui, title: &str, text: &str, actions: impl FnOnce(&mut Ui)) {
    let space = ui.available_height();
    ui.vertical_centered(|ui| {
        ui.add_space((0.5 * space - 70.0).max(8.0));
        ui.label(RichText::new(title).heading());
        ui.add_space(theme::GRID);
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width().min(420.0));
            ui.label(RichText::new(text).weak());
        });
        ui.add_space(3.0 * theme::GRID);
        actions(ui);
    });
}

/// What a list row shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'a> {
    /// A short code before the text, in a column of its own.
    pub code: &'a str,
    /// The main text.
    pub text: &'a str,
    /// Secondary text at the right end.
    pub note: &'a str,
    /// A figure before the note, empty where there is none: figures end, and notes begin, at the same place in all rows.
    pub figure: Option<&'a str>,
    /// Colour of figure and note.
    pub note_role: Option<Role>,
    /// The text goes on in further lines where there is no room for it.
    pub wrap: bool,
    /// Colour of a dot before the text.
    pub mark: Option<Role>,
    /// Steps of indentation.
    pub depth: usize,
    /// Marked as the selection.
    pub selected: bool,
    /// Semi-bold text.
    pub strong: bool,
    /// A triangle that points down (open) or to the right.
    pub fold: Option<bool>,
    /// Accessible name; the text when empty.
    pub name: &'a str,
}

/// Room for the note behind a figure: the longest verdict.
const VERDICT: f32 = 54.0;
/// Height of a line after the first of a text that wraps.
const LINE: f32 = 16.0;
/// Least width of a text that wraps; in less it is cut off.
const NARROWEST: f32 = 60.0;

/// One line of a list, as wide as the panel; more where the text wraps. A text that is cut off is told on hover.
pub fn row(ui: &mut Ui, row: Row<'_>) -> Response {
    let small = FontId::proportional(theme::SMALL);
    let lay = |ui: &Ui, text: &str, role| {
        ui.painter().layout_no_wrap(text.to_owned(), small.clone(), theme::color(ui, role))
    };
    let width = ui.available_width();
    let mark_at = 8.0 + 16.0 * row.depth as f32 + if row.fold.is_some() { 14.0 } else { 0.0 };
    let code_at = mark_at + if row.mark.is_some() { 16.0 } else { 0.0 };
    let code = lay(ui, row.code, Role::Secondary);
    let text_at = code_at + if row.code.is_empty() { 0.0 } else { (code.size().x + 8.0).max(40.0) };
    let note_role = row.note_role.unwrap_or(Role::Secondary);
    let [figure, note] = [row.figure.unwrap_or_default(), row.note].map(|text| lay(ui, text, note_role));
    let note_width = if row.figure.is_some() { VERDICT } else { note.size().x };
    let notes = note_width + if figure.size().x > 0.0 { figure.size().x + 8.0 } else { 0.0 };
    let room = (width - text_at - 8.0).max(NARROWEST);
    let beside = (room - notes - 8.0).max(10.0);
    let font = if row.strong { theme::strong(theme::BODY) } else { FontId::proportional(theme::BODY) };
    let mut job = LayoutJob::simple_singleline(row.text.to_owned(), font, theme::color(ui, Role::Text));
    job.wrap =
        if row.wrap { TextWrapping::wrap_at_width(room) } else { TextWrapping::truncate_at_width(beside) };
    let text = ui.painter().layout_job(job);
    // the note stands beside the last line, or below it
    let last = text.rows.last().map_or(0.0, |r| r.rect().width());
    let lines = text.rows.len().max(1) + usize::from(row.wrap && notes > 0.0 && last > beside);
    let height = theme::ROW + LINE * (lines - 1) as f32;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let enabled = ui.is_enabled();
    let name = if row.name.is_empty() { row.text } else { row.name };
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, enabled, row.selected, name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter_at(rect);
    if row.selected {
        painter.rect_filled(rect, 3.0, theme::color(ui, Role::Selection));
    } else if response.hovered() {
        painter.rect_filled(rect, 3.0, theme::color(ui, Role::Raised));
    }
    if response.has_focus() {
        let stroke = Stroke::new(1.0, theme::color(ui, Role::Accent));
        painter.rect_stroke(rect.shrink(0.5), 3.0, stroke, egui::StrokeKind::Inside);
    }
    let first = rect.top() + 0.5 * theme::ROW;
    if let Some(open) = row.fold {
        fold_mark(ui, pos2(rect.left() + mark_at - 10.0, first), open);
    }
    if let Some(mark) = row.mark {
        painter.circle_filled(pos2(rect.left() + mark_at + 4.0, first), 4.0, theme::color(ui, mark));
    }
    let put = |galley: Arc<Galley>, x: f32, centre: f32| {
        let at = pos2(x, centre - 0.5 * galley.size().y);
        painter.galley(at, galley, egui::Color32::PLACEHOLDER);
    };
    put(code, rect.left() + code_at, first);
    let (right, last) = (rect.right() - 8.0, rect.bottom() - 0.5 * theme::ROW);
    let note_at = right - note_width;
    put(figure.clone(), note_at - 8.0 - figure.size().x, last);
    put(note, note_at, last);
    let cut_off = text.elided;
    let middle = first + 0.5 * LINE * (text.rows.len().max(1) - 1) as f32;
    put(text, rect.left() + text_at, middle);
    if cut_off { response.on_hover_text(row.text) } else { response }
}

/// A triangle that points down (open) or to the right.
pub fn fold_mark(ui: &Ui, centre: egui::Pos2, open: bool) {
    let r = 3.5;
    let points = if open {
        vec![centre + vec2(-r, -0.5 * r), centre + vec2(r, -0.5 * r), centre + vec2(0.0, 0.8 * r)]
    } else {
        vec![centre + vec2(-0.5 * r, -r), centre + vec2(0.8 * r, 0.0), centre + vec2(-0.5 * r, r)]
    };
    let color = theme::color(ui, Role::Secondary);
    ui.painter().add(egui::Shape::convex_polygon(points, color, Stroke::NONE));
}

/// A dot and the word of a verdict.
pub fn verdict(ui: &mut Ui, verdict: Verdict) -> Response {
    let color = theme::color(ui, verdict.role());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        dot(ui, color);
        ui.label(RichText::new(verdict.word()).color(color).font(theme::strong(theme::BODY)));
    })
    .response
}

/// A figure with its verdict: nothing beside a good one, a ring beside an uncertain one, a filled dot beside others.
/// In a cell that is filled from the right.
pub fn judged(ui: &mut Ui, text: String, verdict: Verdict) {
    let color = theme::color(ui, verdict.role());
    let (rect, response) = ui.allocate_exact_size(vec2(14.0, theme::ROW), Sense::hover());
    match verdict {
        Verdict::Good | Verdict::Undefined => {}
        Verdict::Uncertain => {
            ui.painter().circle_stroke(rect.center(), 3.5, Stroke::new(1.5, color));
        }
        Verdict::Bad | Verdict::Severe | Verdict::Error => {
            ui.painter().circle_filled(rect.center(), 4.0, color);
        }
    }
    let label = ui.add(egui::Label::new(text).truncate());
    response.union(label).on_hover_text(verdict.word());
}

/// A small filled circle in the line of text.
pub fn dot(ui: &mut Ui, color: egui::Color32) {
    let (rect, _) =
        ui.allocate_exact_size(vec2(8.0, theme::ROW.min(ui.available_height().max(8.0))), Sense::hover());
    ui.painter().circle_filled(rect.center(), 4.0, color);
}

/// Text at the right end of its cell.
pub fn right(ui: &mut Ui, text: impl Into<egui::WidgetText>) {
    ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
        ui.add_space(theme::GRID);
        ui.add(egui::Label::new(text).selectable(false));
    });
}

/// One of a few values; `name` is what a screen reader says.
pub fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    value: &mut T,
    all: &[T],
    label: impl Fn(T) -> String,
) -> Response {
    let selected = all.iter().position(|one| one == value);
    let labels = all.iter().map(|one| label(*one));
    let (response, picked) = Choice::new(name, label(*value)).show(ui, labels, selected);
    if let Some(one) = picked.and_then(|i| all.get(i)) {
        *value = *one;
    }
    response
}

/// A button of a dialog.
pub fn answer(ui: &Ui, label: &str, primary: bool) -> egui::Button<'static> {
    let size = vec2(88.0, 26.0);
    if !primary {
        return egui::Button::new(label.to_owned()).min_size(size);
    }
    let text = RichText::new(label).color(theme::color(ui, Role::Panel)).font(theme::strong(theme::BODY));
    egui::Button::new(text).min_size(size).fill(theme::color(ui, Role::Accent))
}

/// Outlines what has the keyboard, where its widget does not do that itself.
pub fn focus_mark(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let painter = ui.ctx().layer_painter(response.layer_id).with_clip_rect(ui.clip_rect());
        let stroke = Stroke::new(1.0, theme::color(ui, Role::Accent));
        painter.rect_stroke(response.rect.expand2(vec2(3.0, 0.0)), 3.0, stroke, egui::StrokeKind::Inside);
    }
}

/// Gives the keyboard to what a dialog begins with, as long as nothing has it.
pub fn focus_first(response: &Response) {
    if response.ctx.memory(|m| m.focused().is_none()) {
        response.request_focus();
    }
}

/// A circle with an arrow, the sign of "reset".
pub fn reset_button(ui: &mut Ui, name: &str, tip: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(theme::ROW, theme::ROW), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, name));
    let role = if response.hovered() || response.has_focus() { Role::Accent } else { Role::Secondary };
    let font = FontId::proportional(theme::BODY + 1.0);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, "\u{21ba}", font, theme::color(ui, role));
    response.on_hover_text(tip)
}

/// A cross, the sign of "remove".
pub fn remove_button(ui: &mut Ui, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(theme::ROW, theme::ROW), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, name));
    let role = if response.hovered() || response.has_focus() { Role::Severe } else { Role::Secondary };
    let stroke = Stroke::new(1.25, theme::color(ui, role));
    let (c, r) = (rect.center(), 3.5);
    ui.painter().line_segment([c - vec2(r, r), c + vec2(r, r)], stroke);
    ui.painter().line_segment([c + vec2(-r, r), c + vec2(r, -r)], stroke);
    response.on_hover_text(name)
}

/// An error with its remedy, where it belongs.
pub fn error(ui: &mut Ui, text: &str) {
    let color = theme::color(ui, Role::Severe);
    ui.add(egui::Label::new(RichText::new(text).color(color).size(theme::SMALL)).wrap());
}
