//! Number of outliers (`diagnostics.md` 9.4).

use super::{Against, Check, Limits, OutliersSpec, Quality, QualityDiagnostic};
use crate::sa::Adjustment;

/// Outliers, given and detected, relative to the observations of the estimation span; none without a model.
pub(super) fn judge(a: &Adjustment, spec: &OutliersSpec) -> Option<QualityDiagnostic> {
    let model = a.preprocessing.as_ref()?;
    let outliers = model.description().variables().filter(|v| v.regressor.class().is_outlier()).count();
    let value = outliers as f64 / model.statistics().observations as f64;
    let limits = Limits {
        against: Against::Large,
        uncertain: Some(spec.uncertain),
        bad: Some(spec.bad),
        severe: Some(spec.severe),
    };
    let quality = match value {
        r if r.is_nan() => Quality::Undefined,
        r if r > spec.severe => Quality::Severe,
        r if r > spec.bad => Quality::Bad,
        r if r > spec.uncertain => Quality::Uncertain,
        _ => Quality::Good,
    };
    Some(QualityDiagnostic::of_value(Check::NumberOfOutliers, value, limits, quality))
}
