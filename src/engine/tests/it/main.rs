#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod calendars;
mod data;
mod stats;
mod regression;
mod timeseries;
mod x11;
