//! "Visual" spectral analysis: peaks that stand out of the autoregressive spectrum (`diagnostics.md` 4.8).

use std::f64::consts::PI;

use super::{AutoregressiveMethod, AutoregressiveSpectrum, trading_day_frequencies};

const ORDER: usize = 30;
const INTERVALS: usize = 60;
/// Part of the range by which a peak exceeds its neighbours: six of the 52 lines of the printed spectra.
const SENSITIVITY: f64 = 6.0 / 52.0;

/// The spectrum on a grid and its visually significant peaks.
#[derive(Clone, Debug, PartialEq)]
pub struct VisualSpectrum {
    /// Frequencies, radians per period: i pi/60, the point nearest to a trading-day frequency moved onto it.
    pub frequencies: Vec<f64>,
    /// Values in decibels.
    pub values: Vec<f64>,
    /// Seasonal frequencies with a peak, pi excluded, increasing.
    pub seasonal_peaks: Vec<f64>,
    /// Trading-day frequencies with a peak.
    pub trading_day_peaks: Vec<f64>,
}

impl VisualSpectrum {
    /// The analysis with an autoregression of order 30 estimated by least squares. A peak reaches the median
    /// and exceeds each of its neighbours by more than 6/52 of the range; median and range leave out the first
    /// and the last value. None when the spectrum cannot be computed.
    pub fn of(x: &[f64], period: usize) -> Option<Self> {
        Self::with(x, period, ORDER, SENSITIVITY)
    }

    /// The analysis with an autoregression of another order (not 0), peaks exceeding their neighbours by
    /// `sensitivity` of the range.
    pub fn with(x: &[f64], period: usize, order: usize, sensitivity: f64) -> Option<Self> {
        if period == 0 || order == 0 {
            return None;
        }
        let spectrum = AutoregressiveSpectrum::of(x, order, AutoregressiveMethod::Ols)?;
        let step = PI / INTERVALS as f64;
        let mut frequencies: Vec<f64> = (0..=INTERVALS).map(|i| i as f64 * step).collect();
        let mut trading_day_positions = Vec::new();
        for f in trading_day_frequencies(period) {
            // f lies in (w_j, w_{j+1}]; the middle goes to the upper point
            let above = frequencies.iter().position(|w| f <= *w)?;
            let below = above.checked_sub(1)?;
            let nearer =
                if f - frequencies.get(below)? < frequencies.get(above)? - f { below } else { above };
            *frequencies.get_mut(nearer)? = f;
            trading_day_positions.push(nearer);
        }
        let values: Vec<f64> = frequencies.iter().map(|&f| spectrum.at(f)).collect();
        if values.iter().any(|v| !v.is_finite()) {
            return None;
        }
        let mut inner = values.get(1..INTERVALS)?.to_vec();
        inner.sort_by(f64::total_cmp);
        let median = *inner.get(inner.len() / 2)?;
        let threshold = (inner.last()? - inner.first()?) * sensitivity;
        let is_peak = |k: usize| {
            let exceeds = |v: f64, other: Option<&f64>| other.is_none_or(|o| v - o > threshold);
            values.get(k).is_some_and(|&v| {
                v >= median
                    && exceeds(v, k.checked_sub(1).and_then(|i| values.get(i)))
                    && exceeds(v, values.get(k + 1))
            })
        };
        let at = |k: usize| frequencies.get(k).copied();
        let seasonal = if period >= 4 { (period - 1) / 2 } else { period / 2 };
        let seasonal_step = 2 * INTERVALS / period;
        let seasonal_peaks =
            (1..=seasonal).map(|i| i * seasonal_step).filter(|&k| is_peak(k)).filter_map(at).collect();
        let trading_day_peaks =
            trading_day_positions.into_iter().filter(|&k| is_peak(k)).filter_map(at).collect();
        Some(Self { seasonal_peaks, trading_day_peaks, values, frequencies })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wave_is_seen() {
        let mut state = 7u32;
        let x: Vec<f64> = (0..240)
            .map(|t| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let noise = f64::from(state) / f64::from(u32::MAX) - 0.5;
                3.0 * (2.0 * PI * f64::from(t) / 6.0).cos() + noise
            })
            .collect();
        let v = VisualSpectrum::of(&x, 12).unwrap();
        assert!(v.seasonal_peaks.iter().any(|f| (f - PI / 3.0).abs() < 1e-12), "{:?}", v.seasonal_peaks);
        assert!(v.frequencies.iter().any(|f| (f - 2.187894884).abs() < 1e-8));
    }

    #[test]
    fn no_spectrum() {
        assert!(VisualSpectrum::of(&[], 12).is_none());
        assert!(VisualSpectrum::of(&[1.0; 100], 12).is_none());
        assert!(VisualSpectrum::of(&[1.0, 2.0], 0).is_none());
    }
}
