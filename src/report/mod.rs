//! Result tables, charts and files.

pub mod chart;
pub mod grid;
pub mod html;
pub mod model;
mod model_narrative;
pub mod narrative;
pub mod number;
pub mod quality;
pub mod table;
