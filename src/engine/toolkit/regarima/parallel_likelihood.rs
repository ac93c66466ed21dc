//! Likelihoods of several models of the same orders, side by side: what numerical derivatives need.

use pulp::{Simd, WithSimd};

use super::DifferencedModel;
use super::likelihood::{Evaluation, RANK_TOLERANCE, missing_determinant};
use crate::toolkit::arima::parallel_whitening::ParallelWhitening;
use crate::toolkit::math::lanes::{Four, LANES, Load, Vector, dispatch};
use crate::toolkit::math::parallel_columns::{ParallelColumns, add_multiple};
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
    residuals: Vec<Four>,
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
        self.residuals.clear();
        self.residuals.extend_from_slice(self.filtered.column(k));
        if k > 0 {
            self.factorized.copy_from(&self.filtered);
            self.qr.factorize(&mut self.factorized, k, missing);
        }
        let ranks: [usize; LANES] =
            std::array::from_fn(|i| if k > 0 { self.qr.rank(i, RANK_TOLERANCE) } else { 0 });
        let sums = if ranks == [0; LANES] {
            dispatch(SumsOfSquares(&self.residuals)).0
        } else if ranks == [ranks[0]; LANES] {
            dispatch(SumsOfSquares(&self.factorized.column(k)[ranks[0]..])).0
        } else {
            std::array::from_fn(|i| {
                let rest =
                    if ranks[i] == 0 { &self.residuals } else { &self.factorized.column(k)[ranks[i]..] };
                dispatch(SumsOfSquares(rest)).0[i]
            })
        };
        self.evaluations = std::array::from_fn(|i| {
            let log_determinant = determinants[i]?;
            if ranks[i] == 0 {
                self.b.iter_mut().for_each(|b| b.0[i] = 0.0);
                return Some(Evaluation { ssq: sums[i], log_determinant, observations: m });
            }
            if !self.qr.solve(&self.factorized, k, i, ranks[i], &mut self.b) {
                return None;
            }
            Some(Evaluation {
                ssq: sums[i],
                log_determinant: log_determinant + missing_determinant(self.qr.diagonal(i), missing),
                observations: m - missing,
            })
        });
        for (j, b) in self.b.iter().enumerate() {
            dispatch(Subtract { from: &mut self.residuals, factor: *b, x: self.filtered.column(j) });
        }
    }

    /// The result of model `i`, with its residuals; none where the evaluation fails.
    pub(super) fn evaluation(&self, i: usize, residuals: &mut [f64]) -> Option<Evaluation> {
        let evaluation = (*self.evaluations.get(i)?)?;
        residuals.iter_mut().zip(&self.residuals).for_each(|(e, all)| *e = all.0[i]);
        Some(evaluation)
    }

    /// The `columns` filtered columns of model `i`, one after the other, and the determinant of its filter.
    pub(super) fn filtered(&self, i: usize, columns: usize) -> Option<(Vec<f64>, f64)> {
        let determinant = (*self.determinants.get(i)?)?;
        let columns = (0..columns).flat_map(|j| self.filtered.column(j));
        Some((columns.map(|x| x.0[i]).collect(), determinant))
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

/// Subtracts the multiple of a column of each model.
struct Subtract<'a> {
    from: &'a mut [Four],
    factor: Four,
    x: &'a [Four],
}

impl WithSimd for Subtract<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        add_multiple(simd, self.from, self.factor.load(simd).negative(), self.x);
    }
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
