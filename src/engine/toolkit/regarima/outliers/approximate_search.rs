//! One search for the most significant outlier with approximate statistics (`tramo.md` 12.4; Chen and Liu 1993).
//!
//! An outlier is filtered by the pi weights of the model, which ignores that the exact filter starts in the
//! middle of the process; the residuals are exact.

use std::ops::Range;

use super::SearchSpace;
use crate::toolkit::arima::{SarimaModel, weights};
use crate::toolkit::math::householder::dot;
use crate::toolkit::math::lagged_products::lagged_products;
use crate::toolkit::math::polynomial::{Polynomial, convolution};
use crate::toolkit::regression::OutlierCode;
use crate::toolkit::stats::descriptive::robust_stdev;

/// Centile of the absolute deviations that the scale of the residuals is computed from.
const CENTILE: f64 = 50.0;

/// A type and a position with their statistic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Index of the type in the list searched.
    pub kind: usize,
    /// Position in the series, 0-based.
    pub position: usize,
    /// Approximate effect of the outlier.
    pub coefficient: f64,
    /// The effect over its standard error, signed.
    pub statistic: f64,
}

/// The filtered outliers of each type and the residuals that they are regressed on.
#[derive(Clone, Debug)]
pub struct ApproximateSearch {
    residuals: Vec<f64>,
    /// Sums of the residuals before each row.
    sums: Vec<f64>,
    /// Robust standard error of the residuals.
    sigma: f64,
    /// Number of periods lost by differencing.
    degree: usize,
    outliers: Vec<Option<FilteredOutlier>>,
}

/// An outlier at the first period, filtered.
#[derive(Clone, Debug)]
struct FilteredOutlier {
    /// Value at each distance from the outlier.
    weights: Vec<f64>,
    /// Sums of the squared weights before each distance.
    squares: Vec<f64>,
    /// Value at all periods before the outlier.
    before: f64,
}

impl ApproximateSearch {
    /// A search with the one-step prediction errors `residuals` (standardised, innovation variance 1) of the
    /// differenced and linearised series under `model`. None when the errors have no dispersion.
    pub fn new(model: &SarimaModel, residuals: Vec<f64>, space: &SearchSpace) -> Option<Self> {
        let sigma = robust_stdev(&residuals, CENTILE).filter(|s| *s > 0.0)?;
        let degree = model.orders().differencing_degree();
        let n = residuals.len() + degree;
        let outlier = |code: &OutlierCode| FilteredOutlier::of(*code, model, space.tc_rate(), n);
        let outliers = space.types().iter().map(outlier).collect();
        Some(Self { sums: sums_before(residuals.iter().copied()), residuals, sigma, degree, outliers })
    }

    /// Robust standard error of the residuals.
    pub fn sigma(&self) -> f64 {
        self.sigma
    }

    /// The statistic of the type of index `kind` at `position`; none when it is not defined there.
    pub fn at(&self, kind: usize, position: usize) -> Option<Candidate> {
        let outlier = self.outliers.get(kind)?.as_ref()?;
        let (row, lags) = self.row_and_lags(outlier, position)?;
        let product = dot(self.residuals.get(row..)?, outlier.weights.get(lags)?);
        self.candidate(kind, position, product)
    }

    /// The first residual that an outlier at `position` reaches, and its distances from there on.
    fn row_and_lags(&self, outlier: &FilteredOutlier, position: usize) -> Option<(usize, Range<usize>)> {
        let first = position.max(self.degree);
        let end = outlier.weights.len().checked_sub(position)?;
        Some((first - self.degree, first - position..end))
    }

    /// The statistic of [`at`](Self::at) from the product of the residuals and the weights.
    fn candidate(&self, kind: usize, position: usize, mut product: f64) -> Option<Candidate> {
        let outlier = self.outliers.get(kind)?.as_ref()?;
        let (row, lags) = self.row_and_lags(outlier, position)?;
        let mut square = outlier.squares.get(lags.end)? - outlier.squares.get(lags.start)?;
        if outlier.before != 0.0 {
            product += outlier.before * self.sums.get(row)?;
            square += outlier.before * outlier.before * row as f64;
        }
        let coefficient = product / square;
        let statistic = coefficient * square.sqrt() / self.sigma;
        statistic.is_finite().then_some(Candidate { kind, position, coefficient, statistic })
    }

    /// Largest absolute statistic over the allowed pairs, types in their order and positions in time order, a
    /// later one only when strictly larger.
    pub fn most_significant(&self, space: &SearchSpace) -> Option<Candidate> {
        let mut best: Option<Candidate> = None;
        for (kind, outlier) in self.outliers.iter().enumerate() {
            let Some(outlier) = outlier else { continue };
            let products = lagged_products(&outlier.weights, &self.residuals, self.residuals.len());
            for position in (0..space.periods()).filter(|&t| space.is_allowed(kind, t)) {
                let product = position.checked_sub(self.degree).and_then(|row| products.get(row));
                let candidate = match product {
                    Some(product) => self.candidate(kind, position, *product),
                    None => self.at(kind, position),
                };
                if let Some(candidate) = candidate
                    && best.is_none_or(|b| candidate.statistic.abs() > b.statistic.abs())
                {
                    best = Some(candidate);
                }
            }
        }
        best
    }
}

impl FilteredOutlier {
    /// The power series `pi(B) nu(B)` up to `n` terms, nu = 1 (AO), 1/(1-B) (LS), 1/(1-rate B) (TC),
    /// 1/(1-B^s) (SO); factors that nu shares with the differencing are cancelled beforehand. None for
    /// seasonal outliers of models without seasonal difference that have a second difference, or a first one
    /// and an autoregressive part.
    fn of(code: OutlierCode, model: &SarimaModel, tc_rate: f64, n: usize) -> Option<Self> {
        let orders = model.orders();
        let (ar, ma) = (model.ar(), model.ma());
        let (d, bd, s) = (orders.d, orders.bd, orders.period);
        let filtered = |differencing: &[f64], step: &[f64]| {
            let numerator = convolution(ar.coefficients(), differencing);
            weights::series(&numerator, &convolution(ma.coefficients(), step), n)
        };
        let full = Polynomial::differencing(d, bd, s);
        let mut before = 0.0;
        let mut weights = match code {
            OutlierCode::AO => filtered(full.coefficients(), &[1.0]),
            OutlierCode::TC => filtered(full.coefficients(), &[1.0, -tc_rate]),
            OutlierCode::LS if d > 0 => {
                filtered(Polynomial::differencing(d - 1, bd, s).coefficients(), &[1.0])
            }
            // (1-B^s)/(1-B)
            OutlierCode::LS if bd > 0 => {
                let sum = vec![1.0; s];
                filtered(&convolution(Polynomial::differencing(0, bd - 1, s).coefficients(), &sum), &[1.0])
            }
            OutlierCode::LS => {
                before = -ar.value_at(1.0) / ma.value_at(1.0);
                filtered(&[1.0], &[1.0, -1.0])
            }
            OutlierCode::SO if bd > 0 => {
                filtered(Polynomial::differencing(d, bd - 1, s).coefficients(), &[1.0])
            }
            OutlierCode::SO if d == 0 || (d == 1 && orders.p + orders.bp == 0) => {
                let mut step = vec![0.0; s + 1];
                (step[0], step[s]) = (1.0, -1.0);
                filtered(full.coefficients(), &step)
            }
            OutlierCode::SO | OutlierCode::WO => return None,
        };
        if before != 0.0 {
            weights.iter_mut().for_each(|w| *w += before);
        }
        let squares = sums_before(weights.iter().map(|w| w * w));
        Some(Self { weights, squares, before })
    }
}

/// 0, x_0, x_0 + x_1, ...
fn sums_before(x: impl Iterator<Item = f64>) -> Vec<f64> {
    let sums = x.scan(0.0, |sum, x| {
        *sum += x;
        Some(*sum)
    });
    std::iter::once(0.0).chain(sums).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::arima::SarimaOrders;
    use crate::toolkit::regression::OutlierShape;
    use proptest::prelude::*;

    const TYPES: [OutlierCode; 4] = [OutlierCode::AO, OutlierCode::LS, OutlierCode::TC, OutlierCode::SO];

    fn noise(m: usize) -> Vec<f64> {
        (0..m).map(|t| ((t * t * 7 + 3 * t) % 23) as f64 / 7.0 - 1.5 + (t as f64 * 0.5).sin()).collect()
    }

    /// The filter of the model applied to a long history of the outlier is what the search assumes.
    #[test]
    fn statistics_equal_those_of_the_outlier_filtered_from_far_back() {
        let (n, s, far) = (60, 4, 400);
        for (p, d, bp, bd) in [(1, 1, 0, 1), (1, 0, 0, 0), (0, 1, 0, 0), (1, 0, 1, 1), (2, 2, 0, 1)] {
            let orders = SarimaOrders::new(s, (p, d, 1), (bp, bd, 1));
            let parameters = vec![-0.3; orders.parameter_count()];
            let model = SarimaModel::new(orders, &parameters);
            let degree = orders.differencing_degree();
            let residuals = noise(n - degree);
            let space = SearchSpace::new(&TYPES, 0.7, n, s);
            let search = ApproximateSearch::new(&model, residuals.clone(), &space).unwrap();
            for (kind, code) in TYPES.into_iter().enumerate() {
                for position in (0..n).filter(|&t| space.is_allowed(kind, t)) {
                    let mut x = vec![0.0; far + n];
                    match code {
                        // a seasonal step, not the contrast of the regressor
                        OutlierCode::SO => {
                            x.iter_mut().skip(far + position).step_by(s).for_each(|x| *x = 1.0)
                        }
                        _ => OutlierShape::of(code, 0.7).fill((far + position) as i64, 4, &mut x),
                    }
                    let differenced = convolution(model.full_ar().coefficients(), &x);
                    let filtered = weights::series(&differenced, model.ma().coefficients(), far + n);
                    let x = &filtered[filtered.len() - residuals.len()..];
                    let (xy, xx) = (dot(x, &residuals), dot(x, x));
                    let found = search.at(kind, position).unwrap();
                    let t = xy / xx.sqrt() / search.sigma();
                    assert!(
                        (found.statistic - t).abs() < 1e-9 * (1.0 + t.abs()),
                        "{code} {position} {orders}"
                    );
                    assert!((found.coefficient - xy / xx).abs() < 1e-9, "{code} {position} {orders}");
                }
            }
        }
    }

    #[test]
    fn no_seasonal_outlier_where_its_filter_breaks_down() {
        for (p, d) in [(0, 2), (1, 1)] {
            let model = SarimaModel::with_defaults(SarimaOrders::new(4, (p, d, 1), (0, 0, 1)));
            let space = SearchSpace::new(&TYPES, 0.7, 40, 4);
            let search = ApproximateSearch::new(&model, noise(40 - d), &space).unwrap();
            assert!(search.at(3, 20).is_none() && search.at(2, 20).is_some());
        }
    }

    #[test]
    fn the_first_of_equal_statistics_wins() {
        let model = SarimaModel::zero(SarimaOrders::new(1, (0, 0, 0), (0, 0, 0)));
        let space = SearchSpace::new(&[OutlierCode::AO], 0.7, 6, 1);
        let search = ApproximateSearch::new(&model, vec![1.0, -5.0, 2.0, 5.0, -1.0, 0.0], &space).unwrap();
        assert_eq!(search.most_significant(&space).unwrap().position, 1);
        assert!(ApproximateSearch::new(&model, vec![1.0; 6], &space).is_none());
        assert!(ApproximateSearch::new(&model, Vec::new(), &space).is_none());
    }

    proptest! {
        #[test]
        fn any_residuals_and_positions(
            residuals in prop::collection::vec(-1e3..1e3f64, 0..40),
            (d, bd) in (0..3usize, 0..2usize),
            (kind, position) in (0..6usize, 0..90usize),
        ) {
            let model = SarimaModel::with_defaults(SarimaOrders::new(4, (1, d, 1), (0, bd, 1)));
            let space = SearchSpace::new(&TYPES, 0.7, 60, 4);
            if let Some(search) = ApproximateSearch::new(&model, residuals, &space) {
                prop_assert!(search.at(kind, position).is_none_or(|c| c.statistic.is_finite()));
                let _ = search.most_significant(&space);
            }
        }
    }
}
