//! Statistical tests, one file per test (`diagnostics.md`).

mod evolutive_seasonality;
mod kruskal_wallis;
mod stable_seasonality;
mod test;

pub use evolutive_seasonality::evolutive_seasonality;
pub use kruskal_wallis::kruskal_wallis;
pub use stable_seasonality::stable_seasonality;
pub use test::{AnovaTest, Distribution, StatisticalTest};
