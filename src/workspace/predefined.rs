//! The predefined specifications as seen from a specification that may have been changed.

use solstice_engine::sa::spec::{Spec, X13_NAMES, x13};

use super::option_changes;

/// Name of the predefined specification that `spec` is; none when an option differs from all of them.
pub fn predefined_name(spec: &Spec) -> Option<&'static str> {
    X13_NAMES.iter().copied().find(|name| x13(name).as_ref() == Some(spec))
}

/// Name of the predefined specification that differs from `spec` in the fewest options, with pre-processing and
/// automatic model if `spec` has them; of several the first.
pub fn nearest_predefined(spec: &Spec) -> &'static str {
    let parts = |spec: &Spec| match spec {
        Spec::X13(x13) => x13.preprocessing.as_ref().map(|p| p.auto_model.is_some()),
    };
    let candidates = X13_NAMES.iter().filter_map(|name| Some((*name, x13(name)?)));
    candidates
        .filter(|(_, candidate)| parts(candidate) == parts(spec))
        .min_by_key(|(_, candidate)| option_changes(candidate, spec).len())
        .map_or("x11", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_predefined_specification_is_known_and_nearest_to_itself() {
        for name in X13_NAMES {
            let spec = x13(name).unwrap();
            assert_eq!(predefined_name(&spec), Some(*name));
            assert_eq!(nearest_predefined(&spec), *name);
        }
    }

    #[test]
    fn a_changed_option_leaves_the_nearest() {
        for name in X13_NAMES {
            let mut spec = x13(name).unwrap();
            let Spec::X13(x13) = &mut spec;
            x13.x11.henderson_length = 23;
            assert_eq!(predefined_name(&spec), None);
            assert_eq!(nearest_predefined(&spec), *name);
        }
    }
}
