//! Combined seasonality tests (`diagnostics.md` 9.9).

use super::{Check, CombinedSpec, Quality, QualityDiagnostic};
use crate::sa::Adjustment;
use crate::sa::diagnostics::{CombinedSeasonality, IdentifiableSeasonality, Subject};

/// Verdicts on the adjusted series and the irregular; nothing for annual series.
pub(super) fn judge(a: &Adjustment, spec: &CombinedSpec, out: &mut Vec<QualityDiagnostic>) {
    if a.tested_series().is_none_or(|t| t.period < 2) {
        return;
    }
    let (sa, i) = (Subject::Adjusted, Subject::Irregular);
    out.extend(
        [
            (Check::CombinedAdjusted, a.combined_test(sa)),
            (Check::CombinedAdjustedLastYears, a.combined_test_last_years(sa)),
            (Check::CombinedIrregular, a.combined_test(i)),
            (Check::CombinedIrregularLastYears, a.combined_test_last_years(i)),
        ]
        .map(|(check, test)| QualityDiagnostic {
            check,
            value: f64::NAN,
            test: test.and_then(|t| t.stable.test()),
            limits: None,
            quality: quality(test, spec),
        }),
    );
}

fn quality(test: Option<&CombinedSeasonality>, spec: &CombinedSpec) -> Quality {
    match test.map(CombinedSeasonality::verdict) {
        None => Quality::Undefined,
        Some(IdentifiableSeasonality::None) => Quality::Good,
        Some(IdentifiableSeasonality::ProbablyNone) => Quality::Uncertain,
        Some(IdentifiableSeasonality::Present) if spec.strict => Quality::Severe,
        Some(IdentifiableSeasonality::Present) => Quality::Bad,
    }
}
