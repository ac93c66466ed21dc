//! Tables of figures and words: one description that the window, the clipboard and reports share.

use std::fmt::Write as _;

use super::number;
use super::quality::Verdict;
use crate::data::csv::TableFormat;

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// What it shows.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with one cell per column.
    pub rows: Vec<Vec<Cell>>,
    /// A sentence below the table; may be empty.
    pub note: String,
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Width in points on the screen.
    pub width: f32,
    /// Whether it holds figures, aligned at the right, or words.
    pub figures: bool,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// Secondary words.
    Weak(String),
    /// A figure with its decimals; empty when missing.
    Number(f64, usize),
    /// A p-value, to four digits.
    P(f64),
    /// A p-value with what it says.
    Judged(f64, Verdict),
    /// A verdict.
    Verdict(Verdict),
}

impl Cell {
    /// As it is read.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Weak(text) => text.clone(),
            Self::Number(value, decimals) => number::display(*value, *decimals),
            Self::P(p) | Self::Judged(p, _) if *p < 0.000_05 => "<0.0001".to_owned(),
            Self::P(p) | Self::Judged(p, _) => number::display(*p, 4),
            Self::Verdict(verdict) => verdict.word().to_owned(),
        }
    }

    /// For spreadsheets: figures with all their digits.
    fn plain(&self) -> String {
        match self {
            Self::Number(value, _) | Self::P(value) | Self::Judged(value, _) if value.is_finite() => {
                value.to_string()
            }
            Self::Number(..) | Self::P(_) | Self::Judged(..) => String::new(),
            other => other.text().replace(['\t', '\n'], " "),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A column of words, `width` points wide.
pub fn words(head: &str, width: f32) -> Column {
    Column { head: head.to_owned(), width, figures: false }
}

/// A column of figures, `width` points wide.
pub fn figures(head: &str, width: f32) -> Column {
    Column { head: head.to_owned(), width, figures: true }
}

impl Sheet {
    /// A table without rows.
    pub fn new(title: impl Into<String>, columns: impl Into<Vec<Column>>) -> Self {
        Self { title: title.into(), columns: columns.into(), ..Self::default() }
    }

    /// Two columns of names and what is said of them.
    pub fn facts(title: &str, facts: impl IntoIterator<Item = (&'static str, Cell)>) -> Self {
        let rows = facts.into_iter().map(|(name, value)| vec![Cell::Weak(name.to_owned()), value]);
        let columns = vec![words("", 200.0), words("", 368.0)];
        Self { rows: rows.collect(), ..Self::new(title, columns) }
    }

    /// Tab-separated text with all digits, as spreadsheets take it.
    pub fn tsv(&self) -> String {
        let mut out = String::new();
        let heads: Vec<&str> = self.columns.iter().map(|c| c.head.as_str()).collect();
        if heads.iter().any(|h| !h.is_empty()) {
            out.push_str(&heads.join("\t"));
            out.push('\n');
        }
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(Cell::plain).collect();
            out.push_str(&cells.join("\t"));
            out.push('\n');
        }
        out
    }

    /// Comma-separated text with all digits.
    pub fn csv(&self) -> String {
        let format = TableFormat::default();
        let mut out = format.line(self.columns.iter().map(|c| c.head.as_str()));
        for row in &self.rows {
            out.push_str(&format.line(row.iter().map(Cell::plain)));
        }
        out
    }

    /// The table in aligned columns under its title, for terminals.
    pub fn text(&self) -> String {
        let cells: Vec<Vec<String>> = self.rows.iter().map(|r| r.iter().map(Cell::text).collect()).collect();
        let width = |k: usize, head: &str| {
            let cells = cells.iter().filter_map(|r| r.get(k)).map(|c| c.chars().count());
            cells.max().unwrap_or(0).max(head.chars().count())
        };
        let widths: Vec<usize> = self.columns.iter().enumerate().map(|(k, c)| width(k, &c.head)).collect();
        let line = |texts: &mut dyn Iterator<Item = &str>| {
            let mut out = String::from("  ");
            for ((text, width), column) in texts.zip(&widths).zip(&self.columns) {
                let padded =
                    if column.figures { format!("{text:>width$}") } else { format!("{text:<width$}") };
                out.push_str(&padded);
                out.push_str("  ");
            }
            format!("{}\n", out.trim_end())
        };
        let mut out = format!("{}\n", self.title);
        if self.columns.iter().any(|c| !c.head.is_empty()) {
            out.push_str(&line(&mut self.columns.iter().map(|c| c.head.as_str())));
        }
        for row in &cells {
            out.push_str(&line(&mut row.iter().map(String::as_str)));
        }
        if !self.note.is_empty() {
            out.push_str(&format!("  {}\n", self.note));
        }
        out
    }

    /// The table of an HTML page; `escape` protects its text.
    pub fn html(&self, escape: fn(&str) -> String) -> String {
        let mut out = format!("<h3>{}</h3>\n<table>\n<thead><tr>", escape(&self.title));
        let class = |column: Option<&Column>| match column {
            Some(column) if column.figures => "",
            _ => " class=\"text\"",
        };
        let judged = |cell: &Cell| match cell {
            Cell::Verdict(verdict) => format!(" class=\"text {}\"", verdict.word()),
            Cell::Judged(_, verdict) => format!(" class=\"{}\"", verdict.word()),
            _ => String::new(),
        };
        // formatting into a string cannot fail
        for column in &self.columns {
            let _ = write!(out, "<th{}>{}</th>", class(Some(column)), escape(&column.head));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for row in &self.rows {
            out.push_str("<tr>");
            for (k, cell) in row.iter().enumerate() {
                let judged = judged(cell);
                let class = if judged.is_empty() { class(self.columns.get(k)) } else { &judged };
                let _ = write!(out, "<td{class}>{}</td>", escape(&cell.text()));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n");
        if !self.note.is_empty() {
            let _ = writeln!(out, "<p class=\"source\">{}</p>", escape(&self.note));
        }
        out
    }
}

/// Several tables as one text, each under its title.
pub fn tsv<'a>(sheets: impl IntoIterator<Item = &'a Sheet>) -> String {
    let texts: Vec<String> = sheets.into_iter().map(|s| format!("{}\n{}", s.title, s.tsv())).collect();
    texts.join("\n")
}

/// Several tables as one comma-separated text, each under its title.
pub fn csv<'a>(sheets: impl IntoIterator<Item = &'a Sheet>) -> String {
    let format = TableFormat::default();
    let texts: Vec<String> =
        sheets.into_iter().map(|s| format!("{}{}", format.line([s.title.as_str()]), s.csv())).collect();
    texts.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clipboard_gets_all_digits_and_the_eye_the_sensible_ones() {
        let mut sheet =
            Sheet::new("Tests", [words("Test", 100.0), figures("Value", 60.0), figures("p", 60.0)]);
        sheet.rows.push(vec!["Mean".into(), Cell::Number(1.234_567, 2), Cell::P(0.000_01)]);
        sheet.rows.push(vec!["Runs".into(), Cell::Number(f64::NAN, 2), Cell::P(0.123_456)]);
        assert_eq!(sheet.tsv(), "Test\tValue\tp\nMean\t1.234567\t0.00001\nRuns\t\t0.123456\n");
        assert_eq!(csv([&sheet]), "Tests\nTest,Value,p\nMean,1.234567,0.00001\nRuns,,0.123456\n");
        let shown: Vec<String> = sheet.rows.iter().flatten().map(Cell::text).collect();
        assert_eq!(shown, ["Mean", "1.23", "<0.0001", "Runs", "", "0.1235"]);
        assert!(sheet.html(str::to_owned).contains("<td>1.23</td>"));
        assert_eq!(
            sheet.text(),
            "Tests\n  Test  Value        p\n  Mean   1.23  <0.0001\n  Runs          0.1235\n"
        );
    }
}
