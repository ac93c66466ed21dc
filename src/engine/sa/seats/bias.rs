//! From components on the scale of the model to components on the scale of the series (`seats.md` section 13).

use super::components::{Components, Estimates, Spans};
use crate::sa::spec::SeatsBiasCorrection;

/// Means by which exponentials are corrected; both 1 in levels and without correction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BiasFactors {
    /// Average of the exponentials of the seasonal over whole years from the start of the series.
    pub seasonal: f64,
    /// Average of the exponentials of the irregular.
    pub irregular: f64,
}

impl BiasFactors {
    /// No correction.
    pub const NONE: Self = Self { seasonal: 1.0, irregular: 1.0 };

    fn of(linear: &Components, period: usize) -> Self {
        let average = |x: &[f64]| x.iter().map(|x| x.exp()).sum::<f64>() / x.len().max(1) as f64;
        let years = |x: &[f64]| x.len() - x.len() % period.max(1);
        let inside = |c: &Option<Estimates>| c.as_ref().map(|c| c.values.inside.clone());
        Self {
            seasonal: inside(&linear.s).map_or(1.0, |s| average(&s[..years(&s)])),
            irregular: inside(&linear.i).map_or(1.0, |i| average(&i)),
        }
    }
}

/// Components of a model in levels: the adjusted series and the irregular are computed from the series `y`.
pub(super) fn in_levels(linear: &Components, y: &[f64]) -> Components {
    let observed = |values: &Spans| Spans { inside: y.to_vec(), ..values.clone() };
    let mut sa = linear.sa.clone();
    if let Some(s) = &linear.s {
        sa.values = observed(&linear.y.values).zip(&s.values, |y, s| y - s);
    }
    let mut i = linear.i.clone();
    if let (Some(i), Some(t)) = (&mut i, &linear.t) {
        i.values.inside = sa.values.zip(&t.values, |sa, t| sa - t).inside;
    }
    Components { sa, i, ..linear.clone() }
}

/// Components of a model in logarithms and the means by which they were corrected: factors whose product is the
/// series.
pub(super) fn in_logarithms(
    linear: &Components,
    y: &[f64],
    period: usize,
    correction: SeatsBiasCorrection,
) -> (Components, BiasFactors) {
    let bias = match correction {
        SeatsBiasCorrection::None => BiasFactors::NONE,
        SeatsBiasCorrection::Legacy => BiasFactors::of(linear, period),
    };
    let exponential = |x: &Estimates, factor: f64| with_errors(x.values.map(|v| v.exp() * factor), &x.errors);
    let mut series = exponential(&linear.y, 1.0);
    series.values.inside = y.to_vec();
    let t = linear.t.as_ref().map(|t| exponential(t, bias.seasonal * bias.irregular));
    let s = linear.s.as_ref().map(|s| exponential(s, 1.0 / bias.seasonal));
    let adjusted = match &s {
        Some(s) => series.values.zip(&s.values, |y, s| y / s),
        None => series.values.clone(),
    };
    let i = linear.i.as_ref().map(|i| {
        let values = match &t {
            Some(t) => adjusted.zip(&t.values, |sa, t| sa / t),
            None => adjusted.clone(),
        };
        with_errors(values, &i.errors)
    });
    let sa = with_errors(adjusted, &linear.sa.errors);
    (Components { y: series, sa, t, s, i }, bias)
}

/// Standard errors of factors `x` whose logarithms have the errors `e`: `x exp(e^2/2) sqrt(exp(e^2) - 1)`.
fn with_errors(values: Spans, errors: &Spans) -> Estimates {
    let factor = |x: f64, e: f64| x * (0.5 * e * e).exp() * (e * e).exp_m1().sqrt();
    let errors = values.zip(errors, factor);
    Estimates { values, errors }
}
