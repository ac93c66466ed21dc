//! Square linear systems.

use pulp::{Simd, WithSimd};

use super::lanes::dispatch;

/// Pivots smaller than this make a system singular.
pub const SMALLEST_PIVOT: f64 = 1e-13;

/// Solves `A x = b` in place by Gaussian elimination with row pivoting: `a` (n x n, row-major) is destroyed, `b`
/// becomes `x`.
///
/// Returns false, leaving `b` undefined, when a pivot is smaller than [`SMALLEST_PIVOT`] in
/// absolute value or not a number, or when the dimensions disagree.
#[must_use]
pub fn solve_in_place(a: &mut [f64], b: &mut [f64]) -> bool {
    let n = b.len();
    if a.len() != n * n {
        return false;
    }
    for k in 0..n {
        let pivot = (k + 1..n).fold(k, |p, i| if a[i * n + k].abs() > a[p * n + k].abs() { i } else { p });
        let size = a[pivot * n + k].abs();
        if size < SMALLEST_PIVOT || size.is_nan() {
            return false;
        }
        if pivot != k {
            let (upper, lower) = a.split_at_mut(pivot * n);
            upper[k * n..k * n + n].swap_with_slice(&mut lower[..n]);
            b.swap(k, pivot);
        }
        let (upper, lower) = a.split_at_mut((k + 1) * n);
        let pivot_row = &upper[k * n + k..];
        for (i, row) in lower.chunks_exact_mut(n).enumerate() {
            let factor = row[k] / pivot_row[0];
            if factor != 0.0 {
                for (x, p) in row[k..].iter_mut().zip(pivot_row) {
                    *x -= factor * p;
                }
                b[k + 1 + i] -= factor * b[k];
            }
        }
    }
    for k in (0..n).rev() {
        let row = &a[k * n..k * n + n];
        let s: f64 = row[k + 1..].iter().zip(&b[k + 1..]).map(|(x, y)| x * y).sum();
        b[k] = (b[k] - s) / row[k];
    }
    true
}

/// Solves `A x = b` in place by Gauss-Jordan elimination: `a` (n x n, row-major) is destroyed, `b` becomes `x`.
///
/// Row by row, the largest element among the unknowns not yet taken (the first in case of ties) is the pivot;
/// its unknown is eliminated from all other equations, those above included.
///
/// Returns false, leaving `b` undefined, when a pivot is smaller than [`SMALLEST_PIVOT`] in
/// absolute value or not a number, or when the dimensions disagree.
#[must_use]
pub fn solve_by_rows(a: &mut [f64], b: &mut [f64]) -> bool {
    let n = b.len();
    if a.len() != n * n {
        return false;
    }
    dispatch(RowElimination { a, b })
}

/// Gauss-Jordan elimination row by row.
struct RowElimination<'a> {
    a: &'a mut [f64],
    b: &'a mut [f64],
}

impl WithSimd for RowElimination<'_> {
    type Output = bool;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> bool {
        let Self { a, b } = self;
        let n = b.len();
        // the equation of each unknown
        let mut equation = vec![usize::MAX; n];
        let mut row = vec![0.0; n];
        for i in 0..n {
            row.copy_from_slice(&a[i * n..(i + 1) * n]);
            let mut column = None;
            let mut size = 0.0;
            for (k, x) in row.iter_mut().enumerate() {
                if equation[k] != usize::MAX {
                    *x = 0.0;
                } else if x.abs() > size {
                    size = x.abs();
                    column = Some(k);
                }
            }
            let Some(column) = column.filter(|_| size >= SMALLEST_PIVOT) else { return false };
            equation[column] = i;
            let pivot = 1.0 / row[column];
            row[column] = 0.0;
            let right = b[i];
            for (j, (other, b)) in a.chunks_exact_mut(n).zip(b.iter_mut()).enumerate() {
                let x = other[column];
                if j == i || x == 0.0 {
                    continue;
                }
                let factor = pivot * x;
                for (o, x) in other.iter_mut().zip(&row) {
                    *o -= factor * x;
                }
                *b -= factor * right;
            }
            for x in &mut a[i * n..(i + 1) * n] {
                *x *= pivot;
            }
            b[i] *= pivot;
        }
        row.copy_from_slice(b);
        for (x, &i) in b.iter_mut().zip(&equation) {
            *x = row[i];
        }
        true
    }
}

/// Lower Cholesky factor of a symmetric positive definite matrix (n x n, row-major, lower triangle
/// read and overwritten); false when a pivot is not positive.
#[must_use]
pub fn cholesky_in_place(a: &mut [f64], n: usize) -> bool {
    if a.len() != n * n {
        return false;
    }
    for i in 0..n {
        for j in 0..=i {
            let s: f64 = (0..j).map(|k| a[i * n + k] * a[j * n + k]).sum();
            let x = a[i * n + j] - s;
            if i == j {
                if x <= 0.0 || x.is_nan() {
                    return false;
                }
                a[i * n + i] = x.sqrt();
            } else {
                a[i * n + j] = x / a[j * n + j];
            }
        }
    }
    true
}

/// `L^{-1} b` in place for a lower triangular L (n x n, row-major).
pub fn solve_lower(l: &[f64], b: &mut [f64]) {
    let n = b.len();
    for i in 0..n {
        let s: f64 = (0..i).map(|k| l[i * n + k] * b[k]).sum();
        b[i] = (b[i] - s) / l[i * n + i];
    }
}

/// `L'^{-1} b` in place for a lower triangular L (n x n, row-major).
pub fn solve_lower_transposed(l: &[f64], b: &mut [f64]) {
    let n = b.len();
    for i in (0..n).rev() {
        let s: f64 = (i + 1..n).map(|k| l[k * n + i] * b[k]).sum();
        b[i] = (b[i] - s) / l[i * n + i];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pivoting_solves_what_a_zero_diagonal_would_break() {
        let mut a = [0.0, 2.0, 1.0, 1.0];
        let mut b = [4.0, 5.0];
        assert!(solve_in_place(&mut a, &mut b));
        assert_eq!(b, [3.0, 2.0]);
        assert!(!solve_in_place(&mut [1.0, 2.0, 2.0, 4.0], &mut [1.0, 2.0]));
        assert!(!solve_by_rows(&mut [1.0, 2.0, 2.0, 4.0], &mut [1.0, 2.0]));
        assert!(!solve_in_place(&mut [f64::NAN], &mut [1.0]));
        assert!(solve_in_place(&mut [], &mut []));
    }

    #[test]
    fn cholesky_and_triangular_solves() {
        let mut a = [4.0, 0.0, 2.0, 5.0];
        assert!(cholesky_in_place(&mut a, 2));
        assert_eq!((a[0], a[2], a[3]), (2.0, 1.0, 2.0));
        let mut b = [8.0, 9.0];
        solve_lower(&a, &mut b);
        solve_lower_transposed(&a, &mut b);
        // [4 2; 2 5] x = (8, 9)
        assert!((b[0] - 1.375).abs() < 1e-15 && (b[1] - 1.25).abs() < 1e-15);
        assert!(!cholesky_in_place(&mut [-1.0], 1));
    }
}
