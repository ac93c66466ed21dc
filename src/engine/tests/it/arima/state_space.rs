//! Kalman filter and smoother against the likelihood and the interpolation of the differenced model.

use proptest::prelude::*;
use solstice_engine::toolkit::arima::partial_fractions::{ArPart, split};
use solstice_engine::toolkit::arima::{ArimaModel, SarimaModel, SarimaOrders, UcarimaModel, domain};
use solstice_engine::toolkit::math::polynomial::Polynomial;
use solstice_engine::toolkit::regarima::{RegArimaEstimation, RegArimaModel};
use solstice_engine::toolkit::ssf::{SsfError, StateSpace, kalman_filter, smooth};

use super::{log_air_passengers, near};

fn airline() -> SarimaModel {
    SarimaModel::new(SarimaOrders::airline(12), &[-0.4, -0.6])
}

/// Likelihood, interpolation with its variances and forecasts of both forms.
fn compare(arima: &SarimaModel, y: &[f64], tolerance: f64) {
    let e = RegArimaEstimation::at(&RegArimaModel::new(y, arima.clone()).unwrap()).unwrap();
    let ssf = StateSpace::of_arima(&ArimaModel::of_sarima(arima)).unwrap();
    let l = kalman_filter(&ssf, y).unwrap().likelihood();
    assert_eq!(l.observations, e.likelihood().observations());
    near("ll", l.log_likelihood(), e.log_likelihood(), tolerance);
    let horizon = 5;
    let extended: Vec<f64> = y.iter().copied().chain(std::iter::repeat_n(f64::NAN, horizon)).collect();
    let smoothed = smooth(&ssf, &extended).unwrap();
    let (values, variances) = (smoothed.component(0), smoothed.variance(0));
    for (t, (a, b)) in e.interpolated().iter().zip(&values).enumerate() {
        near(&format!("interpolated {t}"), *a, *b, tolerance);
    }
    for (m, &t) in e.likelihood().missing().iter().zip(e.model().missing()) {
        near(&format!("variance {t}"), m.unscaled_variance, variances[t], 10.0 * tolerance);
    }
    let f = e.forecasts(horizon, &[]).unwrap();
    for h in 0..horizon {
        near("forecast", f.values[h], values[y.len() + h], tolerance);
        let error = (variances[y.len() + h] * e.innovation_variance()).sqrt();
        near("error", f.standard_errors[h], error, 10.0 * tolerance);
    }
}

#[test]
fn airline_with_missing_values() {
    let mut y = log_air_passengers();
    compare(&airline(), &y, 1e-9);
    let l = kalman_filter(&StateSpace::of_arima(&ArimaModel::of_sarima(&airline())).unwrap(), &y).unwrap();
    near("worked ll", l.likelihood().log_likelihood(), 244.512049822826, 1e-11);
    near("diffuse correction", l.likelihood().diffuse_correction, 0.0, 1e-12);
    for t in [3, 4, 12, 50, 51, 100, 142] {
        y[t] = f64::NAN;
    }
    compare(&airline(), &y, 1e-8);
}

#[test]
fn components_of_the_airline_model_add_up_to_the_series() {
    let model = ArimaModel::of_sarima(&airline());
    let part = |delta| ArPart { ar: Polynomial::one(), delta };
    let seasonal = Polynomial::new(vec![1.0; 12]);
    let (t, rest) = split(&model, part(Polynomial::differencing(2, 0, 1)), part(seasonal.clone())).unwrap();
    let (s, i) = split(&rest, part(seasonal), part(Polynomial::one())).unwrap();
    let ucm = UcarimaModel::new(model, vec![t, s, i]).canonical(2, false).unwrap();
    let ssf = StateSpace::of_ucarima(&ucm).unwrap();
    let y = log_air_passengers();
    let l = kalman_filter(&ssf, &y).unwrap().likelihood();
    near("S", l.ssq, 0.175889381460, 1e-7);
    let smoothed = smooth(&ssf, &y).unwrap();
    let starts = ssf.component_starts();
    assert_eq!(starts.len(), 3);
    for (t, y) in y.iter().enumerate() {
        let sum: f64 = starts.iter().map(|&k| smoothed.states[t][k]).sum();
        near("sum", sum, *y, 1e-8);
    }
}

#[test]
fn impossible_series_are_errors() {
    let ssf = StateSpace::of_arima(&ArimaModel::of_sarima(&airline())).unwrap();
    let short = kalman_filter(&ssf, &[1.0; 5]);
    assert!(matches!(short, Err(SsfError::NotInitialised { needed: 13, .. })));
    assert!(smooth(&ssf, &[]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn both_forms_agree(
        phi in prop::collection::vec(-0.8..0.8f64, 0..3),
        theta in prop::collection::vec(-0.9..0.9f64, 0..3),
        btheta in -0.9..0.9f64,
        (d, bd) in (0..2usize, 0..2usize),
        y in prop::collection::vec(-2.0..2.0f64, 40),
        missing in prop::collection::vec(0..40usize, 0..4),
    ) {
        let arima = SarimaModel::from_polynomials(4, (d, bd), &phi, &[], &theta, &[btheta]);
        let (arima, _) = domain::stabilized(&arima);
        let largest = arima.ar().roots().iter().fold(0.0f64, |m, z| m.max(1.0 / z.norm()));
        prop_assume!(largest < 0.95);
        let mut y = y;
        for t in missing {
            y[t] = f64::NAN;
        }
        compare(&arima, &y, 1e-6);
    }
}
