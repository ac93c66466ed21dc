//! Canonical decompositions and the theory of their estimators.

use solstice_engine::sa::seats::{
    IRREGULAR, SEASONAL, Signal, TRANSITORY, TREND, WienerKolmogorov, canonical_decomposition,
};
use solstice_engine::sa::spec::ApproximationMode;

use super::{assert_model, probes, problem};
use crate::data::numbers;

/// What depends on roots of the moving average on the unit circle (`seats.md`, trap T1).
const FACTORISATION: f64 = 2e-6;

#[test]
fn canonical_decompositions() {
    for case in probes("canonical") {
        let (model, spec) = problem(&case["input"]);
        let id = case["input"]["id"].as_str().unwrap();
        let expected = &case["result"];
        let result = canonical_decomposition(&model, &spec);
        assert_eq!(result.is_ok(), expected["decomposable"].as_bool().unwrap(), "{id}");
        let Ok(ucm) = result else { continue };
        let named = &expected["named"];
        for (name, i) in
            [("trend", TREND), ("seasonal", SEASONAL), ("transitory", TRANSITORY), ("irregular", IRREGULAR)]
        {
            assert_model(&format!("{id} {name}"), &ucm.components()[i], &named[name], FACTORISATION);
        }
        assert_model(&format!("{id} sa"), &ucm.complement(SEASONAL), &named["sa"], FACTORISATION);
        if spec.approximation != ApproximationMode::Noisy {
            assert_model(&format!("{id} model"), ucm.model(), &named["model"], 1e-10);
        } else {
            assert_model(&format!("{id} model"), ucm.model(), &named["model"], FACTORISATION);
        }
    }
}

#[test]
fn filters_and_errors() {
    for case in probes("wk") {
        let (model, spec) = problem(&case["input"]);
        let id = case["input"]["id"].as_str().unwrap();
        let ucm = canonical_decomposition(&model, &spec).unwrap();
        let theory = WienerKolmogorov::new(&ucm).unwrap();
        for i in 0..4 {
            for (part, signal) in [("signal", Signal::Component(i)), ("noise", Signal::Complement(i))] {
                let expected = &case["result"][format!("component{i}.{part}")];
                if expected.is_null() {
                    continue;
                }
                let e = theory.estimator(signal).unwrap().unwrap();
                let close = |name: &str, actual: &[f64]| {
                    if expected[name].is_null() {
                        return;
                    }
                    let expected = numbers(&expected[name]);
                    let size = expected.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
                    for (k, (a, x)) in actual.iter().zip(&expected).enumerate() {
                        assert!(
                            (a - x).abs() <= FACTORISATION * size,
                            "{id} {i} {part} {name}[{k}]: {a} {x}"
                        );
                    }
                };
                close("weights_0_k", &e.weights(41).unwrap());
                close("final_error_acf", &e.final_error_autocovariances(41).unwrap());
                close("revision_variance", &e.revision_variances(40).unwrap());
                close("total_error_variance", &e.total_error_variances(40).unwrap());
            }
        }
    }
}
