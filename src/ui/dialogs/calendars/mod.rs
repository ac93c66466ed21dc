//! Calendars and user variables of the workspace: what there is, who uses it, and how it is changed.

mod rule;
mod table;

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use egui::{Align, Context, Layout, ScrollArea, TextEdit, Ui, vec2};
use solstice_engine::toolkit::calendars::{Calendar, Calendars, CountryCalendar, Holiday, NationalCalendar};
use solstice_engine::toolkit::timeseries::{TsData, TsPeriod, TsUnit};

use super::modal;
use crate::data::country_calendars;
use crate::report::chart::axis::period_label;
use crate::ui::action::{Action, Actions};
use crate::ui::choice::Choice;
use crate::ui::form::{Editor, Environment, Problem, Typing};
use crate::ui::widgets::Row;
use crate::ui::{text, theme, widgets};
use crate::workspace::{Command, ContextCommand, Workspace};

/// What is shown at the right.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Chosen {
    Calendar(String),
    Variable(String),
}

impl Chosen {
    fn name(&self) -> &str {
        match self {
            Self::Calendar(name) | Self::Variable(name) => name,
        }
    }
}

/// The open dialog.
#[derive(Debug, Default)]
pub struct CalendarDialog {
    chosen: Option<Chosen>,
    typing: Typing,
    /// The name that is being typed, and why it cannot be given.
    name: Option<(String, Option<String>)>,
}

/// Height of the lists and of what is beside them.
const HEIGHT: f32 = 440.0;
const LEFT: f32 = 232.0;

fn countries() -> &'static [CountryCalendar] {
    static COUNTRIES: LazyLock<Vec<CountryCalendar>> = LazyLock::new(|| {
        let mut countries = country_calendars().unwrap_or_default();
        countries.sort_by(|a, b| a.country.cmp(&b.country));
        countries
    });
    &COUNTRIES
}

impl CalendarDialog {
    /// Shows it; false when it closes.
    pub fn show(&mut self, ctx: &Context, workspace: &Workspace, actions: &mut Actions) -> bool {
        self.keep_chosen(workspace);
        let (done, close) = modal(ctx, "Calendars and variables", 820.0, |ui| {
            let row = Layout::left_to_right(Align::Min);
            ui.allocate_ui_with_layout(vec2(ui.available_width(), HEIGHT), row, |ui| {
                // the dialog keeps its place whatever it shows
                ui.set_min_height(HEIGHT);
                ui.set_max_height(HEIGHT);
                ui.allocate_ui_with_layout(vec2(LEFT, HEIGHT), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(LEFT);
                    self.lists(ui, workspace, actions);
                });
                ui.separator();
                ui.allocate_ui_with_layout(
                    vec2(ui.available_width(), HEIGHT),
                    Layout::top_down(Align::Min),
                    |ui| self.details(ui, workspace, actions),
                );
            });
            ui.add_space(8.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add(widgets::answer(ui, "Close", true)).clicked()
            })
            .inner
        });
        !(done || close)
    }

    /// What was chosen may be gone; the first calendar is as good as any.
    fn keep_chosen(&mut self, workspace: &Workspace) {
        let context = &workspace.context;
        let there = match &self.chosen {
            Some(Chosen::Calendar(name)) => context.calendars.get(name).is_some(),
            Some(Chosen::Variable(name)) => context.variables.get(name).is_some(),
            None => false,
        };
        if !there {
            let first = context.calendars.iter().next().map(|(name, _)| Chosen::Calendar(name.to_owned()));
            let variable = || context.variables.iter().next().map(|(name, _)| Chosen::Variable(name));
            self.choose(first.or_else(variable));
        }
    }

    fn choose(&mut self, chosen: Option<Chosen>) {
        if self.chosen != chosen {
            self.chosen = chosen;
            self.typing.clear();
            self.name = None;
        }
    }

    fn lists(&mut self, ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
        let context = &workspace.context;
        ui.label(widgets::strong("Calendars"));
        let mut chosen = None;
        ScrollArea::vertical().id_salt("calendars").max_height(150.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (name, _) in context.calendars.iter() {
                let users = workspace.users_of_calendar(name).len();
                self.row(ui, Chosen::Calendar(name.to_owned()), users, &mut chosen);
            }
            if context.calendars.iter().next().is_none() {
                ui.label(widgets::secondary(
                    "None yet. Holidays of a calendar count as Sundays in trading days.",
                ));
            }
        });
        ui.horizontal(|ui| {
            if let Some(country) =
                pick(ui, "Add country", countries().iter().map(|c| c.country.as_str()), 140.0)
                && let Some(country) = countries().get(country)
            {
                let name = free(&country.code, |n| context.calendars.get(n).is_some());
                chosen = Some(Chosen::Calendar(name.clone()));
                put(actions, name, Calendar::National(country.calendar.clone()));
            }
            let kinds = ["Own holidays", "Two calendars with a break", "Weighted sum"];
            if let Some(kind) = pick(ui, "New", kinds.into_iter(), 76.0) {
                let name = free("Calendar", |n| context.calendars.get(n).is_some());
                chosen = Some(Chosen::Calendar(name.clone()));
                put(actions, name, new_calendar(kind));
            }
        });
        ui.add_space(12.0);
        ui.label(widgets::strong("User variables"));
        ScrollArea::vertical().id_salt("variables").max_height(150.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (name, _) in context.variables.iter() {
                let users = workspace.users_of_variable(&name).len();
                self.row(ui, Chosen::Variable(name), users, &mut chosen);
            }
            if context.variables.iter().next().is_none() {
                ui.label(widgets::secondary("None yet. A series of the workspace becomes a regressor here."));
            }
        });
        let series = workspace.series.iter().map(|(_, s)| s.name.as_str());
        if let Some(picked) = pick(ui, "Add from series", series, 140.0)
            && let Some((_, series)) = workspace.series.get(picked)
        {
            let name = free(&variable_name(&series.name), |n| context.variables.get(n).is_some());
            chosen = Some(Chosen::Variable(name.clone()));
            let data = Arc::new(series.data.clone());
            push(actions, ContextCommand::PutVariable { name, data });
        }
        if chosen.is_some() {
            self.choose(chosen);
        }
    }

    fn row(&self, ui: &mut Ui, one: Chosen, users: usize, chosen: &mut Option<Chosen>) {
        let note = if users == 0 { "not used".to_owned() } else { format!("used {users} x") };
        let selected = self.chosen.as_ref() == Some(&one);
        let row = Row { text: one.name(), note: &note, selected, ..Row::default() };
        if widgets::row(ui, row).clicked() {
            *chosen = Some(one);
        }
    }

    fn details(&mut self, ui: &mut Ui, workspace: &Workspace, actions: &mut Actions) {
        let Some(chosen) = self.chosen.clone() else {
            let text =
                "Add the calendar of a country at the left, or make a series of the workspace a variable.";
            widgets::empty_state(ui, "Nothing here yet", text, |_| {});
            return;
        };
        self.title(ui, &chosen, workspace, actions);
        ui.add_space(theme::GRID);
        match &chosen {
            Chosen::Calendar(name) => {
                if let Some(calendar) = workspace.context.calendars.get(name) {
                    self.calendar(ui, name, calendar, workspace, actions);
                }
            }
            Chosen::Variable(name) => {
                if let Some(variable) = workspace.context.variables.get(name) {
                    ui.label(span(&variable.data));
                    ui.label(widgets::secondary("The values are those of the series when it was added. Add the series again under the same name to bring in new ones."));
                }
            }
        }
    }

    /// Name, which can be changed, users, and the way out.
    fn title(&mut self, ui: &mut Ui, chosen: &Chosen, workspace: &Workspace, actions: &mut Actions) {
        let users = match chosen {
            Chosen::Calendar(name) => workspace.users_of_calendar(name),
            Chosen::Variable(name) => workspace.users_of_variable(name),
        };
        let mut done = false;
        ui.horizontal(|ui| {
            let label = ui.label("Name");
            let mut typed = self.name.as_ref().map_or_else(|| chosen.name().to_owned(), |(t, _)| t.clone());
            let response =
                ui.add(TextEdit::singleline(&mut typed).desired_width(220.0)).labelled_by(label.id);
            if response.changed() {
                self.name = Some((typed, None));
            }
            done = response.lost_focus();
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = ui.add_enabled(users.is_empty(), egui::Button::new("Remove"));
                let button = button.on_hover_text("Remove it from the workspace");
                let button = button.on_disabled_hover_text(format!(
                    "Used by {}; choose something else there first",
                    users.join(", ")
                ));
                if button.clicked() {
                    push(
                        actions,
                        match chosen {
                            Chosen::Calendar(name) => ContextCommand::RemoveCalendar(name.clone()),
                            Chosen::Variable(name) => ContextCommand::RemoveVariable(name.clone()),
                        },
                    );
                }
            });
        });
        if done {
            self.rename(chosen, workspace, actions);
        }
        if let Some((_, Some(reason))) = &self.name {
            widgets::error(ui, reason);
        }
        if !users.is_empty() {
            ui.add(egui::Label::new(widgets::secondary(format!("Used by {}", users.join(", ")))).truncate());
        }
    }

    fn rename(&mut self, chosen: &Chosen, workspace: &Workspace, actions: &mut Actions) {
        let Some((typed, _)) = self.name.take() else { return };
        let (from, to) = (chosen.name().to_owned(), typed.trim().to_owned());
        if to == from {
            return;
        }
        let (command, after) = match chosen {
            Chosen::Calendar(_) => {
                (ContextCommand::RenameCalendar { from, to: to.clone() }, Chosen::Calendar(to))
            }
            Chosen::Variable(_) => {
                (ContextCommand::RenameVariable { from, to: to.clone() }, Chosen::Variable(to))
            }
        };
        let command = Command::Context(command);
        match crate::workspace::apply(workspace, &command) {
            Ok(_) => {
                actions.push(Action::Edit(Box::new(command)));
                self.chosen = Some(after);
            }
            Err(error) => self.name = Some((typed, Some(error.to_string()))),
        }
    }

    fn calendar(
        &mut self,
        ui: &mut Ui,
        name: &str,
        calendar: &Calendar,
        workspace: &Workspace,
        actions: &mut Actions,
    ) {
        ui.label(widgets::secondary(table::kind(calendar)));
        let others = workspace.context.calendars.iter().map(|(n, _)| n.to_owned()).filter(|n| n != name);
        let environment = Environment {
            unit: TsUnit::DAY,
            period: 1,
            span: [TsPeriod::containing(TsUnit::DAY, NaiveDate::default()); 2],
            calendars: others.collect(),
            variables: Vec::new(),
        };
        let validate = |calendar: &Calendar| problems(name, calendar, &workspace.context.calendars);
        let mut editor = Editor {
            value: calendar,
            others: &[],
            defaults: &[],
            environment: &environment,
            validate: &validate,
            typing: &mut self.typing,
            change: None,
        };
        let (fields, lists) = table::table();
        ScrollArea::vertical().id_salt("calendar").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for shown in fields.iter().filter_map(|f| editor.shown(f)).collect::<Vec<_>>() {
                editor.field(ui, &shown, &shown.label, 0);
            }
            for list in lists {
                editor.list(ui, list);
            }
        });
        if let Some(change) = editor.change {
            put(actions, name.to_owned(), change.value);
        }
    }
}

/// What of a calendar cannot be used, at the option that causes it.
fn problems(name: &str, calendar: &Calendar, all: &Calendars) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Calendar::National(national) = calendar {
        for (i, holiday) in national.holidays.iter().enumerate() {
            if let Err(error) = Holiday::validate(holiday) {
                let option = if holiday.weight.is_finite() { "rule" } else { "weight" };
                problems.push((format!("holidays[{i}].{option}"), error.to_string()));
            }
        }
    }
    let mut after = all.clone();
    if after.insert(name, calendar.clone()).is_ok()
        && let Err(error) = after.resolve(name)
    {
        problems.push(("second".to_owned(), error.to_string()));
    }
    problems
}

fn new_calendar(kind: usize) -> Calendar {
    let default = || Calendars::DEFAULT.to_owned();
    match kind {
        0 => Calendar::National(NationalCalendar::default()),
        1 => Calendar::Chained {
            first: default(),
            second: default(),
            break_date: NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default(),
        },
        _ => Calendar::Composite(Vec::new()),
    }
}

fn put(actions: &mut Actions, name: String, calendar: Calendar) {
    push(actions, ContextCommand::PutCalendar { name, calendar });
}

fn push(actions: &mut Actions, command: ContextCommand) {
    actions.push(Action::Edit(Box::new(Command::Context(command))));
}

/// A button that opens a list; the index of what was picked from it.
fn pick<'a>(ui: &mut Ui, label: &str, names: impl Iterator<Item = &'a str>, width: f32) -> Option<usize> {
    Choice::new(label, label).width(width).height(360.0).show(ui, names, None).1
}

/// `name`, with a number when it is taken.
fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|n| format!("{name}_{n}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|n| !taken(n)).unwrap_or_default()
}

/// The full name of a variable made from a series: letters, digits and underscores.
fn variable_name(series: &str) -> String {
    let plain: String = series.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    format!("user.{plain}")
}

fn span(data: &TsData) -> String {
    let domain = data.domain();
    let last = domain.last().map_or_else(String::new, |p| format!(" to {}", period_label(p)));
    let count = text::count(domain.len, "observation", "observations");
    format!("{}{last}, {count}", period_label(domain.start))
}
