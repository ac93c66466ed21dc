//! Text tables: comma, semicolon, tab or bar separated, in long or wide form; detected, previewed, read.
//!
//! Every cell is read as text; numbers and dates are converted here, so that what cannot be converted is
//! reported with its line, column and text.

mod dates;
mod encoding;
mod grid;
mod layout;
mod numbers;
mod options;
mod sniff;
mod write;

use std::path::Path;

use super::{DataError, Moniker, Series};
use grid::Grid;

pub use dates::DateFormat;
pub use encoding::Encoding;
pub use options::{CsvOptions, DecimalSign, Detected, Layout};
pub use write::{TableFormat, write_table};

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The series in the order of the source.
    pub series: Vec<Series>,
    /// Series that cannot be used: name and reason.
    pub refused: Vec<(String, String)>,
    /// Cells, rows and choices that the user should know of.
    pub warnings: Vec<String>,
}

/// What reading would give.
#[derive(Clone, Debug, PartialEq)]
pub struct CsvPreview {
    /// The options with everything that was not given detected.
    pub detected: Detected,
    /// The first rows as text.
    pub rows: Vec<Vec<String>>,
    /// What would be imported.
    pub import: Import,
}

/// Rows shown in a preview.
const PREVIEW_ROWS: usize = 20;

/// Reads the file `path`.
///
/// # Errors
/// [`DataError`] when there is no series to be had.
pub fn read_file(path: &Path, options: &CsvOptions) -> Result<Import, DataError> {
    Ok(preview_file(path, options)?.import)
}

/// Reads pasted text; `origin` names it in messages.
///
/// # Errors
/// [`DataError`] when there is no series to be had.
pub fn read_text(text: &str, origin: &str, options: &CsvOptions) -> Result<Import, DataError> {
    Ok(preview_text(text, origin, options)?.import)
}

/// What reading the file `path` would give.
///
/// # Errors
/// [`DataError`] when there is no series to be had.
pub fn preview_file(path: &Path, options: &CsvOptions) -> Result<CsvPreview, DataError> {
    let bytes = std::fs::read(path).map_err(DataError::io(path, "read the file"))?;
    let (text, encoding) = encoding::decode(&bytes, options.encoding);
    let origin = path.display().to_string();
    let mut preview = preview_decoded(&text, encoding, &origin, options)?;
    let given = options.to_text();
    for series in &mut preview.import.series {
        series.moniker = Some(Moniker {
            provider: "csv".into(),
            path: origin.clone(),
            key: series.name.clone(),
            options: given.clone(),
        });
    }
    Ok(preview)
}

/// What reading pasted text would give.
///
/// # Errors
/// [`DataError`] when there is no series to be had.
pub fn preview_text(text: &str, origin: &str, options: &CsvOptions) -> Result<CsvPreview, DataError> {
    preview_decoded(text, Encoding::Utf8, origin, options)
}

fn preview_decoded(
    text: &str,
    encoding: Encoding,
    origin: &str,
    options: &CsvOptions,
) -> Result<CsvPreview, DataError> {
    let text = sniff::unified_line_ends(text);
    if text.trim().is_empty() {
        return Err(DataError::Empty { origin: origin.to_owned() });
    }
    let delimiter = options.delimiter.unwrap_or_else(|| sniff::delimiter(&text, options.quote()));
    let grid = Grid::read(&text, delimiter, options.quote(), origin)?;
    let (layout, date_format, decimal, import) = layout::import(&grid, delimiter, options, origin)?;
    let rows = (0..grid.rows().min(PREVIEW_ROWS))
        .map(|r| (0..grid.columns()).map(|c| grid.cell(r, c).to_owned()).collect())
        .collect();
    let detected = Detected { delimiter, quote: options.quote(), decimal, encoding, date_format, layout };
    Ok(CsvPreview { detected, rows, import })
}

#[cfg(test)]
mod tests;
