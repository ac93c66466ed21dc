//! Four numbers that are computed side by side: one for each of four models, columns or neighbours.
//!
//! Operations are those of the single numbers, lane by lane: a figure depends neither on the other lanes nor on
//! the processor.

use std::any::TypeId;
use std::ops::{Add, Div, Mul, Sub};

use pulp::{Scalar256b, Simd, WithSimd, cast};

/// Number of lanes.
pub const LANES: usize = 4;

/// Four numbers in memory.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(align(32))]
pub struct Four(pub [f64; LANES]);

impl Four {
    /// The elements `t, t + m, t + 2 m, ...` of `x`, 0 beyond its end.
    #[inline(always)]
    pub fn gather(x: &[f64], m: usize, t: usize) -> Self {
        Self(std::array::from_fn(|i| x.get(i * m + t).copied().unwrap_or_default()))
    }

    /// Stores the numbers in the elements `t, t + m, t + 2 m, ...` of `x` up to its end.
    #[inline(always)]
    pub fn scatter(self, x: &mut [f64], m: usize, t: usize) {
        for (i, value) in self.0.into_iter().enumerate() {
            if let Some(place) = x.get_mut(i * m + t) {
                *place = value;
            }
        }
    }
}

/// Runs an operation compiled for 256-bit vectors where the processor has them; its inner functions are to be
/// marked `#[inline(always)]`.
pub fn dispatch<Op: WithSimd>(operation: Op) -> Op::Output {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        return Simd::vectorize(simd, operation);
    }
    Simd::vectorize(Scalar256b, operation)
}

/// Four numbers in a register, with the instructions that compute on them.
#[derive(Clone, Copy, Debug)]
pub struct Vector<S: Simd>(S, S::f64s);

impl<S: Simd> Vector<S> {
    /// The same number in all lanes.
    #[inline(always)]
    pub fn splat(simd: S, x: f64) -> Self {
        Self(simd, simd.splat_f64s(x))
    }

    /// Writes the numbers to memory.
    #[inline(always)]
    pub fn store(self) -> Four {
        Four(cast(self.1))
    }

    /// Square roots.
    #[inline(always)]
    pub fn sqrt(self) -> Self {
        Self(self.0, self.0.sqrt_f64s(self.1))
    }

    /// Absolute values.
    #[inline(always)]
    pub fn abs(self) -> Self {
        Self(self.0, self.0.abs_f64s(self.1))
    }

    /// Opposite numbers.
    #[inline(always)]
    pub fn negative(self) -> Self {
        Self(self.0, self.0.neg_f64s(self.1))
    }

    /// The larger one; `other` for what is not a number.
    #[inline(always)]
    pub fn at_least(self, other: Self) -> Self {
        Self(self.0, self.0.max_f64s(self.1, other.1))
    }

    /// Whether all numbers are neither very small nor very large (1e-150 to 1e150).
    #[inline(always)]
    pub fn is_moderate(self) -> bool {
        let limit = |x: f64| Self::splat(self.0, x);
        limit(*MODERATE.start()).at_most(self).all() && self.at_most(limit(*MODERATE.end())).all()
    }

    /// Where the numbers are smaller than those of `other`.
    #[inline(always)]
    pub fn below(self, other: Self) -> Mask<S> {
        Mask(self.0, self.0.less_than_f64s(self.1, other.1))
    }

    /// Where the numbers are smaller than those of `other` or equal to them.
    #[inline(always)]
    pub fn at_most(self, other: Self) -> Mask<S> {
        Mask(self.0, self.0.less_than_or_equal_f64s(self.1, other.1))
    }

    /// Where the numbers are equal to those of `other`.
    #[inline(always)]
    pub fn equals(self, other: Self) -> Mask<S> {
        Mask(self.0, self.0.equal_f64s(self.1, other.1))
    }
}

/// What can be loaded into a vector: four numbers, or the same one for all lanes.
pub trait Load: Copy {
    /// Loads it.
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

/// Lanes that have a property.
#[derive(Clone, Copy, Debug)]
pub struct Mask<S: Simd>(S, S::m64s);

impl<S: Simd> Mask<S> {
    /// Whether a lane has it.
    #[inline(always)]
    pub fn any(self) -> bool {
        let lanes: [u64; LANES] = cast(self.0.transmute_u64s_m64s(self.1));
        lanes[0] | lanes[1] | lanes[2] | lanes[3] != 0
    }

    /// Whether all lanes have it.
    #[inline(always)]
    pub fn all(self) -> bool {
        let lanes: [u64; LANES] = cast(self.0.transmute_u64s_m64s(self.1));
        lanes[0] & lanes[1] & lanes[2] & lanes[3] == u64::MAX
    }

    /// The lanes of `yes` where the property holds, those of `no` elsewhere.
    #[inline(always)]
    pub fn select(self, yes: Vector<S>, no: Vector<S>) -> Vector<S> {
        Vector(self.0, self.0.select_f64s(self.1, yes.1, no.1))
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

/// The divisors of [`Divisor`] that have a reciprocal without overflow and leave remainders without underflow.
const MODERATE: std::ops::RangeInclusive<f64> = 1e-150..=1e150;

/// A divisor of many numbers. With q = x r, r the rounded reciprocal of the divisor d, the quotient is
/// `q + (x - q d) r`, the difference in brackets without rounding: that is x / d to the last bit (Markstein 1990),
/// without a division. The divisor has to be [moderate](Vector::is_moderate); infinite numbers have
/// no quotient.
#[derive(Clone, Copy, Debug)]
pub struct Divisor<S: Simd> {
    value: Vector<S>,
    reciprocal: Vector<S>,
}

impl<S: Simd> Divisor<S> {
    /// The divisor.
    #[inline(always)]
    pub fn new(value: Vector<S>) -> Self {
        Self { value, reciprocal: Vector::splat(value.0, 1.0) / value }
    }

    /// The divisor, its reciprocal from a number that differs from it by some roundings: one step of Newton's method
    /// in place of a division.
    #[inline(always)]
    pub fn near(value: Vector<S>, reciprocal: Vector<S>) -> Self {
        let simd = value.0;
        if TypeId::of::<S>() == TypeId::of::<Scalar256b>() {
            return Self { value, reciprocal };
        }
        let rest = simd.negate_mul_add_f64s(reciprocal.1, value.1, simd.splat_f64s(1.0));
        Self { value, reciprocal: Vector(simd, simd.mul_add_f64s(rest, reciprocal.1, reciprocal.1)) }
    }

    /// The divisor itself.
    #[inline(always)]
    pub fn value(self) -> Vector<S> {
        self.value
    }

    /// The rounded reciprocal.
    #[inline(always)]
    pub fn reciprocal(self) -> Vector<S> {
        self.reciprocal
    }

    /// `x / d`.
    #[inline(always)]
    pub fn divide(self, x: Vector<S>) -> Vector<S> {
        let simd = x.0;
        if TypeId::of::<S>() == TypeId::of::<Scalar256b>() {
            // without fused operations
            return x / self.value;
        }
        let quotient = x * self.reciprocal;
        let rest = simd.negate_mul_add_f64s(quotient.1, self.value.1, x.1);
        Vector(simd, simd.mul_add_f64s(rest, self.reciprocal.1, quotient.1))
    }
}

/// Adds the four numbers of each vector to its sum, the first one first.
#[inline(always)]
pub fn add_in_order<S: Simd, const N: usize>(x: [Vector<S>; N], sums: &mut [f64; N]) {
    let mut stored = [Four::default(); N];
    for n in 0..N {
        stored[n] = x[n].store();
    }
    for i in 0..LANES {
        for n in 0..N {
            sums[n] += stored[n].0[i];
        }
    }
}

/// How many values are zero (not negative zero) before the first other one.
pub fn leading_zeros(x: &[f64]) -> usize {
    x.iter().position(|x| x.to_bits() != 0).unwrap_or(x.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Quotients of numbers, by a divisor and by the root of its square.
    struct Quotients<'a>(&'a [f64], f64);

    impl WithSimd for Quotients<'_> {
        type Output = (Vec<f64>, Vec<f64>);

        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) -> Self::Output {
            let d = Vector::splat(simd, self.1);
            let (divisor, square) = (Divisor::new(d), Divisor::new(d * d));
            let root = square.value().sqrt();
            let root = Divisor::near(root, root * square.reciprocal());
            let quotients = |d: Divisor<S>| -> Vec<f64> {
                self.0.iter().map(|x| d.divide(Vector::splat(simd, *x)).store().0[0]).collect()
            };
            (quotients(divisor), quotients(root))
        }
    }

    proptest! {
        #[test]
        fn quotients_are_those_of_a_division(
            x in prop::collection::vec(-1e6..1e6f64, 1000),
            d in prop_oneof![1.0..2.0f64, 1e-8..1e8f64, 1e-149..1e-148f64, 1e149..1e150f64],
        ) {
            let (quotients, by_root) = dispatch(Quotients(&x, d));
            prop_assert_eq!(quotients, x.iter().map(|x| x / d).collect::<Vec<_>>());
            let root = (d * d).sqrt();
            prop_assert_eq!(by_root, x.iter().map(|x| x / root).collect::<Vec<_>>());
        }

        /// Few digits over numbers next to 1 are next to the middle between two numbers.
        #[test]
        fn quotients_next_to_a_middle(x in 1..4096u32, steps in 0..2000u32) {
            let (x, d) = (f64::from(x), 1.0 + f64::from(steps) * f64::EPSILON);
            let (quotients, by_root) = dispatch(Quotients(&[x], d));
            prop_assert_eq!(quotients, [x / d]);
            prop_assert_eq!(by_root, [x / (d * d).sqrt()]);
        }
    }
}
