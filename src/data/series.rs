//! A named series with its source.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use solstice_engine::toolkit::timeseries::TsData;

/// Where a series was read from, so that it can be read again.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moniker {
    /// Name of the provider, e.g. `csv`.
    pub provider: String,
    /// File path as the user gave it.
    pub path: String,
    /// Name of the series in the source.
    pub key: String,
    /// Reading options of the provider as text, empty when detected.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub options: String,
}

/// A named series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Name shown to the user.
    pub name: String,
    /// Source; none for pasted series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moniker: Option<Moniker>,
    /// Free key-value information (unit of measure, title, ...).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// Values.
    pub data: TsData,
}
