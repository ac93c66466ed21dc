//! The part of a series that is used.

use solstice_engine::toolkit::timeseries::{Span, TsPeriod};

use crate::ui::form::Access;
use crate::ui::form::{Environment, Field, choice_of, number, parse_period, period_text, text};

const ALL: &str = "All";
const NONE: &str = "None";
const FROM: &str = "From";
const TO: &str = "Up to";
const BETWEEN: &str = "From, up to";
const FIRST: &str = "First periods";
const LAST: &str = "Last periods";
const EXCLUDING: &str = "Without ends";
const KINDS: [&str; 7] = [ALL, FROM, TO, BETWEEN, FIRST, LAST, EXCLUDING];

/// Years that the first or last periods are at first.
const YEARS: usize = 10;

/// The options of a span called `label`, with what it is for.
pub(super) fn fields(label: &'static str, tip: &'static str) -> Vec<Field<Span>> {
    let named = |word: &'static str| move |_: &Span, _: &Environment| format!("{label}, {word}");
    vec![
        choice_of(
            ["", label, "span", tip],
            |_| KINDS.map(str::to_owned).into(),
            |s, _| kind(s).to_owned(),
            set_kind,
        ),
        text(
            ["from", "", "", "First period that is used."],
            "",
            |s, env| ends(s, env).0.map(label_of).unwrap_or_default(),
            |s, typed, env| set_ends(s, Some(parse_period(typed, env)?), ends(s, env).1, env),
        )
        .when(|s| matches!(s, Span::From(_) | Span::Between { .. }))
        .labelled(named("from")),
        text(
            ["to", "", "", "Last period that is used."],
            "",
            |s, env| ends(s, env).1.map(label_of).unwrap_or_default(),
            |s, typed, env| set_ends(s, ends(s, env).0, Some(parse_period(typed, env)?), env),
        )
        .when(|s| matches!(s, Span::To(_) | Span::Between { .. }))
        .labelled(named("up to")),
        number(["periods", "", "", "Number of periods that are used."], "", Access::new(length, set_length))
            .when(|s| matches!(s, Span::First(_) | Span::Last(_)))
            .labelled(named("periods")),
        number(
            ["excluded_first", "", "", "Periods left out at the start."],
            "",
            Access::new(|s| excluded(s).0, |s, n| *s = Span::Excluding { first: n, last: excluded(s).1 }),
        )
        .when(|s| matches!(s, Span::Excluding { .. }))
        .labelled(named("first left out")),
        number(
            ["excluded_last", "", "", "Periods left out at the end."],
            "",
            Access::new(|s| excluded(s).1, |s, n| *s = Span::Excluding { first: excluded(s).0, last: n }),
        )
        .when(|s| matches!(s, Span::Excluding { .. }))
        .labelled(named("last left out")),
    ]
}

/// The span in a few words; none when it is all.
pub(super) fn summary(span: Span, env: &Environment) -> Option<String> {
    let at = |p: Option<TsPeriod>| p.map(label_of).unwrap_or_default();
    let (from, to) = ends(&span, env);
    match span {
        Span::All => None,
        Span::None => Some("none".to_owned()),
        Span::From(_) => Some(format!("from {}", at(from))),
        Span::To(_) => Some(format!("up to {}", at(to))),
        Span::Between { .. } => Some(format!("{} to {}", at(from), at(to))),
        Span::First(n) => Some(format!("first {n}")),
        Span::Last(n) => Some(format!("last {n}")),
        Span::Excluding { first, last } => Some(format!("without {first} and {last}")),
    }
}

fn label_of(period: TsPeriod) -> String {
    crate::report::chart::axis::period_label(period)
}

fn kind(span: &Span) -> &'static str {
    match span {
        Span::All => ALL,
        Span::None => NONE,
        Span::From(_) => FROM,
        Span::To(_) => TO,
        Span::Between { .. } => BETWEEN,
        Span::First(_) => FIRST,
        Span::Last(_) => LAST,
        Span::Excluding { .. } => EXCLUDING,
    }
}

/// First and last period; the specification holds the first one after the last.
fn ends(span: &Span, env: &Environment) -> (Option<TsPeriod>, Option<TsPeriod>) {
    let period = |date| TsPeriod::containing(env.unit, date);
    match *span {
        Span::From(from) => (Some(period(from)), None),
        Span::To(to) => (None, Some(period(to).plus(-1))),
        Span::Between { from, to } => (Some(period(from)), Some(period(to).plus(-1))),
        _ => (None, None),
    }
}

fn set_ends(
    span: &mut Span,
    from: Option<TsPeriod>,
    to: Option<TsPeriod>,
    env: &Environment,
) -> Result<(), String> {
    if let (Some(from), Some(to)) = (from, to)
        && from.start() > to.start()
    {
        let (from, to) = (period_text(from.start(), env), period_text(to.start(), env));
        return Err(format!("{from} is after {to}; the span would be empty"));
    }
    let after = |p: TsPeriod| p.plus(1).start();
    *span = match (from, to) {
        (Some(from), Some(to)) => Span::Between { from: from.start(), to: after(to) },
        (Some(from), None) => Span::From(from.start()),
        (None, Some(to)) => Span::To(after(to)),
        (None, None) => Span::All,
    };
    Ok(())
}

fn set_kind(span: &mut Span, name: &str, env: &Environment) -> Result<(), String> {
    let (from, to) = ends(span, env);
    let (from, to) = (from.or(Some(env.span[0])), to.or(Some(env.span[1])));
    let years = YEARS * env.period as usize;
    match name {
        FROM => return set_ends(span, from, None, env),
        TO => return set_ends(span, None, to, env),
        BETWEEN => return set_ends(span, from, to, env),
        ALL => *span = Span::All,
        NONE => *span = Span::None,
        FIRST => *span = Span::First(length(span).max(1).min(years)),
        LAST => *span = Span::Last(length(span).max(1).min(years)),
        EXCLUDING => *span = Span::Excluding { first: 0, last: 0 },
        other => return Err(format!("\"{other}\" is no kind of span")),
    }
    Ok(())
}

/// Periods of the first or last ones; of other spans more than any.
fn length(span: &Span) -> usize {
    match *span {
        Span::First(n) | Span::Last(n) => n,
        _ => usize::MAX,
    }
}

fn set_length(span: &mut Span, n: usize) {
    match span {
        Span::First(m) | Span::Last(m) => *m = n,
        _ => {}
    }
}

fn excluded(span: &Span) -> (usize, usize) {
    match *span {
        Span::Excluding { first, last } => (first, last),
        _ => (0, 0),
    }
}
