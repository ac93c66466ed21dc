//! Approximate detection of outliers of a described model (`tramo.md` 12.2 to 12.5).

use super::{Context, ModelError};
use crate::sa::Decision;
use crate::toolkit::arima::domain::ParameterDomain;
use crate::toolkit::regarima::GlsEstimator;
use crate::toolkit::regarima::outliers::{Detected, DetectionStep, OutlierDetection, RoundEstimation};
use crate::toolkit::regression::{Origin, Outlier, OutlierCode, Regressor, Variable};
use crate::toolkit::timeseries::Span;

/// What is searched, and how.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::sa) struct OutlierSearch<'a> {
    /// Types searched.
    pub(in crate::sa) types: &'a [OutlierCode],
    /// Rate of transitory changes.
    pub(in crate::sa) tc_rate: f64,
    /// Periods searched.
    pub(in crate::sa) span: Span,
    /// Smallest absolute statistic of an outlier.
    pub(in crate::sa) critical: f64,
    /// Estimation in each round.
    pub(in crate::sa) rounds: RoundEstimation,
    /// Precision of maximum likelihood estimations.
    pub(in crate::sa) precision: f64,
}

impl Context {
    /// Adds the outliers that `search` finds, as automatic ones, in the order of their detection; whether there
    /// are any.
    ///
    /// # Errors
    /// A regression or an estimation failed; the model is as it was.
    pub(in crate::sa) fn detect_outliers(
        &mut self,
        search: &OutlierSearch<'_>,
        mut record: impl FnMut(Decision),
    ) -> Result<bool, ModelError> {
        let description = self.description();
        let mut space = description.outlier_space(search.types, search.tc_rate, search.span)?;
        let detection = OutlierDetection {
            critical: search.critical,
            rounds: search.rounds,
            estimator: GlsEstimator { precision: search.precision, domain: ParameterDomain::Bounded },
        };
        let (found, steps) = detection.detect(&description.assemble()?.model, &mut space)?;
        let domain = description.series().estimation_domain();
        let unit = domain.unit();
        let outlier = |d: Detected| Outlier::new(d.code, domain.period(d.position).start(), search.tc_rate);
        for step in steps {
            let critical = search.critical;
            record(match step {
                DetectionStep::Added(d, statistic) => {
                    Decision::OutlierFound { outlier: outlier(d).description(unit), statistic, critical }
                }
                DetectionStep::Removed(d, statistic) => {
                    Decision::OutlierRemoved { outlier: outlier(d).description(unit), statistic, critical }
                }
            });
        }
        if found.is_empty() {
            return Ok(false);
        }
        let variables = found.into_iter().map(|d| {
            let outlier = outlier(d);
            Variable::new(outlier.name(unit), Regressor::Outlier(outlier)).by(Origin::Automatic)
        });
        self.change(|description| variables.into_iter().try_for_each(|v| description.add(v)))?;
        Ok(true)
    }
}
