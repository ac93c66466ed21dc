//! Deliberate differences from the reference (`docs/differences.md`).

use solstice_engine::sa::seats::{SEASONAL, SeatsModel, decompose};
use solstice_engine::sa::spec::{
    ApproximationMode, ArimaSpec, Parameter, SeatsMethod, SeatsSpec, Spec, TramoSeatsSpec, Transformation,
};
use solstice_engine::sa::{Adjustment, ModellingContext, Silent, adjust, dictionary};
use solstice_engine::toolkit::arima::SarimaModel;

use crate::data::{json, series};

/// The airline model with given parameters on the logarithms of the airline passengers.
fn airline_passengers() -> Adjustment {
    let mut spec = TramoSeatsSpec::default();
    spec.tramo.transform.function = Transformation::Log;
    spec.tramo.arima = ArimaSpec {
        theta: vec![Parameter::Fixed(-0.4)],
        btheta: vec![Parameter::Fixed(-0.6)],
        ..ArimaSpec::with_orders([0, 1, 1], [0, 1, 1])
    };
    let y = series(&json("series.json.gz"), "AirPassengers");
    adjust(&y, &Spec::TramoSeats(spec), &ModellingContext::default(), &mut Silent).unwrap()
}

#[test]
fn the_model_of_the_adjusted_series() {
    let a = airline_passengers();
    let item = |name: &str| dictionary::item(&a, name);
    let Some(dictionary::Item::Array(ma)) = item("decomposition.samodel.ma") else { panic!() };
    assert!((ma[0] + 1.36721263524).abs() < 1e-9 && (ma[1] - 0.391845555234).abs() < 1e-9, "{ma:?}");
    let Some(dictionary::Item::Double(v)) = item("decomposition.samodel.var") else { panic!() };
    assert!((v - 0.659216696548).abs() < 1e-10);
}

#[test]
fn final_forecasts_have_standard_errors() {
    let a = airline_passengers();
    let errors = a.finals.t.errors.forecasts.as_ref().unwrap();
    let forecasts = a.finals.t.forecasts.as_ref().unwrap();
    assert_eq!(errors.domain(), forecasts.domain());
    // without regression effects those of the stochastic trend
    let stochastic = a.decomposition.seats().unwrap().components.t.clone().unwrap();
    let expected = stochastic.errors.forecasts.unwrap();
    for (e, x) in errors.values().iter().zip(expected.values()) {
        assert!((e - x).abs() < 1e-12 * x && *e > 0.0);
    }
    assert!(matches!(dictionary::item(&a, "t_ef"), Some(dictionary::Item::Series(_))));
}

fn with_method(model: &SeatsModel, approximation: ApproximationMode, method: SeatsMethod) -> Vec<Vec<f64>> {
    let spec = SeatsSpec { approximation, method, ..SeatsSpec::default() };
    let d = decompose(model, &spec, &mut Silent).unwrap();
    let l = d.linear;
    [l.t, l.s, l.i].into_iter().flatten().map(|c| c.values.values().to_vec()).collect()
}

#[test]
fn burman_and_kalman_agree_when_noise_is_added() {
    let y = series(&json("series.json.gz"), "AirPassengers");
    // without and with a transitory component
    for phi in [vec![], vec![1.0, 0.5]] {
        let arima = SarimaModel::from_polynomials(12, (1, 1), &phi, &[], &[0.6], &[0.5]);
        let model =
            SeatsModel { series: y.clone(), log: true, mean: false, arima, innovation_variance: None };
        let [burman, kalman] = [SeatsMethod::Burman, SeatsMethod::KalmanSmoother]
            .map(|method| with_method(&model, ApproximationMode::Noisy, method));
        assert_eq!(burman.len(), kalman.len());
        for (b, k) in burman.iter().zip(&kalman) {
            for (x, y) in b.iter().zip(k) {
                assert!((x - y).abs() < 1e-6, "{x} {y}");
            }
        }
    }
}

#[test]
fn a_mean_without_trend_with_the_kalman_smoother() {
    let y = series(&json("series.json.gz"), "nottem");
    let arima = SarimaModel::from_polynomials(12, (0, 0), &[], &[-0.5], &[-0.3], &[]);
    // the positive root of the seasonal autoregression is trend unless the boundary is 1
    let model = SeatsModel { series: y, log: false, mean: true, arima, innovation_variance: None };
    let spec = |method| SeatsSpec { method, trend_boundary: 1.0, ..SeatsSpec::default() };
    let [burman, kalman] = [SeatsMethod::Burman, SeatsMethod::KalmanSmoother]
        .map(|method| decompose(&model, &spec(method), &mut Silent).unwrap());
    let level = |x: &solstice_engine::sa::seats::SeatsDecomposition| {
        x.linear.t.as_ref().unwrap().values.values().to_vec()
    };
    let (a, b) = (level(&burman), level(&kalman));
    assert!(
        a.iter().zip(&b).all(|(x, y)| (x - y).abs() < 1e-5 && (x - a[0]).abs() < 1e-9),
        "{} {}",
        a[0],
        b[0]
    );
    assert!(!kalman.compact.components()[SEASONAL].is_null());
    let seasonal = |d: &solstice_engine::sa::seats::SeatsDecomposition| {
        d.linear.s.as_ref().unwrap().values.values().to_vec()
    };
    for (x, y) in seasonal(&burman).iter().zip(seasonal(&kalman)) {
        assert!((x - y).abs() < 1e-5, "{x} {y}");
    }
}
