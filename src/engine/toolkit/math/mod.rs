//! Mathematics: linear filters, polynomials and their roots, linear systems, least squares,
//! minimisation.

pub mod chebyshev;
pub mod exponential;
pub mod hodrick_prescott;
pub mod householder;
pub mod lagged_products;
pub(crate) mod lanes;
pub mod levenberg_marquardt;
pub mod linear_filters;
pub mod linear_system;
pub mod logarithm;
pub(crate) mod parallel_columns;
pub(crate) mod parallel_householder;
pub mod polynomial;
pub mod polynomial_division;
mod reflection;
pub mod roots;
pub mod unit_roots;
