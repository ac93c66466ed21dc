//! A form on a value: shows its options, keeps what is being typed, and asks for changes.

use std::collections::{HashMap, HashSet};

use egui::Ui;

use super::field::Field;
use super::list::List;
use super::others::{Other, Place, Wanted};
use super::problem_at;
use super::show::{self, Edit, Line};
use super::value::{Environment, Value};
use crate::workspace::{ChangeWords, NamedChange};

/// What is being typed into a form.
#[derive(Debug, Default)]
pub struct Typing {
    /// What stands in fields, by option, while it is typed or cannot be used.
    drafts: HashMap<String, Value>,
    /// New entries of lists, and why the last one was refused.
    new_entries: HashMap<String, (String, Option<String>)>,
    /// Open entries of lists, by their paths.
    open_entries: HashSet<String>,
}

impl Typing {
    /// Forgets what was typed but not used.
    pub fn forget(&mut self) {
        self.drafts.clear();
        self.new_entries.clear();
    }

    /// The same, and closes all entries.
    pub fn clear(&mut self) {
        self.forget();
        self.open_entries.clear();
    }
}

/// What cannot be used: path of the option and what is allowed.
pub type Problem = (String, String);

/// An option that is shown.
pub struct Shown<'f, S> {
    /// The option.
    pub field: &'f Field<S>,
    /// Its label.
    pub label: String,
    value: Value,
    default: Option<Value>,
}

impl<S> Shown<'_, S> {
    /// The label with that of its group: `Number of outliers: Bad above`.
    pub fn name(&self) -> String {
        match self.field.group {
            Some(group) => format!("{group}: {}", self.label),
            None => self.label.clone(),
        }
    }

    /// Whether it differs from its default.
    pub fn is_changed(&self) -> bool {
        self.default.as_ref().is_some_and(|d| *d != self.value)
    }
}

/// What the user asked for.
pub struct Change<S> {
    /// In words.
    pub words: NamedChange,
    /// The value that is shown, afterwards.
    pub value: S,
    /// The others afterwards, in their order; none for those it does not concern.
    pub others: Vec<Option<S>>,
}

/// A form on a value.
pub struct Editor<'a, S: 'static> {
    /// The value.
    pub value: &'a S,
    /// Others that are changed with it.
    pub others: &'a [Other<'a, S>],
    /// Where the default of an option is looked up, in this order.
    pub defaults: &'a [S],
    /// What options refer to.
    pub environment: &'a Environment,
    /// What of a value cannot be used.
    pub validate: &'a dyn Fn(&S) -> Vec<Problem>,
    /// What is being typed.
    pub typing: &'a mut Typing,
    /// What the user asked for.
    pub change: Option<Change<S>>,
}

impl<S: Clone + 'static> Editor<'_, S> {
    /// The option as it is shown; none where it has no meaning.
    pub fn shown<'f>(&self, field: &'f Field<S>) -> Option<Shown<'f, S>> {
        let env = self.environment;
        let value = field.value(self.value, env)?;
        let default = self.defaults.iter().find_map(|d| field.value(d, env));
        Some(Shown { field, label: field.label(self.value, env), value, default })
    }

    /// Shows an option under its accessible name.
    pub fn field(&mut self, ui: &mut Ui, shown: &Shown<'_, S>, name: &str, depth: usize) {
        self.option(ui, shown, name, depth, Place::Form(shown.field));
    }

    fn option(&mut self, ui: &mut Ui, shown: &Shown<'_, S>, name: &str, depth: usize, place: Place<'_, S>) {
        let Shown { field, label, value, default } = shown;
        let draft = self.typing.drafts.get(&field.path).cloned();
        let wrong = draft.as_ref().and_then(|d| self.attempt(field, place, Wanted::Value(d), d).err());
        let problem = match draft {
            Some(_) => wrong.clone(),
            None => problem_at(&(self.validate)(self.value), &field.path),
        };
        let choices = field.choices(self.value, self.environment);
        let line = Line {
            label,
            name,
            tip: field.tip,
            standard: field.standard,
            value: draft.as_ref().unwrap_or(value),
            mixed: draft.is_none() && self.others.iter().any(|o| o.differs(place, value)),
            default: default.as_ref(),
            choices: &choices,
            problem: problem.as_deref(),
            depth,
        };
        let edit = show::line(ui, &field.input, line);
        let typing = matches!(edit, Some(Edit::Typed(_)));
        let (value, wanted) = match &edit {
            Some(Edit::Picked(value) | Edit::Typed(value)) => (value, Wanted::Value(value)),
            Some(Edit::Left) if wrong.is_none() => {
                self.typing.drafts.remove(&field.path);
                return;
            }
            Some(Edit::Reset) => match default {
                Some(default) => (default, Wanted::Default),
                None => return,
            },
            Some(Edit::Left) | None => return,
        };
        let attempt = self.attempt(field, place, wanted, value);
        if typing || attempt.is_err() {
            // what is typed stays as it is typed: "0." is not yet the end of "0.5"
            self.typing.drafts.insert(field.path.clone(), value.clone());
        } else {
            self.typing.drafts.remove(&field.path);
        }
        if let Ok((after, others)) = attempt {
            let option = name.to_owned();
            let words = if default.as_ref() == Some(value) {
                ChangeWords::Reset(option)
            } else {
                let text = value.to_string();
                let value = if text.is_empty() { "automatic".to_owned() } else { text };
                ChangeWords::Set { option, value }
            };
            self.ask(&field.path, words, after, others);
        }
    }

    /// All values after the change, or why it cannot be.
    fn attempt(
        &self,
        field: &Field<S>,
        place: Place<'_, S>,
        wanted: Wanted<'_>,
        value: &Value,
    ) -> Result<(S, Vec<Option<S>>), String> {
        let mut after = self.value.clone();
        field.write(&mut after, value, self.environment)?;
        if let Some(remedy) = problem_at(&(self.validate)(&after), &field.path) {
            return Err(remedy);
        }
        let others: Result<_, String> = self.others.iter().map(|o| o.after(place, wanted)).collect();
        Ok((after, others.map_err(|remedy| of_another(&remedy))?))
    }

    /// Shows a list with the line for a new entry; nothing where there is no such list.
    pub fn list(&mut self, ui: &mut Ui, list: &List<S>) {
        let Some(titles) = list.titles(self.value, self.environment) else { return };
        for (i, title) in titles.iter().enumerate() {
            let path = format!("{}[{i}]", list.path);
            let open = self.typing.open_entries.contains(&path);
            let what = format!("Remove {title}");
            let (response, removed) = show::title(ui, title, open, 1, "", Some(&what));
            if removed {
                let mut after = self.value.clone();
                list.remove(&mut after, i);
                self.typing.clear();
                let others = self.others.iter().map(|o| o.without_entry(list, title)).collect();
                self.ask(list.path, ChangeWords::Remove(title.clone()), after, others);
            } else if response.clicked() && !self.typing.open_entries.remove(&path) {
                self.typing.open_entries.insert(path);
            }
            if open && !removed {
                let fields = list.fields(i);
                for (number, field) in fields.iter().enumerate() {
                    let Some(shown) = self.shown(field) else { continue };
                    let name = format!("{} of {title}", shown.label);
                    let place = Place::Entry(list, title, number);
                    self.option(ui, &Shown { default: None, ..shown }, &name, 1, place);
                }
            }
        }
        if self.others.iter().any(|o| o.has_other_entries(list, &titles)) {
            show::note(ui, "Other selected series have other entries; a new one is added to all.");
        }
        self.new_entry(ui, list);
    }

    fn new_entry(&mut self, ui: &mut Ui, list: &List<S>) {
        let (text, wrong) = self.typing.new_entries.get(list.path).cloned().unwrap_or_default();
        let names = list.names.map(|names| names(self.environment));
        let (edited, add) =
            show::add_line(ui, list.entry, list.example, &text, names.as_deref(), wrong.as_deref());
        let text = edited.clone().unwrap_or(text);
        if let Some(edited) = edited {
            self.typing.new_entries.insert(list.path.to_owned(), (edited, None));
        }
        if !add {
            return;
        }
        match self.with_entry(list, &text) {
            Ok((title, after, others)) => {
                self.typing.new_entries.remove(list.path);
                self.ask(list.path, ChangeWords::Add(title), after, others);
            }
            Err(reason) => {
                self.typing.new_entries.insert(list.path.to_owned(), (text, Some(reason)));
            }
        }
    }

    /// The title of the entry that `text` describes, and all values with it.
    fn with_entry(&self, list: &List<S>, text: &str) -> Result<(String, S, Vec<Option<S>>), String> {
        let mut after = self.value.clone();
        list.add(&mut after, text, self.environment)?;
        let titles = list.titles(&after, self.environment).unwrap_or_default();
        let title = titles.last().cloned().unwrap_or_else(|| text.to_owned());
        let others: Result<_, String> =
            self.others.iter().map(|o| o.with_entry(list, &title, text)).collect();
        Ok((title, after, others.map_err(|remedy| of_another(&remedy))?))
    }

    fn ask(&mut self, path: &str, words: ChangeWords, value: S, others: Vec<Option<S>>) {
        let words = NamedChange { path: path.to_owned(), words };
        self.change = Some(Change { words, value, others });
    }
}

/// Why a change cannot be where it is not seen.
fn of_another(remedy: &str) -> String {
    format!("in another of the selected series: {remedy}")
}
