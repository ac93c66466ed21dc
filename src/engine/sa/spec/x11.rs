//! Options of the X-11 decomposition (`x11.md` section 3).

use serde::{Deserialize, Serialize};

use super::{SpecError, horizon, is_default};

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

impl DecompositionMode {
    /// The mode used behind a model in logarithms or in levels (`x11.md` 4).
    #[must_use]
    pub fn after_transformation(self, log: bool) -> Self {
        match (self, log) {
            (Self::PseudoAdditive, _) => Self::PseudoAdditive,
            (Self::LogAdditive | Self::Multiplicative, true) => self,
            (_, true) => Self::Multiplicative,
            (_, false) => Self::Additive,
        }
    }
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
    /// Length of the Henderson filter: 0 automatic, otherwise odd, 3 to 101.
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

/// Smallest lower sigma limit, excluded.
const MIN_LOWER_SIGMA: f64 = 0.5;
/// Longest Henderson filter.
const MAX_HENDERSON: usize = 101;

impl X11Spec {
    /// The options behind a RegARIMA model: mode from its transformation, forecasts of one year.
    pub fn after_preprocessing() -> Self {
        Self { mode: DecompositionMode::Undefined, forecast_horizon: -1, ..Self::default() }
    }

    /// Every option that cannot be used for a series of `period` observations a year (`x11.md` 3.2).
    pub fn validate(&self, period: usize) -> Vec<SpecError> {
        let mut errors = Vec::new();
        self.validate_sigmas(&mut errors);
        self.validate_henderson(&mut errors);
        let filters = self.seasonal_filters.len();
        if filters != 1 && filters != period {
            errors.push(SpecError {
                field: "x11.seasonal_filters",
                value: format!("{filters} filters"),
                remedy: one_or_per_period("filter", period),
            });
        }
        self.validate_groups(period, &mut errors);
        errors
    }

    fn validate_sigmas(&self, errors: &mut Vec<SpecError>) {
        if self.lower_sigma.is_nan() || self.lower_sigma <= MIN_LOWER_SIGMA {
            errors.push(SpecError {
                field: "x11.lower_sigma",
                value: self.lower_sigma.to_string(),
                remedy: format!("must be greater than {MIN_LOWER_SIGMA}"),
            });
        }
        if !self.upper_sigma.is_finite() || self.upper_sigma <= self.lower_sigma {
            errors.push(SpecError {
                field: "x11.upper_sigma",
                value: self.upper_sigma.to_string(),
                remedy: format!("must be greater than the lower limit {}", self.lower_sigma),
            });
        }
    }

    /// One term is refused although the reference accepts it: no such filter exists.
    fn validate_henderson(&self, errors: &mut Vec<SpecError>) {
        let length = self.henderson_length;
        if length != 0 && (length.is_multiple_of(2) || !(3..=MAX_HENDERSON).contains(&length)) {
            errors.push(SpecError {
                field: "x11.henderson_length",
                value: length.to_string(),
                remedy: format!("use 0 (automatic) or an odd number from 3 to {MAX_HENDERSON}"),
            });
        }
    }

    fn validate_groups(&self, period: usize, errors: &mut Vec<SpecError>) {
        let groups = self.sigma_groups.len();
        let remedy = if self.calendar_sigma == CalendarSigma::Select {
            if groups == period {
                return;
            }
            format!("give the group of each of the {period} periods of the year, or another calendar sigma")
        } else if groups == 0 {
            return;
        } else {
            "groups are used with the calendar sigma Select only; remove them or select it".to_string()
        };
        errors.push(SpecError { field: "x11.sigma_groups", value: format!("{groups} groups"), remedy });
    }

    /// Number of forecasts for `period` observations a year.
    pub fn forecasts(&self, period: usize) -> usize {
        horizon(self.forecast_horizon, period)
    }

    /// Number of backcasts for `period` observations a year.
    pub fn backcasts(&self, period: usize) -> usize {
        horizon(self.backcast_horizon, period)
    }
}

fn one_or_per_period(what: &str, period: usize) -> String {
    match period {
        1 => format!("give one {what}"),
        _ => format!("give one {what} for all periods or {period}, one per period of the year"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(spec: &X11Spec, period: usize) -> Vec<&'static str> {
        spec.validate(period).iter().map(|e| e.field).collect()
    }

    #[test]
    fn defaults_are_valid() {
        for period in [1, 2, 3, 4, 6, 12] {
            assert_eq!(fields(&X11Spec::default(), period), [""; 0]);
        }
    }

    #[test]
    fn what_is_refused() {
        let d = X11Spec::default;
        assert_eq!(fields(&X11Spec { lower_sigma: 0.5, ..d() }, 12), ["x11.lower_sigma"]);
        assert_eq!(fields(&X11Spec { lower_sigma: f64::NAN, ..d() }, 12), ["x11.lower_sigma"]);
        assert_eq!(fields(&X11Spec { upper_sigma: 1.5, ..d() }, 12), ["x11.upper_sigma"]);
        assert_eq!(fields(&X11Spec { upper_sigma: f64::NAN, ..d() }, 12), ["x11.upper_sigma"]);
        for length in [1, 2, 12, 103] {
            assert_eq!(fields(&X11Spec { henderson_length: length, ..d() }, 12), ["x11.henderson_length"]);
        }
        for length in [0, 3, 13, 101] {
            assert_eq!(fields(&X11Spec { henderson_length: length, ..d() }, 12), [""; 0]);
        }
        for (n, period, ok) in [(0, 12, false), (4, 12, false), (12, 12, true), (12, 4, false), (1, 4, true)]
        {
            let spec = X11Spec { seasonal_filters: vec![SeasonalFilter::S3X5; n], ..d() };
            assert_eq!(fields(&spec, period).is_empty(), ok, "{n} {period}");
        }
        let select = X11Spec { calendar_sigma: CalendarSigma::Select, ..d() };
        assert_eq!(fields(&select, 4), ["x11.sigma_groups"]);
        let groups = vec![SigmaGroup::Group1; 4];
        assert_eq!(fields(&X11Spec { sigma_groups: groups.clone(), ..select }, 4), [""; 0]);
        assert_eq!(fields(&X11Spec { sigma_groups: groups, ..d() }, 4), ["x11.sigma_groups"]);
    }

    #[test]
    fn messages_say_what_is_allowed() {
        let spec = X11Spec { henderson_length: 4, ..X11Spec::default() };
        let message = spec.validate(12)[0].to_string();
        assert_eq!(message, "x11.henderson_length = 4: use 0 (automatic) or an odd number from 3 to 101");
    }

    #[test]
    fn horizons() {
        let spec = X11Spec { forecast_horizon: -2, backcast_horizon: 5, ..X11Spec::default() };
        assert_eq!((spec.forecasts(12), spec.backcasts(12)), (24, 5));
    }
}
