//! Out-of-sample test of one-step-ahead forecasts (`diagnostics.md` section 7).

use super::{ConcentratedLikelihood, RegArimaError, RegArimaEstimation, RegArimaModel, RegSarimaEstimator};
use crate::toolkit::math::polynomial::Polynomial;
use crate::toolkit::stats::StatisticalTest;

/// Precision of the re-estimation.
const PRECISION: f64 = 1e-7;
/// Fewest errors out of sample.
const MIN_ERRORS: usize = 5;

/// Errors of one-step-ahead forecasts inside and after the span on which the parameters are estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OneStepAheadTest {
    /// The errors in sample have mean 0: T.
    pub in_sample_mean: Option<StatisticalTest>,
    /// The errors out of sample have mean 0: T, with the variance in sample.
    pub out_of_sample_mean: Option<StatisticalTest>,
    /// The variance out of sample is not larger than in sample: F, upper tail.
    pub out_of_sample_variance: Option<StatisticalTest>,
    /// Mean squared error in sample, for unit innovation variance scale of the model.
    pub in_sample_mse: f64,
    /// Mean squared error out of sample.
    pub out_of_sample_mse: f64,
}

/// Number of errors out of sample in `years` of `period` observations: rounded, at least 5.
pub fn out_of_sample_length(years: f64, period: usize) -> usize {
    ((years * period as f64).round().max(0.0) as usize).max(MIN_ERRORS)
}

impl OneStepAheadTest {
    /// The test on the last `errors` observations. Regression effects keep the coefficients of the full sample;
    /// ARMA parameters (all of them, fixed ones too) and the mean are estimated again without these
    /// observations, from the present parameters. Missing values count as observed at their provisional values,
    /// as in the reference. None when no residual is left before them.
    ///
    /// # Errors
    /// Those of the second estimation.
    pub fn of(estimation: &RegArimaEstimation, errors: usize) -> Result<Option<Self>, RegArimaError> {
        let full = estimation.model();
        let mut y = linearized_as_observed(estimation)?;
        let n = y.len().saturating_sub(errors);
        let short = RegArimaModel::new(&y[..n], full.arima().clone())?.with_mean(full.has_mean());
        let estimator = RegSarimaEstimator { precision: PRECISION, ..RegSarimaEstimator::default() };
        let again = estimator.optimize(&short)?;
        let arima = again.model().arima();
        if let Some(mu) = again.mean() {
            y.iter_mut().zip(unit_mean(&arima.differencing(), full.len())).for_each(|(y, m)| *y -= mu * m);
        }
        let whole = RegArimaModel::new(&y, arima.clone())?;
        let likelihood = ConcentratedLikelihood::compute(&whole.difference()?, arima)?;
        let e = likelihood.residuals();
        let inside = e.len().checked_sub(errors).filter(|inside| *inside > 0);
        Ok(inside.map(|inside| {
            let (inside, outside) = e.split_at(inside);
            Self::compare(inside, outside, full.has_mean())
        }))
    }

    /// Both means against the variance inside, and the ratio of the variances; an estimated mean takes one degree
    /// of freedom.
    fn compare(inside: &[f64], outside: &[f64], mean: bool) -> Self {
        let (n, m) = (inside.len() as f64, outside.len() as f64);
        let df = n - if mean { 1.0 } else { 0.0 };
        let squares = |e: &[f64]| e.iter().map(|e| e * e).sum::<f64>();
        let average = |e: &[f64]| e.iter().sum::<f64>() / e.len() as f64;
        let in_sample_mse = squares(inside) / df;
        let out_of_sample_mse = squares(outside) / m;
        Self {
            in_sample_mean: StatisticalTest::t(average(inside) / (in_sample_mse / n).sqrt(), df - 1.0),
            out_of_sample_mean: StatisticalTest::t(average(outside) / (in_sample_mse / m).sqrt(), df - 1.0),
            out_of_sample_variance: StatisticalTest::f(out_of_sample_mse / in_sample_mse, m, df),
            in_sample_mse,
            out_of_sample_mse,
        }
    }
}

/// The series without the effects of its regressors, provisional values standing for missing ones, also in the
/// coefficients of the regressors.
fn linearized_as_observed(estimation: &RegArimaEstimation) -> Result<Vec<f64>, RegArimaError> {
    let full = estimation.model();
    if full.missing().is_empty() {
        return Ok(estimation.linearized());
    }
    let observed = RegArimaModel::new(full.y(), full.arima().clone())?
        .with_mean(full.has_mean())
        .with_regressors(full.regressors())?;
    Ok(RegArimaEstimation::at(&observed)?.linearized())
}

/// The sequence of `n` values that `delta` turns into ones, 0 before the first of these.
fn unit_mean(delta: &Polynomial, n: usize) -> Vec<f64> {
    let c = delta.coefficients();
    let mut m: Vec<f64> = Vec::with_capacity(n);
    for t in 0..n {
        let past: f64 = c.iter().skip(1).zip(m.iter().rev()).map(|(c, m)| c * m).sum();
        m.push(if t < delta.degree() { 0.0 } else { 1.0 - past });
    }
    m
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::arima::{SarimaModel, SarimaOrders};

    #[test]
    fn lengths() {
        let lengths = [12, 6, 4, 3, 2, 1].map(|p| out_of_sample_length(1.5, p));
        assert_eq!(lengths, [18, 9, 6, 5, 5, 5]);
    }

    #[test]
    fn ones_after_differencing() {
        let delta = Polynomial::differencing(1, 1, 4);
        let m = unit_mean(&delta, 20);
        assert_eq!(m[..5], [0.0; 5]);
        assert!(delta.filter(&m).iter().all(|x| (x - 1.0).abs() < 1e-12));
    }

    #[test]
    fn by_hand() {
        // in sample 4 errors of square 1 and mean 0, out of sample mean 1 and square 2
        let test = OneStepAheadTest::compare(&[1.0, -1.0, 1.0, -1.0], &[2.0, 0.0], false);
        assert_eq!((test.in_sample_mse, test.out_of_sample_mse), (1.0, 2.0));
        assert_eq!(test.in_sample_mean.unwrap().value, 0.0);
        let mean = test.out_of_sample_mean.unwrap();
        assert!((mean.value - 2f64.sqrt()).abs() < 1e-15);
        assert_eq!(mean.distribution.to_string(), "T(3)");
        let variance = test.out_of_sample_variance.unwrap();
        assert_eq!((variance.value, variance.distribution.to_string().as_str()), (2.0, "F(2,4)"));
    }

    #[test]
    fn short_series_have_a_test() {
        let arima = SarimaModel::zero(SarimaOrders::new(4, (0, 0, 0), (0, 0, 0)));
        let model = RegArimaModel::new(&[1.0, 2.0, -1.0, 0.5, 0.3, 1.1, 0.7], arima).unwrap();
        let estimation = RegArimaEstimation::at(&model).unwrap();
        assert!(OneStepAheadTest::of(&estimation, 7).map_or(true, |test| test.is_none()));
        assert!(OneStepAheadTest::of(&estimation, 20).is_err() || model.is_empty());
        // JDemetra+ wants more residuals than twice the errors since 3.6
        assert!(OneStepAheadTest::of(&estimation, 5).unwrap().is_some());
    }
}
