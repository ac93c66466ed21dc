//! Further values to which the changes of a form apply, as when several series are selected.

use super::editor::Problem;
use super::field::Field;
use super::list::List;
use super::value::{Environment, Value};
use super::{Section, problem_at};

/// What of a value cannot be used.
type Validate<'a, S> = Box<dyn Fn(&S) -> Vec<Problem> + 'a>;

/// A value that is changed together with the one that is shown.
pub struct Other<'a, S: 'static> {
    /// The value.
    pub value: &'a S,
    /// What its options refer to.
    pub environment: &'a Environment,
    /// Its form; one of another kind has options of the same paths.
    pub sections: &'static [Section<S>],
    /// Where the defaults of its options are looked up, in this order.
    pub defaults: Box<dyn Fn() -> Vec<S> + 'a>,
    /// What of a value cannot be used.
    pub validate: Validate<'a, S>,
}

/// Where an option stands.
pub(super) enum Place<'f, S> {
    /// In the form.
    Form(&'f Field<S>),
    /// In an entry of a list: its title, and the number of the option.
    Entry(&'f List<S>, &'f str, usize),
}

impl<S> Clone for Place<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Place<'_, S> {}

/// What an option is to be.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'v> {
    /// This value.
    Value(&'v Value),
    /// The default of the value that is changed.
    Default,
}

impl<S: Clone + 'static> Other<'_, S> {
    /// Whether the option has another value here; not where it has no meaning.
    pub(super) fn differs(&self, place: Place<'_, S>, value: &Value) -> bool {
        let own = self.at(place, |field, _| field.value(self.value, self.environment));
        own.flatten().is_some_and(|own| own != *value)
    }

    /// The value after the change; none where the option has no meaning.
    ///
    /// # Errors
    /// Why it cannot be.
    pub(super) fn after(&self, place: Place<'_, S>, wanted: Wanted<'_>) -> Result<Option<S>, String> {
        let change = |field: &Field<S>, same_form: bool| {
            let value = match wanted {
                Wanted::Value(value) => value.clone(),
                Wanted::Default => {
                    let default = |d: &S| field.value(d, self.environment);
                    match (self.defaults)().iter().find_map(default) {
                        Some(default) => default,
                        None => return Ok(None),
                    }
                }
            };
            let mut after = self.value.clone();
            let written = field.write(&mut after, &value, self.environment);
            let written = written.and_then(|()| match problem_at(&(self.validate)(&after), &field.path) {
                Some(remedy) => Err(remedy),
                None => Ok(Some(after)),
            });
            // an option of the same name may know other values in another form
            if same_form { written } else { Ok(written.unwrap_or(None)) }
        };
        self.at(place, change).unwrap_or(Ok(None))
    }

    /// Calls `f` with the option, and whether it is in the same form; none where it has no meaning.
    fn at<R>(&self, place: Place<'_, S>, f: impl FnOnce(&Field<S>, bool) -> R) -> Option<R> {
        let has_meaning = |field: &Field<S>| field.value(self.value, self.environment).is_some();
        match place {
            Place::Form(field) if has_meaning(field) => Some(f(field, true)),
            Place::Form(field) => {
                let mut all = self.sections.iter().flat_map(|s| &s.fields);
                all.find(|other| other.path == field.path && has_meaning(other)).map(|field| f(field, false))
            }
            Place::Entry(list, title, option) => {
                let (list, titles) = self.list(list)?;
                let at = titles.iter().position(|t| t == title)?;
                list.fields(at).get(option).filter(|f| has_meaning(f)).map(|field| f(field, true))
            }
        }
    }

    /// The list of the same path with the titles of its entries.
    fn list(&self, list: &List<S>) -> Option<(&'static List<S>, Vec<String>)> {
        let all = self.sections.iter().filter_map(|s| s.list.as_ref());
        all.filter(|l| l.path == list.path).find_map(|l| Some((l, l.titles(self.value, self.environment)?)))
    }

    /// Whether the list has other entries here.
    pub(super) fn has_other_entries(&self, list: &List<S>, titles: &[String]) -> bool {
        self.list(list).is_some_and(|(_, own)| own != titles)
    }

    /// The value with a new entry `title`, typed as `text`; none where it is there already, and without such a list.
    ///
    /// # Errors
    /// What can be typed.
    pub(super) fn with_entry(&self, list: &List<S>, title: &str, text: &str) -> Result<Option<S>, String> {
        let Some((list, titles)) = self.list(list) else { return Ok(None) };
        if titles.iter().any(|t| t == title) {
            return Ok(None);
        }
        let mut after = self.value.clone();
        list.add(&mut after, text, self.environment)?;
        Ok(Some(after))
    }

    /// The value without the entry `title`; none where it is not there.
    pub(super) fn without_entry(&self, list: &List<S>, title: &str) -> Option<S> {
        let (list, titles) = self.list(list)?;
        let at = titles.iter().position(|t| t == title)?;
        let mut after = self.value.clone();
        list.remove(&mut after, at);
        Some(after)
    }
}
