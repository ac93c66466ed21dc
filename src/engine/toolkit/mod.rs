//! Tools that know nothing of seasonal adjustment.

pub mod arima;
pub mod benchmarking;
pub mod calendars;
pub mod differencing;
pub mod math;
pub mod regarima;
pub mod regression;
pub mod spectrum;
pub mod ssf;
pub mod stats;
pub mod timeseries;
pub mod trading_days;
