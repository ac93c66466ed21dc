//! The X-11 decomposition (`x11.md`).

mod bias;
mod cochran;
mod decompose;
mod error;
mod extremes;
mod kernel;
mod msr;
mod scale;
mod seasonal;
mod tables;
mod trend;

pub use decompose::{Extension, decompose};
pub use error::X11Error;
pub use msr::MSR_LIMITS;
pub use seasonal::seasonal_filter;
pub use tables::{MsrTable, X11Decomposition, X11Table};
pub use trend::{IC_LIMITS, end_ratio};

/// M statistics and Q (`x11.md` 15). NaN where a statistic could not be computed.
#[derive(Clone, Debug, PartialEq)]
pub struct MStatistics {
    /// M1 to M11 limited to [0, 3]; none where the statistic is not used for this series.
    pub m: [Option<f64>; 11],
    /// Weighted mean of the M statistics.
    pub q: f64,
    /// The same without M2.
    pub q_without_m2: f64,
}
