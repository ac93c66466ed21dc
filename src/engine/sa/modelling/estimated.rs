//! Estimates of a described model, and the pair of both that automatic procedures pass on.

use super::description::Assembled;
use super::{ModelDescription, ModelError};
use crate::toolkit::arima::domain::ParameterDomain;
use crate::toolkit::regarima::{
    FinalDerivatives, GlsEstimator, LikelihoodStatistics, RegArimaError, RegArimaEstimation, RegArimaModel,
    RegSarimaEstimator, StartingPoint,
};
use crate::toolkit::regression::{DesignColumn, Parameter, Variable};

/// How a model is estimated (`regarima.md` 5); the number is the precision of the likelihood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fit {
    /// Plain generalised least squares from Hannan-Rissanen.
    Gls(f64),
    /// Complete estimation from Hannan-Rissanen.
    HannanRissanen(f64),
    /// Complete estimation from the better of two starts.
    Multiple(f64),
    /// The same with exact second derivatives at the end.
    MultipleExact(f64),
    /// Complete estimation from Hannan-Rissanen with exact second derivatives at the end.
    HannanRissanenExact(f64),
}

/// A model and its estimates.
#[derive(Clone, Debug)]
pub struct Estimated {
    estimation: RegArimaEstimation,
    columns: Vec<DesignColumn>,
    jacobian: f64,
}

impl Estimated {
    /// The estimation.
    pub fn estimation(&self) -> &RegArimaEstimation {
        &self.estimation
    }

    /// Variable and column of each regressor of the estimation.
    pub fn columns(&self) -> &[DesignColumn] {
        &self.columns
    }

    /// Likelihood and information criteria, on the scale of the series.
    pub fn statistics(&self) -> LikelihoodStatistics {
        self.estimation.statistics(self.jacobian)
    }

    /// The series on its span, transformed, missing values replaced by their estimates; fixed effects included.
    ///
    /// # Errors
    /// Those of transforming the series.
    pub fn interpolated(&self, description: &ModelDescription) -> Result<Vec<f64>, ModelError> {
        let series = description.series();
        let mut z = description.transformed_original()?;
        if !series.missing().is_empty() {
            let fixed = description.fixed_effects(series.domain())?;
            for (&t, (estimate, _)) in series.missing().iter().zip(self.estimation.missing_values()) {
                z[t] = estimate + fixed[t];
            }
        }
        Ok(z)
    }

    /// Packed ARMA parameters.
    pub fn parameters(&self) -> &[f64] {
        self.estimation.model().arima().parameters()
    }

    /// Places, among all coefficients (the mean first), of the columns of the variable at position `variable`.
    pub fn places(&self, variable: usize) -> Vec<usize> {
        let first = usize::from(self.estimation.model().has_mean());
        let mine = self.columns.iter().enumerate().filter(|(_, c)| c.variable == variable);
        mine.map(|(j, _)| first + j).collect()
    }

    /// Maximum likelihood t-statistic of the coefficient at `place`: no correction for degrees of freedom.
    pub fn ml_t(&self, place: usize) -> f64 {
        self.estimation.likelihood().ml_t_statistic(place)
    }

    /// [`ml_t`](Self::ml_t) of the mean; none without mean.
    pub fn mean_ml_t(&self) -> Option<f64> {
        self.estimation.model().has_mean().then(|| self.ml_t(0))
    }

    /// The `variables` of the model with their estimated coefficients; what could not be estimated is 0.
    pub fn with_coefficients(&self, description: &ModelDescription) -> Vec<Variable> {
        let b = self.estimation.regressor_coefficients();
        let mut variables: Vec<Variable> = description.variables().cloned().collect();
        for v in &mut variables {
            v.coefficients = (0..v.dim())
                .map(|j| if v.coefficient(j).is_fixed() { v.coefficient(j) } else { Parameter::Fixed(0.0) })
                .collect();
        }
        for (c, b) in self.columns.iter().zip(b) {
            if let Some(p) = variables.get_mut(c.variable).and_then(|v| v.coefficients.get_mut(c.column)) {
                *p = Parameter::Estimated(*b);
            }
        }
        for (i, v) in variables.iter_mut().enumerate() {
            let free = description.variables().nth(i).is_some_and(|d| d.free_columns().next().is_some());
            v.excluded = free && self.columns.iter().all(|c| c.variable != i);
        }
        variables
    }
}

impl ModelDescription {
    /// Estimates the model; its free ARMA parameters take the estimated values. With a fixed parameter the
    /// estimation starts from the present values.
    ///
    /// # Errors
    /// The model cannot be built or estimated.
    pub fn fit(&mut self, fit: Fit) -> Result<Estimated, ModelError> {
        let Assembled { model, columns, jacobian, .. } = self.assemble_and_fix()?;
        // with a fixed parameter the present values matter
        let fixed = self.has_fixed_parameter();
        let known = if fixed { None } else { self.memory().estimation(&model, fit) };
        let estimation = match known {
            Some(estimation) => estimation,
            None => {
                let estimation = fit.estimate(&model)?;
                if !fixed {
                    self.memory().remember(fit, &estimation);
                }
                estimation
            }
        };
        self.keep_parameters(estimation.model().arima().parameters());
        Ok(Estimated { estimation, columns, jacobian })
    }
}

impl Fit {
    fn estimate(self, model: &RegArimaModel) -> Result<RegArimaEstimation, RegArimaError> {
        match self {
            Fit::Gls(precision) => {
                let estimator = GlsEstimator { precision, domain: ParameterDomain::Bounded };
                if model.fixed_parameters().contains(&true) {
                    estimator.optimize(model)
                } else {
                    estimator.process(model)
                }
            }
            Fit::HannanRissanen(precision) => {
                RegSarimaEstimator { precision, ..RegSarimaEstimator::default() }.estimate(model)
            }
            Fit::Multiple(precision) => RegSarimaEstimator {
                precision,
                start: StartingPoint::Multiple,
                ..RegSarimaEstimator::default()
            }
            .estimate(model),
            Fit::MultipleExact(precision) => RegSarimaEstimator {
                precision,
                start: StartingPoint::Multiple,
                derivatives: FinalDerivatives::Exact,
                ..RegSarimaEstimator::default()
            }
            .estimate(model),
            Fit::HannanRissanenExact(precision) => RegSarimaEstimator {
                precision,
                derivatives: FinalDerivatives::Exact,
                ..RegSarimaEstimator::default()
            }
            .estimate(model),
        }
    }
}

/// A described model and its estimates, when it has any that belong to the present description.
#[derive(Clone, Debug)]
pub struct Context {
    description: ModelDescription,
    estimated: Option<Estimated>,
}

impl Context {
    /// Not estimated.
    pub fn new(description: ModelDescription) -> Self {
        Self { description, estimated: None }
    }

    /// With estimates of this description.
    pub fn with_estimates(description: ModelDescription, estimated: Estimated) -> Self {
        Self { description, estimated: Some(estimated) }
    }

    /// Description and estimates apart.
    pub fn into_parts(self) -> (ModelDescription, Option<Estimated>) {
        (self.description, self.estimated)
    }

    /// The description.
    pub fn description(&self) -> &ModelDescription {
        &self.description
    }

    /// The estimates, when there are any.
    pub fn estimated(&self) -> Option<&Estimated> {
        self.estimated.as_ref()
    }

    /// Changes the description; the estimates, and the values of the free ARMA parameters, are forgotten.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut ModelDescription) -> T) -> T {
        let result = change(&mut self.description);
        self.clear();
        result
    }

    /// Removes the outliers that were found automatically; whether there were any. Without any nothing is
    /// forgotten.
    pub fn remove_detected_outliers(&mut self) -> bool {
        let any = self.description.detected_outliers() > 0;
        if any {
            self.change(|d| d.remove(Variable::is_detected_outlier));
        }
        any
    }

    /// Forgets the estimates and the values of the free ARMA parameters.
    pub fn clear(&mut self) {
        self.estimated = None;
        self.description.undefine_parameters();
    }

    /// The estimates, by `fit` when there are none.
    ///
    /// # Errors
    /// The model cannot be built or estimated.
    pub fn estimate(&mut self, fit: Fit) -> Result<&Estimated, ModelError> {
        let estimated = match self.estimated.take() {
            Some(estimated) => estimated,
            None => self.description.fit(fit)?,
        };
        Ok(self.estimated.insert(estimated))
    }

    /// New estimates by `fit`.
    ///
    /// # Errors
    /// The model cannot be built or estimated; then the context has no estimates.
    pub fn estimate_anew(&mut self, fit: Fit) -> Result<&Estimated, ModelError> {
        self.clear();
        self.estimate(fit)
    }
}
