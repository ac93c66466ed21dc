//! The specification of the selected series: every option with its default, its meaning and a way back.

mod arima;
mod filter;
mod span;
mod trading_days;
mod variables;
mod x11;
mod x13;

use egui::{ScrollArea, Ui};
use solstice_engine::sa::spec::{Spec, SpecError, X13_NAMES};

use self::filter::Filter;
use crate::report::chart::palette::Role;
use crate::ui::action::{Action, Actions};
use crate::ui::command::UiCommand;
use crate::ui::form::{self, Edit, Environment, Field, Input, Line, List, Section, Value};
use crate::ui::session::Session;
use crate::ui::views::Scope;
use crate::ui::{theme, widgets};
use crate::workspace::{ChangeWords, Command, Item, NamedChange, nearest_predefined, predefined_name};

/// Shows the specification; every change is a command for the selected item.
pub fn show(ui: &mut Ui, scope: Scope<'_>, session: &mut Session, actions: &mut Actions) {
    let Some((item, series)) = scope.item.zip(scope.series()) else {
        widgets::empty_state(
            ui,
            "No series selected",
            "The options of the selected series appear here.",
            |_| {},
        );
        return;
    };
    let domain = series.data.domain();
    let context = &scope.workspace.context;
    let environment = Environment {
        unit: domain.start.unit,
        period: domain.annual_frequency().unwrap_or(1),
        span: [domain.start, domain.last().unwrap_or(domain.start)],
        calendars: context.calendars.iter().map(|(name, _)| name.to_owned()).collect(),
        variables: context.variables.iter().map(|(name, _)| name).collect(),
    };
    if let Some(name) = predefined_name(&item.spec) {
        session.form.bases.insert(item.id, name);
    }
    let base = session.form.bases.get(&item.id).copied().unwrap_or_else(|| nearest_predefined(&item.spec));
    let mut inspector = Inspector {
        item,
        base,
        sections: x13::sections(),
        defaults: defaults(base),
        errors: item.spec.validate(environment.period as usize),
        environment: &environment,
        session,
        actions,
    };
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(8, 6)).show(ui, |ui| {
        inspector.header(ui);
        inspector.filter_line(ui);
        ui.add_space(theme::GRID);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            inspector.sections(ui);
        });
    });
}

/// Where the default of an option is looked up: in the specification the series had, then in the richest one.
fn defaults(base: &str) -> Vec<Spec> {
    [base, "rsa5c"].iter().filter_map(|name| solstice_engine::sa::spec::x13(name)).collect()
}

struct Inspector<'a> {
    item: &'a Item,
    base: &'static str,
    sections: &'static [Section<Spec>],
    defaults: Vec<Spec>,
    errors: Vec<SpecError>,
    environment: &'a Environment,
    session: &'a mut Session,
    actions: &'a mut Actions,
}

/// An option that is on the screen.
struct Shown<'f> {
    field: &'f Field<Spec>,
    label: String,
    value: Value,
    default: Option<Value>,
}

impl Shown<'_> {
    fn is_changed(&self) -> bool {
        self.default.as_ref().is_some_and(|d| *d != self.value)
    }
}

impl Inspector<'_> {
    /// Which predefined specification it is, or how far from one.
    fn header(&mut self, ui: &mut Ui) {
        let name = predefined_name(&self.item.spec);
        let value = Value::Text(name.map_or_else(|| format!("{}, changed", self.base), str::to_owned));
        let default = Value::Text(self.base.to_owned());
        let names: Vec<String> = X13_NAMES.iter().map(|n| (*n).to_owned()).collect();
        let tip = "The predefined specification; every option can be changed below.";
        let line = Line {
            label: "Specification",
            name: "Specification",
            tip,
            standard: "",
            value: &value,
            default: Some(&default),
            choices: &names,
            problem: None,
            depth: 0,
        };
        let choice: Input<Spec> = Input::Choice(Box::new(|_, _| Vec::new()));
        match form::line(ui, &choice, line) {
            Some(Edit::Picked(Value::Text(picked))) => {
                if let Some(name) = X13_NAMES.iter().find(|n| **n == picked) {
                    self.actions.push(Action::Run(UiCommand::Predefined(name)));
                }
            }
            Some(Edit::Reset) => self.actions.push(Action::Run(UiCommand::Predefined(self.base))),
            _ => {}
        }
    }

    fn filter_line(&mut self, ui: &mut Ui) {
        let changed = self.sections.iter().flat_map(|s| &s.fields).filter_map(|f| self.shown(f));
        let count = changed.filter(Shown::is_changed).count();
        filter::show(ui, &mut self.session.form, count);
    }

    fn sections(&mut self, ui: &mut Ui) {
        let filter = Filter::new(&self.session.form);
        let mut nothing = true;
        for section in self.sections {
            nothing &= !self.section(ui, section, &filter);
        }
        if nothing {
            let (title, text) = if filter.is_empty() {
                ("No options", "")
            } else {
                ("Nothing found", "No option fits the filter.")
            };
            widgets::empty_state(ui, title, text, |_| {});
        }
    }

    fn shown<'f>(&self, field: &'f Field<Spec>) -> Option<Shown<'f>> {
        let env = self.environment;
        let value = field.value(&self.item.spec, env)?;
        let default = self.defaults.iter().find_map(|d| field.value(d, env));
        Some(Shown { field, label: field.label(&self.item.spec, env), value, default })
    }

    /// Whether anything of the section is shown.
    fn section(&mut self, ui: &mut Ui, section: &'static Section<Spec>, filter: &Filter) -> bool {
        let all: Vec<Shown<'_>> = section.fields.iter().filter_map(|f| self.shown(f)).collect();
        let entries = section.list.as_ref().and_then(|l| l.titles(&self.item.spec, self.environment));
        let changed = all.iter().any(Shown::is_changed) || entries.as_ref().is_some_and(|e| !e.is_empty());
        let wanted: Vec<&Shown<'_>> =
            all.iter().filter(|s| filter.admits(section.title, &s.label, s.field, s.is_changed())).collect();
        let entries = entries.filter(|e| filter.admits_list(section.title, !e.is_empty()));
        if wanted.is_empty() && entries.is_none() {
            return false;
        }
        let toggled = &mut self.session.stored.toggled_sections;
        let open = !filter.is_empty() || section.open != toggled.contains(section.title);
        let summary = (section.summary)(&self.item.spec, self.environment).filter(|_| !open);
        let summary = summary.map_or_else(String::new, |s| shortened(&s));
        let name = format!("{} options", section.title);
        let row = widgets::Row {
            text: section.title,
            name: &name,
            note: &summary,
            note_role: changed.then_some(Role::Accent),
            strong: true,
            fold: Some(open),
            ..Default::default()
        };
        let response = widgets::row(ui, row).on_hover_text(section.tip);
        if response.clicked() && filter.is_empty() && !toggled.remove(section.title) {
            toggled.insert(section.title.to_owned());
        }
        if open {
            for shown in wanted {
                self.field(ui, shown, &shown.label, 0);
            }
            if let Some((list, titles)) = section.list.as_ref().zip(entries) {
                self.list(ui, list, &titles);
            }
            ui.add_space(theme::GRID);
        }
        true
    }

    fn field(&mut self, ui: &mut Ui, shown: &Shown<'_>, name: &str, depth: usize) {
        let Shown { field, label, value, default } = shown;
        let draft = self.session.form.drafts.get(&field.path).cloned();
        let wrong = draft.as_ref().and_then(|d| self.attempt(field, d).err());
        let in_use = || self.errors.iter().find(|e| e.field == field.path).map(|e| e.remedy.clone());
        let problem = wrong.clone().or_else(|| in_use().filter(|_| draft.is_none()));
        let choices = field.choices(&self.item.spec, self.environment);
        let line = Line {
            label,
            name,
            tip: field.tip,
            standard: field.standard,
            value: draft.as_ref().unwrap_or(value),
            default: default.as_ref(),
            choices: &choices,
            problem: problem.as_deref(),
            depth,
        };
        let Some(edit) = form::line(ui, &field.input, line) else { return };
        let (wanted, typing) = match edit {
            Edit::Picked(value) => (value, false),
            Edit::Typed(value) => (value, true),
            Edit::Left => {
                if wrong.is_none() {
                    self.session.form.drafts.remove(&field.path);
                }
                return;
            }
            Edit::Reset => match default {
                Some(default) => (default.clone(), false),
                None => return,
            },
        };
        let attempt = self.attempt(field, &wanted);
        if typing || attempt.is_err() {
            // what is typed stays as it is typed: "0." is not yet the end of "0.5"
            self.session.form.drafts.insert(field.path.clone(), wanted.clone());
        } else {
            self.session.form.drafts.remove(&field.path);
        }
        if let Ok(spec) = attempt {
            let option = name.to_owned();
            let words = if default.as_ref() == Some(&wanted) {
                ChangeWords::Reset(option)
            } else {
                let text = wanted.to_string();
                let value = if text.is_empty() { "automatic".to_owned() } else { text };
                ChangeWords::Set { option, value }
            };
            self.submit(&field.path, words, spec);
        }
    }

    /// The specification with this value, or why it cannot be.
    fn attempt(&self, field: &Field<Spec>, value: &Value) -> Result<Spec, String> {
        let mut spec = self.item.spec.clone();
        field.write(&mut spec, value, self.environment)?;
        let errors = spec.validate(self.environment.period as usize);
        match errors.into_iter().find(|e| e.field == field.path) {
            Some(error) => Err(error.remedy),
            None => Ok(spec),
        }
    }

    fn list(&mut self, ui: &mut Ui, list: &List<Spec>, titles: &[String]) {
        for (i, title) in titles.iter().enumerate() {
            let path = format!("{}[{i}]", list.path);
            let open = self.session.form.open_entries.contains(&path);
            let what = format!("Remove {title}");
            let (response, removed) = form::title(ui, title, open, 1, "", Some(&what));
            if removed {
                let mut spec = self.item.spec.clone();
                list.remove(&mut spec, i);
                self.session.form.open_entries.clear();
                self.session.form.forget_typing();
                self.submit(list.path, ChangeWords::Remove(title.clone()), spec);
            } else if response.clicked() && !self.session.form.open_entries.remove(&path) {
                self.session.form.open_entries.insert(path);
            }
            if open && !removed {
                let fields = list.fields(i);
                let all: Vec<Shown<'_>> = fields.iter().filter_map(|f| self.shown(f)).collect();
                for shown in all {
                    let name = format!("{} of {title}", shown.label);
                    self.field(ui, &Shown { default: None, ..shown }, &name, 1);
                }
            }
        }
        self.new_entry(ui, list);
    }

    fn new_entry(&mut self, ui: &mut Ui, list: &List<Spec>) {
        let (text, wrong) = self.session.form.new_entries.get(list.path).cloned().unwrap_or_default();
        let names = list.names.map(|names| names(self.environment));
        let (edited, add) =
            form::add_line(ui, list.entry, list.example, &text, names.as_deref(), wrong.as_deref());
        let text = edited.clone().unwrap_or(text);
        if let Some(edited) = edited {
            self.session.form.new_entries.insert(list.path.to_owned(), (edited, None));
        }
        if !add {
            return;
        }
        let mut spec = self.item.spec.clone();
        match list.add(&mut spec, &text, self.environment) {
            Ok(()) => {
                self.session.form.new_entries.remove(list.path);
                let titles = list.titles(&spec, self.environment).unwrap_or_default();
                let entry = titles.last().cloned().unwrap_or(text);
                self.submit(list.path, ChangeWords::Add(entry), spec);
            }
            Err(reason) => {
                self.session.form.new_entries.insert(list.path.to_owned(), (text, Some(reason)));
            }
        }
    }

    fn submit(&mut self, path: &str, words: ChangeWords, spec: Spec) {
        let change = NamedChange { path: path.to_owned(), words };
        let items = vec![self.item.id];
        self.actions.push(Action::Edit(Box::new(Command::ChangeOption {
            items,
            spec: Box::new(spec),
            change,
        })));
    }
}

/// As much of a summary as stands beside a title.
fn shortened(text: &str) -> String {
    const MOST: usize = 26;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}...", text.get(..at).unwrap_or(text)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
