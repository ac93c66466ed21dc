//! Solstice: the desktop workbench and command line for seasonal adjustment.
//!
//! Floors, each using only those under it: [`data`], [`workspace`], [`jobs`] and [`report`], [`cli`] and `ui`.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod cli;
pub mod data;
pub mod jobs;
pub mod report;
#[cfg(feature = "gui")]
pub mod ui;
pub mod workspace;
