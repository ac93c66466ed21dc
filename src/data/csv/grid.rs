//! A table of texts, cut by polars.

use std::io::Cursor;
use std::sync::Arc;

use polars::prelude::{
    CsvParseOptions, CsvReadOptions, DataFrame, DataType, Field, PlSmallStr, Schema, SerReader, StringChunked,
};

use super::sniff::{records, width};
use crate::data::DataError;

/// Cells as text; rows without any text are left out.
pub(super) struct Grid {
    columns: Vec<StringChunked>,
    rows: usize,
    lines: Vec<usize>,
}

impl Grid {
    /// Cuts `text`.
    pub(super) fn read(text: &str, delimiter: char, quote: char, origin: &str) -> Result<Self, DataError> {
        let fail =
            |line: usize, message: String| DataError::Table { origin: origin.to_owned(), line, message };
        let (Ok(separator), Ok(quote_byte)) = (u8::try_from(delimiter), u8::try_from(quote)) else {
            return Err(fail(1, format!("\"{delimiter}\" cannot be a delimiter; use , ; | or tab")));
        };
        // Only records with cells go to polars: the number of the line is then known for every row.
        let mut lines = Vec::new();
        let mut kept = String::with_capacity(text.len());
        let mut widest = 1;
        for (line, record) in records(text, quote) {
            if record.trim().is_empty() {
                continue;
            }
            if record.matches(quote).count() % 2 == 1 {
                return Err(fail(
                    line,
                    format!(
                        "a {quote} is opened and not closed; close or remove it, or choose another quote"
                    ),
                ));
            }
            widest = widest.max(width(record, delimiter, quote));
            lines.push(line);
            kept.push_str(record);
            kept.push('\n');
        }
        let frame = cut(kept, separator, quote_byte, widest).map_err(|e| fail(1, e.to_string()))?;
        let rows = frame.height();
        if rows != lines.len() {
            return Err(fail(
                1,
                format!("{rows} rows were read from {} lines; check the quotes", lines.len()),
            ));
        }
        let columns = frame.columns().iter().map(|c| c.str().cloned());
        let columns = columns.collect::<Result<Vec<_>, _>>().map_err(|e| fail(1, e.to_string()))?;
        Ok(Self { columns, rows, lines })
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn columns(&self) -> usize {
        self.columns.len()
    }

    /// The text of a cell without blanks around it; empty outside.
    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        self.columns.get(column).filter(|_| row < self.rows).and_then(|c| c.get(row)).map_or("", str::trim)
    }

    /// Line of the file in which a row begins, from 1.
    pub(super) fn line(&self, row: usize) -> usize {
        self.lines.get(row).copied().unwrap_or(row + 1)
    }
}

fn cut(
    text: String,
    separator: u8,
    quote: u8,
    width: usize,
) -> Result<DataFrame, polars::error::PolarsError> {
    let fields = (0..width).map(|i| Field::new(PlSmallStr::from(i.to_string()), DataType::String));
    let parse = CsvParseOptions::default()
        .with_separator(separator)
        .with_quote_char(Some(quote))
        .with_missing_is_null(true)
        .with_truncate_ragged_lines(true);
    CsvReadOptions::default()
        .with_has_header(false)
        .with_infer_schema_length(Some(0))
        .with_schema(Some(Arc::new(Schema::from_iter(fields))))
        .with_rechunk(true)
        .with_raise_if_empty(false)
        .with_parse_options(parse)
        .into_reader_with_file_handle(Cursor::new(text.into_bytes()))
        .finish()
}
