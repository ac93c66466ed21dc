//! Exact likelihood with coefficients and innovation variance concentrated out (`arima.md`, 6.2).

use nalgebra::DMatrix;

use super::parallel_likelihood::ParallelLikelihood;
use super::{DifferencedModel, RegArimaError};
use crate::toolkit::arima::whitening::WhiteningFilter;
use crate::toolkit::arima::{SarimaModel, SarimaOrders, expand_product};
use crate::toolkit::math::householder::{HouseholderQr, dot};
use crate::toolkit::math::lanes::LANES;
use crate::toolkit::math::logarithm;

/// Columns whose diagonal entry in R is not larger (absolute) do not count for the rank.
pub const RANK_TOLERANCE: f64 = 1e-12;

/// The exact likelihood of one differenced model, to be evaluated at many parameters: an evaluation
/// allocates nothing.
#[derive(Clone, Debug)]
pub struct LikelihoodEvaluator<'a> {
    model: &'a DifferencedModel,
    orders: SarimaOrders,
    /// Polynomials of the models evaluated at once.
    ar: Vec<Vec<f64>>,
    ma: Vec<Vec<f64>>,
    parallel: ParallelLikelihood,
    /// Packed parameters of the first of the models evaluated last in parallel.
    first: Vec<f64>,
}

/// Sum of squares, determinant and number of observations of one evaluation.
#[derive(Clone, Copy, Debug)]
pub struct Evaluation {
    /// Sum of squared residuals, S.
    pub ssq: f64,
    /// Logarithm of the determinant, missing values accounted for.
    pub log_determinant: f64,
    /// Number of differenced observations without the missing ones, N.
    pub observations: usize,
}

impl<'a> LikelihoodEvaluator<'a> {
    /// An evaluator for `model` with ARMA errors of the given orders.
    pub fn new(model: &'a DifferencedModel, orders: SarimaOrders) -> Self {
        Self {
            model,
            orders,
            ar: vec![vec![0.0; orders.ar_degree() + 1]; LANES],
            ma: vec![vec![0.0; orders.ma_degree() + 1]; LANES],
            parallel: ParallelLikelihood::new(model.columns()),
            first: Vec::new(),
        }
    }

    /// The polynomials of packed ARMA parameters, as those of model `i`.
    fn expand(&mut self, i: usize, parameters: &[f64]) {
        let o = self.orders;
        let (ar, ma) = parameters.split_at(o.p + o.bp);
        expand_product(&ar[..o.p], &ar[o.p..], o.period, &mut self.ar[i]);
        expand_product(&ma[..o.q], &ma[o.q..], o.period, &mut self.ma[i]);
    }

    /// Likelihoods at up to four points, packed parameters one after the other: to be read with
    /// [`evaluation`](Self::evaluation).
    pub fn evaluate_all(&mut self, points: &[f64]) {
        let mut count = 0;
        for point in points.chunks_exact(self.orders.parameter_count().max(1)).take(LANES) {
            self.expand(count, point);
            count += 1;
        }
        self.first.clear();
        self.first.extend_from_slice(&points[..self.orders.parameter_count().min(points.len())]);
        self.parallel.evaluate(self.model, &self.ar[..count], &self.ma[..count]);
    }

    /// The likelihood at point `i` of the last call of [`evaluate_all`](Self::evaluate_all), and the residuals
    /// `L^{-1}(w - X b)`, m values; none for parameters outside the stationary domain.
    ///
    /// Columns beyond the rank (pivoting among those that are not missing values) get coefficient 0.
    pub fn evaluation(&self, i: usize, residuals: &mut [f64]) -> Option<Evaluation> {
        self.parallel.evaluation(i, residuals)
    }
}

/// What a missing value takes from the determinant: `2 sum ln |r_ii|` over its columns.
pub(super) fn missing_determinant(diagonal: impl Iterator<Item = f64>, missing: usize) -> f64 {
    2.0 * diagonal.take(missing).map(|d| logarithm::ln(d.abs())).sum::<f64>()
}

/// Estimate of the dummy of a missing value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MissingEstimate {
    /// Coefficient of the dummy: the missing value is the provisional value less this.
    pub correction: f64,
    /// Variance of the coefficient, to be multiplied by the innovation variance.
    pub unscaled_variance: f64,
}

/// The likelihood of a regression model with ARMA errors at given parameters, regression
/// coefficients and innovation variance being at their best.
///
/// Observations: N = m - missing values, m the length of the differenced series. Coefficients do
/// not reduce N (maximum likelihood): the concentrated variance is S/N.
#[derive(Clone, Debug, PartialEq)]
pub struct ConcentratedLikelihood {
    observations: usize,
    ssq: f64,
    log_determinant: f64,
    residuals: Vec<f64>,
    missing: Vec<MissingEstimate>,
    coefficients: Vec<f64>,
    unscaled_covariance: DMatrix<f64>,
    r: DMatrix<f64>,
}

impl ConcentratedLikelihood {
    /// The likelihood of `model` under the ARMA part of `arima`.
    ///
    /// # Errors
    /// [`RegArimaError::Likelihood`] for parameters outside the stationary domain,
    /// [`RegArimaError::Collinear`], [`RegArimaError::NotEnoughObservations`] when there are not
    /// more observations than columns.
    pub fn compute(model: &DifferencedModel, arima: &SarimaModel) -> Result<Self, RegArimaError> {
        let orders = arima.orders();
        let (m, k, missing) = (model.rows(), model.columns(), model.missing());
        if m <= k {
            return Err(RegArimaError::NotEnoughObservations {
                observations: m - missing.min(m),
                orders,
                coefficients: k - missing,
            });
        }
        let (ar, ma) = (arima.ar(), arima.ma());
        let mut filter = WhiteningFilter::of(ar.coefficients(), ma.coefficients(), m)
            .map_err(|source| RegArimaError::Likelihood { orders, source: Box::new(source) })?;
        let mut filtered = vec![0.0; m * (k + 1)];
        if k == 0 {
            filter.filter_alone(model.data(), &mut filtered);
        } else {
            filter.filter_columns(model.data(), m, &mut filtered);
        }
        Self::of_filtered(model, filtered, filter.log_determinant())
    }

    /// The likelihood under the ARMA part of `arima`, which an evaluator may have filtered already.
    ///
    /// # Errors
    /// Those of [`compute`](Self::compute).
    pub(super) fn after(
        evaluator: &LikelihoodEvaluator<'_>,
        arima: &SarimaModel,
    ) -> Result<Self, RegArimaError> {
        let model = evaluator.model;
        if evaluator.first == arima.parameters()
            && model.rows() > model.columns()
            && let Some((filtered, determinant)) = evaluator.parallel.filtered(0, model.columns() + 1)
        {
            return Self::of_filtered(model, filtered, determinant);
        }
        Self::compute(model, arima)
    }

    /// The likelihood from filtered design and series, more rows than columns, and the determinant of the filter.
    fn of_filtered(
        model: &DifferencedModel,
        mut x: Vec<f64>,
        log_determinant: f64,
    ) -> Result<Self, RegArimaError> {
        let (m, k, missing) = (model.rows(), model.columns(), model.missing());
        let mut qr = HouseholderQr::new();
        let mut b = vec![0.0; k];
        let mut qty = x.split_off(m * k);
        qr.factorize(&mut x, m, k, k);
        let rank = qr.rank(RANK_TOLERANCE);
        qr.apply_qt(&x, &mut qty);
        if rank < k || !qr.solve(&x, &qty, k, &mut b) {
            return Err(RegArimaError::Collinear { rank, columns: k });
        }
        let covariance = qr.unscaled_covariance(&x, k);
        let residuals = qty.split_off(k);
        Ok(Self {
            observations: m - missing,
            ssq: dot(&residuals, &residuals),
            log_determinant: log_determinant + missing_determinant(qr.diagonal().iter().copied(), missing),
            residuals,
            missing: (0..missing)
                .map(|i| MissingEstimate { correction: b[i], unscaled_variance: covariance[(i, i)] })
                .collect(),
            coefficients: b.split_off(missing),
            unscaled_covariance: covariance.view((missing, missing), (k - missing, k - missing)).into(),
            r: qr.r_matrix(&x),
        })
    }

    /// Number of differenced observations without the missing ones, N.
    pub fn observations(&self) -> usize {
        self.observations
    }

    /// Sum of the squared residuals, S.
    pub fn ssq(&self) -> f64 {
        self.ssq
    }

    /// Logarithm of the determinant of the covariance matrix of the observed values (unit
    /// innovation variance).
    pub fn log_determinant(&self) -> f64 {
        self.log_determinant
    }

    /// `-1/2 [N ln(2 pi) + N (1 + ln(S/N)) + ldet]`; infinite when S = 0.
    pub fn log_likelihood(&self) -> f64 {
        let n = self.observations as f64;
        -0.5 * (n * std::f64::consts::TAU.ln() + n * (1.0 + (self.ssq / n).ln()) + self.log_determinant)
    }

    /// The independent residuals: the last m - k elements of `Q'L^{-1}w`, k all the columns of the
    /// design. They have no dates; their squares sum to S.
    pub fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    /// Estimates of the missing values, by position.
    pub fn missing(&self) -> &[MissingEstimate] {
        &self.missing
    }

    /// Regression coefficients: mean, if any, then regressors.
    pub fn coefficients(&self) -> &[f64] {
        &self.coefficients
    }

    /// Covariance matrix of the coefficients for an innovation variance of 1.
    pub fn unscaled_covariance(&self) -> &DMatrix<f64> {
        &self.unscaled_covariance
    }

    /// Coefficients of all columns: missing values, mean, regressors.
    pub fn all_coefficients(&self) -> Vec<f64> {
        self.missing.iter().map(|m| m.correction).chain(self.coefficients.iter().copied()).collect()
    }

    /// Triangular factor of the filtered design, all columns.
    pub(super) fn r(&self) -> &DMatrix<f64> {
        &self.r
    }

    /// Degrees of freedom `N - coefficients - hyper_parameters`; may be 0 or negative.
    pub fn degrees_of_freedom(&self, hyper_parameters: usize) -> f64 {
        self.observations as f64 - self.coefficients.len() as f64 - hyper_parameters as f64
    }

    /// Unbiased innovation variance `S / (N - coefficients - hyper_parameters)`; NaN without
    /// degrees of freedom.
    pub fn variance(&self, hyper_parameters: usize) -> f64 {
        let df = self.degrees_of_freedom(hyper_parameters);
        if df > 0.0 { self.ssq / df } else { f64::NAN }
    }

    /// Standard error of coefficient `i` with the variance of [`variance`](Self::variance).
    pub fn standard_error(&self, i: usize, hyper_parameters: usize) -> f64 {
        (self.unscaled_covariance[(i, i)] * self.variance(hyper_parameters)).sqrt()
    }

    /// Maximum likelihood t-statistic of a coefficient: `b / sqrt(v S / N)`, v its unscaled variance, without
    /// correction for degrees of freedom.
    pub fn ml_t_statistic(&self, i: usize) -> f64 {
        let scale = self.ssq / self.observations as f64;
        self.coefficients[i] / (self.unscaled_covariance[(i, i)] * scale).sqrt()
    }

    /// Coefficient `i` divided by its standard error.
    pub fn t_statistic(&self, i: usize, hyper_parameters: usize) -> f64 {
        self.coefficients[i] / self.standard_error(i, hyper_parameters)
    }

    /// Joint F statistic `c' W^{-1} c / (g S/df)` of the coefficients `first..first + count`, W
    /// their unscaled covariance; with its degrees of freedom. None when W is singular or the
    /// range is empty or outside.
    pub fn f_statistic(
        &self,
        first: usize,
        count: usize,
        hyper_parameters: usize,
    ) -> Option<(f64, f64, f64)> {
        let c = self.coefficients.get(first..first + count).filter(|c| !c.is_empty())?;
        let c = nalgebra::DVector::from_column_slice(c);
        let w = self.unscaled_covariance.view((first, first), (count, count)).into_owned();
        let quadratic = c.dot(&w.cholesky()?.solve(&c));
        let f = quadratic / (self.variance(hyper_parameters) * count as f64);
        Some((f, count as f64, self.degrees_of_freedom(hyper_parameters)))
    }
}
