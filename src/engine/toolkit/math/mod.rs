//! Mathematics.

pub mod linear_filters;
