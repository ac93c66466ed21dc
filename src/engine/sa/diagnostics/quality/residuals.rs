//! Residuals of the model (`diagnostics.md` 9.3).

use std::f64::consts::PI;

use super::{Against, Check, Limits, Quality, QualityDiagnostic, ResidualsSpec, Thresholds};
use crate::sa::Adjustment;
use crate::toolkit::spectrum::{Periodogram, trading_day_frequencies};
use crate::toolkit::stats::StatisticalTest;

/// Residuals for which normality is tested: more than this.
const MIN_NORMALITY: usize = 7;

pub(super) fn judge(a: &Adjustment, spec: &ResidualsSpec, out: &mut Vec<QualityDiagnostic>) {
    let (Some(tests), Some(tested)) = (a.residual_tests(), a.tested_series()) else { return };
    let Some(residuals) = tested.residuals.as_ref().map(|r| r.values()) else { return };
    let enough = residuals.len() > MIN_NORMALITY;
    out.push(p_value(Check::Normality, tests.doornik_hansen, enough, spec));
    out.push(p_value(Check::Independence, tests.ljung_box, true, spec));
    let Some(periodogram) = Periodogram::of(residuals) else { return };
    let trading_days = match tested.period {
        // quarterly trading-day frequencies are not looked at
        4 => None,
        period => Some(trading_day_frequencies(period)),
    };
    out.push(peaks(Check::TradingDayPeaks, &periodogram, trading_days, spec.trading_day_peaks));
    let step = 2.0 * PI / tested.period as f64;
    let seasonal = (1..=(tested.period - 1) / 2).map(|i| i as f64 * step).collect();
    out.push(peaks(Check::SeasonalPeaks, &periodogram, Some(seasonal), spec.seasonal_peaks));
}

fn p_value(
    check: Check,
    test: Option<StatisticalTest>,
    enough: bool,
    spec: &ResidualsSpec,
) -> QualityDiagnostic {
    let limits =
        Limits { against: Against::Small, uncertain: Some(spec.good), bad: Some(spec.bad), severe: None };
    let quality = match test.map(|t| t.p_value) {
        _ if !enough => Quality::Undefined,
        Some(p) if p > spec.good => Quality::Good,
        Some(p) if p < spec.bad => Quality::Bad,
        _ => Quality::Uncertain,
    };
    QualityDiagnostic::of_test(check, test, limits, quality)
}

/// Probability that white noise has ordinates as large as the largest one at the `frequencies`:
/// `1 - (1 - e^{-x/2})^c`, x the largest of the two ordinates around each of the c frequencies, located with the
/// reported step. Without a frequency (annual and half-yearly series) it is 0, as in the reference.
fn peaks(
    check: Check,
    periodogram: &Periodogram,
    frequencies: Option<Vec<f64>>,
    t: Thresholds,
) -> QualityDiagnostic {
    let limits = Limits {
        against: Against::Small,
        uncertain: Some(t.uncertain),
        bad: Some(t.bad),
        severe: Some(t.severe),
    };
    let Some(frequencies) = frequencies else {
        return QualityDiagnostic::of_value(check, 0.0, limits, Quality::Undefined);
    };
    let largest = frequencies
        .iter()
        .flat_map(|w| {
            let j = (w / periodogram.reported_step).trunc().max(0.0) as usize;
            periodogram.ordinates.iter().skip(j).take(2)
        })
        .fold(0.0_f64, |m, x| m.max(*x));
    let value = match i32::try_from(frequencies.len()) {
        Ok(count) if count > 0 => 1.0 - (1.0 - (-largest / 2.0).exp()).powi(count),
        _ => 0.0,
    };
    let quality = if value < t.severe {
        Quality::Severe
    } else if value < t.bad {
        Quality::Bad
    } else if value > t.uncertain {
        Quality::Good
    } else {
        Quality::Uncertain
    };
    QualityDiagnostic::of_value(check, value, limits, quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seasonal_wave_is_a_peak() {
        let wave: Vec<f64> = (0..121).map(|t| (PI / 3.0 * f64::from(t)).cos()).collect();
        let noise: Vec<f64> = (0..121).map(|t| f64::from((t * 7919 + 13) % 101) / 100.0 - 0.5).collect();
        let seasonal = || Some((1..=5).map(|i| f64::from(i) * PI / 6.0).collect());
        let t = ResidualsSpec::default().seasonal_peaks;
        let judged = |x: &[f64]| peaks(Check::SeasonalPeaks, &Periodogram::of(x).unwrap(), seasonal(), t);
        assert_eq!(judged(&wave).quality, Quality::Severe);
        assert!(judged(&noise).value > 0.01);
        let none = peaks(Check::SeasonalPeaks, &Periodogram::of(&noise).unwrap(), Some(vec![]), t);
        assert_eq!((none.value, none.quality), (0.0, Quality::Severe));
    }
}
