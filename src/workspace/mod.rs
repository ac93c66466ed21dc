//! The document model: what is saved and undone.

mod command;
mod context;
pub mod file;
mod history;
mod key;
mod model;
mod outliers;
mod predefined;
mod spec_change;

pub use command::{Command, CommandError, Group, apply};
pub use context::{ContextCommand, missing_variables};
pub use history::{History, LIMIT as UNDO_LIMIT};
pub use key::result_key;
pub use model::{Document, DocumentId, Item, ItemId, Refreshed, SeriesId, Workspace};
pub use outliers::{OutlierAt, OutlierEdit};
pub use predefined::{nearest_predefined, predefined_name};
pub use spec_change::{ChangeWords, NamedChange, OptionChange, option_changes};

#[cfg(test)]
mod history_tests;
