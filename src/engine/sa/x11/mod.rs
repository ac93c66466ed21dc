//! The X-11 decomposition (`x11.md`).

mod bias;
mod cochran;
mod decompose;
mod error;
mod extremes;
mod kernel;
mod m_statistics;
mod msr;
mod scale;
mod seasonal;
mod tables;
mod trend;

pub use decompose::{Extension, decompose};
pub use error::X11Error;
pub use m_statistics::{
    Contributions, Durations, F2Tables, MStatistics, MeanChanges, SignedChanges, VarianceDecomposition,
    f2_tables, m_statistics,
};
pub use msr::MSR_LIMITS;
pub use seasonal::seasonal_filter;
pub use tables::{MsrTable, X11Decomposition, X11Table};
pub use trend::{IC_LIMITS, end_ratio};
