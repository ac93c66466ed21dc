//! Diagnostics of an adjustment (`diagnostics.md`).

mod combined_seasonality;
mod combined_tests;

pub use combined_seasonality::{CombinedSeasonality, IdentifiableSeasonality, combined_seasonality, m_value};
pub use combined_tests::{LAST_YEARS, TestedSeries, x11_combined_test};
