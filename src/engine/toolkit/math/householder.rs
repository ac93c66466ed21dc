//! Householder QR decomposition for least squares, with optional column pivoting (`arima.md`, 6.2).

use nalgebra::DMatrix;

/// Square root of the unit round-off 2^-53: partial column norms are recomputed below it.
const NORM_RECOMPUTATION: f64 = 1.053_671_212_772_350_8e-8;

/// Diagonal, scales and column order of a QR decomposition whose vectors stay in the caller's
/// matrix. Re-usable: a new factorisation allocates only when the dimensions grow.
///
/// A reflection maps its column x onto `-sign(x_1) |x|` (sign(0) = 1), so the diagonal of R has the
/// sign opposite to the pivot element.
#[derive(Clone, Debug, Default)]
pub struct HouseholderQr {
    rows: usize,
    diagonal: Vec<f64>,
    /// 2 / v'v of each reflection, 0 for none.
    scale: Vec<f64>,
    permutation: Vec<usize>,
    norms: Vec<(f64, f64)>,
}

impl HouseholderQr {
    /// An empty decomposition.
    pub fn new() -> Self {
        Self::default()
    }

    /// Decomposes `a` (`rows` x `columns`, column-major, overwritten by the reflections and the
    /// strict upper triangle of R).
    ///
    /// The columns from index `free` on are pivoted: at each step the one with the largest partial
    /// norm comes first (the first in case of ties). The columns before `free` keep their place;
    /// `free >= columns` means no pivoting.
    pub fn factorize(&mut self, a: &mut [f64], rows: usize, columns: usize, free: usize) {
        self.rows = rows;
        self.diagonal.clear();
        self.diagonal.resize(columns, 0.0);
        self.scale.clear();
        self.scale.resize(columns, 0.0);
        self.permutation.clear();
        self.permutation.extend(0..columns);
        self.norms.clear();
        if rows == 0 || a.len() < rows * columns {
            return;
        }
        let pivoting = free + 1 < columns;
        if pivoting {
            self.norms.extend(a.chunks_exact(rows).take(columns).map(|c| {
                let norm = dot(c, c).sqrt();
                (norm, norm)
            }));
        }
        for k in 0..columns.min(rows) {
            if pivoting && k >= free {
                self.bring_largest_forward(a, k);
            }
            self.reflect(a, k, columns);
            if pivoting {
                self.downdate_norms(a, k, columns, free);
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

    fn reflect(&mut self, a: &mut [f64], k: usize, columns: usize) {
        let m = self.rows;
        let (head, tail) = a.split_at_mut((k + 1) * m);
        let v = &mut head[k * m + k..];
        let norm = dot(v, v).sqrt();
        if norm == 0.0 {
            return;
        }
        let alpha = if v[0] < 0.0 { norm } else { -norm };
        v[0] -= alpha;
        let scale = -1.0 / (alpha * v[0]);
        self.diagonal[k] = alpha;
        self.scale[k] = scale;
        let others = &mut tail[..(columns - k - 1) * m];
        let mut fours = others.chunks_exact_mut(4 * m);
        for four in &mut fours {
            let (x, rest) = four.split_at_mut(m);
            let (y, rest) = rest.split_at_mut(m);
            let (z, w) = rest.split_at_mut(m);
            reflect4(v, scale, &mut x[k..], &mut y[k..], &mut z[k..], &mut w[k..]);
        }
        for x in fours.into_remainder().chunks_exact_mut(m) {
            let x = &mut x[k..];
            axpy(-scale * dot(v, x), v, x);
        }
    }

    fn downdate_norms(&mut self, a: &[f64], k: usize, columns: usize, free: usize) {
        let m = self.rows;
        for j in free.max(k + 1)..columns {
            let (partial, full) = self.norms[j];
            if partial == 0.0 {
                continue;
            }
            let r = a[j * m + k].abs() / partial;
            let rest = (1.0 - r * r).max(0.0);
            let ratio = partial / full;
            if rest * ratio * ratio <= NORM_RECOMPUTATION {
                let c = &a[j * m + k + 1..(j + 1) * m];
                let norm = dot(c, c).sqrt();
                self.norms[j] = (norm, norm);
            } else {
                self.norms[j].0 = partial * rest.sqrt();
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
        if self.scale[k] != 0.0 {
            let v = &a[k * self.rows + k..(k + 1) * self.rows];
            let x = &mut x[k..];
            axpy(-self.scale[k] * dot(v, x), v, x);
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
        for i in (0..rank).rev() {
            let mut s = qty[i];
            for j in i + 1..rank {
                s -= self.r(a, i, j) * b[self.permutation[j]];
            }
            if self.diagonal[i] == 0.0 {
                return false;
            }
            b[self.permutation[i]] = s / self.diagonal[i];
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
            u[(j, j)] = 1.0 / self.diagonal[j];
            for i in (0..j).rev() {
                let s: f64 = (i + 1..=j).map(|k| self.r(a, i, k) * u[(k, j)]).sum();
                u[(i, j)] = -s / self.diagonal[i];
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

/// Dot product over the common length.
pub fn dot(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len().min(y.len());
    let (x, y) = (&x[..n], &y[..n]);
    let mut s = [0.0; 4];
    let (xc, yc) = (x.chunks_exact(4), y.chunks_exact(4));
    let rest: f64 = xc.remainder().iter().zip(yc.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in xc.zip(yc) {
        for i in 0..4 {
            s[i] += a[i] * b[i];
        }
    }
    (s[0] + s[1]) + (s[2] + s[3]) + rest
}

fn axpy(c: f64, v: &[f64], x: &mut [f64]) {
    for (a, b) in x.iter_mut().zip(v) {
        *a += c * b;
    }
}

/// The reflection `x <- x - scale v (v'x)` of four columns at once, which reads v once for all.
fn reflect4(v: &[f64], scale: f64, x: &mut [f64], y: &mut [f64], z: &mut [f64], w: &mut [f64]) {
    let n = v.len();
    let (x, y, z, w) = (&mut x[..n], &mut y[..n], &mut z[..n], &mut w[..n]);
    let mut s = [[0.0; 2]; 4];
    let pairs = n - n % 2;
    for i in (0..pairs).step_by(2) {
        for j in 0..2 {
            let a = v[i + j];
            s[0][j] += a * x[i + j];
            s[1][j] += a * y[i + j];
            s[2][j] += a * z[i + j];
            s[3][j] += a * w[i + j];
        }
    }
    let mut c = s.map(|t| t[0] + t[1]);
    if pairs < n {
        let a = v[pairs];
        c[0] += a * x[pairs];
        c[1] += a * y[pairs];
        c[2] += a * z[pairs];
        c[3] += a * w[pairs];
    }
    let c = c.map(|t| -scale * t);
    for i in 0..n {
        let a = v[i];
        x[i] += c[0] * a;
        y[i] += c[1] * a;
        z[i] += c[2] * a;
        w[i] += c[3] * a;
    }
}

/// Ordinary least squares of `y` on the columns of `x` (column-major, `y.len()` rows): coefficients
/// and residuals; none when a coefficient is not determined.
///
/// Without pivoting; a column is redundant when its diagonal entry in R is exactly 0.
pub fn least_squares(x: &[f64], y: &[f64], columns: usize) -> Option<(Vec<f64>, Vec<f64>)> {
    let m = y.len();
    if x.len() != m * columns || m < columns {
        return None;
    }
    let mut a = x.to_vec();
    let mut e = y.to_vec();
    let mut b = vec![0.0; columns];
    let mut qr = HouseholderQr::new();
    qr.factorize(&mut a, m, columns, columns);
    qr.apply_qt(&a, &mut e);
    if !qr.solve(&a, &e, columns, &mut b) {
        return None;
    }
    e[..columns].fill(0.0);
    qr.apply_q(&a, &mut e);
    Some((b, e))
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
