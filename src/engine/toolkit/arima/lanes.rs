//! Four numbers that are computed side by side, and the prediction step of the whitening filters on them.
//!
//! Operations are those of the single numbers, lane by lane and never fused: a figure depends neither on the other
//! lanes nor on the vectors of the processor.

use std::ops::{Add, Div, Mul, Sub};

use pulp::{Scalar256b, Simd, WithSimd, cast};

/// Number of lanes.
pub(super) const LANES: usize = 4;

/// Four numbers in memory.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
pub(super) struct Four(pub(super) [f64; LANES]);

impl Four {
    /// The elements `t, t + m, t + 2 m, ...` of `x`, 0 beyond its end.
    #[inline(always)]
    pub(super) fn gather(x: &[f64], m: usize, t: usize) -> Self {
        Self(std::array::from_fn(|i| x.get(i * m + t).copied().unwrap_or_default()))
    }

    /// Stores the numbers in the elements `t, t + m, t + 2 m, ...` of `x` up to its end.
    #[inline(always)]
    pub(super) fn scatter(self, x: &mut [f64], m: usize, t: usize) {
        for (i, value) in self.0.into_iter().enumerate() {
            if let Some(place) = x.get_mut(i * m + t) {
                *place = value;
            }
        }
    }
}

/// Runs an operation compiled for 256-bit vectors where the processor has them; its inner functions are to be
/// marked `#[inline(always)]`.
pub(super) fn dispatch<Op: WithSimd>(operation: Op) -> Op::Output {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        return Simd::vectorize(simd, operation);
    }
    Simd::vectorize(Scalar256b, operation)
}

/// Four numbers in a register, with the instructions that compute on them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vector<S: Simd>(S, S::f64s);

impl<S: Simd> Vector<S> {
    #[inline(always)]
    pub(super) fn splat(simd: S, x: f64) -> Self {
        Self(simd, simd.splat_f64s(x))
    }

    #[inline(always)]
    pub(super) fn store(self) -> Four {
        Four(cast(self.1))
    }

    #[inline(always)]
    pub(super) fn sqrt(self) -> Self {
        Self(self.0, self.0.sqrt_f64s(self.1))
    }

    /// The larger one; 1 for what is not a number.
    #[inline(always)]
    pub(super) fn at_least_one(self) -> Self {
        Self(self.0, self.0.max_f64s(self.1, self.0.splat_f64s(1.0)))
    }
}

/// What can be loaded into a vector: four numbers, or the same one for all lanes.
pub(super) trait Load: Copy {
    fn load<S: Simd>(self, simd: S) -> Vector<S>;
}

impl Load for Four {
    #[inline(always)]
    fn load<S: Simd>(self, simd: S) -> Vector<S> {
        Vector(simd, cast(self.0))
    }
}

impl Load for f64 {
    #[inline(always)]
    fn load<S: Simd>(self, simd: S) -> Vector<S> {
        Vector::splat(simd, self)
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $instruction:ident) => {
        impl<S: Simd> $trait for Vector<S> {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(self.0, self.0.$instruction(self.1, other.1))
            }
        }
    };
}

operator!(Add, add, add_f64s);
operator!(Sub, sub, sub_f64s);
operator!(Mul, mul, mul_f64s);
operator!(Div, div, div_f64s);

/// How prediction errors are divided (see [`whitening`](super::whitening)).
#[derive(Clone, Copy, Debug)]
pub(super) enum Standardization {
    /// A series without regressors.
    Alone,
    /// A series with its regressors.
    Together,
}

impl Standardization {
    /// The standardised prediction error, and the error over its variance, which updates the state, from the error,
    /// its variance h and its deviation.
    #[inline(always)]
    pub(super) fn of<S: Simd>(
        self,
        error: Vector<S>,
        h: Vector<S>,
        deviation: Vector<S>,
    ) -> (Vector<S>, Vector<S>) {
        let standardized = error / deviation;
        match self {
            Self::Alone => (standardized, error / h),
            Self::Together => (standardized, standardized / deviation),
        }
    }
}

/// Moves the state on, given the last prediction error over its variance, the gain (r elements) and the
/// autoregressive coefficients by lag; it has r + 1 elements, the last one without meaning.
#[inline(always)]
pub(super) fn advance<S: Simd, G: Load>(
    simd: S,
    state: &mut [Four],
    scaled: Vector<S>,
    gain: &[G],
    ar_lags: &[(usize, G)],
) {
    let r = gain.len();
    let state = &mut state[..=r];
    state[r] = shifted_end(simd, &state[..r], ar_lags).store();
    for i in 0..r {
        state[i] = (state[i + 1].load(simd) + scaled * gain[i].load(simd)).store();
    }
}

/// Last element of the companion shift of x, `- sum phi_j x_{r-j}`.
#[inline(always)]
pub(super) fn shifted_end<S: Simd, G: Load>(simd: S, x: &[Four], ar_lags: &[(usize, G)]) -> Vector<S> {
    let zero = Vector::splat(simd, 0.0);
    ar_lags.iter().fold(zero, |s, &(lag, c)| s - x[x.len() - lag].load(simd) * c.load(simd))
}

/// How many values are zero (not negative zero) before the first other one: their prediction errors are zero as
/// well.
pub(super) fn leading_zeros(x: &[f64]) -> usize {
    x.iter().position(|x| x.to_bits() != 0).unwrap_or(x.len())
}
