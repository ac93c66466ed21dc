//! Q of X-11 (`diagnostics.md` 9.7).

use super::{Against, Check, Limits, MStatisticsSpec, Quality, QualityDiagnostic};
use crate::sa::Adjustment;

pub(super) fn judge(a: &Adjustment, spec: &MStatisticsSpec, out: &mut Vec<QualityDiagnostic>) {
    let Some(m) = a.m_statistics.as_ref() else { return };
    let limits =
        Limits { against: Against::Large, uncertain: None, bad: Some(spec.bad), severe: Some(spec.severe) };
    out.extend([(Check::Q, m.q), (Check::QWithoutM2, m.q_without_m2)].map(|(check, value)| {
        let quality = match value {
            q if q.is_nan() => Quality::Undefined,
            q if q >= spec.severe => Quality::Severe,
            q if q >= spec.bad => Quality::Bad,
            _ => Quality::Good,
        };
        QualityDiagnostic::of_value(check, value, limits, quality)
    }));
}
