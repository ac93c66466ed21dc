//! TRAMO pre-processing (`tramo.md` section 3).

use serde::{Deserialize, Serialize};

use super::tramo_regression::{
    TradingDaysSelection, TradingDaysTest, TramoEasterKind, TramoEasterSpec, TramoRegressionSpec,
    TramoTradingDaysSpec,
};
use super::{ArimaSpec, MeanSpec, SpecError, TradingDays, Transformation, is_default};
use crate::toolkit::calendars::DayClustering;
use crate::toolkit::regression::{LengthOfPeriod, OutlierCode};
use crate::toolkit::timeseries::Span;

/// Transformation of the series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TramoTransformSpec {
    /// Logarithm or level.
    #[serde(skip_serializing_if = "is_default")]
    pub function: Transformation,
    /// Adjustment for the length of the period before the model; active in logs only.
    #[serde(skip_serializing_if = "is_default")]
    pub adjust: Option<LengthOfPeriod>,
    /// Bias of the automatic choice: below 1 favours logarithms, above 1 levels.
    pub log_bias: f64,
    /// Takes large outliers out before the automatic choice.
    #[serde(skip_serializing_if = "is_default")]
    pub outliers_correction: bool,
}

impl Default for TramoTransformSpec {
    fn default() -> Self {
        Self { function: Transformation::None, adjust: None, log_bias: 0.95, outliers_correction: false }
    }
}

/// Options of the estimation. Every estimation is by exact maximum likelihood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TramoEstimateSpec {
    /// Part of the series used to estimate the model.
    #[serde(skip_serializing_if = "is_default")]
    pub span: Span,
    /// Relative precision of the final estimations, up to 0.01; the others have 1e-5.
    pub tolerance: f64,
    /// Autoregressive inverse roots of larger modulus are unit roots in the final estimation.
    pub unit_root_limit: f64,
}

impl Default for TramoEstimateSpec {
    fn default() -> Self {
        Self { span: Span::All, tolerance: 1e-7, unit_root_limit: 0.96 }
    }
}

/// Automatic detection of outliers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TramoOutlierSpec {
    /// Types searched; none: no detection.
    #[serde(skip_serializing_if = "is_default")]
    pub types: Vec<OutlierCode>,
    /// Critical value; 0 is chosen from the length of the series.
    #[serde(skip_serializing_if = "is_default")]
    pub critical_value: f64,
    /// Rate of transitory changes, 0 or 0.3 to 1; the same for every frequency.
    pub tc_rate: f64,
    /// Estimates the model by maximum likelihood in every round.
    #[serde(skip_serializing_if = "is_default")]
    pub maximum_likelihood: bool,
    /// Periods searched.
    #[serde(skip_serializing_if = "is_default")]
    pub span: Span,
}

impl Default for TramoOutlierSpec {
    fn default() -> Self {
        Self {
            types: Vec::new(),
            critical_value: 0.0,
            tc_rate: 0.7,
            maximum_likelihood: false,
            span: Span::All,
        }
    }
}

/// Automatic choice of differencing and ARMA orders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TramoAutoModelSpec {
    /// First unit-root limit (ub1), 0.8 to 1.
    pub first_unit_root_limit: f64,
    /// Second unit-root limit (ub2), 0.8 to 1.
    pub second_unit_root_limit: f64,
    /// Differences of AR and MA coefficients below this cancel in the differencing steps, 0 to 0.3.
    pub cancel: f64,
    /// Acceptance limit of 1 - p of the Ljung-Box test (pcr), 0.8 to 1.
    pub ljung_box_limit: f64,
    /// Relative reduction of the critical value of outliers after a rejected model (pc), 0.1 to 0.3.
    pub critical_value_reduction: f64,
    /// Limit of the t-statistic of the mean in the last regression test (tsig), above 0.5.
    pub mean_limit: f64,
    /// Keeps the default model when its Ljung-Box statistic is good.
    #[serde(skip_serializing_if = "is_default")]
    pub accept_default: bool,
    /// Compares the final model with the default one.
    #[serde(skip_serializing_if = "is_default")]
    pub compare: bool,
}

impl Default for TramoAutoModelSpec {
    fn default() -> Self {
        Self {
            first_unit_root_limit: 0.97,
            second_unit_root_limit: 0.91,
            cancel: 0.05,
            ljung_box_limit: 0.95,
            critical_value_reduction: 0.12,
            mean_limit: 1.0,
            accept_default: false,
            compare: false,
        }
    }
}

impl TramoAutoModelSpec {
    fn validate(&self) -> Vec<SpecError> {
        let within = |x: f64, least: f64, most: f64| (least..=most).contains(&x);
        wrong([
            (
                "auto_model.first_unit_root_limit",
                self.first_unit_root_limit,
                within(self.first_unit_root_limit, 0.8, 1.0),
                "use 0.8 to 1",
            ),
            (
                "auto_model.second_unit_root_limit",
                self.second_unit_root_limit,
                within(self.second_unit_root_limit, 0.8, 1.0),
                "use 0.8 to 1",
            ),
            ("auto_model.cancel", self.cancel, within(self.cancel, 0.0, 0.3), "use 0 to 0.3"),
            (
                "auto_model.ljung_box_limit",
                self.ljung_box_limit,
                within(self.ljung_box_limit, 0.8, 1.0),
                "use 0.8 to 1",
            ),
            (
                "auto_model.critical_value_reduction",
                self.critical_value_reduction,
                within(self.critical_value_reduction, 0.1, 0.3),
                "use 0.1 to 0.3",
            ),
            ("auto_model.mean_limit", self.mean_limit, self.mean_limit > 0.5, "use more than 0.5"),
        ])
    }
}

/// TRAMO pre-processing. The default is TR0.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TramoSpec {
    /// Estimation.
    #[serde(skip_serializing_if = "is_default")]
    pub estimate: TramoEstimateSpec,
    /// Transformation.
    #[serde(skip_serializing_if = "is_default")]
    pub transform: TramoTransformSpec,
    /// Regression variables.
    #[serde(skip_serializing_if = "is_default")]
    pub regression: TramoRegressionSpec,
    /// Automatic outliers.
    #[serde(skip_serializing_if = "is_default")]
    pub outliers: TramoOutlierSpec,
    /// Automatic choice of the model; none: `arima` is used.
    #[serde(skip_serializing_if = "is_default")]
    pub auto_model: Option<TramoAutoModelSpec>,
    /// The model without automatic choice.
    #[serde(skip_serializing_if = "is_default")]
    pub arima: ArimaSpec,
}

impl TramoSpec {
    /// The predefined specification `name`, without regard to case: `tr0` to `tr5`, `trfull` (`tramo.md` 3.3).
    pub fn predefined(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let number = match name.as_str() {
            "tr0" => return Some(Self::default()),
            "trfull" => 6,
            "tr1" => 1,
            "tr2" => 2,
            "tr3" => 3,
            "tr4" => 4,
            "tr5" => 5,
            _ => return None,
        };
        let mut spec = Self::default();
        spec.transform.function = Transformation::Auto;
        spec.outliers.types = vec![OutlierCode::AO, OutlierCode::LS, OutlierCode::TC];
        if number >= 3 {
            spec.auto_model = Some(TramoAutoModelSpec::default());
        }
        if number >= 4 {
            spec.regression.mean = MeanSpec::Unused;
        }
        let (clustering, automatic) = match number {
            2 | 4 => (DayClustering::TD2, None),
            5 => (DayClustering::TD7, None),
            6 => (DayClustering::TD7, Some(TradingDaysSelection::default())),
            _ => return Some(spec),
        };
        spec.regression.trading_days = TramoTradingDaysSpec {
            days: TradingDays::Generic(clustering),
            length_of_period: Some(LengthOfPeriod::LeapYear),
            test: if automatic.is_some() { TradingDaysTest::None } else { TradingDaysTest::Separate },
            automatic,
            ..TramoTradingDaysSpec::default()
        };
        let kind = if number == 6 { TramoEasterKind::IncludeEaster } else { TramoEasterKind::Standard };
        spec.regression.easter = TramoEasterSpec { kind, test: true, ..TramoEasterSpec::default() };
        Some(spec)
    }

    /// Whether the mean is tested (`tramo.md` 3.1).
    pub fn tests_mean(&self) -> bool {
        self.auto_model.is_some() || self.regression.mean == MeanSpec::Tested
    }

    /// Whether nothing is left to decide, so that a single estimation does (`tramo.md` 3.4).
    pub fn is_fully_specified(&self) -> bool {
        self.transform.function != Transformation::Auto
            && self.auto_model.is_none()
            && self.outliers.types.is_empty()
            && !self.tests_mean()
            && !self.regression.trading_days.is_decided()
            && !self.regression.easter.is_tested()
    }

    /// Every option that cannot be used.
    pub fn validate(&self) -> Vec<SpecError> {
        let mut errors = self.regression.validate();
        errors.extend(self.arima.validate(3));
        errors.extend(self.auto_model.iter().flat_map(TramoAutoModelSpec::validate));
        let outliers = &self.outliers;
        errors.extend(wrong([
            (
                "outliers.critical_value",
                outliers.critical_value,
                outliers.critical_value == 0.0 || outliers.critical_value >= 2.0,
                "use 0 (automatic) or at least 2",
            ),
            (
                "outliers.tc_rate",
                outliers.tc_rate,
                outliers.tc_rate == 0.0 || (0.3..1.0).contains(&outliers.tc_rate),
                "use 0, or 0.3 to below 1",
            ),
            (
                "estimate.tolerance",
                self.estimate.tolerance,
                self.estimate.tolerance > 0.0 && self.estimate.tolerance <= 0.01,
                "use a positive number up to 0.01",
            ),
            (
                "estimate.unit_root_limit",
                self.estimate.unit_root_limit,
                self.estimate.unit_root_limit.is_finite(),
                "use a number",
            ),
            (
                "transform.log_bias",
                self.transform.log_bias,
                self.transform.log_bias > 0.0 && self.transform.log_bias.is_finite(),
                "use a positive number",
            ),
        ]));
        errors
    }
}

/// The errors of the checks (field, value, valid, remedy) that fail.
fn wrong<const N: usize>(checks: [(&'static str, f64, bool, &'static str); N]) -> Vec<SpecError> {
    let wrong = checks.into_iter().filter(|(_, _, valid, _)| !valid);
    wrong.map(|(field, value, _, remedy)| SpecError::new(field, value, remedy)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predefined_specifications_are_valid_and_survive_json() {
        for name in ["tr0", "TR1", "tr2", "tr3", "tr4", "tr5", "trfull"] {
            let spec = TramoSpec::predefined(name).unwrap();
            assert_eq!(spec.validate(), []);
            let json = serde_json::to_string(&spec).unwrap();
            assert_eq!(serde_json::from_str::<TramoSpec>(&json).unwrap(), spec);
            assert_eq!(spec.is_fully_specified(), name == "tr0");
        }
        assert_eq!(TramoSpec::predefined("tr6"), None);
        assert_eq!(serde_json::to_string(&TramoSpec::default()).unwrap(), "{}");
    }

    #[test]
    fn impossible_options_are_named() {
        let mut spec = TramoSpec::predefined("trfull").unwrap();
        spec.outliers.tc_rate = 0.2;
        spec.regression.easter.duration = 16;
        spec.regression.trading_days.test = TradingDaysTest::Joint;
        spec.arima = ArimaSpec::with_orders([4, 1, 1], [0, 1, 1]);
        let fields: Vec<_> = spec.validate().iter().map(|e| e.field).collect();
        let expected =
            ["regression.trading_days.test", "regression.easter.duration", "arima.p", "outliers.tc_rate"];
        assert_eq!(fields, expected);
    }
}
