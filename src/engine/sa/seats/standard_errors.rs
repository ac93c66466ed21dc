//! Standard errors of components from the theory of infinite samples (`seats.md` section 12).

use super::components::Spans;
use super::wiener_kolmogorov::{Signal, WienerKolmogorov};
use crate::toolkit::arima::ArimaError;

/// Standard errors of a compact component for a sample of n observations: an estimate has the total error with as
/// many later observations as there are to the nearest end. None when the component is null.
pub(super) fn standard_errors(
    theory: &WienerKolmogorov,
    component: usize,
    n: usize,
    horizons: Horizons,
    innovation_variance: f64,
) -> Result<Option<Spans>, ArimaError> {
    let Some(estimator) = theory.estimator(Signal::Component(component))? else { return Ok(None) };
    let error = |v: &f64| (v.max(0.0) * innovation_variance).sqrt();
    let nearest: Vec<f64> = estimator.total_error_variances(n.div_ceil(2))?.iter().map(error).collect();
    let farthest = horizons.forecasts.max(horizons.backcasts);
    let forecasts: Vec<f64> = estimator.forecast_error_variances(farthest)?.iter().map(error).collect();
    Ok(Some(Spans {
        inside: (0..n).map(|t| nearest[t.min(n - 1 - t)]).collect(),
        ahead: forecasts[..horizons.forecasts].to_vec(),
        before: forecasts[..horizons.backcasts].iter().rev().copied().collect(),
    }))
}

/// Errors of a sum of components whose errors are taken as uncorrelated: the convention for forecasts of the
/// series and of the adjusted series. The span is left out.
pub(super) fn of_sum<'a>(components: impl Iterator<Item = &'a Spans>, horizons: Horizons) -> Spans {
    let (mut ahead, mut before) = (vec![0.0; horizons.forecasts], vec![0.0; horizons.backcasts]);
    for c in components {
        ahead.iter_mut().zip(&c.ahead).for_each(|(s, e)| *s += e * e);
        before.iter_mut().zip(&c.before).for_each(|(s, e)| *s += e * e);
    }
    ahead.iter_mut().chain(&mut before).for_each(|v| *v = v.sqrt());
    Spans { inside: Vec::new(), ahead, before }
}

/// Numbers of forecasts and backcasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Horizons {
    pub(super) forecasts: usize,
    pub(super) backcasts: usize,
}
