//! The whitening filters of several models of the same orders, side by side: what numerical derivatives of a
//! likelihood need. Variances and prediction errors each wait for the division before them, so four models
//! take hardly longer than one. The figures are those of [`WhiteningFilter`](super::whitening::WhiteningFilter).

use wide::{f64x2, f64x4};

use super::autocovariance::AutoCovariance;
use super::lanes::{Lanes, advance, shifted_end, standardized_alone, standardized_together};
use super::whitening::{Determinant, STEADY_STATE};

/// Most models that are filtered at once.
pub const MOST_MODELS: usize = 4;

/// Filters for up to [`MOST_MODELS`] models; re-usable without allocation.
#[derive(Clone, Debug, Default)]
pub struct ParallelWhitening {
    autocovariance: AutoCovariance,
    four: Recursions<f64x4>,
    two: Recursions<f64x2>,
}

impl ParallelWhitening {
    /// Whitens the columns of `input`, `length` values each, a series alone or with its regressors, under each model: row i of `ar` and `ma` holds the
    /// polynomials of model i, with the constants 1, in `output` its filtered columns follow those of the
    /// models before, and element i of the result is `ln det V`, none when the model cannot be filtered.
    pub fn whiten(
        &mut self,
        ar: &[Vec<f64>],
        ma: &[Vec<f64>],
        length: usize,
        input: &[f64],
        output: &mut [f64],
    ) -> [Option<f64>; MOST_MODELS] {
        if ar.len() > 2 {
            self.four.whiten(&mut self.autocovariance, ar, ma, length, input, output)
        } else {
            self.two.whiten(&mut self.autocovariance, ar, ma, length, input, output)
        }
    }
}

/// Chandrasekhar recursions and states with one model in each lane.
#[derive(Clone, Debug, Default)]
struct Recursions<T> {
    ar_lags: Vec<(usize, T)>,
    gain: Vec<T>,
    /// The Chandrasekhar vector and one more element.
    l: Vec<T>,
    variances: Vec<T>,
    /// State of each column, r + 1 elements.
    states: Vec<T>,
}

impl<T: Lanes> Recursions<T> {
    fn whiten(
        &mut self,
        autocovariance: &mut AutoCovariance,
        ar: &[Vec<f64>],
        ma: &[Vec<f64>],
        length: usize,
        input: &[f64],
        output: &mut [f64],
    ) -> [Option<f64>; MOST_MODELS] {
        let (Some(first_ar), Some(first_ma)) = (ar.first(), ma.first()) else { return [None; MOST_MODELS] };
        let r = first_ar.len().saturating_sub(1).max(first_ma.len()).max(1);
        let mut valid = [false; MOST_MODELS];
        let mut lanes = vec![0.0; r * T::COUNT];
        for (i, (ar, ma)) in ar.iter().zip(ma).take(T::COUNT).enumerate() {
            if let Ok(gamma) = autocovariance.compute(ar, ma, r)
                && gamma[0] > 0.0
            {
                valid[i] = true;
                lanes[i * r..(i + 1) * r].copy_from_slice(&gamma[..r]);
            } else {
                lanes[i * r] = 1.0;
            }
        }
        self.ar_lags.clear();
        for lag in 1..first_ar.len() {
            let mut c = [0.0; MOST_MODELS];
            c.iter_mut().zip(ar).for_each(|(c, ar)| *c = ar[lag]);
            if c != [0.0; MOST_MODELS] {
                self.ar_lags.push((lag, T::gather(&c, 1, 0)));
            }
        }
        self.l.clear();
        self.l.extend((0..r).map(|i| T::gather(&lanes, r, i)));
        self.l.push(shifted_end(&self.l, &self.ar_lags));
        let mut h = self.l.remove(0);
        self.l.push(T::ZERO);
        self.gain.clear();
        self.gain.extend_from_slice(&self.l[..r]);
        self.states.clear();
        self.states.resize(input.len() / length * (r + 1), T::ZERO);
        self.variances.clear();

        let standardized = if input.len() > length { standardized_together } else { standardized_alone };
        let mut steady = [false; MOST_MODELS];
        for t in 0..length {
            self.variances.push(h);
            let deviation = h.sqrt();
            for (c, state) in self.states.chunks_mut(r + 1).enumerate() {
                let place = c * length + t;
                let (e, scaled) = standardized(T::splat(input[place]) - state[0], h, deviation);
                advance(state, scaled, &self.gain, &self.ar_lags);
                e.scatter(output, input.len(), place);
            }
            h = self.step(h);
            for (i, steady) in steady.iter_mut().enumerate().take(T::COUNT) {
                if !*steady && self.l[..r].iter().all(|x| x.lane(i).abs() <= STEADY_STATE) {
                    *steady = true;
                    // a gain without Chandrasekhar vector does not change
                    self.l.iter_mut().for_each(|x| *x = x.without(i));
                }
            }
        }
        std::array::from_fn(|i| {
            let mut determinant = Determinant::default();
            if !*valid.get(i)? {
                return None;
            }
            self.variances.iter().for_each(|h| determinant.multiply(h.lane(i)));
            Some(determinant.ln()).filter(|d| d.is_finite())
        })
    }

    /// The variance of the next period; gain and Chandrasekhar vector become those of the next period.
    fn step(&mut self, h: T) -> T {
        let r = self.gain.len();
        let (gain, l) = (&mut self.gain[..r], &mut self.l[..=r]);
        let ratio = l[0] / h;
        let h = (h - l[0] * ratio).at_least_one();
        l[r] = shifted_end(&l[..r], &self.ar_lags);
        for i in 0..r {
            let (c, shifted) = (gain[i], l[i + 1]);
            gain[i] = c - ratio * shifted;
            l[i] = shifted - ratio * c;
        }
        h
    }
}

#[cfg(test)]
mod tests {
    use super::super::whitening::WhiteningFilter;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_model_is_filtered_as_alone(
            ar in prop::collection::vec(prop::collection::vec(-0.45..0.45f64, 2), 1..=MOST_MODELS),
            ma in prop::collection::vec(prop::collection::vec(-0.9..0.9f64, 5), MOST_MODELS),
            columns in 1..4usize,
        ) {
            const LENGTH: usize = 40;
            let polynomials = |c: &[Vec<f64>]| -> Vec<Vec<f64>> {
                c.iter().map(|c| std::iter::once(1.0).chain(c.iter().copied()).collect()).collect()
            };
            let (ar, ma) = (polynomials(&ar), polynomials(&ma[..ar.len()]));
            let u: Vec<f64> = (0..columns * LENGTH).map(|t| ((t * t * 7) % 23) as f64 - 11.0).collect();
            let mut output = vec![0.0; ar.len() * u.len()];
            let determinants = ParallelWhitening::default().whiten(&ar, &ma, LENGTH, &u, &mut output);
            for (i, filtered) in output.chunks_exact(u.len()).enumerate() {
                let mut alone = WhiteningFilter::of(&ar[i], &ma[i], LENGTH).unwrap();
                let mut expected = vec![0.0; u.len()];
                if columns == 1 {
                    alone.filter_alone(&u, &mut expected);
                } else {
                    alone.filter_columns(&u, LENGTH, &mut expected);
                }
                prop_assert_eq!(filtered, &expected);
                prop_assert_eq!(determinants[i], Some(alone.log_determinant()));
            }
        }
    }

    #[test]
    fn a_model_that_is_not_stationary_spoils_no_other() {
        let ar = [vec![1.0, -1.0], vec![1.0, -0.5], vec![1.0, -2.0]];
        let ma = vec![vec![1.0]; 3];
        let u = [1.0, 2.0, 4.0, -3.0];
        let mut output = vec![0.0; 12];
        let determinants = ParallelWhitening::default().whiten(&ar, &ma, 4, &u, &mut output);
        assert!(determinants[0].is_none() && determinants[2].is_none());
        let mut alone = WhiteningFilter::of(&ar[1], &ma[1], 4).unwrap();
        assert_eq!(determinants[1], Some(alone.log_determinant()));
        assert_eq!(output[4..8], alone.filter(&u));
    }
}
