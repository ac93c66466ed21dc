//! Trading days left in the adjusted series and in the irregular (`diagnostics.md` 9.11).

use super::{Check, Quality, QualityDiagnostic, ResidualTradingDaysSpec};
use crate::sa::Adjustment;
use crate::sa::diagnostics::Subject;
use crate::toolkit::regression::RegressorClass;

/// F tests of monthly series; on the irregular when it is large enough. When the model has trading days, the worst
/// verdict is bad.
pub(super) fn judge(a: &Adjustment, spec: &ResidualTradingDaysSpec, out: &mut Vec<QualityDiagnostic>) {
    let Some(tested) = a.tested_series() else { return };
    if spec.monthly_only && tested.period != 12 {
        return;
    }
    let in_model = a.preprocessing.as_ref().is_some_and(|model| {
        model.description().variables().any(|v| v.regressor.class() == RegressorClass::TradingDays)
    });
    let mut subjects = vec![(Subject::Adjusted, Check::TradingDaysAdjusted)];
    if tested.is_irregular_significant() {
        subjects.push((Subject::Irregular, Check::TradingDaysIrregular));
    }
    for (subject, check) in subjects {
        let Some(test) = a.trading_days_test(subject) else { continue };
        let mut diagnostic = spec.thresholds.judge(check, *test);
        if in_model && diagnostic.quality == Quality::Severe {
            diagnostic.quality = Quality::Bad;
        }
        out.push(diagnostic);
    }
}
