//! Regression effects under the refresh policies (`regarima.md` 14.4).

use super::parameters::{fix as fix_all, free as free_all};
use crate::sa::spec::{InterventionTerm, MeanSpec, OutlierTerm, Parameter, RegressionSpec};
use crate::toolkit::regression::Component;
use crate::toolkit::timeseries::{TsDomain, TsPeriod};

/// Name of the interventions that absorb the observations of frozen periods; they stay free.
const FROZEN: &str = "AO:";

/// The outliers of the `domain` specification, then the others of frozen periods.
pub(super) fn remove_outliers(
    regression: &mut RegressionSpec,
    domain: &RegressionSpec,
    frozen: Option<TsDomain>,
) {
    let given = |o: &OutlierTerm| domain.outliers.iter().any(|d| (d.code, d.date) == (o.code, o.date));
    let is_frozen =
        |o: &OutlierTerm| frozen.is_some_and(|f| (0..f.len as i64).contains(&f.position_of(o.date)));
    let kept = regression.outliers.iter().filter(|o| !given(o) && is_frozen(o)).copied();
    regression.outliers = domain.outliers.iter().copied().chain(kept).collect();
}

/// Frees the coefficients that the `domain` specification does not fix.
pub(super) fn free(regression: &mut RegressionSpec, domain: &RegressionSpec) {
    if let MeanSpec::Coefficient(c) = &mut regression.mean {
        let reference = match &domain.mean {
            MeanSpec::Coefficient(c) => *c,
            _ => Parameter::Undefined,
        };
        release(c, reference);
    }
    let td = &mut regression.trading_days;
    free_all(&mut td.coefficients, Some(&domain.trading_days.coefficients));
    release(&mut td.length_of_period_coefficient, domain.trading_days.length_of_period_coefficient);
    release(&mut regression.easter.coefficient, domain.easter.coefficient);
    for term in &mut regression.outliers {
        let same = domain.outliers.iter().find(|d| (d.code, d.date) == (term.code, term.date));
        free_one(&mut term.coefficient, same.map(|d| d.coefficient));
    }
    for term in &mut regression.users {
        let same = domain.users.iter().find(|d| d.name == term.name);
        free_all(&mut term.coefficients, same.map(|d| &d.coefficients[..]));
    }
    for term in &mut regression.interventions {
        let same = domain.interventions.iter().find(|d| d.name == term.name);
        free_one(&mut term.coefficient, same.map(|d| d.coefficient));
    }
    for term in &mut regression.ramps {
        let same = domain.ramps.iter().find(|d| d.name == term.name);
        free_one(&mut term.coefficient, same.map(|d| d.coefficient));
    }
}

/// A fixed coefficient that `reference` does not fix becomes a starting value.
fn release(coefficient: &mut Parameter, reference: Parameter) {
    if coefficient.is_fixed() && !reference.is_fixed() {
        *coefficient = coefficient.value().map_or(Parameter::Undefined, Parameter::Initial);
    }
}

fn free_one(coefficient: &mut Parameter, reference: Option<Parameter>) {
    let reference = reference.map(|r| [r]);
    free_all(std::slice::from_mut(coefficient), reference.as_ref().map(|r| &r[..]));
}

/// Fixes all coefficients; every `frozen` period gets an effect of its own on the irregular, with a free
/// coefficient, that takes up what is new in it.
pub(super) fn fix(regression: &mut RegressionSpec, frozen: Option<TsDomain>) {
    regression.mean = match regression.mean {
        MeanSpec::Coefficient(mut c) => {
            fix_all(std::slice::from_mut(&mut c));
            MeanSpec::Coefficient(c)
        }
        other => other,
    };
    fix_all(&mut regression.trading_days.coefficients);
    fix_all(std::slice::from_mut(&mut regression.trading_days.length_of_period_coefficient));
    fix_all(std::slice::from_mut(&mut regression.easter.coefficient));
    regression.outliers.iter_mut().for_each(|t| fix_all(std::slice::from_mut(&mut t.coefficient)));
    regression.users.iter_mut().for_each(|t| fix_all(&mut t.coefficients));
    regression.ramps.iter_mut().for_each(|t| fix_all(std::slice::from_mut(&mut t.coefficient)));
    let free = |t: &&mut InterventionTerm| !t.name.starts_with(FROZEN);
    let interventions = regression.interventions.iter_mut().filter(free);
    interventions.for_each(|t| fix_all(std::slice::from_mut(&mut t.coefficient)));
    let periods = frozen.into_iter().flat_map(|f| (0..f.len).map(move |i| f.period(i)));
    regression.interventions.extend(periods.map(absorbing));
}

fn absorbing(period: TsPeriod) -> InterventionTerm {
    let day = period.start();
    InterventionTerm {
        name: format!("{FROZEN}{:04}-{:02}", period.year(), period.month()),
        sequences: vec![(day, day)],
        delta: 0.0,
        seasonal_delta: 0.0,
        component: Some(Component::Irregular),
        coefficient: Parameter::Undefined,
    }
}
