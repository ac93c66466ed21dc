//! The estimated model as it is reported (`regarima.md` 11).

use super::{Context, Estimated, ModelDescription, ModelError};
use crate::toolkit::arima::SarimaPolynomial;
use crate::toolkit::regarima::LikelihoodStatistics;
use crate::toolkit::regression::{
    EffectSet, LengthOfPeriod, OutlierCode, Parameter, Regressor, RegressorClass, TrendConstant, Variable,
    deterministic_effect,
};
use crate::toolkit::stats::Distribution;
use crate::toolkit::timeseries::{TsData, TsPeriod};

/// An estimated coefficient.
#[derive(Clone, Debug, PartialEq)]
pub struct CoefficientEstimate {
    /// Name as users know it: `mon`, `easter [8]`, `AO (1951-05)`, `theta(1)`.
    pub name: String,
    /// Estimate.
    pub value: f64,
    /// Standard error; NaN when it has none.
    pub standard_error: f64,
    /// t-statistic.
    pub t: f64,
    /// Two-sided p-value.
    pub p_value: f64,
}

/// A coefficient of the regression with the variable it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct RegressionEstimate {
    /// The coefficient.
    pub coefficient: CoefficientEstimate,
    /// Class of the variable.
    pub class: RegressorClass,
    /// Type and period of an outlier.
    pub outlier: Option<(OutlierCode, TsPeriod)>,
}

/// RegARIMA model of a series, estimated.
#[derive(Clone, Debug)]
pub struct RegArimaResult {
    description: ModelDescription,
    estimated: Estimated,
}

impl TryFrom<Context> for RegArimaResult {
    type Error = ModelError;

    fn try_from(context: Context) -> Result<Self, ModelError> {
        let (description, estimated) = context.into_parts();
        Ok(Self { description, estimated: estimated.ok_or(ModelError::NoModel)? })
    }
}

impl RegArimaResult {
    /// The model without its estimates.
    pub fn description(&self) -> &ModelDescription {
        &self.description
    }

    /// The estimates.
    pub fn estimated(&self) -> &Estimated {
        &self.estimated
    }

    /// Whether the model is in logarithms.
    pub fn is_log(&self) -> bool {
        self.description.is_log()
    }

    /// Adjustment for the length of the periods before the model.
    pub fn adjustment(&self) -> Option<LengthOfPeriod> {
        self.description.adjustment()
    }

    /// Likelihood and information criteria.
    pub fn statistics(&self) -> LikelihoodStatistics {
        self.estimated.statistics()
    }

    /// Number of free ARMA parameters.
    fn hyper_parameters(&self) -> usize {
        self.description.free_parameter_count()
    }

    /// Coefficients of one polynomial `1 + c1 B + ...`; fixed ones have no standard error.
    ///
    /// Standard errors are `sqrt(v n / (n + h))`, v the variance from the information matrix, h the number of free
    /// parameters and n the degrees of freedom of the p-values, effective observations less all parameters
    /// (`diagnostics.md` 14.2).
    pub fn arma(&self, polynomial: SarimaPolynomial) -> Vec<CoefficientEstimate> {
        let name = match polynomial {
            SarimaPolynomial::Phi => "phi",
            SarimaPolynomial::Bphi => "bphi",
            SarimaPolynomial::Theta => "theta",
            SarimaPolynomial::Btheta => "btheta",
        };
        let estimates = self.estimated.estimation().parameters();
        let statistics = self.statistics();
        let df = statistics.effective_observations as f64 - statistics.parameters as f64;
        let factor = (df / (df + self.hyper_parameters() as f64)).sqrt();
        let range = self.description.orders().range(polynomial);
        let first = range.start;
        range
            .map(|i| {
                let value = self.estimated.parameters()[i];
                let standard_error = estimates.and_then(|e| e.standard_error(i)).unwrap_or(f64::NAN);
                estimate(format!("{name}({})", i - first + 1), value, factor * standard_error, df)
            })
            .collect()
    }

    /// Estimated coefficients in model order, the mean first.
    pub fn regression(&self) -> Vec<RegressionEstimate> {
        let likelihood = self.estimated.estimation().likelihood();
        let hyper = self.hyper_parameters();
        let df = likelihood.degrees_of_freedom(hyper);
        let unit = self.description.series().domain().unit();
        let row = |place: usize, name: String| {
            let value = likelihood.coefficients()[place];
            estimate(name, value, likelihood.standard_error(place, hyper), df)
        };
        let mut rows = Vec::new();
        if self.description.has_mean() {
            let coefficient = row(0, "const".into());
            rows.push(RegressionEstimate {
                coefficient,
                class: RegressorClass::TrendConstant,
                outlier: None,
            });
        }
        let first = rows.len();
        for (j, column) in self.estimated.columns().iter().enumerate() {
            let Some(variable) = self.description.variables().nth(column.variable) else { continue };
            let outlier = match &variable.regressor {
                Regressor::Outlier(o) => Some((o.code(), TsPeriod::containing(unit, o.date))),
                _ => None,
            };
            rows.push(RegressionEstimate {
                coefficient: row(first + j, variable.column_description(column.column, unit)),
                class: variable.regressor.class(),
                outlier,
            });
        }
        rows
    }

    /// The variables with their estimated coefficients, the mean first, as the trend that its differences are.
    pub fn variables(&self) -> Vec<Variable> {
        let mut variables = self.estimated.with_coefficients(&self.description);
        if let Some(mean) = self.estimated.estimation().mean() {
            let orders = self.description.orders();
            let trend = TrendConstant {
                d: orders.d,
                seasonal_d: orders.bd,
                reference: Some(self.description.series().estimation_domain().start),
            };
            let mut variable = Variable::new("const", Regressor::TrendConstant(trend));
            variable.coefficients = vec![Parameter::Estimated(mean)];
            variables.insert(0, variable);
        }
        variables
    }

    /// The series on the transformed scale, missing values estimated.
    ///
    /// # Errors
    /// The series cannot be transformed (never after the estimation).
    pub fn interpolated(&self) -> Result<TsData, ModelError> {
        let start = self.description.series().domain().start;
        Ok(TsData::new(start, self.estimated.interpolated(&self.description)?))
    }

    /// The linearised series on the transformed scale: missing values estimated, all regression effects removed, that
    /// of the mean included (`timeseries-calendars-regressors.md` 25.1).
    ///
    /// # Errors
    /// A variable cannot be computed (never after the estimation).
    pub fn linearised(&self) -> Result<TsData, ModelError> {
        let domain = self.description.series().domain();
        let mut z = self.estimated.interpolated(&self.description)?;
        let effects = deterministic_effect(&self.variables(), EffectSet::All, domain)?;
        z.iter_mut().zip(effects).for_each(|(z, e)| *z -= e);
        Ok(TsData::new(domain.start, z))
    }

    /// Full residuals, aligned at the end of the estimation span.
    pub fn residuals(&self) -> TsData {
        let values = self.estimated.estimation().full_residuals();
        let domain = self.description.series().estimation_domain();
        let first = domain.len.saturating_sub(values.len());
        TsData::new(domain.period(first), values)
    }
}

pub(super) fn estimate(name: String, value: f64, standard_error: f64, df: f64) -> CoefficientEstimate {
    let t = value / standard_error;
    let p_value = Distribution::T { df }.upper(t.abs()).map_or(f64::NAN, |p| 2.0 * p);
    CoefficientEstimate { name, value, standard_error, t, p_value }
}
