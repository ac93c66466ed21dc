//! Canova-Hansen test of the stability of seasonal effects (`diagnostics.md` 3.9; Canova, Hansen 1995).

use nalgebra::{DMatrix, DVector};

use super::{StatisticalTest, ols::Ols, seasonal_contrasts};
use crate::toolkit::spectrum::Window;

/// Seasonal regressors of the test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SeasonalRegressors {
    /// p dummies, without constant.
    Dummies,
    /// p - 1 contrasts and a constant.
    Contrasts,
    /// Sines and cosines of the seasonal frequencies and a constant.
    Trigonometric,
    /// Sines and cosines of one period, which need not be a whole number, and of its harmonics, and a constant.
    Specific {
        /// Period, in observations.
        period: f64,
        /// Number of harmonics, the period itself included.
        harmonics: usize,
    },
}

/// Options of the test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CanovaHansenSpec {
    /// Regressors.
    pub regressors: SeasonalRegressors,
    /// Whether the lagged series is a regressor; the first value is then lost.
    pub lagged: bool,
    /// Kernel of the long-run covariance.
    pub window: Window,
    /// Number of autocovariances in the long-run covariance.
    pub truncation: usize,
    /// Season of the first value.
    pub position: usize,
}

/// A regression, the columns of `x` one after the other, those from `tested` on being tested.
#[derive(Clone, Copy, Debug)]
pub(in crate::toolkit) struct Regression<'a> {
    pub(in crate::toolkit) y: &'a [f64],
    pub(in crate::toolkit) x: &'a [f64],
    pub(in crate::toolkit) tested: usize,
}

/// The regression behind the test.
#[derive(Clone, Debug)]
pub struct CanovaHansen {
    ols: Ols,
    /// Long-run covariance of the rows x_t u_t.
    covariance: DMatrix<f64>,
    /// Cumulated rows x_t u_t, one row per observation.
    cumulated: DMatrix<f64>,
    /// First seasonal column and number of them.
    seasonal: (usize, usize),
}

impl CanovaHansen {
    /// The regression of `s`. None for fewer than two seasons, or data that are too short, constant or missing.
    pub fn of(s: &[f64], period: usize, spec: CanovaHansenSpec) -> Option<Self> {
        if period < 2 {
            return None;
        }
        let lag = usize::from(spec.lagged);
        let y = s.get(lag..)?;
        let n = y.len();
        let mut x = Vec::new();
        if spec.regressors != SeasonalRegressors::Dummies {
            x.resize(n, 1.0);
        }
        if spec.lagged {
            x.extend_from_slice(s.get(..n)?);
        }
        let first = x.len() / n.max(1);
        x.extend(seasonal_columns(n, period, spec.position + lag, spec.regressors));
        let regression = Regression { y, x: &x, tested: first };
        Self::of_regression(&regression, spec.window, spec.truncation)
    }

    /// The test of any regression, in which the last columns are tested.
    pub(in crate::toolkit) fn of_regression(
        regression: &Regression<'_>,
        window: Window,
        truncation: usize,
    ) -> Option<Self> {
        let Regression { y, x, tested } = *regression;
        let n = y.len();
        let columns = x.len() / n.max(1);
        let ols = Ols::fit(y, x, columns)?;
        let mut rows = DMatrix::from_column_slice(n, columns, x);
        for (mut row, u) in rows.row_iter_mut().zip(&ols.residuals) {
            row *= *u;
        }
        let covariance = long_run_covariance(&rows, window, truncation);
        let mut cumulated = rows;
        for mut column in cumulated.column_iter_mut() {
            let mut sum = 0.0;
            for v in column.iter_mut() {
                sum += *v;
                *v = sum;
            }
        }
        Some(Self { ols, covariance, cumulated, seasonal: (tested, columns.checked_sub(tested)?) })
    }

    /// Statistic of `count` seasonal columns from `first` on, `tr(O_JJ^-1 sum F_Jt F_Jt')/N²`: no p-value, its
    /// distribution is not standard. None beyond the columns or for a singular covariance.
    pub fn statistic(&self, first: usize, count: usize) -> Option<f64> {
        let (start, size) = self.seasonal;
        if count == 0 || first + count > size {
            return None;
        }
        let start = start + first;
        let f = self.cumulated.columns(start, count);
        let o = self.covariance.view((start, start), (count, count)).into_owned();
        let n = f.nrows() as f64;
        Some(o.cholesky()?.solve(&(f.transpose() * f)).trace() / (n * n)).filter(|v| v.is_finite())
    }

    /// Joint statistic of all seasonal columns.
    pub fn statistic_of_all(&self) -> Option<f64> {
        self.statistic(0, self.seasonal.1)
    }

    /// Statistic of the season left out of the contrasts, by projection on the estimated coefficients c:
    /// `sum (F_t'c)² / (c'O c) / N²`.
    pub fn derived_statistic(&self) -> Option<f64> {
        let (start, count) = self.seasonal;
        let c: DVector<f64> = self.ols.coefficients.rows(start, count).into_owned();
        let f = self.cumulated.columns(start, count) * &c;
        let o = self.covariance.view((start, start), (count, count)) * &c;
        let n = f.nrows() as f64;
        Some(f.norm_squared() / c.dot(&o) / (n * n)).filter(|v| v.is_finite())
    }

    /// F test of the seasonal coefficients with the robust covariance N (X'X)^-1 O (X'X)^-1: F(q, N - k).
    pub fn seasonality(&self) -> Option<StatisticalTest> {
        let (start, count) = self.seasonal;
        let n = self.cumulated.nrows() as f64;
        let u = &self.ols.unscaled_covariance;
        let v = u * &self.covariance * u * n;
        let c: DVector<f64> = self.ols.coefficients.rows(start, count).into_owned();
        let v = v.view((start, start), (count, count)).into_owned();
        let value = c.dot(&v.cholesky()?.solve(&c)) / count as f64;
        StatisticalTest::f(value, count as f64, n - self.cumulated.ncols() as f64)
    }
}

pub(super) fn seasonal_columns(
    n: usize,
    period: usize,
    position: usize,
    regressors: SeasonalRegressors,
) -> Vec<f64> {
    match regressors {
        SeasonalRegressors::Contrasts => seasonal_contrasts(n, period, position),
        SeasonalRegressors::Dummies => (0..period)
            .flat_map(|j| (0..n).map(move |t| if (position + t) % period == j { 1.0 } else { 0.0 }))
            .collect(),
        SeasonalRegressors::Trigonometric => {
            let mut x = Vec::with_capacity(n * period);
            for k in 1..=period / 2 {
                let angle = |t: usize| {
                    2.0 * std::f64::consts::PI * ((k * (position + t)) % period) as f64 / period as f64
                };
                x.extend((0..n).map(|t| angle(t).cos()));
                if 2 * k < period {
                    x.extend((0..n).map(|t| angle(t).sin()));
                }
            }
            x
        }
        SeasonalRegressors::Specific { period, harmonics } => waves(n, position, period, harmonics),
    }
}

/// Cosines and sines of a period and its harmonics; a period of two observations has no sine.
fn waves(n: usize, position: usize, period: f64, harmonics: usize) -> Vec<f64> {
    let mut x = Vec::with_capacity(2 * n * harmonics);
    for k in 1..=harmonics {
        let frequency = 2.0 * std::f64::consts::PI * k as f64 / period;
        let angle = |t: usize| frequency * (position + t) as f64;
        x.extend((0..n).map(|t| angle(t).cos()));
        if (frequency - std::f64::consts::PI).abs() > 1e-9 {
            x.extend((0..n).map(|t| angle(t).sin()));
        }
    }
    x
}

/// `(1/N) [G_0 + sum_{l=1..L} w(l/(L+1)) (G_l + G_l')]`, `G_l = sum_t x_t x_{t+l}'`.
fn long_run_covariance(rows: &DMatrix<f64>, window: Window, truncation: usize) -> DMatrix<f64> {
    let n = rows.nrows();
    let mut sum = rows.transpose() * rows;
    for l in 1..=truncation.min(n.saturating_sub(1)) {
        let g = rows.rows(0, n - l).transpose() * rows.rows(l, n - l);
        sum += (&g + g.transpose()) * window.weight(l as f64 / (truncation + 1) as f64);
    }
    sum / n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_short_or_constant() {
        let spec = CanovaHansenSpec {
            regressors: SeasonalRegressors::Contrasts,
            lagged: true,
            window: Window::Bartlett,
            truncation: 12,
            position: 0,
        };
        for x in [&[][..], &[1.0][..], &[1.0; 30][..], &[f64::NAN; 30][..]] {
            assert!(CanovaHansen::of(x, 4, spec).is_none());
            assert!(CanovaHansen::of(x, 1, spec).is_none());
        }
    }
}
