//! Differences that the model may lack (`tramo.md` 15.1, 15.2, 15.5, 15.6).

use super::{accept, accept_if_preferred, estimate, estimate_checking_mean, residuals, with_orders};
use crate::sa::AlternativeModel;
use crate::sa::modelling::{Context, ModelError};
use crate::sa::tramo::Procedure;
use crate::sa::tramo::model_statistics::ModelStatistics;
use crate::sa::tramo::seasonality::residual_score;
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::math::roots;
use crate::toolkit::stats::autocovariance::autocovariance;

/// t-statistic of the mean of the residuals that makes a model with a mean suspect.
const RESIDUAL_MEAN: f64 = 1.6;
/// Autoregressive inverse roots that count as near 1.
const SMALLEST_MODULUS: f64 = 0.9;
const LARGEST_IMAGINARY_PART: f64 = 0.01;
/// Seasonal autoregressive coefficients below this count as a unit root.
const SEASONAL_UNIT_ROOT: f64 = -0.91;
/// p-value of the Ljung-Box test below which autocorrelations are looked at.
const POOR_LJUNG_BOX: f64 = 0.005;
/// Numbers of positive autocovariances among the first 12 and the first 25 that suggest a difference.
const MANY_EARLY: usize = 9;
const MANY: usize = 17;
const LARGEST_ORDER: usize = 3;

/// A root near 1 becomes a difference when the residuals of a model with a mean have one too.
pub(super) fn control_regular(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    let o = model.description().orders();
    if o.d == 2 || o.p == 0 || !model.description().has_mean() {
        return Ok(());
    }
    let e = residuals(model)?;
    let n = e.len() as f64;
    let mean = e.iter().sum::<f64>() / n;
    let variance = e.iter().map(|e| e * e).sum::<f64>() / n - mean * mean;
    let t = mean / (variance / n).sqrt();
    let arima = model.estimated().ok_or(ModelError::NoModel)?.estimation().model().arima();
    let near_one = roots::inverse(arima.phi())
        .iter()
        .any(|z| z.re > 0.0 && z.im.abs() <= LARGEST_IMAGINARY_PART && z.norm() >= SMALLEST_MODULUS);
    if t.abs() <= RESIDUAL_MEAN || !near_one {
        return Ok(());
    }
    let orders = SarimaOrders { d: o.d + 1, p: o.p - 1, ..o };
    if let Some(alternative) = estimate(procedure, with_orders(model, orders, false))? {
        accept(procedure, model, alternative, AlternativeModel::RegularDifference);
    }
    Ok(())
}

/// The orders with a seasonal difference and a seasonal moving average.
fn seasonally_differenced(o: SarimaOrders) -> SarimaOrders {
    SarimaOrders { bp: 0, bd: 1, bq: 1, ..o }
}

/// A seasonal root near 1 becomes a difference; so does residual seasonality when the comparator agrees.
pub(super) fn control_seasonal(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    let o = model.description().orders();
    if o.period == 1 {
        return Ok(());
    }
    let arima = model.estimated().ok_or(ModelError::NoModel)?.estimation().model().arima();
    let unit_root = o.bd == 0 && o.bp == 1 && arima.bphi().first().is_some_and(|c| *c < SEASONAL_UNIT_ROOT);
    let score = residual_score(residuals(model)?, o.period);
    if !(unit_root || score >= 2 || score == 1 && procedure.seasonal) {
        return Ok(());
    }
    let alternative = with_orders(model, seasonally_differenced(o), false);
    let Some(alternative) = estimate(procedure, alternative)? else { return Ok(()) };
    if unit_root {
        accept(procedure, model, alternative, AlternativeModel::SeasonalDifference);
        return Ok(());
    }
    accept_if_preferred(procedure, model, alternative, AlternativeModel::SeasonalDifference)
}

/// A seasonal difference for a model with neither difference nor moving average although the series is seasonal.
pub(super) fn control_seasonal_again(
    procedure: &mut Procedure<'_>,
    model: &mut Context,
) -> Result<(), ModelError> {
    let o = model.description().orders();
    if o.period == 1 || o.bd == 1 || o.bq == 1 || procedure.original_seasonality == 0 {
        return Ok(());
    }
    let calendar = model.description().variables().any(|v| {
        let class = v.regressor.class();
        class.is_day_related() || class.is_moving_holiday()
    });
    if o.bp == 1 && !calendar {
        return Ok(());
    }
    let alternative = with_orders(model, seasonally_differenced(o), false);
    let Some(alternative) = estimate(procedure, alternative)? else { return Ok(()) };
    accept_if_preferred(procedure, model, alternative, AlternativeModel::SeasonalDifference)
}

/// A larger model when the residuals are autocorrelated and mostly positively so.
pub(super) fn control_regular_again(
    procedure: &mut Procedure<'_>,
    model: &mut Context,
) -> Result<(), ModelError> {
    let o = model.description().orders();
    let ljung_box = ModelStatistics::of(model)?.ljung_box.p_value;
    if o.period <= 2 || ljung_box >= POOR_LJUNG_BOX {
        return Ok(());
    }
    let e = residuals(model)?;
    let positive = |lags: usize| (0..lags.min(e.len())).filter(|&k| autocovariance(e, 0.0, k) > 0.0).count();
    let (early, all) = (positive(12), positive(25));
    if early < o.period && early < MANY_EARLY && all < MANY {
        return Ok(());
    }
    let (orders, mean) = if o.d == 2 {
        (SarimaOrders { p: o.p + 1, ..o }, true)
    } else {
        (SarimaOrders { d: o.d + 1, q: o.q + 1, ..o }, false)
    };
    if orders.p > LARGEST_ORDER || orders.q > LARGEST_ORDER {
        return Ok(());
    }
    let alternative = with_orders(model, orders, mean);
    let Some(alternative) = estimate_checking_mean(procedure, alternative)? else { return Ok(()) };
    accept_if_preferred(procedure, model, alternative, AlternativeModel::RegularDifference)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::sa::modelling::{Fit, ModelDescription, ModelSeries};
    use crate::sa::spec::TramoSpec;
    use crate::sa::{ModellingContext, Silent};
    use crate::toolkit::timeseries::{Span, TsData};

    /// A larger model would be due, but has no room: the reference breaks down there.
    #[test]
    fn models_of_the_largest_orders_stay() {
        let mut level = 0.0;
        let trending = (0..120).map(|t| {
            level += ((t * t * 7 + 3 * t) % 23) as f64 - 10.0;
            level
        });
        let data = TsData::of(12, 2000, 1, trending.collect()).unwrap();
        let series = Arc::new(ModelSeries::new(&data, Span::All, Span::All).unwrap());
        let orders = SarimaOrders::new(12, (0, 0, 3), (0, 0, 0));
        let mut model = Context::new(ModelDescription::new(series, orders));
        model.estimate(Fit::HannanRissanen(1e-5)).unwrap();
        let mut procedure = Procedure {
            spec: &TramoSpec::default(),
            context: &ModellingContext::default(),
            monitor: &mut Silent,
            seasonal: false,
            original_seasonality: 0,
            critical: 0.0,
        };
        control_regular_again(&mut procedure, &mut model).unwrap();
        assert_eq!(model.description().orders(), orders);
    }
}
