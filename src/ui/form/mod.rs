//! Forms as tables: an option is a line that says its name, its meaning, how it is read and how it is written. The
//! window draws the lines, and knows nothing of the options.

// an option is two functions, which have no text
#![allow(missing_debug_implementations)]

mod editor;
mod field;
mod list;
mod others;
mod show;
mod value;

pub use editor::{Change, Editor, Problem, Shown, Typing};
pub use field::{Access, Field, Input, Lens, choice, choice_of, coefficient, flag, number, set, text};
pub use list::{List, list};
pub use others::Other;
pub use show::{Edit, Line, add_line, line, title};
pub use value::{CoefficientState, Environment, Value, parse_period, period_text};

pub(crate) use field::{at, part};

/// What is allowed at `path`, when it has a problem.
fn problem_at(problems: &[Problem], path: &str) -> Option<String> {
    problems.iter().find(|(at, _)| at == path).map(|(_, remedy)| remedy.clone())
}

type Summary<S> = Box<dyn Fn(&S, &Environment) -> Option<String> + Send + Sync>;

/// Options that belong together.
pub struct Section<S> {
    /// Title; also the key under which it is remembered as folded.
    pub title: &'static str,
    /// What it is about, in one sentence.
    pub tip: &'static str,
    /// Whether it is open at first.
    pub open: bool,
    /// What its options say, in a few words; none when there is nothing to set.
    pub summary: Summary<S>,
    /// The options.
    pub fields: Vec<Field<S>>,
    /// A list below them.
    pub list: Option<List<S>>,
}

impl<S: 'static> Section<S> {
    /// A section that is open at first, without list.
    pub fn new(
        title: &'static str,
        tip: &'static str,
        summary: impl Fn(&S, &Environment) -> Option<String> + Send + Sync + 'static,
        fields: Vec<Field<S>>,
    ) -> Self {
        Self { title, tip, open: true, summary: Box::new(summary), fields, list: None }
    }

    /// Folded at first.
    #[must_use]
    pub fn folded(self) -> Self {
        Self { open: false, ..self }
    }

    /// With a list below the options.
    #[must_use]
    pub fn with_list(self, list: List<S>) -> Self {
        Self { list: Some(list), ..self }
    }

    /// The section as one of the whole that `lens` looks into; without options where the part is missing.
    #[must_use]
    pub fn of<W: 'static>(self, lens: Lens<W, S>) -> Section<W> {
        let summary = self.summary;
        Section {
            title: self.title,
            tip: self.tip,
            open: self.open,
            summary: Box::new(move |whole, env| summary((lens.get)(whole)?, env)),
            fields: self.fields.into_iter().map(|f| f.of(lens)).collect(),
            list: self.list.map(|l| l.of(lens)),
        }
    }
}
