//! Automatic identification of the SARIMA model (`regarima.md` 10.1).

use super::Procedure;
use super::arma_selection::ArmaSelection;
use super::differencing::{Differencing, MeanFits};
use crate::sa::Decision;
use crate::sa::modelling::{Context, Fits, ModelError, hannan_rissanen_estimates};
use crate::sa::spec::AutoModelSpec;
use crate::toolkit::arima::domain::ParameterDomain;
use crate::toolkit::arima::{SarimaModel, SarimaOrders};
use crate::toolkit::math::polynomial::Polynomial;
use crate::toolkit::regarima::{
    GlsEstimator, RegArimaError, RegArimaModel, RegSarimaEstimator, StartingPoint,
};

/// The estimator of the search.
const GLS: GlsEstimator = GlsEstimator { precision: 1e-7, domain: ParameterDomain::Stable };

/// Identifies orders and mean on the linearised series of the estimated model; whether they changed. A
/// failure, also that of a series too short for the preliminary estimates, gives the airline model without mean.
pub(super) fn identify(
    procedure: &mut Procedure<'_>,
    model: &mut Context,
    options: &AutoModelSpec,
) -> Result<bool, ModelError> {
    let estimated = model.estimated().ok_or(ModelError::NoModel)?;
    let series = estimated.estimation().linearized();
    let period = model.description().orders().period;
    let (orders, mean) = match search(procedure, &series, period, options) {
        Ok(found) => found,
        Err(_) => (SarimaOrders::airline(period), false),
    };
    procedure.go_on()?;
    let mut changed = false;
    if model.description().orders() != orders {
        model.change(|d| d.set_orders(orders));
        changed = true;
    }
    if model.description().has_mean() != mean {
        model.change(|d| d.set_mean(mean));
        changed = true;
    }
    Ok(changed)
}

fn search(
    procedure: &mut Procedure<'_>,
    series: &[f64],
    period: usize,
    options: &AutoModelSpec,
) -> Result<(SarimaOrders, bool), RegArimaError> {
    let differencing = Differencing {
        period,
        first_limit: 1.0 / options.ub1,
        second_limit: 1.0 / options.ub2,
        cancel: options.cancel,
    };
    let choice = differencing.choose(&mut LinearisedSeries { series })?;
    procedure.record(Decision::Differencing {
        d: choice.d,
        bd: choice.bd,
        mean: choice.mean,
        mean_t: choice.mean_t,
        mean_limit: choice.mean_limit,
    });
    let w = stationary_series(series, choice.d, choice.bd, period);
    let selection = ArmaSelection {
        period,
        d: choice.d,
        bd: choice.bd,
        mixed: options.mixed,
        balanced: options.balanced,
    };
    let mut evaluated: Vec<(SarimaOrders, f64)> = Vec::new();
    let chosen = selection.select(|orders| {
        // the search comes back to the best of an earlier step
        if let Some((_, bic)) = evaluated.iter().find(|(known, _)| *known == orders) {
            return Ok(*bic);
        }
        let model = RegArimaModel::new(&w, SarimaModel::zero(orders))?;
        let bic = GLS.process(&model)?.statistics(0.0).bic2();
        evaluated.push((orders, bic));
        Ok::<_, RegArimaError>(bic)
    })?;
    let orders = SarimaOrders { d: choice.d, bd: choice.bd, ..chosen };
    procedure.record(Decision::ArmaOrders { candidates: evaluated, chosen: orders });
    Ok((orders, choice.mean))
}

/// `(1 - B^d)(1 - B^s)^D` of the series. For d = 2 this is not the second difference; the orders that the
/// reference chooses rest on it (JDemetra+ 3.8, not in `regarima.md`), so it is kept.
fn stationary_series(series: &[f64], d: usize, bd: usize, period: usize) -> Vec<f64> {
    let seasonal = Polynomial::differencing(0, bd, period);
    let both = if d == 0 { seasonal } else { Polynomial::from_lags(&[-1.0], d).times(&seasonal) };
    both.filter(series)
}

/// Fits on the linearised series.
struct LinearisedSeries<'a> {
    series: &'a [f64],
}

impl Fits for LinearisedSeries<'_> {
    type Error = RegArimaError;

    fn hannan_rissanen(&mut self, orders: SarimaOrders) -> Result<Option<SarimaModel>, RegArimaError> {
        let mut w = Polynomial::differencing(orders.d, orders.bd, orders.period).filter(self.series);
        let mean = w.iter().sum::<f64>() / w.len() as f64;
        w.iter_mut().for_each(|w| *w -= mean);
        hannan_rissanen_estimates(orders, &w)
    }

    fn maximum_likelihood(&mut self, start: &SarimaModel) -> Result<SarimaModel, RegArimaError> {
        let model = RegArimaModel::new(self.series, start.clone())?;
        Ok(GLS.optimize(&model)?.model().arima().clone())
    }
}

impl MeanFits for LinearisedSeries<'_> {
    fn mean_t(&mut self, orders: SarimaOrders) -> Result<f64, RegArimaError> {
        let model = RegArimaModel::new(self.series, SarimaModel::zero(orders))?.with_mean(true);
        let estimator =
            RegSarimaEstimator { start: StartingPoint::Multiple, ..RegSarimaEstimator::default() };
        Ok(estimator.process(&model)?.likelihood().ml_t_statistic(0))
    }

    fn series(&self) -> &[f64] {
        self.series
    }
}
