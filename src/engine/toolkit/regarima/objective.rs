//! The function minimised in the estimation of ARMA parameters (`arima.md`, 6.2, 9 and 10).

use nalgebra::DMatrix;
use pulp::{Simd, WithSimd};
use serde::{Deserialize, Serialize};

use super::likelihood::{Evaluation, LikelihoodEvaluator};
use super::{DifferencedModel, RegArimaModel};
use crate::toolkit::arima::SarimaOrders;
use crate::toolkit::arima::domain::{ParameterDomain, derivative_step, validate_with_fixed};
use crate::toolkit::math::exponential;
use crate::toolkit::math::lanes::{LANES, dispatch};
use crate::toolkit::math::levenberg_marquardt::{SumOfSquares, Validity};

/// What is minimised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Criterion {
    /// The deviance `S exp(ldet / N)`: maximum likelihood.
    #[default]
    MaximumLikelihood,
    /// The sum of squares S of the exact residuals: unconditional least squares.
    LeastSquares,
}

impl Criterion {
    /// The criterion from an evaluation of the likelihood; the squares of the residuals are made to sum to it.
    fn value(self, evaluation: Evaluation, residuals: &mut [f64]) -> f64 {
        let Evaluation { ssq, log_determinant, observations } = evaluation;
        if self == Self::LeastSquares {
            return ssq;
        }
        let factor = exponential::exp(log_determinant / observations as f64);
        dispatch(Scale { residuals, factor: factor.sqrt() });
        ssq * factor
    }
}

/// Multiplies residuals by a factor.
struct Scale<'a> {
    residuals: &'a mut [f64],
    factor: f64,
}

impl WithSimd for Scale<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for e in self.residuals {
            *e *= self.factor;
        }
    }
}

/// Relation between the parameters of the optimiser and the packed parameters of a model.
#[derive(Clone, Debug)]
pub(super) struct ParameterMapping {
    orders: SarimaOrders,
    domain: ParameterDomain,
    values: Vec<f64>,
    fixed: Vec<bool>,
    free: Vec<usize>,
}

impl ParameterMapping {
    pub(super) fn new(model: &RegArimaModel, domain: ParameterDomain) -> Self {
        let fixed = model.fixed_parameters().to_vec();
        Self {
            orders: model.arima().orders(),
            domain,
            values: model.arima().parameters().to_vec(),
            free: (0..fixed.len()).filter(|&i| !fixed[i]).collect(),
            fixed,
        }
    }

    /// Packed indices of the free parameters.
    pub(super) fn free(&self) -> &[usize] {
        &self.free
    }

    /// The packed parameters with the free ones replaced.
    pub(super) fn complete(&self, free: &[f64]) -> Vec<f64> {
        let mut packed = Vec::with_capacity(self.values.len());
        self.append(free, &mut packed);
        packed
    }

    /// Appends the packed parameters with the free ones replaced.
    fn append(&self, free: &[f64], packed: &mut Vec<f64>) {
        let start = packed.len();
        packed.extend_from_slice(&self.values);
        for (&i, x) in self.free.iter().zip(free) {
            packed[start + i] = *x;
        }
    }

    /// Appends the packed parameters of several points.
    fn pack(&self, points: &[f64], packed: &mut Vec<f64>) {
        for point in points.chunks_exact(self.free.len().max(1)) {
            self.append(point, packed);
        }
    }

    /// The free ones among packed parameters.
    pub(super) fn extract(&self, packed: &[f64]) -> Vec<f64> {
        self.free.iter().map(|&i| packed[i]).collect()
    }

    /// Whether the packed parameters are inside the domain; with fixed parameters this is the
    /// stable one.
    fn contains(&self, packed: &[f64]) -> bool {
        let domain = if self.is_complete() { self.domain } else { ParameterDomain::Stable };
        domain.contains(self.orders, packed)
    }

    fn is_complete(&self) -> bool {
        self.free.len() == self.values.len()
    }

    /// Moves free parameters inside the domain.
    pub(super) fn validate(&self, free: &mut [f64]) -> Validity {
        if self.is_complete() {
            return self.domain.validate(self.orders, free);
        }
        let mut packed = self.complete(free);
        let validity = validate_with_fixed(self.orders, &mut packed, &self.fixed);
        for (x, &i) in free.iter_mut().zip(&self.free) {
            *x = packed[i];
        }
        validity
    }

    /// Signed step of the derivative with respect to the free parameter `i`.
    fn step(&self, free: &[f64], i: usize) -> f64 {
        if self.is_complete() {
            return derivative_step(free, i, |p| self.contains(p));
        }
        derivative_step(free, i, |p| self.contains(&self.complete(p)))
    }
}

/// The criterion as a function of the free ARMA parameters.
pub(super) struct Objective<'a> {
    evaluator: LikelihoodEvaluator<'a>,
    mapping: &'a ParameterMapping,
    criterion: Criterion,
    /// Packed parameters of several points.
    all_packed: Vec<f64>,
    /// The last point of [`evaluate`](SumOfSquares::evaluate), and the steps of the first of its numerical derivatives.
    point: Vec<f64>,
    steps: Vec<f64>,
    /// Points filtered together with that point: those of these derivatives.
    prepared: Vec<f64>,
    rows: usize,
}

impl<'a> Objective<'a> {
    pub(super) fn new(
        model: &'a DifferencedModel,
        mapping: &'a ParameterMapping,
        criterion: Criterion,
    ) -> Self {
        Self {
            evaluator: LikelihoodEvaluator::new(model, mapping.orders),
            mapping,
            criterion,
            all_packed: Vec::new(),
            point: Vec::new(),
            steps: Vec::new(),
            prepared: Vec::new(),
            rows: model.rows(),
        }
    }

    /// The evaluator, which knows the last point.
    pub(super) fn evaluator(&self) -> &LikelihoodEvaluator<'a> {
        &self.evaluator
    }

    /// The criterion at several points, one after the other; none without free parameters.
    fn values(&mut self, points: &[f64]) -> Option<Vec<Option<f64>>> {
        let count = points.len().checked_div(self.mapping.free.len())?;
        let mut values = vec![None; count];
        let mut residuals = vec![0.0; count * self.rows];
        self.prepared.clear();
        self.evaluate_all(points, &mut residuals, &mut values);
        Some(values)
    }

    /// The criterion at point `i` of those filtered together.
    fn value(&mut self, i: usize, residuals: &mut [f64]) -> Option<f64> {
        let evaluation = self.evaluator.evaluation(i, residuals)?;
        Some(self.criterion.value(evaluation, residuals))
    }

    /// Value and gradient (forward differences), and Hessian by second differences with steps of
    /// about 1.2e-4 (`arima.md`, 10.2). Points where the evaluation fails count as the centre. None
    /// when the centre fails.
    pub(super) fn second_order(&mut self, p: &[f64]) -> Option<(f64, Vec<f64>, DMatrix<f64>)> {
        let n = p.len();
        let steps: Vec<f64> = (0..n).map(|i| self.mapping.step(p, i)).collect();
        let h: Vec<f64> = steps.iter().map(|e| e.abs().sqrt()).collect();
        // the centre, the gradient's points, then two for each square and four for each product
        let mut points = p.to_vec();
        let mut add = |moves: &[(usize, f64)]| {
            let start = points.len();
            points.extend_from_slice(p);
            for &(i, h) in moves {
                points[start + i] += h;
            }
        };
        steps.iter().enumerate().for_each(|(i, step)| add(&[(i, *step)]));
        for i in 0..n {
            add(&[(i, h[i])]);
            add(&[(i, -h[i])]);
            for j in 0..i {
                let (a, b) = (0.5 * h[i], 0.5 * h[j]);
                for (a, b) in [(a, b), (-a, -b), (a, -b), (-a, b)] {
                    add(&[(i, a), (j, b)]);
                }
            }
        }
        let values = self.values(&points)?;
        let centre = values[0]?;
        let mut at = values.into_iter().skip(1).map(|value| value.unwrap_or(centre));
        let mut next = || at.next().unwrap_or(centre);
        let gradient = steps
            .iter()
            .map(|step| {
                let difference = next() - centre;
                if *step == 0.0 { 0.0 } else { difference / step }
            })
            .collect();
        let mut hessian = DMatrix::zeros(n, n);
        for i in 0..n {
            hessian[(i, i)] = (next() - 2.0 * centre + next()) / (h[i] * h[i]);
            for j in 0..i {
                let sum = next() + next() - next() - next();
                hessian[(i, j)] = sum / (h[i] * h[j]);
                hessian[(j, i)] = hessian[(i, j)];
            }
        }
        Some((centre, gradient, hessian))
    }
}

impl SumOfSquares for Objective<'_> {
    fn parameter_count(&self) -> usize {
        self.mapping.free.len()
    }

    fn residual_count(&self) -> usize {
        self.rows
    }

    fn evaluate(&mut self, p: &[f64], residuals: &mut [f64]) -> Option<f64> {
        let n = p.len();
        self.point.clear();
        self.point.extend_from_slice(p);
        self.steps.clear();
        self.prepared.clear();
        for i in 0..n.min(LANES - 1) {
            let step = self.mapping.step(p, i);
            self.steps.push(step);
            self.prepared.extend_from_slice(p);
            self.prepared[i * n + i] += step;
        }
        self.all_packed.clear();
        self.mapping.pack(p, &mut self.all_packed);
        self.mapping.pack(&self.prepared, &mut self.all_packed);
        self.evaluator.evaluate_all(&self.all_packed);
        self.value(0, residuals)
    }

    fn evaluate_all(&mut self, points: &[f64], residuals: &mut [f64], values: &mut [Option<f64>]) {
        let (n, m) = (self.mapping.free.len(), self.rows);
        let prepared = if points.starts_with(&self.prepared) { self.prepared.len() / n.max(1) } else { 0 };
        let (first, values) = values.split_at_mut(prepared);
        let (first_residuals, residuals) = residuals.split_at_mut(prepared * m);
        for (i, (value, residuals)) in first.iter_mut().zip(first_residuals.chunks_exact_mut(m)).enumerate() {
            *value = self.value(i + 1, residuals);
        }
        let jobs = points[prepared * n..].chunks(n * LANES).zip(residuals.chunks_mut(m * LANES));
        for ((points, residuals), values) in jobs.zip(values.chunks_mut(LANES)) {
            self.prepared.clear();
            self.all_packed.clear();
            self.mapping.pack(points, &mut self.all_packed);
            self.evaluator.evaluate_all(&self.all_packed);
            for (i, (value, residuals)) in values.iter_mut().zip(residuals.chunks_exact_mut(m)).enumerate() {
                *value = self.value(i, residuals);
            }
        }
    }

    fn validate(&self, p: &mut [f64]) -> Validity {
        self.mapping.validate(p)
    }

    fn step(&self, p: &[f64], i: usize) -> f64 {
        match self.steps.get(i) {
            Some(step) if self.point == p => *step,
            _ => self.mapping.step(p, i),
        }
    }
}
