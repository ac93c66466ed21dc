//! From a table of texts to series: the long form and the two wide forms.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use solstice_engine::toolkit::timeseries::{ObsGathering, TsData, TsUnit};

use super::Import;
use super::dates::{DateFormat, Found, detect};
use super::grid::Grid;
use super::numbers::{Cell, decimal_sign, number};
use super::options::{CsvOptions, DecimalSign, Layout};
use crate::data::{DataError, Series};

/// Cells quoted in a warning before the rest is counted only.
const QUOTED: usize = 5;

/// Leading rows that may hold headings or titles.
const HEADING_ROWS: usize = 20;

type Outcome = (Layout, DateFormat, DecimalSign, Import);

/// Reads the series of `grid`.
pub(super) fn import(
    grid: &Grid,
    delimiter: char,
    options: &CsvOptions,
    origin: &str,
) -> Result<Outcome, DataError> {
    let table = Table { grid, origin, options, delimiter };
    let long = LongColumns::of(grid);
    match (options.layout, long) {
        (Some(Layout::Long) | None, Some(columns)) => table.long(&columns),
        (Some(Layout::Long), None) => Err(DataError::Table {
            origin: origin.to_owned(),
            line: 1,
            message: "the long form needs the headings series, period and value".into(),
        }),
        (given, _) => table.wide(given),
    }
}

/// Columns of the long form.
struct LongColumns {
    series: usize,
    period: usize,
    value: usize,
    freq: Option<usize>,
}

impl LongColumns {
    fn of(grid: &Grid) -> Option<Self> {
        let find = |names: &[&str]| {
            (0..grid.columns()).find(|&c| names.iter().any(|n| n.eq_ignore_ascii_case(grid.cell(0, c))))
        };
        Some(Self {
            series: find(&["series", "name", "id", "series_id"])?,
            period: find(&["period", "date", "time", "time_period"])?,
            value: find(&["value", "obs_value", "values"])?,
            freq: find(&["freq", "frequency"]),
        })
    }
}

struct Table<'a> {
    grid: &'a Grid,
    origin: &'a str,
    options: &'a CsvOptions,
    delimiter: char,
}

/// Dated observations of one series, in the order of the table.
#[derive(Default)]
struct Column {
    name: String,
    observations: Vec<(NaiveDate, Option<f64>)>,
    unit: Option<TsUnit>,
}

/// Notes on cells, the first few in words.
#[derive(Default)]
struct Notes {
    cells: Vec<String>,
    count: usize,
}

impl Notes {
    fn add(&mut self, note: impl FnOnce() -> String) {
        self.count += 1;
        if self.cells.len() < QUOTED {
            self.cells.push(note());
        }
    }

    fn finish(self, what: &str, warnings: &mut Vec<String>) {
        if self.count > 0 {
            let more = if self.count > self.cells.len() { ", ..." } else { "" };
            warnings.push(format!("{} {what}: {}{more}", self.count, self.cells.join(", ")));
        }
    }
}

impl Table<'_> {
    fn long(&self, columns: &LongColumns) -> Result<Outcome, DataError> {
        let grid = self.grid;
        let rows = 1..grid.rows();
        let mut warnings = Vec::new();
        let periods: Vec<&str> = rows.clone().map(|r| grid.cell(r, columns.period)).collect();
        let format = self.date_format(&periods, &mut warnings)?;
        let decimal = self.decimal(rows.clone().map(|r| grid.cell(r, columns.value)), &mut warnings);
        let mut found: Vec<Column> = Vec::new();
        let mut index = HashMap::<&str, usize>::new();
        let (mut undated, mut unreadable) = (Notes::default(), Notes::default());
        for r in rows {
            let name = grid.cell(r, columns.series);
            let period = grid.cell(r, columns.period);
            let Some(date) = format.parse(period) else {
                undated.add(|| format!("\"{period}\" in line {}", grid.line(r)));
                continue;
            };
            let at = *index.entry(name).or_insert_with(|| {
                found.push(Column { name: name.to_owned(), ..Column::default() });
                found.len() - 1
            });
            let Some(column) = found.get_mut(at) else { continue };
            if column.unit.is_none()
                && let Some(freq) = columns.freq
            {
                column.unit = self.unit(r, freq)?;
            }
            let value = self.value(r, columns.value, decimal, &mut unreadable);
            column.observations.push((date, value));
        }
        undated.finish("rows without a date were left out", &mut warnings);
        unreadable.finish("cells are no numbers and count as missing", &mut warnings);
        let import = self.finish(found, warnings)?;
        Ok((Layout::Long, format, decimal, import))
    }

    fn unit(&self, row: usize, column: usize) -> Result<Option<TsUnit>, DataError> {
        let text = self.grid.cell(row, column);
        if text.is_empty() {
            return Ok(None);
        }
        let letter = match text.to_ascii_uppercase().as_str() {
            "M" => Some(12),
            "Q" => Some(4),
            "S" | "H" => Some(2),
            "A" | "Y" => Some(1),
            _ => None,
        };
        let frequency = letter.or_else(|| text.parse::<u32>().ok());
        let unit =
            frequency.and_then(|f| TsUnit::from_annual_frequency(f).ok()).or_else(|| text.parse().ok());
        unit.map(Some).ok_or_else(|| DataError::Table {
            origin: self.origin.to_owned(),
            line: self.grid.line(row),
            message: format!(
                "column {}: \"{text}\" is no frequency; use 1, 2, 3, 4, 6 or 12 periods a year",
                column + 1
            ),
        })
    }

    fn wide(&self, given: Option<Layout>) -> Result<Outcome, DataError> {
        let grid = self.grid;
        let first_column: Vec<&str> = (0..grid.rows()).map(|r| grid.cell(r, 0)).collect();
        let first_row: Vec<&str> = (1..grid.columns()).map(|c| grid.cell(0, c)).collect();
        let is_dates = |texts: &[&str]| match self.options.date_format {
            Some(format) => texts.iter().any(|t| format.parse(t).is_some()),
            None => detect(texts).is_some(),
        };
        // headings above the dates do not count against them
        let heading = (0..grid.rows().min(HEADING_ROWS)).find(|&r| {
            first_column.get(r..).is_some_and(|below| {
                below.first().is_some_and(|t| DateFormat::ALL.iter().any(|f| f.parse(t).is_some()))
                    && is_dates(below)
            })
        });
        let rows = match given {
            Some(layout) => layout == Layout::Rows,
            None => is_dates(&first_row),
        };
        match (rows, heading) {
            (true, _) if is_dates(&first_row) => self.rows(&first_row),
            (_, Some(heading)) if grid.columns() > 1 => self.columns(heading, &first_column),
            _ => Err(self.no_dates()),
        }
    }

    fn no_dates(&self) -> DataError {
        let cells = (0..3).map(|r| format!("\"{}\"", self.grid.cell(r, 0)));
        DataError::NoDates { origin: self.origin.to_owned(), sample: cells.collect::<Vec<_>>().join(", ") }
    }

    fn columns(&self, heading: usize, first_column: &[&str]) -> Result<Outcome, DataError> {
        let grid = self.grid;
        let mut warnings = Vec::new();
        let dates = first_column.get(heading..).unwrap_or_default();
        let format = self.date_format(dates, &mut warnings)?;
        let data_rows = heading..grid.rows();
        let cells = data_rows.clone().flat_map(|r| (1..grid.columns()).map(move |c| grid.cell(r, c)));
        let decimal = self.decimal(cells, &mut warnings);
        let mut found: Vec<Column> = (1..grid.columns())
            .map(|c| Column { name: self.heading(heading, c), ..Column::default() })
            .collect();
        let (mut undated, mut unreadable) = (Notes::default(), Notes::default());
        for r in data_rows {
            let Some(date) = format.parse(grid.cell(r, 0)) else {
                undated.add(|| format!("\"{}\" in line {}", grid.cell(r, 0), grid.line(r)));
                continue;
            };
            for (c, column) in found.iter_mut().enumerate() {
                let value = self.value(r, c + 1, decimal, &mut unreadable);
                column.observations.push((date, value));
            }
        }
        undated.finish("rows without a date were left out", &mut warnings);
        unreadable.finish("cells are no numbers and count as missing", &mut warnings);
        let import = self.finish(found, warnings)?;
        Ok((Layout::Columns, format, decimal, import))
    }

    /// The headings of a column, joined; of titles in the first column nothing is above the others.
    fn heading(&self, rows: usize, column: usize) -> String {
        let parts: Vec<&str> =
            (0..rows).map(|r| self.grid.cell(r, column)).filter(|t| !t.is_empty()).collect();
        parts.join(" ")
    }

    fn rows(&self, first_row: &[&str]) -> Result<Outcome, DataError> {
        let grid = self.grid;
        let mut warnings = Vec::new();
        let format = self.date_format(first_row, &mut warnings)?;
        let dates: Vec<Option<NaiveDate>> =
            (0..grid.columns()).map(|c| format.parse(grid.cell(0, c))).collect();
        // the cells before the first date are names
        let names = dates.iter().position(Option::is_some).unwrap_or(1);
        let cells = (1..grid.rows()).flat_map(|r| (names..grid.columns()).map(move |c| grid.cell(r, c)));
        let decimal = self.decimal(cells, &mut warnings);
        let mut unreadable = Notes::default();
        let mut found = Vec::new();
        for r in 1..grid.rows() {
            let parts: Vec<&str> = (0..names).map(|c| grid.cell(r, c)).filter(|t| !t.is_empty()).collect();
            let dated = dates.iter().enumerate().filter_map(|(c, d)| Some((c, (*d)?)));
            let observations = dated.map(|(c, date)| (date, self.value(r, c, decimal, &mut unreadable)));
            found.push(Column {
                name: parts.join(" "),
                observations: observations.collect(),
                ..Column::default()
            });
        }
        unreadable.finish("cells are no numbers and count as missing", &mut warnings);
        let import = self.finish(found, warnings)?;
        Ok((Layout::Rows, format, decimal, import))
    }

    fn date_format(&self, texts: &[&str], warnings: &mut Vec<String>) -> Result<DateFormat, DataError> {
        if let Some(format) = self.options.date_format {
            return match texts.iter().any(|t| format.parse(t).is_some()) {
                true => Ok(format),
                false => Err(self.no_dates()),
            };
        }
        let Found { format, ambiguous } = detect(texts).ok_or_else(|| self.no_dates())?;
        if ambiguous {
            warnings.push(format!(
                "the dates can be read as day/month and as month/day; {} was taken, choose the date format if that is wrong",
                format.example()
            ));
        }
        Ok(format)
    }

    fn decimal<'b>(&self, cells: impl Iterator<Item = &'b str>, warnings: &mut Vec<String>) -> DecimalSign {
        if let Some(sign) = self.options.decimal {
            return sign;
        }
        let (sign, sure) = decimal_sign(cells);
        // with commas between the cells, unquoted numbers cannot have any
        if !sure && self.delimiter != ',' {
            warnings.push(
                "the numbers can be read with a decimal point and with a decimal comma; the point was taken, choose the decimal sign if that is wrong".into(),
            );
        }
        sign
    }

    fn value(&self, row: usize, column: usize, decimal: DecimalSign, unreadable: &mut Notes) -> Option<f64> {
        let text = self.grid.cell(row, column);
        match number(text, decimal) {
            Cell::Number(x) => Some(x),
            Cell::Missing => None,
            Cell::Unreadable => {
                unreadable
                    .add(|| format!("\"{text}\" in line {}, column {}", self.grid.line(row), column + 1));
                None
            }
        }
    }

    /// Series from observations; those that cannot be built are told, columns without name and data are dropped.
    fn finish(&self, columns: Vec<Column>, mut warnings: Vec<String>) -> Result<Import, DataError> {
        let mut series = Vec::with_capacity(columns.len());
        let mut refused = Vec::new();
        let mut names = BTreeMap::<String, usize>::new();
        for (i, column) in columns.into_iter().enumerate() {
            let has_data = column.observations.iter().any(|o| o.1.is_some());
            if column.name.is_empty() && !has_data {
                continue;
            }
            let mut name = if column.name.is_empty() { format!("Column {}", i + 1) } else { column.name };
            let uses = names.entry(name.clone()).or_default();
            *uses += 1;
            if *uses > 1 {
                let unique = format!("{name} ({uses})");
                warnings.push(format!("the name {name} occurs again; the series was called {unique}"));
                name = unique;
            }
            let gathering = ObsGathering {
                unit: self.options.unit.or(column.unit),
                include_missing: column.unit.is_some(),
                ..ObsGathering::default()
            };
            match TsData::from_observations(&column.observations, &gathering) {
                Ok(data) => {
                    let given = match gathering.include_missing {
                        true => column.observations.len(),
                        false => column.observations.iter().filter(|o| o.1.is_some()).count(),
                    };
                    let gaps = data.len().saturating_sub(given);
                    // an empty cell is a gap that the table shows; a row that is not there is not
                    let shown = column.observations.iter().filter(|o| o.1.is_none()).count();
                    if gaps > shown || gathering.include_missing && gaps > 0 {
                        warnings.push(format!(
                            "{name}: {gaps} periods between the first and the last are not in the table and count as missing"
                        ));
                    }
                    series.push(Series { name, moniker: None, metadata: BTreeMap::new(), data });
                }
                Err(reason) => refused.push((name, reason.to_string())),
            }
        }
        if series.is_empty() && refused.is_empty() {
            return Err(DataError::NoSeries {
                origin: self.origin.to_owned(),
                reason: "there are no names and no numbers beside the dates; check the delimiter".into(),
            });
        }
        if series.is_empty() {
            let reasons = refused.iter().take(QUOTED).map(|(name, reason)| format!("{name}: {reason}"));
            return Err(DataError::NoSeries {
                origin: self.origin.to_owned(),
                reason: reasons.collect::<Vec<_>>().join("; "),
            });
        }
        Ok(Import { series, refused, warnings })
    }
}
