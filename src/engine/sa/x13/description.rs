//! The initial model of a specification (`regarima.md` 3.1).

use std::sync::Arc;

use crate::sa::ModellingContext;
use crate::sa::modelling::{GivenTerms, ModelDescription, ModelError, ModelSeries, variables};
use crate::sa::spec::{EasterKind, EasterSpec, MeanSpec, RegArimaSpec, RegressionTest, Transformation};
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::regression::{
    EasterVariable, JulianEasterVariable, Origin, RegressionError, Regressor, Variable, x13_tc_rate,
};

/// The model that pre-processing starts from.
pub(super) fn initial_model(
    series: Arc<ModelSeries>,
    spec: &RegArimaSpec,
    context: &ModellingContext,
) -> Result<ModelDescription, ModelError> {
    let frequency = series.frequency();
    let airline = SarimaOrders::airline(frequency);
    let orders = if spec.auto_model.is_some() { airline } else { spec.arima.orders(frequency) };
    let mut model = ModelDescription::new(series, orders);
    if spec.auto_model.is_none() {
        model.set_parameters(&spec.arima.packed_parameters(frequency));
    }
    model.set_log(spec.transform.function == Transformation::Log);
    model.set_adjustment(spec.transform.adjust);

    let regression = &spec.regression;
    match regression.mean {
        MeanSpec::Unused => {}
        MeanSpec::Coefficient(coefficient) if coefficient.is_fixed() => {
            model.add_fixed_mean(coefficient, orders)?;
        }
        MeanSpec::Used | MeanSpec::Tested | MeanSpec::Coefficient(_) => model.set_mean(true),
    }
    let td = &regression.trading_days;
    if td.is_in_model() && td.automatic.is_none() && td.test != RegressionTest::Add {
        let origin = origin(td.test);
        let days = variables::trading_days(&td.days, &td.coefficients, context)?;
        for variable in days.into_iter().chain(variables::length_of_period(
            &td.days,
            td.length_of_period,
            td.length_of_period_coefficient,
        )) {
            model.add(variable.by(origin))?;
        }
    }
    let easter = &regression.easter;
    if easter.kind != EasterKind::Unused && easter.test != RegressionTest::Add {
        let variable = easter_variable(easter, easter.duration)?;
        model.add(variable.with_coefficients(vec![easter.coefficient])?.by(origin(easter.test)))?;
    }
    let terms = GivenTerms {
        outliers: &regression.outliers,
        tc_rate: x13_tc_rate(spec.outliers.monthly_tc_rate, frequency as u32),
        users: &regression.users,
        interventions: &regression.interventions,
        ramps: &regression.ramps,
    };
    model.add_given(&terms, context)?;
    model.assemble_and_fix()?;
    Ok(model)
}

fn origin(test: RegressionTest) -> Origin {
    if test == RegressionTest::Remove { Origin::Automatic } else { Origin::Given }
}

/// The Easter variable with this window.
pub(super) fn easter_variable(easter: &EasterSpec, window: usize) -> Result<Variable, RegressionError> {
    let window = u32::try_from(window).unwrap_or(u32::MAX);
    let regressor = match easter.kind {
        EasterKind::JulianEaster => Regressor::JulianEaster(JulianEasterVariable::new(window)?),
        EasterKind::Easter | EasterKind::Unused => Regressor::Easter(EasterVariable::x13(window)?),
    };
    Ok(Variable::new(variables::EASTER, regressor))
}
