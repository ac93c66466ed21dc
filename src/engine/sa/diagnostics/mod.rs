//! Diagnostics of an adjustment (`diagnostics.md`).

mod combined_seasonality;

pub use combined_seasonality::{CombinedSeasonality, IdentifiableSeasonality, combined_seasonality};
