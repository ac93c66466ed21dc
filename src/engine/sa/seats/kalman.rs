//! Components by the smoother of the state space form: exact standard errors for finite samples, the uncertainty of
//! the mean included (`seats.md` section 10).

use nalgebra::DVector;

use super::burman::Problem;
use super::canonical::{SEASONAL, TRANSITORY, TREND};
use super::components::{Components, Estimates, Spans};
use super::error::SeatsError;
use super::standard_errors::Horizons;
use crate::toolkit::arima::{ArimaModel, UcarimaModel};
use crate::toolkit::math::polynomial::Polynomial;
use crate::toolkit::ssf::{Smoothed, StateSpace, smooth};

/// Components, forecasts and backcasts with their standard errors.
pub(super) fn estimate(problem: &Problem<'_>) -> Result<Components, SeatsError> {
    let Problem { z, horizons, theory, .. } = *problem;
    let decomposition = theory.decomposition();
    let mut components = decomposition.components().to_vec();
    if problem.mean
        && let Some(trend) = components.get_mut(TREND)
    {
        *trend = with_mean(trend)?;
    }
    let present: Vec<usize> = (0..components.len()).filter(|&i| !components[i].is_null()).collect();
    let ssf = StateSpace::of_ucarima(&UcarimaModel::new(decomposition.model().clone(), components))?;
    let missing = |n| std::iter::repeat_n(f64::NAN, n);
    let extended: Vec<f64> =
        missing(horizons.backcasts).chain(z.iter().copied()).chain(missing(horizons.forecasts)).collect();
    let smoothed = smooth(&ssf, &extended)?;

    let starts = ssf.component_starts();
    let loading = |of: &dyn Fn(usize) -> bool| {
        let mut l = DVector::zeros(ssf.dimension());
        present.iter().zip(&starts).filter(|(i, _)| of(**i)).for_each(|(_, &start)| l[start] = 1.0);
        l
    };
    let combination = |of: &dyn Fn(usize) -> bool| {
        estimates(&smoothed, &loading(of), horizons, z.len(), problem.innovation_variance)
    };
    let component = |i: usize| present.contains(&i).then(|| combination(&|j| i == j));

    let whole = combination(&|_| true);
    let y = Estimates {
        values: Spans { inside: z.to_vec(), ..whole.values },
        errors: Spans { inside: Vec::new(), ..whole.errors },
    };
    let s = component(SEASONAL);
    let sa = match &s {
        None => y.clone(),
        Some(s) => {
            let sa = combination(&|j| j != SEASONAL);
            Estimates { errors: Spans { inside: s.errors.inside.clone(), ..sa.errors }, ..sa }
        }
    };
    Ok(Components { y, sa, t: component(TREND), s, i: component(TRANSITORY) })
}

/// The trend with an unknown constant: both sides differenced once more, so that the initial state holds the mean.
fn with_mean(trend: &ArimaModel) -> Result<ArimaModel, SeatsError> {
    let difference = Polynomial::differencing(1, 0, 1);
    if trend.is_null() {
        return Ok(ArimaModel::new(Polynomial::one(), difference, Polynomial::one(), 0.0));
    }
    let (ma, variance) = trend.moving_average()?;
    let delta = trend.delta().times(&difference);
    Ok(ArimaModel::new(trend.ar().clone(), delta, ma.times(&difference), variance))
}

/// A linear combination of the states through time and its standard errors.
fn estimates(
    smoothed: &Smoothed,
    loading: &DVector<f64>,
    horizons: Horizons,
    inside: usize,
    variance: f64,
) -> Estimates {
    let split = |mut x: Vec<f64>| {
        let ahead = x.split_off(horizons.backcasts + inside);
        let inside = x.split_off(horizons.backcasts);
        Spans { inside, ahead, before: x }
    };
    let values = smoothed.states.iter().map(|a| a.dot(loading)).collect();
    let error = |unscaled: f64| (unscaled.max(0.0) * variance).sqrt();
    let errors = smoothed.covariances.iter().map(|p| error(loading.dot(&(p * loading)))).collect();
    Estimates { values: split(values), errors: split(errors) }
}
