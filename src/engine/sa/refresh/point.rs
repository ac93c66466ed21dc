//! The point specification: a specification that repeats a result (`regarima.md` 14.2).

use super::regression::RegressionTerms;
use crate::sa::modelling::RegArimaResult;
use crate::sa::result::Adjustment;
use crate::sa::spec::{
    ArimaSpec, EasterKind, EasterSpec, MeanSpec, OutlierTerm, Parameter, RegArimaSpec, RegressionSpec, Spec,
    TradingDays, TradingDaysSpec, TramoEasterSpec, TramoSeatsSpec, TramoSpec, TramoTradingDaysSpec,
    Transformation, X13Spec,
};
use crate::toolkit::arima::SarimaPolynomial;
use crate::toolkit::regression::{LengthOfPeriod, Regressor, RegressorClass, Variable};

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
        Spec::TramoSeats(run) => {
            let tramo = match &adjustment.preprocessing {
                Some(result) => tramo(&run.tramo, result),
                None => run.tramo.clone(),
            };
            Spec::TramoSeats(TramoSeatsSpec { tramo, ..run.clone() })
        }
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

fn tramo(run: &TramoSpec, result: &RegArimaResult) -> TramoSpec {
    let mut spec = run.clone();
    spec.transform.function = if result.is_log() { Transformation::Log } else { Transformation::None };
    if result.is_log() || run.transform.function == Transformation::Auto {
        spec.transform.adjust = result.adjustment();
    }
    spec.auto_model = None;
    spec.arima = arima(result);
    spec.outliers.types.clear();
    let found = Found::new(result);
    let days = found.trading_days(&run.regression.trading_days.days);
    let regression = &mut spec.regression;
    found.fill(regression);
    regression.trading_days = TramoTradingDaysSpec {
        days: days.days,
        length_of_period: days.length_of_period,
        coefficients: days.coefficients,
        length_of_period_coefficient: days.length_of_period_coefficient,
        ..TramoTradingDaysSpec::default()
    };
    regression.easter = match found.easter() {
        None => TramoEasterSpec::default(),
        Some(easter) => TramoEasterSpec {
            kind: run.regression.easter.kind,
            julian: easter.julian,
            duration: easter.window,
            coefficient: easter.coefficient,
            test: false,
        },
    };
    spec
}

fn regression(run: &RegressionSpec, result: &RegArimaResult) -> RegressionSpec {
    let found = Found::new(result);
    let days = found.trading_days(&run.trading_days.days);
    let mut spec = run.clone();
    found.fill(&mut spec);
    spec.trading_days = TradingDaysSpec {
        days: days.days,
        length_of_period: days.length_of_period,
        coefficients: days.coefficients,
        length_of_period_coefficient: days.length_of_period_coefficient,
        ..TradingDaysSpec::default()
    };
    spec.easter = match found.easter() {
        None => EasterSpec::default(),
        Some(easter) => EasterSpec {
            kind: if easter.julian { EasterKind::JulianEaster } else { EasterKind::Easter },
            duration: easter.window,
            coefficient: easter.coefficient,
            ..EasterSpec::default()
        },
    };
    spec
}

/// Orders and parameters found.
fn arima(result: &RegArimaResult) -> ArimaSpec {
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

/// The regression effects of a model with their estimates.
struct Found {
    mean: MeanSpec,
    variables: Vec<Variable>,
}

/// Trading days and length of period found.
struct FoundDays {
    days: TradingDays,
    coefficients: Vec<Parameter>,
    length_of_period: Option<LengthOfPeriod>,
    length_of_period_coefficient: Parameter,
}

/// Easter effect found.
struct FoundEaster {
    julian: bool,
    window: usize,
    coefficient: Parameter,
}

impl Found {
    fn new(result: &RegArimaResult) -> Self {
        let variables = result.estimated().with_coefficients(result.description());
        Self { mean: mean(result, &variables), variables }
    }

    fn of_class(&self, class: RegressorClass) -> Option<&Variable> {
        self.variables.iter().find(|v| v.regressor.class() == class)
    }

    /// Groups of days and calendar as in the model, other regressors as in the specification that was run.
    fn trading_days(&self, run: &TradingDays) -> FoundDays {
        let days = self.of_class(RegressorClass::TradingDays);
        let length = self.of_class(RegressorClass::LengthOfPeriod);
        FoundDays {
            days: match (days.map(|v| &v.regressor), run) {
                (None, _) => TradingDays::None,
                (Some(Regressor::TradingDays(td)), _) => TradingDays::Generic(td.clustering),
                (Some(Regressor::HolidayTradingDays(td)), TradingDays::Holidays { calendar, .. }) => {
                    TradingDays::Holidays { calendar: calendar.clone(), clustering: td.clustering }
                }
                _ => run.clone(),
            },
            coefficients: days.map(|v| v.coefficients.clone()).unwrap_or_default(),
            length_of_period: match length.map(|v| &v.regressor) {
                Some(Regressor::LengthOfPeriod(kind)) => Some(*kind),
                _ => None,
            },
            length_of_period_coefficient: length.map(first).unwrap_or_default(),
        }
    }

    fn easter(&self) -> Option<FoundEaster> {
        self.variables.iter().find_map(|v| {
            let (julian, window) = match &v.regressor {
                Regressor::Easter(e) => (false, e.window()),
                Regressor::JulianEaster(e) => (true, e.window()),
                _ => return None,
            };
            Some(FoundEaster { julian, window: window as usize, coefficient: first(v) })
        })
    }

    fn outliers(&self) -> Vec<OutlierTerm> {
        let term = |v: &Variable| {
            let Regressor::Outlier(outlier) = &v.regressor else { return None };
            let component = Some(v.component).filter(|c| *c != v.regressor.default_component());
            Some(OutlierTerm { code: outlier.code(), date: outlier.date, component, coefficient: single(v) })
        };
        self.variables.iter().filter_map(term).collect()
    }

    /// Mean, outliers and given variables as found.
    fn fill(&self, regression: &mut impl RegressionTerms) {
        let named = |name: &str| self.variables.iter().find(|v| v.name == name);
        let terms = regression.terms();
        *terms.mean = self.mean;
        *terms.outliers = self.outliers();
        for term in terms.users {
            // a variable that is not in the workspace is not in the model either
            term.coefficients = named(&term.name).map(unmarked).unwrap_or_default();
        }
        for term in terms.interventions {
            term.coefficient = named(&term.name).map_or(Parameter::Undefined, single);
        }
        for term in terms.ramps {
            term.coefficient = named(&term.name).map_or(Parameter::Undefined, single);
        }
    }
}

fn first(variable: &Variable) -> Parameter {
    variable.coefficients.first().copied().unwrap_or_default()
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
