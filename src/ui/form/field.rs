//! One option of a form.

use solstice_engine::toolkit::regression::Parameter;

use super::value::{CoefficientState, Environment, Number, Value};

type Setter<S, T> = Box<dyn Fn(&mut S, T) + Send + Sync>;

/// How a value of type `T` is read from a specification and written to it.
pub struct Access<S, T> {
    /// Reads it.
    pub get: Box<dyn Fn(&S) -> T + Send + Sync>,
    /// Writes it.
    pub set: Setter<S, T>,
}

impl<S, T> Access<S, T> {
    /// From two functions.
    pub fn new(
        get: impl Fn(&S) -> T + Send + Sync + 'static,
        set: impl Fn(&mut S, T) + Send + Sync + 'static,
    ) -> Self {
        Self { get: Box::new(get), set: Box::new(set) }
    }
}

/// A part of a specification that may be missing.
pub struct Lens<S, P> {
    /// The part.
    pub get: fn(&S) -> Option<&P>,
    /// The part, to be changed.
    pub get_mut: fn(&mut S) -> Option<&mut P>,
}

impl<S, P> Clone for Lens<S, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, P> Copy for Lens<S, P> {}

/// `at!(X11Spec: lower_sigma)`: the access to a field.
macro_rules! at {
    ($whole:ty: $($field:ident).+) => {
        $crate::ui::form::Access::new(
            |s: &$whole| s.$($field).+.clone(),
            |s: &mut $whole, value| s.$($field).+ = value,
        )
    };
}

/// `part!(X13Spec: x11)`: the lens to a field.
macro_rules! part {
    ($whole:ty: $($field:ident).+) => {
        $crate::ui::form::Lens {
            get: |s: &$whole| Some(&s.$($field).+),
            get_mut: |s: &mut $whole| Some(&mut s.$($field).+),
        }
    };
}

pub(crate) use {at, part};

type Get<S, T> = Box<dyn Fn(&S, &Environment) -> T + Send + Sync>;
type Set<S> = Box<dyn Fn(&mut S, &Value, &Environment) -> Result<(), String> + Send + Sync>;

/// What an option is edited with.
pub enum Input<S> {
    /// A box to be ticked.
    Flag,
    /// A list of names.
    Choice(Get<S, Vec<String>>),
    /// A line of text, with a hint for when it is empty.
    Text(&'static str),
    /// A row of names that are on or off.
    Set,
    /// State and value of a coefficient, with the states it can have.
    Coefficient(&'static [CoefficientState]),
}

/// One option.
pub struct Field<S> {
    /// Path in the specification, as messages name it.
    pub path: String,
    /// Name under which the field's literature and other programs know it.
    pub standard: &'static str,
    /// What it does.
    pub tip: &'static str,
    /// What it is edited with.
    pub input: Input<S>,
    /// The option above that it belongs to; stands indented below it.
    pub group: Option<&'static str>,
    label: Get<S, String>,
    get: Get<S, Option<Value>>,
    set: Set<S>,
}

impl<S: 'static> Field<S> {
    fn new(
        [path, label, standard, tip]: [&'static str; 4],
        input: Input<S>,
        get: impl Fn(&S, &Environment) -> Value + Send + Sync + 'static,
        set: impl Fn(&mut S, &Value, &Environment) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            path: path.to_owned(),
            standard,
            tip,
            input,
            group: None,
            label: Box::new(move |_, _| label.to_owned()),
            get: Box::new(move |s, env| Some(get(s, env))),
            set: Box::new(set),
        }
    }

    /// The label.
    pub fn label(&self, spec: &S, env: &Environment) -> String {
        (self.label)(spec, env)
    }

    /// The value in `spec`; none where the option has no meaning.
    pub fn value(&self, spec: &S, env: &Environment) -> Option<Value> {
        (self.get)(spec, env)
    }

    /// Writes a value.
    ///
    /// # Errors
    /// Why it cannot be used, with the remedy.
    pub fn write(&self, spec: &mut S, value: &Value, env: &Environment) -> Result<(), String> {
        (self.set)(spec, value, env)
    }

    /// Names to choose from; none for other inputs.
    pub fn choices(&self, spec: &S, env: &Environment) -> Vec<String> {
        match &self.input {
            Input::Choice(names) => names(spec, env),
            _ => Vec::new(),
        }
    }

    /// Shown only where `test` holds.
    #[must_use]
    pub fn when(self, test: impl Fn(&S) -> bool + Send + Sync + 'static) -> Self {
        let get = self.get;
        Self { get: Box::new(move |s, env| if test(s) { get(s, env) } else { None }), ..self }
    }

    /// Shown only where the environment is so.
    #[must_use]
    pub fn in_environment(self, test: impl Fn(&Environment) -> bool + Send + Sync + 'static) -> Self {
        let get = self.get;
        Self { get: Box::new(move |s, env| if test(env) { get(s, env) } else { None }), ..self }
    }

    /// With a label that depends on the specification.
    #[must_use]
    pub fn labelled(self, label: impl Fn(&S, &Environment) -> String + Send + Sync + 'static) -> Self {
        Self { label: Box::new(label), ..self }
    }

    /// As one of the options of `group`.
    #[must_use]
    pub fn within(self, group: &'static str) -> Self {
        Self { group: Some(group), ..self }
    }

    /// With another path.
    #[must_use]
    pub fn at_path(self, path: String) -> Self {
        Self { path, ..self }
    }

    /// With the path of the whole in front; a field without path of its own gets that of the whole.
    #[must_use]
    pub fn under(self, prefix: &str) -> Self {
        let path = if self.path.is_empty() { prefix.to_owned() } else { format!("{prefix}.{}", self.path) };
        Self { path, ..self }
    }

    /// After a change, something else that depends on it is put right.
    #[must_use]
    pub fn then(self, adapt: fn(&mut S)) -> Self {
        let set = self.set;
        let set: Set<S> = Box::new(move |s, value, env| {
            set(s, value, env)?;
            adapt(s);
            Ok(())
        });
        Self { set, ..self }
    }

    /// The option of a part as one of the whole.
    #[must_use]
    pub fn of<W: 'static>(self, lens: Lens<W, S>) -> Field<W> {
        self.seen(lens.get, lens.get_mut)
    }

    /// The option of the element `i` as one of a list.
    #[must_use]
    pub fn nth(self, i: usize) -> Field<Vec<S>> {
        self.seen(move |all: &Vec<S>| all.get(i), move |all: &mut Vec<S>| all.get_mut(i))
    }

    fn seen<W: 'static>(
        self,
        part: impl Fn(&W) -> Option<&S> + Copy + Send + Sync + 'static,
        part_mut: impl Fn(&mut W) -> Option<&mut S> + Send + Sync + 'static,
    ) -> Field<W> {
        let Self { path, standard, tip, input, group, label, get, set } = self;
        let input = match input {
            Input::Flag => Input::Flag,
            Input::Choice(names) => Input::Choice(Box::new(move |w: &W, env: &Environment| {
                part(w).map(|s| names(s, env)).unwrap_or_default()
            })),
            Input::Text(hint) => Input::Text(hint),
            Input::Set => Input::Set,
            Input::Coefficient(states) => Input::Coefficient(states),
        };
        Field {
            path,
            standard,
            tip,
            input,
            group,
            label: Box::new(move |w, env| part(w).map(|s| label(s, env)).unwrap_or_default()),
            get: Box::new(move |w, env| get(part(w)?, env)),
            set: Box::new(move |w, value, env| match part_mut(w) {
                Some(s) => set(s, value, env),
                None => Err("this option has no meaning here".to_owned()),
            }),
        }
    }
}

fn unusable(value: &Value) -> String {
    format!("\"{value}\" cannot be used here")
}

/// Yes or no. The texts are path, label, standard name and explanation.
pub fn flag<S: 'static>(texts: [&'static str; 4], access: Access<S, bool>) -> Field<S> {
    Field::new(
        texts,
        Input::Flag,
        move |s, _| Value::Flag((access.get)(s)),
        move |s, value, _| {
            let Value::Flag(on) = value else { return Err(unusable(value)) };
            (access.set)(s, *on);
            Ok(())
        },
    )
}

/// One of several values with names.
pub fn choice<S: 'static, T: PartialEq + Clone + Send + Sync + 'static>(
    texts: [&'static str; 4],
    names: &'static [(T, &'static str)],
    access: Access<S, T>,
) -> Field<S> {
    Field::new(
        texts,
        Input::Choice(Box::new(|_, _| names.iter().map(|(_, name)| (*name).to_owned()).collect())),
        move |s, _| {
            let value = (access.get)(s);
            Value::Text(names.iter().find(|(v, _)| *v == value).map_or("other", |(_, n)| n).to_owned())
        },
        move |s, value, _| {
            let known = names.iter().find(|(_, n)| Value::Text((*n).to_owned()) == *value);
            let (wanted, _) = known.ok_or_else(|| unusable(value))?;
            (access.set)(s, wanted.clone());
            Ok(())
        },
    )
}

/// One of the names that the environment gives, read and written by functions.
pub fn choice_of<S: 'static>(
    texts: [&'static str; 4],
    names: impl Fn(&Environment) -> Vec<String> + Send + Sync + 'static,
    get: impl Fn(&S, &Environment) -> String + Send + Sync + 'static,
    set: impl Fn(&mut S, &str, &Environment) -> Result<(), String> + Send + Sync + 'static,
) -> Field<S> {
    let line = text(texts, "", get, set);
    Field { input: Input::Choice(Box::new(move |_, env| names(env))), ..line }
}

/// A number; `hint` says what 0 means, empty when it is a number like any other.
#[allow(private_bounds)]
pub fn number<S: 'static, T: Number + 'static>(
    texts: [&'static str; 4],
    hint: &'static str,
    access: Access<S, T>,
) -> Field<S> {
    text(
        texts,
        hint,
        move |s, _| {
            let text = (access.get)(s).text();
            if text == "0" && !hint.is_empty() { String::new() } else { text }
        },
        move |s, text, _| {
            let text = if text.trim().is_empty() && !hint.is_empty() { "0" } else { text };
            let number =
                T::parse(text).ok_or_else(|| format!("\"{text}\" is not a number that fits here"))?;
            (access.set)(s, number);
            Ok(())
        },
    )
}

/// A line of text that is read and written by functions.
pub fn text<S: 'static>(
    texts: [&'static str; 4],
    hint: &'static str,
    get: impl Fn(&S, &Environment) -> String + Send + Sync + 'static,
    set: impl Fn(&mut S, &str, &Environment) -> Result<(), String> + Send + Sync + 'static,
) -> Field<S> {
    Field::new(
        texts,
        Input::Text(hint),
        move |s, env| Value::Text(get(s, env)),
        move |s, value, env| match value {
            Value::Text(text) => set(s, text, env),
            _ => Err(unusable(value)),
        },
    )
}

/// Which of several values, in the order of the names.
pub fn set<S: 'static, T: PartialEq + Clone + Send + Sync + 'static>(
    texts: [&'static str; 4],
    names: &'static [(T, &'static str)],
    access: Access<S, Vec<T>>,
) -> Field<S> {
    Field::new(
        texts,
        Input::Set,
        move |s, _| {
            let present = (access.get)(s);
            Value::Set(names.iter().map(|(v, n)| (*n, present.contains(v))).collect())
        },
        move |s, value, _| {
            let Value::Set(on) = value else { return Err(unusable(value)) };
            let chosen = names.iter().zip(on).filter(|(_, (_, on))| *on).map(|((v, _), _)| v.clone());
            (access.set)(s, chosen.collect());
            Ok(())
        },
    )
}

/// A coefficient: free or fixed, and with `start` also free from a value.
pub fn coefficient<S: 'static>(
    texts: [&'static str; 4],
    start: bool,
    access: Access<S, Parameter>,
) -> Field<S> {
    use CoefficientState::{Fixed, Free, Start};
    let states: &'static [CoefficientState] = if start { &[Free, Start, Fixed] } else { &[Free, Fixed] };
    Field::new(
        texts,
        Input::Coefficient(states),
        move |s, _| match (access.get)(s) {
            Parameter::Undefined => Value::Coefficient(Free, String::new()),
            Parameter::Initial(x) | Parameter::Estimated(x) if start => Value::Coefficient(Start, x.text()),
            Parameter::Initial(_) | Parameter::Estimated(_) => Value::Coefficient(Free, String::new()),
            Parameter::Fixed(x) => Value::Coefficient(Fixed, x.text()),
        },
        move |s, value, _| {
            let Value::Coefficient(state, text) = value else { return Err(unusable(value)) };
            let number = || {
                let parsed = f64::parse(text).filter(|x| x.is_finite());
                parsed.ok_or_else(|| "type the value of the coefficient".to_owned())
            };
            let parameter = match state {
                Free => Parameter::Undefined,
                Start => Parameter::Initial(number()?),
                Fixed => Parameter::Fixed(number()?),
            };
            (access.set)(s, parameter);
            Ok(())
        },
    )
}
