//! The series that is modelled: selected span, missing values interpolated, estimation span.

use std::ops::Range;

use super::ModelError;
use crate::toolkit::timeseries::{Span, TsData, TsDomain, interpolate_average};

/// The selected series in its original scale.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelSeries {
    domain: TsDomain,
    frequency: usize,
    values: Vec<f64>,
    missing: Vec<usize>,
    estimation: Range<usize>,
}

impl ModelSeries {
    /// The part `span` of `series`; models are estimated on the part `estimation` of it. Missing values are
    /// replaced by the average of their neighbours and remembered.
    ///
    /// # Errors
    /// A span that cannot be selected, no observation, missing values outside the estimation span.
    pub fn new(series: &TsData, span: Span, estimation: Span) -> Result<Self, ModelError> {
        let series = series.select(span)?;
        let domain = series.domain();
        let frequency = domain.annual_frequency().unwrap_or(1) as usize;
        let selected = estimation.select(domain)?;
        let first = usize::try_from(domain.start.until(selected.start)?).unwrap_or(0);
        let estimation = first..first + selected.len;
        if series.is_empty() || estimation.is_empty() {
            return Err(ModelError::NoObservation);
        }
        let interpolated = interpolate_average(series.values()).map_err(|_| ModelError::NoObservation)?;
        if let Some(&t) = interpolated.missing.iter().find(|t| !estimation.contains(t)) {
            return Err(ModelError::MissingOutsideEstimation { period: domain.period(t).to_string() });
        }
        Ok(Self { domain, frequency, values: interpolated.values, missing: interpolated.missing, estimation })
    }

    /// Periods of the selected span.
    pub fn domain(&self) -> TsDomain {
        self.domain
    }

    /// Periods per year.
    pub fn frequency(&self) -> usize {
        self.frequency
    }

    /// Values on the span, missing ones interpolated.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Positions of the missing values in the span.
    pub fn missing(&self) -> &[usize] {
        &self.missing
    }

    /// Positions of the estimation span in the span.
    pub fn estimation(&self) -> Range<usize> {
        self.estimation.clone()
    }

    /// Periods of the estimation span.
    pub fn estimation_domain(&self) -> TsDomain {
        TsDomain::new(self.domain.period(self.estimation.start), self.estimation.len())
    }

    /// Positions of the missing values in the estimation span.
    pub fn missing_in_estimation(&self) -> Vec<usize> {
        self.missing.iter().map(|t| t - self.estimation.start).collect()
    }

    /// Whether all values are above 0.
    pub fn is_positive(&self) -> bool {
        self.values.iter().all(|&y| y > 0.0)
    }

    /// The error for logarithms of this series, if there is any.
    pub(super) fn check_positive(&self) -> Result<(), ModelError> {
        match self.values.iter().position(|&y| y <= 0.0) {
            None => Ok(()),
            Some(t) => Err(ModelError::NotPositive {
                count: self.values.iter().filter(|&&y| y <= 0.0).count(),
                period: self.domain.period(t).to_string(),
            }),
        }
    }
}
