//! Results as a table with a row per value.

use std::io::{self, Write};

use solstice_engine::sa::Adjustment;
use solstice_engine::sa::dictionary::{self, Entry, Item};

use crate::data::csv::TableFormat;

const FORMAT: TableFormat = TableFormat { delimiter: ',', decimal: crate::data::csv::DecimalSign::Point };

pub(super) fn heading(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(FORMAT.line(["series", "item", "period", "value"]).as_bytes())
}

pub(super) fn series(
    out: &mut dyn Write,
    name: &str,
    adjustment: &Adjustment,
    entries: &[&'static Entry],
) -> io::Result<()> {
    for entry in entries {
        let Some(item) = dictionary::item(adjustment, entry.name) else { continue };
        let mut row = |period: &str, value: &str| {
            out.write_all(FORMAT.line([name, entry.name, period, value]).as_bytes())
        };
        match &item {
            Item::Double(x) => row("", &FORMAT.number(*x))?,
            Item::Integer(n) => row("", &n.to_string())?,
            Item::Text(text) => row("", text)?,
            Item::Series(data) => {
                for (period, &x) in data.domain().periods().zip(data.values()) {
                    let month = format!("{:04}-{:02}", period.year(), period.month());
                    row(&month, &FORMAT.number(x))?;
                }
            }
            Item::Array(values) => {
                for (i, &x) in values.iter().enumerate() {
                    row(&(i + 1).to_string(), &FORMAT.number(x))?;
                }
            }
            Item::TextArray(texts) => {
                for (i, text) in texts.iter().enumerate() {
                    row(&(i + 1).to_string(), text)?;
                }
            }
            Item::Matrix(m) => {
                for (i, &x) in m.values.iter().enumerate() {
                    let columns = m.columns.max(1);
                    row(&format!("{}:{}", i / columns + 1, i % columns + 1), &FORMAT.number(x))?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}
