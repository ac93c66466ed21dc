//! The predefined specifications by name.

use super::{DecompositionMode, Spec, X11Spec, X13Spec};

/// Names of the predefined X-13 specifications.
pub const X13_NAMES: &[&str] = &["x11"];

/// The predefined X-13 specification `name`, without regard to case (`x11.md` 3.3).
pub fn x13(name: &str) -> Option<Spec> {
    match name.to_ascii_lowercase().as_str() {
        "x11" | "rsax11" => Some(Spec::X13(X13Spec {
            x11: X11Spec { mode: DecompositionMode::Multiplicative, ..X11Spec::default() },
            ..X13Spec::default()
        })),
        _ => None,
    }
}
