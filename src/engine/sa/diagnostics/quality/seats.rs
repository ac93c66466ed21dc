//! Estimated components against their models (`diagnostics.md` 9.8, `seats.md` section 15).

use super::{Against, Check, Limits, Quality, QualityDiagnostic, QualityWarning, SeatsSpec};
use crate::sa::Adjustment;
use crate::sa::result::Decomposition;
use crate::sa::seats::{TestedItem, model_tests};

/// P-values of the variances of seasonal and irregular and of their correlation, undefined where a component is absent;
/// nothing when the tests cannot be computed or the method is another. Warnings when SEATS decomposes another model
/// or other parameters than those estimated.
pub(super) fn judge(
    a: &Adjustment,
    spec: &SeatsSpec,
    out: &mut Vec<QualityDiagnostic>,
    warnings: &mut Vec<QualityWarning>,
) {
    let Decomposition::Seats(seats) = &a.decomposition else { return };
    if seats.model_changed {
        warnings.push(QualityWarning::ModelChanged);
    } else if seats.parameters_cut_off {
        warnings.push(QualityWarning::ParametersCutOff);
    }
    let Ok(tests) = model_tests(seats) else { return };
    let (seasonal, irregular) = (TestedItem::Seasonal, TestedItem::Irregular);
    let variance = |item| tests.variance(item).map_or(f64::NAN, |t| t.p_value);
    let correlation = tests.cross_correlation(seasonal, irregular).map_or(f64::NAN, |t| t.p_value);
    let limits = Limits {
        against: Against::Small,
        uncertain: Some(spec.uncertain),
        bad: Some(spec.bad),
        severe: None,
    };
    out.extend(
        [
            (Check::SeasonalVariance, variance(seasonal)),
            (Check::IrregularVariance, variance(irregular)),
            (Check::SeasonalIrregularCorrelation, correlation),
        ]
        .map(|(check, p)| {
            let quality = match p {
                p if p.is_nan() => Quality::Undefined,
                p if p <= spec.bad => Quality::Bad,
                p if p > spec.uncertain => Quality::Good,
                _ => Quality::Uncertain,
            };
            QualityDiagnostic::of_value(check, p, limits, quality)
        }),
    );
}
