//! Final components from the decomposition (`x11.md` section 14).

use super::result::{FinalComponent, Finals};
use super::x11::{X11Decomposition, X11Table};
use crate::toolkit::timeseries::TsData;

/// Final components of a decomposition without pre-processing: those of X-11 on the span. `None` never
/// occurs for a decomposition that X-11 completed.
pub(super) fn without_preprocessing(series: &TsData, x11: &X11Decomposition) -> Option<Finals> {
    let component = |table| {
        let values = x11.table(table)?.clone();
        Some(FinalComponent { values, forecasts: None, backcasts: None })
    };
    Some(Finals {
        y: FinalComponent { values: series.clone(), forecasts: None, backcasts: None },
        sa: component(X11Table::D11)?,
        t: component(X11Table::D12)?,
        s: component(X11Table::D10)?,
        i: component(X11Table::D13)?,
    })
}
