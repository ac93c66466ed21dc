//! A list of entries, each with options of its own.

use super::field::{Field, Lens};
use super::value::Environment;

type EntryTexts<S> = Box<dyn Fn(&S, &Environment) -> Option<Vec<String>> + Send + Sync>;
type Add<S> = Box<dyn Fn(&mut S, &str, &Environment) -> Result<(), String> + Send + Sync>;

type Remove<S> = Box<dyn Fn(&mut S, usize) + Send + Sync>;
type EntryFields<S> = Box<dyn Fn(usize) -> Vec<Field<S>> + Send + Sync>;

/// A list of a specification.
pub struct List<S> {
    /// Path in the specification.
    pub path: &'static str,
    /// What an entry is called: `outlier`.
    pub entry: &'static str,
    /// What can be typed for a new entry.
    pub example: &'static str,
    /// Names a new entry is chosen from; none when it is typed.
    pub names: Option<fn(&Environment) -> Vec<String>>,
    titles: EntryTexts<S>,
    add: Add<S>,
    remove: Remove<S>,
    fields: EntryFields<S>,
}

/// A list of entries of type `E` at `lens`, with titles, the reading of a new entry, and the options of an entry.
pub fn list<S: 'static, E: 'static>(
    [path, entry, example]: [&'static str; 3],
    lens: Lens<S, Vec<E>>,
    title: fn(&E, &Environment) -> String,
    parse: fn(&str, &[E], &Environment) -> Result<E, String>,
    fields: fn() -> Vec<Field<E>>,
) -> List<S> {
    List {
        path,
        entry,
        example,
        names: None,
        titles: Box::new(move |s, env| Some((lens.get)(s)?.iter().map(|e| title(e, env)).collect())),
        add: Box::new(move |s, text, env| {
            let entries = (lens.get_mut)(s).ok_or_else(|| "there is no such list here".to_owned())?;
            let entry = parse(text, entries, env)?;
            entries.push(entry);
            Ok(())
        }),
        remove: Box::new(move |s, i| {
            if let Some(entries) = (lens.get_mut)(s).filter(|e| i < e.len()) {
                entries.remove(i);
            }
        }),
        fields: Box::new(move |i| {
            let entry = |f: Field<E>| {
                let path = format!("{path}[{i}].{}", f.path);
                f.nth(i).of(lens).at_path(path)
            };
            fields().into_iter().map(entry).collect()
        }),
    }
}

impl<S: 'static> List<S> {
    /// With the names a new entry is chosen from.
    #[must_use]
    pub fn chosen_from(self, names: fn(&Environment) -> Vec<String>) -> Self {
        Self { names: Some(names), ..self }
    }

    /// Titles of the entries; none where there is no such list.
    pub fn titles(&self, spec: &S, env: &Environment) -> Option<Vec<String>> {
        (self.titles)(spec, env)
    }

    /// Appends the entry that `text` describes.
    ///
    /// # Errors
    /// What can be typed.
    pub fn add(&self, spec: &mut S, text: &str, env: &Environment) -> Result<(), String> {
        (self.add)(spec, text, env)
    }

    /// Removes an entry.
    pub fn remove(&self, spec: &mut S, i: usize) {
        (self.remove)(spec, i);
    }

    /// The options of an entry.
    pub fn fields(&self, i: usize) -> Vec<Field<S>> {
        (self.fields)(i)
    }

    /// The list of a part as one of the whole.
    #[must_use]
    pub fn of<W: 'static>(self, lens: Lens<W, S>) -> List<W> {
        let Self { path, entry, example, names, titles, add, remove, fields } = self;
        List {
            path,
            entry,
            example,
            names,
            titles: Box::new(move |w, env| titles((lens.get)(w)?, env)),
            add: Box::new(move |w, text, env| match (lens.get_mut)(w) {
                Some(s) => add(s, text, env),
                None => Err("there is no such list here".to_owned()),
            }),
            remove: Box::new(move |w, i| {
                if let Some(s) = (lens.get_mut)(w) {
                    remove(s, i);
                }
            }),
            fields: Box::new(move |i| fields(i).into_iter().map(|f| f.of(lens)).collect()),
        }
    }
}
