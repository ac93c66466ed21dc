//! Prediction errors of an ARIMA process plus a regression whose coefficients are constant or random walks, with
//! exact diffuse start in square-root form (`arima.md`, 15.2 to 15.4).

use nalgebra::DMatrix;

use super::{DiffuseLikelihood, SsfError, StateSpace, ZERO};
use crate::toolkit::arima::whitening::Determinant;
use crate::toolkit::math::householder::dot;

/// Variances that count as zero after the start, and errors that do then.
const SMALL_VARIANCE: f64 = 1e-12;
const SMALL_ERROR: f64 = 1e-6;

/// `y_t = u_t + x_t' b_t`: u an ARIMA process, `b_{t+1} = b_t` plus a step, both with diffuse start.
#[derive(Clone, Copy, Debug)]
pub struct Regression<'a> {
    /// The ARIMA process ([`StateSpace::of_arima`]).
    pub process: &'a StateSpace,
    /// The regressors, a column per period.
    pub x: &'a DMatrix<f64>,
    /// Covariance of the steps of the coefficients; none when they are constant.
    pub steps: Option<&'a DMatrix<f64>>,
}

/// What the filter tells about a series.
#[derive(Clone, Debug, PartialEq)]
pub struct PredictionErrors {
    /// The errors of the periods that are not needed for the start, divided by their standard deviations.
    pub standardised: Vec<f64>,
    /// The diffuse likelihood.
    pub likelihood: DiffuseLikelihood,
}

impl Regression<'_> {
    /// Runs the filter on `y`, which has no missing values. The sums are taken in the order of the reference,
    /// whose optimiser magnifies the last bits of the errors.
    ///
    /// # Errors
    /// [`SsfError::Inconsistent`], [`SsfError::NotInitialised`].
    pub fn prediction_errors(&self, y: &[f64]) -> Result<PredictionErrors, SsfError> {
        let mut filter = Filter::new(self);
        let mut standardised = Vec::with_capacity(y.len());
        let mut likelihood = DiffuseLikelihood::default();
        let (mut determinant, mut diffuse_determinant) = (Determinant::default(), Determinant::default());
        let size = y.iter().map(|x| x.abs()).sum::<f64>() / y.len().max(1) as f64;
        for (position, (&value, x)) in y.iter().zip(self.x.column_iter()).enumerate() {
            let x = x.as_slice();
            let at_start = filter.is_diffuse();
            let diffuse_variance = filter.diffuse_variance(x);
            filter.project(x);
            let (mut variance, small) = if at_start {
                (filter.variance(x), ZERO)
            } else {
                (filter.load(&filter.m, x), SMALL_VARIANCE)
            };
            if variance < small {
                variance = 0.0;
            }
            let negligible = match (at_start, variance) {
                (true, _) => size * ZERO,
                (false, 0.0) => SMALL_ERROR,
                (false, _) => 0.0,
            };
            let mut error = value - filter.load(&filter.a, x);
            if error.abs() < negligible {
                error = 0.0;
            }
            if diffuse_variance > 0.0 {
                diffuse_determinant.multiply(diffuse_variance);
                filter.update_start(error, variance, diffuse_variance);
            } else if variance > 0.0 {
                determinant.multiply(variance);
                likelihood.observations += 1;
                likelihood.ssq += error * error / variance;
                standardised.push(error / variance.sqrt());
                filter.update(error, variance);
            } else if error != 0.0 {
                return Err(SsfError::Inconsistent { position });
            }
            filter.next();
        }
        if filter.is_diffuse() {
            let needed = filter.diffuse_dimension;
            return Err(SsfError::NotInitialised { observations: y.len(), needed });
        }
        likelihood.log_determinant = determinant.ln();
        likelihood.diffuse_correction = diffuse_determinant.ln();
        Ok(PredictionErrors { standardised, likelihood })
    }
}

/// The predicted state: the process and its forecasts, then the coefficients.
struct Filter<'a> {
    model: &'a Regression<'a>,
    /// Elements of the process.
    r: usize,
    a: Vec<f64>,
    /// Covariance, finite part.
    p: DMatrix<f64>,
    /// Directions A that are still diffuse, `P_inf = A A'`, from column `determined` on.
    diffuse: DMatrix<f64>,
    determined: usize,
    diffuse_dimension: usize,
    /// `P Z'`.
    m: Vec<f64>,
    /// `A' Z'` of the directions that are still diffuse.
    row: Vec<f64>,
}

impl<'a> Filter<'a> {
    fn new(model: &'a Regression<'a>) -> Self {
        let process = model.process;
        let (r, nd, k) = (process.dimension(), process.diffuse_dimension(), model.x.nrows());
        let mut p = DMatrix::zeros(r + k, r + k);
        p.view_mut((0, 0), (r, r)).copy_from(process.initial_covariance());
        let mut diffuse = DMatrix::zeros(r + k, nd + k);
        diffuse.view_mut((0, 0), (r, nd)).copy_from(process.diffuse_directions());
        diffuse.view_mut((r, nd), (k, k)).fill_with_identity();
        Self {
            model,
            r,
            a: vec![0.0; r + k],
            p,
            diffuse,
            determined: 0,
            diffuse_dimension: nd + k,
            m: vec![0.0; r + k],
            row: Vec::with_capacity(nd + k),
        }
    }

    fn is_diffuse(&self) -> bool {
        self.determined < self.diffuse_dimension
    }

    /// `Z v`.
    fn load(&self, v: &[f64], x: &[f64]) -> f64 {
        v[0] + dot(&v[self.r..], x)
    }

    /// `Z A A' Z'`, 0 when it is next to nothing.
    fn diffuse_variance(&mut self, x: &[f64]) -> f64 {
        let mut row = std::mem::take(&mut self.row);
        row.clear();
        row.extend(self.diffuse.column_iter().skip(self.determined).map(|c| self.load(c.as_slice(), x)));
        self.row = row;
        let variance = dot(&self.row, &self.row);
        if variance < ZERO { 0.0 } else { variance }
    }

    /// Sets `P Z'`.
    fn project(&mut self, x: &[f64]) {
        let mut m = std::mem::take(&mut self.m);
        for (m, c) in m.iter_mut().zip(self.p.column_iter()) {
            *m = self.load(c.as_slice(), x);
        }
        self.m = m;
    }

    /// `Z P Z'` by parts: process, twice both, coefficients.
    fn variance(&self, x: &[f64]) -> f64 {
        let r = self.r;
        let cross: f64 = x.iter().enumerate().map(|(i, x)| self.p[(0, r + i)] * x).sum();
        let mut own = 0.0;
        for (i, xi) in x.iter().enumerate() {
            let square = self.p[(r + i, r + i)] * xi;
            let column = (0..i).fold(square, |s, j| s + 2.0 * self.p[(r + j, r + i)] * x[j]);
            own += column * xi;
        }
        self.p[(0, 0)] + 2.0 * cross + own
    }

    /// `a + M e/f`, `P - M M'/f`.
    fn update(&mut self, error: f64, variance: f64) {
        add(&mut self.a, error / variance, &self.m);
        add_square(&mut self.p, -1.0 / variance, &self.m);
    }

    /// An observation with the diffuse variance fi: `a + M_inf e/fi`, `P - M M'/f + f D D'`,
    /// `D = M/f - M_inf/fi`, and one direction less.
    fn update_start(&mut self, error: f64, variance: f64, diffuse_variance: f64) {
        let direction = self.determine();
        if variance != 0.0 {
            add_square(&mut self.p, -1.0 / variance, &self.m);
            add(&mut self.m, -variance / diffuse_variance, &direction);
            add_square(&mut self.p, 1.0 / variance, &self.m);
        }
        add(&mut self.a, error / diffuse_variance, &direction);
    }

    /// Rotates the diffuse directions so that the observation sees the first one only, drops it and returns `M_inf`.
    fn determine(&mut self) -> Vec<f64> {
        let d = self.a.len();
        let first = self.determined;
        self.determined += 1;
        let (head, others) = self.diffuse.as_mut_slice()[first * d..].split_at_mut(d);
        let mut seen = self.row.first().copied().unwrap_or(0.0);
        for (column, &other) in others.chunks_exact_mut(d).zip(&self.row[1..]) {
            if other == 0.0 {
                continue;
            }
            let length = hypotenuse(seen, other);
            let (cos, sin) = (seen / length, other / length);
            seen = length;
            for (a, b) in head.iter_mut().zip(column) {
                (*a, *b) = (cos * *a + sin * *b, -sin * *a + cos * *b);
            }
        }
        head.iter().map(|x| seen * x).map(|x| if x.abs() < ZERO { 0.0 } else { x }).collect()
    }

    /// The prediction of the next period: a shift of the process and its forecasts, completed by a new last one.
    fn next(&mut self) {
        let (r, d) = (self.r, self.a.len());
        let process = self.model.process;
        process.shift(&mut self.a[..r]);
        // the new last column from those of the old forecasts, as they are before the shift
        let mut last = vec![0.0; r];
        for &(j, c) in process.forecast() {
            add(&mut last, c, &self.p.column(j).as_slice()[..r]);
        }
        process.shift(&mut last);
        for j in 1..r {
            let (left, right) = self.p.as_mut_slice()[(j - 1) * d..].split_at_mut(d);
            left[..r - 1].copy_from_slice(&right[1..r]);
        }
        for (i, &x) in last.iter().enumerate() {
            self.p[(i, r - 1)] = x;
            self.p[(r - 1, i)] = x;
        }
        for j in r..d {
            process.shift(&mut self.p.as_mut_slice()[j * d..j * d + r]);
            for i in 0..r {
                self.p[(j, i)] = self.p[(i, j)];
            }
        }
        let mut block = self.p.view_mut((0, 0), (r, r));
        block += process.innovations();
        if let Some(steps) = self.model.steps {
            let mut block = self.p.view_mut((r, r), (d - r, d - r));
            block += steps;
        }
        for column in self.diffuse.as_mut_slice().chunks_exact_mut(d).skip(self.determined) {
            process.shift(&mut column[..r]);
        }
    }
}

/// `v + c w`.
fn add(v: &mut [f64], c: f64, w: &[f64]) {
    v.iter_mut().zip(w).for_each(|(v, w)| *v += c * w);
}

/// `P + c v v'`, the product with the factor c being the one with the smaller index.
fn add_square(p: &mut DMatrix<f64>, c: f64, v: &[f64]) {
    let scaled: Vec<f64> = v.iter().map(|x| x * c).collect();
    for (j, column) in p.as_mut_slice().chunks_exact_mut(v.len()).enumerate() {
        let (above, below) = column.split_at_mut(j);
        add(above, v[j], &scaled[..j]);
        add(below, scaled[j], &v[j..]);
    }
}

/// `sqrt(a^2 + b^2)` without overflow.
fn hypotenuse(a: f64, b: f64) -> f64 {
    let (large, small) = (a.abs().max(b.abs()), a.abs().min(b.abs()));
    let ratio = small / large;
    if small == 0.0 { large } else { large * (1.0 + ratio * ratio).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::arima::{ArimaModel, SarimaModel, SarimaOrders};
    use crate::toolkit::math::polynomial::Polynomial;
    use crate::toolkit::ssf::kalman_filter;
    use nalgebra::{Cholesky, DVector};

    const N: usize = 40;

    fn random(t: usize, k: usize) -> f64 {
        ((t * 37 + t * t * 11 + k * 17 + t * k * 5) % 23) as f64 / 7.0
    }

    fn series() -> Vec<f64> {
        (0..N).map(|t| 10.0 + (t % 4) as f64 + random(t, 0)).collect()
    }

    fn airline(theta: f64, btheta: f64) -> ArimaModel {
        ArimaModel::of_sarima(&SarimaModel::new(SarimaOrders::airline(4), &[theta, btheta]))
    }

    /// Sum of squares and determinant of the generalised least squares of the differenced series on the differenced
    /// regressors, from the covariance matrix itself.
    fn least_squares(model: &ArimaModel, x: &DMatrix<f64>, steps: &DMatrix<f64>) -> (f64, f64) {
        let delta = model.delta();
        let m = N - delta.degree();
        let d = DMatrix::from_fn(m, N, |k, u| {
            (k + delta.degree()).checked_sub(u).map_or(0.0, |lag| delta.get(lag))
        });
        let walk = DMatrix::from_fn(N, N, |t, u| t.min(u) as f64 * x.column(t).dot(&(steps * x.column(u))));
        let ma = DMatrix::from_fn(m, m, |t, u| model.acgf().get(t.abs_diff(u)));
        let v = Cholesky::new(ma + &d * walk * d.transpose()).unwrap();
        let (w, z) = (&d * DVector::from_vec(series()), &d * x.transpose());
        let normal = Cholesky::new(z.transpose() * v.solve(&z)).unwrap();
        let rest = &w - &z * normal.solve(&(z.transpose() * v.solve(&w)));
        let determinants = v.determinant().ln() + normal.determinant().ln();
        (rest.dot(&v.solve(&rest)), determinants)
    }

    #[test]
    fn likelihood_of_generalised_least_squares() {
        let x = DMatrix::from_fn(2, N, |i, t| random(t, i + 1));
        let steps = DMatrix::from_row_slice(2, 2, &[0.04, -0.01, -0.01, 0.03]);
        let mut shifts = Vec::new();
        for (model, steps) in [
            (airline(-0.5, -0.4), None),
            (airline(-0.5, -0.4), Some(&steps)),
            (airline(0.3, -0.8), Some(&steps)),
        ] {
            let process = StateSpace::of_arima(&model).unwrap();
            let found = Regression { process: &process, x: &x, steps }.prediction_errors(&series()).unwrap();
            let l = found.likelihood;
            let (ssq, determinants) = least_squares(&model, &x, steps.unwrap_or(&DMatrix::zeros(2, 2)));
            assert_eq!((l.observations, found.standardised.len()), (N - 7, N - 7));
            assert!((l.ssq - ssq).abs() < 1e-9 * ssq, "{} {ssq}", l.ssq);
            assert!((dot(&found.standardised, &found.standardised) - ssq).abs() < 1e-9 * ssq);
            shifts.push(l.log_determinant + l.diffuse_correction - determinants);
        }
        // the scale of the diffuse elements, whatever the parameters
        assert!(shifts.iter().all(|s| (s - shifts[0]).abs() < 1e-9), "{shifts:?}");
    }

    /// A regressor that the first observations do not distinguish from another one is determined later.
    #[test]
    fn late_regressors() {
        let x = DMatrix::from_fn(2, N, |i, t| random(t, 1) + if t == 20 { i as f64 } else { 0.0 });
        let process = StateSpace::of_arima(&airline(-0.5, -0.4)).unwrap();
        let found =
            Regression { process: &process, x: &x, steps: None }.prediction_errors(&series()).unwrap();
        assert_eq!(found.standardised.len(), N - 7);
        let same = DMatrix::from_fn(2, N, |_, t| random(t, 1));
        let never = Regression { process: &process, x: &same, steps: None }.prediction_errors(&series());
        assert_eq!(never, Err(SsfError::NotInitialised { observations: N, needed: 7 }));
    }

    #[test]
    fn without_regressors() {
        let ar = Polynomial::from_lags(&[-0.7], 1);
        let model =
            ArimaModel::new(ar, Polynomial::differencing(1, 0, 4), Polynomial::from_lags(&[0.4], 1), 1.0);
        let process = StateSpace::of_arima(&model).unwrap();
        let x = DMatrix::zeros(0, N);
        let found =
            Regression { process: &process, x: &x, steps: None }.prediction_errors(&series()).unwrap();
        let expected = kalman_filter(&process, &series()).unwrap().likelihood();
        assert!((found.likelihood.log_likelihood() - expected.log_likelihood()).abs() < 1e-10);
    }
}
