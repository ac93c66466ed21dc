//! How a text table is to be read.

use serde::{Deserialize, Serialize};
use solstice_engine::toolkit::timeseries::TsUnit;

use super::{DateFormat, Encoding};

/// How a text table is to be read; what is not given is detected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CsvOptions {
    /// Character between cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Character around cells that hold a delimiter; a double quote unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<char>,
    /// Sign before the fraction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimal: Option<DecimalSign>,
    /// Character set of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Form of the dates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_format: Option<DateFormat>,
    /// Where dates and series stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<Layout>,
    /// Length of the periods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<TsUnit>,
}

/// The options that a table was read with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detected {
    /// Character between cells.
    pub delimiter: char,
    /// Character around cells that hold a delimiter.
    pub quote: char,
    /// Sign before the fraction.
    pub decimal: DecimalSign,
    /// Character set of the file.
    pub encoding: Encoding,
    /// Form of the dates.
    pub date_format: DateFormat,
    /// Where dates and series stand.
    pub layout: Layout,
}

/// Sign before the fraction of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DecimalSign {
    /// 1.5
    #[default]
    Point,
    /// 1,5
    Comma,
}

/// Where dates and series stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    /// A row per observation: columns `series`, `period`, `value`, and `freq` where there is one.
    Long,
    /// Dates in the first column, a column per series.
    Columns,
    /// Dates in the first row, a row per series.
    Rows,
}

impl CsvOptions {
    pub(super) fn quote(&self) -> char {
        self.quote.filter(char::is_ascii).unwrap_or('"')
    }

    /// As kept in [`crate::data::Moniker::options`]: empty when everything is detected.
    pub fn to_text(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From the text of [`Self::to_text`]; none when it is no such text.
    pub fn from_text(text: &str) -> Option<Self> {
        if text.is_empty() { Some(Self::default()) } else { serde_json::from_str(text).ok() }
    }
}
