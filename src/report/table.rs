//! Final components side by side, for files and the clipboard.

use solstice_engine::sa::Adjustment;

use crate::data::csv::{TableFormat, write_table};

/// Series, components and their forecasts, a row per period from the first backcast to the last forecast.
pub fn components(adjustment: &Adjustment, format: TableFormat) -> String {
    let finals = &adjustment.finals;
    let components =
        [("y", &finals.y), ("sa", &finals.sa), ("t", &finals.t), ("s", &finals.s), ("i", &finals.i)];
    let longest = |part: fn(&solstice_engine::sa::FinalComponent) -> usize| {
        components.iter().map(|(_, c)| part(c)).max().unwrap_or(0)
    };
    let before = longest(|c| c.backcasts.as_ref().map_or(0, |b| b.len()));
    let after = longest(|c| c.forecasts.as_ref().map_or(0, |f| f.len()));
    let domain = adjustment.span.extend(before, after);
    let headings: Vec<String> =
        std::iter::once("period").chain(components.map(|(name, _)| name)).map(str::to_owned).collect();
    let labels: Vec<String> = domain.periods().map(|p| format!("{:04}-{:02}", p.year(), p.month())).collect();
    let columns = components.map(|(_, c)| {
        let parts = [Some(&c.values), c.forecasts.as_ref(), c.backcasts.as_ref()];
        let value = |p| parts.iter().flatten().find_map(|data| data.get(p)).unwrap_or(f64::NAN);
        domain.periods().map(value).collect::<Vec<f64>>()
    });
    write_table(format, &headings, &labels, &columns)
}
