//! The point specification: a specification that repeats a result (`regarima.md` 14.2).

use crate::sa::modelling::RegArimaResult;
use crate::sa::result::Adjustment;
use crate::sa::spec::{
    ArimaSpec, EasterKind, EasterSpec, MeanSpec, OutlierTerm, Parameter, RegArimaSpec, RegressionSpec, Spec,
    TradingDays, TradingDaysSpec, Transformation, X13Spec,
};
use crate::toolkit::arima::SarimaPolynomial;
use crate::toolkit::regression::{Regressor, RegressorClass, Variable};

/// The specification that was run with every automatic choice replaced by its outcome and every parameter and
/// coefficient by its estimate. Choices of X-11 stay automatic.
///
/// Where the reference loses or changes an effect, it is kept here: the leap year that a calendar test puts
/// before given logarithms, a leap year without trading days, Julian Easter.
pub fn point_specification(adjustment: &Adjustment) -> Spec {
    match &adjustment.spec {
        Spec::X13(run) => {
            let preprocessing = (run.preprocessing.as_ref()).map(|spec| match &adjustment.preprocessing {
                Some(result) => regarima(spec, result),
                None => spec.clone(),
            });
            Spec::X13(X13Spec { preprocessing, ..run.clone() })
        }
        run @ Spec::TramoSeats(_) => run.clone(),
    }
}

fn regarima(run: &RegArimaSpec, result: &RegArimaResult) -> RegArimaSpec {
    let mut spec = run.clone();
    spec.transform.function = if result.is_log() { Transformation::Log } else { Transformation::None };
    if result.is_log() || run.transform.function == Transformation::Auto {
        spec.transform.adjust = result.adjustment();
    }
    spec.auto_model = None;
    spec.arima = arima(result);
    spec.outliers.types.clear();
    spec.regression = regression(&run.regression, result);
    spec
}

/// Orders and parameters found.
pub(super) fn arima(result: &RegArimaResult) -> ArimaSpec {
    let orders = result.description().orders();
    let parameters = |p| result.description().parameters().get(orders.range(p)).unwrap_or_default().to_vec();
    ArimaSpec {
        phi: parameters(SarimaPolynomial::Phi),
        d: orders.d,
        theta: parameters(SarimaPolynomial::Theta),
        bphi: parameters(SarimaPolynomial::Bphi),
        bd: orders.bd,
        btheta: parameters(SarimaPolynomial::Btheta),
    }
}

/// Regression effects found, with their estimates and without tests.
pub(super) fn regression(run: &RegressionSpec, result: &RegArimaResult) -> RegressionSpec {
    let variables = result.estimated().with_coefficients(result.description());
    let named = |name: &str| variables.iter().find(|v| v.name == name);
    let mut spec = run.clone();
    spec.mean = mean(result, &variables);
    spec.trading_days = trading_days(&run.trading_days, &variables);
    spec.easter = easter(&variables);
    spec.outliers = variables.iter().filter_map(outlier).collect();
    for term in &mut spec.users {
        // a variable that is not in the workspace is not in the model either
        term.coefficients = named(&term.name).map(unmarked).unwrap_or_default();
    }
    for term in &mut spec.interventions {
        term.coefficient = named(&term.name).map_or(Parameter::Undefined, single);
    }
    for term in &mut spec.ramps {
        term.coefficient = named(&term.name).map_or(Parameter::Undefined, single);
    }
    spec
}

/// Coefficients; none of a variable that could not be estimated, which is tried again at the next run.
fn unmarked(variable: &Variable) -> Vec<Parameter> {
    if variable.excluded { Vec::new() } else { variable.coefficients.clone() }
}

fn single(variable: &Variable) -> Parameter {
    unmarked(variable).first().copied().unwrap_or_default()
}

fn mean(result: &RegArimaResult, variables: &[Variable]) -> MeanSpec {
    let fixed = variables.iter().find(|v| v.regressor.class() == RegressorClass::TrendConstant);
    if let Some(coefficient) = fixed.and_then(|v| v.coefficients.first()) {
        return MeanSpec::Coefficient(*coefficient);
    }
    let estimate = result.estimated().estimation().likelihood().coefficients().first();
    match estimate.filter(|_| result.description().has_mean()) {
        Some(estimate) => MeanSpec::Coefficient(Parameter::Estimated(*estimate)),
        None => MeanSpec::Unused,
    }
}

fn trading_days(run: &TradingDaysSpec, variables: &[Variable]) -> TradingDaysSpec {
    let days = variables.iter().find(|v| v.regressor.class() == RegressorClass::TradingDays);
    let length = variables.iter().find(|v| v.regressor.class() == RegressorClass::LengthOfPeriod);
    let mut spec = TradingDaysSpec::default();
    if let Some(variable) = days {
        spec.coefficients = variable.coefficients.clone();
        spec.days = match (&variable.regressor, &run.days) {
            (Regressor::TradingDays(td), _) => TradingDays::Generic(td.clustering),
            (Regressor::HolidayTradingDays(td), TradingDays::Holidays { calendar, .. }) => {
                TradingDays::Holidays { calendar: calendar.clone(), clustering: td.clustering }
            }
            _ => run.days.clone(),
        };
    }
    if let Some(Regressor::LengthOfPeriod(kind)) = length.map(|v| &v.regressor) {
        spec.length_of_period = Some(*kind);
        let coefficient = length.and_then(|v| v.coefficients.first());
        spec.length_of_period_coefficient = coefficient.copied().unwrap_or_default();
    }
    spec
}

fn easter(variables: &[Variable]) -> EasterSpec {
    let found = variables.iter().find_map(|v| match &v.regressor {
        Regressor::Easter(e) => Some((EasterKind::Easter, e.window(), v)),
        Regressor::JulianEaster(e) => Some((EasterKind::JulianEaster, e.window(), v)),
        _ => None,
    });
    match found {
        None => EasterSpec::default(),
        Some((kind, window, variable)) => EasterSpec {
            kind,
            duration: window as usize,
            coefficient: variable.coefficients.first().copied().unwrap_or_default(),
            ..EasterSpec::default()
        },
    }
}

fn outlier(variable: &Variable) -> Option<OutlierTerm> {
    let Regressor::Outlier(outlier) = &variable.regressor else { return None };
    let code = outlier.code();
    let component = Some(variable.component).filter(|c| *c != code.default_component());
    Some(OutlierTerm { code, date: outlier.date, component, coefficient: single(variable) })
}
