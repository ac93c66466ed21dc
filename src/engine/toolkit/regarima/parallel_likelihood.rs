//! Likelihoods of several models of the same orders, side by side: what numerical derivatives need.

use pulp::{Simd, WithSimd};

use super::DifferencedModel;
use super::likelihood::{Evaluation, RANK_TOLERANCE, missing_determinant};
use crate::toolkit::arima::parallel_whitening::ParallelWhitening;
use crate::toolkit::math::lanes::{Four, LANES, Load, Vector, dispatch};
use crate::toolkit::math::parallel_columns::ParallelColumns;
use crate::toolkit::math::parallel_householder::ParallelQr;

/// Filters and regressions of up to four models, and what was computed last.
#[derive(Clone, Debug, Default)]
pub(super) struct ParallelLikelihood {
    filter: ParallelWhitening,
    /// Filtered design and series.
    filtered: ParallelColumns,
    factorized: ParallelColumns,
    qr: ParallelQr,
    b: Vec<Four>,
    /// Residuals of each model, one model after the other.
    residuals: Vec<f64>,
    evaluations: [Option<Evaluation>; LANES],
    /// Determinants of the filters.
    determinants: [Option<f64>; LANES],
}

impl ParallelLikelihood {
    /// For models with `columns` columns.
    pub(super) fn new(columns: usize) -> Self {
        Self { b: vec![Four::default(); columns], ..Self::default() }
    }

    /// The likelihood of `model` under each ARMA model: row i of `ar` and `ma` holds the polynomials of model i.
    pub(super) fn evaluate(&mut self, model: &DifferencedModel, ar: &[Vec<f64>], ma: &[Vec<f64>]) {
        let (m, k, missing) = (model.rows(), model.columns(), model.missing());
        let determinants = self.filter.whiten(ar, ma, m, model.data(), &mut self.filtered);
        self.determinants = determinants;
        if k > 0 {
            self.qr.factorize(&self.filtered, &mut self.factorized, k, missing);
        }
        let ranks: [usize; LANES] =
            std::array::from_fn(|i| if k > 0 { self.qr.rank(i, RANK_TOLERANCE) } else { 0 });
        // the determinant and the number of observations of each model that can be evaluated
        let evaluated: [Option<(f64, usize)>; LANES] = std::array::from_fn(|i| {
            let log_determinant = determinants[i]?;
            if ranks[i] == 0 {
                self.b.iter_mut().for_each(|b| b.0[i] = 0.0);
                return Some((log_determinant, m));
            }
            self.qr
                .solve(&self.factorized, k, i, ranks[i], &mut self.b)
                .then(|| (log_determinant + missing_determinant(self.qr.diagonal(i), missing), m - missing))
        });
        let independent = |rank: usize| match rank {
            0 => self.filtered.column(k),
            _ => &self.factorized.column(k)[rank..],
        };
        self.residuals.resize(LANES * m, 0.0);
        let sums = dispatch(Residuals {
            filtered: &self.filtered,
            b: &self.b,
            residuals: &mut self.residuals,
            independent: independent(ranks[0]),
        });
        self.evaluations = std::array::from_fn(|i| {
            let (log_determinant, observations) = evaluated[i]?;
            let others = ranks[i] != ranks[0];
            let sums = if others { dispatch(SumsOfSquares(independent(ranks[i]))) } else { sums };
            Some(Evaluation { ssq: sums.0[i], log_determinant, observations })
        });
    }

    /// The result of model `i`, with its residuals; none where the evaluation fails.
    pub(super) fn evaluation(&self, i: usize, residuals: &mut [f64]) -> Option<Evaluation> {
        let evaluation = (*self.evaluations.get(i)?)?;
        let rows = self.residuals.len() / LANES;
        let of_model = &self.residuals[i * rows..(i + 1) * rows];
        residuals.iter_mut().zip(of_model).for_each(|(e, of_model)| *e = *of_model);
        Some(evaluation)
    }

    /// The `columns` filtered columns of model `i`, one after the other, and the determinant of its filter.
    pub(super) fn filtered(&self, i: usize, columns: usize) -> Option<(Vec<f64>, f64)> {
        let determinant = (*self.determinants.get(i)?)?;
        let columns = &self.filtered.data()[..columns * self.filtered.rows()];
        Some((columns.iter().map(|x| x.0[i]).collect(), determinant))
    }
}

/// Sums of the squares of each model.
struct SumsOfSquares<'a>(&'a [Four]);

impl WithSimd for SumsOfSquares<'_> {
    type Output = Four;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Four {
        let mut sums = Vector::splat(simd, 0.0);
        for x in self.0 {
            sums = sums + x.load(simd) * x.load(simd);
        }
        sums.store()
    }
}

/// Rows of the residuals that are computed at once.
const ROWS: usize = 4;

/// Residuals of the regression of the last filtered column on the others with coefficients `b`, model by model. Meanwhile
/// the squares of independent residuals are summed, a sum that waits for each of its terms.
struct Residuals<'a> {
    filtered: &'a ParallelColumns,
    b: &'a [Four],
    residuals: &'a mut [f64],
    independent: &'a [Four],
}

impl WithSimd for Residuals<'_> {
    type Output = Four;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Four {
        let Self { filtered, b, residuals, independent } = self;
        let m = filtered.rows();
        let (series, last) = filtered.column(b.len()).as_chunks::<ROWS>();
        let (blocks, rest) = independent.as_chunks::<ROWS>();
        let [(first, first_rest), (second, second_rest), (third, third_rest), (fourth, fourth_rest)] =
            models(residuals, m);
        let models = first.iter_mut().zip(second).zip(third.iter_mut().zip(fourth));
        let mut sums = Vector::splat(simd, 0.0);
        for (i, (y, ((first, second), (third, fourth)))) in series.iter().zip(models).enumerate() {
            let mut e = [sums; ROWS];
            for t in 0..ROWS {
                e[t] = y[t].load(simd);
            }
            let mut columns = filtered.data();
            for b in b {
                let (x, b) = (&columns[i * ROWS..][..ROWS], b.load(simd));
                columns = &columns[m..];
                for t in 0..ROWS {
                    e[t] = e[t] - b * x[t].load(simd);
                }
            }
            if let Some(block) = blocks.get(i) {
                for x in block {
                    sums = sums + x.load(simd) * x.load(simd);
                }
            }
            let e = [e[0].store().0, e[1].store().0, e[2].store().0, e[3].store().0];
            *first = [e[0][0], e[1][0], e[2][0], e[3][0]];
            *second = [e[0][1], e[1][1], e[2][1], e[3][1]];
            *third = [e[0][2], e[1][2], e[2][2], e[3][2]];
            *fourth = [e[0][3], e[1][3], e[2][3], e[3][3]];
        }
        for x in rest {
            sums = sums + x.load(simd) * x.load(simd);
        }
        for (i, y) in last.iter().enumerate() {
            let mut e = y.load(simd);
            for (j, b) in b.iter().enumerate() {
                e = e - b.load(simd) * filtered.column(j)[m - last.len() + i].load(simd);
            }
            let e = e.store().0;
            (first_rest[i], second_rest[i], third_rest[i], fourth_rest[i]) = (e[0], e[1], e[2], e[3]);
        }
        sums.store()
    }
}

/// Blocks of rows of a model, and the rows that are left.
type Rows<'a> = (&'a mut [[f64; ROWS]], &'a mut [f64]);

/// The m residuals of each model.
#[inline(always)]
fn models(residuals: &mut [f64], m: usize) -> [Rows<'_>; LANES] {
    let (first, others) = residuals.split_at_mut(m);
    let (second, others) = others.split_at_mut(m);
    let (third, fourth) = others.split_at_mut(m);
    [first.as_chunks_mut(), second.as_chunks_mut(), third.as_chunks_mut(), fourth.as_chunks_mut()]
}

#[cfg(test)]
mod tests {
    use super::super::{ConcentratedLikelihood, LikelihoodEvaluator, RegArimaModel};
    use crate::toolkit::arima::{SarimaModel, SarimaOrders};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_likelihood_is_that_of_its_model_alone(
            y in prop::collection::vec(-1.0..1.0f64, 60),
            phi in -0.8..0.6f64,
            theta in -0.8..0.8f64,
            btheta in -0.8..0.8f64,
            columns in 0..5usize,
            missing in 0..3usize,
            near in any::<bool>(),
        ) {
            let orders = SarimaOrders::new(4, (1, 1, 1), (0, 1, 1));
            let x: Vec<Vec<f64>> =
                (0..columns).map(|j| (0..60).map(|t| ((t * t * (j + 1) + t) % 11) as f64 - 5.0).collect()).collect();
            let model = RegArimaModel::new(&y, SarimaModel::with_defaults(orders)).unwrap();
            let positions: Vec<usize> = (0..missing).map(|i| 20 + 7 * i).collect();
            let model = model.with_missing(&positions).unwrap().with_regressors(&x).unwrap();
            let differenced = model.difference().unwrap();
            let step = if near { 1e-8 } else { 0.1 };
            let points: Vec<[f64; 3]> = (0..4).map(|i| [phi + f64::from(i) * step, theta, btheta]).collect();
            let mut evaluator = LikelihoodEvaluator::new(&differenced, orders);
            evaluator.evaluate_all(points.as_flattened());
            let mut residuals = vec![0.0; differenced.rows()];
            for (i, point) in points.iter().enumerate() {
                let all = evaluator.evaluation(i, &mut residuals).unwrap();
                let arima = model.arima().with_parameters(point);
                let expected = ConcentratedLikelihood::compute(&differenced, &arima).unwrap();
                prop_assert!((all.ssq / expected.ssq() - 1.0).abs() < 1e-9);
                prop_assert!((all.log_determinant - expected.log_determinant()).abs() < 1e-9);
                prop_assert_eq!(all.observations, expected.observations());
                let ssq: f64 = residuals.iter().map(|e| e * e).sum();
                prop_assert!((ssq / all.ssq - 1.0).abs() < 1e-9);
                let mut alone = LikelihoodEvaluator::new(&differenced, orders);
                alone.evaluate_all(point);
                let mut residuals_alone = residuals.clone();
                let single = alone.evaluation(0, &mut residuals_alone).unwrap();
                prop_assert_eq!(single.ssq, all.ssq);
                prop_assert_eq!(single.log_determinant, all.log_determinant);
                prop_assert_eq!(&residuals_alone, &residuals);
            }
        }
    }
}
