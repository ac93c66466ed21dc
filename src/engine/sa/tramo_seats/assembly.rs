//! Final components: those of SEATS with the regression effects of each (`seats.md` 14.4).

use crate::sa::assembly::Combination;
use crate::sa::seats::SeatsDecomposition;
use crate::sa::{FinalComponent, Finals, Preadjustment, StandardErrors};
use crate::toolkit::timeseries::{TsData, TsDomain};

/// Pre-adjustment with the forecasts and backcasts of the series, and final components. The effects are taken as
/// known: standard errors are those of the stochastic components, in proportion to the effects in logarithms.
/// `span` is the series with its missing values, which stay missing in the final one.
pub(super) fn assemble(
    effects: Preadjustment,
    span: &TsData,
    seats: &SeatsDecomposition,
) -> (Preadjustment, Finals) {
    let a = effects;
    let mode = Combination::of(seats.mode);
    let parts = Parts { mode, span: span.domain(), neutral: neutral(mode, &seats.components.y) };
    let c = &seats.components;
    let calendar = mode.all(&[&a.a6, &a.a7, &a.a9cal]);

    let with_effects = parts.component(Some(&c.y), &[&a.a8t, &a.a8s, &calendar, &a.a8i]);
    let y = FinalComponent { values: mode.remove(span, &[&a.a9ser]), ..with_effects };
    let finals = Finals {
        sa: parts.component(Some(&c.sa), &[&a.a9sa, &a.a8t, &a.a8i]),
        t: parts.component(c.t.as_ref(), &[&a.a8t]),
        s: parts.component(c.s.as_ref(), &[&a.a8s, &calendar]),
        i: parts.component(c.i.as_ref(), &[&a.a8i]),
        calendar: calendar.as_ref().map(|x| parts.effect(x)),
        modified: None,
        y,
    };
    let (a1a, a1b) = (finals.y.forecasts.clone(), finals.y.backcasts.clone());
    (Preadjustment { a1a, a1b, ..a }, finals)
}

/// A component without effect on the periods of `y`.
fn neutral(mode: Combination, y: &FinalComponent) -> FinalComponent {
    let flat = |x: &TsData| x.map(|_| mode.neutral());
    FinalComponent {
        values: flat(&y.values),
        forecasts: y.forecasts.as_ref().map(flat),
        backcasts: y.backcasts.as_ref().map(flat),
        errors: StandardErrors::default(),
    }
}

struct Parts {
    mode: Combination,
    span: TsDomain,
    neutral: FinalComponent,
}

impl Parts {
    /// A stochastic component, neutral when there is none, and the effects that exist.
    fn component(&self, stochastic: Option<&FinalComponent>, effects: &[&Option<TsData>]) -> FinalComponent {
        let c = stochastic.unwrap_or(&self.neutral);
        let join = |x: &TsData| self.mode.join(x, effects);
        let error = |x: &TsData| self.mode.scale(x, effects);
        FinalComponent {
            values: join(&c.values),
            forecasts: c.forecasts.as_ref().map(join),
            backcasts: c.backcasts.as_ref().map(join),
            errors: StandardErrors {
                values: c.errors.values.as_ref().map(error),
                forecasts: c.errors.forecasts.as_ref().map(error),
                backcasts: c.errors.backcasts.as_ref().map(error),
            },
        }
    }

    /// An effect on the span and on the periods of forecasts and backcasts.
    fn effect(&self, x: &TsData) -> FinalComponent {
        let on = |like: &Option<TsData>| like.as_ref().map(|l| x.fit_to(l.domain()));
        FinalComponent {
            values: x.fit_to(self.span),
            forecasts: on(&self.neutral.forecasts),
            backcasts: on(&self.neutral.backcasts),
            errors: StandardErrors::default(),
        }
    }
}
