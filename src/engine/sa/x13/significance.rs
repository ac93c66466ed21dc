//! t-tests of calendar effects and mean in the estimated model (`regarima.md` 7.4).

use super::Procedure;
use crate::sa::Decision;
use crate::sa::modelling::{Context, Estimated, ModelError};
use crate::sa::spec::RegressionTest;
use crate::toolkit::regression::{RegressorClass, Variable};

/// Limit of calendar effects.
const LIMIT: f64 = 1.96;

/// Removes what is not significant, judged from one estimation; whether anything was removed. The mean is
/// tested against `mean_limit`.
pub(super) fn test(
    procedure: &mut Procedure<'_>,
    model: &mut Context,
    mean_limit: f64,
) -> Result<bool, ModelError> {
    let Some(estimated) = model.estimated().cloned() else { return Ok(false) };
    let variables: Vec<Variable> = model.description().variables().cloned().collect();
    let mut removed: Vec<String> = Vec::new();

    let td_tested = procedure.spec.regression.trading_days.test != RegressionTest::None;
    let mut rejected = Vec::new();
    let mut accepted = false;
    for (i, v) in variables.iter().enumerate() {
        let class = v.regressor.class();
        let places = estimated.places(i);
        if places.is_empty() {
            continue;
        }
        if td_tested && class.is_day_related() {
            let t = largest_t(&estimated, &places, class);
            let kept = t >= LIMIT;
            procedure.record(Decision::Significance { variable: v.name.clone(), t, limit: LIMIT, kept });
            if kept { accepted = true } else { rejected.push(v.name.clone()) }
        } else if procedure.tests_easter() && class.is_moving_holiday() {
            let t = estimated.ml_t(places[0]);
            let kept = t.abs() >= LIMIT;
            procedure.record(Decision::Significance { variable: v.name.clone(), t, limit: LIMIT, kept });
            if !kept {
                removed.push(v.name.clone());
            }
        }
    }
    let drop_calendar = !accepted && !rejected.is_empty();
    if drop_calendar {
        removed.append(&mut rejected);
    }
    let drop_mean = procedure.spec.tests_mean()
        && estimated.mean_ml_t().is_some_and(|t| {
            let kept = t.abs() >= mean_limit;
            procedure.record(Decision::MeanTest { t, limit: mean_limit, kept });
            !kept
        });
    if removed.is_empty() && !drop_mean {
        return Ok(false);
    }
    model.change(|d| {
        d.remove(|v| removed.contains(&v.name));
        if drop_calendar && d.adjustment().is_some() {
            d.set_adjustment(None);
        }
        if drop_mean {
            d.set_mean(false);
        }
    });
    Ok(true)
}

/// Largest absolute t-statistic of the columns and, for several columns of trading days, of their derived
/// contrast, minus the sum of the coefficients.
fn largest_t(estimated: &Estimated, places: &[usize], class: RegressorClass) -> f64 {
    let largest = places.iter().map(|&p| estimated.ml_t(p).abs()).fold(0.0, f64::max);
    if places.len() < 2 || class != RegressorClass::TradingDays {
        return largest;
    }
    let likelihood = estimated.estimation().likelihood();
    let b = likelihood.coefficients();
    let v = likelihood.unscaled_covariance();
    let derived: f64 = places.iter().map(|&p| b[p]).sum();
    let variance: f64 = places.iter().flat_map(|&i| places.iter().map(move |&j| v[(i, j)])).sum();
    let scale = likelihood.ssq() / likelihood.observations() as f64;
    largest.max(derived.abs() / (variance * scale).sqrt())
}
