//! Worked numbers for the airline passengers (`arima.md`, section 19; JDemetra+ 3.7.1).
//!
//! Estimates agree to about 1e-8: numerical derivatives turn rounding errors into that.

use solstice_engine::toolkit::arima::fast_filter::fast_bic;
use solstice_engine::toolkit::arima::hannan_rissanen::HannanRissanen;
use solstice_engine::toolkit::arima::{SarimaModel, SarimaOrders};
use solstice_engine::toolkit::regarima::{
    Criterion, FinalDerivatives, GlsEstimator, RegArimaEstimation, RegArimaModel, RegSarimaEstimator,
    StartingPoint,
};

use super::{log_air_passengers, near};

/// Tolerance of estimates.
const ESTIMATE: f64 = 2e-8;

fn airline(theta: f64, btheta: f64) -> SarimaModel {
    SarimaModel::new(SarimaOrders::airline(12), &[theta, btheta])
}

fn at(theta: f64, btheta: f64) -> RegArimaModel {
    RegArimaModel::new(&log_air_passengers(), airline(theta, btheta)).unwrap()
}

fn level_shift(n: usize, t0: usize) -> Vec<f64> {
    (0..n).map(|t| if t < t0 { -1.0 } else { 0.0 }).collect()
}

#[test]
fn likelihood_without_regressors() {
    let e = RegArimaEstimation::at(&at(-0.4, -0.6)).unwrap();
    let l = e.likelihood();
    near("ldet", l.log_determinant(), 5.529753466400, 1e-12);
    near("S", l.ssq(), 0.175889381460, 1e-12);
    near("ll", l.log_likelihood(), 244.512049822826, 1e-12);
    let first = [0.031180916407, 0.011760523623, -0.012899418829, -0.016241662096, 0.050224641721];
    for (a, b) in e.full_residuals().iter().zip(first) {
        near("residual", *a, b, 1e-12);
    }
}

#[test]
fn likelihood_with_mean_outliers_or_missing_values() {
    let e = RegArimaEstimation::at(&at(-0.4, -0.6).with_mean(true)).unwrap();
    let l = e.likelihood();
    near("mu", l.coefficients()[0], -1.867859993722e-4, 1e-15);
    near("s.e.", l.standard_error(0, 2), 9.17948140883e-4, 1e-14);
    near("S", l.ssq(), 0.175832503824, 1e-12);
    near("ll", l.log_likelihood(), 244.533234090015, 1e-12);
    assert_eq!(l.residuals().len(), 130);

    let ao: Vec<f64> = (0..144).map(|t| f64::from(t == 28)).collect();
    let m = at(-0.4, -0.6).with_regressors(&[ao, level_shift(144, 53)]).unwrap();
    let e = RegArimaEstimation::at(&m).unwrap();
    let l = e.likelihood();
    near("AO", l.coefficients()[0], 0.091175975189, 1e-12);
    near("LS", l.coefficients()[1], -0.096245709825, 1e-12);
    near("s.e. AO", l.standard_error(0, 2), 0.026101723673, 1e-12);
    near("s.e. LS", l.standard_error(1, 2), 0.028269515757, 1e-12);
    near("ll", l.log_likelihood(), 255.062738549219, 1e-12);

    let m = at(-0.4, -0.6).with_missing(&[4, 50, 143]).unwrap();
    let e = RegArimaEstimation::at(&m).unwrap();
    let l = e.likelihood();
    for (m, b) in l.missing().iter().zip([-0.007621133885, 0.018220537525, -0.015862651987]) {
        near("missing", m.correction, b, 1e-11);
    }
    assert_eq!(l.observations(), 128);
    near("ldet", l.log_determinant(), 6.462378836168, 1e-11);
    near("ll", l.log_likelihood(), 237.236266229025, 1e-11);
}

#[test]
fn approximate_bic() {
    let w = airline(0.0, 0.0).differencing().filter(&log_air_passengers());
    near("BIC", fast_bic(&airline(-0.4, -0.6), &w, 2).unwrap(), -6.531253588254892, 1e-13);
}

#[test]
fn hannan_rissanen_estimates() {
    let y = log_air_passengers();
    let hr = |orders: SarimaOrders| {
        let w = SarimaModel::zero(orders).differencing().filter(&y);
        HannanRissanen::default().estimate(orders, &w).unwrap()
    };
    let check = |orders, parameters: &[f64], bic: Option<f64>| {
        let e = hr(orders);
        for (a, b) in e.model.parameters().iter().zip(parameters) {
            near("parameter", *a, *b, 5e-11);
        }
        if let Some(bic) = bic {
            near("BIC", e.bic, bic, 1e-11);
        }
    };
    check(SarimaOrders::airline(12), &[-0.3917264215773, -0.5678417228005], Some(0.347721529798));
    let expected = [-3.685806641515, -1.290501945047, -0.308150048370, -0.102356017768, -0.541243529904];
    check(SarimaOrders::new(12, (2, 1, 2), (0, 1, 1)), &expected, None);
    let expected = [0.252452526339, -0.971448372733, -0.104114116042, -0.477400258520];
    check(SarimaOrders::new(12, (1, 1, 1), (1, 0, 1)), &expected, Some(-1.357465280791));
}

#[test]
fn estimation_path() {
    for (precision, theta, btheta, ll, iterations) in [
        (1e-5, -0.4016952537, -0.5564952409, 244.696466407889, 3),
        (1e-7, -0.4018134202, -0.5568743354, 244.696486450579, 5),
        (1e-9, -0.4018220775, -0.5569278773, 244.696486825590, 7),
    ] {
        let e = RegSarimaEstimator { precision, ..Default::default() }.process(&at(0.0, 0.0)).unwrap();
        near("theta", e.model().arima().theta()[0], theta, ESTIMATE);
        near("THETA", e.model().arima().btheta()[0], btheta, ESTIMATE);
        near("ll", e.log_likelihood(), ll, 1e-10);
        assert_eq!(e.iterations(), iterations);
    }
    let e = RegSarimaEstimator { precision: 1e-5, start: StartingPoint::Multiple, ..Default::default() };
    let e = e.process(&at(0.0, 0.0)).unwrap();
    near("theta", e.model().arima().theta()[0], -0.4018260315, ESTIMATE);
    near("THETA", e.model().arima().btheta()[0], -0.5571076765, ESTIMATE);
    let e = RegSarimaEstimator::default().optimize(&at(-0.2, -0.2)).unwrap();
    near("theta", e.model().arima().theta()[0], -0.4018091074, ESTIMATE);
    near("THETA", e.model().arima().btheta()[0], -0.5568657785, ESTIMATE);
    let e = RegSarimaEstimator { criterion: Criterion::LeastSquares, ..Default::default() };
    let e = e.process(&at(0.0, 0.0)).unwrap();
    near("theta", e.model().arima().theta()[0], -0.3958600538, ESTIMATE);
    near("THETA", e.model().arima().btheta()[0], -0.6135133286, 2.0 * ESTIMATE);
    near("ll", e.log_likelihood(), 244.375057573, 2.0 * ESTIMATE);
}

#[test]
fn covariance_and_score() {
    let model = at(0.0, 0.0);
    let check = |e: &RegArimaEstimation, v: [f64; 3], score: Option<[f64; 2]>, tolerance: f64| {
        let p = e.parameters().unwrap();
        let c = p.covariance().unwrap();
        for (a, b) in [c[(0, 0)], c[(0, 1)], c[(1, 1)]].into_iter().zip(v) {
            near("covariance", a, b, tolerance);
        }
        if let Some(score) = score {
            for (a, b) in p.score().iter().zip(score) {
                near("score", *a, b, 5e-6);
            }
        }
    };
    let fast = RegSarimaEstimator::default().process(&model).unwrap();
    let v = [0.006616811293, -0.000276697423, 0.007322093431];
    check(&fast, v, Some([0.003244, 0.031991]), ESTIMATE);
    let exact = RegSarimaEstimator { derivatives: FinalDerivatives::Exact, ..Default::default() };
    let v = [0.008160742468, -0.000736424140, 0.005428522497];
    check(&exact.process(&model).unwrap(), v, Some([-0.002254, -0.011761]), 1e-8);
    let gls = GlsEstimator::default().process(&model).unwrap();
    check(&gls, [0.006515791273, -0.000272473, 0.007210305745], None, ESTIMATE);
}

#[test]
fn statistics() {
    let s = RegSarimaEstimator::default().process(&at(0.0, 0.0)).unwrap().statistics(0.0);
    assert_eq!((s.observations, s.effective_observations, s.parameters), (144, 131, 3));
    near("AIC", s.aic(), -483.392972901, 1e-9);
    near("AICC", s.aicc(), -483.203996523, 1e-9);
    near("HQ", s.hannan_quinn(), -479.888009420, 1e-9);
    near("BIC2", s.bic2(), -3.624178480394, 1e-9);
    near("BICC", s.bicc(), -6.534620066564, 1e-9);
    let e = RegSarimaEstimator::default().process(&at(0.0, 0.0).with_mean(true)).unwrap();
    near("theta", e.model().arima().theta()[0], -0.4020469511, ESTIMATE);
    near("THETA", e.model().arima().btheta()[0], -0.5576573561, ESTIMATE);
    near("mu", e.mean().unwrap(), -1.62533680e-4, 1e-10);
    near("t", e.likelihood().t_statistic(0, 2), -0.16503587, 1e-8);
    near("AIC", e.statistics(0.0).aic(), -481.420735528511, 1e-10);
    let s = e.statistics(-3.0);
    near("adjusted", s.adjusted_log_likelihood(), 241.710367764255, 1e-10);
}

#[test]
fn fixed_parameters() {
    let m = at(-0.3, -0.5).with_fixed_parameters(&[true, false]);
    let e = RegSarimaEstimator::default().estimate(&m).unwrap();
    assert_eq!(e.model().arima().theta(), &[-0.3]);
    near("THETA", e.model().arima().btheta()[0], -0.5669551082, ESTIMATE);
    near("variance", e.parameters().unwrap().covariance().unwrap()[(0, 0)], 0.00730389385, ESTIMATE);
    near("ll", e.log_likelihood(), 244.086653450, 1e-11);
    assert_eq!(e.statistics(0.0).parameters, 2);
    let all = at(-0.3, -0.5).with_fixed_parameters(&[true, true]);
    assert!(RegSarimaEstimator::default().process(&all).unwrap().parameters().is_none());
}

#[test]
fn mixed_models() {
    let y = log_air_passengers();
    let orders = SarimaOrders::new(12, (2, 1, 2), (0, 1, 1));
    let m = RegArimaModel::new(&y, SarimaModel::zero(orders)).unwrap();
    let e = RegSarimaEstimator { start: StartingPoint::Multiple, ..Default::default() }.process(&m).unwrap();
    near("ll", e.log_likelihood(), 246.132120994, 1e-9);
    let expected = [-0.5495578, -0.2527983, -0.9556449, -0.0083539, -0.5575621];
    // over-parameterised: theta_2 is 0, phi and theta nearly cancel
    for (a, b) in e.model().arima().parameters().iter().zip(expected) {
        near("parameter", *a, b, 2e-5);
    }
    let orders = SarimaOrders::new(12, (1, 1, 1), (1, 0, 1));
    let m = RegArimaModel::new(&y, SarimaModel::zero(orders)).unwrap();
    let e = RegSarimaEstimator::default().process(&m).unwrap();
    near("ll", e.log_likelihood(), 254.500808534, 1e-8);
    for (a, b) in e.model().arima().parameters().iter().zip([-0.4039263, -0.9895611, -0.7234330, -0.5748003])
    {
        near("parameter", *a, b, 2e-6);
    }
}
