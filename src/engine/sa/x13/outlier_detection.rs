//! Automatic detection of outliers: one at a time forward, then backward (`regarima.md` 8.4).

use super::Procedure;
use super::outlier_search::{DifferencedRegression, most_significant};
use crate::sa::Decision;
use crate::sa::modelling::{Context, ModelDescription, ModelError};
use crate::toolkit::arima::domain::ParameterDomain;
use crate::toolkit::regarima::outliers::SearchSpace;
use crate::toolkit::regarima::{GlsEstimator, RegArimaEstimation, RegArimaModel};
use crate::toolkit::regression::{Origin, Outlier, OutlierCode, Regressor, Variable, x13_tc_rate};

/// Additions in one call.
const MOST_ADDITIONS: usize = 30;
const ESTIMATOR: GlsEstimator = GlsEstimator { precision: 1e-7, domain: ParameterDomain::Bounded };

/// Detects outliers with statistics above `critical`; whether any was added or removed. The automatic outliers
/// of the model are the list that the search starts with.
///
/// # Errors
/// A fit failed; the model is as it was.
pub(super) fn detect(
    procedure: &mut Procedure<'_>,
    model: &mut Context,
    critical: f64,
) -> Result<bool, ModelError> {
    let mut detection = Detection::new(procedure, model.description(), critical)?;
    if !detection.space.is_searchable() {
        return Ok(false);
    }
    detection.forward(procedure)?;
    detection.backward(procedure)?;
    if !detection.changed {
        return Ok(false);
    }
    let list = detection.variables();
    model.change(|d| {
        d.remove(Variable::is_detected_outlier);
        list.into_iter().try_for_each(|v| d.add(v))
    })?;
    Ok(true)
}

/// An outlier of the list.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Found {
    code: OutlierCode,
    position: usize,
}

struct Detection<'a> {
    description: &'a ModelDescription,
    critical: f64,
    tc_rate: f64,
    most: usize,
    space: SearchSpace,
    list: Vec<Found>,
    /// The regression with the outliers of the list in its last columns.
    estimation: RegArimaEstimation,
    changed: bool,
}

impl<'a> Detection<'a> {
    fn new(
        procedure: &Procedure<'_>,
        description: &'a ModelDescription,
        critical: f64,
    ) -> Result<Self, ModelError> {
        let options = &procedure.spec.outliers;
        let series = description.series();
        let frequency = series.frequency();
        let domain = series.estimation_domain();
        let tc_rate = x13_tc_rate(options.monthly_tc_rate, frequency as u32);
        let space = description.outlier_space(&options.types, tc_rate, options.span)?;
        let mut list = Vec::new();
        for variable in description.variables() {
            let Regressor::Outlier(outlier) = &variable.regressor else { continue };
            let Ok(position) = usize::try_from(domain.position_of(outlier.date)) else { continue };
            if variable.is_detected_outlier() {
                list.push(Found { code: outlier.code(), position });
            }
        }
        let mut base = description.clone();
        base.remove(Variable::is_detected_outlier);
        base.undefine_parameters();
        let mut regression = base.regression()?;
        for found in &list {
            regression = regression.with_regressor(&column(description, *found, tc_rate))?;
        }
        let estimation = ESTIMATOR.process(&regression)?;
        Ok(Self {
            description,
            critical,
            tc_rate,
            most: options.max_outliers,
            space,
            list,
            estimation,
            changed: false,
        })
    }

    fn label(&self, found: Found) -> String {
        let series = self.description.series();
        self.outlier(found).description(series.domain().unit())
    }

    fn outlier(&self, found: Found) -> Outlier {
        let period = self.description.series().estimation_domain().period(found.position);
        Outlier::new(found.code, period.start(), self.tc_rate)
    }

    fn kind(&self, code: OutlierCode) -> Option<usize> {
        self.space.types().iter().position(|t| *t == code)
    }

    /// Adds the most significant outlier as long as it exceeds the critical value.
    fn forward(&mut self, procedure: &mut Procedure<'_>) -> Result<(), ModelError> {
        for _ in 0..MOST_ADDITIONS {
            procedure.go_on()?;
            let differenced = self.estimation.model().difference()?;
            let regression = DifferencedRegression {
                model: self.estimation.model().arima(),
                y: differenced.series(),
                x: differenced.design(),
            };
            let Some(best) = most_significant(&regression, &mut self.space) else { return Ok(()) };
            if best.tau.abs() <= self.critical {
                return Ok(());
            }
            let found = Found { code: self.space.types()[best.kind], position: best.position };
            procedure.record(Decision::OutlierFound {
                outlier: self.label(found),
                statistic: best.tau,
                critical: self.critical,
            });
            let column = column(self.description, found, self.tc_rate);
            let regression = self.estimation.model().clone().with_regressor(&column)?;
            self.estimation = ESTIMATOR.process(&regression)?;
            self.space.allow(best.kind, best.position, false);
            self.list.push(found);
            self.changed = true;
            if self.list.len() >= self.most {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Removes the least significant outlier as long as it is below the critical value.
    fn backward(&mut self, procedure: &mut Procedure<'_>) -> Result<(), ModelError> {
        while let Some((i, t)) = self.least_significant() {
            procedure.go_on()?;
            if t.abs() >= self.critical {
                return Ok(());
            }
            let found = self.list.remove(i);
            procedure.record(Decision::OutlierRemoved {
                outlier: self.label(found),
                statistic: t,
                critical: self.critical,
            });
            if let Some(kind) = self.kind(found.code) {
                self.space.allow(kind, found.position, true);
            }
            let model = self.estimation.model().clone();
            let place = model.regressors().len() - self.list.len() - 1 + i;
            self.estimation = ESTIMATOR.optimize(&model.without_regressor(place))?;
            self.changed = true;
        }
        Ok(())
    }

    /// Index in the list and maximum likelihood t-statistic.
    fn least_significant(&self) -> Option<(usize, f64)> {
        let likelihood = self.estimation.likelihood();
        let first = likelihood.coefficients().len().checked_sub(self.list.len())?;
        let t = |i: usize| likelihood.ml_t_statistic(first + i);
        (0..self.list.len()).map(|i| (i, t(i))).fold(
            None,
            |least: Option<(usize, f64)>, (i, t)| match least {
                Some((_, smallest)) if t.abs() >= smallest.abs() => least,
                _ => Some((i, t)),
            },
        )
    }

    /// The list as variables of the model.
    fn variables(&self) -> Vec<Variable> {
        let unit = self.description.series().domain().unit();
        self.list
            .iter()
            .map(|found| {
                let outlier = self.outlier(*found);
                Variable::new(outlier.name(unit), Regressor::Outlier(outlier)).by(Origin::Automatic)
            })
            .collect()
    }
}

/// The regressor of an outlier on the estimation span.
fn column(description: &ModelDescription, found: Found, tc_rate: f64) -> Vec<f64> {
    let domain = description.series().estimation_domain();
    let mut x = vec![0.0; domain.len];
    Outlier::new(found.code, domain.period(found.position).start(), tc_rate).fill(domain, &mut x);
    x
}

impl ModelDescription {
    /// The regression model on the estimation span.
    fn regression(&self) -> Result<RegArimaModel, ModelError> {
        Ok(self.assemble()?.model)
    }
}
