//! X-13 with RegARIMA pre-processing against JDemetra+ 3.8.0.

mod cases;
pub mod choices;
mod options;
mod predefined;
mod robustness;
