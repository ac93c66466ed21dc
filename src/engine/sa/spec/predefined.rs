//! The predefined specifications by name.

use super::{DecompositionMode, RegArimaSpec, Spec, X11Spec, X13Spec};

/// Names of the predefined X-13 specifications.
pub const X13_NAMES: &[&str] = &["x11", "rsa0", "rsa1", "rsa2c", "rsa3", "rsa4c", "rsa5c"];

/// The predefined X-13 specification `name`, without regard to case (`x11.md` 3.3); `rsa2`, `rsa4` and
/// `rsa5` stand for `rsa2c`, `rsa4c` and `rsa5c`.
pub fn x13(name: &str) -> Option<Spec> {
    let name = name.to_ascii_lowercase();
    let number = match name.as_str() {
        "x11" | "rsax11" => {
            let x11 = X11Spec { mode: DecompositionMode::Multiplicative, ..X11Spec::default() };
            return Some(Spec::X13(X13Spec { x11, ..X13Spec::default() }));
        }
        "rsa0" => 0,
        "rsa1" => 1,
        "rsa2" | "rsa2c" => 2,
        "rsa3" => 3,
        "rsa4" | "rsa4c" => 4,
        "rsa5" | "rsa5c" => 5,
        _ => return None,
    };
    let x11 = X11Spec::after_preprocessing();
    let preprocessing = Some(RegArimaSpec::predefined(number)?);
    Some(Spec::X13(X13Spec { preprocessing, x11, ..X13Spec::default() }))
}
