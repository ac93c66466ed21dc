//! The document model: what is saved and undone.

mod model;

pub use model::{Document, DocumentId, Item, ItemId, SeriesId, Workspace};
