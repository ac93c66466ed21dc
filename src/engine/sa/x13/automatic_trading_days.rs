//! Automatic choice among nested groupings of trading days (`regarima.md` 7.2).

use super::Procedure;
use crate::sa::Decision;
use crate::sa::modelling::trading_days_choice::{NESTED, label, regrouped, smallest, wald};
use crate::sa::modelling::{Context, Fit, ModelDescription, ModelError, variables};
use crate::sa::spec::AutomaticTradingDays;
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::calendars::DayClustering;
use crate::toolkit::regression::{LengthOfPeriod, Origin, RegressorClass, Variable};

const FIT: Fit = Fit::Gls(1e-3);
/// Groupings compared by an information criterion.
const GROUPINGS: [(&str, DayClustering); 6] = [
    ("TD2c", DayClustering::TD2C),
    ("TD2", DayClustering::TD2),
    ("TD3", DayClustering::TD3),
    ("TD3c", DayClustering::TD3C),
    ("TD4", DayClustering::TD4),
    ("TD7", DayClustering::TD7),
];
/// Limit of the t-statistic of the leap year.
const LEAP_YEAR_LIMIT: f64 = 2.0;

/// Chooses no calendar effect, the leap year alone, or one of the groupings, and tests the leap year.
pub(super) fn choose(
    procedure: &mut Procedure<'_>,
    model: &mut Context,
    method: AutomaticTradingDays,
) -> Result<(), ModelError> {
    let candidates = Candidates::new(procedure, method)?;
    let mut reference = model.description().clone();
    reference.remove(is_calendar_name);
    reference.set_orders(SarimaOrders::airline(reference.series().frequency()));
    reference.set_mean(true);
    let adjusted = model.description().adjustment().is_some();
    let lp = candidates.length_of_period.clone().filter(|_| !adjusted);

    let mut fits = vec![reference.clone().fit(FIT).ok()];
    let mut base = reference;
    if let Some(lp) = &lp {
        base.add(lp.clone())?;
        fits.push(base.clone().fit(FIT).ok());
    } else {
        fits.push(None);
    }
    for days in &candidates.days {
        procedure.go_on()?;
        let mut with = base.clone();
        with.add(days.clone())?;
        fits.push(with.fit(FIT).ok());
    }
    let index = match method {
        AutomaticTradingDays::Aic => smallest(&fits, |e| e.statistics().aicc()),
        AutomaticTradingDays::Bic => smallest(&fits, |e| e.statistics().bic()),
        AutomaticTradingDays::Wald { p1, p2 } => wald(&fits, p1, p2).ok_or(ModelError::NoModel)?,
    };
    let days = index.checked_sub(2).and_then(|i| candidates.days.get(i)).cloned();
    procedure.record(Decision::TradingDaysChoice { chosen: label(index, candidates.groupings) });
    let leap_year = if index >= 1 && candidates.length_of_period.is_some() {
        leap_year_t(model.description(), days.as_ref(), candidates.length_of_period.as_ref())?
    } else {
        f64::NAN
    };
    if leap_year.is_finite() {
        let kept = leap_year.abs() > LEAP_YEAR_LIMIT;
        procedure.record(Decision::Significance {
            variable: variables::LENGTH_OF_PERIOD.into(),
            t: leap_year,
            limit: LEAP_YEAR_LIMIT,
            kept,
        });
    }
    let auto_adjust = procedure.spec.regression.trading_days.auto_adjust;
    model.change(|d| -> Result<(), ModelError> {
        d.remove(|v| v.name == variables::TRADING_DAYS);
        if let Some(days) = days {
            d.add(days)?;
        }
        update_leap_year(d, &candidates, leap_year, auto_adjust)
    })
}

/// Keeps the leap year as a variable or as an adjustment before logarithms, or drops it.
fn update_leap_year(
    d: &mut ModelDescription,
    candidates: &Candidates,
    t: f64,
    auto_adjust: bool,
) -> Result<(), ModelError> {
    let length = candidates.kind;
    let present = d.variable(variables::LENGTH_OF_PERIOD).is_some();
    let adjustable = auto_adjust && d.is_log();
    let is_lp = |v: &Variable| v.name == variables::LENGTH_OF_PERIOD;
    if t.abs() > LEAP_YEAR_LIMIT {
        if present {
            if adjustable && t > 0.0 {
                d.remove(is_lp);
                d.set_adjustment(length);
            }
            return Ok(());
        }
        if !(adjustable && t > 0.0) {
            return candidates.length_of_period.iter().cloned().try_for_each(|lp| d.add(lp));
        }
        if d.adjustment().is_none() {
            d.set_adjustment(length);
            return Ok(());
        }
    }
    if !d.remove(is_lp) && d.adjustment().is_some() && adjustable {
        d.set_adjustment(None);
    }
    Ok(())
}

fn is_calendar_name(v: &Variable) -> bool {
    v.name == variables::TRADING_DAYS || v.name == variables::LENGTH_OF_PERIOD
}

struct Candidates {
    groupings: &'static [(&'static str, DayClustering)],
    days: Vec<Variable>,
    length_of_period: Option<Variable>,
    kind: Option<LengthOfPeriod>,
}

impl Candidates {
    fn new(procedure: &Procedure<'_>, method: AutomaticTradingDays) -> Result<Self, ModelError> {
        let groupings: &[(&str, DayClustering)] = match method {
            AutomaticTradingDays::Wald { .. } => &NESTED,
            AutomaticTradingDays::Aic | AutomaticTradingDays::Bic => &GROUPINGS,
        };
        let td = &procedure.spec.regression.trading_days;
        let mut days = Vec::with_capacity(groupings.len());
        for (_, clustering) in groupings {
            days.extend(regrouped(&td.days, *clustering, procedure.context)?);
        }
        let lp = variables::length_of_period(&td.days, td.length_of_period, td.length_of_period_coefficient);
        let length_of_period = lp.map(|v| v.by(Origin::Automatic));
        Ok(Self { groupings, days, length_of_period, kind: td.length_of_period })
    }
}

/// t-statistic of the length of period beside the chosen trading days, in an airline model with mean on top of
/// what the model has.
fn leap_year_t(
    model: &ModelDescription,
    days: Option<&Variable>,
    lp: Option<&Variable>,
) -> Result<f64, ModelError> {
    let hyper_parameters = model.free_parameter_count();
    let mut test = model.clone();
    test.set_orders(SarimaOrders::airline(test.series().frequency()));
    test.set_mean(true);
    for variable in days.into_iter().chain(lp) {
        test.add(variable.clone())?;
    }
    let estimated = test.fit(FIT)?;
    let places = test
        .variables()
        .enumerate()
        .filter(|(_, v)| v.regressor.class() == RegressorClass::LengthOfPeriod)
        .flat_map(|(i, _)| estimated.places(i))
        .collect::<Vec<_>>();
    Ok(places
        .first()
        .map_or(f64::NAN, |&p| estimated.estimation().likelihood().t_statistic(p, hyper_parameters)))
}
