//! Tools that know nothing of seasonal adjustment.

pub mod regarima;
pub mod timeseries;
