//! Visual spectral analysis (`diagnostics.md` 9.6).

use super::{Check, Quality, QualityDiagnostic, QualityWarning, VisualSpec};
use crate::sa::Adjustment;
use crate::toolkit::differencing::difference;
use crate::toolkit::spectrum::VisualSpectrum;
use crate::toolkit::timeseries::TsData;

/// Smallest sensitivity and number of years.
const MIN_SENSITIVITY: f64 = 3.0 / 52.0;
const MIN_YEARS: usize = 6;

/// Seasonal and, for monthly series, trading-day peaks of the adjusted series with its forecasts; a warning when the
/// original series has no seasonal peak. The reference takes the same series for the irregular, so that both have
/// peaks or none has. Nothing when a spectrum cannot be computed.
pub(super) fn judge(
    a: &Adjustment,
    spec: &VisualSpec,
    out: &mut Vec<QualityDiagnostic>,
    warnings: &mut Vec<QualityWarning>,
) {
    let Some(tested) = a.tested_series() else { return };
    let period = tested.period;
    let order = if period == 12 { 30 } else { 3 * period };
    let spectrum = |x: &TsData, lag: usize| {
        let x = if tested.multiplicative { x.map(f64::ln) } else { x.clone() };
        let x = difference(x.values(), lag);
        let kept = if spec.years == 0 { x.len() } else { spec.years.max(MIN_YEARS) * period };
        let last = x.get(x.len().saturating_sub(kept)..)?;
        VisualSpectrum::with(last, period, order, spec.sensitivity.max(MIN_SENSITIVITY))
    };
    let Some((series, adjusted)) = a.extended_series() else { return };
    let (Some(series), Some(adjusted)) = (spectrum(&series, 1), spectrum(&adjusted, (period / 4).max(1)))
    else {
        return;
    };
    if series.seasonal_peaks.is_empty() {
        warnings.push(QualityWarning::NoSeasonalPeak);
    }
    let verdict = |peaks: &[f64]| match (peaks.is_empty(), spec.strict) {
        (true, _) => Quality::Good,
        (false, true) => Quality::Severe,
        (false, false) => Quality::Bad,
    };
    let diagnostic = |check, peaks: &[f64]| QualityDiagnostic {
        check,
        value: f64::NAN,
        test: None,
        limits: None,
        quality: verdict(peaks),
    };
    out.push(diagnostic(Check::VisualSeasonalPeaks, &adjusted.seasonal_peaks));
    if period == 12 {
        out.push(diagnostic(Check::VisualTradingDayPeaks, &adjusted.trading_day_peaks));
    }
}
