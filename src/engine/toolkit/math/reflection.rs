//! The passes over the columns of one step of a Householder decomposition (`arima.md`, 6.2): the reflection before is
//! applied while a norm or the products with the present one are summed. Every sum is taken in the order of the rows;
//! those of several columns do not wait for each other.

use pulp::Simd;

use super::lanes::{Divisor, Four, LANES, Load, Vector, add_in_order};

/// Columns that are reflected at once.
const MOST_COLUMNS: usize = 8;

/// Makes a column, from the present row on, the vector of the reflection that maps it onto the axis of that row, after
/// `factor` times the vector before (of the same length) has been added: the diagonal entry of R and beta, none for a
/// column of zeros. See [`HouseholderQr`](super::householder::HouseholderQr).
#[inline(always)]
pub(super) fn prepare<S: Simd>(
    simd: S,
    column: &mut [f64],
    before: Option<&[f64]>,
    factor: f64,
) -> Option<(f64, f64)> {
    let norm = match before {
        Some(before) => updated_norm(simd, column, factor, before),
        None => scaled_norm(simd, column),
    };
    if norm == 0.0 {
        return None;
    }
    let (first, v) = column.split_first_mut()?;
    let norm = if *first < 0.0 { -norm } else { norm };
    let beta = norm / (norm + *first);
    let (fours, rest) = v.as_chunks_mut();
    if norm.abs().load(simd).is_moderate() {
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
    Some((-norm, beta))
}

/// A reflection: its vector without the first element, and beta.
#[derive(Clone, Copy)]
pub(super) struct Reflection<'a> {
    pub v: &'a [f64],
    pub beta: f64,
}

impl Reflection<'_> {
    /// Prepares `x <- x - beta v (v'x)` in the rows from k on of the columns of `m` rows, after `x <- x + factor before`
    /// there: row k is that of the result, and `factors` become those of v that the rows below have to take.
    #[inline(always)]
    pub(super) fn project<S: Simd>(
        self,
        simd: S,
        before: Option<&[f64]>,
        columns: &mut [f64],
        (m, k): (usize, usize),
        factors: &mut [f64],
    ) {
        let (columns, factors) = (columns.chunks_mut(MOST_COLUMNS * m), factors.chunks_mut(MOST_COLUMNS));
        for (columns, factors) in columns.zip(factors) {
            macro_rules! project_all {
                ($($n:literal)*) => {
                    match columns.len() / m {
                        $($n => self.project_columns::<S, $n>(simd, before, columns, (m, k), factors),)*
                        _ => {}
                    }
                };
            }
            project_all!(1 2 3 4 5 6 7 8);
        }
    }

    /// [`project`](Self::project) for N columns.
    #[inline(always)]
    fn project_columns<S: Simd, const N: usize>(
        self,
        simd: S,
        before: Option<&[f64]>,
        columns: &mut [f64],
        (m, k): (usize, usize),
        factors: &mut [f64],
    ) {
        let Self { v, beta } = self;
        let mut rest = columns;
        let mut columns: [&mut [f64]; N] = std::array::from_fn(|_| {
            let (column, others) = std::mem::take(&mut rest).split_at_mut(m);
            rest = others;
            // of the same length as v, as the compiler then knows
            &mut column[k..][..v.len() + 1]
        });
        let mut sums = [0.0; N];
        let mut multiples = [0.0; N];
        if let Some(before) = before {
            multiples.copy_from_slice(&factors[..N]);
            for n in 0..N {
                columns[n][0] += multiples[n] * before[0];
            }
        }
        for n in 0..N {
            sums[n] = columns[n][0] / beta;
        }
        let below = columns.each_mut().map(|x| &mut x[1..]);
        match before {
            Some(before) => {
                add_and_multiply(simd, multiples, &before[1..][..v.len()], v, below, &mut sums);
            }
            None => multiply(simd, v, below.map(|x| &*x), &mut sums),
        }
        for n in 0..N {
            columns[n][0] -= sums[n];
            factors[n] = sums[n] * -beta;
        }
    }
}

/// Adds the products of v with N columns of the same length to the sums.
#[inline(always)]
fn multiply<S: Simd, const N: usize>(simd: S, v: &[f64], columns: [&[f64]; N], sums: &mut [f64; N]) {
    let (v, v_rest) = v.as_chunks::<LANES>();
    let mut fours: [&[[f64; LANES]]; N] = [&[]; N];
    let mut rests: [&[f64]; N] = [&[]; N];
    for n in 0..N {
        let (x, rest) = columns[n].as_chunks::<LANES>();
        (fours[n], rests[n]) = (&x[..v.len()], &rest[..v_rest.len()]);
    }
    for i in 0..v.len() {
        let v = Four(v[i]).load(simd);
        let mut products = [v; N];
        for n in 0..N {
            products[n] = Four(fours[n][i]).load(simd) * v;
        }
        add_in_order(products, sums);
    }
    for i in 0..v_rest.len() {
        for n in 0..N {
            sums[n] += rests[n][i] * v_rest[i];
        }
    }
}

/// Adds the multiples of the vector before to N columns of the same length, and then the products of v with them to
/// the sums.
#[inline(always)]
fn add_and_multiply<S: Simd, const N: usize>(
    simd: S,
    factors: [f64; N],
    before: &[f64],
    v: &[f64],
    columns: [&mut [f64]; N],
    sums: &mut [f64; N],
) {
    let (v, v_rest) = v.as_chunks::<LANES>();
    let (before, before_rest) = before.as_chunks::<LANES>();
    let (before, before_rest) = (&before[..v.len()], &before_rest[..v_rest.len()]);
    let mut fours: [&mut [[f64; LANES]]; N] = std::array::from_fn(|_| Default::default());
    let mut rests: [&mut [f64]; N] = std::array::from_fn(|_| Default::default());
    for (n, column) in columns.into_iter().enumerate() {
        let (x, rest) = column.as_chunks_mut::<LANES>();
        (fours[n], rests[n]) = (&mut x[..v.len()], &mut rest[..v_rest.len()]);
    }
    let mut multiples = [Vector::splat(simd, 0.0); N];
    for n in 0..N {
        multiples[n] = factors[n].load(simd);
    }
    for i in 0..v.len() {
        let (before, v) = (Four(before[i]).load(simd), Four(v[i]).load(simd));
        let mut products = [v; N];
        for n in 0..N {
            let x = Four(fours[n][i]).load(simd) + multiples[n] * before;
            fours[n][i] = x.store().0;
            products[n] = x * v;
        }
        add_in_order(products, sums);
    }
    for i in 0..v_rest.len() {
        for n in 0..N {
            let x = rests[n][i] + factors[n] * before_rest[i];
            rests[n][i] = x;
            sums[n] += x * v_rest[i];
        }
    }
}

/// `x <- x + factor v`.
#[inline(always)]
pub(super) fn add_multiple(x: &mut [f64], factor: f64, v: &[f64]) {
    for (x, v) in x.iter_mut().zip(v) {
        *x += factor * v;
    }
}

/// Euclidean norm by squares relative to the largest element so far (Lawson, Hanson, Kincaid and Krogh 1979):
/// neither overflow nor underflow. `scale^2 ssq` is the sum of the squares added, `scale` the largest of their roots.
struct ScaledNorm<S: Simd> {
    scale: f64,
    ssq: f64,
    divisor: Divisor<S>,
    /// The scale where the divisor can be one, else a negative number.
    limit: Vector<S>,
}

impl<S: Simd> ScaledNorm<S> {
    #[inline(always)]
    fn new(simd: S) -> Self {
        let one = Vector::splat(simd, 1.0);
        Self { scale: 0.0, ssq: 1.0, divisor: Divisor::new(one), limit: one.negative() }
    }

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

    /// Adds four numbers.
    #[inline(always)]
    fn add_four(&mut self, simd: S, x: Vector<S>) {
        let sizes = x.abs();
        if sizes.at_most(self.limit).all() {
            let ratios = self.divisor.divide(sizes);
            let mut sum = [self.ssq];
            add_in_order([ratios * ratios], &mut sum);
            [self.ssq] = sum;
        } else {
            for x in x.store().0 {
                self.add(x);
            }
            let scale = self.scale.load(simd);
            self.divisor = Divisor::new(scale);
            self.limit = if scale.is_moderate() { scale } else { Vector::splat(simd, -1.0) };
        }
    }

    #[inline(always)]
    fn norm(&self) -> f64 {
        self.scale * self.ssq.sqrt()
    }
}

/// [`ScaledNorm`] of a column.
#[inline(always)]
fn scaled_norm<S: Simd>(simd: S, x: &[f64]) -> f64 {
    let mut norm = ScaledNorm::new(simd);
    let (fours, rest) = x.as_chunks();
    for x in fours {
        norm.add_four(simd, Four(*x).load(simd));
    }
    for x in rest {
        norm.add(*x);
    }
    norm.norm()
}

/// [`ScaledNorm`] of `x <- x + factor v`.
#[inline(always)]
fn updated_norm<S: Simd>(simd: S, x: &mut [f64], factor: f64, v: &[f64]) -> f64 {
    let mut norm = ScaledNorm::new(simd);
    let (fours, rest) = x.as_chunks_mut();
    let (v_fours, v_rest) = v.as_chunks();
    let multiple = factor.load(simd);
    for (x, v) in fours.iter_mut().zip(v_fours) {
        let sum = Four(*x).load(simd) + multiple * Four(*v).load(simd);
        *x = sum.store().0;
        norm.add_four(simd, sum);
    }
    for (x, v) in rest.iter_mut().zip(v_rest) {
        *x += factor * v;
        norm.add(*x);
    }
    norm.norm()
}
