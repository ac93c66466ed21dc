//! Kalman filter with exact diffuse start in square-root form (`arima.md`, 15.3 and 15.4).

use nalgebra::{DMatrix, DVector};

use super::{SsfError, StateSpace, ZERO};

/// Prediction and update at one time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// Predicted state and its covariance (finite part).
    pub(super) a: DVector<f64>,
    pub(super) p: DMatrix<f64>,
    /// Diffuse directions A of the predicted covariance, `P_inf = A A'`; none after the start.
    pub(super) diffuse: Option<DMatrix<f64>>,
    /// Prediction error; none for missing observations.
    pub(super) error: Option<f64>,
    /// Variance of the prediction error, finite and diffuse part.
    pub(super) f: f64,
    pub(super) f_diffuse: f64,
    /// `P Z'` and `P_inf Z'`.
    pub(super) m: DVector<f64>,
    pub(super) m_diffuse: DVector<f64>,
}

/// Predictions, prediction errors and their variances for unit scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Filtered {
    pub(super) steps: Vec<Step>,
    likelihood: DiffuseLikelihood,
}

/// Diffuse likelihood with the scale concentrated out:
/// `-1/2 [k ln 2 pi + k (1 + ln(S/k)) + ldet]`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DiffuseLikelihood {
    /// Observations used less diffuse elements, k.
    pub observations: usize,
    /// Sum of the squared standardised prediction errors, S.
    pub ssq: f64,
    /// Sum of the logarithms of the variances of the prediction errors.
    pub log_determinant: f64,
    /// The same for the diffuse variances.
    pub diffuse_correction: f64,
}

impl DiffuseLikelihood {
    /// Logarithm of the likelihood.
    pub fn log_likelihood(&self) -> f64 {
        let k = self.observations as f64;
        -0.5 * (k * std::f64::consts::TAU.ln()
            + k * (1.0 + (self.ssq / k).ln())
            + self.log_determinant
            + self.diffuse_correction)
    }
}

impl Filtered {
    /// Likelihood of the series.
    pub fn likelihood(&self) -> DiffuseLikelihood {
        self.likelihood
    }

    /// One-step prediction of the state at t from the observations before.
    pub fn predicted_state(&self, t: usize) -> &DVector<f64> {
        &self.steps[t].a
    }

    /// Covariance of the prediction error of the state at t (finite part).
    pub fn predicted_covariance(&self, t: usize) -> &DMatrix<f64> {
        &self.steps[t].p
    }

    /// Prediction error of observation t and its variance; none when missing, the variance infinite
    /// when diffuse.
    pub fn prediction_error(&self, t: usize) -> Option<(f64, f64)> {
        let s = &self.steps[t];
        s.error.map(|e| (e, if s.f_diffuse > 0.0 { f64::INFINITY } else { s.f }))
    }
}

/// Runs the filter on `y`; NaN is missing.
///
/// # Errors
/// [`SsfError::Inconsistent`], [`SsfError::NotInitialised`].
pub fn kalman_filter(model: &StateSpace, y: &[f64]) -> Result<Filtered, SsfError> {
    let z = model.loading();
    let mut a = DVector::zeros(model.dimension());
    let mut p = model.initial_covariance().clone();
    let mut diffuse = Some(model.diffuse_directions().clone()).filter(|d| d.ncols() > 0);
    let mut steps = Vec::with_capacity(y.len());
    let mut likelihood = DiffuseLikelihood::default();
    let observed: Vec<f64> = y.iter().copied().filter(|x| !x.is_nan()).collect();
    let size = observed.iter().map(|x| x.abs()).sum::<f64>() / observed.len().max(1) as f64;
    for (position, &value) in y.iter().enumerate() {
        let m = &p * z;
        let f = zero_small(m.dot(z)) + model.measurement_variance();
        let row = diffuse.as_ref().map(|d| d.tr_mul(z));
        let f_diffuse = zero_small(row.as_ref().map_or(0.0, |r| r.norm_squared()));
        let m_diffuse = match (&diffuse, &row) {
            (Some(d), Some(r)) if f_diffuse > 0.0 => d * r,
            _ => DVector::zeros(a.len()),
        };
        let error = (!value.is_nan()).then(|| {
            let e = value - a.dot(z);
            if e.abs() < ZERO * size { 0.0 } else { e }
        });
        let step =
            Step { a: a.clone(), p: p.clone(), diffuse: diffuse.clone(), error, f, f_diffuse, m, m_diffuse };
        if let Some(e) = error {
            if f_diffuse > 0.0 {
                likelihood.diffuse_correction += f_diffuse.ln();
                a += &step.m_diffuse * (e / f_diffuse);
                if f != 0.0 {
                    let d = &step.m - &step.m_diffuse * (f / f_diffuse);
                    p += (&d * d.transpose() - &step.m * step.m.transpose()) / f;
                }
                diffuse = diffuse.and_then(|d| drop_direction(d, row.as_ref()));
            } else if f > 0.0 {
                likelihood.observations += 1;
                likelihood.ssq += e * e / f;
                likelihood.log_determinant += f.ln();
                a += &step.m * (e / f);
                p -= &step.m * step.m.transpose() / f;
            } else if e != 0.0 {
                return Err(SsfError::Inconsistent { position });
            }
        }
        a = model.transition_vector(&a);
        p = model.propagate(&p) + model.innovations();
        diffuse = diffuse.map(|d| model.transition(&d));
        steps.push(step);
    }
    if diffuse.is_some() {
        return Err(SsfError::NotInitialised {
            observations: observed.len(),
            needed: model.diffuse_dimension(),
        });
    }
    Ok(Filtered { steps, likelihood })
}

fn zero_small(x: f64) -> f64 {
    if x.abs() < ZERO { 0.0 } else { x }
}

/// Rotates the columns of A so that `Z A` has a single element and drops its column: a Householder
/// reflection. None when no column is left.
fn drop_direction(a: DMatrix<f64>, row: Option<&DVector<f64>>) -> Option<DMatrix<f64>> {
    let row = row?;
    let mut v = row.clone();
    let norm = v.norm();
    v[0] += if v[0] < 0.0 { -norm } else { norm };
    let scale = 2.0 / v.norm_squared();
    let rotated = &a - (&a * &v) * v.transpose() * scale;
    (a.ncols() > 1).then(|| rotated.columns(1, a.ncols() - 1).into_owned())
}
