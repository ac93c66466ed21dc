//! The QR decompositions of several models, side by side (`arima.md`, 6.2): what numerical derivatives of a
//! likelihood need. A sum waits for each of its terms, so four models take little longer than one. The figures are
//! those of [`HouseholderQr`](super::householder::HouseholderQr).

use std::ops::Range;

use pulp::{Simd, WithSimd};

use super::householder::NORM_RECOMPUTATION;
use super::lanes::{Divisor, Four, LANES, Load, Mask, Vector, dispatch};
use super::parallel_columns::{ParallelColumns, add_multiple};

/// Columns that are reflected at once: their sums do not wait for each other.
const MOST_COLUMNS: usize = 6;

/// Rows without a new largest element that are added to a norm at once.
const BATCH: usize = 4;

/// Diagonals and column orders of the decompositions, whose triangles stay in the caller's matrices; re-usable
/// without allocation.
#[derive(Clone, Debug, Default)]
pub struct ParallelQr {
    diagonal: Vec<Four>,
    /// Original index of each column, for each model.
    permutation: Vec<[usize; LANES]>,
    /// Partial norm of each column and its value when it was last computed from the column.
    norms: Vec<(Four, Four)>,
    /// By what the vector of the last reflection is multiplied to be added to each column.
    factors: Vec<Four>,
}

impl ParallelQr {
    /// Decomposes the first `columns` columns of the matrices; their further columns become `Q'` times what they
    /// were. The columns from `free` on are pivoted. See
    /// [`HouseholderQr::factorize`](super::householder::HouseholderQr::factorize).
    pub fn factorize(&mut self, matrices: &mut ParallelColumns, columns: usize, free: usize) {
        self.diagonal.clear();
        self.diagonal.resize(columns, Four::default());
        self.permutation.clear();
        self.permutation.extend((0..columns).map(|j| [j; LANES]));
        self.norms.clear();
        dispatch(Factorization { qr: self, matrices, columns, free });
    }

    /// Number of diagonal entries of R with an absolute value above `tolerance`, for a model.
    pub fn rank(&self, model: usize, tolerance: f64) -> usize {
        self.diagonal.iter().filter(|d| d.0[model].abs() > tolerance).count()
    }

    /// Diagonal of R for a model, in the order of the factorisation.
    pub fn diagonal(&self, model: usize) -> impl Iterator<Item = f64> {
        self.diagonal.iter().map(move |d| d.0[model])
    }

    /// Least squares solution of a model with the leading `rank` columns, in the original order of the columns, the
    /// others 0, from the factorised matrices and column `series` of them. False when a pivot used is 0 or a
    /// coefficient is not finite.
    #[must_use]
    pub fn solve(
        &self,
        matrices: &ParallelColumns,
        series: usize,
        model: usize,
        rank: usize,
        b: &mut [Four],
    ) -> bool {
        b.iter_mut().for_each(|b| b.0[model] = 0.0);
        let rank = rank.min(self.diagonal.len()).min(matrices.rows());
        let place = |i: usize| self.permutation[i][model];
        for (i, x) in matrices.column(series)[..rank].iter().enumerate() {
            b[place(i)].0[model] = x.0[model];
        }
        // column by column, the last one first
        for j in (0..rank).rev() {
            if self.diagonal[j].0[model] == 0.0 {
                return false;
            }
            let c = b[place(j)].0[model] / self.diagonal[j].0[model];
            b[place(j)].0[model] = c;
            for (i, x) in matrices.column(j)[..j].iter().enumerate() {
                b[place(i)].0[model] -= c * x.0[model];
            }
        }
        b.iter().all(|b| b.0[model].is_finite())
    }

    /// Brings the largest of the columns from k on to place k.
    fn bring_largest_forward(&mut self, matrices: &mut ParallelColumns, k: usize) {
        let mut best = [k; LANES];
        for (j, (norm, _)) in self.norms.iter().enumerate().skip(k + 1) {
            for (i, best) in best.iter_mut().enumerate() {
                if norm.0[i] > self.norms[*best].0.0[i] {
                    *best = j;
                }
            }
        }
        if best == [best[0]; LANES] {
            self.exchange(matrices, k, best[0], 0..LANES);
        } else {
            for (model, best) in best.into_iter().enumerate() {
                self.exchange(matrices, k, best, model..model + 1);
            }
        }
    }

    /// Partial norms of the columns after column k without their elements in row k.
    #[inline(always)]
    fn downdate_norms<S: Simd>(&mut self, simd: S, a: &mut [Four], m: usize, k: usize) {
        let (zero, one) = (Vector::splat(simd, 0.0), Vector::splat(simd, 1.0));
        let (head, tail) = a.split_at_mut((k + 1) * m);
        let v = &head[k * m + k + 1..];
        let columns = tail.chunks_exact_mut(m).zip(&mut self.factors[k + 1..]);
        for (norms, (column, factor)) in self.norms[k + 1..].iter_mut().zip(columns) {
            let (partial, full) = (norms.0.load(simd), norms.1.load(simd));
            let r = column[k].load(simd) / partial;
            let rest = (one - r * r).at_least(zero);
            let ratio = partial / full;
            let kept = partial.equals(zero);
            norms.0 = kept.select(partial, partial * rest.sqrt()).store();
            let lost = Vector::splat(simd, NORM_RECOMPUTATION).below(rest * ratio * ratio);
            let lost = lost.select(one, kept.select(one, zero)).equals(zero);
            if lost.any() {
                add_multiple(simd, &mut column[k + 1..], std::mem::take(factor).load(simd), v);
                let norm = norm(simd, &column[k + 1..]);
                norms.0 = lost.select(norm, norms.0.load(simd)).store();
                norms.1 = lost.select(norm, full).store();
            }
        }
    }

    fn exchange(&mut self, matrices: &mut ParallelColumns, k: usize, best: usize, models: Range<usize>) {
        if best == k {
            return;
        }
        matrices.swap(k, best, models.clone());
        let (left, right) = self.permutation.split_at_mut(best);
        let (norms, best_norms) = self.norms.split_at_mut(best);
        for model in models {
            std::mem::swap(&mut left[k][model], &mut right[0][model]);
            std::mem::swap(&mut norms[k].0.0[model], &mut best_norms[0].0.0[model]);
            std::mem::swap(&mut norms[k].1.0[model], &mut best_norms[0].1.0[model]);
            let factor = self.factors[k].0[model];
            self.factors[k].0[model] = std::mem::replace(&mut self.factors[best].0[model], factor);
        }
    }
}

struct Factorization<'a> {
    qr: &'a mut ParallelQr,
    matrices: &'a mut ParallelColumns,
    columns: usize,
    free: usize,
}

impl WithSimd for Factorization<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { qr, matrices, columns, free } = self;
        let m = matrices.rows();
        let steps = columns.min(m);
        let pivoting = free + 1 < columns;
        qr.factors.clear();
        qr.factors.resize(matrices.columns(), Four::default());
        for k in 0..steps {
            if pivoting && k >= free {
                if k == free {
                    update_all(simd, matrices.data_mut(), m, k, &mut qr.factors);
                    for column in matrices.data_mut().chunks_exact(m).take(columns) {
                        let norm = norm(simd, &column[free..]).store();
                        qr.norms.push((norm, norm));
                    }
                }
                qr.bring_largest_forward(matrices, k);
            }
            qr.diagonal[k] = reflect(simd, matrices.data_mut(), m, k, &mut qr.factors);
            if pivoting && k >= free {
                qr.downdate_norms(simd, matrices.data_mut(), m, k);
            }
        }
        update_all(simd, matrices.data_mut(), m, steps, &mut qr.factors);
    }
}

/// Applies the last reflection, that of column k - 1, to the columns after it from row k on. Theirs rows above have been
/// reflected already.
#[inline(always)]
fn update_all<S: Simd>(simd: S, a: &mut [Four], m: usize, k: usize, factors: &mut [Four]) {
    let Some(last) = k.checked_sub(1) else { return };
    let (head, tail) = a.split_at_mut(k * m);
    let v = &head[last * m + k..];
    for (column, factor) in tail.chunks_exact_mut(m).zip(&mut factors[k..]) {
        add_multiple(simd, &mut column[k..], std::mem::take(factor).load(simd), v);
    }
}

/// Prepares the reflection that maps column k, `m` rows each, onto the k-th axis: the diagonal entry of R. The columns
/// after it take the reflection before from row k on, and the present one in row k; by what `factors` multiplies the
/// vector of the present one in the rows below is left to the next step. So each step passes only once over them.
#[inline(always)]
fn reflect<S: Simd>(simd: S, a: &mut [Four], m: usize, k: usize, factors: &mut [Four]) -> Four {
    let (zero, one) = (Vector::splat(simd, 0.0), Vector::splat(simd, 1.0));
    let (head, tail) = a.split_at_mut((k + 1) * m);
    let (before, column) = head.split_at_mut(k * m);
    let (column, before) = (&mut column[k..], &before[before.len().saturating_sub(m)..]);
    let before = before.get(k..).unwrap_or_default();
    add_multiple(simd, column, factors[k].load(simd), before);
    let Some((first, v)) = column.split_first_mut() else { return Four::default() };
    let first = first.load(simd);
    let norm = if v.is_empty() { first.abs() } else { scaled_norm(simd, first, v) };
    let vanishes = norm.equals(zero);
    let norm = first.below(zero).select(norm.negative(), norm);
    let diagonal = vanishes.select(zero, norm.negative()).store();
    let norm = vanishes.select(one, norm);
    let beta = vanishes.select(one, norm / (norm + first));
    if norm.abs().is_moderate() {
        let norm = Divisor::new(norm);
        for x in v.iter_mut() {
            *x = norm.divide(x.load(simd)).store();
        }
    } else {
        for x in v.iter_mut() {
            *x = (x.load(simd) / norm).store();
        }
    }
    let reflection = Reflection { before, v, beta, vanishes };
    let (mut rest, mut factors) = (tail, &mut factors[k + 1..]);
    while !rest.is_empty() {
        let count = (rest.len() / m).min(MOST_COLUMNS);
        let (columns, others) = rest.split_at_mut(count * m);
        let (present, other_factors) = factors.split_at_mut(count);
        (rest, factors) = (others, other_factors);
        macro_rules! reflect_all {
            ($($n:literal)*) => {
                match count {
                    $($n => reflection.apply::<$n>(simd, columns, k, present),)*
                    _ => break,
                }
            };
        }
        reflect_all!(1 2 3 4 5 6);
    }
    diagonal
}

/// A reflection of each model.
struct Reflection<'a, S: Simd> {
    /// Vector of the reflection before, from the present row on; empty without one.
    before: &'a [Four],
    /// Vector without its first element.
    v: &'a [Four],
    beta: Vector<S>,
    /// Where there is nothing to be reflected.
    vanishes: Mask<S>,
}

impl<S: Simd> Reflection<'_, S> {
    /// `x <- x - beta v (v'x)` in row k of the N columns, after `x <- x + factor before` from there on; `factors` become
    /// `- beta v'x`.
    #[inline(always)]
    fn apply<const N: usize>(&self, simd: S, columns: &mut [Four], k: usize, factors: &mut [Four]) {
        let Self { before, v, beta, vanishes } = *self;
        let length = v.len();
        let mut chunks = columns.chunks_exact_mut(columns.len() / N);
        // of the same length as v, as the compiler then knows
        let columns: [&mut [Four]; N] =
            std::array::from_fn(|_| chunks.next().map_or(&mut [][..], |x| &mut x[k..][..length + 1]));
        let mut sums = [beta; N];
        if let Some((first, before)) = before.split_first() {
            let (first, before) = (first.load(simd), &before[..length]);
            let mut c = [beta; N];
            for n in 0..N {
                c[n] = factors[n].load(simd);
                let x = columns[n][0].load(simd) + c[n] * first;
                columns[n][0] = x.store();
                sums[n] = x / beta;
            }
            for i in 0..length {
                let (before, v) = (before[i].load(simd), v[i].load(simd));
                for n in 0..N {
                    let x = columns[n][i + 1].load(simd) + c[n] * before;
                    columns[n][i + 1] = x.store();
                    sums[n] = sums[n] + x * v;
                }
            }
        } else {
            for n in 0..N {
                sums[n] = columns[n][0].load(simd) / beta;
            }
            for i in 0..length {
                let v = v[i].load(simd);
                for n in 0..N {
                    sums[n] = sums[n] + columns[n][i + 1].load(simd) * v;
                }
            }
        }
        for n in 0..N {
            let s = vanishes.select(Vector::splat(simd, 0.0), sums[n]);
            columns[n][0] = (columns[n][0].load(simd) - s).store();
            factors[n] = (s * beta.negative()).store();
        }
    }
}

/// Euclidean norms, the roots of the sums of squares.
#[inline(always)]
fn norm<S: Simd>(simd: S, x: &[Four]) -> Vector<S> {
    let mut sum = Vector::splat(simd, 0.0);
    for x in x {
        sum = sum + x.load(simd) * x.load(simd);
    }
    sum.sqrt()
}

/// Euclidean norms by squares relative to the largest element so far.
struct ScaledNorm<S: Simd> {
    largest: Vector<S>,
    /// The largest element, and whether it can be one.
    scale: Divisor<S>,
    moderate: bool,
    ssq: Vector<S>,
}

impl<S: Simd> ScaledNorm<S> {
    #[inline(always)]
    fn add(&mut self, simd: S, x: Vector<S>) {
        let (zero, one) = (Vector::splat(simd, 0.0), Vector::splat(simd, 1.0));
        let size = x.abs();
        let grows = self.largest.below(size);
        let ratio = self.largest / size;
        let grown = one + self.ssq * ratio * ratio;
        let other = size / self.largest;
        let added = self.ssq + other * other;
        self.ssq = size.equals(zero).select(self.ssq, grows.select(grown, added));
        self.largest = grows.select(size, self.largest);
        self.scale = Divisor::new(self.largest);
        self.moderate = self.largest.is_moderate();
    }
}

#[inline(always)]
fn scaled_norm<S: Simd>(simd: S, first: Vector<S>, x: &[Four]) -> Vector<S> {
    let (zero, one) = (Vector::splat(simd, 0.0), Vector::splat(simd, 1.0));
    let mut norm = ScaledNorm { largest: zero, scale: Divisor::new(one), moderate: false, ssq: one };
    norm.add(simd, first);
    let (batches, rest) = x.as_chunks::<BATCH>();
    for batch in batches {
        let mut sizes = [zero; BATCH];
        let mut largest = zero;
        for i in 0..BATCH {
            sizes[i] = batch[i].load(simd).abs();
            largest = sizes[i].at_least(largest);
        }
        if norm.moderate && largest.at_most(norm.largest).all() {
            for size in sizes {
                let ratio = norm.scale.divide(size);
                norm.ssq = norm.ssq + ratio * ratio;
            }
        } else {
            for x in batch {
                norm.add(simd, x.load(simd));
            }
        }
    }
    for x in rest {
        norm.add(simd, x.load(simd));
    }
    norm.largest * norm.ssq.sqrt()
}

#[cfg(test)]
mod tests {
    use super::super::householder::HouseholderQr;
    use super::*;
    use proptest::prelude::*;

    /// Columns of any size, zeros and numbers next to the smallest included: reflections of collinear columns leave
    /// products of rounding errors.
    fn column(rows: usize) -> impl Strategy<Value = Vec<f64>> {
        let size = prop_oneof![Just(1.0), Just(0.0), Just(1e-160), Just(1e-310), Just(1e140)];
        let value = prop_oneof![6 => -1.0..1.0f64, 1 => Just(0.0), 1 => Just(1e-300)];
        (prop::collection::vec(value, rows), size).prop_map(|(x, size)| x.iter().map(|x| x * size).collect())
    }

    /// Equal, or not a number in both.
    fn same(a: &[f64], b: &[f64]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b || (a.is_nan() && b.is_nan()))
    }

    proptest! {
        #[test]
        fn each_decomposition_is_that_of_its_matrix_alone(
            columns in prop::collection::vec(prop::collection::vec(column(13), LANES), 2..12),
            alike in any::<bool>(),
            free in 0..4usize,
        ) {
            let (m, k) = (13, columns.len() - 1);
            let lane = |i: usize| if alike { 0 } else { i };
            let mut all = ParallelColumns::default();
            all.reshape(m, k + 1);
            for (place, x) in all.data_mut().iter_mut().enumerate() {
                x.0 = std::array::from_fn(|i| columns[place / m][lane(i)][place % m]);
            }
            let mut parallel = ParallelQr::default();
            parallel.factorize(&mut all, k, free);
            let mut b = vec![Four::default(); k];
            for i in 0..LANES {
                let mut a: Vec<f64> = columns.iter().flat_map(|c| c[lane(i)].clone()).collect();
                let mut qr = HouseholderQr::new();
                qr.factorize(&mut a, m, k, free);
                let diagonal: Vec<f64> = parallel.diagonal(i).collect();
                prop_assert!(same(&diagonal, qr.diagonal()), "{diagonal:?} {:?}", qr.diagonal());
                let rank = qr.rank(1e-12);
                prop_assert_eq!(parallel.rank(i, 1e-12), rank);
                let mut expected = vec![0.0; k];
                let (a, qty) = a.split_at(m * k);
                let solved = qr.solve(a, qty, rank, &mut expected);
                prop_assert_eq!(parallel.solve(&all, k, i, rank, &mut b), solved);
                let solution: Vec<f64> = b.iter().map(|b| b.0[i]).collect();
                prop_assert!(same(&solution, &expected), "{solution:?} {expected:?}");
            }
        }
    }
}
