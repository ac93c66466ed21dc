//! All checks of an adjustment in one table.

use solstice_engine::sa::Adjustment;

use super::names::{category_name, title};
use super::reading::limits;
use super::{seasonality, warning};
use crate::report::residuals::distribution_name;
use crate::report::sheet::{Cell, Sheet, figures, words};

/// The quality diagnostics, and the seasonality tests on the series they concern.
pub fn sheets(adjustment: &Adjustment) -> Vec<Sheet> {
    let all = std::iter::once(quality(adjustment)).chain(seasonality(adjustment));
    all.filter(|s| !s.rows.is_empty()).collect()
}

/// The quality diagnostics: a row per check.
pub fn quality(adjustment: &Adjustment) -> Sheet {
    let report = adjustment.quality();
    let columns = [
        words("Diagnostic", 176.0),
        words("Check", 236.0),
        figures("Statistic", 70.0),
        words("Distribution", 100.0),
        figures("Value or p", 80.0),
        words("Verdict", 96.0),
        words("Limits", 300.0),
    ];
    let mut sheet = Sheet::new("Quality diagnostics", columns);
    sheet.rows.extend(report.diagnostics.iter().map(|d| {
        vec![
            Cell::Weak(category_name(d.check.category()).to_owned()),
            title(d.check).into(),
            Cell::Number(d.test.map_or(f64::NAN, |t| t.value), 3),
            Cell::Weak(d.test.map_or_else(String::new, |t| distribution_name(t.distribution))),
            Cell::Number(d.value, 4),
            Cell::Verdict(d.quality.into()),
            Cell::Weak(limits(d)),
        ]
    }));
    let warnings: Vec<String> =
        report.warnings.iter().map(|w| format!("{}. {}", w.text(), warning(*w))).collect();
    sheet.note = warnings.join(" ");
    sheet
}
