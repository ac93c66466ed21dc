//! Autocovariances of several ARMA processes of the same orders, side by side. The figures are those of
//! [`AutoCovariance`](super::autocovariance::AutoCovariance).

use pulp::{Simd, WithSimd};

use super::autocovariance::{AutoCovariance, significant};
use crate::toolkit::math::lanes::{Four, LANES, Load, Vector, dispatch};
use crate::toolkit::math::linear_system::SMALLEST_PIVOT;
use crate::toolkit::math::polynomial::COEFFICIENT_TOLERANCE;

/// Unknowns in a word of a pattern.
const BITS: usize = u64::BITS as usize;

/// Re-usable buffers.
#[derive(Clone, Debug, Default)]
pub(super) struct ParallelAutoCovariance {
    alone: AutoCovariance,
    ar: Coefficients,
    ma: Coefficients,
    psi: Vec<Four>,
    /// The equations, row by row.
    matrix: Vec<Four>,
    /// Right-hand sides, then autocovariances.
    gamma: Vec<Four>,
    elimination: Elimination,
}

/// Coefficients of a polynomial of each model.
#[derive(Clone, Debug, Default)]
struct Coefficients {
    all: Vec<Four>,
    /// Those that are not zero in all models, and their lags.
    present: Vec<(usize, Four)>,
}

/// Buffers of the elimination.
#[derive(Clone, Debug, Default)]
struct Elimination {
    /// For each row a set of unknowns, one bit each: the coefficients of others are zero, and not in the matrix.
    patterns: Vec<u64>,
    /// The unknowns not yet taken.
    free: Vec<u64>,
    /// The unknowns of the pivot row, not yet taken.
    chosen: Vec<u64>,
    /// The unknown of each equation.
    unknowns: Vec<usize>,
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
        self.ar.set(ar, p);
        self.ma.set(ma, q);
        self.gamma.clear();
        self.gamma.resize(n.max(p).max(q), Four::default());
        dispatch(Equations(self))
    }
}

impl Coefficients {
    /// The first `n` coefficients of the models; lanes without model repeat the first one.
    fn set(&mut self, models: &[Vec<f64>], n: usize) {
        let lane = |i: usize| &models[if i < models.len() { i } else { 0 }][..n];
        let lanes: [&[f64]; LANES] = [lane(0), lane(1), lane(2), lane(3)];
        self.all.clear();
        self.present.clear();
        for k in 0..n {
            let four = Four([lanes[0][k], lanes[1][k], lanes[2][k], lanes[3][k]]);
            self.all.push(four);
            if four.0 != [0.0; LANES] {
                self.present.push((k, four));
            }
        }
    }

    fn len(&self) -> usize {
        self.all.len()
    }
}

struct Equations<'a>(&'a mut ParallelAutoCovariance);

impl WithSimd for Equations<'_> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> bool {
        let ParallelAutoCovariance { ar, ma, psi, matrix, gamma, elimination, .. } = self.0;
        let r = ar.len().max(ma.len());
        if ar.len() <= 1 {
            // from the last coefficient to the first; most coefficients of seasonal models are zero
            for (n, (i, a)) in ma.present.iter().enumerate().rev() {
                let a = a.load(simd);
                for (j, b) in &ma.present[n..] {
                    let g = &mut gamma[j - i];
                    *g = (g.load(simd) + a * b.load(simd)).store();
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
        // without the constant
        let lags = ar.present.get(1..).unwrap_or_default();
        for (k, theta) in ma.all.iter().enumerate() {
            let mut s = zero;
            for (j, phi) in lags {
                if *j > k {
                    break;
                }
                s = s + phi.load(simd) * psi[k - j].load(simd);
            }
            psi.push((theta.load(simd) - s).store());
        }
        let mut rest = ma.present.as_slice();
        for (i, gamma) in gamma[..ma.len()].iter_mut().enumerate() {
            while let Some(((lag, _), others)) = rest.split_first()
                && *lag < i
            {
                rest = others;
            }
            let mut s = zero;
            for (k, theta) in rest {
                s = s + theta.load(simd) * psi[k - i].load(simd);
            }
            *gamma = s.store();
        }
        // what is not in the patterns has no meaning
        if matrix.len() != r * r {
            matrix.resize(r * r, Four::default());
        }
        elimination.clear(r);
        for (i, row) in matrix.chunks_exact_mut(r).enumerate() {
            let pattern = elimination.pattern_mut(i);
            for (j, phi) in &ar.present {
                let k = i.abs_diff(*j);
                let (word, bit) = (&mut pattern[k / BITS], 1 << (k % BITS));
                let before = if *word & bit == 0 { zero } else { row[k].load(simd) };
                row[k] = (before + phi.load(simd)).store();
                *word |= bit;
            }
        }
        if !elimination.solve(simd, matrix, &mut gamma[..r]) {
            return false;
        }
        for k in r..gamma.len() {
            let mut s = zero;
            for j in 1..ar.len() {
                s = s + ar.all[j].load(simd) * gamma[k - j].load(simd);
            }
            gamma[k] = s.negative().store();
        }
        true
    }
}

impl Elimination {
    /// Makes it one of n equations, without coefficients.
    fn clear(&mut self, n: usize) {
        let words = n.div_ceil(BITS);
        self.patterns.clear();
        self.patterns.resize(n * words, 0);
        self.free.clear();
        self.free.resize(words, u64::MAX);
        self.unknowns.clear();
    }

    /// The unknowns of equation i.
    fn pattern_mut(&mut self, i: usize) -> &mut [u64] {
        let words = self.free.len();
        &mut self.patterns[i * words..(i + 1) * words]
    }

    /// Solves `A x = b` (`a` row by row) as
    /// [`solve_by_rows`](crate::toolkit::math::linear_system::solve_by_rows) does: `b` becomes x. False when the
    /// models have different pivots, or one of them none.
    #[inline(always)]
    fn solve<S: Simd>(&mut self, simd: S, a: &mut [Four], b: &mut [Four]) -> bool {
        let Self { patterns, free, chosen, unknowns, row, solution } = self;
        let (n, words) = (b.len(), free.len());
        let zero = Vector::splat(simd, 0.0);
        for i in 0..n {
            row.clear();
            let mut pivot = (0, 0.0);
            let equation = &a[i * n..(i + 1) * n];
            for word in 0..words {
                let mut pattern = patterns[i * words + word] & free[word];
                while pattern != 0 {
                    let k = word * BITS + pattern.trailing_zeros() as usize;
                    pattern &= pattern - 1;
                    let x = equation[k];
                    if x.0 != [0.0; LANES] {
                        row.push((k, x));
                        if x.0[0].abs() > pivot.1 {
                            pivot = (k, x.0[0].abs());
                        }
                    }
                }
            }
            let (column, size) = pivot;
            if size == 0.0 {
                return false;
            }
            // the first of the largest elements, in all models
            let size = equation[column].load(simd).abs();
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
            let (place, bit) = (column / BITS, 1 << (column % BITS));
            free[place] &= !bit;
            unknowns.push(column);
            row.retain(|(k, _)| *k != column);
            chosen.clear();
            chosen.extend(free.iter().zip(&patterns[i * words..]).map(|(free, pattern)| free & pattern));
            let pivot = Vector::splat(simd, 1.0) / equation[column].load(simd);
            let right = b[i].load(simd);
            for (j, other) in a.chunks_exact_mut(n).enumerate() {
                if patterns[j * words + place] & bit == 0 || j == i {
                    continue;
                }
                let x = other[column];
                if x.0 == [0.0; LANES] {
                    continue;
                }
                let factor = pivot * x.load(simd);
                for (word, (pattern, chosen)) in patterns[j * words..].iter_mut().zip(&*chosen).enumerate() {
                    let mut new = chosen & !*pattern;
                    *pattern |= chosen;
                    while new != 0 {
                        other[word * BITS + new.trailing_zeros() as usize] = Four::default();
                        new &= new - 1;
                    }
                }
                for (k, x) in &*row {
                    let other = &mut other[*k];
                    *other = (other.load(simd) - factor * x.load(simd)).store();
                }
                b[j] = (b[j].load(simd) - factor * right).store();
            }
            b[i] = (right * pivot).store();
            for (k, _) in &*row {
                let x = &mut a[i * n + k];
                *x = (x.load(simd) * pivot).store();
            }
        }
        solution.clear();
        solution.extend_from_slice(b);
        for (unknown, x) in unknowns.iter().zip(&*solution) {
            b[*unknown] = *x;
        }
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

    #[test]
    fn more_unknowns_than_bits_of_a_word() {
        let model = |phi: f64, seasonal: f64| {
            let mut c = vec![0.0; 72];
            (c[0], c[1], c[70], c[71]) = (1.0, phi, seasonal, phi * seasonal);
            c
        };
        let ar: Vec<Vec<f64>> = (0..3).map(|i| model(-0.5 + f64::from(i) * 1e-8, 0.3)).collect();
        let ma: Vec<Vec<f64>> = (0..3).map(|i| model(0.2, -0.4 + f64::from(i) * 1e-8)).collect();
        let mut parallel = ParallelAutoCovariance::default();
        let (valid, all) = parallel.compute(&ar, &ma, 72);
        assert_eq!(valid, [true, true, true, false]);
        let all: Vec<Four> = all.to_vec();
        for i in 0..ar.len() {
            let expected = AutoCovariance::new().compute(&ar[i], &ma[i], 72).unwrap().to_vec();
            assert_eq!(all.iter().map(|x| x.0[i]).collect::<Vec<_>>(), expected);
        }
        // the buffers of a larger model do for a smaller one
        let (ar, ma) = (vec![vec![1.0, -0.5, 0.2]; 2], vec![vec![1.0, 0.4]; 2]);
        let (_, all) = parallel.compute(&ar, &ma, 3);
        let expected = AutoCovariance::new().compute(&ar[0], &ma[0], 3).unwrap().to_vec();
        assert_eq!(all.iter().map(|x| x.0[0]).collect::<Vec<_>>(), expected);
    }
}
