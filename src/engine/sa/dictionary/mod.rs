//! Results by name: one table of names, types and extractors (`diagnostics.md` section 14). The names are
//! those that scripts and configurations of JDemetra+ use. A value is computed when it is asked for.

mod diagnostics;
mod effects;
mod item;
mod regarima;
mod regression;
mod request;
mod residuals;
mod seats;
mod x11;

pub use item::{Item, ItemKind, Matrix, MissingValue};
pub use request::Request;

use effects::periods;

use super::result::Adjustment;
use super::spec::DecompositionMode;
use crate::toolkit::timeseries::TsData;

/// A line of the dictionary.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Name, case sensitive, without argument.
    pub name: &'static str,
    /// Type of the values; of a list, that of its elements.
    pub kind: ItemKind,
    scope: Scope,
    extract: Extract,
}

/// Methods whose results have an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Both,
    X13,
    TramoSeats,
}

/// How a value is found.
#[derive(Clone, Copy, Debug)]
enum Extract {
    One(fn(&Adjustment) -> Option<Item>),
    /// Elements, and the number of them that is announced.
    List(fn(&Adjustment) -> Vec<Item>, usize),
    Horizon(fn(&Adjustment, Option<i32>) -> Option<Item>),
}

/// Arguments that an item takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arguments {
    /// None.
    None,
    /// `name(k)`: element k of a list, from 1.
    Element {
        /// Number of elements announced; a list may be longer.
        announced: usize,
    },
    /// `name(k)`: forecasts of k periods, for k < 0 of years.
    Length,
}

impl Entry {
    /// The line called `name`.
    pub fn named(name: &str) -> Option<&'static Self> {
        entries().find(|e| e.name == name)
    }

    /// Whether results of the method of `adjustment` have the item. [`item`](Self::item) may still be none: the model
    /// has no such part, or the series is too short for the test.
    pub fn applies_to(&self, adjustment: &Adjustment) -> bool {
        match self.scope {
            Scope::Both => true,
            Scope::X13 => adjustment.decomposition.x11().is_some(),
            Scope::TramoSeats => adjustment.decomposition.seats().is_some(),
        }
    }

    const fn only(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    /// What it takes in parentheses.
    pub fn arguments(&self) -> Arguments {
        match self.extract {
            Extract::One(_) => Arguments::None,
            Extract::List(_, announced) => Arguments::Element { announced },
            Extract::Horizon(_) => Arguments::Length,
        }
    }

    /// What the argument `?` stands for: the default length of forecasts of the model. Without argument `y_f` and `y_b` are
    /// those of the decomposition, of another length; all others have one default.
    fn length_of_model(&self) -> Option<i32> {
        match self.name {
            "y_f" => Some(-1),
            "y_b" => Some(0),
            _ => None,
        }
    }

    /// The value for an argument; without one the whole list, or the default length. None when the adjustment has no
    /// such result.
    pub fn item(&self, adjustment: &Adjustment, argument: Option<i32>) -> Option<Item> {
        match self.extract {
            Extract::One(extract) => extract(adjustment),
            Extract::Horizon(extract) => extract(adjustment, argument),
            Extract::List(extract, _) => {
                let mut all = extract(adjustment);
                match argument {
                    None if all.is_empty() => None,
                    None => Some(Item::List(all)),
                    Some(k) => {
                        let k = usize::try_from(k).ok()?.checked_sub(1)?;
                        (k < all.len()).then(|| all.swap_remove(k))
                    }
                }
            }
        }
    }
}

/// The value called `name`, which may have an argument: `sa`, `sa_f(12)`, `arima.phi(1)`. None when there is no such
/// name or the adjustment has no such result.
pub fn item(adjustment: &Adjustment, name: &str) -> Option<Item> {
    Request::parse(name)?.item(adjustment)
}

/// Every value that the adjustment has, by name, in the order of the dictionary: lists as a whole, forecasts in their
/// default lengths.
pub fn items(adjustment: &Adjustment) -> impl Iterator<Item = (&'static str, Item)> {
    entries().filter_map(|e| Some((e.name, e.item(adjustment, None)?)))
}

/// Every line of the dictionary.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    [
        COMPONENTS,
        regarima::MODEL,
        regarima::LIKELIHOOD,
        residuals::RESIDUALS,
        regression::REGRESSION,
        effects::MODEL_SERIES,
        effects::EFFECTS,
        x11::FINALS,
        x11::PREADJUSTMENT,
        x11::TABLES,
        x11::DECOMPOSITION,
        x11::PARTS,
        x11::M_STATISTICS,
        diagnostics::COMBINED,
        diagnostics::SEASONALITY,
        diagnostics::OTHER_TESTS,
    ]
    .into_iter()
    .flatten()
    .chain(seats::entries())
}

const fn entry(name: &'static str, kind: ItemKind, extract: fn(&Adjustment) -> Option<Item>) -> Entry {
    Entry { name, kind, scope: Scope::Both, extract: Extract::One(extract) }
}

const fn list(
    name: &'static str,
    kind: ItemKind,
    announced: usize,
    extract: fn(&Adjustment) -> Vec<Item>,
) -> Entry {
    Entry { name, kind, scope: Scope::Both, extract: Extract::List(extract, announced) }
}

const fn horizon(name: &'static str, extract: fn(&Adjustment, Option<i32>) -> Option<Item>) -> Entry {
    Entry { name, kind: ItemKind::Series, scope: Scope::Both, extract: Extract::Horizon(extract) }
}

fn series(data: Option<&TsData>) -> Option<Item> {
    data.cloned().map(Item::Series)
}

/// The first of the forecasts computed; all of them without argument.
fn first(forecasts: Option<&TsData>, argument: Option<i32>) -> Option<Item> {
    let x = forecasts?;
    let n = argument.map_or(x.len(), |k| periods(k, x.annual_frequency().unwrap_or(1) as usize));
    Some(Item::Series(x.drop(0, x.len().saturating_sub(n)))).filter(|_| n > 0)
}

/// The last of the backcasts computed; all of them without argument.
fn last(backcasts: Option<&TsData>, argument: Option<i32>) -> Option<Item> {
    let x = backcasts?;
    let n = argument.map_or(x.len(), |k| periods(k, x.annual_frequency().unwrap_or(1) as usize));
    Some(Item::Series(x.drop(x.len().saturating_sub(n), 0))).filter(|_| n > 0)
}

macro_rules! components {
    ($($name:literal $field:ident),*) => { &[
        // without argument the series of the decomposition, with one the forecasts of the model
        entry("y", ItemKind::Series, |a| series(Some(&a.finals.y.values))),
        horizon("y_f", |a, k| match k {
            None => series(a.finals.y.forecasts.as_ref()),
            Some(_) => effects::series(Ok(effects::forecasts(a, k)?)),
        }),
        horizon("y_b", |a, k| match k {
            None => series(a.finals.y.backcasts.as_ref()),
            Some(_) => effects::series(Ok(effects::backcasts(a, k)?)),
        }),
        $(
            entry($name, ItemKind::Series, |a| series(Some(&a.finals.$field.values))),
            horizon(concat!($name, "_f"), |a, k| first(a.finals.$field.forecasts.as_ref(), k)),
            horizon(concat!($name, "_b"), |a, k| last(a.finals.$field.backcasts.as_ref(), k)),
        )*
        entry("mode", ItemKind::Text, |a| Some(Item::Text(mode_name(a.mode).to_string()))),
    ] };
}

static COMPONENTS: &[Entry] = components!("sa" sa, "t" t, "s" s, "i" i);

fn mode_name(mode: DecompositionMode) -> &'static str {
    match mode {
        DecompositionMode::Undefined => "Undefined",
        DecompositionMode::Additive => "Additive",
        DecompositionMode::Multiplicative => "Multiplicative",
        DecompositionMode::LogAdditive => "LogAdditive",
        DecompositionMode::PseudoAdditive => "PseudoAdditive",
    }
}
