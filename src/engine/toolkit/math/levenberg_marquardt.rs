//! Levenberg-Marquardt minimisation of a sum of squares (`arima.md`, 10.1 and 11; Madsen, Nielsen
//! and Tingleff 2004, damping rule of Nielsen 1999).

use nalgebra::DMatrix;
use pulp::{Simd, WithSimd};

use super::householder::{HouseholderQr, dot};
use super::lanes::{Four, LANES, Load, Vector, add_in_order, dispatch};

/// What a domain did with a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// The point was inside.
    Unchanged,
    /// The point was moved inside.
    Changed,
    /// The point cannot be moved inside.
    Invalid,
}

/// A function `F(p) = |E(p)|^2` on a domain.
pub trait SumOfSquares {
    /// Number of parameters.
    fn parameter_count(&self) -> usize;
    /// Number of residuals.
    fn residual_count(&self) -> usize;
    /// Writes the residuals E at `p` and returns F; none when the evaluation fails.
    fn evaluate(&mut self, p: &[f64], residuals: &mut [f64]) -> Option<f64>;
    /// [`evaluate`](Self::evaluate) at as many points as there are values; points and residuals one after the
    /// other.
    fn evaluate_all(&mut self, points: &[f64], residuals: &mut [f64], values: &mut [Option<f64>]) {
        let (n, m) = (self.parameter_count().max(1), self.residual_count().max(1));
        let points = points.chunks_exact(n).zip(residuals.chunks_exact_mut(m));
        for (value, (p, e)) in values.iter_mut().zip(points) {
            *value = self.evaluate(p, e);
        }
    }
    /// Moves `p` inside the domain.
    fn validate(&self, p: &mut [f64]) -> Validity;
    /// Signed step of the numerical derivative with respect to parameter `i` at `p`.
    fn step(&self, p: &[f64], i: usize) -> f64;
}

/// Stopping rules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevenbergMarquardt {
    /// Largest number of outer iterations.
    pub max_iterations: usize,
    /// Relative to the square root of the objective at the start.
    pub gradient_tolerance: f64,
    /// Relative to the squared norm of the parameters.
    pub parameter_tolerance: f64,
    /// Relative to the objective at the start; the "precision" of the callers.
    pub function_tolerance: f64,
    /// First damping, relative to the square root of the objective at the start.
    pub tau: f64,
}

impl Default for LevenbergMarquardt {
    fn default() -> Self {
        Self {
            max_iterations: 200,
            gradient_tolerance: 1e-15,
            parameter_tolerance: 1e-15,
            function_tolerance: 1e-12,
            tau: 1e-3,
        }
    }
}

/// Why the iterations ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The objective fell to nothing compared with its start.
    Objective,
    /// The gradient vanished.
    Gradient,
    /// The step vanished.
    Parameters,
    /// The objective did not diminish noticeably: the usual ending.
    Function,
    /// No trial was accepted, or the iterations were exhausted.
    Exhausted,
    /// The objective or a step was not a number.
    Failure,
}

/// Where the minimisation ended.
#[derive(Clone, Debug)]
pub struct Minimum {
    /// The last accepted point.
    pub point: Vec<f64>,
    /// F there.
    pub objective: f64,
    /// `2 J'E` at the last point where derivatives were taken, not at the last point.
    pub gradient: Vec<f64>,
    /// `2 J'J` (plus `2 mu I`) of the last accepted, unchanged step.
    pub hessian: DMatrix<f64>,
    /// Number of outer iterations.
    pub iterations: usize,
    /// Why it ended.
    pub ending: Ending,
}

/// Buffers of one minimisation.
struct Work {
    p: Vec<f64>,
    e: Vec<f64>,
    trial: Vec<f64>,
    trial_e: Vec<f64>,
    /// Points of the numerical derivatives, their steps and values.
    points: Vec<f64>,
    steps: Vec<f64>,
    values: Vec<Option<f64>>,
    jacobian: Vec<f64>,
    /// Jacobian above the damping, and the residuals as a last column.
    matrix: Vec<f64>,
    dp: Vec<f64>,
    gradient: Vec<f64>,
    qr: HouseholderQr,
}

impl LevenbergMarquardt {
    /// Minimises `f` from `start`, which is used as it is.
    ///
    /// None when the function cannot be evaluated at the start, or when the derivatives that the
    /// run did not leave behind cannot be computed at its end.
    pub fn minimize(&self, f: &mut impl SumOfSquares, start: &[f64]) -> Option<Minimum> {
        let (n, m) = (f.parameter_count(), f.residual_count());
        let mut w = Work {
            p: start.to_vec(),
            e: vec![0.0; m],
            trial: vec![0.0; n],
            trial_e: vec![0.0; m],
            points: vec![0.0; n * n],
            steps: vec![0.0; n],
            values: vec![None; n],
            jacobian: vec![0.0; m * n],
            matrix: vec![0.0; (m + n) * (n + 1)],
            dp: vec![0.0; n],
            gradient: vec![0.0; n],
            qr: HouseholderQr::new(),
        };
        let mut objective = f.evaluate(&w.p, &mut w.e)?;
        let scale2 = objective;
        let scale = scale2.sqrt();
        let mut damping = 0.0;
        let mut growth: u64 = 4;
        let mut gradient_known = false;
        let mut hessian: Option<DMatrix<f64>> = None;
        let mut iterations = 0;
        let ending = 'outer: loop {
            if iterations == self.max_iterations {
                break Ending::Exhausted;
            }
            iterations += 1;
            if !objective.is_finite() {
                break Ending::Failure;
            }
            if objective <= self.function_tolerance * scale2 {
                break Ending::Objective;
            }
            derivatives(f, &mut w);
            gradient_known = true;
            let largest = w.gradient.iter().fold(0.0f64, |a, g| a.max(g.abs()));
            if largest <= self.gradient_tolerance * scale && !w.gradient.iter().any(|g| g.is_nan()) {
                break Ending::Gradient;
            }
            for _ in 0..100 {
                if solve_damped(&mut w, damping) {
                    let step2 = dot(&w.dp, &w.dp);
                    let point2 = dot(&w.p, &w.p) + self.parameter_tolerance;
                    if !step2.is_finite() || step2 >= point2 / 1e-34 {
                        break 'outer Ending::Failure;
                    }
                    if step2 <= self.parameter_tolerance * point2 {
                        break 'outer Ending::Parameters;
                    }
                    for ((t, p), d) in w.trial.iter_mut().zip(&w.p).zip(&w.dp) {
                        *t = p + d;
                    }
                    let validity = f.validate(&mut w.trial);
                    let value = match validity {
                        Validity::Invalid => None,
                        _ => f.evaluate(&w.trial, &mut w.trial_e),
                    };
                    // a failed evaluation counts as a rejected trial
                    let value = value.unwrap_or(f64::NAN);
                    let decrease = objective - value;
                    if decrease > 0.0 {
                        let predicted: f64 = -0.5
                            * w.gradient
                                .iter()
                                .zip(&w.dp)
                                .map(|(g, d)| (g - 2.0 * damping * d) * d)
                                .sum::<f64>();
                        let rho = decrease / predicted;
                        if validity == Validity::Changed || rho > 1e-4 {
                            std::mem::swap(&mut w.p, &mut w.trial);
                            std::mem::swap(&mut w.e, &mut w.trial_e);
                            objective = value;
                            if validity == Validity::Changed {
                                hessian = None;
                                gradient_known = false;
                                continue 'outer;
                            }
                            hessian = Some(gauss_newton(&w));
                            let x = 2.0 * rho - 1.0;
                            damping *= (1.0 - x * x * x).max(1.0 / 3.0);
                            growth = 4;
                            if decrease <= self.function_tolerance * scale2 {
                                break 'outer Ending::Function;
                            }
                            continue 'outer;
                        }
                    }
                }
                damping = if damping == 0.0 { self.tau * scale } else { damping * growth as f64 };
                match growth.checked_mul(4) {
                    Some(g) => growth = g,
                    None => break 'outer Ending::Exhausted,
                }
            }
            break Ending::Exhausted;
        };
        let hessian = match hessian {
            Some(h) if gradient_known => h,
            _ => {
                derivatives(f, &mut w);
                DMatrix::from_fn(n, n, |i, j| {
                    2.0 * dot(&w.jacobian[i * m..(i + 1) * m], &w.jacobian[j * m..(j + 1) * m])
                })
            }
        };
        Some(Minimum { point: w.p, objective, gradient: w.gradient, hessian, iterations, ending })
    }
}

/// Forward differences: the Jacobian by columns, 0 where the evaluation fails, and `G = 2 J'E`.
fn derivatives(f: &mut impl SumOfSquares, w: &mut Work) {
    let (n, m) = (w.p.len(), w.e.len());
    for i in 0..n {
        w.steps[i] = f.step(&w.p, i);
        let point = &mut w.points[i * n..(i + 1) * n];
        point.copy_from_slice(&w.p);
        point[i] += w.steps[i];
    }
    f.evaluate_all(&w.points, &mut w.jacobian, &mut w.values);
    dispatch(Differences { jacobian: &mut w.jacobian, e: &w.e, steps: &w.steps, gradient: &mut w.gradient });
    for (i, value) in w.values.iter().enumerate() {
        if value.is_none() {
            let column = &mut w.jacobian[i * m..(i + 1) * m];
            column.fill(0.0);
            w.gradient[i] = 2.0 * dot(column, &w.e);
        }
    }
}

/// Columns whose products with the residuals are summed at once: their sums do not wait for each other.
const MOST_COLUMNS: usize = 4;

/// Makes the residuals at the points of the derivatives the columns of the Jacobian, and twice their products with the
/// residuals the gradient.
struct Differences<'a> {
    jacobian: &'a mut [f64],
    e: &'a [f64],
    steps: &'a [f64],
    gradient: &'a mut [f64],
}

impl WithSimd for Differences<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { jacobian, e, steps, gradient } = self;
        if e.is_empty() {
            return gradient.fill(0.0);
        }
        let columns = jacobian.chunks_mut(MOST_COLUMNS * e.len());
        let (steps, gradients) = (steps.chunks(MOST_COLUMNS), gradient.chunks_mut(MOST_COLUMNS));
        for ((columns, steps), gradient) in columns.zip(steps).zip(gradients) {
            match steps.len() {
                1 => differences::<S, 1>(simd, columns, e, steps, gradient),
                2 => differences::<S, 2>(simd, columns, e, steps, gradient),
                3 => differences::<S, 3>(simd, columns, e, steps, gradient),
                _ => differences::<S, 4>(simd, columns, e, steps, gradient),
            }
        }
    }
}

/// [`Differences`] for N columns.
#[inline(always)]
fn differences<S: Simd, const N: usize>(
    simd: S,
    columns: &mut [f64],
    e: &[f64],
    steps: &[f64],
    gradient: &mut [f64],
) {
    let (e_fours, e_rest) = e.as_chunks::<LANES>();
    let mut fours: [&mut [[f64; LANES]]; N] = std::array::from_fn(|_| Default::default());
    let mut rests: [&mut [f64]; N] = std::array::from_fn(|_| Default::default());
    let mut divisors = [Vector::splat(simd, 1.0); N];
    for (n, column) in columns.chunks_exact_mut(e.len()).enumerate().take(N) {
        let (x, rest) = column.as_chunks_mut::<LANES>();
        (fours[n], rests[n]) = (&mut x[..e_fours.len()], &mut rest[..e_rest.len()]);
        divisors[n] = steps[n].load(simd);
    }
    let mut sums = [0.0; N];
    for i in 0..e_fours.len() {
        let e = Four(e_fours[i]).load(simd);
        let mut products = [e; N];
        for n in 0..N {
            let x = (Four(fours[n][i]).load(simd) - e) / divisors[n];
            fours[n][i] = x.store().0;
            products[n] = x * e;
        }
        add_in_order(products, &mut sums);
    }
    for i in 0..e_rest.len() {
        for n in 0..N {
            let x = (rests[n][i] - e_rest[i]) / steps[n];
            rests[n][i] = x;
            sums[n] += x * e_rest[i];
        }
    }
    for n in 0..N {
        gradient[n] = 2.0 * sums[n];
    }
}

/// Solves `[J; sqrt(mu) I] dp = -[E; 0]`; false when a diagonal entry of R is exactly 0.
fn solve_damped(w: &mut Work, damping: f64) -> bool {
    let (m, n) = (w.e.len(), w.p.len());
    let rows = m + n;
    for (i, column) in w.matrix.chunks_exact_mut(rows).take(n).enumerate() {
        column[..m].copy_from_slice(&w.jacobian[i * m..(i + 1) * m]);
        column[m..].fill(0.0);
        column[m + i] = damping.sqrt();
    }
    let rhs = &mut w.matrix[rows * n..];
    for (r, e) in rhs.iter_mut().zip(&w.e) {
        *r = -e;
    }
    rhs[m..].fill(0.0);
    w.qr.triangularize(&mut w.matrix, rows, n);
    if w.qr.diagonal().contains(&0.0) {
        return false;
    }
    let (matrix, rhs) = w.matrix.split_at(rows * n);
    // a step that is not finite is judged by the caller
    let _finite = w.qr.solve(matrix, rhs, n, &mut w.dp);
    true
}

/// `2 R'R` of the last system solved, that is `2 (J'J + mu I)`.
fn gauss_newton(w: &Work) -> DMatrix<f64> {
    let r = w.qr.r_matrix(&w.matrix);
    2.0 * r.transpose() * r
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_difference_and_gradient_alone(
            (m, n) in (0..30usize, 0..10usize),
            numbers in prop::collection::vec(-2.0..2.0f64, 11 * 30),
            steps in prop::collection::vec(prop_oneof![1e-9..1e-7f64, -1e-7..-1e-9f64], 10),
        ) {
            let (e, points) = (&numbers[..m], &numbers[m..(n + 1) * m]);
            let (mut jacobian, mut gradient) = (points.to_vec(), vec![0.0; n]);
            dispatch(Differences { jacobian: &mut jacobian, e, steps: &steps[..n], gradient: &mut gradient });
            for i in 0..n {
                let point = points[i * m..(i + 1) * m].iter().zip(e);
                let column: Vec<f64> = point.map(|(e1, e0)| (e1 - e0) / steps[i]).collect();
                prop_assert_eq!(&jacobian[i * m..(i + 1) * m], &column);
                prop_assert_eq!(gradient[i], 2.0 * dot(&column, e));
            }
        }
    }

    /// Residuals of `y = a exp(-b t)`.
    struct Decay {
        y: Vec<f64>,
        limit: f64,
    }

    impl SumOfSquares for Decay {
        fn parameter_count(&self) -> usize {
            2
        }
        fn residual_count(&self) -> usize {
            self.y.len()
        }
        fn evaluate(&mut self, p: &[f64], e: &mut [f64]) -> Option<f64> {
            for (t, (e, y)) in e.iter_mut().zip(&self.y).enumerate() {
                *e = y - p[0] * (-p[1] * t as f64).exp();
            }
            Some(dot(e, e))
        }
        fn validate(&self, p: &mut [f64]) -> Validity {
            if p[1] > self.limit {
                p[1] = self.limit;
                return Validity::Changed;
            }
            Validity::Unchanged
        }
        fn step(&self, p: &[f64], i: usize) -> f64 {
            1.5e-8 * p[i].abs().max(1.0)
        }
    }

    #[test]
    fn finds_an_exact_minimum() {
        let y: Vec<f64> = (0..20).map(|t| 3.0 * (-0.4 * f64::from(t)).exp()).collect();
        let mut f = Decay { y, limit: 10.0 };
        let m = LevenbergMarquardt::default().minimize(&mut f, &[1.0, 1.0]).unwrap();
        assert!((m.point[0] - 3.0).abs() < 1e-6 && (m.point[1] - 0.4).abs() < 1e-6, "{m:?}");
    }

    #[test]
    fn a_changed_point_clears_the_derivatives() {
        let y: Vec<f64> = (0..20).map(|t| 3.0 * (-0.4 * f64::from(t)).exp()).collect();
        let mut f = Decay { y, limit: 0.3 };
        let m = LevenbergMarquardt::default().minimize(&mut f, &[1.0, 0.1]).unwrap();
        assert!(m.point[1] <= 0.3 + 1e-12);
        assert!(m.hessian.iter().all(|x| x.is_finite()) && m.gradient.iter().all(|x| x.is_finite()));
    }

    #[test]
    fn a_function_that_is_not_a_number_is_a_failure() {
        let mut f = Decay { y: vec![f64::NAN; 5], limit: 1.0 };
        let m = LevenbergMarquardt::default().minimize(&mut f, &[1.0, 0.5]).unwrap();
        assert_eq!(m.ending, Ending::Failure);
    }
}
