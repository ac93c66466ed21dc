//! What differs between two specifications, for labels of undo steps.

use serde_json::{Map, Value};
use solstice_engine::sa::spec::Spec;

/// One option that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionChange {
    /// Path in the specification, e.g. `x11.henderson_length`.
    pub path: String,
    /// The new value; none when the option returned to its default.
    pub value: Option<String>,
}

impl OptionChange {
    /// Name of the option in words: `Henderson length`.
    pub fn name(&self) -> String {
        let last = self.path.rsplit('.').next().unwrap_or(&self.path);
        let words = last.replace('_', " ");
        let mut chars = words.chars();
        chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
    }
}

/// A change of one option in the words of whoever made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedChange {
    /// Path of the option; successive changes of one option are one step of undo.
    pub path: String,
    /// What was done.
    pub words: ChangeWords,
}

/// What was done to an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeWords {
    /// An option got a value.
    Set {
        /// Name of the option.
        option: String,
        /// The value as it is shown.
        value: String,
    },
    /// An option returned to its default.
    Reset(String),
    /// An entry was added to a list.
    Add(String),
    /// An entry was removed from a list.
    Remove(String),
}

impl NamedChange {
    /// `Set Henderson length of Retail sales to 13`.
    pub(super) fn label(&self, items: &str) -> String {
        match &self.words {
            ChangeWords::Set { option, value } => format!("Set {option} of {items} to {value}"),
            ChangeWords::Reset(option) => format!("Set {option} of {items} to its default"),
            ChangeWords::Add(entry) => format!("Add {entry} to {items}"),
            ChangeWords::Remove(entry) => format!("Remove {entry} from {items}"),
        }
    }

    /// Whether it can join a change of the same option just before it.
    pub(super) fn can_join(&self) -> bool {
        matches!(self.words, ChangeWords::Set { .. } | ChangeWords::Reset(_))
    }
}

/// The options that differ, in order of their paths; a change of method is the one change `method`.
pub fn option_changes(before: &Spec, after: &Spec) -> Vec<OptionChange> {
    if before.method() != after.method() {
        return vec![OptionChange { path: "method".into(), value: Some(after.method().into()) }];
    }
    let (before, after) = (Side::new(before), Side::new(after));
    let mut changes = Vec::new();
    collect(&before, &after, &before.text, &after.text, "", &mut changes);
    changes
}

/// A specification with its text, in which options at their default may be absent or not.
struct Side<'a> {
    spec: &'a Spec,
    text: Value,
}

impl<'a> Side<'a> {
    fn new(spec: &'a Spec) -> Self {
        Self { spec, text: serde_json::to_value(spec).unwrap_or(Value::Null) }
    }

    /// Whether the option written at `pointer` has its default: the text without it means the same.
    fn is_default(&self, pointer: &str) -> bool {
        let mut text = self.text.clone();
        let Some((section, option)) = pointer.rsplit_once('/') else { return false };
        if let Some(Value::Object(map)) = text.pointer_mut(section) {
            map.remove(option);
        }
        serde_json::from_value::<Spec>(text).is_ok_and(|spec| spec == *self.spec)
    }
}

/// Compares the texts `b` and `a` at `pointer` of the two sides; null is absent.
fn collect(
    before: &Side<'_>,
    after: &Side<'_>,
    b: &Value,
    a: &Value,
    pointer: &str,
    changes: &mut Vec<OptionChange>,
) {
    let absent = Map::new();
    let section = |value| match value {
        &Value::Null => Some(&absent),
        value => Value::as_object(value),
    };
    if b == a {
    } else if let (Some(b), Some(a)) = (section(b), section(a)) {
        let mut names: Vec<&String> = b.keys().chain(a.keys()).collect();
        names.sort();
        names.dedup();
        for name in names {
            let value = |map: &Map<String, Value>| map.get(name).cloned().unwrap_or(Value::Null);
            collect(before, after, &value(b), &value(a), &format!("{pointer}/{name}"), changes);
        }
    } else if !(b.is_null() && after.is_default(pointer) || a.is_null() && before.is_default(pointer)) {
        // the outermost level is the method
        let path = pointer.splitn(3, '/').nth(2).unwrap_or(pointer).replace('/', ".");
        let value = match a {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        changes.push(OptionChange { path, value });
    }
}
