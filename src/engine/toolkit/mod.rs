//! Tools that know nothing of seasonal adjustment.

pub mod timeseries;
