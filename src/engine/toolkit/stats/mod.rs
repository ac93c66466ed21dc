//! Distributions, descriptive statistics and statistical tests, one file per test (`diagnostics.md`,
//! sections 0 to 5).
//!
//! A test gives a [`StatisticalTest`], or nothing when it is not available: too short or constant
//! data, no degree of freedom left, a singular regression. A statistic is never NaN.

mod anova;
pub mod autocovariance;
pub mod descriptive;
mod distribution;
mod evolutive_seasonality;
mod kruskal_wallis;
pub mod mean;
pub mod normality;
mod portmanteau;
mod ranking;
mod residual_tests;
pub mod runs;
mod stable_seasonality;
mod statistical_test;

pub use anova::{AnovaTest, one_way_anova};
pub use distribution::Distribution;
pub use evolutive_seasonality::evolutive_seasonality;
pub use kruskal_wallis::kruskal_wallis;
pub use portmanteau::{Autocorrelations, Portmanteau};
pub use residual_tests::{ResidualTests, autocorrelation_count};
pub use stable_seasonality::stable_seasonality;
pub use statistical_test::{StatisticalTest, Tail};
