//! Smoothed periodogram, or Tukey spectrum (`diagnostics.md` 4.3).

use std::f64::consts::PI;

use super::window::{Window, tukey_hanning_taper};
use crate::toolkit::stats::{autocovariance::autocovariances, descriptive::centred};

/// Options of a smoothed periodogram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SmoothedPeriodogramSpec {
    /// Lag window.
    pub window: Window,
    /// Window length L: the autocovariances of orders 0 to L-1 are used.
    pub length: usize,
    /// Resolution R: the ordinates are at 2 pi j/R; none for R = L.
    pub resolution: Option<usize>,
    /// Part of the data tapered; 0 for none.
    pub taper: f64,
}

impl Default for SmoothedPeriodogramSpec {
    /// Tukey window of length 44, no taper.
    fn default() -> Self {
        Self { window: Window::Tukey, length: 44, resolution: None, taper: 0.0 }
    }
}

/// Spectral density relative to the variance, times 2 pi: 1 for white noise.
#[derive(Clone, Debug, PartialEq)]
pub struct SmoothedPeriodogram {
    /// Ordinate j is at 2 pi j/resolution, j = 0..floor(resolution/2).
    pub ordinates: Vec<f64>,
    /// Number R of ordinates on the full circle.
    pub resolution: usize,
}

impl SmoothedPeriodogram {
    /// `f_j = max(0, 1 + 2 sum_{k=1..L-1} w(k/L) rho_k cos(2 pi j k/R))` of the centred and tapered data. None
    /// when L or R is 0, L is not below the number of values, or the data are constant.
    pub fn of(x: &[f64], spec: SmoothedPeriodogramSpec) -> Option<Self> {
        let resolution = spec.resolution.unwrap_or(spec.length);
        if spec.length == 0 || spec.length >= x.len() || resolution == 0 {
            return None;
        }
        let mut data = centred(x);
        tukey_hanning_taper(&mut data, spec.taper);
        let covariances = autocovariances(&data, 0.0, spec.length - 1);
        let variance = covariances.first().copied().filter(|v| *v > 0.0)?;
        let weighted: Vec<f64> = covariances
            .iter()
            .zip(spec.window.discrete(spec.length))
            .skip(1)
            .map(|(c, w)| w * c / variance)
            .collect();
        let cosines: Vec<f64> =
            (0..resolution).map(|i| (2.0 * PI * i as f64 / resolution as f64).cos()).collect();
        let ordinates = (0..=resolution / 2)
            .map(|j| {
                let mut place = 0;
                let terms = weighted.iter().map(|v| {
                    place += j;
                    if place >= resolution {
                        place -= resolution;
                    }
                    v * cosines[place]
                });
                (1.0 + 2.0 * terms.sum::<f64>()).max(0.0)
            })
            .collect();
        Some(Self { ordinates, resolution })
    }

    /// The ordinate nearest to `frequency` (radians per period, 0 to pi).
    pub fn at(&self, frequency: f64) -> Option<f64> {
        let j = (frequency * self.resolution as f64 / (2.0 * PI) + 0.5).floor();
        (j >= 0.0).then(|| self.ordinates.get(j as usize).copied()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wave_peaks_at_its_frequency() {
        let x: Vec<f64> = (0..200).map(|t| (2.0 * PI * f64::from(t) / 11.0).cos()).collect();
        let s = SmoothedPeriodogram::of(&x, SmoothedPeriodogramSpec::default()).unwrap();
        assert_eq!(s.ordinates.len(), 23);
        let peak = s.ordinates.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap().0;
        assert_eq!(peak, 4);
        assert_eq!(s.at(2.0 * PI * 4.2 / 44.0), Some(s.ordinates[4]));
        assert_eq!(s.at(4.0), None);
    }

    #[test]
    fn no_spectrum() {
        let spec = SmoothedPeriodogramSpec::default();
        assert!(SmoothedPeriodogram::of(&[], spec).is_none());
        assert!(SmoothedPeriodogram::of(&[1.0; 44], spec).is_none());
        assert!(SmoothedPeriodogram::of(&[1.0; 99], spec).is_none());
        assert!(
            SmoothedPeriodogram::of(&[1.0, 2.0], SmoothedPeriodogramSpec { length: 0, ..spec }).is_none()
        );
    }
}
