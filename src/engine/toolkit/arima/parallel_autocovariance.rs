//! Autocovariances of several ARMA processes of the same orders, side by side. The figures are those of
//! [`AutoCovariance`](super::autocovariance::AutoCovariance).

use pulp::{Simd, WithSimd};

use super::autocovariance::{AutoCovariance, significant};
use crate::toolkit::math::lanes::{Four, LANES, Load, Vector, dispatch};
use crate::toolkit::math::linear_system::SMALLEST_PIVOT;
use crate::toolkit::math::polynomial::COEFFICIENT_TOLERANCE;

/// Re-usable buffers.
#[derive(Clone, Debug, Default)]
pub(super) struct ParallelAutoCovariance {
    alone: AutoCovariance,
    ar: Vec<Four>,
    ma: Vec<Four>,
    psi: Vec<Four>,
    /// The equations, row by row.
    matrix: Vec<Four>,
    /// Right-hand sides, then autocovariances.
    gamma: Vec<Four>,
    elimination: Elimination,
}

/// Buffers of the elimination.
#[derive(Clone, Debug, Default)]
struct Elimination {
    /// The equation of each unknown.
    equation: Vec<Option<usize>>,
    /// Unknowns, not yet taken, with a coefficient that is not zero in the pivot row, and that coefficient.
    row: Vec<(usize, Four)>,
    solution: Vec<Four>,
}

impl ParallelAutoCovariance {
    /// `gamma_0, ..., gamma_{n-1}` of `ar(B) u = ma(B) a` for the models given by the rows of `ar` and `ma` (with the
    /// constants 1), and which of them have autocovariances with `gamma_0 > 0`; the others are 1, 0, 0, ... Lanes
    /// without model repeat the first one. n is at most `max(p, q) + 1`, p and q being the
    /// degrees of the polynomials given.
    pub(super) fn compute(&mut self, ar: &[Vec<f64>], ma: &[Vec<f64>], n: usize) -> ([bool; LANES], &[Four]) {
        let count = ar.len().min(ma.len()).min(LANES);
        let mut valid = [false; LANES];
        let (Some(first_ar), Some(first_ma)) = (ar.first(), ma.first()) else { return (valid, &[]) };
        let (p, q) = (significant(first_ar).len(), significant(first_ma).len());
        let alike =
            ar.iter().all(|c| significant(c).len() == p) && ma.iter().all(|c| significant(c).len() == q);
        if alike && self.side_by_side(&ar[..count], &ma[..count], p, q, n) {
            for (i, valid) in valid.iter_mut().enumerate().take(count) {
                *valid = self.gamma[0].0[i] > 0.0;
            }
        } else {
            self.gamma.clear();
            self.gamma.resize(n, Four::default());
            for (i, (ar, ma)) in ar.iter().zip(ma).enumerate().take(count) {
                if let Ok(gamma) = self.alone.compute(ar, ma, n) {
                    valid[i] = gamma[0] > 0.0;
                    self.gamma.iter_mut().zip(gamma).for_each(|(all, g)| all.0[i] = *g);
                }
            }
        }
        for (i, _) in valid.iter().enumerate().filter(|(i, valid)| !**valid && *i < count) {
            self.gamma.iter_mut().for_each(|g| g.0[i] = 0.0);
            self.gamma[0].0[i] = 1.0;
        }
        for g in &mut self.gamma {
            let first = g.0[0];
            g.0[count..].fill(first);
        }
        (valid, &self.gamma[..n])
    }

    /// False where the models have to be computed one by one: the elimination would take another way for each.
    fn side_by_side(&mut self, ar: &[Vec<f64>], ma: &[Vec<f64>], p: usize, q: usize, n: usize) -> bool {
        let count = ar.len();
        let four =
            |c: &[Vec<f64>], k: usize| Four(std::array::from_fn(|i| c[if i < count { i } else { 0 }][k]));
        self.ar.clear();
        self.ar.extend((0..p).map(|k| four(ar, k)));
        self.ma.clear();
        self.ma.extend((0..q).map(|k| four(ma, k)));
        self.gamma.clear();
        self.gamma.resize(n.max(p).max(q), Four::default());
        dispatch(Equations(self))
    }
}

struct Equations<'a>(&'a mut ParallelAutoCovariance);

impl WithSimd for Equations<'_> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        let ParallelAutoCovariance { ar, ma, psi, matrix, gamma, elimination, .. } = self.0;
        let is_zero = |x: &Four| x.0 == [0.0; LANES];
        let r = ar.len().max(ma.len());
        if ar.len() <= 1 {
            // from the last coefficient to the first; most coefficients of seasonal models are zero
            for i in (0..ma.len()).rev().filter(|&i| !is_zero(&ma[i])) {
                let a = ma[i].load(simd);
                for j in (i..ma.len()).filter(|&j| !is_zero(&ma[j])) {
                    gamma[j - i] = (gamma[j - i].load(simd) + a * ma[j].load(simd)).store();
                }
            }
            // the last ones that vanish are zero
            for lane in 0..LANES {
                for g in gamma[..ma.len()].iter_mut().rev() {
                    if g.0[lane].abs() > COEFFICIENT_TOLERANCE {
                        break;
                    }
                    g.0[lane] = 0.0;
                }
            }
            return true;
        }
        let zero = Vector::splat(simd, 0.0);
        psi.clear();
        for k in 0..ma.len() {
            let mut s = zero;
            for j in (1..=k.min(ar.len() - 1)).filter(|&j| !is_zero(&ar[j])) {
                s = s + ar[j].load(simd) * psi[k - j].load(simd);
            }
            psi.push((ma[k].load(simd) - s).store());
        }
        for i in 0..ma.len() {
            let mut s = zero;
            for (theta, psi) in ma[i..].iter().zip(&*psi).filter(|(theta, _)| !is_zero(theta)) {
                s = s + theta.load(simd) * psi.load(simd);
            }
            gamma[i] = s.store();
        }
        matrix.clear();
        matrix.resize(r * r, Four::default());
        for (i, row) in matrix.chunks_exact_mut(r).enumerate() {
            for (j, phi) in ar.iter().enumerate() {
                let place = &mut row[i.abs_diff(j)];
                *place = (place.load(simd) + phi.load(simd)).store();
            }
        }
        if !elimination.solve(simd, matrix, &mut gamma[..r]) {
            return false;
        }
        for k in r..gamma.len() {
            let mut s = zero;
            for j in 1..ar.len() {
                s = s + ar[j].load(simd) * gamma[k - j].load(simd);
            }
            gamma[k] = s.negative().store();
        }
        true
    }
}

impl Elimination {
    /// Solves `A x = b` (`a` row by row) as
    /// [`solve_by_rows`](crate::toolkit::math::linear_system::solve_by_rows) does: `b` becomes x. False when the
    /// models have different pivots, or one of them none.
    #[inline(always)]
    fn solve<S: Simd>(&mut self, simd: S, a: &mut [Four], b: &mut [Four]) -> bool {
        let Self { equation, row, solution } = self;
        let n = b.len();
        equation.clear();
        equation.resize(n, None);
        let zero = Vector::splat(simd, 0.0);
        for i in 0..n {
            row.clear();
            let mut pivot = (0, 0.0);
            for (k, x) in a[i * n..(i + 1) * n].iter().enumerate() {
                if equation[k].is_none() && x.0 != [0.0; LANES] {
                    row.push((k, *x));
                    if x.0[0].abs() > pivot.1 {
                        pivot = (k, x.0[0].abs());
                    }
                }
            }
            let (column, _) = pivot;
            // the first of the largest elements, in all models
            let size = a[i * n + column].load(simd).abs();
            let (mut before, mut after) = (zero, zero);
            for (k, x) in &*row {
                let x = x.load(simd).abs();
                if *k < column {
                    before = x.at_least(before);
                } else {
                    after = x.at_least(after);
                }
            }
            let large = Vector::splat(simd, SMALLEST_PIVOT).at_least(after);
            if !before.below(size).all()
                || !large.equals(large.at_least(size)).all()
                || size.below(large).any()
            {
                return false;
            }
            equation[column] = Some(i);
            row.retain(|(k, _)| *k != column);
            let pivot = Vector::splat(simd, 1.0) / a[i * n + column].load(simd);
            let right = b[i].load(simd);
            for (j, (other, b)) in a.chunks_exact_mut(n).zip(b.iter_mut()).enumerate() {
                let x = other[column];
                if j == i || x.0 == [0.0; LANES] {
                    continue;
                }
                let factor = pivot * x.load(simd);
                for (k, x) in &*row {
                    other[*k] = (other[*k].load(simd) - factor * x.load(simd)).store();
                }
                *b = (b.load(simd) - factor * right).store();
            }
            b[i] = (right * pivot).store();
            for (k, _) in &*row {
                let x = &mut a[i * n + k];
                *x = (x.load(simd) * pivot).store();
            }
        }
        solution.clear();
        solution.extend(equation.iter().map(|i| i.map_or_else(Four::default, |i| b[i])));
        b.copy_from_slice(solution);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_model_is_computed_as_alone(
            ar in prop::collection::vec(prop::collection::vec(-0.45..0.45f64, 5), 1..=LANES),
            ma in prop::collection::vec(prop::collection::vec(-0.9..0.9f64, 7), LANES),
            near in any::<bool>(),
            zeros in any::<[bool; 12]>(),
            p in 0..=5usize,
            q in 0..=7usize,
        ) {
            let models = |c: &[Vec<f64>], n: usize, zeros: &[bool]| -> Vec<Vec<f64>> {
                let row = |i: usize| {
                    // the points of numerical derivatives, or quite different models
                    let step = if near { i as f64 * 1e-8 } else { 0.0 };
                    let row = &c[if near { 0 } else { i }][..n];
                    let values = row.iter().zip(zeros).map(|(x, zero)| if *zero { 0.0 } else { x + step });
                    std::iter::once(1.0).chain(values).collect()
                };
                (0..c.len()).map(row).collect()
            };
            let ma = models(&ma[..ar.len()], q, &zeros[5..]);
            let ar = models(&ar, p, &zeros);
            let n = p.max(q + 1);
            let mut parallel = ParallelAutoCovariance::default();
            let (valid, all) = parallel.compute(&ar, &ma, n);
            for i in 0..ar.len() {
                let mut alone = AutoCovariance::new();
                match alone.compute(&ar[i], &ma[i], n) {
                    Ok(expected) if expected[0] > 0.0 => {
                        prop_assert!(valid[i]);
                        for (x, expected) in all.iter().zip(expected) {
                            prop_assert_eq!(x.0[i], *expected);
                        }
                    }
                    _ => prop_assert!(!valid[i]),
                }
            }
        }
    }
}
