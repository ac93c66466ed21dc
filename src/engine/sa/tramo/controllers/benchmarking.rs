//! The default model against a doubtful one (`tramo.md` 15.3).

use super::{accept_if_preferred, estimate_checking_mean, residuals, with_orders};
use crate::sa::AlternativeModel;
use crate::sa::modelling::{Context, ModelError};
use crate::sa::tramo::Procedure;
use crate::sa::tramo::differencing::{default_orders, has_default_orders};
use crate::sa::tramo::seasonality::residual_score;
use crate::toolkit::stats::{ResidualTests, StatisticalTest};

/// Largest share of outliers.
const OUTLIER_SHARE: f64 = 0.03;
/// Largest Doornik-Hansen and seasonal Ljung-Box statistics.
const CHI2_LIMIT: f64 = 6.0;
/// Largest skewness coefficient and statistic of the number of runs.
const NORMAL_LIMIT: f64 = 2.576;
/// Smallest p-values.
const LJUNG_BOX_LEVEL: f64 = 0.05;
const MEAN_LEVEL: f64 = 0.01;

/// Replaces a model that is not acceptable by the default one when the comparator agrees.
pub(super) fn control(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    let description = model.description();
    let orders = description.orders();
    if has_default_orders(orders, procedure.seasonal) || is_acceptable(model)? {
        return Ok(());
    }
    let mean = !procedure.seasonal || description.has_mean();
    let alternative = with_orders(model, default_orders(orders.period, procedure.seasonal), mean);
    let Some(alternative) = estimate_checking_mean(procedure, alternative)? else { return Ok(()) };
    accept_if_preferred(procedure, model, alternative, AlternativeModel::Benchmark)
}

fn is_acceptable(model: &Context) -> Result<bool, ModelError> {
    let description = model.description();
    let e = residuals(model)?;
    let period = description.orders().period;
    let tests = ResidualTests::of(e, period, description.orders().parameter_count());
    let below = |test: &Option<StatisticalTest>, limit: f64| test.is_none_or(|t| t.value <= limit);
    let likely = |test: &Option<StatisticalTest>, level: f64| test.is_none_or(|t| t.p_value >= level);
    let series = description.series();
    let observed = (series.values().len() - series.missing().len()) as f64;
    Ok(description.detected_outliers() as f64 <= OUTLIER_SHARE * observed
        && below(&tests.doornik_hansen, CHI2_LIMIT)
        && likely(&tests.ljung_box, LJUNG_BOX_LEVEL)
        && below(&tests.skewness, NORMAL_LIMIT)
        && below(&tests.runs_number, NORMAL_LIMIT)
        && likely(&tests.mean, MEAN_LEVEL)
        && (period == 1 || below(&tests.seasonal_ljung_box, CHI2_LIMIT) && residual_score(e, period) <= 1))
}
