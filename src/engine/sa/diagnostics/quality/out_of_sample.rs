//! Forecasts of the last observations (`diagnostics.md` 9.5).

use super::{Against, Check, Limits, OutOfSampleSpec, Quality, QualityDiagnostic};
use crate::sa::Adjustment;
use crate::toolkit::stats::StatisticalTest;

pub(super) fn judge(a: &Adjustment, spec: &OutOfSampleSpec, out: &mut Vec<QualityDiagnostic>) {
    // the length of the specification is computed once
    let own = a.quality_spec().out_of_sample.years == spec.years;
    let test = if own { a.one_step_ahead_test().copied() } else { a.one_step_ahead_test_of(spec.years) };
    let Some(test) = test else { return };
    if spec.mean {
        out.push(diagnostic(Check::OutOfSampleMean, test.out_of_sample_mean, spec));
    }
    if spec.mse {
        out.push(diagnostic(Check::OutOfSampleVariance, test.out_of_sample_variance, spec));
    }
}

fn diagnostic(check: Check, test: Option<StatisticalTest>, spec: &OutOfSampleSpec) -> QualityDiagnostic {
    let limits = Limits {
        against: Against::Small,
        uncertain: Some(spec.uncertain),
        bad: Some(spec.bad),
        severe: None,
    };
    let quality = match test.map(|t| t.p_value) {
        None => Quality::Undefined,
        Some(p) if p < spec.bad => Quality::Bad,
        Some(p) if p < spec.uncertain => Quality::Uncertain,
        Some(_) => Quality::Good,
    };
    QualityDiagnostic::of_test(check, test, limits, quality)
}
