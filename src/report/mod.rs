//! Result tables, charts and files.

pub mod chart;
pub mod comparison;
pub mod decisions;
pub mod diagnostics;
pub mod grid;
pub mod html;
pub mod icon;
pub mod model;
mod model_narrative;
pub mod narrative;
pub mod number;
pub mod outlier_marks;
pub mod quality;
pub mod refresh;
pub mod residuals;
pub mod seats;
pub mod sheet;
pub mod stability;
pub mod table;
pub mod tools;
