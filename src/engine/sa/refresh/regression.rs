//! Regression effects under the refresh policies (`regarima.md` 14.4).

use super::parameters::{fix as fix_all, free as free_all};
use crate::sa::spec::{
    InterventionTerm, MeanSpec, OutlierTerm, Parameter, RampTerm, RegressionSpec, TramoRegressionSpec,
    UserTerm,
};
use crate::toolkit::regression::Component;
use crate::toolkit::timeseries::{TsDomain, TsPeriod};

/// Name of the interventions that absorb the observations of frozen periods; they stay free.
const FROZEN: &str = "AO:";

/// The terms that the regressions of both methods have, in place.
pub(super) struct Terms<'a> {
    pub(super) mean: &'a mut MeanSpec,
    trading_days: &'a mut Vec<Parameter>,
    length_of_period: &'a mut Parameter,
    easter: &'a mut Parameter,
    pub(super) outliers: &'a mut Vec<OutlierTerm>,
    pub(super) users: &'a mut Vec<UserTerm>,
    pub(super) interventions: &'a mut Vec<InterventionTerm>,
    pub(super) ramps: &'a mut Vec<RampTerm>,
}

/// A regression that has these terms.
pub(super) trait RegressionTerms: Clone {
    fn terms(&mut self) -> Terms<'_>;
}

macro_rules! regression_terms {
    ($($spec:ty),*) => { $(
        impl RegressionTerms for $spec {
            fn terms(&mut self) -> Terms<'_> {
                Terms {
                    mean: &mut self.mean,
                    trading_days: &mut self.trading_days.coefficients,
                    length_of_period: &mut self.trading_days.length_of_period_coefficient,
                    easter: &mut self.easter.coefficient,
                    outliers: &mut self.outliers,
                    users: &mut self.users,
                    interventions: &mut self.interventions,
                    ramps: &mut self.ramps,
                }
            }
        }
    )* };
}

regression_terms!(RegressionSpec, TramoRegressionSpec);

/// The outliers of the `domain` specification, then the others of frozen periods.
pub(super) fn remove_outliers<R: RegressionTerms>(regression: &mut R, domain: &R, frozen: Option<TsDomain>) {
    let (regression, mut domain) = (regression.terms(), domain.clone());
    let domain = domain.terms();
    let given = |o: &OutlierTerm| domain.outliers.iter().any(|d| (d.code, d.date) == (o.code, o.date));
    let is_frozen =
        |o: &OutlierTerm| frozen.is_some_and(|f| (0..f.len as i64).contains(&f.position_of(o.date)));
    let kept = regression.outliers.iter().filter(|o| !given(o) && is_frozen(o)).copied();
    *regression.outliers = domain.outliers.iter().copied().chain(kept).collect();
}

/// Frees the coefficients that the `domain` specification does not fix.
pub(super) fn free<R: RegressionTerms>(regression: &mut R, domain: &R) {
    let (regression, mut domain) = (regression.terms(), domain.clone());
    let domain = domain.terms();
    if let MeanSpec::Coefficient(c) = regression.mean {
        let reference = match domain.mean {
            MeanSpec::Coefficient(c) => *c,
            _ => Parameter::Undefined,
        };
        release(c, reference);
    }
    free_all(regression.trading_days, Some(domain.trading_days));
    release(regression.length_of_period, *domain.length_of_period);
    release(regression.easter, *domain.easter);
    for term in regression.outliers {
        let same = domain.outliers.iter().find(|d| (d.code, d.date) == (term.code, term.date));
        free_one(&mut term.coefficient, same.map(|d| d.coefficient));
    }
    for term in regression.users {
        let same = domain.users.iter().find(|d| d.name == term.name);
        free_all(&mut term.coefficients, same.map(|d| &d.coefficients[..]));
    }
    for term in regression.interventions {
        let same = domain.interventions.iter().find(|d| d.name == term.name);
        free_one(&mut term.coefficient, same.map(|d| d.coefficient));
    }
    for term in regression.ramps {
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
pub(super) fn fix<R: RegressionTerms>(regression: &mut R, frozen: Option<TsDomain>) {
    let regression = regression.terms();
    if let MeanSpec::Coefficient(c) = regression.mean {
        fix_all(std::slice::from_mut(c));
    }
    fix_all(regression.trading_days);
    fix_all(std::slice::from_mut(regression.length_of_period));
    fix_all(std::slice::from_mut(regression.easter));
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
