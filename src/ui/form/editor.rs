//! A form on a value: shows its options, keeps what is being typed, and asks for changes.

use std::collections::{HashMap, HashSet};

use egui::Ui;

use super::field::Field;
use super::list::List;
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

/// A form on a value.
pub struct Editor<'a, S> {
    /// The value.
    pub value: &'a S,
    /// Where the default of an option is looked up, in this order.
    pub defaults: &'a [S],
    /// What options refer to.
    pub environment: &'a Environment,
    /// What of a value cannot be used.
    pub validate: &'a dyn Fn(&S) -> Vec<Problem>,
    /// What is being typed.
    pub typing: &'a mut Typing,
    /// What the user asked for.
    pub change: Option<(NamedChange, S)>,
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
        let Shown { field, label, value, default } = shown;
        let draft = self.typing.drafts.get(&field.path).cloned();
        let wrong = draft.as_ref().and_then(|d| self.attempt(field, d).err());
        let problem = match draft {
            Some(_) => wrong.clone(),
            None => self.problem(self.value, field),
        };
        let choices = field.choices(self.value, self.environment);
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
        let (wanted, typing) = match show::line(ui, &field.input, line) {
            Some(Edit::Picked(value)) => (value, false),
            Some(Edit::Typed(value)) => (value, true),
            Some(Edit::Left) if wrong.is_none() => {
                self.typing.drafts.remove(&field.path);
                return;
            }
            Some(Edit::Reset) => match default {
                Some(default) => (default.clone(), false),
                None => return,
            },
            Some(Edit::Left) | None => return,
        };
        let attempt = self.attempt(field, &wanted);
        if typing || attempt.is_err() {
            // what is typed stays as it is typed: "0." is not yet the end of "0.5"
            self.typing.drafts.insert(field.path.clone(), wanted.clone());
        } else {
            self.typing.drafts.remove(&field.path);
        }
        if let Ok(after) = attempt {
            let option = name.to_owned();
            let words = if default.as_ref() == Some(&wanted) {
                ChangeWords::Reset(option)
            } else {
                let text = wanted.to_string();
                let value = if text.is_empty() { "automatic".to_owned() } else { text };
                ChangeWords::Set { option, value }
            };
            self.ask(&field.path, words, after);
        }
    }

    /// The value after the change, or why it cannot be.
    fn attempt(&self, field: &Field<S>, value: &Value) -> Result<S, String> {
        let mut after = self.value.clone();
        field.write(&mut after, value, self.environment)?;
        match self.problem(&after, field) {
            Some(remedy) => Err(remedy),
            None => Ok(after),
        }
    }

    fn problem(&self, value: &S, field: &Field<S>) -> Option<String> {
        let problems = (self.validate)(value);
        problems.into_iter().find(|(path, _)| *path == field.path).map(|(_, remedy)| remedy)
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
                self.ask(list.path, ChangeWords::Remove(title.clone()), after);
            } else if response.clicked() && !self.typing.open_entries.remove(&path) {
                self.typing.open_entries.insert(path);
            }
            if open && !removed {
                let fields = list.fields(i);
                let all: Vec<Shown<'_, S>> = fields.iter().filter_map(|f| self.shown(f)).collect();
                for shown in all {
                    let name = format!("{} of {title}", shown.label);
                    self.field(ui, &Shown { default: None, ..shown }, &name, 1);
                }
            }
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
        let mut after = self.value.clone();
        match list.add(&mut after, &text, self.environment) {
            Ok(()) => {
                self.typing.new_entries.remove(list.path);
                let titles = list.titles(&after, self.environment).unwrap_or_default();
                let entry = titles.last().cloned().unwrap_or(text);
                self.ask(list.path, ChangeWords::Add(entry), after);
            }
            Err(reason) => {
                self.typing.new_entries.insert(list.path.to_owned(), (text, Some(reason)));
            }
        }
    }

    fn ask(&mut self, path: &str, words: ChangeWords, after: S) {
        self.change = Some((NamedChange { path: path.to_owned(), words }, after));
    }
}
