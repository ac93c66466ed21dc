//! TRAMO-SEATS as a whole against JDemetra+ 3.5.0.

mod cases;
mod options;
mod robustness;
