//! Householder QR decomposition for least squares, with optional column pivoting (`arima.md`, 6.2).

use nalgebra::DMatrix;
use pulp::{Simd, WithSimd};

use super::lanes::{Divisor, Four, Load, dispatch};

/// Square root of the unit round-off 2^-53: partial column norms are recomputed below it.
pub(super) const NORM_RECOMPUTATION: f64 = 1.053_671_212_772_350_8e-8;

/// Columns that are reflected at once: their sums do not wait for each other.
const MOST_COLUMNS: usize = 8;

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
        self.rows = rows;
        self.diagonal.clear();
        self.diagonal.resize(columns, 0.0);
        self.beta.clear();
        self.beta.resize(columns, 0.0);
        self.permutation.clear();
        self.permutation.extend(0..columns);
        self.norms.clear();
        if rows == 0 || a.len() < rows * columns {
            return;
        }
        let pivoting = free + 1 < columns;
        for k in 0..columns.min(rows) {
            if pivoting && k >= free {
                if k == free {
                    self.norms.extend(a.chunks_exact(rows).take(columns).map(|c| {
                        let norm = norm(&c[free..]);
                        (norm, norm)
                    }));
                }
                self.bring_largest_forward(a, k);
            }
            self.reflect(a, k);
            if pivoting && k >= free {
                self.downdate_norms(a, k);
            }
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

    fn reflect(&mut self, a: &mut [f64], k: usize) {
        if let Some((diagonal, beta)) = dispatch(Reflection { a, rows: self.rows, k }) {
            self.diagonal[k] = diagonal;
            self.beta[k] = beta;
        }
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

/// Dot product over the common length, summed from the first element on.
pub fn dot(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).fold(0.0, |s, (a, b)| s + a * b)
}

/// Euclidean norm, the root of the sum of squares.
fn norm(x: &[f64]) -> f64 {
    dot(x, x).sqrt()
}

/// The reflection that maps column k of `a` onto the k-th axis, applied to the columns after it.
struct Reflection<'a> {
    a: &'a mut [f64],
    rows: usize,
    k: usize,
}

impl WithSimd for Reflection<'_> {
    /// Diagonal entry of R and beta; none for a column of zeros.
    type Output = Option<(f64, f64)>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Option<(f64, f64)> {
        let (m, k) = (self.rows, self.k);
        let (head, tail) = self.a.split_at_mut((k + 1) * m);
        let v = &mut head[k * m + k..];
        let norm = scaled_norm(simd, v);
        if norm == 0.0 {
            return None;
        }
        let norm = if v[0] < 0.0 { -norm } else { norm };
        let beta = norm / (norm + v[0]);
        let v = &mut v[1..];
        let length = norm.abs().load(simd);
        let (fours, rest) = v.as_chunks_mut();
        if length.is_moderate() {
            let divisor = Divisor::new(norm.load(simd));
            for x in fours {
                *x = divisor.divide(Four(*x).load(simd)).store().0;
            }
        } else {
            for x in fours.iter_mut().flatten() {
                *x /= norm;
            }
        }
        for x in rest {
            *x /= norm;
        }
        let mut rest = tail;
        while !rest.is_empty() {
            let count = (rest.len() / m).min(MOST_COLUMNS);
            let (columns, others) = rest.split_at_mut(count * m);
            rest = others;
            macro_rules! reflect_all {
                ($($n:literal)*) => {
                    match count {
                        $($n => reflect_columns::<$n>(v, beta, columns, k),)*
                        _ => break,
                    }
                };
            }
            reflect_all!(1 2 3 4 5 6 7 8);
        }
        Some((-norm, beta))
    }
}

/// Euclidean norm by squares relative to the largest element so far (Lawson, Hanson, Kincaid and Krogh 1979):
/// neither overflow nor underflow.
#[inline(always)]
fn scaled_norm<S: Simd>(simd: S, x: &[f64]) -> f64 {
    if let [x] = x {
        return x.abs();
    }
    let mut norm = ScaledNorm { scale: 0.0, ssq: 1.0 };
    let mut divisor = Divisor::new(norm.scale.load(simd));
    let (fours, rest) = x.as_chunks();
    for four in fours {
        let (sizes, scale) = (Four(*four).load(simd).abs(), norm.scale.load(simd));
        if sizes.at_most(scale).all() && scale.is_moderate() {
            let ratios = divisor.divide(sizes);
            for square in (ratios * ratios).store().0 {
                norm.ssq += square;
            }
        } else {
            for x in four {
                norm.add(*x);
            }
            divisor = Divisor::new(norm.scale.load(simd));
        }
    }
    for x in rest {
        norm.add(*x);
    }
    norm.scale * norm.ssq.sqrt()
}

/// `scale^2 ssq` is the sum of the squares added, `scale` the largest of their roots.
struct ScaledNorm {
    scale: f64,
    ssq: f64,
}

impl ScaledNorm {
    #[inline(always)]
    fn add(&mut self, x: f64) {
        let size = x.abs();
        if self.scale < size {
            let ratio = self.scale / size;
            self.ssq = 1.0 + self.ssq * ratio * ratio;
            self.scale = size;
        } else if size != 0.0 {
            let ratio = size / self.scale;
            self.ssq += ratio * ratio;
        }
    }
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

/// The reflection of N columns at once, from row k on: their sums do not wait for each other.
#[inline(always)]
fn reflect_columns<const N: usize>(v: &[f64], beta: f64, columns: &mut [f64], k: usize) {
    let n = v.len();
    let mut chunks = columns.chunks_exact_mut(columns.len() / N);
    let columns: [&mut [f64]; N] =
        std::array::from_fn(|_| chunks.next().map_or(&mut [][..], |x| &mut x[k..][..n + 1]));
    let mut sums = [0.0; N];
    for (sum, x) in sums.iter_mut().zip(&columns) {
        *sum = x[0] / beta;
    }
    for i in 0..n {
        let v = v[i];
        for j in 0..N {
            sums[j] += columns[j][i + 1] * v;
        }
    }
    for (x, s) in columns.into_iter().zip(sums) {
        x[0] -= s;
        let c = s * -beta;
        for (x, v) in x[1..].iter_mut().zip(v) {
            *x += c * v;
        }
    }
}

/// Ordinary least squares of `y` on the columns of `x` (column-major, `y.len()` rows): coefficients
/// and residuals; none when a coefficient is not determined.
///
/// Without pivoting; a column is redundant when its diagonal entry in R is exactly 0.
pub fn least_squares(x: &[f64], y: &[f64], columns: usize) -> Option<(Vec<f64>, Vec<f64>)> {
    let Regression { qr, a, coefficients, mut qty } = Regression::of(x, y, columns)?;
    qty[..columns].fill(0.0);
    qr.apply_q(&a, &mut qty);
    Some((coefficients, qty))
}

/// The coefficients of [`least_squares`].
pub fn least_squares_coefficients(x: &[f64], y: &[f64], columns: usize) -> Option<Vec<f64>> {
    Regression::of(x, y, columns).map(|regression| regression.coefficients)
}

/// A least squares solution with its decomposition `a` and `Q'y`.
struct Regression {
    qr: HouseholderQr,
    a: Vec<f64>,
    coefficients: Vec<f64>,
    qty: Vec<f64>,
}

impl Regression {
    fn of(x: &[f64], y: &[f64], columns: usize) -> Option<Self> {
        let m = y.len();
        if x.len() != m * columns || m < columns {
            return None;
        }
        let mut a = [x, y].concat();
        let mut qr = HouseholderQr::new();
        qr.factorize(&mut a, m, columns, columns);
        let qty = a.split_off(m * columns);
        let mut coefficients = vec![0.0; columns];
        qr.solve(&a, &qty, columns, &mut coefficients).then_some(Self { qr, a, coefficients, qty })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
