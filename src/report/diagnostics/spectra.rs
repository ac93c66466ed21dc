//! Spectra of a stationary series, and the peaks at seasonal and trading-day frequencies.

use std::f64::consts::PI;

use solstice_engine::toolkit::spectrum::{
    AutoregressiveMethod, AutoregressivePeaks, AutoregressiveSpectrum, Periodogram, SmoothedPeriodogram,
    SmoothedPeriodogramSpec, TukeyPeaks, VisualSpectrum, seasonal_frequencies, trading_day_frequencies,
    tukey_window_length,
};
use solstice_engine::toolkit::stats::descriptive;

use super::AnalysedSeries;
use crate::report::quality::Verdict;
use crate::report::sheet::{Cell, Sheet, figures, words};

/// Points of the drawn autoregressive and Tukey spectra.
pub const GRID: usize = 240;
/// Order of the autoregressive spectrum, that of the visual test.
pub const ORDER: usize = 30;
/// Least ordinate that is drawn.
const LEAST: f64 = 1e-4;

/// Frequencies in cycles per year and values in decibels, relative to the variance of the series; a curve that cannot
/// be computed is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spectra {
    /// Periods a year.
    pub period: usize,
    /// Periodogram.
    pub periodogram: Vec<[f64; 2]>,
    /// Autoregressive spectrum of order 30.
    pub autoregressive: Vec<[f64; 2]>,
    /// Tukey spectrum.
    pub tukey: Vec<[f64; 2]>,
    /// Window length of the Tukey spectrum.
    pub window: Option<usize>,
    /// Seasonal frequencies.
    pub seasonal: Vec<f64>,
    /// Trading-day frequencies.
    pub trading_days: Vec<f64>,
}

impl Spectra {
    /// The spectra of `values` with `period` a year.
    pub fn of(values: &[f64], period: usize) -> Self {
        let per_year = period as f64 / (2.0 * PI);
        let yearly = |f: Vec<f64>| f.into_iter().map(|f| f * per_year).collect();
        let periodogram = Periodogram::of(values).map_or_else(Vec::new, |p| {
            let ordinates = p.ordinates.iter().enumerate().skip(1);
            ordinates.map(|(i, &v)| [p.frequency(i) * per_year, decibels(v)]).collect()
        });
        let scale = descriptive::rmse(values).filter(|s| *s > 0.0);
        let autoregressive = AutoregressiveSpectrum::of(values, ORDER, AutoregressiveMethod::Ols);
        let autoregressive = autoregressive.zip(scale).map_or_else(Vec::new, |(s, scale)| {
            let at = |k: usize| PI * k as f64 / GRID as f64;
            // relative to the variance, as the periodogram
            let level = 20.0 * scale.log10();
            (0..=GRID).map(|k| [at(k) * per_year, s.at(at(k)) - level]).collect()
        });
        let window = tukey_window_length(values.len(), period);
        let tukey = window.and_then(|length| {
            let resolution = Some(2 * GRID);
            SmoothedPeriodogram::of(
                values,
                SmoothedPeriodogramSpec { length, resolution, ..Default::default() },
            )
        });
        let tukey = tukey.map_or_else(Vec::new, |s| {
            let frequency = |j: usize| j as f64 * period as f64 / s.resolution as f64;
            s.ordinates.iter().enumerate().map(|(j, &v)| [frequency(j), decibels(v)]).collect()
        });
        Self {
            period,
            periodogram,
            autoregressive,
            tukey,
            window,
            seasonal: yearly(seasonal_frequencies(period)),
            trading_days: if period > 1 { yearly(trading_day_frequencies(period)) } else { Vec::new() },
        }
    }
}

fn decibels(x: f64) -> f64 {
    10.0 * x.max(LEAST).log10()
}

/// The peaks at the seasonal and trading-day frequencies, by each spectrum; `wanted` when they belong in the series.
pub fn peaks(series: &AnalysedSeries, wanted: bool) -> Sheet {
    let columns = [
        words("Frequency", 130.0),
        figures("Cycles a year", 96.0),
        figures("Autoregressive, p", 130.0),
        figures("Tukey, p", 90.0),
        words("Visual", 80.0),
    ];
    let mut sheet = Sheet::new("Peaks", columns);
    let (x, period) = (series.values.as_slice(), series.period);
    let autoregressive = AutoregressivePeaks::of(x, period);
    let tukey = TukeyPeaks::of(x, period);
    let visual = VisualSpectrum::of(x, period);
    let per_year = period as f64 / (2.0 * PI);
    let p_cell = |p: Option<f64>, unwanted: bool| match p {
        Some(p) if unwanted => Cell::Judged(p, peak_verdict(p)),
        Some(p) => Cell::P(p),
        None => Cell::Weak(String::new()),
    };
    let visual_cell = |peaks: Option<&Vec<f64>>, f: f64| {
        let is_peak = peaks.is_some_and(|all| all.iter().any(|g| (f - g).abs() < 1e-9));
        Cell::Text(if is_peak { "peak" } else { "" }.to_owned())
    };
    for (i, f) in seasonal_frequencies(period).into_iter().enumerate() {
        let ar = autoregressive.as_ref().and_then(|a| a.seasonal.get(i)).map(|p| 1.0 - p);
        let smoothed = tukey.as_ref().and_then(|t| t.seasonal.get(i)).copied();
        sheet.rows.push(vec![
            format!("Seasonal {}", i + 1).into(),
            Cell::Number(f * per_year, 3),
            p_cell(ar, !wanted),
            p_cell(smoothed, !wanted),
            visual_cell(visual.as_ref().map(|v| &v.seasonal_peaks), f),
        ]);
    }
    let days = if period > 1 { trading_day_frequencies(period) } else { Vec::new() };
    for (i, f) in days.into_iter().enumerate() {
        let ar = autoregressive.as_ref().and_then(|a| a.trading_days.get(i)).map(|p| 1.0 - p);
        // the Tukey spectrum is tested at the main frequency only
        let smoothed = tukey.as_ref().filter(|_| i == 0).and_then(|t| t.trading_days);
        sheet.rows.push(vec![
            "Trading days".into(),
            Cell::Number(f * per_year, 3),
            p_cell(ar, !wanted),
            p_cell(smoothed, !wanted),
            visual_cell(visual.as_ref().map(|v| &v.trading_day_peaks), f),
        ]);
    }
    sheet.note = "p is the probability of such a peak without one in the process; above 0.20 the autoregressive test \
                  does not tell the size. Visual: higher than both neighbours by six of 52 lines of the range."
        .to_owned();
    sheet
}

fn peak_verdict(p: f64) -> Verdict {
    match p {
        p if p < 0.01 => Verdict::Bad,
        p if p < 0.10 => Verdict::Uncertain,
        _ => Verdict::Good,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_yearly_wave_stands_out_in_every_spectrum() {
        let noise = |t: u32| f64::from((t * t * 7 + t * 13) % 31) / 31.0 - 0.5;
        let wave = |t: u32| (f64::from(t) * PI / 6.0).cos() * 2.0 + noise(t);
        let values: Vec<f64> = (0..240).map(wave).collect();
        let spectra = Spectra::of(&values, 12);
        for curve in [&spectra.periodogram, &spectra.autoregressive, &spectra.tukey] {
            let top = curve.iter().copied().reduce(|a, b| if b[1] > a[1] { b } else { a }).unwrap();
            assert!((top[0] - 1.0).abs() < 0.1, "{top:?}");
        }
        assert_eq!(spectra.seasonal.len(), 6);
        let series = AnalysedSeries { values, period: 12, preparation: String::new() };
        let sheet = peaks(&series, false);
        assert_eq!(sheet.rows.len(), 7);
        assert!(matches!(sheet.rows[0][2], Cell::Judged(_, Verdict::Bad)), "{:?}", sheet.rows[0]);
    }
}
