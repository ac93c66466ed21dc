//! Tools that know nothing of seasonal adjustment.

pub mod calendars;
pub mod math;
pub mod regarima;
pub mod stats;
pub mod timeseries;
