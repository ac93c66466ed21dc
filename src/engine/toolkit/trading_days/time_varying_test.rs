//! Test of trading-day coefficients that move (`diagnostics.md` 5.4).

use nalgebra::DMatrix;

use super::coefficient_predictor::CoefficientPredictor;
use crate::toolkit::arima::domain::{ParameterDomain, derivative_step};
use crate::toolkit::arima::{ArimaModel, SarimaOrders};
use crate::toolkit::calendars::DayClustering;
use crate::toolkit::math::exponential;
use crate::toolkit::math::levenberg_marquardt::{LevenbergMarquardt, SumOfSquares, Validity};
use crate::toolkit::math::polynomial::Polynomial;
use crate::toolkit::regression::TradingDays;
use crate::toolkit::ssf::{PredictionErrors, Regression, StateSpace};
use crate::toolkit::stats::StatisticalTest;
use crate::toolkit::timeseries::TsData;

/// Start of both moving average coefficients, and of the standard deviation of the coefficients.
const START: f64 = -0.6;
const START_DEVIATION: f64 = 0.001;
/// Precision of the likelihood.
const PRECISION: f64 = 1e-9;
/// Step of the derivative with respect to the standard deviation, relative and at least.
const STEP: f64 = 0.001;
const SMALLEST_STEP: f64 = 1e-9;

/// Pivots that count as zero in the decomposition of the covariance of the steps.
const SMALL_PIVOT: f64 = 1e-12;

/// What moves independently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// The effects of the groups of days, seen as contrasts with their mean.
    Days,
    /// The contrasts.
    Contrasts,
}

impl Movement {
    /// Covariance of the innovations of the coefficients up to their variance, D_i the number of days of group i:
    /// `1/D_i^2` on the diagonal; of [`Days`](Self::Days) besides `(1+g)/49` everywhere, less `2/(7 D_i)` on the
    /// diagonal and `(1/D_i + 1/D_j)/7` off it, g groups beside the contrasting one.
    fn covariance(self, clustering: DayClustering) -> DMatrix<f64> {
        let groups = clustering.contrasts();
        let size = |i: usize| clustering.size(i + 1) as f64;
        DMatrix::from_fn(groups, groups, |i, j| {
            let (di, dj) = (size(i), size(j));
            let own = if i == j { 1.0 / (di * di) } else { 0.0 };
            let with_mean = if i == j { 2.0 / (7.0 * di) } else { (1.0 / di + 1.0 / dj) / 7.0 };
            match self {
                Self::Contrasts => own,
                Self::Days => own + (1.0 + groups as f64) / 49.0 - with_mean,
            }
        })
    }
}

/// Trading-day coefficients that are random walks in an airline model, and whether they move.
#[derive(Clone, Debug, PartialEq)]
pub struct MovingTradingDays {
    /// Likelihood-ratio test against constant coefficients: twice the gain in the likelihood, 0 when there is none,
    /// Chi2(1).
    pub test: StatisticalTest,
    /// Standard deviation of the innovations of the coefficients, for unit innovation variance of the airline model and
    /// the covariance of the [`Movement`].
    pub deviation: f64,
    /// Smoothed effect of a day of each group, group 1 first, the contrasting group 0 last; in the unit of the series.
    pub effects: Vec<TsData>,
    /// The constant coefficients, in the same order.
    pub constant: Vec<f64>,
}

impl MovingTradingDays {
    /// Estimates both models. None for annual series, series with missing values, and when a model cannot be estimated.
    pub fn of(series: &TsData, clustering: DayClustering, movement: Movement) -> Option<Self> {
        let estimates = Estimates::of(series, clustering, movement)?;
        let groups = clustering.contrasts();
        let contrasting = |b: &dyn Fn(usize) -> f64| {
            let rest: f64 = (0..groups).map(|i| clustering.size(i + 1) as f64 * b(i)).sum();
            -rest / clustering.size(0) as f64
        };
        let [theta, btheta, deviation] = estimates.best();
        let predictor = CoefficientPredictor::new(
            series.values(),
            estimates.model.x.transpose(),
            &movement.covariance(clustering),
            estimates.model.delta.clone(),
        );
        let paths = predictor.paths(&estimates.model.moving_average(theta, btheta), deviation * deviation)?;
        let path = |f: &dyn Fn(usize) -> f64| {
            TsData::new(series.start(), (0..series.len()).map(f).collect::<Vec<f64>>())
        };
        let mut effects: Vec<TsData> = (0..groups).map(|i| path(&|t| paths[(t, i)])).collect();
        effects.push(path(&|t| contrasting(&|i| paths[(t, i)])));
        let [theta, btheta] = estimates.fixed;
        let constant = predictor.constant(&estimates.model.moving_average(theta, btheta))?;
        let rest = contrasting(&|i| constant[i]);
        Some(Self {
            test: estimates.test()?,
            deviation,
            effects,
            constant: constant.iter().copied().chain([rest]).collect(),
        })
    }
}

/// The test of [`MovingTradingDays`] alone.
pub fn time_varying_test(
    series: &TsData,
    clustering: DayClustering,
    movement: Movement,
) -> Option<StatisticalTest> {
    Estimates::of(series, clustering, movement)?.test()
}

/// Maximum likelihood estimates of both models.
struct Estimates {
    model: AirlineRegression,
    /// Moving average coefficients with constant trading days.
    fixed: [f64; 2],
    /// The same and the standard deviation with moving ones.
    moving: [f64; 3],
    /// Twice the difference of the logarithms of the likelihoods.
    gain: f64,
}

impl Estimates {
    fn of(series: &TsData, clustering: DayClustering, movement: Movement) -> Option<Self> {
        let mut model = AirlineRegression::of(series, clustering)?;
        let minimiser = LevenbergMarquardt { function_tolerance: PRECISION, ..LevenbergMarquardt::default() };
        let fixed = minimiser.minimize(&mut model, &[START, START])?;
        model.movement = Some(movement.covariance(clustering));
        let start = [fixed.point.as_slice(), &[START_DEVIATION]].concat();
        let moving = minimiser.minimize(&mut model, &start)?;
        let gain = model.residual_count() as f64 * (fixed.objective / moving.objective).ln();
        let (fixed, moving) = (fixed.point.try_into().ok()?, moving.point.try_into().ok()?);
        Some(Self { model, fixed, moving, gain })
    }

    fn test(&self) -> Option<StatisticalTest> {
        StatisticalTest::chi2(self.gain.max(0.0), 1.0)
    }

    /// The parameters of the better model: without a gain the constant coefficients are the estimates.
    fn best(&self) -> [f64; 3] {
        let ([theta, btheta], [.., deviation]) = (self.fixed, self.moving);
        if self.gain > 0.0 { [self.moving[0], self.moving[1], deviation.abs()] } else { [theta, btheta, 0.0] }
    }
}

/// Diffuse likelihood of an airline model with contrasts as a function of both moving average coefficients and of the
/// standard deviation of the steps of the coefficients.
struct AirlineRegression {
    orders: SarimaOrders,
    delta: Polynomial,
    y: Vec<f64>,
    /// The contrasts, a column per period.
    x: DMatrix<f64>,
    /// Covariance of the steps for a standard deviation of 1; none when the coefficients are constant, and the third
    /// parameter is not there.
    movement: Option<DMatrix<f64>>,
}

impl AirlineRegression {
    fn of(series: &TsData, clustering: DayClustering) -> Option<Self> {
        let period = series.annual_frequency().filter(|p| *p > 1)? as usize;
        let orders = SarimaOrders::airline(period);
        let (n, groups) = (series.len(), clustering.contrasts());
        if n <= period + 1 + groups || series.values().iter().any(|y| !y.is_finite()) {
            return None;
        }
        let mut x = vec![0.0; n * groups];
        TradingDays { clustering }.fill(series.domain(), &mut x);
        Some(Self {
            orders,
            delta: Polynomial::differencing(orders.d, orders.bd, period),
            y: series.values().to_vec(),
            x: DMatrix::from_row_slice(groups, n, &x),
            movement: None,
        })
    }

    fn moving_average(&self, theta: f64, btheta: f64) -> Polynomial {
        Polynomial::from_lags(&[theta], 1).times(&Polynomial::from_lags(&[btheta], self.orders.period))
    }

    fn prediction_errors(&self, p: &[f64]) -> Option<PredictionErrors> {
        let steps = self.movement.as_ref().zip(p.get(2)).map(|(m, s)| m * (s * s));
        if steps.as_ref().is_some_and(|s| !has_square_root(s)) {
            return None;
        }
        let ma = self.moving_average(*p.first()?, *p.get(1)?);
        let airline = ArimaModel::new(Polynomial::one(), self.delta.clone(), ma, 1.0);
        let process = StateSpace::of_arima(&airline).ok()?;
        let model = Regression { process: &process, x: &self.x, steps: steps.as_ref() };
        model.prediction_errors(&self.y).ok()
    }
}

/// Whether the Cholesky decomposition of a covariance succeeds when pivots below 1e-12 count as zero: nothing more may
/// be left of their columns. The filter does without, but the reference does not try points where it fails.
fn has_square_root(covariance: &DMatrix<f64>) -> bool {
    let mut rest = covariance.clone();
    for i in 0..rest.nrows() {
        let column = rest.view_range(i + 1.., i).into_owned();
        let pivot = rest[(i, i)];
        if pivot < SMALL_PIVOT {
            if column.iter().any(|x| x.abs() > SMALL_PIVOT) {
                return false;
            }
        } else {
            let mut others = rest.view_range_mut(i + 1.., i + 1..);
            others -= &column * column.transpose() / pivot;
        }
    }
    true
}

impl SumOfSquares for AirlineRegression {
    fn parameter_count(&self) -> usize {
        if self.movement.is_some() { 3 } else { 2 }
    }

    /// Differenced observations less coefficients.
    fn residual_count(&self) -> usize {
        self.y.len() - self.delta.degree() - self.x.nrows()
    }

    /// The deviance: the errors are scaled so that their squares sum to it.
    fn evaluate(&mut self, p: &[f64], residuals: &mut [f64]) -> Option<f64> {
        let PredictionErrors { standardised, likelihood } = self.prediction_errors(p)?;
        if standardised.len() != residuals.len() {
            return None;
        }
        let determinants = likelihood.log_determinant + likelihood.diffuse_correction;
        let factor = exponential::exp(determinants / likelihood.observations as f64);
        let root = factor.sqrt();
        residuals.iter_mut().zip(standardised).for_each(|(r, e)| *r = e * root);
        Some(likelihood.ssq * factor)
    }

    fn validate(&self, p: &mut [f64]) -> Validity {
        match p.get_mut(..2) {
            Some(coefficients) => ParameterDomain::Stable.validate(self.orders, coefficients),
            None => Validity::Invalid,
        }
    }

    fn step(&self, p: &[f64], i: usize) -> f64 {
        match (p.get(..2), p.get(2)) {
            (_, Some(deviation)) if i == 2 => (STEP * deviation).max(SMALLEST_STEP),
            (Some(coefficients), _) => {
                derivative_step(coefficients, i, |p| ParameterDomain::Stable.contains(self.orders, p))
            }
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covariances() {
        let contrasts = Movement::Contrasts.covariance(DayClustering::TD2);
        assert_eq!(contrasts.nrows(), 1);
        assert!((contrasts[(0, 0)] - 1.0 / 25.0).abs() < 1e-15);
        // the mean of seven independent effects is taken out: 1/D^2 - 2/(7 D) + 2/49
        let days = Movement::Days.covariance(DayClustering::TD2);
        assert!((days[(0, 0)] - (1.0 / 25.0 - 2.0 / 35.0 + 2.0 / 49.0)).abs() < 1e-15);
        let days = Movement::Days.covariance(DayClustering::TD7);
        assert!((days[(0, 0)] - (1.0 - 2.0 / 7.0 + 1.0 / 7.0)).abs() < 1e-15);
        assert!((days[(0, 1)] + 1.0 / 7.0).abs() < 1e-15);
    }

    #[test]
    fn small_steps_have_no_square_root() {
        let steps = |s: f64| Movement::Days.covariance(DayClustering::TD3) * (s * s);
        // pivots 0.04 s^2 next to 0.11 s^2
        assert!(has_square_root(&steps(1e-3)));
        assert!(!has_square_root(&steps(4e-6)));
        assert!(has_square_root(&steps(1e-6)));
    }

    /// The effects of all days of a week sum to 0, and constant coefficients stay constant.
    #[test]
    fn effects_are_contrasts() {
        let value = |t: u32| 10.0 + f64::from(t % 12) + f64::from((t * 37 + t * t * 11) % 23) / 7.0;
        let series = TsData::of(12, 2001, 3, (0..90).map(value).collect()).unwrap();
        for clustering in [DayClustering::TD7, DayClustering::TD3, DayClustering::TD2] {
            let moving = MovingTradingDays::of(&series, clustering, Movement::Days).unwrap();
            let sizes: Vec<f64> =
                (1..=clustering.contrasts()).chain([0]).map(|g| clustering.size(g) as f64).collect();
            assert_eq!(moving.effects.len(), sizes.len());
            for t in 0..series.len() {
                let sum: f64 = moving.effects.iter().zip(&sizes).map(|(e, d)| d * e.values()[t]).sum();
                assert!(sum.abs() < 1e-9, "{sum}");
            }
            if moving.deviation == 0.0 {
                for (effect, constant) in moving.effects.iter().zip(&moving.constant) {
                    assert!(effect.values().iter().all(|e| (e - constant).abs() < 1e-12));
                }
            }
        }
    }

    #[test]
    fn nothing_to_test() {
        for (frequency, values) in
            [(12, vec![]), (12, vec![1.0; 12]), (1, vec![1.0; 30]), (4, vec![f64::NAN; 60])]
        {
            let series = TsData::of(frequency, 2000, 1, values).unwrap();
            assert_eq!(time_varying_test(&series, DayClustering::TD7, Movement::Days), None);
        }
        let constant = TsData::of(12, 2000, 1, vec![3.0; 60]).unwrap();
        assert!(
            time_varying_test(&constant, DayClustering::TD2, Movement::Days)
                .is_none_or(|t| t.value.is_finite())
        );
    }
}
