//! Seasonality statistics of series and models (`tramo.md` 17).

use crate::sa::modelling::{ModelDescription, ModelError};
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::arima::domain::ParameterDomain;
use crate::toolkit::regarima::GlsEstimator;
use crate::toolkit::spectrum::SpectralPeaks;
use crate::toolkit::stats::{StatisticalTest, friedman, qs, seasonal_contrasts};

/// Level of the tests.
pub(super) const LEVEL: f64 = 0.01;
/// Estimator of the model of the F test.
const ESTIMATOR: GlsEstimator = GlsEstimator { precision: 1e-7, domain: ParameterDomain::Stable };

/// Whether a test is significant at 1 percent.
pub(super) fn is_significant(test: Option<StatisticalTest>) -> bool {
    test.is_some_and(|t| t.is_significant(LEVEL))
}

/// Whether both spectra together show seasonal peaks (17.5); not for short series.
pub(super) fn has_seasonal_peaks(x: &[f64], period: usize) -> bool {
    (x.len() >= 80 || (period != 12 && x.len() >= 60))
        && SpectralPeaks::of(x, period).is_some_and(|peaks| peaks.show_seasonality())
}

/// Score of residual seasonality, 0 to 3: QS, Friedman, spectral peaks (17.7).
pub(super) fn residual_score(residuals: &[f64], period: usize) -> usize {
    usize::from(is_significant(qs(residuals, period)))
        + usize::from(is_significant(friedman(residuals, period)))
        + usize::from(has_seasonal_peaks(residuals, period))
}

/// F test of seasonal dummies added to the model with a mean, its seasonal ARMA part left out (17.6).
///
/// # Errors
/// The model cannot be built or estimated.
pub(super) fn seasonal_f_test(description: &ModelDescription) -> Result<Option<StatisticalTest>, ModelError> {
    let o = description.orders();
    let orders = SarimaOrders { bp: 0, bd: 0, bq: 0, ..o };
    let mut without_seasonal = description.clone();
    without_seasonal.set_mean(true);
    without_seasonal.set_orders(orders);
    let mut model = without_seasonal.assemble()?.model;
    let first = model.coefficient_count();
    let rows = model.len();
    let contrasts = seasonal_contrasts(rows, o.period, 0);
    if rows == 0 || contrasts.is_empty() {
        return Ok(None);
    }
    for column in contrasts.chunks_exact(rows) {
        model = model.with_regressor(column)?;
    }
    let estimation = ESTIMATOR.optimize(&model)?;
    let f = estimation.likelihood().f_statistic(first, o.period - 1, orders.parameter_count());
    Ok(f.and_then(|(f, numerator, denominator)| StatisticalTest::f(f, numerator, denominator)))
}
