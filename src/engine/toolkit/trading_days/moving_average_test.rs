//! Trading-day test in a moving-average model (`diagnostics.md` 5.2).

use super::{CONTRASTS, contrasts};
use crate::toolkit::arima::{SarimaModel, SarimaOrders};
use crate::toolkit::regarima::{RegArimaModel, RegSarimaEstimator, StartingPoint};
use crate::toolkit::stats::StatisticalTest;
use crate::toolkit::timeseries::TsData;

/// Precision of the likelihood.
const PRECISION: f64 = 1e-9;

/// Model of what the contrasts do not explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorModel {
    /// (0,1,1): for series without seasonality.
    MovingAverage,
    /// The airline model.
    Airline,
}

/// Joint test of the six contrasts in a regression with ARIMA errors, no constant, estimated by maximum
/// likelihood: F(6, N - 6 - h), N the differenced length and h the number of parameters. None when the model
/// cannot be estimated.
pub fn moving_average_test(series: &TsData, errors: ErrorModel) -> Option<StatisticalTest> {
    let period = series.annual_frequency()? as usize;
    let orders = match errors {
        ErrorModel::MovingAverage => SarimaOrders::new(period, (0, 1, 1), (0, 0, 0)),
        ErrorModel::Airline => SarimaOrders::airline(period),
    };
    let n = series.len();
    let x = contrasts(series.domain());
    let columns: Vec<&[f64]> = x.chunks(n.max(1)).collect();
    let model = RegArimaModel::new(series.values(), SarimaModel::zero(orders)).ok()?;
    let model = model.with_regressors(&columns).ok()?;
    let estimator = RegSarimaEstimator {
        precision: PRECISION,
        start: StartingPoint::Multiple,
        ..RegSarimaEstimator::default()
    };
    let estimation = estimator.process(&model).ok()?;
    let (f, numerator, denominator) =
        estimation.likelihood().f_statistic(0, CONTRASTS, estimation.estimated_parameter_count())?;
    StatisticalTest::f(f, numerator, denominator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_effect_is_found() {
        let noise = |t: usize| ((t * 7919 + 13) % 101) as f64 / 100.0 - 0.5;
        let empty = TsData::of(12, 2000, 1, vec![0.0; 120]).unwrap();
        let fridays = contrasts(empty.domain())[4 * 120..5 * 120].to_vec();
        let with = |size: f64| {
            let values = (0..120).map(|t| 0.1 * t as f64 + size * fridays[t] + noise(t)).collect();
            TsData::of(12, 2000, 1, values).unwrap()
        };
        let test = moving_average_test(&with(2.0), ErrorModel::MovingAverage).unwrap();
        assert_eq!(test.distribution.to_string(), "F(6,112)");
        assert!(test.p_value < 1e-6);
        assert!(moving_average_test(&with(0.0), ErrorModel::MovingAverage).unwrap().p_value > 0.01);
        let airline = moving_average_test(&with(2.0), ErrorModel::Airline).unwrap();
        assert_eq!(airline.distribution.to_string(), "F(6,99)");
    }

    #[test]
    fn nothing_to_test() {
        for values in [vec![], vec![1.0; 5], vec![3.0; 60]] {
            let series = TsData::of(12, 2000, 1, values).unwrap();
            for errors in [ErrorModel::MovingAverage, ErrorModel::Airline] {
                assert!(moving_average_test(&series, errors).is_none_or(|t| t.value.is_finite()));
            }
        }
    }
}
