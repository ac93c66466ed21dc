//! The whitening filter of a stationary ARMA process (`arima.md`, 6.1).
//!
//! With V the covariance matrix of n successive values (unit innovation variance) and V = L L' its
//! Cholesky decomposition, the filter turns u into `L^{-1} u`, the standardised one-step prediction
//! errors. Innovation variances and gains follow from the Chandrasekhar recursions (Morf, Sidhu and
//! Kailath 1974; Pearlman 1980); they depend on the parameters only and are computed once for any
//! number of vectors. From them come the coefficients of the innovations form
//!
//! `v_t = u_t - sum_j g_{t-j}(j) v_{t-j}` for t < p and
//! `v_t = phi(B) u_t - sum_{j<=q} b_{t-j}(j) v_{t-j}` beyond (Ansley 1979),
//!
//! where `g_s(j)` is the gain of `v_s` for the prediction of `u_{s+j}` and `b_s` its convolution
//! with phi.

use super::ArimaError;
use super::autocovariance::AutoCovariance;

/// The gains are frozen once all elements of the Chandrasekhar vector are this small.
const STEADY_STATE: f64 = 1e-15;

/// Number of series filtered side by side.
const LANES: usize = 4;

/// The whitening filter for one model and one length; re-usable for other models without
/// allocation as long as the dimensions do not grow.
#[derive(Clone, Debug, Default)]
pub struct WhiteningFilter {
    length: usize,
    p: usize,
    /// (lag, coefficient) of the non-zero autoregressive coefficients.
    ar_lags: Vec<(usize, f64)>,
    /// Row s holds the coefficients of `v_s` in the equations of `s + 1, s + 2, ..., s + width`.
    coefficients: Vec<f64>,
    width: usize,
    /// `1 / sqrt(h_t)`.
    inverse_deviation: Vec<f64>,
    log_determinant: f64,
    gain: Vec<f64>,
    l: Vec<f64>,
    autocovariance: AutoCovariance,
    block: Vec<[f64; LANES]>,
    single: Vec<[f64; 1]>,
}

impl WhiteningFilter {
    /// An empty filter, of length 0.
    pub fn new() -> Self {
        Self::default()
    }

    /// The filter of `ar(B) u = ma(B) a` (coefficients with the constants 1) for vectors of
    /// `length` values.
    ///
    /// # Errors
    /// See [`prepare`](Self::prepare).
    pub fn of(ar: &[f64], ma: &[f64], length: usize) -> Result<Self, ArimaError> {
        let mut filter = Self::new();
        filter.prepare(ar, ma, length)?;
        Ok(filter)
    }

    /// Computes gains and variances for `ar(B) u = ma(B) a` and vectors of `length` values.
    ///
    /// # Errors
    /// [`ArimaError::NotStationary`], or [`ArimaError::InvalidVariance`] when an innovation variance
    /// is not a positive number.
    pub fn prepare(&mut self, ar: &[f64], ma: &[f64], length: usize) -> Result<(), ArimaError> {
        let (p, q) = (ar.len().saturating_sub(1), ma.len().saturating_sub(1));
        let r = p.max(q + 1);
        self.length = length;
        self.p = p;
        self.width = q.max(p.saturating_sub(1));
        self.ar_lags.clear();
        self.ar_lags.extend(ar.iter().copied().enumerate().skip(1).filter(|(_, c)| *c != 0.0));
        self.coefficients.clear();
        self.coefficients.resize(length * self.width, 0.0);
        self.inverse_deviation.clear();
        self.log_determinant = 0.0;

        let gamma = self.autocovariance.compute(ar, ma, r)?;
        let mut h = gamma[0];
        self.gain.clear();
        self.gain.extend_from_slice(&gamma[..r]);
        shift(&mut self.gain, &self.ar_lags);
        self.l.clear();
        self.l.extend_from_slice(&self.gain);

        let mut determinant = Determinant::default();
        let mut steady = false;
        for t in 0..length {
            if h <= 0.0 || !h.is_finite() {
                return Err(ArimaError::InvalidVariance);
            }
            determinant.multiply(h);
            self.inverse_deviation.push(1.0 / h.sqrt());
            self.spread_gains(t, h, q);
            if steady {
                continue;
            }
            // l' = T l - C z/h, C' = C - (z/h) T l, h' = h - z^2/h with z = l_0
            let z = self.l[0];
            let ratio = z / h;
            let r = self.l.len();
            let last = companion_last(&self.l, &self.ar_lags);
            for i in 0..r - 1 {
                let (c, shifted) = (self.gain[i], self.l[i + 1]);
                self.gain[i] = c - ratio * shifted;
                self.l[i] = shifted - ratio * c;
            }
            let c = self.gain[r - 1];
            self.gain[r - 1] = c - ratio * last;
            self.l[r - 1] = last - ratio * c;
            h = (h - z * ratio).max(1.0);
            steady = self.l.iter().all(|x| x.abs() <= STEADY_STATE);
        }
        self.log_determinant = determinant.ln();
        if self.log_determinant.is_finite() { Ok(()) } else { Err(ArimaError::InvalidVariance) }
    }

    /// Writes the coefficients of `v_s` in the equations that follow.
    fn spread_gains(&mut self, s: usize, h: f64, q: usize) {
        let (p, w) = (self.p, self.width);
        let inverse = 1.0 / h;
        let row = &mut self.coefficients[s * w..(s + 1) * w];
        for (c, g) in row.iter_mut().zip(&self.gain) {
            *c = g * inverse;
        }
        if p == 0 {
            return;
        }
        // from s + j = p on: convolution of phi with (h, C_1, C_2, ...), 0 beyond q
        for j in p.saturating_sub(s).max(1)..=w {
            let mut x = 0.0;
            if j <= q {
                x = self.gain[j - 1];
                for &(lag, c) in self.ar_lags.iter().take_while(|(lag, _)| *lag <= j) {
                    x += c * if lag == j { h } else { self.gain[j - 1 - lag] };
                }
            }
            row[j - 1] = x * inverse;
        }
    }

    /// Coefficient of `v_s` in the equation of `s + j`, j >= 1.
    fn coefficient(&self, s: usize, j: usize) -> f64 {
        if j <= self.width { self.coefficients[s * self.width + j - 1] } else { 0.0 }
    }

    /// Length of the vectors it filters.
    pub fn length(&self) -> usize {
        self.length
    }

    /// `ln det V`, the sum of the logarithms of the innovation variances.
    pub fn log_determinant(&self) -> f64 {
        self.log_determinant
    }

    /// `1 / sqrt(h_t)` for each t.
    pub fn inverse_deviations(&self) -> &[f64] {
        &self.inverse_deviation
    }

    /// `L^{-1} u`.
    pub fn filter(&mut self, u: &[f64]) -> Vec<f64> {
        let mut out = u.to_vec();
        self.filter_columns(u, u.len(), &mut out);
        out
    }

    /// `L^{-1} U` column by column; `input` and `output` are column-major with `length` rows (the
    /// length of the filter). Nothing is done when the dimensions disagree.
    pub fn filter_columns(&mut self, input: &[f64], length: usize, output: &mut [f64]) {
        let m = self.length;
        if length != m || m == 0 || input.len() != output.len() {
            return;
        }
        let (mut block, mut single) = (std::mem::take(&mut self.block), std::mem::take(&mut self.single));
        for (u, out) in input.chunks(LANES * m).zip(output.chunks_mut(LANES * m)) {
            if u.len() > 2 * m {
                self.filter_lanes(&mut block, u, out);
            } else {
                for (u, out) in u.chunks(m).zip(out.chunks_mut(m)) {
                    self.filter_lanes(&mut single, u, out);
                }
            }
        }
        (self.block, self.single) = (block, single);
    }

    /// Filters up to N columns side by side in the buffer `rows`.
    fn filter_lanes<const N: usize>(&self, rows: &mut Vec<[f64; N]>, u: &[f64], out: &mut [f64]) {
        let m = self.length;
        rows.clear();
        rows.resize(m, [0.0; N]);
        for (c, column) in u.chunks_exact(m).enumerate() {
            for (row, x) in rows.iter_mut().zip(column) {
                row[c] = *x;
            }
        }
        self.ar_filter(rows);
        self.innovations(rows);
        for (c, column) in out.chunks_exact_mut(m).enumerate() {
            for ((x, row), f) in column.iter_mut().zip(rows.iter()).zip(&self.inverse_deviation) {
                *x = row[c] * f;
            }
        }
    }

    /// Predictions of `u_n, u_{n+1}, ...` up to the length of the filter from `past`, the n first
    /// values; empty when there are as many values as the filter is long.
    pub fn predict(&self, past: &[f64]) -> Vec<f64> {
        let n = past.len().min(self.length);
        let mut u = past[..n].to_vec();
        let mut v: Vec<f64> = Vec::with_capacity(self.length);
        for t in 0..self.length {
            let first = t.saturating_sub(self.width);
            let mut prediction: f64 = (first..t).map(|s| self.coefficient(s, t - s) * v[s]).sum();
            if t >= self.p {
                prediction -= self.ar_lags.iter().map(|&(lag, c)| c * u[t - lag]).sum::<f64>();
            }
            if t < n {
                v.push(u[t] - prediction);
            } else {
                v.push(0.0);
                u.push(prediction);
            }
        }
        u.split_off(n)
    }

    /// Response of `u_s, u_{s+1}, ...` to a unit prediction error at s, up to the length of the
    /// filter.
    pub fn response(&self, s: usize) -> Vec<f64> {
        let mut u: Vec<f64> = Vec::with_capacity(self.length.saturating_sub(s));
        for t in s..self.length {
            let j = t - s;
            let direct = if j == 0 { 1.0 } else { self.coefficient(s, j) };
            let past = self.ar_lags.iter().take_while(|(lag, _)| t >= self.p && *lag <= j);
            u.push(direct - past.map(|&(lag, c)| c * u[j - lag]).sum::<f64>());
        }
        u
    }

    /// `u_t <- phi(B) u_t` for t >= p, in place from the end.
    fn ar_filter<const N: usize>(&self, rows: &mut [[f64; N]]) {
        if self.ar_lags.is_empty() {
            return;
        }
        for t in (self.p..rows.len()).rev() {
            let mut x = rows[t];
            for &(lag, c) in &self.ar_lags {
                let y = &rows[t - lag];
                for i in 0..N {
                    x[i] += c * y[i];
                }
            }
            rows[t] = x;
        }
    }

    /// `v_t <- u_t - sum_j b_{t-j}(j) v_{t-j}`, in place: each v is taken out of the equations that
    /// follow as soon as it is known.
    fn innovations<const N: usize>(&self, rows: &mut [[f64; N]]) {
        let w = self.width;
        if w == 0 {
            return;
        }
        for (s, coefficients) in self.coefficients.chunks_exact(w).enumerate().take(rows.len()) {
            let (now, later) = rows.split_at_mut(s + 1);
            let v = now[s];
            for (x, c) in later.iter_mut().zip(coefficients) {
                for i in 0..N {
                    x[i] -= c * v[i];
                }
            }
        }
    }
}

/// Last element of the companion shift of x, `- sum phi_j x_{r-j}`.
fn companion_last(x: &[f64], ar_lags: &[(usize, f64)]) -> f64 {
    -ar_lags.iter().map(|&(lag, c)| c * x[x.len() - lag]).sum::<f64>()
}

/// The companion shift: `x_i <- x_{i+1}`, last element `- sum phi_j x_{r-j}`.
fn shift(x: &mut [f64], ar_lags: &[(usize, f64)]) {
    let last = companion_last(x, ar_lags);
    x.copy_within(1.., 0);
    if let Some(x) = x.last_mut() {
        *x = last;
    }
}

/// Logarithm of a long product without a logarithm per factor.
#[derive(Debug)]
struct Determinant {
    mantissa: f64,
    logarithm: f64,
}

impl Default for Determinant {
    fn default() -> Self {
        Self { mantissa: 1.0, logarithm: 0.0 }
    }
}

impl Determinant {
    fn multiply(&mut self, x: f64) {
        self.mantissa *= x;
        if !(1e-100..=1e100).contains(&self.mantissa) {
            self.logarithm += self.mantissa.ln();
            self.mantissa = 1.0;
        }
    }

    fn ln(&self) -> f64 {
        self.logarithm + self.mantissa.ln()
    }
}

#[cfg(test)]
mod tests {
    use super::super::autocovariance::autocovariances;
    use super::*;
    use crate::toolkit::math::linear_system::{cholesky_in_place, solve_lower};
    use proptest::prelude::*;

    /// `L^{-1} u` and ln det V from the covariance matrix itself.
    fn by_cholesky(ar: &[f64], ma: &[f64], u: &[f64]) -> (Vec<f64>, f64) {
        let n = u.len();
        let gamma = autocovariances(ar, ma, 1.0, n).unwrap();
        let mut v: Vec<f64> = (0..n * n).map(|k| gamma[(k / n).abs_diff(k % n)]).collect();
        assert!(cholesky_in_place(&mut v, n));
        let mut e = u.to_vec();
        solve_lower(&v, &mut e);
        (e, (0..n).map(|i| 2.0 * v[i * n + i].ln()).sum())
    }

    #[test]
    fn worked_arma_2_2() {
        let u = [1.2, -0.5, 0.3, 2.1, -1.4, 0.6, 0.9, -2.0, 0.1, 0.75];
        let mut f = WhiteningFilter::of(&[1.0, -0.8, 0.2], &[1.0, -0.3, 0.5], 10).unwrap();
        assert!((f.log_determinant() - 1.038365686162).abs() < 1e-12);
        let e = f.filter(&u);
        let expected = [
            0.845888852220,
            -1.177499252348,
            0.225607227061,
            2.309686611391,
            -2.392901142635,
            0.301392133381,
            1.415140504706,
            -2.321062730598,
            0.477756869872,
            1.571462774320,
        ];
        assert!(e.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-11), "{e:?}");
    }

    #[test]
    fn explosive_models_are_refused() {
        assert!(WhiteningFilter::of(&[1.0, -1.0], &[1.0], 5).is_err());
        assert!(WhiteningFilter::of(&[1.0, -1.5], &[1.0], 5).is_err());
        assert!(WhiteningFilter::of(&[1.0], &[1.0, f64::NAN], 5).is_err());
        assert!(WhiteningFilter::of(&[1.0], &[1.0, -0.5], 0).is_ok());
    }

    proptest! {
        #[test]
        fn filter_is_the_inverse_cholesky_factor(
            phi in prop::collection::vec(-0.9..0.9f64, 0..4),
            bphi in -0.9..0.9f64,
            theta in prop::collection::vec(-1.0..1.0f64, 0..4),
            btheta in -1.0..1.0f64,
            seasonal in 0..4usize,
            u in prop::collection::vec(-2.0..2.0f64, 30),
            columns in 1..7usize,
        ) {
            use crate::toolkit::arima::{SarimaModel, domain};
            let bphi: &[f64] = if seasonal & 1 == 1 { &[bphi] } else { &[] };
            let btheta: &[f64] = if seasonal & 2 == 2 { &[btheta] } else { &[] };
            let model = SarimaModel::from_polynomials(4, (0, 0), &phi, bphi, &theta, btheta);
            let (model, _) = domain::stabilized(&model);
            let (ar, ma) = (model.ar(), model.ma());
            let largest = ar.roots().iter().fold(0.0f64, |m, z| m.max(1.0 / z.norm()));
            prop_assume!(largest < 0.97);
            let (expected, log_determinant) = by_cholesky(ar.coefficients(), ma.coefficients(), &u);
            let mut f = WhiteningFilter::of(ar.coefficients(), ma.coefficients(), 30).unwrap();
            let input = u.repeat(columns);
            let mut output = input.clone();
            f.filter_columns(&input, 30, &mut output);
            for (i, e) in output.iter().enumerate() {
                prop_assert!((e - expected[i % 30]).abs() < 1e-8, "{} {} {}", i, e, expected[i % 30]);
            }
            prop_assert!((f.log_determinant() - log_determinant).abs() < 1e-8);
        }
    }
}
