//! Spectral tools (`diagnostics.md` section 4): periodogram, smoothed (Tukey) and autoregressive spectra, their
//! peaks at the seasonal and trading-day frequencies.

mod ar_peak_tables;
mod ar_peaks;
mod autoregressive;
mod frequencies;
mod peaks;
mod periodogram;
mod smoothed_periodogram;
mod tukey_peaks;
mod visual;
mod window;

pub use ar_peaks::AutoregressivePeaks;
pub use autoregressive::{AutoregressiveMethod, AutoregressiveSpectrum};
pub use frequencies::{seasonal_frequencies, trading_day_frequencies};
pub use peaks::{PeakLevel, SpectralPeak, SpectralPeaks};
pub use periodogram::Periodogram;
pub use smoothed_periodogram::{SmoothedPeriodogram, SmoothedPeriodogramSpec};
pub use tukey_peaks::{TukeyPeaks, tukey_window_length};
pub use visual::VisualSpectrum;
pub use window::{Window, tukey_hanning_taper};
