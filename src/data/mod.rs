//! Series and where they come from: providers and exporters.

mod series;

pub use series::{Moniker, Series};
