//! The predefined specifications as seen from a specification that may have been changed.

use solstice_engine::sa::spec::{Spec, predefined, predefined_names};

use super::option_changes;

/// Name of the predefined specification that `spec` is; none when an option differs from all of them.
pub fn predefined_name(spec: &Spec) -> Option<&'static str> {
    let method = spec.method();
    predefined_names(method).iter().copied().find(|name| predefined(method, name).as_ref() == Some(spec))
}

/// Name of the predefined specification of the same method that differs from `spec` in the fewest options, with pre-processing and
/// automatic model if `spec` has them; of several the first.
pub fn nearest_predefined(spec: &Spec) -> &'static str {
    let parts = |spec: &Spec| match spec {
        Spec::X13(x13) => x13.preprocessing.as_ref().map(|p| p.auto_model.is_some()),
        Spec::TramoSeats(spec) => Some(spec.tramo.auto_model.is_some()),
    };
    let (method, names) = (spec.method(), predefined_names(spec.method()));
    let candidates = names.iter().filter_map(|name| Some((*name, predefined(method, name)?)));
    candidates
        .filter(|(_, candidate)| parts(candidate) == parts(spec))
        .min_by_key(|(_, candidate)| option_changes(candidate, spec).len())
        .map_or(names.first().copied().unwrap_or_default(), |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::spec::{METHODS, X13_NAMES, x13};

    #[test]
    fn every_predefined_specification_is_known_and_nearest_to_itself() {
        for method in METHODS {
            for name in predefined_names(method) {
                let spec = predefined(method, name).unwrap();
                assert_eq!(predefined_name(&spec), Some(*name));
                assert_eq!(nearest_predefined(&spec), *name);
            }
        }
    }

    #[test]
    fn a_changed_option_leaves_the_nearest() {
        for name in X13_NAMES {
            let mut spec = x13(name).unwrap();
            let Spec::X13(x13) = &mut spec else { panic!("{name}") };
            x13.x11.henderson_length = 23;
            assert_eq!(predefined_name(&spec), None);
            assert_eq!(nearest_predefined(&spec), *name);
        }
    }
}
