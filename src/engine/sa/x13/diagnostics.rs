//! Fit of a model as the automatic procedure judges it (`regarima.md` 10.4).

use crate::sa::modelling::{Context, ModelError};
use crate::toolkit::arima::autocovariance::autocovariances;
use crate::toolkit::regarima::x12_residuals::x12_residuals;
use crate::toolkit::stats::{Distribution, ljung_box_lags};

/// Fit of an estimated model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ModelDiagnostics {
    /// 1 - p-value of the Ljung-Box test.
    pub(super) ljung_box: f64,
    /// Residual standard error.
    pub(super) standard_error: f64,
    /// t-statistic of the mean of the residuals.
    pub(super) mean_t: f64,
}

/// Diagnostics of the estimated model.
///
/// # Errors
/// There are no estimates, or fewer lags in the Ljung-Box test than parameters (short series).
pub(super) fn diagnose(model: &Context) -> Result<ModelDiagnostics, ModelError> {
    diagnose_with(model, None)
}

/// [`diagnose`], with the Ljung-Box test of an earlier model where the present one has none.
pub(super) fn diagnose_after(model: &Context, ljung_box: f64) -> Result<ModelDiagnostics, ModelError> {
    diagnose_with(model, Some(ljung_box))
}

fn diagnose_with(model: &Context, ljung_box: Option<f64>) -> Result<ModelDiagnostics, ModelError> {
    let estimated = model.estimated().ok_or(ModelError::NoModel)?;
    let estimation = estimated.estimation();
    let regression = estimation.model();
    let differenced = regression.difference()?;
    let rows = differenced.rows();
    let mut w = differenced.series().to_vec();
    for (column, b) in differenced.design().chunks_exact(rows).zip(estimation.likelihood().all_coefficients())
    {
        w.iter_mut().zip(column).for_each(|(w, x)| *w -= b * x);
    }
    let arima = regression.arima();
    let (ar, ma) = (arima.ar(), arima.ma());
    let (ar, ma) = (ar.coefficients(), ma.coefficients());
    let gamma = autocovariances(ar, ma, 1.0, ar.len().saturating_sub(1)).map_err(|_| ModelError::NoModel)?;
    let residuals = x12_residuals(ar, ma, &gamma, &w).ok_or(ModelError::NoModel)?;
    let n = rows - regression.missing().len();
    let period = arima.orders().period;
    of_residuals(&residuals, n, period, regression.free_parameter_count(), ljung_box)
        .ok_or(ModelError::NoModel)
}

/// From all X-12 `residuals`, of which the last `n` count as observations, for a model with `parameters` free
/// ARMA parameters; `ljung_box` stands for the test when it has no degrees of freedom.
fn of_residuals(
    residuals: &[f64],
    n: usize,
    period: usize,
    parameters: usize,
    ljung_box: Option<f64>,
) -> Option<ModelDiagnostics> {
    if n == 0 || residuals.len() < n {
        return None;
    }
    let count = n as f64;
    let standard_error = (residuals.iter().map(|e| e * e).sum::<f64>() / count).sqrt();
    let last = &residuals[residuals.len() - n..];
    let mean = last.iter().sum::<f64>() / count;
    let variance = last.iter().map(|e| e * e).sum::<f64>() / count - mean * mean;
    let mean_t = mean / (variance / count).sqrt();

    let ljung_box = self::ljung_box(last, mean, period, parameters).or(ljung_box)?;
    Some(ModelDiagnostics { ljung_box, standard_error, mean_t })
}

/// 1 - p-value of the Ljung-Box test of the residuals; none without degrees of freedom.
fn ljung_box(residuals: &[f64], mean: f64, period: usize, parameters: usize) -> Option<f64> {
    let n = residuals.len();
    let count = n as f64;
    let lags = ljung_box_lags(period, n);
    let x: Vec<f64> = residuals.iter().map(|e| e - mean).collect();
    let squares: f64 = x.iter().map(|x| x * x).sum();
    let sum: f64 = (1..=lags)
        .map(|j| {
            let r = x.iter().zip(&x[j..]).map(|(a, b)| a * b).sum::<f64>() / squares;
            r * r / (n - j) as f64
        })
        .sum();
    let degrees = lags.checked_sub(parameters).filter(|&d| d > 0)?;
    let p = Distribution::Chi2 { df: degrees as f64 }.upper(count * (count + 2.0) * sum)?;
    Some(1.0 - p)
}
