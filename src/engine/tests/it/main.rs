#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod data;
mod timeseries;
mod x11;
