//! Forecasts and backcasts with their standard errors (`arima.md`, 14).

use super::fast_forecasts::fast_forecasts_with_mean;
use super::model::differenced_impulse;
use super::{ConcentratedLikelihood, RegArimaError, RegArimaEstimation, RegArimaModel};
use crate::toolkit::arima::SarimaModel;
use crate::toolkit::arima::whitening::WhiteningFilter;
use crate::toolkit::math::polynomial::Polynomial;

/// Point forecasts on the transformed scale and their standard errors, by horizon from 1; for
/// backcasts in the order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecasts {
    /// Conditional expectations.
    pub values: Vec<f64>,
    /// Standard errors, the uncertainty of the regression coefficients included, that of the ARMA
    /// parameters not.
    pub standard_errors: Vec<f64>,
}

/// Variances used in the standard errors of forecasts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForecastVariances {
    /// Innovation variance: future innovations and missing values.
    pub innovations: f64,
    /// Scale of the covariance matrix of the regression coefficients.
    pub coefficients: f64,
}

impl ForecastVariances {
    /// `S / (N - np)` for the innovations and `S / (N - k - h)`, one degree of freedom more, for the
    /// coefficients.
    pub fn of(estimation: &RegArimaEstimation) -> Self {
        let coefficients = estimation.likelihood().variance(estimation.estimated_parameter_count());
        let innovations = estimation.innovation_variance();
        Self { innovations, coefficients: if coefficients.is_nan() { innovations } else { coefficients } }
    }
}

impl RegArimaEstimation {
    /// Forecasts of the next `horizon` periods; `future` holds for each regressor (the mean is none)
    /// its values there.
    ///
    /// # Errors
    /// [`RegArimaError::InvalidRegressor`] when `future` does not fit, those of the likelihood.
    pub fn forecasts(&self, horizon: usize, future: &[&[f64]]) -> Result<Forecasts, RegArimaError> {
        forecast(self.model(), self.likelihood(), ForecastVariances::of(self), horizon, future)
    }

    /// Backcasts of the `horizon` periods before the series, in the order of time; `past` holds for
    /// each regressor its values there, in the order of time.
    ///
    /// # Errors
    /// Those of [`forecasts`](Self::forecasts).
    pub fn backcasts(&self, horizon: usize, past: &[&[f64]]) -> Result<Forecasts, RegArimaError> {
        let reversed = Self::at(&self.model().reversed())?;
        let columns: Vec<Vec<f64>> = past.iter().map(|x| x.iter().rev().copied().collect()).collect();
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let variances = ForecastVariances::of(self);
        let mut f = forecast(reversed.model(), reversed.likelihood(), variances, horizon, &columns)?;
        f.values.reverse();
        f.standard_errors.reverse();
        Ok(f)
    }
}

/// Forecasts of a model with given coefficients.
///
/// The forecast is that of y from its own past plus `d_h' b`, d_h being the error of the same
/// forecast made for each column of the design. With R the triangular factor of the filtered
/// design, the variance is that of the future innovations, plus the part of `|R'^{-1} d_h|^2` that
/// belongs to the missing values times the innovation variance, plus the rest times the scale of
/// the coefficients.
fn forecast(
    model: &RegArimaModel,
    likelihood: &ConcentratedLikelihood,
    variances: ForecastVariances,
    horizon: usize,
    future: &[&[f64]],
) -> Result<Forecasts, RegArimaError> {
    let x = model.regressors();
    if future.len() != x.len() {
        return Err(RegArimaError::InvalidRegressor { index: future.len().min(x.len()), length: horizon });
    }
    if let Some(index) = future.iter().position(|f| f.len() < horizon || !f.iter().all(|v| v.is_finite())) {
        return Err(RegArimaError::InvalidRegressor { index, length: horizon });
    }
    let arima = model.arima();
    let delta = arima.differencing();
    let m = model.len().saturating_sub(delta.degree());
    let filter = WhiteningFilter::of(arima.ar().coefficients(), arima.ma().coefficients(), m + horizon)
        .map_err(|source| RegArimaError::Likelihood { orders: arima.orders(), source: Box::new(source) })?;

    // forecasts of y as if it had no regressor
    let predicted = filter.predict(&delta.filter(model.y()));
    let mut values = integrate(&delta, model.y(), &predicted);

    // d_h: errors of the same forecasts for the columns of the design
    let mut errors: Vec<Vec<f64>> = Vec::new();
    for &t in model.missing() {
        let w: Vec<f64> = differenced_impulse(&delta, t, m + horizon).collect();
        errors.push(forecast_errors(&filter, &delta, &w, m));
    }
    if model.has_mean() {
        errors.push(forecast_errors(&filter, &delta, &vec![1.0; m + horizon], m));
    }
    for (x, f) in x.iter().zip(future) {
        let extended = [x.as_slice(), &f[..horizon]].concat();
        errors.push(forecast_errors(&filter, &delta, &delta.filter(&extended), m));
    }
    for (d, b) in errors.iter().zip(likelihood.all_coefficients()) {
        for (v, d) in values.iter_mut().zip(d) {
            *v += d * b;
        }
    }

    let innovations = innovation_variances(&filter, &delta, m, horizon);
    let missing = model.missing().len();
    let mut z = vec![0.0; errors.len()];
    let standard_errors = (0..horizon)
        .map(|h| {
            let r = likelihood.r();
            for i in 0..z.len() {
                let s: f64 = (0..i).map(|j| r[(j, i)] * z[j]).sum();
                z[i] = (errors[i][h] - s) / r[(i, i)];
            }
            let sum = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>();
            let variance = variances.innovations * (innovations[h] + sum(&z[..missing]))
                + variances.coefficients * sum(&z[missing..]);
            variance.sqrt()
        })
        .collect();
    Ok(Forecasts { values, standard_errors })
}

/// Continues y with `delta(B) y_t = w_t`.
fn integrate(delta: &Polynomial, y: &[f64], w: &[f64]) -> Vec<f64> {
    let c = &delta.coefficients()[1..];
    let mut series = y[y.len().saturating_sub(c.len())..].to_vec();
    for w in w {
        let past: f64 = series.iter().rev().zip(c).map(|(y, c)| c * y).sum();
        series.push(w - past);
    }
    series.split_off(series.len() - w.len())
}

/// Errors, on the scale of y, of the forecasts of a column from its first m differenced values.
fn forecast_errors(filter: &WhiteningFilter, delta: &Polynomial, w: &[f64], m: usize) -> Vec<f64> {
    let errors: Vec<f64> = w[m..].iter().zip(filter.predict(&w[..m])).map(|(w, p)| w - p).collect();
    integrate(delta, &vec![0.0; delta.degree()], &errors)
}

/// Variances of the forecast errors due to future innovations, for unit innovation variance.
fn innovation_variances(filter: &WhiteningFilter, delta: &Polynomial, m: usize, horizon: usize) -> Vec<f64> {
    let mut variances = vec![0.0; horizon];
    let start = vec![0.0; delta.degree()];
    for j in 0..horizon {
        let h = filter.variance(m + j);
        let response = integrate(delta, &start, &filter.response(m + j));
        for (v, r) in variances[j..].iter_mut().zip(response) {
            *v += h * r * r;
        }
    }
    variances
}

/// Forecasts of a complete series under an ARIMA model, for extending a linearised series.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearForecasts {
    /// Conditional expectations, in the order of time.
    pub values: Vec<f64>,
    /// `phi(1) PHI(1) mu`, mu the expectation of the differenced series; 0 without mean.
    pub mean: f64,
}

/// Forecasts of y under `arima`; with a mean, this is estimated (generalised least squares) from y
/// for the given parameters.
///
/// # Errors
/// [`RegArimaError::NotEnoughObservations`] and those of the likelihood.
pub fn linear_forecasts(
    arima: &SarimaModel,
    y: &[f64],
    mean: bool,
    horizon: usize,
) -> Result<LinearForecasts, RegArimaError> {
    let model = RegArimaModel::new(y, arima.clone())?.with_mean(mean);
    if let Some(forecasts) = mean.then(|| fast_forecasts_with_mean(arima, y, horizon)).flatten() {
        return Ok(forecasts);
    }
    let likelihood = ConcentratedLikelihood::compute(&model.difference()?, arima)?;
    let unit = ForecastVariances { innovations: 1.0, coefficients: 1.0 };
    let values = forecast(&model, &likelihood, unit, horizon, &[])?.values;
    let mu = likelihood.coefficients().first().copied().unwrap_or(0.0);
    Ok(LinearForecasts { values, mean: mu * arima.ar().value_at(1.0) })
}

/// Backcasts of y under `arima`, in the order of time: forecasts of the reversed series.
///
/// # Errors
/// Those of [`linear_forecasts`].
pub fn linear_backcasts(
    arima: &SarimaModel,
    y: &[f64],
    mean: bool,
    horizon: usize,
) -> Result<LinearForecasts, RegArimaError> {
    let reversed: Vec<f64> = y.iter().rev().copied().collect();
    let mut f = linear_forecasts(arima, &reversed, mean, horizon)?;
    f.values.reverse();
    Ok(f)
}
