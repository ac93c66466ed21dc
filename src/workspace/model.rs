//! Workspace, documents and items: plain data, cheap to clone (`Arc` per part).

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use solstice_engine::sa::ModellingContext;
use solstice_engine::sa::refresh::RefreshPolicy;
use solstice_engine::sa::spec::Spec;

use super::key::result_key;
use crate::data::Series;

macro_rules! ids {
    ($($name:ident),*) => { $(
        /// Identifies a part of one workspace; never reused in it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(pub u64);
    )* };
}
ids!(SeriesId, DocumentId, ItemId);

/// Everything that one workspace file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workspace {
    /// Name shown in the title.
    pub name: String,
    /// The id that the next series, document or item gets.
    pub next_id: u64,
    /// The series pool, in the order of the tree.
    pub series: Vec<(SeriesId, Arc<Series>)>,
    /// Calendars and user variables that specifications refer to.
    pub context: Arc<ModellingContext>,
    /// User specifications by name.
    pub specs: Vec<(String, Spec)>,
    /// Single and multi-series documents, in the order of the tree.
    pub documents: Vec<Arc<Document>>,
}

/// A named list of adjustments.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Identity.
    pub id: DocumentId,
    /// Name shown in the tree.
    pub name: String,
    /// The adjustments.
    pub items: Vec<Arc<Item>>,
}

/// One series with the specification that adjusts it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Identity.
    pub id: ItemId,
    /// The series in the pool.
    pub series: SeriesId,
    /// The specification the user gave (domain specification).
    pub spec: Spec,
    /// What the last refresh keeps of an earlier estimation; none when `spec` is estimated as it is.
    pub refreshed: Option<Refreshed>,
    /// Free text.
    pub comment: String,
}

/// What a refresh keeps of an earlier estimation.
#[derive(Clone, Debug, PartialEq)]
pub struct Refreshed {
    /// What is estimated again.
    pub policy: RefreshPolicy,
    /// The specification that is estimated instead of the one the user gave (estimation specification).
    pub spec: Spec,
}

impl Item {
    /// Gives another specification; nothing of an earlier estimation is kept with it.
    pub fn respecify(&mut self, spec: Spec) {
        self.spec = spec;
        self.refreshed = None;
    }

    /// The specification that is estimated.
    pub fn estimated_spec(&self) -> &Spec {
        self.refreshed.as_ref().map_or(&self.spec, |r| &r.spec)
    }
}

impl Workspace {
    /// An empty workspace.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The series `id`.
    pub fn series(&self, id: SeriesId) -> Option<&Arc<Series>> {
        self.series.iter().find(|(i, _)| *i == id).map(|(_, s)| s)
    }

    /// The first series called `name`.
    pub fn series_named(&self, name: &str) -> Option<(SeriesId, &Arc<Series>)> {
        self.series.iter().find(|(_, s)| s.name == name).map(|(id, s)| (*id, s))
    }

    /// The document `id`.
    pub fn document(&self, id: DocumentId) -> Option<&Arc<Document>> {
        self.documents.iter().find(|d| d.id == id)
    }

    /// The item `id`.
    pub fn item(&self, id: ItemId) -> Option<&Arc<Item>> {
        self.items().find(|i| i.id == id)
    }

    /// The document that holds the item `id`.
    pub fn document_of(&self, id: ItemId) -> Option<&Arc<Document>> {
        self.documents.iter().find(|d| d.items.iter().any(|i| i.id == id))
    }

    /// The items of all documents in the order of the tree.
    pub fn items(&self) -> impl Iterator<Item = &Arc<Item>> {
        self.documents.iter().flat_map(|d| &d.items)
    }

    /// The series that `item` adjusts.
    pub fn series_of(&self, item: &Item) -> Option<&Arc<Series>> {
        self.series(item.series)
    }

    /// The name under which the item `id` is shown: that of its series.
    pub fn item_name(&self, id: ItemId) -> &str {
        self.item(id).and_then(|i| self.series_of(i)).map_or("?", |s| &s.name)
    }

    /// The user specification `name`.
    pub fn spec(&self, name: &str) -> Option<&Spec> {
        self.specs.iter().find(|(n, _)| n == name).map(|(_, s)| s)
    }

    /// The generation of the results of `item`: equal when series values, specification and what it refers to are
    /// equal to the bit, in this and in any later run. Computed anew at each call, so keep it where it is
    /// needed often; 0 when the series is not in the pool.
    pub fn item_key(&self, item: &Item) -> u64 {
        self.series_of(item).map_or(0, |s| result_key(&s.data, item.estimated_spec(), &self.context))
    }
}
