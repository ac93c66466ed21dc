//! Regression models with seasonal ARIMA errors, as observed and differenced (`arima.md`, 5).

use super::RegArimaError;
use super::starting_values::regression_residuals;
use crate::toolkit::arima::{SarimaModel, SarimaPolynomial};
use crate::toolkit::math::polynomial::Polynomial;

/// `y_t = x_t' b + u_t`, u following a seasonal ARIMA model.
///
/// * y holds transformed values without fixed effects. Missing values have a provisional finite
///   value and a dummy of their own; the provisional value has no influence on the estimates.
/// * The mean, when asked for, is the expectation of the differenced series:
///   `E[delta(B)(y_t - x_t'b)] = mu`. It is not the constant of the ARMA equation.
/// * The columns of the design are in the order missing values (by position), mean, regressors.
#[derive(Clone, Debug, PartialEq)]
pub struct RegArimaModel {
    y: Vec<f64>,
    missing: Vec<usize>,
    mean: bool,
    x: Vec<Vec<f64>>,
    arima: SarimaModel,
    fixed: Vec<bool>,
}

impl RegArimaModel {
    /// The model of `y` without regressors, all ARMA parameters free. NaN in y is missing; its
    /// provisional value is the mean of the closest observations on both sides.
    ///
    /// # Errors
    /// [`RegArimaError::InvalidObservation`] for infinite values, [`RegArimaError::InvalidMissing`]
    /// when all are missing.
    pub fn new(y: &[f64], arima: SarimaModel) -> Result<Self, RegArimaError> {
        if let Some(position) = y.iter().position(|v| v.is_infinite()) {
            return Err(RegArimaError::InvalidObservation { position });
        }
        let missing: Vec<usize> = (0..y.len()).filter(|&t| y[t].is_nan()).collect();
        let fixed = vec![false; arima.parameters().len()];
        let y = with_provisional_values(y)?;
        Ok(Self { y, missing, mean: false, x: Vec::new(), arima, fixed })
    }

    /// Declares the observations at these positions missing; their value in y is provisional.
    ///
    /// # Errors
    /// [`RegArimaError::InvalidMissing`] for positions outside the series.
    pub fn with_missing(mut self, positions: &[usize]) -> Result<Self, RegArimaError> {
        if let Some(&position) = positions.iter().find(|&&t| t >= self.y.len()) {
            return Err(RegArimaError::InvalidMissing { position });
        }
        self.missing.extend_from_slice(positions);
        self.missing.sort_unstable();
        self.missing.dedup();
        if self.missing.len() == self.y.len() && !self.y.is_empty() {
            return Err(RegArimaError::InvalidMissing { position: 0 });
        }
        Ok(self)
    }

    /// With or without the mean.
    #[must_use]
    pub fn with_mean(self, mean: bool) -> Self {
        Self { mean, ..self }
    }

    /// With one more regressor, in the last column: one value per observation.
    ///
    /// # Errors
    /// [`RegArimaError::InvalidRegressor`].
    pub fn with_regressor(mut self, x: &[f64]) -> Result<Self, RegArimaError> {
        if x.len() != self.y.len() || !x.iter().all(|v| v.is_finite()) {
            return Err(RegArimaError::InvalidRegressor { index: self.x.len(), length: self.y.len() });
        }
        self.x.push(x.to_vec());
        Ok(self)
    }

    /// With these regressors in place of the present ones.
    ///
    /// # Errors
    /// [`RegArimaError::InvalidRegressor`].
    pub fn with_regressors<C: AsRef<[f64]>>(mut self, x: &[C]) -> Result<Self, RegArimaError> {
        self.x.clear();
        x.iter().try_fold(self, |m, c| m.with_regressor(c.as_ref()))
    }

    /// Without the regressor of the given index.
    #[must_use]
    pub fn without_regressor(mut self, index: usize) -> Self {
        if index < self.x.len() {
            self.x.remove(index);
        }
        self
    }

    /// With another SARIMA model, all parameters free.
    #[must_use]
    pub fn with_arima(self, arima: SarimaModel) -> Self {
        let fixed = vec![false; arima.parameters().len()];
        Self { arima, fixed, ..self }
    }

    /// With the packed parameters flagged true kept at their present values.
    #[must_use]
    pub fn with_fixed_parameters(mut self, fixed: &[bool]) -> Self {
        for (f, x) in self.fixed.iter_mut().zip(fixed) {
            *f = *x;
        }
        self
    }

    /// The same model with other values of the ARMA parameters.
    #[must_use]
    pub(super) fn with_parameters(&self, parameters: &[f64]) -> Self {
        Self { arima: self.arima.with_parameters(parameters), ..self.clone() }
    }

    /// Whether the models are equal but for the values of their ARMA parameters.
    pub fn is_same_but_for_parameters(&self, other: &Self) -> bool {
        self.arima.orders() == other.arima.orders()
            && self.mean == other.mean
            && self.missing == other.missing
            && self.fixed == other.fixed
            && self.y == other.y
            && self.x == other.x
    }

    /// The series and its regressors in reversed time, for backcasts.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let n = self.y.len();
        let reverse = |v: &[f64]| v.iter().rev().copied().collect();
        Self {
            y: reverse(&self.y),
            missing: self.missing.iter().rev().map(|t| n - 1 - t).collect(),
            x: self.x.iter().map(|c| reverse(c)).collect(),
            ..self.clone()
        }
    }

    /// The series, provisional values at missing positions.
    pub fn y(&self) -> &[f64] {
        &self.y
    }

    /// Number of periods, missing ones included.
    pub fn len(&self) -> usize {
        self.y.len()
    }

    /// Whether the series is empty.
    pub fn is_empty(&self) -> bool {
        self.y.is_empty()
    }

    /// 0-based positions of the missing values, increasing.
    pub fn missing(&self) -> &[usize] {
        &self.missing
    }

    /// Whether the model has a mean.
    pub fn has_mean(&self) -> bool {
        self.mean
    }

    /// The regressors, one column each.
    pub fn regressors(&self) -> &[Vec<f64>] {
        &self.x
    }

    /// The SARIMA model of the errors.
    pub fn arima(&self) -> &SarimaModel {
        &self.arima
    }

    /// For each packed parameter whether it is fixed.
    pub fn fixed_parameters(&self) -> &[bool] {
        &self.fixed
    }

    /// Number of ARMA parameters that are not fixed.
    pub fn free_parameter_count(&self) -> usize {
        self.fixed.iter().filter(|f| !**f).count()
    }

    /// Whether a parameter of one of these polynomials is fixed.
    pub(super) fn is_any_fixed(&self, polynomials: &[SarimaPolynomial]) -> bool {
        polynomials.iter().any(|&k| self.fixed[self.arima.orders().range(k)].contains(&true))
    }

    /// Number of coefficients, mean included, missing values excluded.
    pub fn coefficient_count(&self) -> usize {
        usize::from(self.mean) + self.x.len()
    }

    /// Differences the series and the design.
    ///
    /// # Errors
    /// [`RegArimaError::NotEnoughObservations`] when nothing is left.
    pub fn difference(&self) -> Result<DifferencedModel, RegArimaError> {
        let delta = self.arima.differencing();
        let (n, nd) = (self.y.len(), delta.degree());
        if n <= nd + self.missing.len() {
            return Err(RegArimaError::NotEnoughObservations {
                observations: n - self.missing.len(),
                orders: self.arima.orders(),
                coefficients: self.coefficient_count(),
            });
        }
        let rows = n - nd;
        let columns = self.missing.len() + self.coefficient_count();
        let mut data = Vec::with_capacity(rows * (columns + 1));
        for &t in &self.missing {
            data.extend(differenced_impulse(&delta, t, rows));
        }
        if self.mean {
            data.resize(data.len() + rows, 1.0);
        }
        for x in &self.x {
            data.extend(delta.filter(x));
        }
        data.extend(delta.filter(&self.y));
        Ok(DifferencedModel { rows, columns, missing: self.missing.len(), data })
    }
}

/// `delta(B) i_t` on the differenced domain, i the unit impulse at `position` of the original one.
pub(super) fn differenced_impulse(
    delta: &Polynomial,
    position: usize,
    rows: usize,
) -> impl Iterator<Item = f64> + '_ {
    let nd = delta.degree();
    (0..rows).map(move |t| (t + nd).checked_sub(position).map_or(0.0, |lag| delta.get(lag)))
}

/// NaN replaced by the average of the closest observations on both sides, by the closest one at the
/// ends.
fn with_provisional_values(y: &[f64]) -> Result<Vec<f64>, RegArimaError> {
    let mut filled = y.to_vec();
    for t in (0..y.len()).filter(|&t| y[t].is_nan()) {
        let before = y[..t].iter().rev().find(|v| !v.is_nan());
        let after = y[t..].iter().find(|v| !v.is_nan());
        filled[t] = match (before, after) {
            (Some(a), Some(b)) => 0.5 * (a + b),
            (Some(a), None) | (None, Some(a)) => *a,
            (None, None) => return Err(RegArimaError::InvalidMissing { position: t }),
        };
    }
    Ok(filled)
}

/// The differenced series and design. It stays valid as long as the differencing orders do.
#[derive(Clone, Debug, PartialEq)]
pub struct DifferencedModel {
    rows: usize,
    columns: usize,
    missing: usize,
    /// Columns of the design, then the series; column-major.
    data: Vec<f64>,
}

impl DifferencedModel {
    /// Length m of the differenced series.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns of the design: missing values, mean, regressors.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Number of columns that stand for missing values; they come first.
    pub fn missing(&self) -> usize {
        self.missing
    }

    /// The design, column-major.
    pub fn design(&self) -> &[f64] {
        &self.data[..self.columns * self.rows]
    }

    /// The differenced series.
    pub fn series(&self) -> &[f64] {
        &self.data[self.columns * self.rows..]
    }

    /// Design and series side by side, column-major, the series last.
    pub(super) fn data(&self) -> &[f64] {
        &self.data
    }

    /// Residuals of the ordinary least squares regression of the differenced series on all columns; none for a
    /// series of zeros with regressors.
    pub fn least_squares_residuals(&self) -> Option<Vec<f64>> {
        regression_residuals(self)
    }

    /// `w - X b`; coefficients that are missing count as 0.
    pub fn residuals(&self, b: &[f64]) -> Vec<f64> {
        let mut e = self.series().to_vec();
        for (column, b) in self.design().chunks_exact(self.rows).zip(b) {
            for (e, x) in e.iter_mut().zip(column) {
                *e -= b * x;
            }
        }
        e
    }

    /// The model of `w - X b` whose only regressors are the missing values.
    pub(super) fn residual_model(&self, b: &[f64]) -> Self {
        let mut data = self.data[..self.missing * self.rows].to_vec();
        data.extend(self.residuals(b));
        Self { columns: self.missing, data, ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::arima::SarimaOrders;

    fn walk(n: usize) -> SarimaModel {
        let _ = n;
        SarimaModel::zero(SarimaOrders::new(1, (0, 1, 0), (0, 0, 0)))
    }

    #[test]
    fn columns_are_missing_mean_regressors() {
        let y = [1.0, 3.0, f64::NAN, 10.0];
        let m = RegArimaModel::new(&y, walk(4))
            .unwrap()
            .with_mean(true)
            .with_regressor(&[0.0, 1.0, 4.0, 9.0])
            .unwrap();
        assert_eq!(m.y()[2], 6.5);
        let d = m.difference().unwrap();
        assert_eq!((d.rows(), d.columns(), d.missing()), (3, 3, 1));
        assert_eq!(d.design(), &[0.0, 1.0, -1.0, 1.0, 1.0, 1.0, 1.0, 3.0, 5.0]);
        assert_eq!(d.series(), &[2.0, 3.5, 3.5]);
        assert_eq!(m.reversed().missing(), &[1]);
        assert_eq!(m.without_regressor(0).coefficient_count(), 1);
    }

    #[test]
    fn impossible_models_are_refused() {
        assert!(RegArimaModel::new(&[f64::NAN; 3], walk(3)).is_err());
        assert!(RegArimaModel::new(&[1.0, f64::INFINITY], walk(2)).is_err());
        let m = RegArimaModel::new(&[1.0, 2.0], walk(2)).unwrap();
        assert!(m.clone().with_regressor(&[1.0]).is_err());
        assert!(m.clone().with_regressor(&[1.0, f64::NAN]).is_err());
        assert!(m.clone().with_missing(&[2]).is_err());
        assert!(m.with_missing(&[1]).unwrap().difference().is_err());
        assert!(RegArimaModel::new(&[], walk(0)).unwrap().difference().is_err());
    }
}
