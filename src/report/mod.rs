//! Result tables, charts and files.

pub mod chart;
pub mod grid;
pub mod narrative;
pub mod number;
pub mod quality;
