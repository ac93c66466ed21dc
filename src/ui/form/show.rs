//! How the lines of a form look: a dot when changed, label, widget, a way back to the default, and what is wrong.

use egui::{Align, Button, Layout, Response, RichText, Sense, TextEdit, Ui, vec2};

use super::field::Input;
use super::value::{CoefficientState, Value};
use crate::report::chart::palette::Role;
use crate::ui::choice::Choice;
use crate::ui::{text, theme, widgets};

/// What a line shows.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Label.
    pub label: &'a str,
    /// Accessible name, unique in the form.
    pub name: &'a str,
    /// What the option does.
    pub tip: &'a str,
    /// Name under which it is known elsewhere.
    pub standard: &'a str,
    /// What stands in it.
    pub value: &'a Value,
    /// Whether others that are changed with it have another value.
    pub mixed: bool,
    /// Its default, if it has one.
    pub default: Option<&'a Value>,
    /// Names to choose from.
    pub choices: &'a [String],
    /// Why the value cannot be used.
    pub problem: Option<&'a str>,
    /// Steps of indentation.
    pub depth: usize,
}

/// What the user did to a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Chose a value.
    Picked(Value),
    /// Typed one, and may go on typing.
    Typed(Value),
    /// Went away from what was typed.
    Left,
    /// Wants the default.
    Reset,
}

/// What stands for values that differ.
const MIXED: &str = "mixed";

/// Width of the mark before the label, and of the button behind the widget.
const MARK: f32 = 10.0;
const BUTTON: f32 = theme::ROW;
const INDENT: f32 = 12.0;

impl Line<'_> {
    fn is_changed(&self) -> bool {
        self.default.is_some_and(|d| d != self.value)
    }

    /// Whether the default is another value than that of the line, or of another one that is changed with it.
    fn can_reset(&self) -> bool {
        self.is_changed() || self.mixed && self.default.is_some()
    }

    /// A text of the value; that there are several when they differ.
    fn text<'t>(&self, text: &'t str) -> &'t str {
        if self.mixed { MIXED } else { text }
    }

    fn hover(&self, ui: &mut Ui) {
        ui.set_max_width(340.0);
        ui.label(self.tip);
        if !self.standard.is_empty() {
            ui.label(widgets::secondary(format!("In other programs: {}", self.standard)));
        }
        if self.mixed {
            ui.label(widgets::secondary(format!(
                "The selected series differ; here: {}. A new value is given to all.",
                shown(self.value)
            )));
        }
        if let Some(default) = self.default {
            ui.label(widgets::secondary(format!("Default: {}", shown(default))));
        }
    }
}

/// A value in words; an empty text is the automatic choice.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.is_empty() { "automatic".to_owned() } else { text }
}

/// Shows a line.
pub fn line<S>(ui: &mut Ui, input: &Input<S>, line: Line<'_>) -> Option<Edit> {
    let indent = INDENT * line.depth as f32;
    let width = ui.available_width();
    let label = (0.47 * width).floor() - MARK;
    let widget = width - MARK - label - BUTTON - 4.0;
    let edit = row(ui, |ui| {
        mark(ui, line.is_changed() || line.mixed);
        let reset = cell(ui, label, |ui| {
            ui.add_space(indent);
            let text = egui::Label::new(line.label).truncate().selectable(false).sense(Sense::CLICK);
            let response = ui.add(text).on_hover_ui(|ui| line.hover(ui));
            let mut reset = false;
            response.context_menu(|ui| reset = menu(ui, line));
            reset
        });
        let edit = cell(ui, widget, |ui| show_input(ui, input, line, widget));
        let name = format!("Reset {}", line.name);
        let tip = line.default.map_or_else(String::new, |d| format!("Back to the default: {}", shown(d)));
        let clicked = line.can_reset() && widgets::reset_button(ui, &name, &tip).clicked();
        if reset || clicked { Some(Edit::Reset) } else { edit }
    });
    problem(ui, line.problem);
    edit
}

/// Whether the default is wanted.
fn menu(ui: &mut Ui, line: Line<'_>) -> bool {
    let mut reset = false;
    let text = line.default.map(|d| format!("Reset to {}", shown(d)));
    let button = Button::new(text.as_deref().unwrap_or("Reset"));
    if ui.add_enabled(line.can_reset(), button).clicked() {
        reset = true;
        ui.close();
    }
    if ui.button("Copy value").clicked() {
        ui.ctx().copy_text(line.value.to_string());
        ui.close();
    }
    reset
}

/// The line of a list where a new entry is typed, or chosen when there are `names`; the text now in it, and whether
/// it is to be added.
pub fn add_line(
    ui: &mut Ui,
    entry: &str,
    example: &str,
    text: &str,
    names: Option<&[String]>,
    wrong: Option<&str>,
) -> (Option<String>, bool) {
    let label = format!("New {entry}");
    let mut edited = text.to_owned();
    let mut add = false;
    row(ui, |ui| {
        ui.add_space(MARK);
        let width = ui.available_width() - 56.0;
        let entered = match names {
            None => {
                let field = TextEdit::singleline(&mut edited)
                    .hint_text(example)
                    .desired_width(width)
                    .margin(egui::Margin::symmetric(6, 2));
                let response = ui.add(field);
                name(ui, &response, &label, &edited);
                let entered = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
                if entered {
                    response.request_focus();
                }
                entered
            }
            Some(names) => {
                let prompt = if names.is_empty() { "none in the workspace" } else { "choose" };
                let shown = if edited.is_empty() { prompt } else { edited.as_str() };
                let shown = RichText::new(shown).color(theme::color(ui, Role::Secondary));
                let selected = names.iter().position(|one| *one == edited);
                let (_, picked) = Choice::new(&label, shown).width(width).show(ui, names, selected);
                if let Some(one) = picked.and_then(|i| names.get(i)) {
                    edited.clone_from(one);
                }
                false
            }
        };
        let ready = !edited.trim().is_empty();
        let button = ui.add_enabled(ready, Button::new("Add").min_size(vec2(48.0, 0.0)));
        let (enabled, what) = (ui.is_enabled() && ready, format!("Add {entry}"));
        button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, &what));
        add = (entered || button.clicked()) && ready;
    });
    problem(ui, wrong);
    ((edited != text).then_some(edited), add)
}

/// Title of an entry or section: opens and closes, with a note at the right end.
pub fn title(
    ui: &mut Ui,
    text: &str,
    open: bool,
    depth: usize,
    note: &str,
    removable: Option<&str>,
) -> (Response, bool) {
    let strong = depth == 0;
    let row_of = |ui: &mut Ui| {
        widgets::row(ui, widgets::Row { text, note, depth, strong, fold: Some(open), ..Default::default() })
    };
    let Some(what) = removable else { return (row_of(ui), false) };
    row(ui, |ui| {
        let width = ui.available_width() - BUTTON - 2.0;
        let response =
            ui.allocate_ui_with_layout(vec2(width, theme::ROW), Layout::top_down(Align::Min), row_of).inner;
        (response, widgets::remove_button(ui, what).clicked())
    })
}

fn row<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(ui.available_width(), theme::ROW + 2.0);
    let layout = Layout::left_to_right(Align::Center);
    let spaced = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        content(ui)
    };
    ui.allocate_ui_with_layout(size, layout, spaced).inner
}

fn cell<R>(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = Layout::left_to_right(Align::Center);
    let filled = |ui: &mut Ui| {
        ui.set_min_width(width);
        ui.set_max_width(width);
        content(ui)
    };
    ui.allocate_ui_with_layout(vec2(width, theme::ROW), layout, filled).inner
}

fn mark(ui: &mut Ui, changed: bool) {
    let (rect, _) = ui.allocate_exact_size(vec2(MARK - 2.0, theme::ROW), Sense::hover());
    if changed {
        ui.painter().circle_filled(rect.center(), 2.5, theme::color(ui, Role::Accent));
    }
}

fn problem(ui: &mut Ui, problem: Option<&str>) {
    if let Some(problem) = problem {
        ui.horizontal(|ui| {
            ui.add_space(MARK);
            widgets::error(ui, &text::capital(problem));
        });
    }
}

/// A remark below the lines of a list.
pub fn note(ui: &mut Ui, text: &str) {
    ui.horizontal(|ui| {
        ui.add_space(MARK);
        ui.add(egui::Label::new(widgets::secondary(text)).wrap());
    });
}

fn show_input<S>(ui: &mut Ui, input: &Input<S>, line: Line<'_>, width: f32) -> Option<Edit> {
    match (input, line.value) {
        (Input::Flag, Value::Flag(on)) => flag(ui, line, *on),
        (Input::Choice(_), Value::Text(text)) => {
            let picked = choice(ui, line, text, line.choices, width)?;
            Some(Edit::Picked(Value::Text(picked)))
        }
        (Input::Text(hint), Value::Text(text)) => {
            let (typed, left) = typed(ui, line, line.name, text, hint, width);
            typed.map(|t| Edit::Typed(Value::Text(t))).or(left.then_some(Edit::Left))
        }
        (Input::Set, Value::Set(names)) => toggles(ui, line, names),
        (Input::Coefficient(states), Value::Coefficient(state, text)) => {
            coefficient(ui, line, states, *state, text, width)
        }
        _ => None,
    }
}

/// Values at their default are written faintly, those that cannot be used in the colour of errors.
fn role(line: Line<'_>) -> Role {
    match (line.problem.is_some(), line.mixed || line.default == Some(line.value)) {
        (true, _) => Role::Severe,
        (false, true) => Role::Secondary,
        (false, false) => Role::Text,
    }
}

fn flag(ui: &mut Ui, line: Line<'_>, value: bool) -> Option<Edit> {
    let value = value && !line.mixed;
    let mut on = value;
    let text = line.text(if value { "yes" } else { "no" });
    let text = RichText::new(text).color(theme::color(ui, role(line)));
    let response = ui.add(egui::Checkbox::new(&mut on, text).indeterminate(line.mixed));
    let enabled = ui.is_enabled();
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::selected(egui::Role::CheckBox, enabled, on, line.name);
        info.selected = info.selected.filter(|_| !line.mixed);
        info
    });
    response.on_hover_ui(|ui| line.hover(ui));
    (on != value).then_some(Edit::Picked(Value::Flag(on)))
}

fn choice(ui: &mut Ui, line: Line<'_>, current: &str, all: &[String], width: f32) -> Option<String> {
    let current = line.text(current);
    let text = RichText::new(current).color(theme::color(ui, role(line)));
    let selected = all.iter().position(|one| one == current);
    let (response, picked) = Choice::new(line.name, text).width(width).show(ui, all, selected);
    response.on_hover_ui(|ui| line.hover(ui));
    picked.and_then(|i| all.get(i)).filter(|one| *one != current).cloned()
}

/// The text when it was changed, and whether the field is left with something kept for it.
fn typed(
    ui: &mut Ui,
    line: Line<'_>,
    label: &str,
    text: &str,
    hint: &str,
    width: f32,
) -> (Option<String>, bool) {
    let (text, hint) = if line.mixed { ("", MIXED) } else { (text, hint) };
    let mut edited = text.to_owned();
    let edit = TextEdit::singleline(&mut edited)
        .hint_text(hint)
        .text_color(theme::color(ui, role(line)))
        .desired_width(width)
        .margin(egui::Margin::symmetric(6, 2));
    let response = ui.add(edit);
    name(ui, &response, label, &edited);
    let left = !response.has_focus();
    response.on_hover_ui(|ui| line.hover(ui));
    ((edited != text).then_some(edited), left)
}

fn toggles(ui: &mut Ui, line: Line<'_>, names: &[(&'static str, bool)]) -> Option<Edit> {
    let mut edit = None;
    for (k, (text, on)) in names.iter().enumerate() {
        let response = ui.add(Button::new(*text).selected(*on));
        let (enabled, label) = (ui.is_enabled(), format!("{} {text}", line.name));
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, enabled, *on, &label));
        if response.on_hover_ui(|ui| line.hover(ui)).clicked() {
            let mut after = names.to_vec();
            if let Some((_, on)) = after.get_mut(k) {
                *on = !*on;
            }
            edit = Some(Edit::Picked(Value::Set(after)));
        }
    }
    if line.mixed {
        ui.label(widgets::secondary(MIXED));
    }
    edit
}

fn coefficient(
    ui: &mut Ui,
    line: Line<'_>,
    states: &[CoefficientState],
    state: CoefficientState,
    text: &str,
    width: f32,
) -> Option<Edit> {
    let names: Vec<String> = states.iter().map(|s| s.name().to_owned()).collect();
    let free = state == CoefficientState::Free;
    let first = if free { width } else { (0.5 * width).floor() };
    let picked = choice(ui, line, state.name(), &names, first);
    let picked = picked.and_then(|p| states.iter().find(|s| s.name() == p));
    if let Some(picked) = picked {
        let text = if text.is_empty() { "0" } else { text };
        return Some(Edit::Picked(Value::Coefficient(*picked, text.to_owned())));
    }
    if free {
        return None;
    }
    let label = format!("Value of {}", line.name);
    let (typed, left) = typed(ui, line, &label, text, "", width - first - 2.0);
    typed.map(|t| Edit::Typed(Value::Coefficient(state, t))).or(left.then_some(Edit::Left))
}

fn name(ui: &Ui, response: &Response, label: &str, value: &str) {
    let enabled = ui.is_enabled();
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::Role::TextInput, enabled, label);
        info.current_text_value = Some(value.to_owned());
        info
    });
}
