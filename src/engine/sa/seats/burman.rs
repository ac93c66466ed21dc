//! Components by Wiener-Kolmogorov filters on the series extended by its forecasts and backcasts, in finite
//! recursions (`seats.md` section 9; Burman 1980).

use nalgebra::{DMatrix, DVector, Dyn, LU};

use super::canonical::{SEASONAL, TREND};
use super::components::{Components, Estimates, Spans};
use super::error::SeatsError;
use super::standard_errors::{Horizons, of_sum, standard_errors};
use super::wiener_kolmogorov::WienerKolmogorov;
use crate::toolkit::arima::autocovariance::half_numerator;
use crate::toolkit::arima::symmetric_filter::SymmetricFilter;
use crate::toolkit::arima::{ArimaError, ArimaModel, SarimaModel};
use crate::toolkit::math::polynomial::Polynomial;
use crate::toolkit::regarima::{linear_backcasts, linear_forecasts};

/// What is estimated: the transformed series and its models.
#[derive(Clone, Copy, Debug)]
pub(super) struct Problem<'a> {
    /// The series, complete, on the scale of the model.
    pub(super) z: &'a [f64],
    /// Model of the series; its mean is estimated again.
    pub(super) model: &'a SarimaModel,
    pub(super) mean: bool,
    /// The compact decomposition.
    pub(super) theory: &'a WienerKolmogorov,
    pub(super) innovation_variance: f64,
    pub(super) horizons: Horizons,
}

/// Components, forecasts and backcasts with their standard errors.
pub(super) fn estimate(problem: &Problem<'_>) -> Result<Components, SeatsError> {
    let Problem { z, horizons, theory, .. } = *problem;
    let decomposition = theory.decomposition();
    let extended = Extended::new(problem)?;
    let recursion = Recursion::new(theory, z.len())?;
    let mut parts: [Option<Estimates>; 3] = [None, None, None];
    for (i, part) in parts.iter_mut().enumerate() {
        let component = decomposition.components().get(i).filter(|c| !c.is_null());
        let values = match component {
            Some(c) => extended.component(&recursion, c, i == TREND)?,
            None if i == TREND => extended.constant(),
            None => continue,
        };
        let errors = standard_errors(theory, i, z.len(), horizons, problem.innovation_variance)?;
        *part = Some(Estimates { values, errors: errors.unwrap_or_default() });
    }
    let errors = |without: Option<usize>| {
        let chosen = parts.iter().enumerate().filter(move |(i, _)| Some(*i) != without);
        of_sum(chosen.filter_map(|(_, p)| Some(&p.as_ref()?.errors)), horizons)
    };
    let y = Estimates { values: extended.series(z), errors: errors(None) };
    let sa = match &parts[SEASONAL] {
        None => y.clone(),
        Some(s) => Estimates {
            values: y.values.zip(&s.values, |y, s| y - s),
            errors: Spans { inside: s.errors.inside.clone(), ..errors(Some(SEASONAL)) },
        },
    };
    let [t, s, i] = parts;
    Ok(Components { y, sa, t, s, i })
}

/// The series with enough forecasts and backcasts for the recursions.
struct Extended {
    values: Vec<f64>,
    before: usize,
    inside: usize,
    horizons: Horizons,
    /// `phi(B) delta(B) z = m + ...` for the reversed series.
    constant: f64,
    /// Mean of the reversed differenced series.
    mean: f64,
    /// Whether the series is stationary about that mean, which is removed.
    centred: bool,
}

impl Extended {
    fn new(problem: &Problem<'_>) -> Result<Self, SeatsError> {
        let (theta, _) = problem.theory.innovations();
        let model = problem.theory.decomposition().model();
        let (p, q) = (model.ar().degree() + model.delta().degree(), theta.degree());
        let needed = q + p.max(q);
        let ahead = needed.max(problem.horizons.forecasts);
        let before = needed.max(problem.horizons.backcasts);
        let forecasts = linear_forecasts(problem.model, problem.z, problem.mean, ahead)?;
        let backcasts = linear_backcasts(problem.model, problem.z, problem.mean, before)?;
        let constant = if problem.mean { backcasts.mean } else { 0.0 };
        let mean = constant / model.ar().value_at(1.0);
        let centred = model.delta().degree() == 0;
        let mut values = [backcasts.values.as_slice(), problem.z, &forecasts.values].concat();
        if centred {
            values.iter_mut().for_each(|z| *z -= mean);
        }
        Ok(Self {
            values,
            before,
            inside: problem.z.len(),
            horizons: problem.horizons,
            constant,
            mean,
            centred,
        })
    }

    /// Observations, forecasts and backcasts of the series itself.
    fn series(&self, z: &[f64]) -> Spans {
        let back = if self.centred { self.mean } else { 0.0 };
        let extension = self.cut(self.values.clone()).map(|x| x + back);
        Spans { inside: z.to_vec(), ..extension }
    }

    /// The part of an extended series that is asked for.
    fn cut(&self, mut x: Vec<f64>) -> Spans {
        let end = self.before + self.inside;
        x.truncate(end + self.horizons.forecasts);
        let ahead = x.split_off(end);
        let inside = x.split_off(self.before);
        let before = x.split_off(self.before - self.horizons.backcasts);
        Spans { inside, ahead, before }
    }

    /// A trend that is nothing but the mean.
    fn constant(&self) -> Spans {
        self.cut(vec![self.mean; self.values.len()])
    }

    /// The estimate of a component; the mean of the series belongs to the trend.
    fn component(
        &self,
        recursion: &Recursion<'_>,
        component: &ArimaModel,
        trend: bool,
    ) -> Result<Spans, SeatsError> {
        let unit_roots = component.delta().degree();
        let (forward, backward) = match (trend, unit_roots) {
            (false, _) | (_, 0) => (0.0, 0.0),
            // reversal changes the sign of odd differences
            (true, d) if d % 2 == 1 => (-self.constant, self.constant),
            _ => (self.constant, self.constant),
        };
        let g = recursion.numerator(component)?;
        let n = self.before + self.inside;
        let mut x = recursion.half(&self.values, n, &g, forward)?;
        let reversed: Vec<f64> = self.values.iter().rev().copied().collect();
        let n = reversed.len() - self.before;
        let other = recursion.half(&reversed, n, &g, backward)?;
        let level = if trend && unit_roots == 0 { self.mean } else { 0.0 };
        x.iter_mut().zip(other.iter().rev()).for_each(|(x, y)| *x += y + level);
        Ok(self.cut(x))
    }
}

/// What the recursions of all components share.
struct Recursion<'a> {
    theory: &'a WienerKolmogorov,
    theta: &'a Polynomial,
    ar: Polynomial,
    boundary: LU<f64, Dyn, Dyn>,
}

impl<'a> Recursion<'a> {
    fn new(theory: &'a WienerKolmogorov, observations: usize) -> Result<Self, SeatsError> {
        let (theta, _) = theory.innovations();
        let ar = theory.decomposition().model().full_ar();
        let (p, q) = (ar.degree(), theta.degree());
        if observations <= p {
            return Err(SeatsError::TooShort { observations, required: p + 1 });
        }
        // p equations theta(F) x = w, then q equations phi(B) x = constant
        let mut matrix = DMatrix::zeros(p + q, p + q);
        for i in 0..p {
            for (k, c) in theta.coefficients().iter().enumerate() {
                matrix[(i, i + k)] = *c;
            }
        }
        for i in 0..q {
            for (k, c) in ar.coefficients().iter().enumerate() {
                matrix[(p + i, p + i - k)] = *c;
            }
        }
        Ok(Self { theory, theta, ar, boundary: matrix.lu() })
    }

    /// g of a component: its filter is `g(F)/theta(F) + g(B)/theta(B)`.
    fn numerator(&self, component: &ArimaModel) -> Result<Vec<f64>, ArimaError> {
        let (_, v) = self.theory.innovations();
        let noise = SymmetricFilter::of(&self.theory.noise_ar(component), 1.0 / v);
        half_numerator(&component.acgf().times(&noise), self.theta.coefficients())
    }

    /// `g(F)/theta(F) z` for an extended series whose first n values lead to its last observation, when
    /// `phi(B) g(F)/theta(F) z` is half of `constant` beyond the observations.
    fn half(&self, z: &[f64], n: usize, g: &[f64], constant: f64) -> Result<Vec<f64>, ArimaError> {
        let (theta, ar) = (self.theta.coefficients(), self.ar.coefficients());
        let (p, q) = (ar.len() - 1, theta.len() - 1);
        let half = 0.5 * constant;
        let filtered = |t: usize| -> f64 { g.iter().zip(&z[t..]).map(|(g, z)| g * z).sum() };
        let mut x = vec![0.0; z.len()];
        // unknown: p values up to n + q, q values after
        let first = n + q - p;
        if p + q > 0 {
            let right = DVector::from_fn(p + q, |i, _| if i < p { filtered(first + i) } else { half });
            let solution = self.boundary.solve(&right).ok_or(ArimaError::SharedRoots)?;
            x[first..n + 2 * q].copy_from_slice(solution.as_slice());
        }
        for t in (0..first).rev() {
            let future: f64 = theta[1..].iter().zip(&x[t + 1..]).map(|(c, x)| c * x).sum();
            x[t] = (filtered(t) - future) / theta[0];
        }
        for t in n + 2 * q..z.len() {
            let past: f64 = ar[1..].iter().zip(x[..t].iter().rev()).map(|(c, x)| c * x).sum();
            x[t] = half - past;
        }
        Ok(x)
    }
}
