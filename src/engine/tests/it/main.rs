#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod adjustment_tests;
mod arima;
mod benchmarking;
mod calendars;
mod country_calendars;
mod data;
mod dictionary;
mod effects;
mod generators;
mod quality;
mod refresh;
mod regression;
mod seats;
mod stability;
mod stats;
mod timeseries;
mod tools;
mod tramo;
mod tramo_seats;
mod variants;
mod x11;
mod x13;
