//! X-11 against the figures of JDemetra+ 3.8.0 (`tests/data/README.md`), identities and robustness.

mod adjustment;
mod by_hand;
mod differences;
mod kernel;
pub(crate) mod robustness;
