//! Order of the variables and design matrix (`timeseries-calendars-regressors.md`, section 24).

use chrono::NaiveDate;

use super::{Origin, RegressionError, Regressor, RegressorClass, Variable};
use crate::toolkit::timeseries::TsDomain;

/// Where a column of the design comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DesignColumn {
    /// Position of the variable in the model.
    pub variable: usize,
    /// Column of the variable.
    pub column: usize,
}

/// The columns with free coefficients of the variables of a model, in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// Periods of the rows.
    pub domain: TsDomain,
    /// The values, column after column.
    pub values: Vec<f64>,
    /// Origin of each column.
    pub columns: Vec<DesignColumn>,
    /// Positions of the variables left out because all their values are exactly zero.
    pub zero_variables: Vec<usize>,
}

impl Design {
    /// The design of `variables` on `domain`. Excluded variables have no column; a variable whose whole matrix
    /// is zero is left out (a single zero column is left to the test of the rank).
    ///
    /// # Errors
    /// [`RegressionError::IncompatibleUnits`] for a user series of another unit than the domain.
    pub fn new(variables: &[Variable], domain: TsDomain) -> Result<Self, RegressionError> {
        let mut design = Self { domain, values: Vec::new(), columns: Vec::new(), zero_variables: Vec::new() };
        for (i, variable) in variables.iter().enumerate().filter(|(_, v)| !v.excluded) {
            let values = variable.regressor.columns(domain)?;
            if values.iter().all(|x| *x == 0.0) {
                design.zero_variables.push(i);
                continue;
            }
            for column in variable.free_columns() {
                let from = column * domain.len;
                design.values.extend(values.iter().skip(from).take(domain.len));
                design.columns.push(DesignColumn { variable: i, column });
            }
        }
        Ok(design)
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// The `j`-th column; empty when there is none.
    pub fn column(&self, j: usize) -> &[f64] {
        let n = self.domain.len;
        self.values.get(j * n..(j + 1) * n).unwrap_or_default()
    }
}

/// Positions of the variables in the order of the models: mean, user-type variables, trading days and length of
/// period, moving holidays, given outliers by date, automatic outliers by date; otherwise as inserted.
///
/// Variables of no class follow the user-type ones; the reference drops them without a word.
pub fn model_order(variables: &[Variable]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..variables.len()).collect();
    order.sort_by_key(|&i| variables.get(i).map(order_key));
    order
}

fn order_key(variable: &Variable) -> (u8, Option<NaiveDate>) {
    match variable.regressor.class() {
        RegressorClass::TrendConstant => (0, None),
        RegressorClass::UserType => (1, None),
        RegressorClass::Other => (2, None),
        RegressorClass::TradingDays | RegressorClass::LengthOfPeriod => (3, None),
        RegressorClass::Easter | RegressorClass::OtherMovingHoliday => (4, None),
        RegressorClass::Outlier(_) => {
            (if variable.origin == Origin::Automatic { 6 } else { 5 }, outlier_date(&variable.regressor))
        }
    }
}

fn outlier_date(regressor: &Regressor) -> Option<NaiveDate> {
    match regressor {
        Regressor::Outlier(outlier) => Some(outlier.date),
        Regressor::Lagged { core, .. } => outlier_date(core),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toolkit::calendars::DayClustering;
    use crate::toolkit::regression::{
        Cycle, EasterVariable, Outlier, OutlierCode, Parameter, Ramp, TradingDays, TrendConstant,
    };
    use crate::toolkit::timeseries::TsPeriod;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn outlier(code: OutlierCode, day: &str) -> Variable {
        Variable::new(day, Regressor::Outlier(Outlier::new(code, date(day), 0.7)))
    }

    fn domain() -> TsDomain {
        TsDomain::new(TsPeriod::of_month(12, 2000, 1).unwrap(), 24)
    }

    #[test]
    fn order() {
        let variables = [
            outlier(OutlierCode::AO, "2005-01-01").by(Origin::Automatic),
            outlier(OutlierCode::LS, "2003-01-01").by(Origin::Automatic),
            outlier(OutlierCode::TC, "2009-01-01"),
            Variable::new("easter", Regressor::Easter(EasterVariable::x13(8).unwrap())),
            Variable::new("td", Regressor::TradingDays(TradingDays { clustering: DayClustering::TD7 })),
            Variable::new(
                "ramp",
                Regressor::Ramp(Ramp { start: date("2000-01-01"), end: date("2001-01-01") }),
            ),
            Variable::new(
                "const",
                Regressor::TrendConstant(TrendConstant { d: 1, seasonal_d: 1, reference: None }),
            ),
            Variable::new("waves", Regressor::Trigonometric(Cycle::new(12))),
        ];
        assert_eq!(model_order(&variables), [6, 5, 7, 4, 3, 2, 1, 0]);
    }

    #[test]
    fn free_columns_and_zero_variables() {
        let td = Regressor::TradingDays(TradingDays { clustering: DayClustering::TD3 });
        let td = Variable::new("td", td);
        let partly = td.clone().with_coefficients(vec![Parameter::Fixed(1.0), Parameter::Undefined]).unwrap();
        let variables = [
            td,
            outlier(OutlierCode::AO, "2010-01-01"),
            partly,
            Variable { excluded: true, ..outlier(OutlierCode::AO, "2000-05-01") },
            outlier(OutlierCode::AO, "2000-03-01"),
        ];
        let design = Design::new(&variables, domain()).unwrap();
        let from: Vec<_> = design.columns.iter().map(|c| (c.variable, c.column)).collect();
        assert_eq!(from, [(0, 0), (0, 1), (2, 1), (4, 0)]);
        assert_eq!(design.zero_variables, [1]);
        assert_eq!(design.column(1), design.column(2));
        assert_eq!(design.column(3)[2], 1.0);
        assert!(design.column(9).is_empty());
    }
}
