#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod arima;
mod calendars;
mod data;
mod regression;
mod stats;
mod timeseries;
mod x11;
