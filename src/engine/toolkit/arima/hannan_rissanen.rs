//! Preliminary estimates of seasonal ARMA models by linear regressions (Hannan and Rissanen 1982;
//! `arima.md`, 12).

use pulp::{Simd, WithSimd};

use super::{ArimaError, SarimaModel, SarimaOrders};
use crate::toolkit::math::householder::{LeastSquares, dot};
use crate::toolkit::math::lagged_products::lagged_products;
use crate::toolkit::math::lanes::{Four, LANES, Load, dispatch};

/// Largest order of the long autoregression.
const MAX_AUTOREGRESSION: usize = 50;
/// The bias correction is given up when its innovations exceed this.
const EXPLOSION: f64 = 1e16;

/// Which corrections follow the regression on the estimated innovations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HannanRissanen {
    /// One step of Gauss-Newton from the regression (models with a moving average part).
    pub bias_correction: bool,
    /// Moving average part estimated anew on the series filtered by the autoregressive part (mixed
    /// models).
    pub final_correction: bool,
}

impl Default for HannanRissanen {
    fn default() -> Self {
        Self { bias_correction: true, final_correction: true }
    }
}

/// What [`HannanRissanen::estimate`] finds.
#[derive(Clone, Debug, PartialEq)]
pub struct HannanRissanenEstimate {
    /// The model; not stabilised: its roots may be anywhere.
    pub model: SarimaModel,
    /// `ln(SSE/(N-M)) + ln(N-M) c/(N-M)` of the regression on the innovations, for the series
    /// divided by its mean absolute value.
    pub bic: f64,
}

/// Lags and coefficients of the unrestricted regression: products of lags are free.
struct Regression {
    ar_lags: Vec<usize>,
    ma_lags: Vec<usize>,
    /// Autoregressive coefficients (true signs), then those of the moving average.
    coefficients: Vec<f64>,
}

impl HannanRissanen {
    /// Estimates the ARMA part of `orders` (the differencing orders are ignored, and kept in the
    /// model) on the stationary series `z`, which is not centred.
    ///
    /// # Errors
    /// [`ArimaError::NotEnoughObservations`], [`ArimaError::SingularRegression`].
    pub fn estimate(self, orders: SarimaOrders, z: &[f64]) -> Result<HannanRissanenEstimate, ArimaError> {
        let z = normalized(z, orders)?;
        let (regression, fit) = regress(orders, &z)?;
        let bic = match fit {
            Some(fit) => bic(&fit.residuals(), &regression.coefficients),
            None => bic(&z, &[]),
        };
        Ok(HannanRissanenEstimate { model: self.corrected(orders, &z, regression)?, bic })
    }

    /// The model of [`estimate`](Self::estimate).
    ///
    /// # Errors
    /// Those of [`estimate`](Self::estimate).
    pub fn model(self, orders: SarimaOrders, z: &[f64]) -> Result<SarimaModel, ArimaError> {
        let z = normalized(z, orders)?;
        let (regression, _) = regress(orders, &z)?;
        self.corrected(orders, &z, regression)
    }

    /// The model after the corrections.
    fn corrected(
        self,
        orders: SarimaOrders,
        z: &[f64],
        mut regression: Regression,
    ) -> Result<SarimaModel, ArimaError> {
        if orders.ma_degree() > 0 && self.bias_correction {
            correct_bias(&mut regression, z);
        }
        let mut model = restricted(orders, &regression);
        if self.final_correction && orders.ar_degree() > 0 && orders.ma_degree() > 0 {
            let ma_orders = SarimaOrders { p: 0, bp: 0, ..orders };
            let filtered = normalized(&model.ar().filter(z), ma_orders)?;
            let (mut correction, _) = regress(ma_orders, &filtered)?;
            correct_bias(&mut correction, &filtered);
            let ma = restricted(ma_orders, &correction);
            let mut parameters = model.parameters().to_vec();
            parameters[orders.p + orders.bp..].copy_from_slice(ma.parameters());
            model = model.with_parameters(&parameters);
        }
        Ok(model)
    }
}

/// The regression on the lags of the series and of the innovations, which a long autoregression estimates; without
/// lags there is nothing to be fitted.
fn regress(orders: SarimaOrders, z: &[f64]) -> Result<(Regression, Option<LeastSquares>), ArimaError> {
    let n = z.len();
    let (p, q) = (orders.ar_degree(), orders.ma_degree());
    if p == 0 && q == 0 {
        return Ok((Regression { ar_lags: vec![], ma_lags: vec![], coefficients: vec![] }, None));
    }
    let u = if q > 0 { long_autoregression_residuals(z, p, q) } else { Vec::new() };
    let ar_lags = lags(orders.period, orders.p, orders.bp);
    let ma_lags = lags(orders.period, orders.q, orders.bq);
    let start = p.max(q);
    let columns = ar_lags.len() + ma_lags.len();
    let rows = n.saturating_sub(start);
    if rows < columns || rows == 0 {
        return Err(ArimaError::NotEnoughObservations { observations: n, orders });
    }
    let mut a = Vec::with_capacity(rows * (columns + 1));
    for &l in &ar_lags {
        a.extend_from_slice(&z[start - l..n - l]);
    }
    for &l in &ma_lags {
        a.extend_from_slice(&u[start - l..n - l]);
    }
    a.extend_from_slice(&z[start..]);
    let fit = LeastSquares::of(a, rows, columns).ok_or(ArimaError::SingularRegression { orders })?;
    let mut coefficients = fit.coefficients().to_vec();
    for c in &mut coefficients[..ar_lags.len()] {
        *c = -*c;
    }
    Ok((Regression { ar_lags, ma_lags, coefficients }, Some(fit)))
}

/// `ln(SSE/N) + ln(N) c/N` with the number c of coefficients that are not zero.
fn bic(residuals: &[f64], coefficients: &[f64]) -> f64 {
    let rows = residuals.len() as f64;
    let used = coefficients.iter().filter(|c| **c != 0.0).count() as f64;
    (dot(residuals, residuals) / rows).ln() + rows.ln() * used / rows
}

/// The series divided by its mean absolute value.
fn normalized(z: &[f64], orders: SarimaOrders) -> Result<Vec<f64>, ArimaError> {
    if z.is_empty() {
        return Err(ArimaError::NotEnoughObservations { observations: 0, orders });
    }
    let factor = z.len() as f64 / z.iter().map(|x| x.abs()).sum::<f64>();
    if factor == 0.0 || !factor.is_finite() {
        return Err(ArimaError::SingularRegression { orders });
    }
    Ok(z.iter().map(|x| x * factor).collect())
}

/// `1..=regular`, then `j s, ..., j s + regular` for j = 1..=seasonal.
fn lags(s: usize, regular: usize, seasonal: usize) -> Vec<usize> {
    (1..=regular).chain((1..=seasonal).flat_map(|j| j * s..=j * s + regular)).collect()
}

/// Residuals of a long autoregression estimated from the (uncentred) autocovariances, with zero
/// values before the start.
fn long_autoregression_residuals(z: &[f64], p: usize, q: usize) -> Vec<f64> {
    let n = z.len();
    let log = (n as f64).ln();
    let mut order = ((log * log) as usize).max(p.max(2 * q));
    if order >= n {
        order = n - n / 4;
    }
    // the autocovariances of order n and more are 0
    let order = order.min(MAX_AUTOREGRESSION).min(n - 1);
    let a = levinson(&lagged_products(z, z, order + 1));
    let mut u = z.to_vec();
    let start = order.min(n);
    for t in 0..start {
        u[t] = z[..t].iter().rev().zip(&a).fold(u[t], |u, (x, c)| u - c * x);
    }
    dispatch(Prediction { z, a: &a, start, errors: &mut u });
    u
}

/// Subtracts from the errors the predictions `sum_j a_j z_{t-j}` from the period on from which all past values are there,
/// four periods side by side.
struct Prediction<'a> {
    z: &'a [f64],
    a: &'a [f64],
    start: usize,
    errors: &'a mut [f64],
}

impl WithSimd for Prediction<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { z, a, start, errors } = self;
        let (fours, rest) = errors[start..].as_chunks_mut();
        let rest_start = start + LANES * fours.len();
        for (i, four) in fours.iter_mut().enumerate() {
            let t = start + LANES * i;
            let mut e = Four(*four).load(simd);
            for (j, c) in a.iter().enumerate() {
                let Some(past) = z[t - 1 - j..].first_chunk::<LANES>() else { break };
                e = e - c.load(simd) * Four(*past).load(simd);
            }
            *four = e.store().0;
        }
        for (t, e) in (rest_start..).zip(rest) {
            *e = z[..t].iter().rev().zip(a).fold(*e, |e, (x, c)| e - c * x);
        }
    }
}

/// Coefficients of the linear prediction `z_t = sum_j a_j z_{t-j}` with the autocovariances
/// `r_0, ..., r_k` (Levinson-Durbin); stops at an order that leaves no variance.
pub fn levinson(r: &[f64]) -> Vec<f64> {
    let order = r.len().saturating_sub(1);
    // the filter 1 + b_1 B + ... of the prediction errors
    let mut b = vec![0.0; order + 1];
    b[0] = 1.0;
    let mut variance = r.first().copied().unwrap_or(0.0);
    for k in 0..order {
        if variance <= 0.0 {
            break;
        }
        let products = b[..=k].iter().zip(r[1..=k + 1].iter().rev());
        let reflection = products.fold(0.0, |s, (b, r)| s - b * r) / variance;
        let (left, right) = b[..=k + 1].split_at_mut((k + 2) / 2);
        let (middle, right) = right.split_at_mut(k % 2);
        for (left, right) in left.iter_mut().zip(right.iter_mut().rev()) {
            (*left, *right) = (*left + reflection * *right, *right + reflection * *left);
        }
        for x in middle {
            *x += reflection * *x;
        }
        variance *= 1.0 - reflection * reflection;
    }
    b[1..].iter().map(|x| -x).collect()
}

/// One Gauss-Newton step from the coefficients of the regression, all values before the start
/// being 0; given up when the innovations explode or the step is not determined.
fn correct_bias(regression: &mut Regression, z: &[f64]) {
    let n = z.len();
    let (ar, ma) = regression.coefficients.split_at(regression.ar_lags.len());
    let (ar_lags, ma_lags) = (&regression.ar_lags, &regression.ma_lags);
    let ar: Vec<(usize, f64)> = ar_lags.iter().copied().zip(ar.iter().copied()).collect();
    let ma: Vec<(usize, f64)> = ma_lags.iter().copied().zip(ma.iter().copied()).collect();
    let mut autoregressive = z.to_vec();
    for &(lag, c) in &ar {
        for (x, past) in autoregressive[lag.min(n)..].iter_mut().zip(z) {
            *x += c * past;
        }
    }
    // the innovations and their moving average filter, which have the same recursion, and their autoregressive filter
    let mut innovations = vec![[0.0; 2]; n];
    let mut filtered = vec![0.0; n];
    for (t, x) in autoregressive.into_iter().enumerate() {
        let mut sums = [x, 0.0];
        for &(lag, c) in &ma {
            if let Some(past) = t.checked_sub(lag) {
                let past = innovations[past];
                sums = [sums[0] - c * past[0], sums[1] - c * past[1]];
            }
        }
        let innovation = sums[0];
        if innovation.abs() > EXPLOSION || !innovation.is_finite() {
            return;
        }
        innovations[t] = [innovation, sums[1] + innovation];
        let mut sum = 0.0;
        for &(lag, c) in &ar {
            if let Some(past) = t.checked_sub(lag) {
                sum -= c * filtered[past];
            }
        }
        filtered[t] = sum + innovation;
    }
    let columns = ar_lags.len() + ma_lags.len();
    let mut a = Vec::with_capacity(n * (columns + 1));
    for &lag in ar_lags {
        a.resize(a.len() + lag.min(n), 0.0);
        a.extend(filtered[..n.saturating_sub(lag)].iter().map(|v| -v));
    }
    for &lag in ma_lags {
        a.resize(a.len() + lag.min(n), 0.0);
        a.extend(innovations[..n.saturating_sub(lag)].iter().map(|m| m[1]));
    }
    a.extend(innovations.iter().map(|rho| rho[0]));
    if let Some(step) = LeastSquares::of(a, n, columns) {
        for (c, d) in regression.coefficients.iter_mut().zip(step.coefficients()) {
            *c += d;
        }
    }
}

/// The model with the coefficients of the regression at the lags of its parameters; those of the
/// products of lags are dropped.
fn restricted(orders: SarimaOrders, regression: &Regression) -> SarimaModel {
    let pick = |c: &[f64], regular: usize, seasonal: usize| -> Vec<f64> {
        let places = (0..regular).chain((0..seasonal).map(|j| regular + j * (regular + 1)));
        places.map(|i| c.get(i).copied().unwrap_or(0.0)).collect()
    };
    let (ar, ma) = regression.coefficients.split_at(regression.ar_lags.len());
    let parameters = [pick(ar, orders.p, orders.bp), pick(ma, orders.q, orders.bq)].concat();
    SarimaModel::new(orders, &parameters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The recursion element by element.
        #[test]
        fn levinson_by_elements(
            r in prop::collection::vec(-0.3..0.3f64, 0..30),
        ) {
            let r = [&[1.0][..], &r].concat();
            let mut b = vec![0.0; r.len()];
            b[0] = 1.0;
            let mut variance = 1.0;
            for k in 0..r.len() - 1 {
                if variance <= 0.0 {
                    break;
                }
                let reflection = (0..=k).fold(0.0, |s, j| s - b[j] * r[k + 1 - j]) / variance;
                let before = b.clone();
                for l in 0..=k + 1 {
                    b[l] += reflection * before[k + 1 - l];
                }
                variance *= 1.0 - reflection * reflection;
            }
            prop_assert_eq!(levinson(&r), b[1..].iter().map(|x| -x).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_model_is_that_of_the_estimate() {
        let z: Vec<f64> = (0..90).map(|t| ((t * t * 7 + 3 * t) % 23) as f64 / 7.0 - 1.5).collect();
        for (regular, seasonal) in [((1, 0, 1), (0, 0, 1)), ((0, 0, 0), (0, 0, 0)), ((3, 0, 1), (1, 0, 0))] {
            let orders = SarimaOrders::new(4, regular, seasonal);
            let hr = HannanRissanen::default();
            assert_eq!(hr.model(orders, &z).unwrap(), hr.estimate(orders, &z).unwrap().model);
        }
    }

    #[test]
    fn levinson_finds_an_autoregression() {
        // AR(1) with coefficient 0.5: autocovariances 0.5^k
        let a = levinson(&[1.0, 0.5, 0.25, 0.125]);
        assert!((a[0] - 0.5).abs() < 1e-15 && a[1].abs() < 1e-15 && a[2].abs() < 1e-15);
        assert_eq!(levinson(&[0.0, 0.0]), vec![0.0]);
        assert!(levinson(&[]).is_empty());
    }

    #[test]
    fn lags_of_a_seasonal_model() {
        assert_eq!(lags(12, 1, 1), vec![1, 12, 13]);
        assert_eq!(lags(4, 0, 2), vec![4, 8]);
    }

    #[test]
    fn degenerate_series_are_errors() {
        let orders = SarimaOrders::new(12, (1, 0, 1), (0, 0, 1));
        let hr = HannanRissanen::default();
        assert!(hr.estimate(orders, &[0.0; 50]).is_err());
        assert!(hr.estimate(orders, &[1.0; 5]).is_err());
        assert!(hr.estimate(orders, &[]).is_err());
        assert!(hr.estimate(orders, &[f64::NAN; 50]).is_err());
        let none = SarimaOrders::new(12, (0, 0, 0), (0, 0, 0));
        assert_eq!(hr.estimate(none, &[2.0; 10]).unwrap().bic, 0.0);
    }
}
