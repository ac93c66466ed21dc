//! RegARIMA pre-processing of X-13 (`regarima.md` section 2).

use serde::{Deserialize, Serialize};

use super::regression::{EasterKind, EasterSpec, MeanSpec, RegressionSpec, RegressionTest, TradingDaysSpec};
use super::{ArimaSpec, AutoModelSpec, SpecError, is_default};
use crate::toolkit::calendars::DayClustering;
use crate::toolkit::regression::{LengthOfPeriod, OutlierCode};
use crate::toolkit::timeseries::Span;

/// Logarithm or level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Transformation {
    /// Level.
    #[default]
    None,
    /// Logarithm.
    Log,
    /// Chosen by AICc.
    Auto,
}

/// Transformation of the series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TransformSpec {
    /// Logarithm or level.
    #[serde(skip_serializing_if = "is_default")]
    pub function: Transformation,
    /// Adjustment for the length of the period before the model; active in logs only.
    #[serde(skip_serializing_if = "is_default")]
    pub adjust: Option<LengthOfPeriod>,
    /// The level is chosen when its AICc is lower by more than minus this.
    pub aic_difference: f64,
    /// Large outliers are taken out of the series while both are compared.
    #[serde(skip_serializing_if = "is_default")]
    pub outliers_correction: bool,
}

impl Default for TransformSpec {
    fn default() -> Self {
        Self {
            function: Transformation::None,
            adjust: None,
            aic_difference: -2.0,
            outliers_correction: false,
        }
    }
}

/// Automatic detection of outliers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OutlierSpec {
    /// Types searched; none: no detection.
    #[serde(skip_serializing_if = "is_default")]
    pub types: Vec<OutlierCode>,
    /// Critical value; 0 is chosen from the length of the series.
    #[serde(skip_serializing_if = "is_default")]
    pub critical_value: f64,
    /// Monthly rate of transitory changes, 0 to 1.
    pub monthly_tc_rate: f64,
    /// Largest number of outliers.
    pub max_outliers: usize,
    /// Periods searched.
    #[serde(skip_serializing_if = "is_default")]
    pub span: Span,
}

impl Default for OutlierSpec {
    fn default() -> Self {
        Self {
            types: Vec::new(),
            critical_value: 0.0,
            monthly_tc_rate: 0.7,
            max_outliers: 30,
            span: Span::All,
        }
    }
}

/// Options of the estimation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EstimateSpec {
    /// Part of the series used to estimate the model.
    #[serde(skip_serializing_if = "is_default")]
    pub span: Span,
    /// Relative precision of the likelihood.
    pub tolerance: f64,
}

impl Default for EstimateSpec {
    fn default() -> Self {
        Self { span: Span::All, tolerance: 1e-7 }
    }
}

/// RegARIMA pre-processing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegArimaSpec {
    /// Estimation.
    #[serde(skip_serializing_if = "is_default")]
    pub estimate: EstimateSpec,
    /// Transformation.
    #[serde(skip_serializing_if = "is_default")]
    pub transform: TransformSpec,
    /// Regression variables.
    #[serde(skip_serializing_if = "is_default")]
    pub regression: RegressionSpec,
    /// Automatic outliers.
    #[serde(skip_serializing_if = "is_default")]
    pub outliers: OutlierSpec,
    /// Automatic choice of the model; none: `arima` is used.
    #[serde(skip_serializing_if = "is_default")]
    pub auto_model: Option<AutoModelSpec>,
    /// The model without automatic choice.
    #[serde(skip_serializing_if = "is_default")]
    pub arima: ArimaSpec,
}

impl RegArimaSpec {
    /// The predefined specification of this number, 0 to 5 (`regarima.md` 2.3).
    pub(crate) fn predefined(number: usize) -> Option<Self> {
        let clustering = match number {
            2 | 4 => Some(DayClustering::TD2),
            5 => Some(DayClustering::TD7),
            0 | 1 | 3 => None,
            _ => return None,
        };
        let mut spec = Self::default();
        if number == 0 {
            return Some(spec);
        }
        spec.transform.function = Transformation::Auto;
        spec.outliers.types = vec![OutlierCode::AO, OutlierCode::LS, OutlierCode::TC];
        if let Some(clustering) = clustering {
            spec.regression.trading_days = TradingDaysSpec::tested(clustering);
            spec.regression.easter =
                EasterSpec { kind: EasterKind::Easter, test: RegressionTest::Add, ..EasterSpec::default() };
        }
        if number >= 3 {
            spec.auto_model = Some(AutoModelSpec::default());
        }
        Some(spec)
    }

    /// Whether the mean is tested (`regarima.md` 2.4).
    pub fn tests_mean(&self) -> bool {
        self.auto_model.is_some() || self.regression.mean == MeanSpec::Tested
    }

    pub(super) fn validate(&self) -> Vec<SpecError> {
        let mut errors = self.regression.validate();
        errors.extend(self.arima.validate(6));
        errors.extend(self.auto_model.iter().flat_map(AutoModelSpec::validate));
        let outliers = &self.outliers;
        let checks = [
            (
                "outliers.critical_value",
                outliers.critical_value,
                outliers.critical_value == 0.0 || outliers.critical_value >= 2.0,
                "use 0 (automatic) or at least 2",
            ),
            (
                "outliers.monthly_tc_rate",
                outliers.monthly_tc_rate,
                outliers.monthly_tc_rate > 0.0 && outliers.monthly_tc_rate < 1.0,
                "use a rate between 0 and 1",
            ),
            (
                "estimate.tolerance",
                self.estimate.tolerance,
                self.estimate.tolerance > 0.0 && self.estimate.tolerance <= 0.01,
                "use a positive number up to 0.01",
            ),
            (
                "transform.aic_difference",
                self.transform.aic_difference,
                self.transform.aic_difference.is_finite(),
                "use a number",
            ),
        ];
        let wrong = checks.into_iter().filter(|(_, _, valid, _)| !valid);
        errors.extend(wrong.map(|(field, value, _, remedy)| SpecError::new(field, value, remedy)));
        errors
    }
}
