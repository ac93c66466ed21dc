//! Tables as text.

use super::DecimalSign;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableFormat {
    /// Character between cells.
    pub delimiter: char,
    /// Sign before the fraction.
    pub decimal: DecimalSign,
}

impl Default for TableFormat {
    fn default() -> Self {
        Self { delimiter: ',', decimal: DecimalSign::Point }
    }
}

impl TableFormat {
    /// As the clipboard of spreadsheets has it.
    pub const TABS: Self = Self { delimiter: '\t', decimal: DecimalSign::Point };

    /// A number with as many digits as it needs to be read back the same; empty when missing.
    pub fn number(self, x: f64) -> String {
        if !x.is_finite() {
            return String::new();
        }
        // plain digits in the usual range, an exponent outside
        let text = match x.abs() {
            a if a == 0.0 || (1e-5..1e16).contains(&a) => x.to_string(),
            _ => format!("{x:e}"),
        };
        match self.decimal {
            DecimalSign::Point => text,
            DecimalSign::Comma => text.replace('.', ","),
        }
    }

    /// A cell, in quotes where it needs them.
    pub fn cell(self, text: &str) -> String {
        let special = |c: char| c == self.delimiter || matches!(c, '"' | '\n' | '\r');
        if text.contains(special) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    }

    /// A line of cells.
    pub fn line(self, cells: impl IntoIterator<Item = impl AsRef<str>>) -> String {
        let mut line = String::new();
        for (i, cell) in cells.into_iter().enumerate() {
            if i > 0 {
                line.push(self.delimiter);
            }
            line.push_str(&self.cell(cell.as_ref()));
        }
        line.push('\n');
        line
    }
}

/// A table with headings: a row per label, a column per heading after the first, NaN as empty cell.
pub fn write_table(
    format: TableFormat,
    headings: &[String],
    labels: &[String],
    columns: &[Vec<f64>],
) -> String {
    let mut text = format.line(headings);
    for (r, label) in labels.iter().enumerate() {
        let numbers = columns.iter().map(|c| format.number(c.get(r).copied().unwrap_or(f64::NAN)));
        text.push_str(&format.line(std::iter::once(label.clone()).chain(numbers)));
    }
    text
}
