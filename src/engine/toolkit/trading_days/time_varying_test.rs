//! Test of trading-day coefficients that move (`diagnostics.md` 5.4).

use nalgebra::{Cholesky, DMatrix, DVector};

use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::arima::domain::{ParameterDomain, derivative_step};
use crate::toolkit::calendars::DayClustering;
use crate::toolkit::math::levenberg_marquardt::{LevenbergMarquardt, SumOfSquares, Validity};
use crate::toolkit::math::polynomial::Polynomial;
use crate::toolkit::regression::TradingDays;
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
        let inverse = |i: usize| 1.0 / clustering.size(i + 1) as f64;
        DMatrix::from_fn(groups, groups, |i, j| {
            let own = if i == j { inverse(i) * inverse(i) } else { 0.0 };
            match self {
                Self::Contrasts => own,
                Self::Days => own + (1.0 + groups as f64) / 49.0 - (inverse(i) + inverse(j)) / 7.0,
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
        let mut model = MovingCoefficients::of(series, clustering, movement)?;
        let minimiser = LevenbergMarquardt { function_tolerance: PRECISION, ..LevenbergMarquardt::default() };
        let fixed = minimiser.minimize(&mut model, &[START, START])?;
        model.moving = true;
        let start = [fixed.point.as_slice(), &[START_DEVIATION]].concat();
        let moving = minimiser.minimize(&mut model, &start)?;
        let gain = model.degrees_of_freedom() * (fixed.objective / moving.objective).ln();
        // without a gain the constant coefficients are the estimates
        let point = if gain > 0.0 { &moving.point } else { &fixed.point };
        let groups = clustering.contrasts();
        let contrasting = |b: &dyn Fn(usize) -> f64| {
            let rest: f64 = (0..groups).map(|i| clustering.size(i + 1) as f64 * b(i)).sum();
            -rest / clustering.size(0) as f64
        };
        let paths = model.smoothed(point)?;
        let path = |f: &dyn Fn(usize) -> f64| {
            TsData::new(series.start(), (0..series.len()).map(f).collect::<Vec<f64>>())
        };
        let mut effects: Vec<TsData> = (0..groups).map(|i| path(&|t| paths[(t, i)])).collect();
        effects.push(path(&|t| contrasting(&|i| paths[(t, i)])));
        let mut constant = model.solved(&fixed.point)?.coefficients.as_slice().to_vec();
        constant.push(contrasting(&|i| constant.get(i).copied().unwrap_or(f64::NAN)));
        Some(Self {
            test: StatisticalTest::chi2(gain.max(0.0), 1.0)?,
            deviation: point.get(2).map_or(0.0, |s| s.abs()),
            effects,
            constant,
        })
    }
}

/// The test of [`MovingTradingDays`] alone.
pub fn time_varying_test(
    series: &TsData,
    clustering: DayClustering,
    movement: Movement,
) -> Option<StatisticalTest> {
    MovingTradingDays::of(series, clustering, movement).map(|m| m.test)
}

/// Marginal likelihood of `w = X b + u` with w and X differenced, u the moving average of the airline model and b constant
/// plus a random walk that starts at 0; both the constant and the initial values of the series are diffuse.
struct MovingCoefficients {
    orders: SarimaOrders,
    delta: Polynomial,
    /// The contrasts.
    x: DMatrix<f64>,
    /// The contrasts times the covariance of the innovations.
    rotated: DMatrix<f64>,
    /// The differenced series, then the differenced contrasts.
    columns: DMatrix<f64>,
    /// Covariance that random walks of unit variance give to the differenced series.
    walk: DMatrix<f64>,
    /// Whether the third parameter, the standard deviation of the random walks, is there.
    moving: bool,
}

impl MovingCoefficients {
    fn of(series: &TsData, clustering: DayClustering, movement: Movement) -> Option<Self> {
        let period = series.annual_frequency().filter(|p| *p > 1)? as usize;
        let orders = SarimaOrders::airline(period);
        let n = series.len();
        if n <= period + 1 + clustering.contrasts() || series.values().iter().any(|y| !y.is_finite()) {
            return None;
        }
        let delta = Polynomial::differencing(orders.d, orders.bd, period);
        let mut x = vec![0.0; n * clustering.contrasts()];
        TradingDays { clustering }.fill(series.domain(), &mut x);
        let x = DMatrix::from_vec(n, clustering.contrasts(), x);
        let rotated = &x * movement.covariance(clustering);
        let levels = DMatrix::from_fn(n, n, |t, u| t.min(u) as f64 * rotated.row(t).dot(&x.row(u)));
        let differenced = |m: &DMatrix<f64>| {
            let columns: Vec<DVector<f64>> =
                m.column_iter().map(|c| DVector::from_vec(delta.filter(c.as_slice()))).collect();
            DMatrix::from_columns(&columns)
        };
        let walk = differenced(&differenced(&levels).transpose());
        let mut all = x.clone().insert_column(0, 0.0);
        all.set_column(0, &DVector::from_column_slice(series.values()));
        let columns = differenced(&all);
        Some(Self { orders, delta, x, rotated, columns, walk, moving: false })
    }

    /// Differenced observations less constant coefficients.
    fn degrees_of_freedom(&self) -> f64 {
        (self.columns.nrows() + 1 - self.columns.ncols()) as f64
    }

    /// Covariance of the differenced series for unit innovation variance.
    fn covariance(&self, p: &[f64]) -> Option<DMatrix<f64>> {
        let [theta, btheta] = [*p.first()?, *p.get(1)?];
        let ma =
            Polynomial::from_lags(&[theta], 1).times(&Polynomial::from_lags(&[btheta], self.orders.period));
        let c = ma.coefficients();
        let variance = p.get(2).map_or(0.0, |s| s * s);
        let mut v = &self.walk * variance;
        for lag in 0..c.len() {
            let autocovariance: f64 = c.iter().zip(c.iter().skip(lag)).map(|(a, b)| a * b).sum();
            for t in lag..v.nrows() {
                v[(t, t - lag)] += autocovariance;
            }
        }
        Some(v)
    }

    /// Generalised least squares of the differenced series on the differenced contrasts.
    fn solved(&self, p: &[f64]) -> Option<Solved> {
        // only the lower triangle is read
        let lower = Cholesky::new(self.covariance(p)?)?.unpack();
        let mut white = self.columns.clone();
        if !lower.solve_lower_triangular_mut(&mut white) {
            return None;
        }
        let y = white.column(0);
        let x = white.columns(1, white.ncols() - 1);
        let normal = Cholesky::new(x.tr_mul(&x))?;
        let coefficients = normal.solve(&x.tr_mul(&y));
        let white = y - x * &coefficients;
        Some(Solved { lower, normal: normal.unpack(), coefficients, white })
    }

    /// Best linear predictor of the coefficients, a row per period. With V the covariance of the differenced series, w
    /// the differenced series less its mean X b and D the differencing, that of the random walk in period t is
    /// `s^2 M sum over u of min(t,u) x_u (D' V^-1 w)_u`.
    fn smoothed(&self, p: &[f64]) -> Option<DMatrix<f64>> {
        let solved = self.solved(p)?;
        let weighted = solved.lower.tr_solve_lower_triangular(&solved.white)?;
        let (n, groups) = self.x.shape();
        let mut spread = vec![0.0; n];
        let lags = self.delta.coefficients();
        for (k, w) in weighted.iter().enumerate() {
            for (lag, c) in lags.iter().enumerate() {
                if let Some(slot) = spread.get_mut(k + lags.len() - 1 - lag) {
                    *slot += c * w;
                }
            }
        }
        let variance = p.get(2).map_or(0.0, |s| s * s);
        let mut paths = DMatrix::from_fn(n, groups, |_, i| solved.coefficients[i]);
        for i in 0..groups {
            // min(t,u) is a sum of steps: one for every period up to t, of what is from there on
            let mut rest: f64 = (0..n).map(|u| self.rotated[(u, i)] * spread[u]).sum();
            let mut walk = 0.0;
            for t in 1..n {
                rest -= self.rotated[(t - 1, i)] * spread[t - 1];
                walk += rest;
                paths[(t, i)] += variance * walk;
            }
        }
        Some(paths)
    }
}

/// Solution of the least-squares problem.
struct Solved {
    /// Cholesky factor of the covariance of the differenced series.
    lower: DMatrix<f64>,
    /// Cholesky factor of the normal equations.
    normal: DMatrix<f64>,
    coefficients: DVector<f64>,
    /// Whitened residuals.
    white: DVector<f64>,
}

impl SumOfSquares for MovingCoefficients {
    fn parameter_count(&self) -> usize {
        if self.moving { 3 } else { 2 }
    }

    fn residual_count(&self) -> usize {
        self.columns.nrows()
    }

    fn evaluate(&mut self, p: &[f64], residuals: &mut [f64]) -> Option<f64> {
        let solved = self.solved(p)?;
        let log_determinant = |l: &DMatrix<f64>| 2.0 * l.diagonal().iter().map(|d| d.ln()).sum::<f64>();
        let determinants = log_determinant(&solved.lower) + log_determinant(&solved.normal);
        let scale = (0.5 * determinants / self.degrees_of_freedom()).exp();
        residuals.iter_mut().zip(solved.white.iter()).for_each(|(r, e)| *r = scale * e);
        Some(residuals.iter().map(|r| r * r).sum::<f64>()).filter(|f| f.is_finite())
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

    /// The predictor by recursive sums against the covariance matrices written out.
    #[test]
    fn smoothed_coefficients() {
        let value = |t: u32| 10.0 + f64::from(t % 12) + f64::from((t * 37 + t * t * 11) % 23) / 7.0;
        let series = TsData::of(12, 2001, 3, (0..60).map(value).collect()).unwrap();
        let movement = Movement::Days;
        let mut model = MovingCoefficients::of(&series, DayClustering::TD3, movement).unwrap();
        model.moving = true;
        let p = [-0.5, -0.4, 0.3];
        let found = model.smoothed(&p).unwrap();
        let (n, m) = (series.len(), model.columns.nrows());
        let mut full = model.covariance(&p).unwrap();
        full.fill_upper_triangle_with_lower_triangle();
        let d = DMatrix::from_fn(m, n, |k, u| {
            (12 + 1 + k).checked_sub(u).map_or(0.0, |lag| model.delta.get(lag))
        });
        let x = model.columns.columns(1, 2).into_owned();
        let inverse = full.try_inverse().unwrap();
        let w = model.columns.column(0).into_owned();
        let b = (x.transpose() * &inverse * &x).try_inverse().unwrap() * x.transpose() * &inverse * &w;
        let residual = inverse * (w - x * &b);
        let covariance = movement.covariance(DayClustering::TD3);
        for t in 0..n {
            // covariance of the coefficients at t with the series, then with its differences
            let levels = DMatrix::from_fn(2, n, |i, u| {
                let rotated = covariance.row(i).transpose().dot(&model.x.row(u).transpose());
                0.3 * 0.3 * t.min(u) as f64 * rotated
            });
            let expected = &b + levels * d.transpose() * &residual;
            for i in 0..2 {
                assert!((found[(t, i)] - expected[i]).abs() < 1e-9, "{t} {i}");
            }
        }
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
