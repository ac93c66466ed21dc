//! State smoother with exact diffuse start (`arima.md`, 15.6; Durbin and Koopman 2003).

use nalgebra::{DMatrix, DVector};

use super::filter::Step;
use super::{SsfError, StateSpace, kalman_filter};

/// Expectations and covariances of the states given all observations, for unit scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Smoothed {
    /// `E[alpha_t | y]`.
    pub states: Vec<DVector<f64>>,
    /// `var[alpha_t | y]`.
    pub covariances: Vec<DMatrix<f64>>,
}

impl Smoothed {
    /// Element `i` of the state through time.
    pub fn component(&self, i: usize) -> Vec<f64> {
        self.states.iter().map(|a| a[i]).collect()
    }

    /// Variance of element `i` of the state through time; rounding below 0 is 0.
    pub fn variance(&self, i: usize) -> Vec<f64> {
        self.covariances.iter().map(|p| p[(i, i)].max(0.0)).collect()
    }
}

/// Backward recursions `r`, `N` with their diffuse counterparts.
struct Backward<'a> {
    model: &'a StateSpace,
    r: DVector<f64>,
    r_diffuse: DVector<f64>,
    n0: DMatrix<f64>,
    n1: DMatrix<f64>,
    n2: DMatrix<f64>,
}

/// Smooths `y`; NaN is missing.
///
/// # Errors
/// Those of the filter.
pub fn smooth(model: &StateSpace, y: &[f64]) -> Result<Smoothed, SsfError> {
    let filtered = kalman_filter(model, y)?;
    let d = model.dimension();
    let mut b = Backward {
        model,
        r: DVector::zeros(d),
        r_diffuse: DVector::zeros(d),
        n0: DMatrix::zeros(d, d),
        n1: DMatrix::zeros(d, d),
        n2: DMatrix::zeros(d, d),
    };
    let mut states = Vec::with_capacity(y.len());
    let mut covariances = Vec::with_capacity(y.len());
    for step in filtered.steps.iter().rev() {
        b.step(step);
        let mut a = &step.a + &step.p * &b.r;
        let mut v = &step.p - &step.p * &b.n0 * &step.p;
        if let Some(directions) = &step.diffuse {
            let p_inf = directions * directions.transpose();
            a += &p_inf * &b.r_diffuse;
            let cross = &p_inf * &b.n1 * &step.p;
            v -= &cross + cross.transpose() + &p_inf * &b.n2 * &p_inf;
        }
        states.push(a);
        covariances.push(v);
    }
    states.reverse();
    covariances.reverse();
    Ok(Smoothed { states, covariances })
}

impl Backward<'_> {
    fn step(&mut self, s: &Step) {
        match (s.error, &s.diffuse) {
            (Some(e), Some(_)) if s.f_diffuse > 0.0 => self.diffuse_update(s, e),
            (Some(e), None) if s.f > 0.0 => self.update(s, e),
            (Some(e), Some(_)) if s.f > 0.0 => self.finite_update_at_start(s, e),
            _ => self.propagate(s.diffuse.is_some()),
        }
    }

    /// No observation: `r <- T' r`, `N <- T' N T`.
    fn propagate(&mut self, diffuse: bool) {
        self.r = self.model.transition_transposed(&self.r);
        self.n0 = self.model.propagate_back(&self.n0);
        if diffuse {
            self.r_diffuse = self.model.transition_transposed(&self.r_diffuse);
            self.n1 = self.model.propagate_back(&self.n1);
            self.n2 = self.model.propagate_back(&self.n2);
        }
    }

    /// `r <- Z e/f + L' r`, `N <- Z Z'/f + L' N L`, `L = T - T M Z'/f`, as T first and a correction of
    /// rank one after.
    fn update(&mut self, s: &Step, e: f64) {
        self.propagate(false);
        let z = self.model.loading();
        let gain = &s.m / s.f;
        self.r += z * (e / s.f - gain.dot(&self.r));
        let u = &self.n0 * &gain;
        let w = gain.dot(&u) + 1.0 / s.f;
        self.n0 += z * z.transpose() * w - &u * z.transpose() - z * u.transpose();
    }

    /// Within the start, an observation whose diffuse variance is 0.
    fn finite_update_at_start(&mut self, s: &Step, e: f64) {
        let z = self.model.loading().clone();
        self.r_diffuse = self.model.transition_transposed(&self.r_diffuse);
        self.n1 = self.model.propagate_back(&self.n1);
        self.n2 = self.model.propagate_back(&self.n2);
        let gain = &s.m / s.f;
        let u = &self.n1 * &gain;
        self.n1 -= u * z.transpose();
        self.update(s, e);
    }

    /// An observation with a diffuse variance: `K_i = M_inf/fi`, `K_f = (M - f K_i)/fi`, `L0 = I - K_i Z`,
    /// `L1 = -K_f Z` after the transition.
    fn diffuse_update(&mut self, s: &Step, e: f64) {
        self.propagate(true);
        let z = self.model.loading();
        let d = z.len();
        let (f, fi) = (s.f, s.f_diffuse);
        let ki = &s.m_diffuse / fi;
        let kf = (&s.m - &ki * f) / fi;
        let l0 = DMatrix::identity(d, d) - &ki * z.transpose();
        let l1 = -(&kf * z.transpose());
        let zz = z * z.transpose();
        let (n0, n1, n2) = (&self.n0, &self.n1, &self.n2);
        let cross = l0.transpose() * n1 * &l1;
        let next2 = &zz * (-f / (fi * fi))
            + l0.transpose() * n2 * &l0
            + &cross
            + cross.transpose()
            + l1.transpose() * n0 * &l1;
        let next1 = &zz / fi + l0.transpose() * n1 * &l0 + l1.transpose() * n0 * &l0;
        self.n0 = l0.transpose() * n0 * &l0;
        self.n1 = next1;
        self.n2 = next2;
        self.r_diffuse += z * (e / fi - ki.dot(&self.r_diffuse) - kf.dot(&self.r));
        self.r -= z * ki.dot(&self.r);
    }
}
