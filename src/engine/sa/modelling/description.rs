//! The description of a model: everything but the estimates of its coefficients (`regarima.md` 3).

use std::sync::Arc;

use super::memory::Memory;
use super::{ModelError, ModelSeries};
use crate::toolkit::arima::{DEFAULT_AR, DEFAULT_MA, SarimaModel, SarimaOrders};
use crate::toolkit::math::householder::HouseholderQr;
use crate::toolkit::math::logarithm;
use crate::toolkit::regarima::{RANK_TOLERANCE, RegArimaModel};
use crate::toolkit::regression::{
    DesignColumn, EffectSet, LengthOfPeriod, Parameter, RegressorClass, Variable, deterministic_effect,
    model_order, unique_name,
};
use crate::toolkit::timeseries::TsDomain;

/// A variable with its columns on the estimation span.
#[derive(Clone, Debug)]
pub struct ModelVariable {
    /// The variable.
    pub variable: Variable,
    /// Column-major values on the estimation span.
    columns: Arc<[f64]>,
}

impl ModelVariable {
    fn column(&self, j: usize, n: usize) -> &[f64] {
        self.columns.get(j * n..(j + 1) * n).unwrap_or_default()
    }
}

/// A regression with SARIMA errors on the transformed series. Cheap to copy: series and columns are shared.
#[derive(Clone, Debug)]
pub struct ModelDescription {
    series: Arc<ModelSeries>,
    memory: Arc<Memory>,
    log: bool,
    adjustment: Option<LengthOfPeriod>,
    orders: SarimaOrders,
    parameters: Vec<Parameter>,
    mean: bool,
    variables: Vec<ModelVariable>,
}

/// The model on its estimation span, ready to be estimated.
#[derive(Clone, Debug)]
pub(in crate::sa) struct Assembled {
    /// Transformed series, design and SARIMA model.
    pub(in crate::sa) model: RegArimaModel,
    /// Variable and column of each regressor.
    pub(in crate::sa) columns: Vec<DesignColumn>,
    /// Logarithm of the Jacobian of the transformation.
    pub(in crate::sa) jacobian: f64,
    /// Columns left out because they are collinear with others.
    collinear: Vec<DesignColumn>,
}

impl ModelDescription {
    /// A model in levels without regressors, with free parameters.
    pub fn new(series: Arc<ModelSeries>, orders: SarimaOrders) -> Self {
        Self {
            series,
            memory: Arc::default(),
            log: false,
            adjustment: None,
            orders,
            parameters: vec![Parameter::Undefined; orders.parameter_count()],
            mean: false,
            variables: Vec::new(),
        }
    }

    /// The series.
    pub fn series(&self) -> &ModelSeries {
        &self.series
    }

    /// Whether logarithms are taken.
    pub fn is_log(&self) -> bool {
        self.log
    }

    /// Takes logarithms or not.
    pub fn set_log(&mut self, log: bool) {
        self.log = log;
    }

    /// Adjustment for the length of the periods before logarithms are taken; none in levels.
    pub fn adjustment(&self) -> Option<LengthOfPeriod> {
        self.adjustment.filter(|_| self.log)
    }

    /// Sets the adjustment, which is active in logarithms only.
    pub fn set_adjustment(&mut self, adjustment: Option<LengthOfPeriod>) {
        self.adjustment = adjustment;
    }

    /// Whether the mean of the differenced series is estimated.
    pub fn has_mean(&self) -> bool {
        self.mean
    }

    /// Whether there is a mean, estimated or with a fixed coefficient. Neither is an effect that is taken out of the
    /// series: extensions of the linearised series estimate it again.
    pub fn has_constant(&self) -> bool {
        self.mean || self.variables().any(|v| v.regressor.class() == RegressorClass::TrendConstant)
    }

    /// Puts the mean in or out.
    pub fn set_mean(&mut self, mean: bool) {
        self.mean = mean;
    }

    /// Orders of the SARIMA model.
    pub fn orders(&self) -> SarimaOrders {
        self.orders
    }

    /// Packed ARMA parameters.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// Other orders, all parameters free and undefined.
    pub fn set_orders(&mut self, orders: SarimaOrders) {
        self.orders = orders;
        self.parameters = vec![Parameter::Undefined; orders.parameter_count()];
    }

    /// Packed parameters of the present orders; missing ones stay undefined.
    pub fn set_parameters(&mut self, parameters: &[Parameter]) {
        for (mine, given) in self.parameters.iter_mut().zip(parameters) {
            *mine = *given;
        }
    }

    /// Whether some ARMA parameter is fixed.
    pub fn has_fixed_parameter(&self) -> bool {
        self.parameters.iter().any(|p| p.is_fixed())
    }

    /// Number of ARMA parameters that are not fixed.
    pub fn free_parameter_count(&self) -> usize {
        self.parameters.iter().filter(|p| !p.is_fixed()).count()
    }

    /// Forgets the values of the free ARMA parameters.
    pub fn undefine_parameters(&mut self) {
        self.parameters.iter_mut().filter(|p| !p.is_fixed()).for_each(|p| *p = Parameter::Undefined);
    }

    /// Keeps estimated values of the free ARMA parameters.
    pub(super) fn keep_parameters(&mut self, estimated: &[f64]) {
        for (p, x) in self.parameters.iter_mut().zip(estimated).filter(|(p, _)| !p.is_fixed()) {
            *p = Parameter::Estimated(*x);
        }
    }

    /// The SARIMA model at the present parameters; undefined ones at their default values.
    pub fn arima(&self) -> SarimaModel {
        let autoregressive = self.orders.p + self.orders.bp;
        let values: Vec<f64> = (self.parameters.iter().enumerate())
            .map(|(i, p)| p.value().unwrap_or(if i < autoregressive { DEFAULT_AR } else { DEFAULT_MA }))
            .collect();
        SarimaModel::new(self.orders, &values)
    }

    /// The variables in model order.
    pub fn variables(&self) -> impl ExactSizeIterator<Item = &Variable> {
        self.variables.iter().map(|v| &v.variable)
    }

    /// The variable of this name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables().find(|v| v.name == name)
    }

    /// Puts a variable in, renamed when its name is taken, at its place in the model order.
    ///
    /// # Errors
    /// The variable cannot be computed for the series.
    pub fn add(&mut self, mut variable: Variable) -> Result<(), ModelError> {
        variable.name =
            unique_name(&variable.name, self.variables().map(|v| v.name.as_str()).collect::<Vec<_>>());
        let columns = variable.regressor.columns(self.series.estimation_domain())?.into();
        self.variables.push(ModelVariable { variable, columns });
        let variables: Vec<Variable> = self.variables().cloned().collect();
        let order = model_order(&variables);
        self.variables = order.into_iter().map(|i| self.variables[i].clone()).collect();
        Ok(())
    }

    /// Takes out the variables for which `remove` holds; whether there was any.
    pub fn remove(&mut self, remove: impl Fn(&Variable) -> bool) -> bool {
        let before = self.variables.len();
        self.variables.retain(|v| !remove(&v.variable));
        self.variables.len() != before
    }

    /// Number of outliers that were found automatically.
    pub fn detected_outliers(&self) -> usize {
        self.variables().filter(|v| v.is_detected_outlier()).count()
    }

    /// The series on its span transformed: length of period, logarithm.
    pub(super) fn transformed_original(&self) -> Result<Vec<f64>, ModelError> {
        if !self.log {
            return Ok(self.series.values().to_vec());
        }
        self.series.check_positive()?;
        Ok(self.logarithms(self.adjustment()).to_vec())
    }

    /// The logarithms of the series with an adjustment for the length of period.
    fn logarithms(&self, adjustment: Option<LengthOfPeriod>) -> Arc<[f64]> {
        self.memory.logarithms(adjustment, || {
            let mut y = self.series.values().to_vec();
            if let Some(adjustment) = adjustment {
                let mut factors = vec![1.0; y.len()];
                adjustment.fill_adjustment(self.series.domain(), &mut factors);
                y.iter_mut().zip(factors).for_each(|(y, f)| *y *= f);
            }
            y.iter_mut().for_each(|y| *y = logarithm::ln(*y));
            y
        })
    }

    /// What the models of the series share.
    pub(super) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Sum of the effects with fixed coefficients on `domain`, transformed scale.
    ///
    /// # Errors
    /// A variable cannot be computed there.
    pub fn fixed_effects(&self, domain: TsDomain) -> Result<Vec<f64>, ModelError> {
        let fixed: Vec<Variable> = (self.variables())
            .filter(|v| (0..v.dim()).any(|j| v.coefficient(j).is_fixed()))
            .map(|v| {
                let coefficients = (0..v.dim())
                    .map(|j| v.coefficient(j))
                    .map(|c| if c.is_fixed() { c } else { Parameter::Undefined });
                Variable { coefficients: coefficients.collect(), ..v.clone() }
            })
            .collect();
        if fixed.is_empty() {
            return Ok(vec![0.0; domain.len]);
        }
        Ok(deterministic_effect(&fixed, EffectSet::All, domain)?)
    }

    /// The series on its span, transformed, without the effects that have fixed coefficients.
    ///
    /// # Errors
    /// Logarithms of values that are not positive, a variable that cannot be computed.
    pub fn transformed(&self) -> Result<Vec<f64>, ModelError> {
        let mut y = self.transformed_original()?;
        let fixed = self.fixed_effects(self.series.domain())?;
        y.iter_mut().zip(fixed).for_each(|(y, f)| *y -= f);
        Ok(y)
    }

    /// Logarithm of the Jacobian of the transformation over the observations that remain after differencing:
    /// `- sum ln y_t` in logarithms, 0 in levels.
    fn jacobian(&self) -> f64 {
        if !self.log {
            return 0.0;
        }
        let first = self.series.estimation().start + self.orders.differencing_degree();
        let logarithms = self.logarithms(None);
        (first..self.series.estimation().end)
            .filter(|t| self.series.missing().binary_search(t).is_err())
            .map(|t| -logarithms[t])
            .sum()
    }

    /// The regression model on the estimation span. Variables that are zero there, and columns that are
    /// collinear after differencing, are left out.
    pub(in crate::sa) fn assemble(&self) -> Result<Assembled, ModelError> {
        let estimation = self.series.estimation();
        let n = estimation.len();
        let y = &self.transformed()?[estimation];
        let mut columns = Vec::new();
        let mut x: Vec<&[f64]> = Vec::new();
        for (i, v) in self.variables.iter().enumerate() {
            if v.columns.iter().all(|x| *x == 0.0) {
                continue;
            }
            for j in v.variable.free_columns() {
                columns.push(DesignColumn { variable: i, column: j });
                x.push(v.column(j, n));
            }
        }
        let fixed: Vec<bool> = self.parameters.iter().map(|p| p.is_fixed()).collect();
        let model = RegArimaModel::new(y, self.arima())?
            .with_missing(&self.series.missing_in_estimation())?
            .with_fixed_parameters(&fixed)
            .with_mean(self.mean)
            .with_regressors(&x)?;
        let (model, columns, collinear) = without_collinear(model, columns)?;
        Ok(Assembled { model, columns, jacobian: self.jacobian(), collinear })
    }

    /// Assembles the model; a column of a variable with several that turns out to be collinear has the
    /// coefficient 0 from then on (`regarima.md` 3.4).
    pub(in crate::sa) fn assemble_and_fix(&mut self) -> Result<Assembled, ModelError> {
        let assembled = self.assemble()?;
        for c in &assembled.collinear {
            let others = assembled.columns.iter().any(|kept| kept.variable == c.variable);
            if let Some(ModelVariable { variable, .. }) =
                self.variables.get_mut(c.variable).filter(|_| others)
            {
                variable.coefficients.resize(variable.dim(), Parameter::Undefined);
                variable.coefficients[c.column] = Parameter::Fixed(0.0);
            }
        }
        Ok(assembled)
    }
}

/// Drops the regressors beyond the rank of the differenced design, missing values and mean first
/// (`arima.md` 5.4): the model, the columns kept and those dropped.
fn without_collinear(
    model: RegArimaModel,
    columns: Vec<DesignColumn>,
) -> Result<(RegArimaModel, Vec<DesignColumn>, Vec<DesignColumn>), ModelError> {
    if columns.is_empty() {
        return Ok((model, columns, Vec::new()));
    }
    let differenced = model.difference()?;
    let (rows, width) = (differenced.rows(), differenced.columns());
    let first = width - columns.len();
    let mut design = differenced.design().to_vec();
    let mut qr = HouseholderQr::new();
    qr.factorize(&mut design, rows, width, first);
    let rank = qr.rank(RANK_TOLERANCE);
    if rank == width {
        return Ok((model, columns, Vec::new()));
    }
    let mut dropped: Vec<usize> =
        qr.permutation()[rank..].iter().filter_map(|j| j.checked_sub(first)).collect();
    dropped.sort_unstable();
    let (mut kept, mut collinear, mut x) = (Vec::new(), Vec::new(), Vec::new());
    for (j, column) in columns.into_iter().enumerate() {
        if dropped.binary_search(&j).is_ok() {
            collinear.push(column);
        } else {
            kept.push(column);
            x.push(model.regressors()[j].clone());
        }
    }
    Ok((model.with_regressors(&x)?, kept, collinear))
}
