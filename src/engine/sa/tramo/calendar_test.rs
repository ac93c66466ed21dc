//! Tests of given trading days, length of period, Easter and mean in one model (`tramo.md` 9.1).

use super::Procedure;
use super::calendar_effects::{EffectStatistics, add_length_of_period, easter, length_of_period, with};
use crate::sa::Decision;
use crate::sa::modelling::{Context, Fit, ModelError, variables};
use crate::sa::spec::TradingDaysTest;
use crate::toolkit::regression::Origin;

const FIT: Fit = Fit::Gls(1e-5);
/// Limit of the t-statistic of a single column of trading days.
const SINGLE_COLUMN_LIMIT: f64 = 2.2;
/// With several columns one t-statistic reaches the first limit or two the second one.
const COLUMN_LIMITS: [f64; 2] = [2.6, 2.0];
/// Level of the joint test of trading days.
const JOINT_LEVEL: f64 = 0.05;
const LENGTH_OF_PERIOD_LIMIT: f64 = 2.0;
const EASTER_LIMIT: f64 = 1.96;
const MEAN_LIMIT: f64 = 1.96;

/// Puts in what is significant in the model with all candidates.
pub(super) fn test(procedure: &mut Procedure<'_>, model: &mut Context) -> Result<(), ModelError> {
    let td = &procedure.spec.regression.trading_days;
    let (days, lp) = if td.test == TradingDaysTest::None {
        (None, None)
    } else {
        let days = variables::trading_days(&td.days, &[], procedure.context)?;
        (days.map(|v| v.by(Origin::Automatic)), length_of_period(procedure, model.description()))
    };
    let easter = easter(procedure)?;
    let candidates = [&days, &lp, &easter];
    if candidates.iter().all(|c| c.is_none()) && !procedure.spec.tests_mean() {
        return Ok(());
    }
    let mut full = with(model.description(), candidates.into_iter().flatten())?;
    let hyper_parameters = full.free_parameter_count();
    let estimated = full.fit(FIT)?;
    let statistics = EffectStatistics::new(&full, &estimated, hyper_parameters);

    let keeps_days = days.is_some() && test_trading_days(procedure, &statistics);
    let tested = |procedure: &mut Procedure<'_>, name: &str, place: Option<usize>, limit: f64| {
        place.is_some_and(|place| {
            let t = statistics.t(place);
            let kept = t.abs() >= limit;
            procedure.record(Decision::Significance { variable: name.into(), t, limit, kept });
            kept
        })
    };
    let lp_place = statistics.length_of_period().filter(|_| keeps_days);
    let keeps_lp = tested(procedure, variables::LENGTH_OF_PERIOD, lp_place, LENGTH_OF_PERIOD_LIMIT);
    let keeps_easter = tested(procedure, variables::EASTER, statistics.easter(), EASTER_LIMIT);
    let keeps_mean = match statistics.mean_t().filter(|_| procedure.spec.tests_mean()) {
        None => full.has_mean(),
        Some(t) => {
            let kept = t.abs() >= MEAN_LIMIT;
            procedure.record(Decision::MeanTest { t, limit: MEAN_LIMIT, kept });
            kept
        }
    };
    let lp_coefficient = lp_place.and_then(|place| statistics.coefficient(place)).unwrap_or(f64::NAN);
    model.change(|d| {
        d.set_mean(keeps_mean);
        days.filter(|_| keeps_days).into_iter().try_for_each(|v| d.add(v))?;
        if let Some(lp) = lp.filter(|_| keeps_lp) {
            add_length_of_period(procedure, d, lp, lp_coefficient)?;
        }
        easter.filter(|_| keeps_easter).into_iter().try_for_each(|v| d.add(v))
    })
}

fn test_trading_days(procedure: &mut Procedure<'_>, statistics: &EffectStatistics<'_>) -> bool {
    let places = statistics.trading_days();
    let t: Vec<f64> = places.iter().map(|&place| statistics.t(place)).collect();
    let joint = procedure.spec.regression.trading_days.test == TradingDaysTest::Joint && t.len() > 1;
    let joint_p = if joint { statistics.joint_p(&places) } else { None };
    let kept = if joint { joint_p.is_some_and(|p| p < JOINT_LEVEL) } else { separately_significant(&t) };
    procedure.record(Decision::TradingDaysTest { t, joint_p, kept });
    kept
}

fn separately_significant(t: &[f64]) -> bool {
    match t {
        [] => false,
        [t] => t.abs() >= SINGLE_COLUMN_LIMIT,
        t => {
            let [one, two] = COLUMN_LIMITS;
            t.iter().any(|t| t.abs() >= one) || t.iter().filter(|t| t.abs() >= two).count() >= 2
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_tested_separately() {
        assert!(separately_significant(&[-2.2]));
        assert!(!separately_significant(&[2.19]));
        assert!(separately_significant(&[0.0, -2.6]));
        assert!(!separately_significant(&[2.59, 1.9]));
        assert!(separately_significant(&[2.59, -2.0]));
        assert!(!separately_significant(&[]));
    }
}
