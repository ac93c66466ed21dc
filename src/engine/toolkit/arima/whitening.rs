//! The whitening filter of a stationary ARMA process (`arima.md`, 6.1).
//!
//! With V the covariance matrix of n successive values (unit innovation variance) and V = L L' its
//! Cholesky decomposition, the filter turns u into `L^{-1} u`, the standardised one-step prediction
//! errors. Innovation variances and gains follow from the Chandrasekhar recursions (Morf, Sidhu and
//! Kailath 1974; Pearlman 1980); they depend on the parameters only and are computed once for any
//! number of vectors.
//!
//! The state at t holds the predictions of `u_t, ..., u_{t+r-1}` from the past, r = max(p, q + 1).
//! With prediction error v, variance h and gain C it becomes `T a + C v/h`, T the companion shift.
//!
//! Numerical derivatives amplify rounding errors by 1e8, so the recursions are done operation by operation as
//! they are written. A series alone has its errors divided by h for the update of the state and by the root of
//! h for the result; a series with regressors is divided by the root twice.

use pulp::{Scalar256b, Simd, WithSimd};

use super::ArimaError;
use super::autocovariance::AutoCovariance;
use crate::toolkit::math::lanes::{Divisor, Four, LANES, Load, Vector, dispatch, leading_zeros};
use crate::toolkit::math::logarithm;
use crate::toolkit::math::polynomial::lagged_terms;

/// The gains are frozen once all elements of the Chandrasekhar vector are this small.
pub(super) const STEADY_STATE: f64 = 1e-15;

/// The whitening filter for one model and one length.
#[derive(Clone, Debug, Default)]
pub struct WhiteningFilter {
    length: usize,
    /// Dimension r of the state.
    dimension: usize,
    /// (lag, coefficient) of the non-zero autoregressive coefficients.
    ar_lags: Vec<(usize, f64)>,
    /// Row t holds the gain C of `v_t / h_t` for the predictions of `u_{t+1}, ..., u_{t+r}`.
    gains: Vec<f64>,
    /// `h_t` and its square root.
    variances: Vec<(f64, f64)>,
    log_determinant: f64,
    l: Vec<f64>,
    autocovariance: AutoCovariance,
    /// State of columns that are filtered side by side.
    state: Vec<[Four; 1]>,
}

impl WhiteningFilter {
    /// The filter of `ar(B) u = ma(B) a` (coefficients with the constants 1) for vectors of
    /// `length` values.
    ///
    /// # Errors
    /// [`ArimaError::NotStationary`], or [`ArimaError::InvalidVariance`] when an innovation variance
    /// is not a positive number.
    pub fn of(ar: &[f64], ma: &[f64], length: usize) -> Result<Self, ArimaError> {
        let mut filter = Self::default();
        filter.prepare(ar, ma, length)?;
        Ok(filter)
    }

    /// Computes gains and variances for `ar(B) u = ma(B) a` and vectors of `length` values.
    fn prepare(&mut self, ar: &[f64], ma: &[f64], length: usize) -> Result<(), ArimaError> {
        let r = ar.len().saturating_sub(1).max(ma.len()).max(1);
        self.length = length;
        self.dimension = r;
        self.ar_lags = lagged_terms(ar);
        // all are written below
        self.gains.resize(length * r, 0.0);
        self.variances.clear();
        self.log_determinant = 0.0;
        if length == 0 {
            return Ok(());
        }

        let gamma = self.autocovariance.compute(ar, ma, r)?;
        let h = gamma[0];
        self.l.clear();
        self.l.extend_from_slice(&gamma[..r]);
        let last = companion_last(&self.l, &self.ar_lags);
        self.l.copy_within(1.., 0);
        self.l[r - 1] = last;
        self.gains[..r].copy_from_slice(&self.l);

        let determinant = dispatch(Gains { filter: self, first: h }).ok_or(ArimaError::InvalidVariance)?;
        self.log_determinant = determinant.ln();
        if self.log_determinant.is_finite() { Ok(()) } else { Err(ArimaError::InvalidVariance) }
    }

    /// Length of the vectors it filters.
    pub fn length(&self) -> usize {
        self.length
    }

    /// `ln det V`, the sum of the logarithms of the innovation variances.
    pub fn log_determinant(&self) -> f64 {
        self.log_determinant
    }

    /// Innovation variance at t, for an innovation variance of 1 in the long run.
    pub fn variance(&self, t: usize) -> f64 {
        self.variances[t].0
    }

    /// `L^{-1} u` for a series without regressors.
    pub fn filter(&mut self, u: &[f64]) -> Vec<f64> {
        let mut out = u.to_vec();
        self.filter_alone(u, &mut out);
        out
    }

    /// [`filter`](Self::filter) into `output`. Nothing is done when the dimensions disagree.
    pub fn filter_alone(&mut self, input: &[f64], output: &mut [f64]) {
        if input.len() == self.length {
            self.filter_with(Standardization::Alone, input, output);
        }
    }

    /// `L^{-1} U` column by column; `input` and `output` are column-major with `length` rows (the
    /// length of the filter). Nothing is done when the dimensions disagree.
    pub fn filter_columns(&mut self, input: &[f64], length: usize, output: &mut [f64]) {
        if length == self.length {
            self.filter_with(Standardization::Together, input, output);
        }
    }

    /// `L^{-1}`, column by column (`length` rows): the filtered unit impulses.
    pub fn impulses(&self) -> Vec<f64> {
        let m = self.length;
        let mut columns = vec![0.0; m * m];
        columns.iter_mut().step_by(m + 1).for_each(|x| *x = 1.0);
        dispatch(FilterImpulses { filter: self, columns: &mut columns });
        columns
    }

    fn filter_with(&mut self, standardization: Standardization, input: &[f64], output: &mut [f64]) {
        let m = self.length;
        if m == 0 || input.len() != output.len() {
            return;
        }
        let mut state = std::mem::take(&mut self.state);
        for (input, output) in input.chunks(LANES * m).zip(output.chunks_mut(LANES * m)) {
            dispatch(FilterColumns { filter: self, standardization, state: &mut state, input, output });
        }
        self.state = state;
    }

    /// Gain, variance and its square root at each time.
    fn rows(&self) -> impl Iterator<Item = (&[f64], &(f64, f64))> {
        self.gains.chunks_exact(self.dimension).zip(&self.variances)
    }

    /// Predictions of `u_n, u_{n+1}, ...` up to the length of the filter from `past`, the n first
    /// values; empty when there are as many values as the filter is long.
    pub fn predict(&self, past: &[f64]) -> Vec<f64> {
        let n = past.len().min(self.length);
        let simd = Scalar256b;
        let mut state = vec![[Four::default()]; self.dimension + 1];
        for (x, (gain, (h, _))) in past.iter().zip(self.rows()) {
            let scaled = (x.load(simd) - state[0][0].load(simd)) / h.load(simd);
            advance(simd, &mut state, [scaled], gain, &self.ar_lags);
        }
        let predictions = state[..self.dimension].iter().map(|a| a[0].0[0]).collect();
        self.continue_to(predictions, self.length - n)
    }

    /// Response of `u_s, u_{s+1}, ...` to a unit prediction error at s, up to the length of the
    /// filter.
    pub fn response(&self, s: usize) -> Vec<f64> {
        let (h, _) = self.variances[s];
        let gain = &self.gains[s * self.dimension..(s + 1) * self.dimension];
        let response = std::iter::once(1.0).chain(gain.iter().map(|c| c / h)).collect();
        self.continue_to(response, self.length - s)
    }

    /// Continues a sequence by `u_t = - sum phi_j u_{t-j}`, or cuts it, to the given length.
    fn continue_to(&self, mut u: Vec<f64>, length: usize) -> Vec<f64> {
        while u.len() < length {
            u.push(companion_last(&u, &self.ar_lags));
        }
        u.truncate(length);
        u
    }
}

/// Filters as many columns as there are lanes, or fewer.
struct FilterColumns<'a> {
    filter: &'a WhiteningFilter,
    standardization: Standardization,
    state: &'a mut Vec<[Four; 1]>,
    input: &'a [f64],
    output: &'a mut [f64],
}

impl WithSimd for FilterColumns<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { filter, standardization, state, input, output } = self;
        let m = filter.length;
        state.clear();
        state.resize(filter.dimension + 1, [Four::default()]);
        let start = input.chunks(m).map(leading_zeros).min().unwrap_or_default();
        output.chunks_mut(m).for_each(|column| column[..start].fill(0.0));
        for (t, (gain, &(h, deviation))) in filter.rows().enumerate().skip(start) {
            let error = Four::gather(input, m, t).load(simd) - state[0][0].load(simd);
            let (e, scaled) = standardization.of(error, h.load(simd), deviation.load(simd));
            advance(simd, state, [scaled], gain, &filter.ar_lags);
            e.store().scatter(output, m, t);
        }
    }
}

/// Vectors of impulses that are filtered at once: they do not wait for each other.
const IMPULSE_VECTORS: usize = 4;

/// Filters the columns of the unit matrix in place.
struct FilterImpulses<'a> {
    filter: &'a WhiteningFilter,
    columns: &'a mut [f64],
}

impl WithSimd for FilterImpulses<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { filter, columns } = self;
        let m = filter.length;
        let mut state = vec![[Four::default(); IMPULSE_VECTORS]; filter.dimension + 1];
        for (i, columns) in columns.chunks_mut(IMPULSE_VECTORS * LANES * m).enumerate() {
            state.fill([Four::default(); IMPULSE_VECTORS]);
            let first = IMPULSE_VECTORS * LANES * i;
            for (t, (gain, &(_, deviation))) in filter.rows().enumerate().skip(first) {
                let mut input = [Four::default(); IMPULSE_VECTORS];
                if let Some(x) = input.get_mut((t - first) / LANES) {
                    x.0[(t - first) % LANES] = 1.0;
                }
                let deviation = Divisor::new(deviation.load(simd));
                let mut scaled = [Vector::splat(simd, 0.0); IMPULSE_VECTORS];
                for n in 0..IMPULSE_VECTORS {
                    let e = deviation.divide(input[n].load(simd) - state[0][n].load(simd));
                    scaled[n] = deviation.divide(e);
                    e.store().scatter(columns.get_mut(n * LANES * m..).unwrap_or_default(), m, t);
                }
                advance(simd, &mut state, scaled, gain, &filter.ar_lags);
            }
        }
    }
}

/// Variances and gains of all periods from the variance, the gain and the Chandrasekhar vector of the first one.
struct Gains<'a> {
    filter: &'a mut WhiteningFilter,
    first: f64,
}

impl WithSimd for Gains<'_> {
    /// The product of the variances; none when one is not a positive number.
    type Output = Option<Determinant>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Option<Determinant> {
        let WhiteningFilter { length, dimension: r, ar_lags, gains, variances, l, .. } = self.filter;
        let (length, r) = (*length, *r);
        let mut h = self.first;
        let mut determinant = Determinant::default();
        let mut steady = false;
        for t in 0..length {
            if h <= 0.0 || !h.is_finite() {
                return None;
            }
            determinant.multiply(h);
            variances.push((h, h.sqrt()));
            let Some((now, next)) = gains[t * r..].split_at_mut_checked(r) else { break };
            let Some(next) = next.get_mut(..r) else { break };
            if steady {
                next.copy_from_slice(now);
                continue;
            }
            h = chandrasekhar_step(h, now, next, l, ar_lags);
            steady = l.iter().all(|x| x.abs() <= STEADY_STATE);
        }
        Some(determinant)
    }
}

/// How prediction errors are divided.
#[derive(Clone, Copy, Debug)]
enum Standardization {
    /// A series without regressors.
    Alone,
    /// A series with its regressors.
    Together,
}

impl Standardization {
    /// The standardised prediction error, and the error over its variance, which updates the state, from the error,
    /// its variance h and its deviation.
    #[inline(always)]
    fn of<S: Simd>(self, error: Vector<S>, h: Vector<S>, deviation: Vector<S>) -> (Vector<S>, Vector<S>) {
        let standardized = error / deviation;
        match self {
            Self::Alone => (standardized, error / h),
            Self::Together => (standardized, standardized / deviation),
        }
    }
}

/// Moves the states of N vectors of columns on, given their last prediction errors over the variance, the gain (r
/// elements) and the autoregressive coefficients by lag; they have r + 1 elements, the last one without meaning.
#[inline(always)]
fn advance<S: Simd, const N: usize>(
    simd: S,
    state: &mut [[Four; N]],
    scaled: [Vector<S>; N],
    gain: &[f64],
    ar_lags: &[(usize, f64)],
) {
    let r = gain.len();
    let state = &mut state[..=r];
    let mut end = [Vector::splat(simd, 0.0); N];
    for &(lag, c) in ar_lags {
        let (c, x) = (c.load(simd), &state[r - lag]);
        for n in 0..N {
            end[n] = end[n] - x[n].load(simd) * c;
        }
    }
    for n in 0..N {
        state[r][n] = end[n].store();
    }
    for i in 0..r {
        let c = gain[i].load(simd);
        for n in 0..N {
            state[i][n] = (state[i + 1][n].load(simd) + scaled[n] * c).store();
        }
    }
}

/// Gain and variance of the next period: with `z = l_0`, `l' = T l - C z/h`, `C' = C - (z/h) T l`,
/// `h' = max(h - z^2/h, 1)`.
#[inline(always)]
fn chandrasekhar_step(
    h: f64,
    gain: &[f64],
    next: &mut [f64],
    l: &mut [f64],
    ar_lags: &[(usize, f64)],
) -> f64 {
    let ratio = l[0] / h;
    let h = (h - l[0] * ratio).max(1.0);
    let last = companion_last(l, ar_lags);
    let r = l.len();
    let (gain, next) = (&gain[..r], &mut next[..r]);
    for i in 0..r - 1 {
        let shifted = l[i + 1];
        next[i] = gain[i] - ratio * shifted;
        l[i] = shifted - ratio * gain[i];
    }
    next[r - 1] = gain[r - 1] - ratio * last;
    l[r - 1] = last - ratio * gain[r - 1];
    h
}

/// Last element of the companion shift of x, `- sum phi_j x_{r-j}`.
fn companion_last(x: &[f64], ar_lags: &[(usize, f64)]) -> f64 {
    ar_lags.iter().fold(0.0, |s, &(lag, c)| s - c * x[x.len() - lag])
}

/// Logarithm of a long product without a logarithm per factor: mantissa in (1/16, 1) and power of two.
#[derive(Debug)]
pub(crate) struct Determinant {
    mantissa: f64,
    exponent: f64,
}

impl Default for Determinant {
    fn default() -> Self {
        Self { mantissa: 1.0, exponent: 0.0 }
    }
}

impl Determinant {
    /// `product 2^exponent`, the exponent a multiple of 4.
    pub(super) fn of(product: f64, exponent: f64) -> Self {
        let mut determinant = Self { mantissa: 1.0, exponent };
        determinant.multiply(product);
        determinant
    }

    /// Multiplies by a positive finite number.
    pub(crate) fn multiply(&mut self, x: f64) {
        self.mantissa *= x;
        while self.mantissa >= 1.0 && self.mantissa.is_finite() {
            self.mantissa *= 0.0625;
            self.exponent += 4.0;
        }
        while self.mantissa <= 0.0625 && self.mantissa > 0.0 {
            self.mantissa *= 16.0;
            self.exponent -= 4.0;
        }
    }

    pub(crate) fn ln(&self) -> f64 {
        logarithm::ln(self.mantissa) + self.exponent * std::f64::consts::LN_2
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
