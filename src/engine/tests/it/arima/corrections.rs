//! What the reference gets wrong and is done right here (`docs/differences.md`).

use solstice_engine::toolkit::arima::{SarimaModel, SarimaOrders};
use solstice_engine::toolkit::regarima::{RegArimaEstimation, RegArimaModel};

use super::{log_air_passengers, near};

/// `arima.md` 5.3 and 18.1: with d + D odd the reference interpolates `2 v0 - v`.
#[test]
fn missing_values_with_an_odd_number_of_differences() {
    let arima = SarimaModel::new(SarimaOrders::new(12, (0, 1, 1), (0, 0, 0)), &[-0.4]);
    let mut y = log_air_passengers();
    for provisional in [y[50], 5.0] {
        y[50] = provisional;
        let m = RegArimaModel::new(&y, arima.clone()).unwrap().with_mean(true).with_missing(&[50]).unwrap();
        let e = RegArimaEstimation::at(&m).unwrap();
        near("S", e.likelihood().ssq(), 2.064817904473, 1e-12);
        near("ll", e.log_likelihood(), 98.630950321405, 1e-12);
        near("value", e.missing_values()[0].0, 5.367772338935, 1e-12);
        near("interpolated", e.interpolated()[50], 5.367772338935, 1e-12);
        // 8.1, 8.2: the residuals hold the corrected value, whatever the provisional one
        let ssq: f64 = e.full_residuals().iter().map(|x| x * x).sum();
        near("full residuals", ssq, 2.064817904473, 1e-12);
    }
}

/// `arima.md` 8.1: with missing values and without regressors the full residuals are still the
/// dated prediction errors of the interpolated series, one per differenced period.
#[test]
fn full_residuals_with_missing_values_and_no_regressor() {
    let arima = SarimaModel::new(SarimaOrders::airline(12), &[-0.4, -0.6]);
    let m = RegArimaModel::new(&log_air_passengers(), arima).unwrap().with_missing(&[4, 50, 143]).unwrap();
    let e = RegArimaEstimation::at(&m).unwrap();
    let full = e.full_residuals();
    assert_eq!((full.len(), e.likelihood().residuals().len()), (131, 128));
    near("S", full.iter().map(|x| x * x).sum(), e.likelihood().ssq(), 1e-12);
}

/// `arima.md` 3.2: seasonal polynomials of order 2 count.
#[test]
fn seasonal_polynomials_of_order_two() {
    let y = log_air_passengers();
    let ll = |btheta: &[f64]| {
        let arima = SarimaModel::from_polynomials(12, (1, 1), &[], &[], &[-0.4], btheta);
        RegArimaEstimation::at(&RegArimaModel::new(&y, arima).unwrap()).unwrap().log_likelihood()
    };
    near("order 2 with a last coefficient of 0", ll(&[-0.6, 0.0]), ll(&[-0.6]), 1e-12);
    assert!((ll(&[-0.5, -0.2]) - ll(&[])).abs() > 1.0);
}

/// `arima.md` 14.4: backcasts use the regressors in reversed time.
#[test]
fn backcasts_with_regressors() {
    let arima = SarimaModel::new(SarimaOrders::airline(12), &[-0.4, -0.6]);
    let y = log_air_passengers();
    let x: Vec<f64> = (0..148).map(|t| (0.9 * f64::from(t)).sin()).collect();
    // y plus 0.5 x: the backcasts of the sum are those of y plus 0.5 x
    let with_x: Vec<f64> = y.iter().zip(&x[4..]).map(|(y, x)| y + 0.5 * x).collect();
    let plain = RegArimaModel::new(&y, arima.clone()).unwrap().with_regressor(&x[4..]).unwrap();
    let plain = RegArimaEstimation::at(&plain).unwrap();
    let shifted = RegArimaModel::new(&with_x, arima).unwrap().with_regressor(&x[4..]).unwrap();
    let shifted = RegArimaEstimation::at(&shifted).unwrap();
    let (a, b) = (plain.backcasts(4, &[&x[..4]]).unwrap(), shifted.backcasts(4, &[&x[..4]]).unwrap());
    for h in 0..4 {
        near("backcast", b.values[h], a.values[h] + 0.5 * x[h], 1e-10);
        near("error", b.standard_errors[h], a.standard_errors[h], 1e-10);
    }
    assert!(a.standard_errors.windows(2).all(|w| w[0] > w[1]));
}
