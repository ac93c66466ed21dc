//! Regression with SARIMA errors.

pub mod x12_residuals;
