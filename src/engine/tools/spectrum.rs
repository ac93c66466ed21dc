//! Spectra of a series: periodogram, autoregressive, Tukey (`diagnostics.md` 13.3 to 13.5).

use std::f64::consts::PI;

use super::error::prepared;
use super::{ToolError, Transformation};
use crate::toolkit::spectrum::{
    AutoregressiveMethod, AutoregressiveSpectrum, Periodogram, SmoothedPeriodogram, SmoothedPeriodogramSpec,
    Window, seasonal_frequencies, trading_day_frequencies, tukey_window_length,
};
use crate::toolkit::stats::Distribution;
use crate::toolkit::timeseries::TsData;

/// Probability with which an ordinate of the periodogram of white noise exceeds the limit.
const EXCEEDANCE: f64 = 0.005;
/// Intervals of [0, pi] of an autoregressive spectrum with resolution 1.
const INTERVALS: usize = 60;
/// Largest resolution of an autoregressive spectrum.
const MAX_RESOLUTION: usize = 100;

/// How a spectrum is estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SpectrumMethod {
    /// Ordinates relative to the variance.
    Periodogram {
        /// Natural logarithm of the ordinates.
        logarithm: bool,
    },
    /// Spectrum of an autoregression, decibels.
    Autoregressive {
        /// Order; 0: 30 p/12, at most n - 1.
        order: usize,
        /// The frequencies are multiples of pi/(60 resolution).
        resolution: usize,
        /// Estimation of the autoregression.
        estimation: AutoregressiveMethod,
    },
    /// Smoothed periodogram: 1 for white noise.
    Tukey {
        /// Lag window.
        window: Window,
        /// Length of the window; 0: 112 or 79 for monthly, 44 for other series.
        length: usize,
        /// Part of the data that is tapered, 0 to 1.
        taper: f64,
    },
}

impl SpectrumMethod {
    /// The periodogram.
    pub const PERIODOGRAM: Self = Self::Periodogram { logarithm: false };
    /// Autoregression of automatic order, estimated by least squares, at 301 frequencies.
    pub const AUTOREGRESSIVE: Self =
        Self::Autoregressive { order: 0, resolution: 5, estimation: AutoregressiveMethod::Ols };
    /// Tukey window of automatic length, no taper.
    pub const TUKEY: Self = Self::Tukey { window: Window::Tukey, length: 0, taper: 0.0 };

    /// `periodogram`, `autoregressive`, `tukey`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Periodogram { .. } => "periodogram",
            Self::Autoregressive { .. } => "autoregressive",
            Self::Tukey { .. } => "tukey",
        }
    }
}

/// Options of a spectrum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpectrumOptions {
    /// What is done to the series first.
    pub transformation: Transformation,
    /// The estimator.
    pub method: SpectrumMethod,
}

impl SpectrumOptions {
    /// First differences: those of the last complete years less their mean, or, for the Tukey spectrum, which removes
    /// the mean itself, all of them.
    pub fn new(method: SpectrumMethod) -> Self {
        let transformation = match method {
            SpectrumMethod::Tukey { .. } => Transformation::FIRST_DIFFERENCES,
            _ => Transformation::default(),
        };
        Self { transformation, method }
    }
}

/// A spectrum.
#[derive(Clone, Debug, PartialEq)]
pub struct Spectrum {
    /// The transformed series that was analysed.
    pub data: TsData,
    /// Frequencies from 0 to pi, radians per period.
    pub frequencies: Vec<f64>,
    /// Ordinates at these frequencies.
    pub values: Vec<f64>,
    /// Order of the autoregression or length of the window; none for a periodogram.
    pub size: Option<usize>,
    /// What an ordinate of white noise exceeds once in 200 cases; periodogram only.
    pub limit: Option<f64>,
    /// Seasonal frequencies.
    pub seasonal: Vec<f64>,
    /// Trading-day frequencies; none for annual series.
    pub trading_days: Vec<f64>,
}

/// The spectrum of `series`. Missing values inside count as 0 once the mean is removed.
///
/// # Errors
/// The transformation is not possible, the series is too short for the order or the window, or constant.
pub fn spectrum(series: &TsData, options: &SpectrumOptions) -> Result<Spectrum, ToolError> {
    let (series, period) = prepared(series)?;
    let data = options.transformation.apply(&series, period)?;
    let (frequencies, values, size, limit) = match options.method {
        SpectrumMethod::Periodogram { logarithm } => periodogram(data.values(), logarithm)?,
        SpectrumMethod::Autoregressive { order, resolution, estimation } => {
            autoregressive(data.values(), period, order, resolution, estimation)?
        }
        SpectrumMethod::Tukey { window, length, taper } => {
            tukey(data.values(), period, SmoothedPeriodogramSpec { window, length, resolution: None, taper })?
        }
    };
    let trading_days = if period > 1 { trading_day_frequencies(period) } else { Vec::new() };
    Ok(Spectrum {
        data,
        frequencies,
        values,
        size,
        limit,
        seasonal: seasonal_frequencies(period),
        trading_days,
    })
}

/// Frequencies, ordinates, order or length, limit.
type Ordinates = (Vec<f64>, Vec<f64>, Option<usize>, Option<f64>);

fn periodogram(x: &[f64], logarithm: bool) -> Result<Ordinates, ToolError> {
    let p = Periodogram::of(x).ok_or(ToolError::Constant)?;
    let scale = |v: f64| if logarithm { v.ln() } else { v };
    let frequencies = (0..p.ordinates.len()).map(|i| p.frequency(i)).collect();
    let limit = Distribution::Chi2 { df: 2.0 }.quantile(1.0 - EXCEEDANCE).map(scale);
    Ok((frequencies, p.ordinates.into_iter().map(scale).collect(), None, limit))
}

fn autoregressive(
    x: &[f64],
    period: usize,
    order: usize,
    resolution: usize,
    estimation: AutoregressiveMethod,
) -> Result<Ordinates, ToolError> {
    if !(1..=MAX_RESOLUTION).contains(&resolution) {
        let remedy = format!("choose 1 to {MAX_RESOLUTION}");
        return Err(ToolError::Option { option: "resolution", value: resolution.to_string(), remedy });
    }
    let n = x.len();
    let order = if order > 0 { order } else { (30 * period / 12).clamp(1, n.saturating_sub(1).max(1)) };
    let required = 2 * order;
    if n < required {
        return Err(ToolError::TooShort { observations: n, required });
    }
    let s = AutoregressiveSpectrum::of(x, order, estimation).ok_or(ToolError::Constant)?;
    let points = INTERVALS * resolution;
    let frequencies: Vec<f64> = (0..=points).map(|i| PI * i as f64 / points as f64).collect();
    let values = frequencies.iter().map(|f| s.at(*f)).collect();
    Ok((frequencies, values, Some(order), None))
}

fn tukey(x: &[f64], period: usize, spec: SmoothedPeriodogramSpec) -> Result<Ordinates, ToolError> {
    if !(0.0..=1.0).contains(&spec.taper) {
        let remedy = "choose a part between 0 and 1".to_owned();
        return Err(ToolError::Option { option: "taper", value: spec.taper.to_string(), remedy });
    }
    let n = x.len();
    let length = match spec.length {
        0 => {
            let required = if period == 12 { 80 } else { 45 };
            tukey_window_length(n, period).ok_or(ToolError::TooShort { observations: n, required })?
        }
        given if given + 1 < n => given,
        given => return Err(ToolError::TooShort { observations: n, required: given + 2 }),
    };
    let s =
        SmoothedPeriodogram::of(x, SmoothedPeriodogramSpec { length, ..spec }).ok_or(ToolError::Constant)?;
    let frequencies = (0..s.ordinates.len()).map(|j| 2.0 * PI * j as f64 / s.resolution as f64).collect();
    Ok((frequencies, s.ordinates, Some(length), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monthly(n: u32) -> TsData {
        let value = |t: u32| {
            100.0 + 10.0 * (f64::from(t) * PI / 6.0).sin() + f64::from((t * 7919 + t * t * 31) % 101) / 20.0
        };
        TsData::of(12, 2000, 1, (0..n).map(value).collect()).unwrap()
    }

    #[test]
    fn an_annual_wave_shows_in_all_spectra() {
        for method in [SpectrumMethod::PERIODOGRAM, SpectrumMethod::AUTOREGRESSIVE, SpectrumMethod::TUKEY] {
            let s = spectrum(&monthly(181), &SpectrumOptions::new(method)).unwrap();
            let peak = s.values.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap().0;
            assert!((s.frequencies[peak] - s.seasonal[0]).abs() < 0.03, "{}", method.name());
            assert_eq!(s.limit.is_some(), method == SpectrumMethod::PERIODOGRAM);
            assert_eq!((s.seasonal.len(), s.trading_days.len()), (6, 1));
        }
        let p = spectrum(&monthly(181), &SpectrumOptions::new(SpectrumMethod::PERIODOGRAM)).unwrap();
        assert!((p.limit.unwrap() - 10.596635).abs() < 1e-6);
        assert_eq!(p.data.len(), 180);
    }

    #[test]
    fn short_constant_or_wrong() {
        for method in [SpectrumMethod::AUTOREGRESSIVE, SpectrumMethod::TUKEY] {
            let error = spectrum(&monthly(30), &SpectrumOptions::new(method)).unwrap_err();
            assert!(matches!(error, ToolError::TooShort { .. }), "{error}");
        }
        let constant = TsData::of(12, 2000, 1, vec![1.0; 130]).unwrap();
        for method in [SpectrumMethod::PERIODOGRAM, SpectrumMethod::AUTOREGRESSIVE, SpectrumMethod::TUKEY] {
            let error = spectrum(&constant, &SpectrumOptions::new(method)).unwrap_err();
            assert_eq!(error, ToolError::Constant);
        }
        let fine = SpectrumMethod::Autoregressive {
            order: 3,
            resolution: 0,
            estimation: AutoregressiveMethod::Durbin,
        };
        assert!(matches!(
            spectrum(&monthly(90), &SpectrumOptions::new(fine)),
            Err(ToolError::Option { option: "resolution", .. })
        ));
        let empty = TsData::of(12, 2000, 1, vec![f64::NAN; 3]).unwrap();
        let options = SpectrumOptions::new(SpectrumMethod::PERIODOGRAM);
        assert_eq!(spectrum(&empty, &options), Err(ToolError::NoData));
    }
}
