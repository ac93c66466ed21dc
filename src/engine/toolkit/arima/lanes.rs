//! The prediction step of the whitening filters, for several series or several models at once.

use std::ops::{Add, Div, Mul, Sub};

use wide::{f64x2, f64x4};

/// Numbers that are computed side by side.
pub(super) trait Lanes:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Mul<f64, Output = Self>
    + Div<Output = Self>
{
    const COUNT: usize;
    const ZERO: Self;

    fn splat(x: f64) -> Self;

    /// The elements `t, t + m, t + 2 m, ...` of `x`, 0 beyond its end.
    fn gather(x: &[f64], m: usize, t: usize) -> Self;

    /// Stores the numbers in the elements `t, t + m, t + 2 m, ...` of `x` up to its end.
    fn scatter(self, x: &mut [f64], m: usize, t: usize);

    fn sqrt(self) -> Self;

    /// The larger one; 1 for what is not a number.
    fn at_least_one(self) -> Self;

    /// The number in a lane.
    fn lane(self, i: usize) -> f64;

    /// With 0 in a lane.
    fn without(self, i: usize) -> Self;
}

macro_rules! lanes {
    ($type:ident, $count:literal) => {
        impl Lanes for $type {
            const COUNT: usize = $count;
            const ZERO: Self = $type::ZERO;

            fn splat(x: f64) -> Self {
                $type::splat(x)
            }

            fn gather(x: &[f64], m: usize, t: usize) -> Self {
                $type::new(std::array::from_fn(|i| x.get(i * m + t).copied().unwrap_or_default()))
            }

            fn scatter(self, x: &mut [f64], m: usize, t: usize) {
                for (i, value) in self.to_array().into_iter().enumerate() {
                    if let Some(place) = x.get_mut(i * m + t) {
                        *place = value;
                    }
                }
            }

            fn sqrt(self) -> Self {
                $type::sqrt(self)
            }

            fn at_least_one(self) -> Self {
                self.max($type::ONE)
            }

            fn lane(self, i: usize) -> f64 {
                self.to_array()[i]
            }

            fn without(self, i: usize) -> Self {
                let mut x = self.to_array();
                x[i] = 0.0;
                $type::new(x)
            }
        }
    };
}

lanes!(f64x2, 2);
lanes!(f64x4, 4);

/// The standardised prediction error of a series that is filtered alone, from the error, its variance h and its
/// deviation, and the error over its variance, which updates the state.
pub(super) fn standardized_alone<T: Lanes>(error: T, h: T, deviation: T) -> (T, T) {
    (error / deviation, error / h)
}

/// As [`standardized_alone`] for series that are filtered together: by the deviation both times.
pub(super) fn standardized_together<T: Lanes>(error: T, _h: T, deviation: T) -> (T, T) {
    let standardized = error / deviation;
    (standardized, standardized / deviation)
}

/// Moves the state on, given the last prediction error over its variance, the gain (r elements) and the
/// autoregressive coefficients by lag; it has r + 1 elements, the last one without meaning.
pub(super) fn advance<T: Lanes + Mul<G, Output = T>, G: Copy>(
    state: &mut [T],
    scaled: T,
    gain: &[G],
    ar_lags: &[(usize, G)],
) {
    let r = gain.len();
    let state = &mut state[..=r];
    state[r] = shifted_end(&state[..r], ar_lags);
    for i in 0..r {
        state[i] = state[i + 1] + scaled * gain[i];
    }
}

/// Last element of the companion shift of x, `- sum phi_j x_{r-j}`.
pub(super) fn shifted_end<T: Lanes + Mul<G, Output = T>, G: Copy>(x: &[T], ar_lags: &[(usize, G)]) -> T {
    ar_lags.iter().fold(T::ZERO, |s, &(lag, c)| s - x[x.len() - lag] * c)
}
