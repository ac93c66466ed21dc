//! Benchmarking: making the yearly totals of a series equal to given ones.

mod cholette;

pub use cholette::{BiasCorrection, CholetteError, CholetteSpec, cholette};
