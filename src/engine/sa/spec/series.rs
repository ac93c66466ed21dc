//! Which part of the series is adjusted, and whether it is checked first.

use serde::{Deserialize, Serialize};

use super::is_default;
use crate::toolkit::timeseries::Span;

/// Span and preliminary checks (`x11.md` 5.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SeriesSpec {
    /// The part of the series that is adjusted.
    #[serde(skip_serializing_if = "is_default")]
    pub span: Span,
    /// Refuse series that are too short, too constant or too full of holes.
    pub preliminary_check: bool,
}

impl Default for SeriesSpec {
    fn default() -> Self {
        Self { span: Span::All, preliminary_check: true }
    }
}
