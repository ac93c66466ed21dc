//! The Solstice engine: seasonal adjustment as numbers in, numbers out.
//!
//! The engine knows no files, threads, clocks or windows. One entry point, [`sa::adjust`], takes a
//! series, a specification, a context and a monitor and gives an [`sa::Adjustment`] or an
//! [`sa::AdjustError`].
//!
//! * [`toolkit`]: time series, calendars, mathematics, statistics, ARIMA, regression.
//! * [`sa`]: specifications, X-13 and TRAMO-SEATS, assembly, diagnostics, refresh, dictionary.
//! * [`tools`]: stand-alone tools on any series, without adjusting it.

#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod sa;
pub mod toolkit;
pub mod tools;

/// Name and version of the engine, as written into every result.
pub const ENGINE: &str = concat!("solstice ", env!("CARGO_PKG_VERSION"));
