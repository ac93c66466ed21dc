//! The natural logarithm, correctly rounded.
//!
//! The logarithms of mathematical libraries differ in the last bit once in some thousand values, and estimates of
//! flat likelihoods depend on every bit of the data. Here the logarithm is computed to about 100 bits, so that
//! the result is the double closest to it, on every machine the same.

use std::f64::consts::FRAC_1_SQRT_2;

/// ln 2 to 95 bits; the multiples of the first part by exponents are exact.
const LN_2: Wide = Wide { high: 0.693_147_180_559_890_3, low: 5.497_923_018_708_371e-14 };
/// 1/3 and 1/5 beyond the precision of a double.
const THIRD: Wide = Wide { high: 1.0 / 3.0, low: 1.850_371_707_708_594e-17 };
const FIFTH: Wide = Wide { high: 0.2, low: -1.110_223_024_625_156_5e-17 };
/// Terms of the series that are computed in double precision: `s^6/7, s^8/9, ...`.
const LAST_TERM: i32 = 12;
/// Bounds of the errors of [`nearly`], relative to the series and to the other parts: `2^-49` and `2^-68`.
const SERIES_ERROR: f64 = 1.776_356_839_400_250_5e-15;
const OTHER_ERROR: f64 = 3.388_131_789_017_201_4e-21;

/// The double closest to ln x; what [`f64::ln`] gives for numbers that are not positive and normal.
///
/// `x = 2^k m` with m in `[1/sqrt 2, sqrt 2)`, and `ln m = 2s (1 + s^2/3 + s^4/5 + ...)`, `s = (m-1)/(m+1)`.
pub fn ln(x: f64) -> f64 {
    if !x.is_normal() || x < 0.0 {
        return x.ln();
    }
    let bits = x.to_bits();
    let mut exponent = (bits >> 52) as f64 - 1022.0;
    let mut m = f64::from_bits(bits & 0x000f_ffff_ffff_ffff | 0x3fe0_0000_0000_0000);
    if m < FRAC_1_SQRT_2 {
        m *= 2.0;
        exponent -= 1.0;
    }
    nearly(m, exponent).unwrap_or_else(|| precisely(m, exponent))
}

/// `ln m + exponent ln 2` from about 60 bits, none when these do not tell which double is the closest (one number
/// in thirty).
fn nearly(m: f64, exponent: f64) -> Option<f64> {
    // s = high + low, high of so few digits that its products with both parts of the divisor are exact
    let part = first_digits(m + 1.0, 27);
    let rest = (m - 1.0) - (part - 2.0);
    let reciprocal = 1.0 / (m + 1.0);
    let s = (m - 1.0) / (m + 1.0);
    let high = first_digits(s, 30);
    let low = (((m - 1.0) - high * part) - high * rest) * reciprocal;
    let z = s * s;
    let (z2, z4) = (z * z, (z * z) * (z * z));
    let first = (1.0 / 3.0 + z * (1.0 / 5.0)) + z2 * (1.0 / 7.0 + z * (1.0 / 9.0));
    let second = (1.0 / 11.0 + z * (1.0 / 13.0)) + z2 * (1.0 / 15.0 + z * (1.0 / 17.0));
    let third = (1.0 / 19.0 + z * (1.0 / 21.0)) + z2 * (1.0 / 23.0 + z * (1.0 / 25.0));
    let series = 2.0 * s * z * (first + z4 * (second + z4 * third));
    let whole = Wide::sum(exponent * LN_2.high, 2.0 * high);
    let small = whole.low + (exponent * LN_2.low + (2.0 * low + series));
    // some roundings of the series, and those of the small parts
    let error = series.abs() * SERIES_ERROR + (s.abs() + whole.high.abs()) * OTHER_ERROR;
    let (least, most) = (whole.high + (small - error), whole.high + (small + error));
    (least == most).then_some(least)
}

/// The number without the last `bits` bits.
fn first_digits(x: f64, bits: u32) -> f64 {
    f64::from_bits(x.to_bits() >> bits << bits)
}

/// `ln m + exponent ln 2` from about 100 bits.
fn precisely(m: f64, exponent: f64) -> f64 {
    let s = Wide::from(m - 1.0).over(Wide::sum(m, 1.0));
    let square = s.times(s);
    let z = square.high;
    let rest = (3..=LAST_TERM).rev().fold(0.0, |sum, i| z * sum + 1.0 / f64::from(2 * i + 1));
    let series = square.times(THIRD.plus(square.times(FIFTH.plus(square.times(Wide::from(rest))))));
    let logarithm = s.plus(s.times(series));
    let doubled = Wide { high: 2.0 * logarithm.high, low: 2.0 * logarithm.low };
    let whole = Wide::sum(exponent * LN_2.high, doubled.high);
    whole.high + (whole.low + (exponent * LN_2.low + doubled.low))
}

/// The unevaluated sum of two doubles, the second one below half a unit of the last place of the first.
#[derive(Clone, Copy)]
struct Wide {
    high: f64,
    low: f64,
}

impl From<f64> for Wide {
    fn from(x: f64) -> Self {
        Self { high: x, low: 0.0 }
    }
}

impl Wide {
    /// The exact sum (Knuth 1969).
    fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let part = high - a;
        Self { high, low: (a - (high - part)) + (b - part) }
    }

    /// The exact product (Dekker 1971).
    fn product(a: f64, b: f64) -> Self {
        let halves = |x: f64| {
            let c = 134_217_729.0 * x;
            let high = c - (c - x);
            (high, x - high)
        };
        let high = a * b;
        let ((a1, a2), (b1, b2)) = (halves(a), halves(b));
        Self { high, low: ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2 }
    }

    fn plus(self, other: Self) -> Self {
        let sum = Self::sum(self.high, other.high);
        Self::sum(sum.high, sum.low + (self.low + other.low))
    }

    fn times(self, other: Self) -> Self {
        let product = Self::product(self.high, other.high);
        Self::sum(product.high, product.low + (self.high * other.low + self.low * other.high))
    }

    fn over(self, other: Self) -> Self {
        let ratio = self.high / other.high;
        let back = Self::product(ratio, other.high);
        let rest = (self.high - back.high) - back.low + self.low - ratio * other.low;
        Self::sum(ratio, rest / other.high)
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::SQRT_2;

    use super::*;
    use proptest::prelude::*;

    /// Numbers whose logarithm is close to the middle of two doubles, with the closest double (45 digits).
    #[test]
    fn the_closest_double() {
        for (x, expected) in [
            (0.733761066740531, -0.309571825513323),
            (0.45874211120038255, -0.779267076054659),
            (0.6366288229102669, -0.4515684888313032),
            (0.1437812780193085, -1.9394620367518494),
            (0.7588860457997668, -0.27590365014444745),
            (594.3686468575775, 6.387499744464531),
            (312.74702733447236, 5.745394644376101),
            (0.2932670108126527, -1.226671785244661),
            (0.15700332623035396, -1.8514882876776546),
            (0.981526924117991, -0.01864583403922096),
            (1.0, 0.0),
            (0.5, -std::f64::consts::LN_2),
            (10.0, std::f64::consts::LN_10),
        ] {
            assert_eq!(ln(x), expected, "{x}");
        }
        assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan());
        assert_eq!((ln(0.0), ln(f64::INFINITY)), (f64::NEG_INFINITY, f64::INFINITY));
    }

    proptest! {
        #[test]
        fn few_bits_give_the_same_as_many(x in 0.5..1.0f64, n in 0..600u32, exponent in -40..40i32) {
            // numbers of few digits, and neighbours of 1, besides any
            let few = f64::from(512 + n) / 1024.0;
            let near = 1.0 + (f64::from(n) - 300.0) * f64::EPSILON;
            for m in [SQRT_2 * x, few * SQRT_2, near, 1.0 + (x - 0.75) / f64::from(1 + n * n)] {
                let exponent = f64::from(exponent);
                for exponent in [0.0, exponent] {
                    if let Some(few) = nearly(m, exponent) {
                        prop_assert_eq!(few, precisely(m, exponent), "{} {}", m, exponent);
                    }
                }
            }
        }

        #[test]
        fn close_to_that_of_the_library(x in prop_oneof![0.0..2.0f64, 1e-300..1e300f64, 0.999..1.001f64]) {
            let (a, b) = (ln(x), x.ln());
            prop_assert!((a - b).abs() <= f64::EPSILON * b.abs(), "{} {} {}", x, a, b);
        }
    }
}
