//! Items of the regression (`diagnostics.md` 14.2, 14.3); missing without pre-processing.

use nalgebra::DMatrix;

use super::regarima::{integer, model};
use super::{Entry, Item, ItemKind, Matrix, MissingValue, entry, list};
use crate::sa::Adjustment;
use crate::sa::modelling::{RegArimaResult, RegressionEstimate};
use crate::toolkit::regression::{Component, OutlierCode, Regressor, RegressorClass, Variable};

/// Number of columns of the variables of some classes; lagged ones do not count.
fn columns(a: &Adjustment, of: impl Fn(&Variable) -> bool) -> Option<Item> {
    let variables = model(a)?.description().variables();
    let counted = variables.filter(|v| !matches!(v.regressor, Regressor::Lagged { .. }) && of(v));
    Some(integer(counted.map(Variable::dim).sum()))
}

fn of_class(a: &Adjustment, of: impl Fn(RegressorClass) -> bool) -> Option<Item> {
    columns(a, |v| of(v.regressor.class()))
}

fn outliers(a: &Adjustment, code: OutlierCode) -> Option<Item> {
    of_class(a, |class| class == RegressorClass::Outlier(code))
}

fn is_user(v: &Variable) -> bool {
    matches!(v.regressor, Regressor::User(_))
}

/// Coefficients of the variables of a class, in model order.
fn coefficients(a: &Adjustment, of: impl Fn(&RegressionEstimate) -> bool) -> Vec<Item> {
    let Some(model) = model(a) else { return Vec::new() };
    let rows = model.regression().into_iter().filter(of);
    rows.map(|r| Item::Coefficient(r.coefficient)).collect()
}

fn first_of(a: &Adjustment, class: RegressorClass) -> Option<Item> {
    coefficients(a, |r| r.class == class).into_iter().next()
}

/// Code of the type of a coefficient (14.3).
fn type_code(variable: Option<&Variable>) -> i64 {
    let Some(variable) = variable else { return 0 };
    match (variable.regressor.class(), &variable.regressor) {
        (RegressorClass::TrendConstant, _) => 0,
        (RegressorClass::TradingDays, _) => 10,
        (RegressorClass::LengthOfPeriod, _) => 11,
        (RegressorClass::Easter, _) => 12,
        (RegressorClass::Outlier(code), _) => match code {
            OutlierCode::AO => 20,
            OutlierCode::LS => 21,
            OutlierCode::TC => 22,
            OutlierCode::SO => 23,
            OutlierCode::WO => 29,
        },
        (_, Regressor::Intervention(_)) => 30,
        (_, Regressor::Ramp(_)) => 40,
        _ => 50,
    }
}

/// Code of a component (14.3).
fn component_code(component: Component) -> i64 {
    match component {
        Component::Undefined => 0,
        Component::Series => 1,
        Component::Trend => 2,
        Component::Seasonal => 3,
        Component::SeasonallyAdjusted => 4,
        Component::Irregular => 5,
        Component::CalendarEffect => 6,
    }
}

/// Variable of each estimated coefficient, none for the mean.
fn variables_of_coefficients(model: &RegArimaResult) -> Vec<Option<&Variable>> {
    let mean = model.estimated().estimation().model().has_mean().then_some(None);
    let columns = model.estimated().columns().iter().map(|c| model.description().variables().nth(c.variable));
    mean.into_iter().chain(columns).collect()
}

fn matrix(m: &DMatrix<f64>, scale: f64) -> Option<Item> {
    let values = m.row_iter().flat_map(|r| r.iter().map(|x| x * scale).collect::<Vec<_>>()).collect();
    (!m.is_empty()).then(|| Item::Matrix(Matrix { columns: m.ncols(), values }))
}

/// `(N - np) / N`: from unbiased to maximum likelihood.
fn maximum_likelihood_factor(model: &RegArimaResult) -> f64 {
    let s = model.statistics();
    (s.effective_observations as f64 - s.parameters as f64) / s.effective_observations as f64
}

fn covariance(model: &RegArimaResult, scale: f64) -> Option<Item> {
    let likelihood = model.estimated().estimation().likelihood();
    let variance = likelihood.variance(model.description().free_parameter_count());
    matrix(likelihood.unscaled_covariance(), variance * scale)
}

fn parameter_covariance(model: &RegArimaResult) -> Option<&DMatrix<f64>> {
    model.estimated().estimation().parameters()?.covariance()
}

pub(super) static REGRESSION: &[Entry] = &[
    entry("regression.mean", ItemKind::Integer, |a| {
        let description = model(a)?.description();
        let given = description.variables().any(|v| v.regressor.class() == RegressorClass::TrendConstant);
        Some(Item::Integer(i64::from(description.has_mean() || given)))
    }),
    entry("regression.nlp", ItemKind::Integer, |a| of_class(a, |c| c == RegressorClass::LengthOfPeriod)),
    entry("regression.ntd", ItemKind::Integer, |a| of_class(a, |c| c == RegressorClass::TradingDays)),
    entry("regression.nmh", ItemKind::Integer, |a| of_class(a, RegressorClass::is_moving_holiday)),
    entry("regression.nout", ItemKind::Integer, |a| of_class(a, RegressorClass::is_outlier)),
    entry("regression.nao", ItemKind::Integer, |a| outliers(a, OutlierCode::AO)),
    entry("regression.nls", ItemKind::Integer, |a| outliers(a, OutlierCode::LS)),
    entry("regression.ntc", ItemKind::Integer, |a| outliers(a, OutlierCode::TC)),
    entry("regression.nso", ItemKind::Integer, |a| outliers(a, OutlierCode::SO)),
    entry("regression.nusers", ItemKind::Integer, |a| columns(a, is_user)),
    entry("regression.leaster", ItemKind::Integer, |a| {
        let window = model(a)?.description().variables().find_map(|v| match &v.regressor {
            Regressor::Easter(easter) => Some(easter.window() as usize),
            _ => None,
        });
        Some(integer(window.unwrap_or(0)))
    }),
    entry("regression.description", ItemKind::TextArray, |a| {
        let model = model(a)?;
        let unit = model.span().unit();
        let names: Vec<String> = (model.variables().iter())
            .flat_map(|v| (0..v.dim()).map(|j| (v, j)).collect::<Vec<_>>())
            .map(|(v, j)| match v.regressor.class() {
                RegressorClass::TrendConstant => "Constant".into(),
                _ => v.column_description(j, unit),
            })
            .collect();
        (!names.is_empty()).then_some(Item::TextArray(names))
    }),
    entry("regression.type", ItemKind::IntegerArray, |a| {
        let variables = model(a)?.variables();
        let codes: Vec<i64> =
            variables.iter().flat_map(|v| std::iter::repeat_n(type_code(Some(v)), v.dim())).collect();
        (!codes.is_empty()).then_some(Item::IntegerArray(codes))
    }),
    entry("regression.mu", ItemKind::Coefficient, |a| first_of(a, RegressorClass::TrendConstant)),
    entry("regression.lp", ItemKind::Coefficient, |a| first_of(a, RegressorClass::LengthOfPeriod)),
    entry("regression.easter", ItemKind::Coefficient, |a| first_of(a, RegressorClass::Easter)),
    list("regression.td", ItemKind::Coefficient, 7, |a| {
        coefficients(a, |r| r.class == RegressorClass::TradingDays)
    }),
    entry("regression.td-derived", ItemKind::Coefficient, |a| {
        let days = model(a)?.joint_effects().into_iter().find(|e| e.class == RegressorClass::TradingDays)?;
        days.derived.map(Item::Coefficient)
    }),
    entry("regression.td-ftest", ItemKind::Test, |a| {
        let days = model(a)?.joint_effects().into_iter().find(|e| e.class == RegressorClass::TradingDays)?;
        days.test.map(Item::Test)
    }),
    list("regression.outlier", ItemKind::Coefficient, 31, |a| coefficients(a, |r| r.class.is_outlier())),
    list("regression.out", ItemKind::Coefficient, 30, |a| coefficients(a, |r| r.class.is_outlier())),
    list("regression.user", ItemKind::Coefficient, 30, |a| {
        let Some(model) = model(a) else { return Vec::new() };
        let rows = model.regression().into_iter().zip(variables_of_coefficients(model));
        rows.filter(|(_, v)| v.is_some_and(is_user)).map(|(r, _)| Item::Coefficient(r.coefficient)).collect()
    }),
    list("regression.missing", ItemKind::Missing, 100, |a| {
        let Some(model) = model(a) else { return Vec::new() };
        let estimation = model.estimated().estimation();
        let pairs = estimation.model().missing().iter().zip(estimation.missing_values());
        pairs
            .map(|(&position, (value, standard_error))| {
                Item::Missing(MissingValue { position, value, standard_error })
            })
            .collect()
    }),
    entry("regression.details.coefficients", ItemKind::Array, |a| {
        Some(Item::Array(model(a)?.regression().iter().map(|r| r.coefficient.value).collect()))
    }),
    entry("regression.details.covar", ItemKind::Matrix, |a| covariance(model(a)?, 1.0)),
    entry("regression.details.covar-ml", ItemKind::Matrix, |a| {
        covariance(model(a)?, maximum_likelihood_factor(model(a)?))
    }),
    entry("regression.details.description", ItemKind::TextArray, |a| {
        Some(Item::TextArray(model(a)?.regression().into_iter().map(|r| r.coefficient.name).collect()))
    }),
    entry("regression.details.type", ItemKind::IntegerArray, |a| {
        let variables = variables_of_coefficients(model(a)?);
        let codes = variables.into_iter().map(|v| v.map_or(0, |v| component_code(v.component)));
        Some(Item::IntegerArray(codes.collect()))
    }),
    entry("regression.ml.parameters", ItemKind::Array, |a| {
        let estimated = model(a)?.estimated();
        let free = estimated.estimation().parameters()?.free().iter();
        Some(Item::Array(free.filter_map(|&i| estimated.parameters().get(i).copied()).collect()))
    }),
    entry("regression.ml.pscore", ItemKind::Array, |a| {
        Some(Item::Array(model(a)?.estimated().estimation().parameters()?.score().to_vec()))
    }),
    entry("regression.ml.pcovar", ItemKind::Matrix, |a| matrix(parameter_covariance(model(a)?)?, 1.0)),
    entry("regression.ml.pcovar-ml", ItemKind::Matrix, |a| {
        matrix(parameter_covariance(model(a)?)?, maximum_likelihood_factor(model(a)?))
    }),
    entry("regression.ml.pcorr", ItemKind::Matrix, |a| {
        let v = parameter_covariance(model(a)?)?;
        matrix(&v.map_with_location(|i, j, x| x / (v[(i, i)] * v[(j, j)]).sqrt()), 1.0)
    }),
];
