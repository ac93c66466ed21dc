//! Integration tests of the program: one binary, a module per subject.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli;
mod docs;
mod floors;
#[cfg(feature = "gui")]
mod ui;
