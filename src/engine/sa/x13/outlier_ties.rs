//! Outliers that tie (`regarima.md` 8.3, step 4).
//!
//! An additive outlier before a level shift that is in the model already is a level shift itself, and so on: different
//! pairs of type and position can be the same regression, with statistics that differ by rounding only. Which one is
//! chosen hangs on the order of operations. The statistics of such pairs are therefore computed once more, each
//! outlier on its own, in the order of the reference: whitened by a band Cholesky decomposition, its products with the
//! whitened regressors solved with the triangle of their decomposition.

use super::outlier_search::{Candidate, DifferencedRegression, Factorized, robust_scale};
use crate::toolkit::arima::band_cholesky::BandCholesky;
use crate::toolkit::math::householder::dot;
use crate::toolkit::regarima::outliers::SearchSpace;
use crate::toolkit::regression::OutlierShape;

/// The most significant one of candidates, in the order of types and positions, which tie but for rounding. None when
/// the regression is rank deficient or the model cannot be filtered.
pub(super) fn most_significant_of(
    candidates: &[Candidate],
    regression: &DifferencedRegression<'_>,
    space: &SearchSpace,
) -> Option<Candidate> {
    let whitened = WhitenedRegression::new(regression)?;
    let mut best: Option<Candidate> = None;
    for candidate in candidates {
        let shape = OutlierShape::of(space.types()[candidate.kind], space.tc_rate());
        let frequency = u32::try_from(regression.model.orders().period).ok()?;
        let mut x = vec![0.0; space.periods()];
        shape.fill(i64::try_from(candidate.position).ok()?, frequency, &mut x);
        let tau = whitened.statistic(&regression.model.differencing().filter(&x));
        if tau.is_finite() && best.is_none_or(|b| tau.abs() > b.tau.abs()) {
            best = Some(Candidate { tau, ..*candidate });
        }
    }
    best
}

/// The regression whitened by a band Cholesky decomposition.
struct WhitenedRegression {
    filter: BandCholesky,
    y: Vec<f64>,
    /// Columns in the order of the decomposition.
    x: Vec<Vec<f64>>,
    /// Upper triangle of their decomposition by columns, and the products of series and columns solved with it.
    triangle: Vec<Vec<f64>>,
    z: Vec<f64>,
    scale: f64,
}

impl WhitenedRegression {
    fn new(regression: &DifferencedRegression<'_>) -> Option<Self> {
        let m = regression.y.len();
        let (ar, ma) = (regression.model.ar(), regression.model.ma());
        let (ar, ma) = (ar.coefficients(), ma.coefficients());
        let filter = BandCholesky::of(ar, ma, m).ok()?;
        let y = filter.filter(regression.y);
        let columns: Vec<Vec<f64>> = regression.x.chunks_exact(m.max(1)).map(|x| filter.filter(x)).collect();
        let Factorized { qr, x: factorized, coefficients, .. } = Factorized::new(columns.concat(), &y)?;
        let scale = robust_scale(regression, &coefficients, ar, ma)?;
        let r = qr.r_matrix(&factorized);
        let triangle: Vec<Vec<f64>> =
            (0..columns.len()).map(|j| (0..=j).map(|i| r[(i, j)]).collect()).collect();
        let x: Vec<Vec<f64>> = qr.permutation().iter().map(|&j| columns[j].clone()).collect();
        let products = x.iter().map(|x| dot(&y, x)).collect();
        let z = solve(&triangle, products);
        Some(Self { filter, y, x, triangle, z, scale })
    }

    /// The statistic of a differenced outlier; NaN without positive variance.
    fn statistic(&self, outlier: &[f64]) -> f64 {
        let outlier = self.filter.filter(outlier);
        let (square, product) = (dot(&outlier, &outlier), dot(&outlier, &self.y));
        let w = solve(&self.triangle, self.x.iter().map(|x| dot(&outlier, x)).collect());
        let v = square - dot(&w, &w);
        if v <= 0.0 {
            return f64::NAN;
        }
        let c = product - dot(&self.z, &w);
        c / (v.sqrt() * self.scale)
    }
}

/// `x` with `x U = b`, the columns of the upper triangle U ending with their diagonal elements.
fn solve(triangle: &[Vec<f64>], b: Vec<f64>) -> Vec<f64> {
    let mut x = b;
    for (j, column) in triangle.iter().enumerate() {
        let (before, rest) = x.split_at_mut(j);
        let t = before.iter().zip(column).fold(rest[0], |t, (x, u)| t - x * u);
        rest[0] = t / column[j];
    }
    x
}

#[cfg(test)]
mod tests {
    use super::super::outlier_search::most_significant;
    use super::*;
    use crate::toolkit::arima::{SarimaModel, SarimaOrders};
    use crate::toolkit::regression::OutlierCode;

    /// Statistics are those of the search, and a level shift behind an additive outlier is never told from it by
    /// more than rounding.
    #[test]
    fn statistics_are_those_of_the_search() {
        let n = 72;
        let model = SarimaModel::new(SarimaOrders::airline(12), &[-0.4, -0.6]);
        let delta = model.differencing();
        let series: Vec<f64> =
            (0..n).map(|t| f64::from((t * t * 7 + 3 * t) % 23) + if t == 30 { 60.0 } else { 0.0 }).collect();
        let mut shift = vec![0.0; n as usize];
        OutlierShape::of(OutlierCode::LS, 0.7).fill(31, 12, &mut shift);
        let (y, x) = (delta.filter(&series), delta.filter(&shift));
        let regression = DifferencedRegression { model: &model, y: &y, x: &x };
        let mut space = SearchSpace::new(&[OutlierCode::AO, OutlierCode::LS], 0.7, n as usize, 12);
        space.allow(1, 31, false);
        let found = most_significant(&regression, &mut space).unwrap();
        assert_eq!(found.position, 30);
        let whitened = WhitenedRegression::new(&regression).unwrap();
        let statistics = [OutlierCode::AO, OutlierCode::LS].map(|code| {
            let mut x = vec![0.0; n as usize];
            OutlierShape::of(code, 0.7).fill(30, 12, &mut x);
            whitened.statistic(&delta.filter(&x))
        });
        assert!((statistics[0].abs() / statistics[1].abs() - 1.0).abs() < 1e-12, "{statistics:?}");
        assert_eq!(found.tau, statistics[found.kind]);
        let largest = statistics[0].abs().max(statistics[1].abs());
        assert_eq!(found.tau.abs(), largest);
    }
}
