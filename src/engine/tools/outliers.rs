//! Outliers of a series, found by an automatic model (`diagnostics.md` 13.7).

use super::error::prepared;
use super::{ModelSpec, ToolError};
use crate::sa::modelling::{CoefficientEstimate, RegArimaResult};
use crate::sa::spec::{TramoSpec, Transformation};
use crate::sa::{ModellingContext, Monitor, checks};
use crate::toolkit::regression::OutlierCode;
use crate::toolkit::timeseries::{TsData, TsPeriod};

/// Options of the detection.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlierOptions {
    /// How the model is found; its options of outliers and transformation are replaced by the following ones.
    pub model: ModelSpec,
    /// Types searched.
    pub types: Vec<OutlierCode>,
    /// Smallest absolute t-statistic; 0 for that of the length of the series.
    pub critical_value: f64,
    /// Logarithm or level.
    pub transformation: Transformation,
}

impl Default for OutlierOptions {
    /// AO, LS and TC in the levels of the series, by TRAMO `trfull`.
    fn default() -> Self {
        Self {
            model: ModelSpec::Tramo(TramoSpec::predefined("trfull").unwrap_or_default()),
            types: vec![OutlierCode::AO, OutlierCode::LS, OutlierCode::TC],
            critical_value: 0.0,
            transformation: Transformation::None,
        }
    }
}

/// An outlier of the final model.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundOutlier {
    /// Its type.
    pub code: OutlierCode,
    /// When it occurs, or begins.
    pub period: TsPeriod,
    /// Coefficient on the scale of the model, standard error, t-statistic.
    pub coefficient: CoefficientEstimate,
}

/// The outliers by date, and the model that shows them.
#[derive(Clone, Debug)]
pub struct DetectedOutliers {
    /// The outliers.
    pub outliers: Vec<FoundOutlier>,
    /// The final model.
    pub model: RegArimaResult,
}

/// Detects the outliers of `series`.
///
/// # Errors
/// The series is refused (too short, too many equal or missing values), the critical value is negative, no model can
/// be estimated, or the run was cancelled.
pub fn detect_outliers(
    series: &TsData,
    options: &OutlierOptions,
    context: &ModellingContext,
    monitor: &mut dyn Monitor,
) -> Result<DetectedOutliers, ToolError> {
    let (series, period) = prepared(series)?;
    if !(options.critical_value >= 0.0 && options.critical_value.is_finite()) {
        return Err(ToolError::Option {
            option: "critical value",
            value: options.critical_value.to_string(),
            remedy: "choose a positive value, or 0 for the one of the length of the series".to_owned(),
        });
    }
    checks::preliminary(series.values(), period)?;
    let mut spec = options.model.clone();
    spec.set_transformation(options.transformation);
    spec.set_outliers(&options.types, options.critical_value);
    let model = spec.estimate(&series, context, monitor)?;
    let mut outliers: Vec<FoundOutlier> = model
        .regression()
        .into_iter()
        .filter_map(|row| {
            let (code, period) = row.outlier?;
            Some(FoundOutlier { code, period, coefficient: row.coefficient })
        })
        .collect();
    outliers.sort_by_key(|o| o.period.start());
    Ok(DetectedOutliers { outliers, model })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sa::Silent;

    #[test]
    fn an_additive_outlier_is_found() {
        let value = |t: u32| {
            let unrest = f64::from((t * 7919 + t * t * 31) % 101) / 100.0;
            100.0 + f64::from(t % 12) * 2.0 + unrest + if t == 50 { 15.0 } else { 0.0 }
        };
        let series = TsData::of(12, 2000, 1, (0..120).map(value).collect()).unwrap();
        let context = ModellingContext::default();
        let found = detect_outliers(&series, &OutlierOptions::default(), &context, &mut Silent).unwrap();
        let first = found.outliers.iter().find(|o| o.period == series.domain().period(50)).unwrap();
        assert_eq!(first.code, OutlierCode::AO);
        assert!((first.coefficient.value - 15.0).abs() < 1.5, "{first:?}");
        let insensitive = OutlierOptions { critical_value: 1000.0, ..OutlierOptions::default() };
        assert!(detect_outliers(&series, &insensitive, &context, &mut Silent).unwrap().outliers.is_empty());
        let wrong = OutlierOptions { critical_value: f64::NAN, ..OutlierOptions::default() };
        assert!(detect_outliers(&series, &wrong, &context, &mut Silent).is_err());
        assert!(
            detect_outliers(&series.drop(0, 100), &OutlierOptions::default(), &context, &mut Silent).is_err()
        );
    }
}
