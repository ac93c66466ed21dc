//! Householder QR decomposition for least squares, with optional column pivoting (`arima.md`, 6.2).

use nalgebra::DMatrix;
use pulp::{Simd, WithSimd};

use super::lanes::dispatch;
use super::reflection::{Reflection, add_multiple, prepare};

/// Square root of the unit round-off 2^-53: partial column norms are recomputed below it.
pub(super) const NORM_RECOMPUTATION: f64 = 1.053_671_212_772_350_8e-8;

/// Diagonal, scales and column order of a QR decomposition whose vectors stay in the caller's
/// matrix. Re-usable: a new factorisation allocates only when the dimensions grow.
///
/// A reflection maps its column x onto `alpha = -sign(x_1) |x|` (sign(0) = 1), so the diagonal of R has the
/// sign opposite to the pivot element. With `u = x / -alpha`, `beta = 1 / (1 + u_1)`, the vector of the
/// reflection is `v = (1/beta, u_2, ..., u_m)`: `y <- y - beta v (v'y)`. Every sum is taken in the order of
/// the rows, in the columns one by one and in the norms alike: numerical derivatives of least squares
/// solutions magnify each rounding by 1e8.
#[derive(Clone, Debug, Default)]
pub struct HouseholderQr {
    rows: usize,
    diagonal: Vec<f64>,
    /// beta of each reflection, 0 for none.
    beta: Vec<f64>,
    permutation: Vec<usize>,
    /// Partial norm of each column and its value when it was last computed from the column.
    norms: Vec<(f64, f64)>,
    /// By what the vector of the last reflection is multiplied to be added to each column.
    factors: Vec<f64>,
}

impl HouseholderQr {
    /// An empty decomposition.
    pub fn new() -> Self {
        Self::default()
    }

    /// Decomposes the first `columns` columns of `a` (`rows` rows, column-major, overwritten by the
    /// reflections and the strict upper triangle of R). Further columns of `a` become `Q'` times what they
    /// were, as [`apply_qt`](Self::apply_qt) would make them.
    ///
    /// The columns from index `free` on are pivoted: at each step the one with the largest partial
    /// norm comes first (the first in case of ties). The columns before `free` keep their place;
    /// `free >= columns` means no pivoting.
    pub fn factorize(&mut self, a: &mut [f64], rows: usize, columns: usize, free: usize) {
        self.start(a, rows, columns);
        if !self.factors.is_empty() {
            dispatch(Factorization { qr: self, a, columns, free });
        }
    }

    /// [`factorize`](Self::factorize) without pivoting and with the further columns complete only in the first `columns`
    /// rows: all that a solution needs.
    pub fn triangularize(&mut self, a: &mut [f64], rows: usize, columns: usize) {
        self.start(a, rows, columns);
        if !self.factors.is_empty() {
            dispatch(Triangularization { qr: self, a, columns });
        }
    }

    /// Empties the decomposition; no factors for a matrix without rows or too small.
    fn start(&mut self, a: &[f64], rows: usize, columns: usize) {
        self.rows = rows;
        self.diagonal.clear();
        self.diagonal.resize(columns, 0.0);
        self.beta.clear();
        self.beta.resize(columns, 0.0);
        self.permutation.clear();
        self.permutation.extend(0..columns);
        self.norms.clear();
        self.factors.clear();
        if rows > 0 && a.len() >= rows * columns {
            self.factors.resize(a.len() / rows, 0.0);
        }
    }

    fn bring_largest_forward(&mut self, a: &mut [f64], k: usize) {
        let m = self.rows;
        let n = self.norms.len();
        let best = (k + 1..n).fold(k, |b, j| if self.norms[j].0 > self.norms[b].0 { j } else { b });
        if best != k {
            let (left, right) = a.split_at_mut(best * m);
            left[k * m..(k + 1) * m].swap_with_slice(&mut right[..m]);
            self.permutation.swap(k, best);
            self.norms.swap(k, best);
        }
    }

    /// The reflection that maps column k onto the k-th axis, and its multiples for the columns after it; `pending` tells
    /// whether those of the reflection before have still to be added. Whether there are multiples to be added.
    #[inline(always)]
    fn reflect<S: Simd>(&mut self, simd: S, a: &mut [f64], k: usize, pending: bool) -> bool {
        let m = self.rows;
        let (head, tail) = a.split_at_mut((k + 1) * m);
        let (done, column) = head.split_at_mut(k * m);
        let column = &mut column[k..];
        let before = pending.then(|| &done[done.len() - m + k..]);
        let (factor, factors) = (self.factors[k], &mut self.factors[k + 1..]);
        let Some((diagonal, beta)) = prepare(simd, column, before, factor) else {
            if pending {
                self.add_multiples(a, k, k + 1);
            }
            return false;
        };
        self.diagonal[k] = diagonal;
        self.beta[k] = beta;
        Reflection { v: &column[1..], beta }.project(simd, before, tail, (m, k), factors);
        true
    }

    /// Adds the multiples of the vector of reflection k - 1 to the columns from `first` on, rows from k on.
    #[inline(always)]
    fn add_multiples(&self, a: &mut [f64], k: usize, first: usize) {
        let m = self.rows;
        let (head, tail) = a.split_at_mut(first * m);
        let v = &head[(k - 1) * m + k..k * m];
        for (column, factor) in tail.chunks_exact_mut(m).zip(&self.factors[first..]) {
            add_multiple(&mut column[k..], *factor, v);
        }
    }

    /// Norms of the first `columns` columns from row k on.
    fn compute_norms(&mut self, a: &[f64], k: usize, columns: usize) {
        self.norms.extend(a.chunks_exact(self.rows).take(columns).map(|c| {
            let norm = norm(&c[k..]);
            (norm, norm)
        }));
    }

    fn downdate_norms(&mut self, a: &[f64], k: usize) {
        let m = self.rows;
        for (norms, column) in self.norms.iter_mut().zip(a.chunks_exact(m)).skip(k + 1) {
            let (partial, full) = *norms;
            if partial == 0.0 {
                continue;
            }
            let r = column[k] / partial;
            let rest = (1.0 - r * r).max(0.0);
            let ratio = partial / full;
            if rest * ratio * ratio <= NORM_RECOMPUTATION {
                let norm = norm(&column[k + 1..]);
                *norms = (norm, norm);
            } else {
                norms.0 = partial * rest.sqrt();
            }
        }
    }

    /// Diagonal of R, in the order of the factorisation; zeros beyond the number of rows.
    pub fn diagonal(&self) -> &[f64] {
        &self.diagonal
    }

    /// Original index of each column of the factorisation.
    pub fn permutation(&self) -> &[usize] {
        &self.permutation
    }

    /// Number of diagonal entries of R with an absolute value above `tolerance` (absolute).
    pub fn rank(&self, tolerance: f64) -> usize {
        self.diagonal.iter().filter(|d| d.abs() > tolerance).count()
    }

    /// `x <- Q'x`, `a` being the factorised matrix.
    pub fn apply_qt(&self, a: &[f64], x: &mut [f64]) {
        for k in 0..self.diagonal.len().min(self.rows) {
            self.apply_reflection(a, k, x);
        }
    }

    /// `x <- Q x`, `a` being the factorised matrix.
    pub fn apply_q(&self, a: &[f64], x: &mut [f64]) {
        for k in (0..self.diagonal.len().min(self.rows)).rev() {
            self.apply_reflection(a, k, x);
        }
    }

    fn apply_reflection(&self, a: &[f64], k: usize, x: &mut [f64]) {
        if self.beta[k] != 0.0 {
            reflect1(&a[k * self.rows + k + 1..(k + 1) * self.rows], self.beta[k], &mut x[k..]);
        }
    }

    /// Entry (i, j) of R, i <= j.
    fn r(&self, a: &[f64], i: usize, j: usize) -> f64 {
        if i == j { self.diagonal[i] } else { a[j * self.rows + i] }
    }

    /// Least squares solution from `qty = Q'y` with the leading `rank` columns, in the original
    /// order of the columns; the others get 0. False when a pivot used is 0 or `b` is not finite.
    #[must_use]
    pub fn solve(&self, a: &[f64], qty: &[f64], rank: usize, b: &mut [f64]) -> bool {
        b.fill(0.0);
        let rank = rank.min(self.diagonal.len()).min(self.rows);
        for (x, &i) in qty.iter().zip(&self.permutation[..rank]) {
            b[i] = *x;
        }
        // column by column, the last one first
        for j in (0..rank).rev() {
            if self.diagonal[j] == 0.0 {
                return false;
            }
            let c = b[self.permutation[j]] / self.diagonal[j];
            b[self.permutation[j]] = c;
            for i in 0..j {
                b[self.permutation[i]] -= c * a[j * self.rows + i];
            }
        }
        b.iter().all(|x| x.is_finite())
    }

    /// R (columns x columns, upper triangular) in the order of the factorisation.
    pub fn r_matrix(&self, a: &[f64]) -> DMatrix<f64> {
        let n = self.diagonal.len();
        DMatrix::from_fn(n, n, |i, j| if i <= j && i < self.rows { self.r(a, i, j) } else { 0.0 })
    }

    /// `(R'R)^{-1}` of the leading `rank` columns, in the original order of the columns; zero rows
    /// and columns for the others.
    pub fn unscaled_covariance(&self, a: &[f64], rank: usize) -> DMatrix<f64> {
        let n = self.diagonal.len();
        let rank = rank.min(n).min(self.rows);
        // U = R^{-1}, upper triangular
        let mut u = DMatrix::zeros(rank, rank);
        for j in 0..rank {
            u[(j, j)] = 1.0;
            for k in (0..=j).rev() {
                let c = u[(k, j)] / self.diagonal[k];
                u[(k, j)] = c;
                for i in 0..k {
                    u[(i, j)] -= c * a[k * self.rows + i];
                }
            }
        }
        let mut v = DMatrix::zeros(n, n);
        for i in 0..rank {
            for j in 0..=i {
                let s: f64 = (i..rank).map(|k| u[(i, k)] * u[(j, k)]).sum();
                let (pi, pj) = (self.permutation[i], self.permutation[j]);
                v[(pi, pj)] = s;
                v[(pj, pi)] = s;
            }
        }
        v
    }
}

/// The steps of a decomposition. Each one leaves the multiples of its vector to be added by the next one, which then
/// passes only once over the columns.
struct Factorization<'a> {
    qr: &'a mut HouseholderQr,
    a: &'a mut [f64],
    columns: usize,
    free: usize,
}

impl WithSimd for Factorization<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { qr, a, columns, free } = self;
        let steps = columns.min(qr.rows);
        let pivoting = free + 1 < columns;
        let mut pending = false;
        for k in 0..steps {
            if pivoting && k >= free {
                // the columns to be exchanged are complete
                if pending {
                    qr.add_multiples(a, k, k);
                    pending = false;
                }
                if k == free {
                    qr.compute_norms(a, k, columns);
                }
                qr.bring_largest_forward(a, k);
            }
            pending = qr.reflect(simd, a, k, pending);
            if pivoting && k >= free {
                if pending {
                    qr.add_multiples(a, k + 1, k + 1);
                    pending = false;
                }
                qr.downdate_norms(a, k);
            }
        }
        if pending {
            qr.add_multiples(a, steps, columns);
        }
    }
}

/// The steps of a decomposition without pivoting, the last one's multiples not added.
struct Triangularization<'a> {
    qr: &'a mut HouseholderQr,
    a: &'a mut [f64],
    columns: usize,
}

impl WithSimd for Triangularization<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let mut pending = false;
        for k in 0..self.columns.min(self.qr.rows) {
            pending = self.qr.reflect(simd, self.a, k, pending);
        }
    }
}

/// Dot product over the common length, summed from the first element on.
pub fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).fold(0.0, |s, (a, b)| s + a * b)
}

/// Euclidean norm, the root of the sum of squares.
fn norm(x: &[f64]) -> f64 {
    dot(x, x).sqrt()
}

/// The reflection of one column, `v` without its first element.
#[inline(always)]
fn reflect1(v: &[f64], beta: f64, x: &mut [f64]) {
    let Some((first, x)) = x.split_first_mut() else { return };
    let s = v.iter().zip(&*x).fold(*first / beta, |s, (v, x)| s + x * v);
    if s != 0.0 {
        *first -= s;
        let c = s * -beta;
        for (x, v) in x.iter_mut().zip(v) {
            *x += c * v;
        }
    }
}

/// Ordinary least squares of `y` on the columns of `x` (column-major, `y.len()` rows): coefficients
/// and residuals; none when a coefficient is not determined.
///
/// Without pivoting; a column is redundant when its diagonal entry in R is exactly 0.
pub fn least_squares(x: &[f64], y: &[f64], columns: usize) -> Option<(Vec<f64>, Vec<f64>)> {
    let mut fit = LeastSquares::of([x, y].concat(), y.len(), columns)?;
    Some((std::mem::take(&mut fit.coefficients), fit.residuals()))
}

/// An ordinary least squares solution, see [`least_squares`].
#[derive(Clone, Debug)]
pub struct LeastSquares {
    qr: HouseholderQr,
    /// The decomposition and `Q'y`.
    a: Vec<f64>,
    coefficients: Vec<f64>,
}

impl LeastSquares {
    /// The regression of the last column of `a` (column-major) on the `columns` columns before.
    pub fn of(mut a: Vec<f64>, rows: usize, columns: usize) -> Option<Self> {
        if a.len() != rows * (columns + 1) || rows < columns {
            return None;
        }
        let mut qr = HouseholderQr::new();
        qr.factorize(&mut a, rows, columns, columns);
        let mut coefficients = vec![0.0; columns];
        let (decomposition, qty) = a.split_at(rows * columns);
        qr.solve(decomposition, qty, columns, &mut coefficients).then_some(Self { qr, a, coefficients })
    }

    /// The coefficients.
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// The residuals.
    pub fn residuals(mut self) -> Vec<f64> {
        let columns = self.qr.diagonal.len();
        let mut residuals = self.a.split_off(self.qr.rows * columns);
        residuals[..columns].fill(0.0);
        self.qr.apply_q(&self.a, &mut residuals);
        residuals
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Norm by squares relative to the largest element so far.
    fn plain_norm(x: &[f64]) -> f64 {
        let (mut scale, mut ssq) = (0.0f64, 1.0);
        for size in x.iter().map(|x| x.abs()).filter(|size| *size != 0.0) {
            if scale < size {
                ssq = 1.0 + ssq * (scale / size) * (scale / size);
                scale = size;
            } else {
                ssq += (size / scale) * (size / scale);
            }
        }
        scale * ssq.sqrt()
    }

    /// The decomposition without pivoting, one operation after the other: diagonal and beta.
    fn plain_decomposition(a: &mut [f64], m: usize, columns: usize) -> Vec<(f64, f64)> {
        let mut steps = vec![(0.0, 0.0); columns];
        for k in 0..columns.min(m) {
            let (head, tail) = a.split_at_mut((k + 1) * m);
            let v = &mut head[k * m + k..];
            let norm = plain_norm(v);
            if norm == 0.0 {
                continue;
            }
            let norm = if v[0] < 0.0 { -norm } else { norm };
            let beta = norm / (norm + v[0]);
            v[1..].iter_mut().for_each(|x| *x /= norm);
            for x in tail.chunks_exact_mut(m).map(|x| &mut x[k..]) {
                let s = v[1..].iter().zip(&x[1..]).fold(x[0] / beta, |s, (v, x)| s + x * v);
                x[0] -= s;
                x[1..].iter_mut().zip(&v[1..]).for_each(|(x, v)| *x += s * -beta * v);
            }
            steps[k] = (-norm, beta);
        }
        steps
    }

    proptest! {
        #[test]
        fn figures_are_those_of_one_operation_after_the_other(
            (m, columns, others) in (1..40usize, 0..6usize, 0..12usize),
            numbers in prop::collection::vec(prop_oneof![4 => -2.0..2.0f64, 1 => Just(0.0)], 18 * 40),
            zeros in prop::option::of(0..6usize),
            size in prop_oneof![Just(1.0), Just(1e-170), Just(1e160)],
        ) {
            let mut a: Vec<f64> = numbers[..m * (columns + others)].iter().map(|x| size * x).collect();
            if let Some(column) = zeros.filter(|j| *j < columns) {
                a[column * m..(column + 1) * m].fill(0.0);
            }
            let (mut plain, mut triangle) = (a.clone(), a.clone());
            let steps = plain_decomposition(&mut plain, m, columns);
            let mut qr = HouseholderQr::new();
            qr.factorize(&mut a, m, columns, columns);
            prop_assert_eq!(&a, &plain);
            prop_assert_eq!(qr.diagonal(), steps.iter().map(|s| s.0).collect::<Vec<_>>());
            prop_assert_eq!(&qr.beta, &steps.iter().map(|s| s.1).collect::<Vec<_>>());
            qr.triangularize(&mut triangle, m, columns);
            prop_assert_eq!(qr.diagonal(), steps.iter().map(|s| s.0).collect::<Vec<_>>());
            for (x, plain) in triangle.chunks_exact(m).zip(plain.chunks_exact(m)) {
                prop_assert_eq!(&x[..columns.min(m)], &plain[..columns.min(m)]);
            }
        }
    }

    #[test]
    fn regression_line() {
        let x = [1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 2.0, 3.0];
        let (b, e) = least_squares(&x, &[1.0, 3.0, 5.0, 7.5], 2).unwrap();
        assert!((b[0] - 0.9).abs() < 1e-14 && (b[1] - 2.15).abs() < 1e-14, "{b:?}");
        assert!((e.iter().sum::<f64>()).abs() < 1e-14);
        assert!(
            least_squares(&[1.0, 1.0, 1.0, 2.0, 2.0, 2.0], &[1.0, 2.0, 3.0], 2)
                .is_none_or(|(b, _)| b[1].abs() > 1e10)
        );
        assert!(least_squares(&[0.0, 0.0], &[1.0, 2.0], 1).is_none());
    }

    #[test]
    fn dot_product_of_unequal_lengths() {
        let x: Vec<f64> = (1..=7).map(f64::from).collect();
        assert_eq!(dot(&x, &x[1..]), 2.0 + 6.0 + 12.0 + 20.0 + 30.0 + 42.0);
    }

    #[test]
    fn pivoting_keeps_the_leading_columns_and_finds_the_rank() {
        // columns: a, b, a + b, c; b is fixed in front
        let m = 6;
        let a: Vec<f64> = (0..m).map(|i| 1.0 + i as f64).collect();
        let b: Vec<f64> = (0..m).map(|i| (i as f64).sin()).collect();
        let c: Vec<f64> = (0..m).map(|i| ((i * i) as f64).cos() * 10.0).collect();
        let ab: Vec<f64> = a.iter().zip(&b).map(|(x, y)| x + y).collect();
        let x: Vec<f64> = [&b, &a, &ab, &c].iter().flat_map(|v| v.iter().copied()).collect();
        let mut qr = HouseholderQr::new();
        let mut f = x.clone();
        qr.factorize(&mut f, m, 4, 1);
        assert_eq!(qr.permutation()[0], 0);
        assert_eq!(qr.rank(1e-12), 3);
        let mut y: Vec<f64> = (0..m).map(|i| 2.0 * a[i] - b[i] + 0.5 * c[i]).collect();
        qr.apply_qt(&f, &mut y);
        assert!(y[3..].iter().all(|v| v.abs() < 1e-12));
        let mut coefficients = [0.0; 4];
        assert!(qr.solve(&f, &y, 3, &mut coefficients));
        assert!((coefficients[3] - 0.5).abs() < 1e-12);
        assert!((coefficients[1] + coefficients[2] - 2.0).abs() < 1e-12);
    }

    #[test]
    fn covariance_is_the_inverse_of_the_cross_products() {
        let x = [1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 2.0, 3.0];
        for free in [0, 2] {
            let mut a = x;
            let mut qr = HouseholderQr::new();
            qr.factorize(&mut a, 4, 2, free);
            let v = qr.unscaled_covariance(&a, 2);
            // X'X = [4 6; 6 14], determinant 20
            assert!((v[(0, 0)] - 0.7).abs() < 1e-14 && (v[(0, 1)] + 0.3).abs() < 1e-14);
            assert!((v[(1, 1)] - 0.2).abs() < 1e-14);
        }
    }

    #[test]
    fn a_wide_matrix_has_the_rank_of_its_rows() {
        let mut a = [1.0, 2.0, 3.0];
        let mut qr = HouseholderQr::new();
        qr.factorize(&mut a, 1, 3, 0);
        assert_eq!(qr.rank(1e-12), 1);
        assert_eq!(qr.permutation()[0], 2);
    }
}
