//! The calendar effects that pre-processing decides on: candidates, and their coefficients in an estimated model.

use super::{Procedure, description};
use crate::sa::modelling::{Estimated, ModelDescription, ModelError, variables};
use crate::toolkit::regression::{Origin, RegressorClass, Variable};

/// The length of period when it is a candidate: not beside an adjustment of the series in logarithms.
pub(super) fn length_of_period(procedure: &Procedure<'_>, model: &ModelDescription) -> Option<Variable> {
    let td = &procedure.spec.regression.trading_days;
    if model.adjustment().is_some() {
        return None;
    }
    let lp = variables::length_of_period(&td.days, td.length_of_period, td.length_of_period_coefficient);
    lp.map(|v| v.by(Origin::Automatic))
}

/// The Easter variable when it is tested.
pub(super) fn easter(procedure: &Procedure<'_>) -> Result<Option<Variable>, ModelError> {
    let easter = &procedure.spec.regression.easter;
    if !easter.is_tested() {
        return Ok(None);
    }
    Ok(description::easter(easter)?.map(|v| v.by(Origin::Automatic)))
}

/// The model with more variables.
pub(super) fn with<'a>(
    model: &ModelDescription,
    variables: impl IntoIterator<Item = &'a Variable>,
) -> Result<ModelDescription, ModelError> {
    let mut with = model.clone();
    with.undefine_parameters();
    variables.into_iter().try_for_each(|v| with.add(v.clone()))?;
    Ok(with)
}

/// Puts the length of period in: as an adjustment before logarithms when asked for and the effect is positive,
/// as a variable otherwise.
pub(super) fn add_length_of_period(
    procedure: &Procedure<'_>,
    model: &mut ModelDescription,
    lp: Variable,
    coefficient: f64,
) -> Result<(), ModelError> {
    let td = &procedure.spec.regression.trading_days;
    if td.auto_adjust && model.is_log() && coefficient > 0.0 {
        model.set_adjustment(td.length_of_period);
        return Ok(());
    }
    model.add(lp)
}

/// Whether a variable is an automatic trading-day, length of period or moving holiday effect, and which.
pub(super) fn automatic_effect(variable: &Variable) -> Option<RegressorClass> {
    let class = variable.regressor.class();
    let is_calendar = class.is_day_related() || class.is_moving_holiday();
    (is_calendar && variable.origin == Origin::Automatic).then_some(class)
}

/// t-statistics of calendar effects and mean from one estimation, with the unbiased variance for
/// `hyper_parameters` ARMA parameters.
pub(super) struct EffectStatistics<'a> {
    description: &'a ModelDescription,
    estimated: &'a Estimated,
    hyper_parameters: usize,
}

impl<'a> EffectStatistics<'a> {
    pub(super) fn new(
        description: &'a ModelDescription,
        estimated: &'a Estimated,
        hyper_parameters: usize,
    ) -> Self {
        Self { description, estimated, hyper_parameters }
    }

    /// Places of the coefficients of the automatic effects of these classes.
    pub(super) fn places(&self, is_wanted: impl Fn(RegressorClass) -> bool) -> Vec<usize> {
        let effects = self.description.variables().enumerate();
        effects
            .filter(|(_, v)| automatic_effect(v).is_some_and(&is_wanted))
            .flat_map(|(i, _)| self.estimated.places(i))
            .collect()
    }

    pub(super) fn trading_days(&self) -> Vec<usize> {
        self.places(|class| class == RegressorClass::TradingDays)
    }

    /// Place of the length of period.
    pub(super) fn length_of_period(&self) -> Option<usize> {
        self.places(|class| class == RegressorClass::LengthOfPeriod).first().copied()
    }

    /// Place of Easter.
    pub(super) fn easter(&self) -> Option<usize> {
        self.places(RegressorClass::is_moving_holiday).first().copied()
    }

    /// t-statistic of the coefficient at `place`.
    pub(super) fn t(&self, place: usize) -> f64 {
        self.estimated.estimation().likelihood().t_statistic(place, self.hyper_parameters)
    }

    /// t-statistic of the mean, when the model has one.
    pub(super) fn mean_t(&self) -> Option<f64> {
        self.description.has_mean().then(|| self.t(0))
    }

    /// t-statistic of the first coefficient, the mean when the model has one; none without coefficients.
    pub(super) fn first_t(&self) -> Option<f64> {
        let coefficients = self.estimated.estimation().likelihood().coefficients();
        (!coefficients.is_empty()).then(|| self.t(0))
    }

    /// Value of the coefficient at `place`.
    pub(super) fn coefficient(&self, place: usize) -> Option<f64> {
        self.estimated.estimation().likelihood().coefficients().get(place).copied()
    }

    /// p-value of the joint F test of the coefficients at `places`, which follow each other.
    pub(super) fn joint_p(&self, places: &[usize]) -> Option<f64> {
        let likelihood = self.estimated.estimation().likelihood();
        let (f, numerator, denominator) =
            likelihood.f_statistic(*places.first()?, places.len(), self.hyper_parameters)?;
        crate::toolkit::stats::Distribution::F { numerator, denominator }.upper(f)
    }
}
