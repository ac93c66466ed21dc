//! Seasonality left in the adjusted series and in the irregular (`diagnostics.md` 9.10).

use super::{Check, QualityDiagnostic, ResidualSeasonalitySpec};
use crate::sa::Adjustment;
use crate::sa::diagnostics::Subject;

/// QS and F tests; on the irregular when it is large enough. Tests that cannot be computed are left out, all of them
/// for annual series.
pub(super) fn judge(a: &Adjustment, spec: &ResidualSeasonalitySpec, out: &mut Vec<QualityDiagnostic>) {
    let Some(tested) = a.tested_series().filter(|t| t.period > 1) else { return };
    let mut subjects = vec![(Subject::Adjusted, Check::QsAdjusted, Check::DummiesAdjusted)];
    if tested.is_irregular_significant() {
        subjects.push((Subject::Irregular, Check::QsIrregular, Check::DummiesIrregular));
    }
    for (subject, qs, f) in subjects {
        let Some(tests) = a.seasonality_tests(subject) else { continue };
        let listed = [(qs, tests.qs.filter(|_| spec.qs)), (f, tests.dummies.filter(|_| spec.f))];
        out.extend(listed.into_iter().filter_map(|(check, test)| Some(spec.thresholds.judge(check, test?))));
    }
}

impl super::Thresholds {
    /// A test with the verdict on its p-value, good from the limit of uncertainty on.
    pub(super) fn judge(
        &self,
        check: Check,
        test: crate::toolkit::stats::StatisticalTest,
    ) -> QualityDiagnostic {
        use super::{Against, Limits, Quality};
        let limits = Limits {
            against: Against::Small,
            uncertain: Some(self.uncertain),
            bad: Some(self.bad),
            severe: Some(self.severe),
        };
        let quality = match test.p_value {
            p if p < self.severe => Quality::Severe,
            p if p < self.bad => Quality::Bad,
            p if p < self.uncertain => Quality::Uncertain,
            _ => Quality::Good,
        };
        QualityDiagnostic::of_test(check, Some(test), limits, quality)
    }
}
