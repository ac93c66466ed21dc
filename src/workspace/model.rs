//! Workspace, documents and items: plain data, cheap to clone (`Arc` per part).

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use solstice_engine::sa::spec::Spec;

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
    /// The series pool, in the order of the tree.
    pub series: Vec<(SeriesId, Arc<Series>)>,
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
    /// Free text.
    pub comment: String,
}
