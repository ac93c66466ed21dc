//! The QR decompositions of several models, side by side (`arima.md`, 6.2): what numerical derivatives of a
//! likelihood need. A sum waits for each of its terms, so four models take little longer than one. The figures are
//! those of [`HouseholderQr`](super::householder::HouseholderQr).

use pulp::{Simd, WithSimd};

use super::householder::NORM_RECOMPUTATION;
use super::lanes::{Divisor, Four, LANES, Load, Mask, Vector, dispatch};
use super::parallel_columns::{ParallelColumns, add_multiple};

/// Columns that are reflected at once: their sums do not wait for each other.
const MOST_COLUMNS: usize = 6;

/// Rows without a new largest element that are added to a norm at once.
const BATCH: usize = 4;

/// Columns whose norms are summed at once.
const NORMS: usize = 4;

/// Diagonals and column orders of the decompositions, whose triangles stay in the caller's matrices.
#[derive(Clone, Debug, Default)]
pub struct ParallelQr {
    diagonal: Vec<Four>,
    /// Original index of each column, for each model.
    permutation: Vec<[usize; LANES]>,
    /// Where each column is in the matrices.
    places: Vec<usize>,
    /// Partial norm of each column and its value when it was last computed from the column.
    norms: Vec<(Four, Four)>,
    /// By what the vector of the last reflection is multiplied to be added to each column.
    factors: Vec<Four>,
}

impl ParallelQr {
    /// Decomposes the first `columns` columns of the matrices `source`, into `target`; their further columns become
    /// `Q'` times what they were. The columns from `free` on are pivoted. See
    /// [`HouseholderQr::factorize`](super::householder::HouseholderQr::factorize).
    pub fn factorize(
        &mut self,
        source: &ParallelColumns,
        target: &mut ParallelColumns,
        columns: usize,
        free: usize,
    ) {
        self.diagonal.clear();
        self.diagonal.resize(columns, Four::default());
        self.permutation.clear();
        self.permutation.extend((0..columns).map(|j| [j; LANES]));
        self.places.clear();
        self.places.extend(0..columns);
        self.norms.clear();
        self.factors.clear();
        self.factors.resize(source.columns(), Four::default());
        let pivoting = free + 1 < columns;
        if pivoting && free == 0 {
            target.reshape(source.rows(), source.columns());
            dispatch(CopyWithNorms { source, target, columns, norms: &mut self.norms });
        } else {
            target.copy_from(source);
        }
        let rows = target.rows();
        let columns = &mut target.columns_mut();
        dispatch(Factorization { qr: self, columns, rows, free, pivoting });
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
            for (i, x) in matrices.column(self.places[j])[..j].iter().enumerate() {
                b[place(i)].0[model] -= c * x.0[model];
            }
        }
        b.iter().all(|b| b.0[model].is_finite())
    }

    /// Brings the largest of the columns from k on to place k.
    fn bring_largest_forward(&mut self, columns: &mut [&mut [Four]], k: usize) {
        let mut best = [k; LANES];
        for (j, (norm, _)) in self.norms.iter().enumerate().skip(k + 1) {
            for (i, best) in best.iter_mut().enumerate() {
                if norm.0[i] > self.norms[*best].0.0[i] {
                    *best = j;
                }
            }
        }
        if best == [best[0]; LANES] {
            // the columns stay where they are
            let best = best[0];
            columns.swap(k, best);
            self.places.swap(k, best);
            self.permutation.swap(k, best);
            self.norms.swap(k, best);
            self.factors.swap(k, best);
        } else {
            for (model, best) in best.into_iter().enumerate() {
                self.exchange(columns, k, best, model);
            }
        }
    }

    /// Partial norms of the columns after column k without their elements in row k.
    #[inline(always)]
    fn downdate_norms<S: Simd>(&mut self, simd: S, columns: &mut [&mut [Four]], k: usize) {
        let (zero, one) = (Vector::splat(simd, 0.0), Vector::splat(simd, 1.0));
        let (head, tail) = columns.split_at_mut(k + 1);
        let v = &head[k][k + 1..];
        let columns = tail.iter_mut().zip(&mut self.factors[k + 1..]);
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

    /// Exchanges columns k and `best` of a model.
    fn exchange(&mut self, columns: &mut [&mut [Four]], k: usize, best: usize, model: usize) {
        if best == k {
            return;
        }
        let (left, right) = columns.split_at_mut(best);
        for (a, b) in left[k].iter_mut().zip(&mut *right[0]) {
            std::mem::swap(&mut a.0[model], &mut b.0[model]);
        }
        let (left, right) = self.permutation.split_at_mut(best);
        let (norms, best_norms) = self.norms.split_at_mut(best);
        std::mem::swap(&mut left[k][model], &mut right[0][model]);
        std::mem::swap(&mut norms[k].0.0[model], &mut best_norms[0].0.0[model]);
        std::mem::swap(&mut norms[k].1.0[model], &mut best_norms[0].1.0[model]);
        let factor = self.factors[k].0[model];
        self.factors[k].0[model] = std::mem::replace(&mut self.factors[best].0[model], factor);
    }
}

/// Copies matrices, with the norms of the first columns of them.
struct CopyWithNorms<'a> {
    source: &'a ParallelColumns,
    target: &'a mut ParallelColumns,
    columns: usize,
    norms: &'a mut Vec<(Four, Four)>,
}

impl WithSimd for CopyWithNorms<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { source, target, columns, norms } = self;
        let m = source.rows();
        let (mut source, mut target) = (source.data(), target.data_mut());
        while source.len() >= NORMS * m && m > 0 {
            let (present, others) = target.split_at_mut(NORMS * m);
            norms.extend(copy_with_norms::<S, NORMS>(simd, source, present, m).map(|norm| (norm, norm)));
            (source, target) = (&source[NORMS * m..], others);
        }
        let rest = source.chunks_exact(m.max(1)).zip(target.chunks_exact_mut(m.max(1)));
        for (source, target) in rest {
            norms.extend(copy_with_norms::<S, 1>(simd, source, target, m).map(|norm| (norm, norm)));
        }
        norms.truncate(columns);
    }
}

/// Copies N columns of m rows; their norms.
#[inline(always)]
fn copy_with_norms<S: Simd, const N: usize>(
    simd: S,
    source: &[Four],
    target: &mut [Four],
    m: usize,
) -> [Four; N] {
    let source: [&[Four]; N] = std::array::from_fn(|n| &source[n * m..][..m]);
    let mut chunks = target.chunks_exact_mut(m.max(1));
    let target: [&mut [Four]; N] =
        std::array::from_fn(|_| chunks.next().map_or(&mut [][..], |x| &mut x[..m]));
    let mut sums = [Vector::splat(simd, 0.0); N];
    for i in 0..m {
        for n in 0..N {
            let x = source[n][i].load(simd);
            target[n][i] = x.store();
            sums[n] = sums[n] + x * x;
        }
    }
    let mut norms = [Four::default(); N];
    for n in 0..N {
        norms[n] = sums[n].sqrt().store();
    }
    norms
}

struct Factorization<'a, 'b> {
    qr: &'a mut ParallelQr,
    /// The columns of the matrices, in their order so far.
    columns: &'a mut [&'b mut [Four]],
    rows: usize,
    free: usize,
    pivoting: bool,
}

impl WithSimd for Factorization<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { qr, columns, rows, free, pivoting } = self;
        let count = qr.diagonal.len();
        let steps = count.min(rows);
        for k in 0..steps {
            if pivoting && k >= free {
                if k == free && k > 0 {
                    update_all(simd, columns, k, &mut qr.factors);
                    for column in &columns[..count] {
                        let norm = norm(simd, &column[free..]).store();
                        qr.norms.push((norm, norm));
                    }
                }
                qr.bring_largest_forward(columns, k);
            }
            qr.diagonal[k] = reflect(simd, columns, k, &mut qr.factors);
            if pivoting && k >= free {
                qr.downdate_norms(simd, columns, k);
            }
        }
        update_all(simd, columns, steps, &mut qr.factors);
    }
}

/// Applies the last reflection, that of column k - 1, to the columns after it from row k on. Theirs rows above have been
/// reflected already.
#[inline(always)]
fn update_all<S: Simd>(simd: S, columns: &mut [&mut [Four]], k: usize, factors: &mut [Four]) {
    let (head, tail) = columns.split_at_mut(k);
    let Some(last) = head.last() else { return };
    let v = &last[k..];
    for (column, factor) in tail.iter_mut().zip(&mut factors[k..]) {
        add_multiple(simd, &mut column[k..], std::mem::take(factor).load(simd), v);
    }
}

/// Prepares the reflection that maps column k onto the k-th axis: the diagonal entry of R. The columns
/// after it take the reflection before from row k on, and the present one in row k; by what `factors` multiplies the
/// vector of the present one in the rows below is left to the next step. So each step passes only once over them.
#[inline(always)]
fn reflect<S: Simd>(simd: S, columns: &mut [&mut [Four]], k: usize, factors: &mut [Four]) -> Four {
    let (zero, one) = (Vector::splat(simd, 0.0), Vector::splat(simd, 1.0));
    let (before, others) = columns.split_at_mut(k);
    let before = before.last().map(|x| &x[k..]).unwrap_or_default();
    let Some((column, mut rest)) = others.split_first_mut() else { return Four::default() };
    let Some((first, v)) = column[k..].split_first_mut() else { return Four::default() };
    let mut present = first.load(simd);
    let norm = if let Some((first_before, before)) = before.split_first() {
        let factor = factors[k].load(simd);
        present = present + factor * first_before.load(simd);
        *first = present.store();
        norm_after(simd, present, v, factor, before)
    } else {
        scaled_norm(simd, present, v)
    };
    let first = present;
    let norm = if v.is_empty() { first.abs() } else { norm };
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
    let mut factors = &mut factors[k + 1..];
    while !rest.is_empty() {
        let count = rest.len().min(MOST_COLUMNS);
        let (columns, others) = rest.split_at_mut(count);
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
    fn apply<const N: usize>(&self, simd: S, columns: &mut [&mut [Four]], k: usize, factors: &mut [Four]) {
        let Self { before, v, beta, vanishes } = *self;
        let length = v.len();
        let mut columns = columns.iter_mut();
        // of the same length as v, as the compiler then knows
        let columns: [&mut [Four]; N] =
            std::array::from_fn(|_| columns.next().map_or(&mut [][..], |x| &mut x[k..][..length + 1]));
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
    fn of(simd: S, first: Vector<S>) -> Self {
        let (zero, one) = (Vector::splat(simd, 0.0), Vector::splat(simd, 1.0));
        let mut norm = Self { largest: zero, scale: Divisor::new(one), moderate: false, ssq: one };
        norm.add(simd, first);
        norm
    }

    #[inline(always)]
    fn value(&self) -> Vector<S> {
        self.largest * self.ssq.sqrt()
    }

    #[inline(always)]
    fn add_batch(&mut self, simd: S, values: [Vector<S>; BATCH]) {
        let mut sizes = values;
        let mut largest = Vector::splat(simd, 0.0);
        for i in 0..BATCH {
            sizes[i] = values[i].abs();
            largest = sizes[i].at_least(largest);
        }
        if self.moderate && largest.at_most(self.largest).all() {
            for size in sizes {
                let ratio = self.scale.divide(size);
                self.ssq = self.ssq + ratio * ratio;
            }
        } else {
            for value in values {
                self.add(simd, value);
            }
        }
    }

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

/// Norms of a number and a column after it.
#[inline(always)]
fn scaled_norm<S: Simd>(simd: S, first: Vector<S>, x: &[Four]) -> Vector<S> {
    let mut norm = ScaledNorm::of(simd, first);
    let (batches, rest) = x.as_chunks::<BATCH>();
    for batch in batches {
        let mut values = [first; BATCH];
        for i in 0..BATCH {
            values[i] = batch[i].load(simd);
        }
        norm.add_batch(simd, values);
    }
    for x in rest {
        norm.add(simd, x.load(simd));
    }
    norm.value()
}

/// Those after `x <- x + factor v` in the column.
#[inline(always)]
fn norm_after<S: Simd>(
    simd: S,
    first: Vector<S>,
    x: &mut [Four],
    factor: Vector<S>,
    v: &[Four],
) -> Vector<S> {
    let mut norm = ScaledNorm::of(simd, first);
    let (batches, rest) = x.as_chunks_mut::<BATCH>();
    let (v, rest_v) = v.as_chunks::<BATCH>();
    for (batch, v) in batches.iter_mut().zip(v) {
        let mut values = [first; BATCH];
        for i in 0..BATCH {
            values[i] = batch[i].load(simd) + factor * v[i].load(simd);
            batch[i] = values[i].store();
        }
        norm.add_batch(simd, values);
    }
    for (x, v) in rest.iter_mut().zip(rest_v) {
        let value = x.load(simd) + factor * v.load(simd);
        *x = value.store();
        norm.add(simd, value);
    }
    norm.value()
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
            let mut factorized = ParallelColumns::default();
            parallel.factorize(&all, &mut factorized, k, free);
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
                prop_assert_eq!(parallel.solve(&factorized, k, i, rank, &mut b), solved);
                let solution: Vec<f64> = b.iter().map(|b| b.0[i]).collect();
                prop_assert!(same(&solution, &expected), "{solution:?} {expected:?}");
            }
        }
    }
}
