//! Forecasts of a complete series by the fast filter with diffuse start (`arima.md`, 14.1, 15.2 and 15.5; Morf, Sidhu
//! and Kailath 1974).
//!
//! A mean is the starting value of one difference more: `ar(B) delta(B) (1-B) y = ma(B) (1-B) a`. With its root on the
//! unit circle the filter never becomes steady and loses digits: forecasts agree with those of generalised least squares
//! to 1e-8 or so, which recursions with roots close to the unit circle magnify. So every operation is done in the order of
//! the reference.

use super::forecasts::LinearForecasts;
use crate::toolkit::arima::SarimaModel;
use crate::toolkit::arima::autocovariance::AutoCovariance;
use crate::toolkit::arima::weights::series;
use crate::toolkit::math::polynomial::Polynomial;

/// Changes of the prediction variance below this, relative to the first one, are none.
const NO_CHANGE: f64 = 1e-15;
/// Elements of a matrix of rank 0 are below.
const RANK_ZERO: f64 = 1e-6;

/// Forecasts of y, a mean being estimated with them; none when the filter breaks down.
pub(super) fn fast_forecasts_with_mean(
    arima: &SarimaModel,
    y: &[f64],
    horizon: usize,
) -> Option<LinearForecasts> {
    let difference = Polynomial::new(vec![1.0, -1.0]);
    let ar = arima.ar();
    let delta = arima.differencing().times(&difference);
    let ma = arima.ma().times(&difference);
    let full = ar.times(&delta);
    let dimension = full.degree().max(ma.degree() + 1);
    let mut filter = FastFilter::new(&ar, &delta, &ma, dimension)?;
    let start = y.get(..delta.degree())?;
    let mut state = filter.start(&delta, start);
    for y in &y[delta.degree()..] {
        filter.update(&mut state, *y);
    }

    // phi PHI delta at the last elements of the state
    let stationary = ar.times(&arima.differencing());
    let mean = stationary.coefficients().iter().zip(state.iter().rev()).map(|(c, x)| c * x).sum();
    let mut values = state;
    while values.len() < horizon {
        let past: f64 = full.coefficients()[1..].iter().zip(values.iter().rev()).map(|(c, x)| c * x).sum();
        values.push(-past);
    }
    values.truncate(horizon);
    let finite = f64::is_finite(mean) && values.iter().all(|x| x.is_finite());
    finite.then_some(LinearForecasts { values, mean })
}

/// Predictions of an ARIMA process from its past. The state holds the predictions of the next values; `covariance` is
/// their covariance with the next value, of variance `variance`, and `change` what the next prediction takes from it.
struct FastFilter {
    /// Coefficients 1 to `dimension` of the autoregressive polynomial.
    ar: Vec<f64>,
    covariance: Vec<f64>,
    change: Vec<f64>,
    variance: f64,
    first_variance: f64,
}

impl FastFilter {
    /// After as many observations as there are differences.
    fn new(ar: &Polynomial, delta: &Polynomial, ma: &Polynomial, n: usize) -> Option<Self> {
        let full = ar.times(delta);
        let transition: Vec<f64> = (1..=n).map(|j| full.get(j)).collect();
        let psi = series(ma.coefficients(), ar.coefficients(), n);
        let accumulation = series(&[1.0], delta.coefficients(), n);
        // lower triangular Toeplitz matrix of 1/delta(B)
        let accumulate = |x: &dyn Fn(usize) -> f64, i: usize| -> f64 {
            (0..=i).fold(0.0, |s, j| s + accumulation[i - j] * x(j))
        };
        let stationary = stationary_covariance(ar, ma, &psi, n)?;
        let half: Vec<f64> = (0..n * n).map(|k| accumulate(&|j| stationary[j * n + k % n], k / n)).collect();
        let covariance = |i: usize, j: usize| {
            let (i, j) = (i.max(j), i.min(j));
            (0..=j).fold(0.0, |s, k| s + half[i * n + k] * accumulation[j - k])
        };
        let p: Vec<f64> = (0..n * n).map(|k| covariance(k / n, k % n)).collect();
        let impulse: Vec<f64> = (0..n).map(|i| accumulate(&|j| psi[j], i)).collect();

        let first: Vec<f64> = (0..n).map(|i| p[i * n]).collect();
        let variance = first[0];
        if variance.is_nan() || variance <= 0.0 {
            return None;
        }
        let mut filter = Self {
            ar: transition,
            covariance: first,
            change: vec![0.0; n],
            variance,
            first_variance: variance,
        };
        filter.change = filter.first_change(&p, &impulse)?;
        Some(filter)
    }

    /// The vector l of `-f (T P T' + psi psi' - T M M' T' / f - P) = l l'`, from the column of the largest diagonal
    /// element.
    fn first_change(&self, p: &[f64], impulse: &[f64]) -> Option<Vec<f64>> {
        let n = impulse.len();
        let mut columns = vec![0.0; n * n];
        for j in 0..n {
            let mut column: Vec<f64> = (0..n).map(|i| p[i * n + j]).collect();
            self.advance(&mut column);
            (0..n).for_each(|i| columns[i * n + j] = column[i]);
        }
        for row in columns.chunks_exact_mut(n) {
            self.advance(row);
        }
        let mut predicted = self.covariance.clone();
        self.advance(&mut predicted);
        let w = |i: usize, j: usize| {
            let sum = columns[i * n + j] + impulse[i] * impulse[j];
            -self.variance * (sum - predicted[i] / self.variance * predicted[j] - p[i * n + j])
        };
        let mut largest = 0;
        for i in 1..n {
            if w(i, i) > w(largest, largest) {
                largest = i;
            }
        }
        let diagonal = w(largest, largest);
        if diagonal > 0.0 {
            let scale = 1.0 / diagonal.sqrt();
            return Some((0..n).map(|i| w(largest, i) * scale).collect());
        }
        let null = (0..n * n).all(|k| w(k / n, k % n).abs() <= RANK_ZERO);
        null.then(|| vec![0.0; n])
    }

    /// The state after the first observations, by the difference equation.
    fn start(&self, delta: &Polynomial, first: &[f64]) -> Vec<f64> {
        let mut values = first.to_vec();
        for _ in 0..self.covariance.len() {
            let past = delta.coefficients()[1..].iter().zip(values.iter().rev());
            let next = past.fold(0.0, |s, (c, x)| s - c * x);
            values.push(next);
        }
        values.split_off(first.len())
    }

    /// From the predictions of the values t, t+1, ... to those of t+1, t+2, ...
    fn advance(&self, x: &mut [f64]) {
        let next = self.ar.iter().zip(x.iter().rev()).fold(0.0, |s, (c, x)| s + c * x);
        x.rotate_left(1);
        if let Some(last) = x.last_mut() {
            *last = -next;
        }
    }

    fn update(&mut self, state: &mut [f64], y: f64) {
        let error = y - state[0];
        for (x, c) in state.iter_mut().zip(&self.covariance) {
            *x += error * (c / self.variance);
        }
        // the same as advance, summed from the other end
        let next = self.ar.iter().rev().zip(state.iter()).fold(0.0, |s, (c, x)| s + c * x);
        state.rotate_left(1);
        if let Some(last) = state.last_mut() {
            *last = -next;
        }

        let z = self.change[0];
        if z.abs() > NO_CHANGE * self.first_variance {
            let ratio = z / self.variance;
            for (l, m) in self.change.iter_mut().zip(&mut self.covariance) {
                (*l, *m) = (*l - *m * ratio, *m - *l * ratio);
            }
            self.variance -= z * ratio;
        }
        let mut change = std::mem::take(&mut self.change);
        self.advance(&mut change);
        self.change = change;
    }
}

/// Covariance matrix, row by row, of the predictions of the next n values of a stationary process.
fn stationary_covariance(ar: &Polynomial, ma: &Polynomial, psi: &[f64], n: usize) -> Option<Vec<f64>> {
    let mut workspace = AutoCovariance::new();
    let gamma = workspace.compute(ar.coefficients(), ma.coefficients(), n).ok()?;
    let mut p = vec![0.0; n * n];
    for j in 0..n {
        p[j] = gamma[j];
        p[j * n] = gamma[j];
    }
    for i in 1..n {
        for j in 1..n {
            p[i * n + j] = p[(i - 1) * n + j - 1] - psi[i - 1] * psi[j - 1];
        }
    }
    Some(p)
}
