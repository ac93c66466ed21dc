//! Series and where they come from: providers and exporters.

mod calendars;
pub mod csv;
mod error;
mod files;
mod series;
mod source;

pub use calendars::country_calendars;
pub use error::DataError;
pub use files::{data_files, is_data_path};
pub use series::{Moniker, Series};
pub use source::read_again;
