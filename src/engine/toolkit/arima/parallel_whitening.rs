//! The whitening filters of several models of the same orders, side by side: what numerical derivatives of a
//! likelihood need. Variances and prediction errors each wait for the division before them, so four models
//! take hardly longer than one. The figures are those of [`WhiteningFilter`](super::whitening::WhiteningFilter).

use pulp::{Scalar256b, Simd, WithSimd};

use super::parallel_autocovariance::ParallelAutoCovariance;
use super::whitening::{Determinant, STEADY_STATE};
use crate::toolkit::math::lanes::{Divisor, Four, LANES, Load, Vector, dispatch, leading_zeros};
use crate::toolkit::math::parallel_columns::ParallelColumns;

/// Most columns that are filtered side by side.
const MOST_COLUMNS: usize = 4;

/// Filters for up to four models, one in each lane; re-usable without allocation.
#[derive(Clone, Debug, Default)]
pub struct ParallelWhitening {
    autocovariance: ParallelAutoCovariance,
    recursion: Recursion,
    columns: Vec<Columns>,
    variances: Vec<Four>,
}

/// Gains and Chandrasekhar vector of the present period, r elements each, of the latter one more without meaning.
#[derive(Clone, Debug, Default)]
struct Recursion {
    ar_lags: Vec<(usize, Four)>,
    gain: Vec<Four>,
    l: Vec<Four>,
    /// The models whose Chandrasekhar vector has vanished: a gain without it does not change.
    steady: [bool; LANES],
}

/// Columns that are filtered side by side.
#[derive(Clone, Debug, Default)]
struct Columns {
    /// The first one and their number.
    first: usize,
    count: usize,
    /// Where they begin to differ from zero.
    start: usize,
    /// The r elements of their states and one more, column by column for each element.
    state: Vec<Four>,
}

impl ParallelWhitening {
    /// Whitens the columns of `input`, `length` values each, a series alone or with its regressors, under each
    /// model: row i of `ar` and `ma` holds the polynomials of model i, with the constants 1. Element i of the
    /// result is `ln det V`, none when the model cannot be filtered.
    pub fn whiten(
        &mut self,
        ar: &[Vec<f64>],
        ma: &[Vec<f64>],
        length: usize,
        input: &[f64],
        output: &mut ParallelColumns,
    ) -> [Option<f64>; LANES] {
        let Some((variance, valid)) = self.start(ar, ma) else { return [None; LANES] };
        let columns = input.len() / length.max(1);
        let r = self.recursion.gain.len();
        output.reshape(length, columns);
        self.columns.resize_with(columns.div_ceil(MOST_COLUMNS), Columns::default);
        for (i, group) in self.columns.iter_mut().enumerate() {
            let first = i * MOST_COLUMNS;
            group.first = first;
            group.count = MOST_COLUMNS.min(columns - first);
            let inputs = input[first * length..].chunks_exact(length).take(group.count);
            group.start = inputs.map(leading_zeros).min().unwrap_or(0);
            group.state.clear();
            group.state.resize(group.count * (r + 1), Four::default());
            let outputs = output.data_mut()[first * length..].chunks_exact_mut(length).take(group.count);
            outputs.for_each(|column| column[..group.start].fill(Four::default()));
        }
        dispatch(OverTime { filter: self, variance, length, input, output: output.data_mut() });
        let determinants = dispatch(Determinants(&self.variances));
        std::array::from_fn(|i| Some(determinants[i].ln()).filter(|d| valid[i] && d.is_finite()))
    }

    /// Coefficients, gain and Chandrasekhar vector of the first period; its variances, and which of the models can
    /// be filtered. Lanes without model repeat the first one. None without models.
    fn start(&mut self, ar: &[Vec<f64>], ma: &[Vec<f64>]) -> Option<(Four, [bool; LANES])> {
        let (first_ar, first_ma) = (ar.first()?, ma.first()?);
        let r = first_ar.len().saturating_sub(1).max(first_ma.len()).max(1);
        let count = ar.len().min(ma.len()).min(LANES);
        let Recursion { ar_lags, gain, l, steady } = &mut self.recursion;
        *steady = [false; LANES];
        let (valid, gamma) = self.autocovariance.compute(ar, ma, r);
        l.clear();
        l.extend_from_slice(gamma);
        l.push(Four::default());
        ar_lags.clear();
        for lag in 1..first_ar.len() {
            let c = Four(std::array::from_fn(|i| ar[if i < count { i } else { 0 }][lag]));
            if c != Four::default() {
                ar_lags.push((lag, c));
            }
        }
        let h = l[0];
        let [end] = shifted_end(Scalar256b, &l.as_chunks::<1>().0[..r], ar_lags);
        l[r] = end;
        l.copy_within(1.., 0);
        gain.clear();
        gain.extend_from_slice(&l[..r]);
        Some((h, valid))
    }
}

/// Last element of the companion shift of x (r elements of N columns), `- sum phi_j x_{r-j}`.
#[inline(always)]
fn shifted_end<S: Simd, const N: usize>(simd: S, x: &[[Four; N]], ar_lags: &[(usize, Four)]) -> [Four; N] {
    let mut end = [Vector::splat(simd, 0.0); N];
    for &(lag, c) in ar_lags {
        let (c, x) = (c.load(simd), &x[x.len() - lag]);
        for n in 0..N {
            end[n] = end[n] - x[n].load(simd) * c;
        }
    }
    let mut stored = [Four::default(); N];
    for n in 0..N {
        stored[n] = end[n].store();
    }
    stored
}

impl Recursion {
    /// Moves the states of N columns on, given their prediction errors over the variance.
    #[inline(always)]
    fn advance<S: Simd, const N: usize>(&self, simd: S, state: &mut [[Four; N]], scaled: [Vector<S>; N]) {
        let r = self.gain.len();
        let state = &mut state[..=r];
        state[r] = shifted_end(simd, &state[..r], &self.ar_lags);
        for i in 0..r {
            let c = self.gain[i].load(simd);
            for n in 0..N {
                state[i][n] = (state[i + 1][n].load(simd) + scaled[n] * c).store();
            }
        }
    }

    /// First element of the Chandrasekhar vector over the variance h.
    #[inline(always)]
    fn ratio<S: Simd>(&self, simd: S, h: Vector<S>) -> Vector<S> {
        self.l[0].load(simd) / h
    }

    /// [`advance`](Self::advance), and the variance of the next period from this one and its
    /// [`ratio`](Self::ratio); gain and Chandrasekhar vector become those of the next period.
    #[inline(always)]
    fn advance_all<S: Simd, const N: usize>(
        &mut self,
        simd: S,
        h: Vector<S>,
        ratio: Vector<S>,
        state: &mut [[Four; N]],
        scaled: [Vector<S>; N],
    ) -> Vector<S> {
        if self.steady == [true; LANES] {
            self.advance(simd, state, scaled);
            return h;
        }
        let Self { ar_lags, gain, l, steady } = self;
        let r = gain.len();
        let (gain, l, state) = (&mut gain[..r], &mut l[..=r], &mut state[..=r]);
        let h = (h - l[0].load(simd) * ratio).at_least(Vector::splat(simd, 1.0));
        state[r] = shifted_end(simd, &state[..r], ar_lags);
        let [end] = shifted_end(simd, &l.as_chunks::<1>().0[..r], ar_lags);
        l[r] = end;
        for i in 0..r {
            let (c, shifted) = (gain[i].load(simd), l[i + 1].load(simd));
            for n in 0..N {
                state[i][n] = (state[i + 1][n].load(simd) + scaled[n] * c).store();
            }
            gain[i] = (c - ratio * shifted).store();
            l[i] = (shifted - ratio * c).store();
        }
        let small = Vector::splat(simd, STEADY_STATE);
        if l[0].load(simd).abs().at_most(small).any() {
            for (i, steady) in steady.iter_mut().enumerate() {
                if !*steady && l[..r].iter().all(|x| x.0[i].abs() <= STEADY_STATE) {
                    *steady = true;
                    l.iter_mut().for_each(|x| x.0[i] = 0.0);
                }
            }
        }
        h
    }
}

/// The filters from the variances of the first period on.
struct OverTime<'a> {
    filter: &'a mut ParallelWhitening,
    variance: Four,
    length: usize,
    input: &'a [f64],
    output: &'a mut [Four],
}

impl WithSimd for OverTime<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { filter: ParallelWhitening { recursion, columns, variances, .. }, .. } = self;
        let (length, input, output) = (self.length, self.input, self.output);
        variances.resize(length, Four::default());
        let mut h = self.variance.load(simd);
        if let ([series], true) = (columns.as_mut_slice(), input.len() <= length) {
            // the series alone: its errors are divided by the variance itself
            let (state, _) = series.state.as_chunks_mut::<1>();
            for ((x, out), variance) in input.iter().zip(output).zip(variances) {
                *variance = h.store();
                // the next variance waits for this division: it comes before others
                let ratio = recursion.ratio(simd, h);
                let divisor = Divisor::new(h);
                let error = x.load(simd) - state[0][0].load(simd);
                let next = recursion.advance_all(simd, h, ratio, state, [divisor.divide(error)]);
                *out = deviation(divisor).divide(error).store();
                h = next;
            }
            return;
        }
        let Some((last, others)) = columns.split_last_mut() else { return };
        for (t, variance) in variances.iter_mut().enumerate() {
            *variance = h.store();
            let ratio = recursion.ratio(simd, h);
            let deviation = deviation(Divisor::new(h));
            for columns in others.iter_mut().filter(|c| c.start <= t) {
                let (first, state) = (columns.first, &mut columns.state);
                let place = first * length + t;
                let (state, _) = state.as_chunks_mut::<MOST_COLUMNS>();
                let scaled = errors(simd, state, deviation, &input[place..], &mut output[place..], length);
                recursion.advance(simd, state, scaled);
            }
            let place = last.first * length + t;
            let (input, output) = (&input[place..], &mut output[place..]);
            macro_rules! last_columns {
                ($n:literal) => {{
                    let (state, _) = last.state.as_chunks_mut::<$n>();
                    let scaled = errors(simd, state, deviation, input, output, length);
                    h = recursion.advance_all(simd, h, ratio, state, scaled);
                }};
            }
            match last.count {
                1 => last_columns!(1),
                2 => last_columns!(2),
                3 => last_columns!(3),
                _ => last_columns!(4),
            }
        }
    }
}

/// Variances multiplied before their product is looked at.
const FACTORS: usize = 4;
/// Products beyond this are made smaller.
const LARGE: f64 = 1e60;
/// By this power of two, which changes no digit.
const SMALLER: i32 = 192;

/// Products of the variances of all periods, in their order.
struct Determinants<'a>(&'a [Four]);

impl WithSimd for Determinants<'_> {
    type Output = [Determinant; LANES];

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> [Determinant; LANES] {
        let mut product = Vector::splat(simd, 1.0);
        let mut exponents = [0.0; LANES];
        for variances in self.0.chunks(FACTORS) {
            for h in variances {
                product = product * h.load(simd);
            }
            if Vector::splat(simd, LARGE).below(product).any() {
                let mut products = product.store();
                for (x, exponent) in products.0.iter_mut().zip(&mut exponents) {
                    while *x > LARGE && x.is_finite() {
                        *x *= 2f64.powi(-SMALLER);
                        *exponent += f64::from(SMALLER);
                    }
                }
                product = products.load(simd);
            }
        }
        let products = product.store();
        std::array::from_fn(|i| Determinant::of(products.0[i], exponents[i]))
    }
}

/// The root of a variance, to divide by.
#[inline(always)]
fn deviation<S: Simd>(h: Divisor<S>) -> Divisor<S> {
    let root = h.value().sqrt();
    Divisor::near(root, root * h.reciprocal())
}

/// Writes the standardised prediction errors of N columns, and returns them over the deviation.
#[inline(always)]
fn errors<S: Simd, const N: usize>(
    simd: S,
    state: &[[Four; N]],
    deviation: Divisor<S>,
    input: &[f64],
    output: &mut [Four],
    length: usize,
) -> [Vector<S>; N] {
    let mut scaled = [Vector::splat(simd, 0.0); N];
    for n in 0..N {
        let error = input[n * length].load(simd) - state[0][n].load(simd);
        let standardized = deviation.divide(error);
        output[n * length] = standardized.store();
        scaled[n] = deviation.divide(standardized);
    }
    scaled
}

#[cfg(test)]
mod tests {
    use super::super::whitening::WhiteningFilter;
    use super::*;
    use proptest::prelude::*;

    /// Column `column` of model `model`.
    fn column(output: &ParallelColumns, model: usize, column: usize) -> Vec<f64> {
        output.column(column).iter().map(|x| x.0[model]).collect()
    }

    proptest! {
        #[test]
        fn each_model_is_filtered_as_alone(
            ar in prop::collection::vec(prop::collection::vec(-0.2..0.2f64, 5), 1..=LANES),
            ma in prop::collection::vec(prop::collection::vec(-0.9..0.9f64, 7), LANES),
            p in 0..=5usize,
            q in 0..=7usize,
            columns in 1..6usize,
            length in 37..43usize,
        ) {
            let polynomials = |c: &[Vec<f64>], n: usize| -> Vec<Vec<f64>> {
                c.iter().map(|c| std::iter::once(1.0).chain(c[..n].iter().copied()).collect()).collect()
            };
            let (ar, ma) = (polynomials(&ar, p), polynomials(&ma[..ar.len()], q));
            let u: Vec<f64> = (0..columns * length)
                .map(|t| if t % length < 3 * (t / length) { 0.0 } else { ((t * t * 7) % 23) as f64 - 11.0 })
                .collect();
            let mut output = ParallelColumns::default();
            let determinants = ParallelWhitening::default().whiten(&ar, &ma, length, &u, &mut output);
            for i in 0..ar.len() {
                let mut alone = WhiteningFilter::of(&ar[i], &ma[i], length).unwrap();
                let mut expected = vec![0.0; u.len()];
                if columns == 1 {
                    alone.filter_alone(&u, &mut expected);
                } else {
                    alone.filter_columns(&u, length, &mut expected);
                }
                for (j, expected) in expected.chunks_exact(length).enumerate() {
                    prop_assert_eq!(column(&output, i, j), expected);
                }
                prop_assert_eq!(determinants[i], Some(alone.log_determinant()));
            }
        }
    }

    #[test]
    fn a_model_that_is_not_stationary_spoils_no_other() {
        let ar = [vec![1.0, -1.0], vec![1.0, -0.5], vec![1.0, -2.0]];
        let ma = vec![vec![1.0]; 3];
        let u = [1.0, 2.0, 4.0, -3.0];
        let mut output = ParallelColumns::default();
        let determinants = ParallelWhitening::default().whiten(&ar, &ma, 4, &u, &mut output);
        assert!(determinants[0].is_none() && determinants[2].is_none());
        let mut alone = WhiteningFilter::of(&ar[1], &ma[1], 4).unwrap();
        assert_eq!(determinants[1], Some(alone.log_determinant()));
        assert_eq!(column(&output, 1, 0), alone.filter(&u));
    }
}
