//! Refreshing: from a result to a specification that repeats it, and from there to the specification of the
//! next run (`regarima.md` section 14).
//!
//! The *domain* specification holds the user's rules, the *point* specification the choices and estimates of a
//! run. A [`RefreshPolicy`] says what of the point specification is kept when new data arrive.

mod parameters;
mod point;
mod regression;

use serde::{Deserialize, Serialize};

pub use point::point_specification;

use self::parameters::{fix_arima, free_arima, reset_arima};
use self::regression::RegressionTerms;
use super::spec::{
    ArimaSpec, RegArimaSpec, RegressionSpec, Spec, TramoRegressionSpec, TramoSeatsSpec, TramoSpec, X13Spec,
};
use crate::toolkit::timeseries::{Span, TsDomain};

/// What is kept of an earlier estimation, from nothing to everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RefreshPolicy {
    /// Everything is identified and estimated again by the domain specification.
    Complete,
    /// Transformation and calendar effects are kept; ARIMA model and outliers are identified again.
    ArimaModel,
    /// The orders are kept; outliers are searched again on the whole series.
    Outliers,
    /// The orders and the earlier outliers are kept; outliers are searched in the last year.
    LastOutliers,
    /// The model is kept; all its parameters are estimated again.
    #[default]
    FreeParameters,
    /// Moving average parameters and coefficients are estimated again.
    FixedAutoRegressiveParameters,
    /// Only the coefficients of the regression are estimated again.
    FixedParameters,
    /// Nothing is estimated.
    Fixed,
    /// Nothing is estimated, and the new observations do not change the components: seasonal factors are forecasts.
    Current,
}

impl RefreshPolicy {
    /// All policies, from the most to the least that is estimated again.
    pub const ALL: [Self; 9] = [
        Self::Complete,
        Self::ArimaModel,
        Self::Outliers,
        Self::LastOutliers,
        Self::FreeParameters,
        Self::FixedAutoRegressiveParameters,
        Self::FixedParameters,
        Self::Fixed,
        Self::Current,
    ];

    /// The name users of JDemetra+ know.
    pub fn name(self) -> &'static str {
        match self {
            Self::Complete => "Complete",
            Self::ArimaModel => "Outliers_StochasticComponent",
            Self::Outliers => "Outliers",
            Self::LastOutliers => "LastOutliers",
            Self::FreeParameters => "FreeParameters",
            Self::FixedAutoRegressiveParameters => "FixedAutoRegressiveParameters",
            Self::FixedParameters => "FixedParameters",
            Self::Fixed => "Fixed",
            Self::Current => "Current",
        }
    }

    /// The policy of this [`name`](Self::name).
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name() == name)
    }

    /// The periods whose outliers, or whose components, are not touched unless others are given (14.3): without
    /// the last year of the `old` data for the last outliers, the `new` periods for the current adjustment.
    pub fn frozen_periods(self, old: TsDomain, new: TsDomain) -> Option<TsDomain> {
        match self {
            Self::LastOutliers => {
                let year = old.annual_frequency().map_or(0, |s| s as usize);
                Some(TsDomain::new(old.start, old.len.saturating_sub(year)))
            }
            Self::Current => {
                let first = new.position_of(old.end().start()).clamp(0, new.len as i64) as usize;
                (first < new.len).then(|| TsDomain::new(new.period(first), new.len - first))
            }
            _ => None,
        }
    }
}

/// The specification of the next run: the specification `point` of an earlier result under `policy`, with
/// references to the user's `domain` specification. `frozen` are the periods of
/// [`RefreshPolicy::frozen_periods`] or others. Without pre-processing, or when the two are of different methods,
/// the point specification is returned as it is.
pub fn refresh(point: &Spec, domain: &Spec, policy: RefreshPolicy, frozen: Option<TsDomain>) -> Spec {
    if policy == RefreshPolicy::Complete {
        return domain.clone();
    }
    match (point, domain) {
        (Spec::X13(point), Spec::X13(domain)) => {
            let rules = domain.preprocessing.clone().unwrap_or_default();
            let preprocessing =
                point.preprocessing.as_ref().map(|p| refresh_model(p, &rules, policy, frozen));
            Spec::X13(X13Spec { preprocessing, ..point.clone() })
        }
        (Spec::TramoSeats(point), Spec::TramoSeats(domain)) => {
            let tramo = refresh_model(&point.tramo, &domain.tramo, policy, frozen);
            Spec::TramoSeats(TramoSeatsSpec { tramo, ..point.clone() })
        }
        _ => point.clone(),
    }
}

/// What the specifications of both pre-processings have in common here.
trait Preprocessing: Clone {
    type Regression: RegressionTerms;
    fn arima(&mut self) -> &mut ArimaSpec;
    fn regression(&mut self) -> &mut Self::Regression;
    fn is_automatic(&self) -> bool;
    /// The ARIMA model and its automatic choice as in `domain`.
    fn identify_as(&mut self, domain: &Self);
    /// Outliers searched as in `domain`, and nowhere but after the periods `frozen`.
    fn search_as(&mut self, domain: &Self, frozen: Option<TsDomain>);
}

macro_rules! preprocessing {
    ($spec:ty, $regression:ty) => {
        impl Preprocessing for $spec {
            type Regression = $regression;

            fn arima(&mut self) -> &mut ArimaSpec {
                &mut self.arima
            }

            fn regression(&mut self) -> &mut $regression {
                &mut self.regression
            }

            fn is_automatic(&self) -> bool {
                self.auto_model.is_some()
            }

            fn identify_as(&mut self, domain: &Self) {
                self.arima = domain.arima.clone();
                self.auto_model = domain.auto_model.clone();
            }

            fn search_as(&mut self, domain: &Self, frozen: Option<TsDomain>) {
                self.outliers = domain.outliers.clone();
                if let Some(frozen) = frozen {
                    self.outliers.span = Span::From(frozen.end().start());
                }
            }
        }
    };
}

preprocessing!(RegArimaSpec, RegressionSpec);
preprocessing!(TramoSpec, TramoRegressionSpec);

fn refresh_model<S: Preprocessing>(
    point: &S,
    domain: &S,
    policy: RefreshPolicy,
    frozen: Option<TsDomain>,
) -> S {
    let mut spec = point.clone();
    let mut rules = domain.clone();
    // an automatic choice leaves no orders to refer to
    let reference = (!domain.is_automatic()).then(|| rules.arima().clone());
    let reference = reference.as_ref();
    match policy {
        RefreshPolicy::Complete => return rules,
        RefreshPolicy::ArimaModel => spec.identify_as(domain),
        RefreshPolicy::Outliers | RefreshPolicy::LastOutliers => reset_arima(spec.arima(), reference),
        RefreshPolicy::FreeParameters => free_arima(spec.arima(), reference),
        RefreshPolicy::FixedAutoRegressiveParameters => {
            let mut fixed = spec.arima().clone();
            fix_arima(&mut fixed);
            free_arima(spec.arima(), reference);
            spec.arima().phi = fixed.phi;
            spec.arima().bphi = fixed.bphi;
        }
        RefreshPolicy::FixedParameters | RefreshPolicy::Fixed | RefreshPolicy::Current => {
            fix_arima(spec.arima());
        }
    }
    match policy {
        RefreshPolicy::ArimaModel | RefreshPolicy::Outliers | RefreshPolicy::LastOutliers => {
            spec.search_as(domain, frozen);
            regression::remove_outliers(spec.regression(), rules.regression(), frozen);
            regression::free(spec.regression(), rules.regression());
        }
        RefreshPolicy::Fixed | RefreshPolicy::Current => regression::fix(spec.regression(), frozen),
        _ => regression::free(spec.regression(), rules.regression()),
    }
    spec
}
