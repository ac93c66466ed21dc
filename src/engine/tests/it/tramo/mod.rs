//! TRAMO against JDemetra+ 3.5.0 on all series and predefined specifications.

mod late_season;

use serde_json::{Value, json};
use solstice_engine::sa::modelling::{ModelError, RegArimaResult};
use solstice_engine::sa::spec::TramoSpec;
use solstice_engine::sa::{ModellingContext, Silent, tramo};
use solstice_engine::toolkit::timeseries::Span;

use crate::data;
use crate::x13::choices::choices;

/// Share of series on which every automatic choice is the same.
const SAME_MODEL: f64 = 0.98;
/// Share of these whose likelihood and coefficients agree; the others have moving average roots of modulus 1, where
/// the likelihood is flat.
const SAME_FIGURES: f64 = 0.93;

fn run(all: &Value, spec: &TramoSpec, name: &str) -> Result<RegArimaResult, ModelError> {
    let series = data::series(all, name).clean_extremities();
    tramo::preprocess(&series, Span::All, spec, &ModellingContext::default(), &mut Silent)?.try_into()
}

/// What agrees with the reference.
#[derive(Default)]
struct Agreement {
    compared: usize,
    same_model: usize,
    same_figures: usize,
    /// What differs.
    different: Vec<String>,
}

impl Agreement {
    fn add(&mut self, label: &str, model: &RegArimaResult, expected: &Value) {
        self.compared += 1;
        let found = choices(model);
        if found.as_object().unwrap().iter().any(|(key, value)| expected[key] != *value) {
            self.different.push(format!("{label}: {found}"));
            return;
        }
        self.same_model += 1;
        if has_same_figures(model, expected) {
            self.same_figures += 1;
        } else {
            let ll = model.statistics().log_likelihood;
            self.different.push(format!("{label}: {ll} {}", expected["ll"]));
        }
    }

    fn check(&self, same_model: f64, same_figures: f64) {
        let share = |part: usize, whole: usize| part as f64 / whole as f64;
        let enough = share(self.same_model, self.compared) >= same_model
            && share(self.same_figures, self.same_model) >= same_figures;
        let (c, m, f) = (self.compared, self.same_model, self.same_figures);
        assert!(enough, "{c} compared, {m} same models, {f} same figures\n{}", self.different.join("\n"));
    }
}

/// Whether log-likelihood and ARMA parameters agree: the first to 1e-6, the second to 1e-5 (the likelihood is
/// maximised to 1e-7 only).
fn has_same_figures(model: &RegArimaResult, expected: &Value) -> bool {
    let log_likelihood = expected["ll"].as_f64().unwrap();
    let parameters = data::numbers(&expected["parameters"]);
    let coefficients = data::numbers(&expected["regression"]);
    let close = |(a, e): (f64, &f64)| (a - e).abs() < 1e-5 * e.abs().max(1.0);
    let regression = model.regression();
    (model.statistics().log_likelihood / log_likelihood - 1.0).abs() < 1e-6
        && model.estimated().parameters().iter().copied().zip(&parameters).all(close)
        && regression.iter().map(|r| r.coefficient.value).zip(&coefficients).all(close)
}

#[test]
fn predefined_specifications_on_all_series() {
    let all = data::json("series.json.gz");
    let reference = data::json("tramo_models.json.gz");
    let mut agreement = Agreement::default();
    for (name, results) in reference["specs"].as_object().unwrap() {
        let spec = TramoSpec::predefined(name).unwrap();
        for (series, expected) in results.as_object().unwrap() {
            let result = run(&all, &spec, series);
            // the reference refuses some series before TRAMO and breaks down on others
            if expected.is_null() {
                continue;
            }
            let model = result.unwrap_or_else(|e| panic!("{name} {series}: {e}"));
            agreement.add(&format!("{name} {series}"), &model, expected);
        }
    }
    assert!(agreement.compared > 390);
    agreement.check(SAME_MODEL, SAME_FIGURES);
}

/// Annual and half-yearly series with an Easter test, a constant one, and one with more regressors than it bears.
#[test]
fn series_on_which_the_reference_breaks_down() {
    let all = data::json("series.json.gz");
    for name in ["LakeHuron", "Nile", "sim_bimonthly", "sim_half", "sim_constant", "sim_short_q"] {
        for spec in ["tr2", "tr4", "tr5"] {
            let spec = TramoSpec::predefined(spec).unwrap();
            let model = run(&all, &spec, name).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(model.description().variable("easter").is_none(), "{name}");
        }
    }
}

/// The worked example of `tramo.md` 23: airline passengers.
#[test]
fn airline_passengers() {
    let all = data::json("series.json.gz");
    let model = |spec: &TramoSpec| run(&all, spec, "AirPassengers").unwrap();
    let tr3 = model(&TramoSpec::predefined("tr3").unwrap());
    let expected = json!({
        "log": true, "adjust": "None", "mean": false, "orders": [0, 1, 1, 0, 1, 1], "outliers": [],
        "coefficients": 0,
    });
    assert_eq!(choices(&tr3), expected);
    assert_eq!(choices(&model(&TramoSpec::predefined("tr5").unwrap())), expected);
    let parameters = tr3.estimated().parameters();
    assert!((parameters[0] + 0.401813420).abs() < 1e-6 && (parameters[1] + 0.556874335).abs() < 1e-6);
    assert!((tr3.statistics().log_likelihood - 244.696486).abs() < 1e-6);
    assert!((tr3.statistics().adjusted_log_likelihood() + 490.597778).abs() < 1e-6);

    let trfull = model(&TramoSpec::predefined("trfull").unwrap());
    let t: Vec<f64> = trfull.regression().iter().map(|r| r.coefficient.t).collect();
    for (t, expected) in t.iter().zip([-6.2775, 3.5238, 2.8684, 5.3565, -3.7437]) {
        assert!((t - expected).abs() < 6e-5, "{t} {expected}");
    }

    let mut low = TramoSpec::predefined("tr3").unwrap();
    low.outliers.critical_value = 2.5;
    let low = model(&low);
    let outliers =
        ["AO 1950-05", "AO 1950-11", "AO 1951-05", "AO 1954-02", "AO 1960-03", "LS 1952-03", "LS 1953-06"];
    assert_eq!(choices(&low)["outliers"], json!(outliers));
    let parameters = low.estimated().parameters();
    assert!((parameters[0] - 0.404873622).abs() < 1e-6 && (parameters[1] + 0.383324042).abs() < 1e-6);
}
