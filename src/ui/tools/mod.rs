//! The stand-alone tools: which is chosen with what options, and its report, made in the background.

mod form;
mod runs;

pub use form::{SpectrumForm, SpectrumKind, ToolForm, ToolKind, fields};
pub use runs::{PATIENCE, ToolRuns, ToolState};
