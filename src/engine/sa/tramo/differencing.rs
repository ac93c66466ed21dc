//! Automatic choice of the differencing orders and of the mean (`tramo.md` 10).

use super::Procedure;
use super::feasibility::degrees_left;
use crate::sa::Decision;
use crate::sa::modelling::{
    Context, DifferencingOrders, DifferencingSearch, Estimated, Fit, Fits, ModelDescription, ModelError,
    Pair, hannan_rissanen_estimates,
};
use crate::sa::spec::TramoAutoModelSpec;
use crate::toolkit::arima::domain::{ParameterDomain, stabilized};
use crate::toolkit::arima::fast_filter::fast_innovations;
use crate::toolkit::arima::{SarimaModel, SarimaOrders};
use crate::toolkit::math::polynomial::Polynomial;
use crate::toolkit::regarima::{GlsEstimator, RegArimaError, RegArimaModel};
use crate::toolkit::stats::descriptive::centred;

/// The estimator of the search.
const GLS: GlsEstimator = GlsEstimator { precision: 1e-5, domain: ParameterDomain::Stable };

/// Chooses differencing orders, from `start`, and the mean of the estimated model; whether anything changed. A
/// series that is too short, and any failure, give the default model without mean.
///
/// # Errors
/// The model cannot be estimated, or the run was cancelled.
pub(super) fn select(
    procedure: &mut Procedure<'_>,
    options: &TramoAutoModelSpec,
    model: &mut Context,
    start: (usize, usize),
) -> Result<bool, ModelError> {
    procedure.go_on()?;
    let period = model.description().orders().period;
    let seasonal = procedure.seasonal;
    let n = model.description().series().estimation().len();
    let largest = SarimaOrders::new(period, (0, 2, 0), (0, usize::from(seasonal), 0));
    if degrees_left(n, largest) < 0 {
        return Ok(set_default(model, seasonal));
    }
    let estimated = model.estimate(Fit::HannanRissanen(1e-5))?.clone();
    let series = without_detected_outliers(model.description(), &estimated);
    let Ok(choice) = choose(&series, period, seasonal, options, start) else {
        return Ok(set_default(model, seasonal));
    };
    let Choice { d, bd, mean_t, mean_limit } = choice;
    let mean = mean_t.abs() > mean_limit;
    procedure.record(Decision::Differencing { d, bd, mean, mean_t, mean_limit });
    let mut changed = false;
    let orders = model.description().orders();
    if (orders.d, orders.bd) != (d, bd) {
        let s = usize::from(seasonal);
        model.change(|m| m.set_orders(SarimaOrders::new(period, (1, d, 1), (s, bd, s))));
        changed = true;
    }
    if model.description().has_mean() != mean {
        model.change(|m| m.set_mean(mean));
        changed = true;
    }
    Ok(changed)
}

/// The default model without mean, unless the orders already are those of it; whether they were not.
fn set_default(model: &mut Context, seasonal: bool) -> bool {
    if has_default_orders(model.description().orders(), seasonal) {
        return false;
    }
    model.change(|m| {
        m.set_orders(default_orders(m.orders().period, seasonal));
        m.set_mean(false);
    });
    true
}

/// The airline model, without its seasonal part when not `seasonal`.
pub(super) fn default_orders(period: usize, seasonal: bool) -> SarimaOrders {
    let s = usize::from(seasonal);
    SarimaOrders::new(period, (0, 1, 1), (0, s, s))
}

/// Whether these are the [`default_orders`]; the seasonal part is ignored when not `seasonal`.
pub(super) fn has_default_orders(orders: SarimaOrders, seasonal: bool) -> bool {
    let default = default_orders(orders.period, seasonal);
    if seasonal { orders == default } else { (orders.p, orders.d, orders.q) == (0, 1, 1) }
}

/// The transformed series on the estimation span, missing values estimated, less the effects of the outliers
/// found automatically (10.2).
fn without_detected_outliers(description: &ModelDescription, estimated: &Estimated) -> Vec<f64> {
    let estimation = estimated.estimation();
    let mut series = estimation.interpolated();
    let regressors = estimation.model().regressors().iter().zip(estimation.regressor_coefficients());
    for (column, (x, b)) in estimated.columns().iter().zip(regressors) {
        if description.variables().nth(column.variable).is_some_and(|v| v.is_detected_outlier()) {
            series.iter_mut().zip(x).for_each(|(y, x)| *y -= b * x);
        }
    }
    series
}

/// Orders, statistic of the mean and its limit.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Choice {
    d: usize,
    bd: usize,
    mean_t: f64,
    mean_limit: f64,
}

fn choose(
    series: &[f64],
    period: usize,
    seasonal: bool,
    options: &TramoAutoModelSpec,
    start: (usize, usize),
) -> Result<Choice, RegArimaError> {
    let near_one = 1.005 - options.second_unit_root_limit;
    let near_one = Pair { regular: near_one, seasonal: near_one };
    let search = DifferencingSearch {
        period,
        max_bd: usize::from(seasonal && period > 1),
        start,
        first_limit: options.first_unit_root_limit,
        cancel: options.cancel,
        near_one,
        near_one_ml: near_one,
        evidence: &[],
        undifferenced: None,
    };
    let found = search.run(&mut Series(series))?;
    let (d, bd) = (found.d, found.bd);
    Ok(Choice { d, bd, mean_t: mean_t(series, &found)?, mean_limit: mean_limit(series.len()) })
}

/// t-statistic of the mean of the differenced series filtered by the last model, of the series itself without
/// differences (10.5).
fn mean_t(series: &[f64], found: &DifferencingOrders) -> Result<f64, RegArimaError> {
    let residuals = if found.d + found.bd == 0 {
        series.to_vec()
    } else {
        let model = stabilized(&found.model).0;
        let orders = model.orders();
        let w = Polynomial::differencing(found.d, found.bd, orders.period).filter(series);
        fast_innovations(&model, &w)
            .map_err(|source| RegArimaError::Likelihood { orders, source: Box::new(source) })?
    };
    let n = residuals.len() as f64;
    let sum: f64 = residuals.iter().sum();
    let squares: f64 = residuals.iter().map(|r| r * r).sum();
    Ok(sum / ((n * squares - sum * sum) / n).sqrt())
}

/// Limit of the t-statistic of the mean for a series of `n` values.
fn mean_limit(n: usize) -> f64 {
    match n {
        0..=80 => 1.96,
        81..=155 => 1.98,
        156..=230 => 2.1,
        231..=320 => 2.3,
        _ => 2.5,
    }
}

/// Fits on a series, maximum likelihood with a mean.
struct Series<'a>(&'a [f64]);

impl Fits for Series<'_> {
    type Error = RegArimaError;

    fn hannan_rissanen(&mut self, orders: SarimaOrders) -> Result<Option<SarimaModel>, RegArimaError> {
        let w = centred(&Polynomial::differencing(orders.d, orders.bd, orders.period).filter(self.0));
        hannan_rissanen_estimates(orders, &w)
    }

    fn maximum_likelihood(&mut self, start: &SarimaModel) -> Result<SarimaModel, RegArimaError> {
        let model = RegArimaModel::new(self.0, start.clone())?.with_mean(true);
        Ok(GLS.optimize(&model)?.model().arima().clone())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Orders, mean and its statistic.
    pub(in crate::sa::tramo) fn choose_with_defaults(
        series: &[f64],
        period: usize,
        seasonal: bool,
        start: (usize, usize),
    ) -> Option<(usize, usize, bool, f64)> {
        let c = choose(series, period, seasonal, &TramoAutoModelSpec::default(), start).ok()?;
        Some((c.d, c.bd, c.mean_t.abs() > c.mean_limit, c.mean_t))
    }

    #[test]
    fn default_models() {
        assert!(has_default_orders(SarimaOrders::airline(12), true));
        assert!(has_default_orders(SarimaOrders::airline(12), false));
        assert!(!has_default_orders(default_orders(12, false), true));
        assert_eq!(default_orders(1, true), SarimaOrders::airline(1));
    }

    #[test]
    fn mean_of_an_undifferenced_series_by_hand() {
        let model = SarimaModel::zero(SarimaOrders::new(1, (0, 0, 0), (0, 0, 0)));
        let found = DifferencingOrders { d: 0, bd: 0, model };
        // sum 6, squares 14: 6 / sqrt((42 - 36)/3)
        let t = mean_t(&[1.0, 2.0, 3.0], &found).unwrap();
        assert!((t - 6.0 / 2.0_f64.sqrt()).abs() < 1e-14);
    }

    proptest! {
        #[test]
        fn any_series(
            series in prop::collection::vec(-1e3..1e3f64, 0..80),
            period in prop::sample::select(vec![1usize, 2, 3, 4, 6, 12]),
            seasonal: bool,
            start in (0..3usize, 0..2usize),
        ) {
            if let Some((d, bd, ..)) = choose_with_defaults(&series, period, seasonal, start) {
                prop_assert!(d <= 2 && bd <= 1);
            }
        }
    }
}
