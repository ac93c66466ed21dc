//! Which diagnostics are active and their limits (`diagnostics.md` 9.12). The defaults are those of the reference.

use serde::{Deserialize, Serialize};

use crate::sa::spec::SpecError;

/// Least sensitivity of the visual spectral analysis, and fewest years unless it is all of them.
const SMALLEST_SENSITIVITY: f64 = 3.0 / 52.0;
const FEWEST_YEARS: usize = 6;

/// Limits of a p-value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Below: severe.
    pub severe: f64,
    /// Below: bad.
    pub bad: f64,
    /// Below: uncertain.
    pub uncertain: f64,
}

/// Settings of all quality diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QualitySpec {
    /// Identities and yearly totals; always active.
    pub coherence: CoherenceSpec,
    /// Residuals of the model.
    pub residuals: ResidualsSpec,
    /// Out-of-sample test.
    pub out_of_sample: OutOfSampleSpec,
    /// Number of outliers.
    pub outliers: OutliersSpec,
    /// Visual spectral analysis.
    pub visual: VisualSpec,
    /// M statistics.
    pub m_statistics: MStatisticsSpec,
    /// SEATS.
    pub seats: SeatsSpec,
    /// Combined seasonality tests.
    pub combined: CombinedSpec,
    /// Residual seasonality.
    pub residual_seasonality: ResidualSeasonalitySpec,
    /// Residual trading days.
    pub residual_trading_days: ResidualTradingDaysSpec,
}

impl QualitySpec {
    /// The settings that cannot be used.
    pub fn validate(&self) -> Vec<SpecError> {
        let mut errors = Vec::new();
        let VisualSpec { sensitivity, years, .. } = self.visual;
        if sensitivity.is_nan() || sensitivity < SMALLEST_SENSITIVITY {
            errors.push(SpecError::new("quality.visual.sensitivity", sensitivity, "3/52 or more"));
        }
        if (1..FEWEST_YEARS).contains(&years) {
            errors.push(SpecError::new("quality.visual.years", years, "6 or more, 0 for all"));
        }
        let p_values = [
            ("quality.residuals.trading_day_peaks", self.residuals.trading_day_peaks),
            ("quality.residuals.seasonal_peaks", self.residuals.seasonal_peaks),
            ("quality.residual_seasonality.thresholds", self.residual_seasonality.thresholds),
            ("quality.residual_trading_days.thresholds", self.residual_trading_days.thresholds),
        ];
        for (field, Thresholds { severe, bad, uncertain }) in p_values {
            if !(0.0 <= severe && severe <= bad && bad <= uncertain && uncertain <= 1.0) {
                let value = format!("({severe}, {bad}, {uncertain})");
                errors.push(SpecError::new(field, value, "0 <= severe <= bad <= uncertain <= 1"));
            }
        }
        let pairs = [
            ("quality.residuals", self.residuals.bad, self.residuals.good),
            ("quality.out_of_sample", self.out_of_sample.bad, self.out_of_sample.uncertain),
            ("quality.seats", self.seats.bad, self.seats.uncertain),
        ];
        for (field, bad, uncertain) in pairs {
            if !(0.0 <= bad && bad <= uncertain && uncertain <= 1.0) {
                let value = format!("({bad}, {uncertain})");
                errors.push(SpecError::new(field, value, "0 <= bad <= uncertain (good) <= 1"));
            }
        }
        let large = [
            ("quality.coherence", self.coherence.uncertain, self.coherence.bad, self.coherence.severe),
            ("quality.outliers", self.outliers.uncertain, self.outliers.bad, self.outliers.severe),
            ("quality.m_statistics", 0.0, self.m_statistics.bad, self.m_statistics.severe),
        ];
        for (field, uncertain, bad, severe) in large {
            if !(0.0 <= uncertain && uncertain <= bad && bad <= severe) {
                let value = format!("({uncertain}, {bad}, {severe})");
                errors.push(SpecError::new(field, value, "0 <= uncertain <= bad <= severe"));
            }
        }
        errors
    }
}

/// Limits of the basic checks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CoherenceSpec {
    /// Identities: largest difference, relative to the root mean square of the series.
    pub tolerance: f64,
    /// Yearly totals: severe above.
    pub severe: f64,
    /// Yearly totals: bad above.
    pub bad: f64,
    /// Yearly totals: uncertain above.
    pub uncertain: f64,
    /// A series of fewer years is short.
    pub short_years: usize,
}

impl Default for CoherenceSpec {
    fn default() -> Self {
        Self { tolerance: 1e-3, severe: 0.1, bad: 0.05, uncertain: 0.01, short_years: 7 }
    }
}

/// Limits of the residual diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ResidualsSpec {
    /// Whether they are computed.
    pub active: bool,
    /// Normality and independence: bad below.
    pub bad: f64,
    /// Normality and independence: good above.
    pub good: f64,
    /// Peaks at the trading-day frequencies.
    pub trading_day_peaks: Thresholds,
    /// Peaks at the seasonal frequencies.
    pub seasonal_peaks: Thresholds,
}

impl Default for ResidualsSpec {
    fn default() -> Self {
        let peaks = Thresholds { severe: 0.001, bad: 0.01, uncertain: 0.1 };
        Self { active: true, bad: 0.01, good: 0.1, trading_day_peaks: peaks, seasonal_peaks: peaks }
    }
}

/// Limits of the out-of-sample diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OutOfSampleSpec {
    /// Whether they are computed.
    pub active: bool,
    /// Whether the mean is judged.
    pub mean: bool,
    /// Whether the variance is judged.
    pub mse: bool,
    /// Bad below.
    pub bad: f64,
    /// Uncertain below.
    pub uncertain: f64,
}

impl Default for OutOfSampleSpec {
    fn default() -> Self {
        Self { active: false, mean: true, mse: true, bad: 0.01, uncertain: 0.1 }
    }
}

/// Limits of the number of outliers relative to the observations.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OutliersSpec {
    /// Whether it is computed.
    pub active: bool,
    /// Severe above.
    pub severe: f64,
    /// Bad above.
    pub bad: f64,
    /// Uncertain above.
    pub uncertain: f64,
}

impl Default for OutliersSpec {
    fn default() -> Self {
        Self { active: true, severe: 0.1, bad: 0.05, uncertain: 0.03 }
    }
}

/// Settings of the visual spectral analysis.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VisualSpec {
    /// Whether it is computed.
    pub active: bool,
    /// Part of the range by which a peak exceeds its neighbours, at least 3/52.
    pub sensitivity: f64,
    /// Last years analysed, at least 6; 0 for all.
    pub years: usize,
    /// Whether peaks of both kinds are severe instead of bad.
    pub strict: bool,
}

impl Default for VisualSpec {
    fn default() -> Self {
        Self { active: false, sensitivity: 6.0 / 52.0, years: 8, strict: false }
    }
}

/// Limits of Q.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MStatisticsSpec {
    /// Whether they are computed.
    pub active: bool,
    /// Severe from here on.
    pub severe: f64,
    /// Bad from here on.
    pub bad: f64,
}

impl Default for MStatisticsSpec {
    fn default() -> Self {
        Self { active: true, severe: 2.0, bad: 1.0 }
    }
}

/// Limits of the diagnostics of SEATS.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SeatsSpec {
    /// Whether they are computed.
    pub active: bool,
    /// Bad up to here.
    pub bad: f64,
    /// Uncertain up to here.
    pub uncertain: f64,
}

impl Default for SeatsSpec {
    fn default() -> Self {
        Self { active: true, bad: 0.005, uncertain: 0.05 }
    }
}

/// Settings of the combined seasonality tests.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CombinedSpec {
    /// Whether they are computed.
    pub active: bool,
    /// Whether seasonality left is severe instead of bad.
    pub strict: bool,
}

impl Default for CombinedSpec {
    fn default() -> Self {
        Self { active: true, strict: true }
    }
}

/// Settings of the residual seasonality diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ResidualSeasonalitySpec {
    /// Whether they are computed.
    pub active: bool,
    /// Whether QS is judged.
    pub qs: bool,
    /// Whether the F test on seasonal dummies is judged.
    pub f: bool,
    /// Limits.
    pub thresholds: Thresholds,
}

impl Default for ResidualSeasonalitySpec {
    fn default() -> Self {
        let thresholds = Thresholds { severe: 0.001, bad: 0.01, uncertain: 0.05 };
        Self { active: true, qs: true, f: true, thresholds }
    }
}

/// Settings of the residual trading-day diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ResidualTradingDaysSpec {
    /// Whether they are computed.
    pub active: bool,
    /// Whether only monthly series are judged.
    pub monthly_only: bool,
    /// Limits; with trading days in the model, severe is bad.
    pub thresholds: Thresholds,
}

impl Default for ResidualTradingDaysSpec {
    fn default() -> Self {
        let thresholds = Thresholds { severe: 0.001, bad: 0.01, uncertain: 0.05 };
        Self { active: true, monthly_only: true, thresholds }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_checked() {
        assert_eq!(QualitySpec::default().validate(), []);
        let mut spec = QualitySpec::default();
        spec.visual = VisualSpec { sensitivity: 0.01, years: 3, ..spec.visual };
        spec.residual_seasonality.thresholds.bad = 0.2;
        spec.outliers.severe = 0.01;
        spec.seats.uncertain = f64::NAN;
        let fields: Vec<&str> = spec.validate().iter().map(|e| e.field).collect();
        assert_eq!(
            fields,
            [
                "quality.visual.sensitivity",
                "quality.visual.years",
                "quality.residual_seasonality.thresholds",
                "quality.seats",
                "quality.outliers"
            ]
        );
    }
}
