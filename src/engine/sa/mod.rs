//! Seasonal adjustment: specifications in, adjustments out.

mod adjust;
mod assembly;
mod benchmarking;
pub(crate) mod checks;
mod component_effects;
mod decision;
pub mod diagnostics;
pub mod dictionary;
mod error;
pub mod modelling;
mod preadjustment;
pub mod refresh;
mod result;
pub mod seats;
pub mod spec;
pub mod stability;
pub mod tramo;
pub mod tramo_seats;
pub mod x11;
pub mod x13;

pub use adjust::{ModellingContext, adjust};
pub use benchmarking::Benchmarking;
pub use decision::{AlternativeModel, Decision, Monitor, Recorder, Silent, Step};
pub use error::AdjustError;
pub use preadjustment::{Preadjustment, PreadjustmentTable};
pub use result::{Adjustment, Decomposition, FinalComponent, Finals, ModifiedTables, StandardErrors};
