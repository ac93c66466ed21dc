//! A series as a table with a row per year and a column per period of the year.

use solstice_engine::toolkit::timeseries::{TsData, TsPeriod};

use super::chart::axis::{period_label, position_label};
use super::number;

/// A series by year and period.
#[derive(Clone, Debug, PartialEq)]
pub struct YearGrid {
    /// Heads of the columns after the year.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<YearRow>,
    /// Decimals shown.
    pub decimals: usize,
}

/// One year.
#[derive(Clone, Debug, PartialEq)]
pub struct YearRow {
    /// The year, or the period itself for series whose periods do not divide the year.
    pub head: String,
    /// One value per column, NaN where missing or outside the series.
    pub values: Vec<f64>,
}

impl YearGrid {
    /// Lays out `data`.
    pub fn new(data: &TsData) -> Self {
        let decimals = number::decimals_for(data.values());
        let Some(frequency) = data.annual_frequency() else {
            let rows = data.domain().periods().zip(data.values());
            let rows = rows.map(|(p, &v)| YearRow { head: period_label(p), values: vec![v] }).collect();
            return Self { columns: vec!["Value".to_owned()], rows, decimals };
        };
        let width = frequency as usize;
        let columns = (0..width).map(|k| position_label(frequency, k)).collect();
        let mut rows: Vec<YearRow> = Vec::with_capacity(data.len() / width.max(1) + 2);
        let mut year = i64::MIN;
        for (p, &value) in data.domain().periods().zip(data.values()) {
            let (row_year, position) = (calendar_year(p, frequency), p.annual_position());
            if row_year != year {
                year = row_year;
                rows.push(YearRow { head: year.to_string(), values: vec![f64::NAN; width] });
            }
            if let Some(cell) = rows.last_mut().and_then(|r| r.values.get_mut(position)) {
                *cell = value;
            }
        }
        Self { columns, rows, decimals }
    }

    /// Tab-separated text with full precision, as spreadsheets take it.
    pub fn tsv(&self) -> String {
        self.delimited('\t')
    }

    /// Comma-separated text with full precision.
    pub fn csv(&self) -> String {
        self.delimited(',')
    }

    fn delimited(&self, delimiter: char) -> String {
        let mut out = String::from("Year");
        for column in &self.columns {
            out.push(delimiter);
            out.push_str(column);
        }
        out.push('\n');
        for row in &self.rows {
            out.push_str(&row.head);
            for value in &row.values {
                out.push(delimiter);
                if value.is_finite() {
                    out.push_str(&value.to_string());
                }
            }
            out.push('\n');
        }
        out
    }
}

fn calendar_year(period: TsPeriod, frequency: u32) -> i64 {
    1970 + period.id.div_euclid(i64::from(frequency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_rows_and_missing_values_empty_cells() {
        let data = TsData::of(4, 2000, 4, vec![1.5, f64::NAN, 3.0, 4.0]).unwrap();
        let grid = YearGrid::new(&data);
        assert_eq!(grid.columns, ["Q1", "Q2", "Q3", "Q4"]);
        assert_eq!(grid.tsv(), "Year\tQ1\tQ2\tQ3\tQ4\n2000\t\t1.5\t\t3\n2001\t4\t\t\t\n");
    }
}
