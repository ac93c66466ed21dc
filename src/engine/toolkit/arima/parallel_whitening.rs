//! The whitening filters of several models of the same orders, side by side: what numerical derivatives of a
//! likelihood need. Variances and prediction errors each wait for the division before them, so four models
//! take hardly longer than one. The figures are those of [`WhiteningFilter`](super::whitening::WhiteningFilter).

use pulp::{Scalar256b, Simd, WithSimd};

use super::autocovariance::AutoCovariance;
use super::lanes::{
    Four, LANES, Load, Standardization, Vector, advance, dispatch, leading_zeros, shifted_end,
};
use super::whitening::{Determinant, STEADY_STATE};

/// Most models that are filtered at once.
pub const MOST_MODELS: usize = LANES;

/// Filters for up to [`MOST_MODELS`] models, one in each lane; re-usable without allocation.
#[derive(Clone, Debug, Default)]
pub struct ParallelWhitening {
    autocovariance: AutoCovariance,
    ar_lags: Vec<(usize, Four)>,
    gain: Vec<Four>,
    /// The Chandrasekhar vector and one more element.
    l: Vec<Four>,
    variances: Vec<Four>,
    /// State of each column, r + 1 elements.
    states: Vec<Four>,
    /// Where each column begins to differ from zero.
    starts: Vec<usize>,
}

impl ParallelWhitening {
    /// Whitens the columns of `input`, `length` values each, a series alone or with its regressors, under each
    /// model: row i of `ar` and `ma` holds the polynomials of model i, with the constants 1, in `output` its
    /// filtered columns follow those of the models before, and element i of the result is `ln det V`, none when
    /// the model cannot be filtered.
    pub fn whiten(
        &mut self,
        ar: &[Vec<f64>],
        ma: &[Vec<f64>],
        length: usize,
        input: &[f64],
        output: &mut [f64],
    ) -> [Option<f64>; MOST_MODELS] {
        let Some((variance, valid)) = self.start(ar, ma) else { return [None; MOST_MODELS] };
        dispatch(Recursions { filter: self, variance, length, input, output });
        std::array::from_fn(|i| {
            if !valid[i] {
                return None;
            }
            let mut determinant = Determinant::default();
            self.variances.iter().for_each(|h| determinant.multiply(h.0[i]));
            Some(determinant.ln()).filter(|d| d.is_finite())
        })
    }

    /// Coefficients, gain and Chandrasekhar vector of the first period; its variances, and which of the models can
    /// be filtered. None without models.
    fn start(&mut self, ar: &[Vec<f64>], ma: &[Vec<f64>]) -> Option<(Four, [bool; LANES])> {
        let (first_ar, first_ma) = (ar.first()?, ma.first()?);
        let r = first_ar.len().saturating_sub(1).max(first_ma.len()).max(1);
        let mut valid = [false; LANES];
        self.l.clear();
        self.l.resize(r, Four::default());
        for (i, ((ar, ma), valid)) in ar.iter().zip(ma).zip(&mut valid).enumerate() {
            if let Ok(gamma) = self.autocovariance.compute(ar, ma, r)
                && gamma[0] > 0.0
            {
                *valid = true;
                self.l.iter_mut().zip(gamma).for_each(|(l, gamma)| l.0[i] = *gamma);
            }
        }
        for (h, _) in self.l[0].0.iter_mut().zip(valid).filter(|(_, valid)| !valid) {
            *h = 1.0;
        }
        self.ar_lags.clear();
        for lag in 1..first_ar.len() {
            let mut c = Four::default();
            c.0.iter_mut().zip(ar).for_each(|(c, ar)| *c = ar[lag]);
            if c.0 != [0.0; LANES] {
                self.ar_lags.push((lag, c));
            }
        }
        self.l.push(shifted_end(Scalar256b, &self.l, &self.ar_lags).store());
        let h = self.l.remove(0);
        self.gain.clear();
        self.gain.extend_from_slice(&self.l);
        self.l.push(Four::default());
        Some((h, valid))
    }

    /// The variance of the next period; gain and Chandrasekhar vector become those of the next period.
    #[inline(always)]
    fn step<S: Simd>(&mut self, simd: S, h: Vector<S>) -> Vector<S> {
        let r = self.gain.len();
        let (gain, l) = (&mut self.gain[..r], &mut self.l[..=r]);
        let ratio = l[0].load(simd) / h;
        let h = (h - l[0].load(simd) * ratio).at_least_one();
        l[r] = shifted_end(simd, &l[..r], &self.ar_lags).store();
        for i in 0..r {
            let (c, shifted) = (gain[i].load(simd), l[i + 1].load(simd));
            gain[i] = (c - ratio * shifted).store();
            l[i] = (shifted - ratio * c).store();
        }
        h
    }
}

/// The recursions over time from the variances of the first period.
struct Recursions<'a> {
    filter: &'a mut ParallelWhitening,
    variance: Four,
    length: usize,
    input: &'a [f64],
    output: &'a mut [f64],
}

impl WithSimd for Recursions<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { filter, variance, length, input, output } = self;
        let r = filter.gain.len();
        filter.starts.clear();
        filter.starts.extend(input.chunks_exact(length.max(1)).map(leading_zeros));
        let starts = filter.starts.iter().cycle();
        output.chunks_exact_mut(length.max(1)).zip(starts).for_each(|(column, &n)| column[..n].fill(0.0));
        filter.states.clear();
        filter.states.resize(filter.starts.len() * (r + 1), Four::default());
        filter.variances.clear();
        let mut h = variance.load(simd);
        let standardization =
            if input.len() > length { Standardization::Together } else { Standardization::Alone };
        let mut steady = [false; LANES];
        for t in 0..length {
            filter.variances.push(h.store());
            let deviation = h.sqrt();
            for (c, state) in filter.states.chunks_exact_mut(r + 1).enumerate() {
                if t < filter.starts[c] {
                    continue;
                }
                let place = c * length + t;
                let error = Vector::splat(simd, input[place]) - state[0].load(simd);
                let (e, scaled) = standardization.of(error, h, deviation);
                advance(simd, state, scaled, &filter.gain, &filter.ar_lags);
                e.store().scatter(output, input.len(), place);
            }
            if steady == [true; LANES] {
                continue;
            }
            h = filter.step(simd, h);
            for (i, steady) in steady.iter_mut().enumerate() {
                if !*steady && filter.l[..r].iter().all(|x| x.0[i].abs() <= STEADY_STATE) {
                    *steady = true;
                    // a gain without Chandrasekhar vector does not change
                    filter.l.iter_mut().for_each(|x| x.0[i] = 0.0);
                }
            }
        }
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
