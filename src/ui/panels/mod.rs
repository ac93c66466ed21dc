//! The panels around the views.

pub mod inspector;
pub mod log;
pub mod menu;
pub mod sources;
pub mod status;
pub mod workspace;
