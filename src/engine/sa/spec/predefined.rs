//! The predefined specifications by name.

use super::{DecompositionMode, RegArimaSpec, Spec, TramoSeatsSpec, TramoSpec, X11Spec, X13Spec};

/// Names of the methods.
pub const METHODS: &[&str] = &["x13", "tramoseats"];

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

/// Names of the predefined TRAMO-SEATS specifications.
pub const TRAMO_SEATS_NAMES: &[&str] = &["rsa0", "rsa1", "rsa2", "rsa3", "rsa4", "rsa5", "rsafull"];

/// The predefined TRAMO-SEATS specification `name`, without regard to case (`seats.md` 3.3): TRAMO `tr0` to `trfull`
/// with the default options of SEATS.
pub fn tramo_seats(name: &str) -> Option<Spec> {
    let name = name.to_ascii_lowercase();
    let tramo = TramoSpec::predefined(&name.replacen("rsa", "tr", 1)).filter(|_| name.starts_with("rsa"))?;
    Some(Spec::TramoSeats(TramoSeatsSpec { tramo, ..TramoSeatsSpec::default() }))
}

/// Names of the predefined specifications of a method, [`Spec::method`]; none of an unknown one.
pub fn predefined_names(method: &str) -> &'static [&'static str] {
    match method {
        "x13" => X13_NAMES,
        "tramoseats" => TRAMO_SEATS_NAMES,
        _ => &[],
    }
}

/// The predefined specification `name` of a method, without regard to case of the name.
pub fn predefined(method: &str, name: &str) -> Option<Spec> {
    match method {
        "x13" => x13(name),
        "tramoseats" => tramo_seats(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_valid_specification_that_survives_json() {
        for method in METHODS {
            for name in predefined_names(method) {
                let spec = predefined(method, name).unwrap();
                assert_eq!(spec.method(), *method);
                assert_eq!(spec.validate(12), []);
                let text = serde_json::to_string(&spec).unwrap();
                assert_eq!(serde_json::from_str::<Spec>(&text).unwrap(), spec);
            }
        }
        assert_eq!(tramo_seats("tr3"), None);
        assert!(predefined("tramoseats", "RSAfull").is_some());
        assert_eq!(predefined("x12", "rsa1"), None);
    }
}
