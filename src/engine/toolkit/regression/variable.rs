//! Variables: a name, a regressor, coefficients and the component of the effect
//! (`timeseries-calendars-regressors.md`, section 22).

use serde::{Deserialize, Serialize};

use super::{Parameter, RegressionError, Regressor};
use crate::toolkit::timeseries::TsUnit;

/// Component a regression effect belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Component {
    /// None; the effect stays in the series that is decomposed.
    #[default]
    Undefined,
    /// The series itself; taken out for good.
    Series,
    /// Trend.
    Trend,
    /// Seasonal.
    Seasonal,
    /// Seasonally adjusted series, but neither trend nor irregular.
    SeasonallyAdjusted,
    /// Irregular.
    Irregular,
    /// Calendar effect, part of the final seasonal.
    CalendarEffect,
}

/// Who put a variable into a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// The specification; it stays.
    #[default]
    Given,
    /// The automatic procedure; it may be tested and removed.
    Automatic,
    /// The automatic procedure of an earlier estimation.
    PreviousAutomatic,
}

/// A regression variable of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Name, unique in the model.
    pub name: String,
    /// What it is computed from.
    pub regressor: Regressor,
    /// One coefficient per column, or none: all free.
    pub coefficients: Vec<Parameter>,
    /// Component of the effect.
    pub component: Component,
    /// Who put it in.
    pub origin: Origin,
    /// Whether it cannot be estimated in the current model; its coefficients are then 0.
    pub excluded: bool,
}

impl Variable {
    /// A given variable with free coefficients and its default component.
    pub fn new(name: impl Into<String>, regressor: Regressor) -> Self {
        let component = regressor.default_component();
        let name = name.into();
        Self { name, regressor, coefficients: Vec::new(), component, origin: Origin::Given, excluded: false }
    }

    /// With these coefficients, one per column.
    ///
    /// # Errors
    /// [`RegressionError::CoefficientCount`] when there are neither as many as columns nor none.
    pub fn with_coefficients(self, coefficients: Vec<Parameter>) -> Result<Self, RegressionError> {
        let columns = self.dim();
        if !coefficients.is_empty() && coefficients.len() != columns {
            let coefficients = coefficients.len();
            return Err(RegressionError::CoefficientCount { variable: self.name, columns, coefficients });
        }
        Ok(Self { coefficients, ..self })
    }

    /// With an effect on this component.
    #[must_use]
    pub fn on(self, component: Component) -> Self {
        Self { component, ..self }
    }

    /// Put in by this.
    #[must_use]
    pub fn by(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    /// Number of columns.
    pub fn dim(&self) -> usize {
        self.regressor.dim()
    }

    /// The coefficient of a column; 0, fixed, for an excluded variable.
    pub fn coefficient(&self, column: usize) -> Parameter {
        if self.excluded {
            Parameter::Fixed(0.0)
        } else {
            self.coefficients.get(column).copied().unwrap_or_default()
        }
    }

    /// Whether this is an outlier that was found automatically.
    pub fn is_detected_outlier(&self) -> bool {
        self.origin == Origin::Automatic && self.regressor.class().is_outlier()
    }

    /// Columns whose coefficient is estimated.
    pub fn free_columns(&self) -> impl Iterator<Item = usize> {
        (0..self.dim()).filter(|&j| !self.coefficient(j).is_fixed())
    }

    /// Whether no coefficient is estimated: the effect is taken out before the estimation.
    pub fn is_preadjustment(&self) -> bool {
        self.free_columns().next().is_none()
    }

    /// Name of a column in results for a series of `unit`; a single user variable or lag of one has the name of
    /// the variable.
    pub fn column_description(&self, column: usize, unit: TsUnit) -> String {
        self.regressor.column_description(column, unit)
    }
}

/// `name`, or with a number when it is taken: `a` becomes `a(1)`, `a(1)` becomes `a(2)`...
pub fn unique_name<'a>(name: &str, taken: impl IntoIterator<Item = &'a str> + Clone) -> String {
    let is_taken = |candidate: &str| taken.clone().into_iter().any(|t| t == candidate);
    if !is_taken(name) {
        return name.into();
    }
    let numbered = name.strip_suffix(')').and_then(|n| n.rsplit_once('('));
    let (base, mut number) = match numbered {
        Some((base, number)) => (base, number.parse::<u32>().unwrap_or(0)),
        None => (name, 0),
    };
    loop {
        number += 1;
        let candidate = format!("{base}({number})");
        if !is_taken(&candidate) {
            return candidate;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::calendars::DayClustering;
    use crate::toolkit::regression::TradingDays;

    #[test]
    fn names() {
        assert_eq!(unique_name("a", ["b"]), "a");
        assert_eq!(unique_name("a", ["a", "a(1)"]), "a(2)");
        assert_eq!(unique_name("a(1)", ["a(1)"]), "a(2)");
        assert_eq!(unique_name("AO (2003-05-01)", ["AO (2003-05-01)"]), "AO (1)");
    }

    #[test]
    fn free_and_fixed() {
        let td = Regressor::TradingDays(TradingDays { clustering: DayClustering::TD3 });
        let td = Variable::new("td", td);
        assert_eq!(td.component, Component::CalendarEffect);
        assert_eq!(td.free_columns().count(), 2);
        let fixed =
            td.clone().with_coefficients(vec![Parameter::Fixed(1.0), Parameter::Initial(2.0)]).unwrap();
        assert_eq!(fixed.free_columns().collect::<Vec<_>>(), [1]);
        assert!(!fixed.is_preadjustment());
        assert!(Variable { excluded: true, ..fixed }.is_preadjustment());
        assert!(td.with_coefficients(vec![Parameter::Undefined]).is_err());
    }
}
