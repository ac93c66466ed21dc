//! Distributions, descriptive statistics and statistical tests, one file per test (`diagnostics.md`,
//! sections 0 to 5).
//!
//! A test gives a [`StatisticalTest`], or nothing when it is not available: too short or constant
//! data, no degree of freedom left, a singular regression. A statistic is never NaN.

mod anova;
mod arch;
pub mod autocovariance;
mod canova_hansen;
mod canova_hansen_frequency;
pub mod descriptive;
mod distribution;
mod evolutive_seasonality;
mod friedman;
mod heteroskedasticity;
mod kruskal_wallis;
pub mod mean;
pub mod normality;
mod ols;
mod periodic_ljung_box;
mod periodogram_test;
mod portmanteau;
mod qs;
mod ranking;
mod residual_tests;
pub mod runs;
mod seasonal_dummies;
mod stable_seasonality;
mod statistical_test;

pub use anova::{AnovaTest, one_way_anova};
pub use arch::{arch_lm, arch_portmanteau};
pub(in crate::toolkit) use canova_hansen::Regression;
pub use canova_hansen::{CanovaHansen, CanovaHansenSpec, SeasonalRegressors};
pub use canova_hansen_frequency::canova_hansen_frequency;
pub use distribution::Distribution;
pub use evolutive_seasonality::evolutive_seasonality;
pub use friedman::{friedman, friedman_f};
pub use heteroskedasticity::{Heteroskedasticity, breusch_pagan, white};
pub use kruskal_wallis::kruskal_wallis;
pub use ols::{Ols, regression_f_test};
pub use periodic_ljung_box::{burg, periodic_lags, periodic_ljung_box};
pub use periodogram_test::{periodogram_test, periodogram_test_chi2};
pub use portmanteau::{Autocorrelations, Portmanteau};
pub use qs::{MODIFIED_QS_CRITICAL_VALUES, modified_qs, qs};
pub use residual_tests::{ResidualTests, autocorrelation_count, ljung_box_lags};
pub use seasonal_dummies::{
    DummiesModel, seasonal_contrasts, seasonal_dummies_test, seasonal_dummies_test_last_years,
};
pub use stable_seasonality::stable_seasonality;
pub use statistical_test::{StatisticalTest, Tail};
