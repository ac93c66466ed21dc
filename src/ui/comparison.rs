//! A second result of the selected series, with another specification, to compare with.

use std::sync::Arc;

use solstice_engine::sa::Adjustment;
use solstice_engine::sa::spec::{Spec, predefined};

use super::results::Shown;
use super::text;
use crate::jobs::JobError;
use crate::report::chart::Chart;
use crate::report::comparison::{Side, chart, sheet};
use crate::report::sheet::Sheet;
use crate::workspace::{Item, ItemId, Workspace, predefined_name, result_key};

/// The item under which the second result is computed; no item of a workspace has it.
pub const COMPARED: ItemId = ItemId(u64::MAX);

/// What the result of a series is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compare {
    /// The other method with the options that both have.
    #[default]
    OtherMethod,
    /// A predefined specification.
    Predefined {
        /// Method.
        method: &'static str,
        /// Name.
        name: &'static str,
    },
}

impl Compare {
    /// The specification for a series that has `own`.
    pub fn spec(self, own: &Spec) -> Option<Spec> {
        match self {
            Self::OtherMethod => own.with_method(other_method(own).0),
            Self::Predefined { method, name } => predefined(method, name),
        }
    }

    /// Name in the list, for a series that has `own`.
    pub fn title(self, own: &Spec) -> String {
        match self {
            Self::OtherMethod => format!("{} with the same options", other_method(own).1),
            Self::Predefined { .. } => self.label(own),
        }
    }

    /// Short name that tells the methods apart: `rsa5c`, `TS rsafull`, `TRAMO-SEATS`.
    pub fn label(self, own: &Spec) -> String {
        match self {
            Self::OtherMethod => other_method(own).1.to_owned(),
            Self::Predefined { method: "tramoseats", name } => format!("TS {name}"),
            Self::Predefined { name, .. } => name.to_owned(),
        }
    }
}

/// The method that `own` has not, and its name.
fn other_method(own: &Spec) -> (&'static str, &'static str) {
    let [x13, tramo_seats] = text::METHODS;
    match own {
        Spec::X13(_) => tramo_seats,
        Spec::TramoSeats(_) => x13,
    }
}

/// What is drawn of two results.
#[derive(Debug)]
pub struct Compared {
    /// Both in one chart.
    pub chart: Chart,
    /// Both side by side.
    pub sheet: Sheet,
    /// That the results do not differ, and why; none where they do.
    pub alike: Option<&'static str>,
}

/// The second result.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Key of the result that is wanted, and name of its specification.
    wanted: Option<(u64, String)>,
    result: Option<Result<Arc<Adjustment>, JobError>>,
    /// What was drawn, for the first result with this key.
    drawn: Option<(u64, Compared)>,
}

impl Comparison {
    /// Wants the series of `item` with `spec`, called `name`; the key when it has to be computed.
    pub fn want(&mut self, workspace: &Workspace, item: &Item, spec: &Spec, name: String) -> Option<u64> {
        let key = workspace.series_of(item).map(|s| result_key(&s.data, spec, &workspace.context))?;
        if self.wanted.as_ref().is_some_and(|(k, n)| *k == key && *n == name) {
            return None;
        }
        *self = Self { wanted: Some((key, name)), ..Self::default() };
        Some(key)
    }

    /// Takes a result, when it is the one wanted.
    pub fn accept(&mut self, key: u64, result: Result<Arc<Adjustment>, JobError>) {
        if self.wanted.as_ref().is_some_and(|w| w.0 == key) {
            self.result = Some(result);
        }
    }

    /// Why there is no second result.
    pub fn error(&self) -> Option<&JobError> {
        self.result.as_ref().and_then(|r| r.as_ref().err())
    }

    /// Draws both results once.
    pub fn draw(&mut self, workspace: &Workspace, shown: &Shown) {
        let Some((_, name)) = &self.wanted else { return };
        let Some(Ok(second)) = &self.result else { return };
        if self.drawn.as_ref().is_some_and(|(key, _)| *key == shown.key) {
            return;
        }
        let spec = &shown.adjustment.spec;
        let method = spec.method();
        let first = predefined_name(spec).map(|name| Compare::Predefined { method, name }.label(spec));
        // two results of one specification still need two names
        let first = first.filter(|first| first != name).unwrap_or_else(|| "present".to_owned());
        let sides = [Side { name: &first, adjustment: &shown.adjustment }, Side { name, adjustment: second }];
        let title = workspace.item_name(shown.item);
        let alike = alike(&shown.adjustment, second);
        let compared = Compared { chart: chart(title, shown.source(), sides), sheet: sheet(sides), alike };
        self.drawn = Some((shown.key, compared));
    }

    /// Both results; none while the second is being computed or cannot be.
    pub fn drawn(&self, shown: &Shown) -> Option<&Compared> {
        self.drawn.as_ref().filter(|(key, _)| *key == shown.key).map(|(_, compared)| compared)
    }
}

/// Why two results say the same, if they do.
fn alike(first: &Adjustment, second: &Adjustment) -> Option<&'static str> {
    if first.spec == second.spec {
        return Some(
            "Both are the same specification, so that both results are equal. Choose another one above, or change an option of the series.",
        );
    }
    let same = first.finals.sa.values == second.finals.sa.values;
    same.then_some("The specifications differ, but they lead to the same adjusted series.")
}
