//! Result tables, charts and files.

pub mod chart;
pub mod number;
