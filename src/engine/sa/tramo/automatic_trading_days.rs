//! Automatic choice of trading days, with length of period, Easter and mean (`tramo.md` 9.2 and 9.3).

use super::Procedure;
use super::calendar_effects::{EffectStatistics, add_length_of_period, easter, length_of_period, with};
use crate::sa::Decision;
use crate::sa::modelling::trading_days_choice::{NESTED, label, regrouped, smallest, wald};
use crate::sa::modelling::{Context, Estimated, Fit, ModelDescription, ModelError, variables};
use crate::sa::spec::{TradingDays, TradingDaysCriterion, TradingDaysSelection};
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::calendars::DayClustering;
use crate::toolkit::regression::Variable;
use crate::toolkit::stats::Distribution;

const FIT: Fit = Fit::Gls(1e-5);
const MEAN_LIMIT: f64 = 1.96;
const LENGTH_OF_PERIOD_LIMIT: f64 = 2.0;
const EASTER_LIMIT: f64 = 2.2;
/// Smallest p-value of a step to a smaller grouping.
const STEP_LEVEL: f64 = 0.1;
/// Groupings compared by an information criterion.
const GROUPINGS: [(&str, DayClustering); 6] = [
    ("TD2", DayClustering::TD2),
    ("TD2c", DayClustering::TD2C),
    ("TD3", DayClustering::TD3),
    ("TD3c", DayClustering::TD3C),
    ("TD4", DayClustering::TD4),
    ("TD7", DayClustering::TD7),
];

/// Chooses the groups of days, and decides on length of period, Easter and mean beside them. What was decided
/// before a failure remains.
pub(super) fn choose(
    procedure: &mut Procedure<'_>,
    model: &mut Context,
    selection: TradingDaysSelection,
) -> Result<(), ModelError> {
    let choice = match selection.criterion {
        TradingDaysCriterion::FTest => by_f_tests(procedure, model.description(), selection.probability)?,
        _ => among_groupings(procedure, model.description(), selection)?,
    };
    decide(procedure, model, choice)
}

/// Chosen trading days, and the estimated model in which everything else is tested.
struct Choice {
    days: Option<Variable>,
    /// The length of period, when it is part of the model.
    length_of_period: Option<Variable>,
    easter: Option<Variable>,
    description: ModelDescription,
    estimated: Estimated,
    /// ARMA parameters counted in the t-statistics.
    hyper_parameters: usize,
}

/// Whether the days of the specification can be grouped.
fn is_groupable(days: &TradingDays) -> bool {
    !matches!(days, TradingDays::Stock(_) | TradingDays::User(_))
}

/// F tests of TD7 and TD2 against no trading days.
fn by_f_tests(
    procedure: &mut Procedure<'_>,
    model: &ModelDescription,
    probability: f64,
) -> Result<Choice, ModelError> {
    let easter = easter(procedure)?;
    let hyper_parameters = model.free_parameter_count();
    let mut without = with(model, &easter)?;
    let none = without.fit(FIT)?;
    let days = &procedure.spec.regression.trading_days.days;
    let mut chosen = None;
    if is_groupable(days) {
        let td7 = regrouped(days, DayClustering::TD7, procedure.context)?;
        let td2 = regrouped(days, DayClustering::TD2, procedure.context)?;
        let seven = with(model, td7.iter().chain(&easter))?.fit(FIT)?;
        procedure.go_on()?;
        let two = with(model, td2.iter().chain(&easter))?.fit(FIT)?;
        // probability of a smaller F statistic of the `k` columns
        let probability_of = |larger: &Estimated, k: f64| {
            let (large, small) = (larger.estimation().likelihood(), none.estimation().likelihood());
            let df = large.degrees_of_freedom(hyper_parameters);
            let f = (small.ssq() - large.ssq()) / (k * large.ssq() / df);
            let distribution = Distribution::F { numerator: k, denominator: df };
            if f > 0.0 { distribution.lower(f).unwrap_or(0.0) } else { 0.0 }
        };
        let (p7, p2) = (probability_of(&seven, 6.0), probability_of(&two, 1.0));
        let limit = 1.0 - probability;
        let name = if p7 > p2 && p7 > limit {
            chosen = td7;
            "TD7"
        } else if p2 < limit {
            "none"
        } else {
            chosen = td2;
            "TD2"
        };
        procedure.record(Decision::TradingDaysFTest { td7: p7, td2: p2, limit, chosen: name.into() });
    }
    if chosen.is_none() {
        return Ok(Choice {
            days: None,
            length_of_period: None,
            easter,
            description: without,
            estimated: none,
            hyper_parameters,
        });
    }
    let lp = length_of_period(procedure, model);
    let mut description = with(model, chosen.iter().chain(&lp).chain(&easter))?;
    let estimated = description.fit(FIT)?;
    Ok(Choice { days: chosen, length_of_period: lp, easter, description, estimated, hyper_parameters })
}

/// Nested Wald tests, AICc or BIC of airline models with mean.
fn among_groupings(
    procedure: &mut Procedure<'_>,
    model: &ModelDescription,
    selection: TradingDaysSelection,
) -> Result<Choice, ModelError> {
    let hyper_parameters = model.free_parameter_count();
    let easter = easter(procedure)?;
    let lp = length_of_period(procedure, model);
    let mut airline = model.clone();
    airline.set_orders(SarimaOrders::airline(model.series().frequency()));
    airline.set_mean(true);

    let groupings: &[(&str, DayClustering)] =
        if selection.criterion == TradingDaysCriterion::Wald { &NESTED } else { &GROUPINGS };
    let days = &procedure.spec.regression.trading_days.days;
    let mut candidates = Vec::with_capacity(groupings.len());
    if is_groupable(days) {
        for (_, clustering) in groupings {
            candidates.extend(regrouped(days, *clustering, procedure.context)?);
        }
    }
    let mut fits = vec![Some(airline.clone().fit(FIT)?)];
    fits.push(match &lp {
        Some(lp) => Some(with(&airline, [lp])?.fit(FIT)?),
        None => None,
    });
    for days in &candidates {
        procedure.go_on()?;
        fits.push(Some(with(&airline, lp.iter().chain([days]))?.fit(FIT)?));
    }
    let index = match selection.criterion {
        TradingDaysCriterion::Aic => smallest(&fits, |e| e.statistics().aicc()),
        TradingDaysCriterion::Bic => smallest(&fits, |e| e.statistics().bic()),
        TradingDaysCriterion::Wald | TradingDaysCriterion::FTest => {
            wald(&fits, selection.probability, STEP_LEVEL).ok_or(ModelError::NoModel)?
        }
    };
    procedure.record(Decision::TradingDaysChoice { chosen: label(index, groupings) });
    let days = index.checked_sub(2).and_then(|i| candidates.get(i)).cloned();
    let lp = lp.filter(|_| index >= 1);
    let mut description = with(&airline, days.iter().chain(&lp).chain(&easter))?;
    let estimated = description.fit(FIT)?;
    Ok(Choice { days, length_of_period: lp, easter, description, estimated, hyper_parameters })
}

/// Changes the model: trading days as chosen, the rest by its t-statistics in the model of the choice.
fn decide(procedure: &mut Procedure<'_>, model: &mut Context, choice: Choice) -> Result<(), ModelError> {
    let statistics = EffectStatistics::new(&choice.description, &choice.estimated, choice.hyper_parameters);
    let first_t = statistics.first_t().filter(|_| procedure.spec.tests_mean());
    let mean = first_t.map(|t| {
        let kept = t.abs() > MEAN_LIMIT;
        procedure.record(Decision::MeanTest { t, limit: MEAN_LIMIT, kept });
        kept
    });
    let tested = |procedure: &mut Procedure<'_>, name: &str, place: Option<usize>, limit: f64| {
        place.is_some_and(|place| {
            let t = statistics.t(place);
            let kept = t.abs() > limit;
            procedure.record(Decision::Significance { variable: name.into(), t, limit, kept });
            kept
        })
    };
    let lp_place = statistics.length_of_period();
    let keeps_lp = tested(procedure, variables::LENGTH_OF_PERIOD, lp_place, LENGTH_OF_PERIOD_LIMIT);
    let keeps_easter = tested(procedure, variables::EASTER, statistics.easter(), EASTER_LIMIT);
    let lp_coefficient = lp_place.and_then(|place| statistics.coefficient(place)).unwrap_or(f64::NAN);
    let Choice { days, length_of_period, easter, .. } = choice;
    model.change(|d| {
        days.into_iter().try_for_each(|v| d.add(v))?;
        if let Some(mean) = mean {
            d.set_mean(mean);
        }
        if let Some(lp) = length_of_period.filter(|_| keeps_lp) {
            add_length_of_period(procedure, d, lp, lp_coefficient)?;
        }
        easter.filter(|_| keeps_easter).into_iter().try_for_each(|v| d.add(v))
    })
}
