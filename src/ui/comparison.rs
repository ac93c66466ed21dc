//! A second result of the selected series, with another specification, to compare with.

use std::sync::Arc;

use solstice_engine::sa::Adjustment;
use solstice_engine::sa::spec::Spec;

use super::results::Shown;
use crate::jobs::JobError;
use crate::report::chart::Chart;
use crate::report::comparison::{Side, chart, sheet};
use crate::report::sheet::Sheet;
use crate::workspace::{Item, ItemId, Workspace, predefined_name, result_key};

/// The item under which the second result is computed; no item of a workspace has it.
pub const COMPARED: ItemId = ItemId(u64::MAX);

/// A predefined specification to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compare {
    /// Method.
    pub method: &'static str,
    /// Name.
    pub name: &'static str,
}

impl Default for Compare {
    fn default() -> Self {
        Self { method: "tramoseats", name: "rsafull" }
    }
}

impl Compare {
    /// Name that tells the methods apart: `rsa5c`, `TS rsafull`.
    pub fn label(self) -> String {
        if self.method == "tramoseats" { format!("TS {}", self.name) } else { self.name.to_owned() }
    }
}

/// What is drawn of two results.
#[derive(Debug)]
pub struct Compared {
    /// Both in one chart.
    pub chart: Chart,
    /// Both side by side.
    pub sheet: Sheet,
}

/// The second result.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Key of the result that is wanted, and name of its specification.
    wanted: Option<(u64, Compare)>,
    result: Option<Result<Arc<Adjustment>, JobError>>,
    /// What was drawn, for the first result with this key.
    drawn: Option<(u64, Compared)>,
}

impl Comparison {
    /// Wants the series of `item` with `spec`, called `name`; whether it has to be computed.
    pub fn want(&mut self, workspace: &Workspace, item: &Item, spec: &Spec, name: Compare) -> Option<u64> {
        let key = workspace.series_of(item).map(|s| result_key(&s.data, spec, &workspace.context))?;
        if self.wanted == Some((key, name)) {
            return None;
        }
        *self = Self { wanted: Some((key, name)), ..Self::default() };
        Some(key)
    }

    /// Takes a result, when it is the one wanted.
    pub fn accept(&mut self, key: u64, result: Result<Arc<Adjustment>, JobError>) {
        if self.wanted.is_some_and(|w| w.0 == key) {
            self.result = Some(result);
        }
    }

    /// Why there is no second result.
    pub fn error(&self) -> Option<&JobError> {
        self.result.as_ref().and_then(|r| r.as_ref().err())
    }

    /// Draws both results once.
    pub fn draw(&mut self, workspace: &Workspace, shown: &Shown) {
        let Some((_, name)) = self.wanted else { return };
        let Some(Ok(second)) = &self.result else { return };
        if self.drawn.as_ref().is_some_and(|(key, _)| *key == shown.key) {
            return;
        }
        let name = name.label();
        let spec = &shown.adjustment.spec;
        let first = predefined_name(spec).map(|name| Compare { method: spec.method(), name }.label());
        // two results of one specification still need two names
        let first = first.filter(|first| *first != name).unwrap_or_else(|| "present".to_owned());
        let sides =
            [Side { name: &first, adjustment: &shown.adjustment }, Side { name: &name, adjustment: second }];
        let title = workspace.item_name(shown.item);
        let compared = Compared { chart: chart(title, shown.source(), sides), sheet: sheet(sides) };
        self.drawn = Some((shown.key, compared));
    }

    /// Both results; none while the second is being computed or cannot be.
    pub fn drawn(&self, shown: &Shown) -> Option<&Compared> {
        self.drawn.as_ref().filter(|(key, _)| *key == shown.key).map(|(_, compared)| compared)
    }
}
