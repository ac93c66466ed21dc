//! The initial model of a specification (`tramo.md` 4.6).

use std::sync::Arc;

use crate::sa::ModellingContext;
use crate::sa::modelling::{GivenTerms, ModelDescription, ModelError, ModelSeries, variables};
use crate::sa::spec::{MeanSpec, TramoEasterKind, TramoEasterSpec, TramoSpec, Transformation};
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::regression::{
    EasterEnd, EasterVariable, JulianEasterVariable, RegressionError, Regressor, Variable,
};

/// The model that pre-processing starts from.
pub(super) fn initial_model(
    series: Arc<ModelSeries>,
    spec: &TramoSpec,
    context: &ModellingContext,
) -> Result<ModelDescription, ModelError> {
    let frequency = series.frequency();
    let given = spec.arima.orders(frequency);
    let automatic = spec.auto_model.is_some();
    let orders = if automatic { SarimaOrders::airline(frequency) } else { given };
    let mut model = ModelDescription::new(series, orders);
    if !automatic {
        model.set_parameters(&spec.arima.packed_parameters(frequency));
    }
    model.set_log(spec.transform.function == Transformation::Log);
    model.set_adjustment(spec.transform.adjust);

    let regression = &spec.regression;
    match regression.mean {
        MeanSpec::Unused => {}
        MeanSpec::Coefficient(coefficient) if coefficient.is_fixed() => {
            model.add_fixed_mean(coefficient, given)?;
        }
        MeanSpec::Used | MeanSpec::Tested | MeanSpec::Coefficient(_) => model.set_mean(true),
    }
    if automatic {
        model.set_mean(true);
    }
    let td = &regression.trading_days;
    if td.is_in_model() && !td.is_decided() {
        let days = variables::trading_days(&td.days, &td.coefficients, context)?;
        let lp = variables::length_of_period(&td.days, td.length_of_period, td.length_of_period_coefficient);
        days.into_iter().chain(lp).try_for_each(|v| model.add(v))?;
    }
    if !regression.easter.test
        && let Some(easter) = easter(&regression.easter)?
    {
        model.add(easter.with_coefficients(vec![regression.easter.coefficient])?)?;
    }
    let terms = GivenTerms {
        outliers: &regression.outliers,
        tc_rate: spec.outliers.tc_rate,
        users: &regression.users,
        interventions: &regression.interventions,
        ramps: &regression.ramps,
    };
    model.add_given(&terms, context)?;
    model.assemble_and_fix()?;
    Ok(model)
}

/// The Easter variable of a specification with a free coefficient; none when it is not used.
pub(super) fn easter(spec: &TramoEasterSpec) -> Result<Option<Variable>, RegressionError> {
    let end = match spec.kind {
        TramoEasterKind::Unused => return Ok(None),
        TramoEasterKind::Standard => EasterEnd::EasterSaturday,
        TramoEasterKind::IncludeEaster => EasterEnd::EasterSunday,
        TramoEasterKind::IncludeEasterMonday => EasterEnd::EasterMonday,
    };
    let window = u32::try_from(spec.duration).unwrap_or(u32::MAX);
    let regressor = if spec.julian {
        Regressor::JulianEaster(JulianEasterVariable::new(window)?)
    } else {
        Regressor::Easter(EasterVariable::tramo(window, end)?)
    };
    Ok(Some(Variable::new(variables::EASTER, regressor)))
}
