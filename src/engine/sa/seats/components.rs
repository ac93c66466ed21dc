//! Estimates of components on one scale, without dates.

use crate::sa::{FinalComponent, StandardErrors};
use crate::toolkit::timeseries::{TsData, TsDomain};

/// Values on the span, after it and before it; an empty part does not exist.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Spans {
    pub(super) inside: Vec<f64>,
    pub(super) ahead: Vec<f64>,
    pub(super) before: Vec<f64>,
}

impl Spans {
    /// Value by value, parts that both have.
    pub(super) fn zip(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let part = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| f(*x, *y)).collect();
        Self {
            inside: part(&self.inside, &other.inside),
            ahead: part(&self.ahead, &other.ahead),
            before: part(&self.before, &other.before),
        }
    }

    /// Value by value.
    pub(super) fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        let part = |a: &[f64]| a.iter().map(|x| f(*x)).collect();
        Self { inside: part(&self.inside), ahead: part(&self.ahead), before: part(&self.before) }
    }
}

/// Estimates and their standard errors.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Estimates {
    pub(super) values: Spans,
    pub(super) errors: Spans,
}

impl Estimates {
    /// With dates: the span begins at the start of `span`.
    pub(super) fn dated(&self, span: TsDomain) -> FinalComponent {
        let part = |values: &[f64], shift: i64| {
            (!values.is_empty()).then(|| TsData::new(span.shift(shift).start, values.to_vec()))
        };
        let after = i64::try_from(span.len).unwrap_or(i64::MAX);
        let before = -i64::try_from(self.values.before.len()).unwrap_or(0);
        FinalComponent {
            values: TsData::new(span.start, self.values.inside.clone()),
            forecasts: part(&self.values.ahead, after),
            backcasts: part(&self.values.before, before),
            errors: StandardErrors {
                values: part(&self.errors.inside, 0),
                forecasts: part(&self.errors.ahead, after),
                backcasts: part(&self.errors.before, before),
            },
        }
    }
}

/// The series and its components; a component that does not exist is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Components {
    pub(super) y: Estimates,
    pub(super) sa: Estimates,
    pub(super) t: Option<Estimates>,
    pub(super) s: Option<Estimates>,
    pub(super) i: Option<Estimates>,
}
