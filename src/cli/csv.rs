//! Results as a table with a row per value.

use std::io::{self, Write};

use solstice_engine::sa::Adjustment;
use solstice_engine::sa::dictionary::{Item, Request};

use crate::data::csv::TableFormat;

const FORMAT: TableFormat = TableFormat { delimiter: ',', decimal: crate::data::csv::DecimalSign::Point };

pub(super) fn heading(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(FORMAT.line(["series", "item", "period", "value"]).as_bytes())
}

pub(super) fn series(
    out: &mut dyn Write,
    name: &str,
    adjustment: &Adjustment,
    requests: &[Request],
) -> io::Result<()> {
    for request in requests {
        let Some(item) = request.item(adjustment) else { continue };
        rows(&item, &mut |element, period, value| {
            let item = format!("{}{element}", request.name());
            out.write_all(FORMAT.line([name, &item, period, value]).as_bytes())
        })?;
    }
    Ok(())
}

/// Writes element of an item, period or position, and value.
type Row<'a> = dyn FnMut(&str, &str, &str) -> io::Result<()> + 'a;

/// Calls `row` with element of the item, period or position, and value of each value of `item`. Of tests,
/// coefficients and missing values the element says which figure it is: `:1` the value, `:2` the p-value...
fn rows(item: &Item, row: &mut Row<'_>) -> io::Result<()> {
    let position = |i: usize| (i + 1).to_string();
    match item {
        Item::Double(x) => row("", "", &FORMAT.number(*x)),
        Item::Integer(n) => row("", "", &n.to_string()),
        Item::Boolean(x) => row("", "", if *x { "1" } else { "0" }),
        Item::Text(text) => row("", "", text),
        Item::Period(period) => row("", "", &period.to_string()),
        Item::Series(data) => data.domain().periods().zip(data.values()).try_for_each(|(period, &x)| {
            row("", &format!("{:04}-{:02}", period.year(), period.month()), &FORMAT.number(x))
        }),
        Item::Array(values) => {
            values.iter().enumerate().try_for_each(|(i, &x)| row("", &position(i), &FORMAT.number(x)))
        }
        Item::IntegerArray(values) => {
            values.iter().enumerate().try_for_each(|(i, n)| row("", &position(i), &n.to_string()))
        }
        Item::TextArray(texts) => {
            texts.iter().enumerate().try_for_each(|(i, text)| row("", &position(i), text))
        }
        Item::Matrix(m) => m.values.iter().enumerate().try_for_each(|(i, &x)| {
            let columns = m.columns.max(1);
            row("", &format!("{}:{}", i / columns + 1, i % columns + 1), &FORMAT.number(x))
        }),
        Item::Test(test) => {
            row(":1", "", &FORMAT.number(test.value))?;
            row(":2", "", &FORMAT.number(test.p_value))?;
            row(":3", "", &test.distribution.to_string())
        }
        Item::Coefficient(c) => {
            row(":1", "", &FORMAT.number(c.value))?;
            row(":2", "", &FORMAT.number(c.standard_error))?;
            row(":3", "", &FORMAT.number(c.p_value))?;
            row(":4", "", &c.name)
        }
        Item::Missing(m) => {
            row(":1", "", &m.position.to_string())?;
            row(":2", "", &FORMAT.number(m.value))?;
            row(":3", "", &FORMAT.number(m.standard_error))
        }
        Item::Complex(z) => {
            row(":1", "", &FORMAT.number(z.re))?;
            row(":2", "", &FORMAT.number(z.im))
        }
        Item::List(items) => items.iter().enumerate().try_for_each(|(k, item)| {
            rows(item, &mut |element: &str, period: &str, value: &str| {
                row(&format!("({}){element}", k + 1), period, value)
            })
        }),
        _ => Ok(()),
    }
}
