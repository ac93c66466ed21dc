//! Spectral tools (`diagnostics.md` section 4): periodogram, smoothed (Tukey) and autoregressive spectra, their
//! peaks at the seasonal and trading-day frequencies.

mod autoregressive;
mod frequencies;
mod periodogram;
mod smoothed_periodogram;
mod window;

pub use autoregressive::{AutoregressiveMethod, AutoregressiveSpectrum};
pub use frequencies::{seasonal_frequencies, trading_day_frequencies};
pub use periodogram::Periodogram;
pub use smoothed_periodogram::{SmoothedPeriodogram, SmoothedPeriodogramSpec};
pub use window::{Window, tukey_hanning_taper};
