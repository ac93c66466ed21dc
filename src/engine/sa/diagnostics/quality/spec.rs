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
    /// The settings that cannot be used, each at its field: limits stand in their order, p-values in `[0, 1]`.
    pub fn validate(&self) -> Vec<SpecError> {
        let mut errors = Vec::new();
        let mut refuse = |field, value: f64, remedy: &str| errors.push(SpecError::new(field, value, remedy));
        let VisualSpec { sensitivity, years, .. } = self.visual;
        if sensitivity.is_nan() || sensitivity < SMALLEST_SENSITIVITY {
            refuse("quality.visual.sensitivity", sensitivity, "3/52 or more");
        }
        if (1..FEWEST_YEARS).contains(&years) {
            refuse("quality.visual.years", years as f64, "6 or more, 0 for all");
        }
        if !(self.out_of_sample.years > 0.0 && self.out_of_sample.years.is_finite()) {
            refuse("quality.out_of_sample.years", self.out_of_sample.years, "more than 0");
        }
        if self.coherence.tolerance.is_nan() || self.coherence.tolerance <= 0.0 {
            refuse("quality.coherence.tolerance", self.coherence.tolerance, "more than 0");
        }
        for limits in self.p_values() {
            ordered(&limits, 1.0, &mut errors);
        }
        for limits in self.sizes() {
            ordered(&limits, f64::INFINITY, &mut errors);
        }
        errors
    }

    /// Limits of p-values, the strictest first.
    fn p_values(&self) -> [Vec<Limit>; 7] {
        let Self { residuals, out_of_sample, seats, residual_seasonality, residual_trading_days, .. } = self;
        let three = |names: [&'static str; 3], t: Thresholds| {
            names.into_iter().zip([t.severe, t.bad, t.uncertain]).collect::<Vec<Limit>>()
        };
        [
            vec![("quality.residuals.bad", residuals.bad), ("quality.residuals.good", residuals.good)],
            three(
                [
                    "quality.residuals.trading_day_peaks.severe",
                    "quality.residuals.trading_day_peaks.bad",
                    "quality.residuals.trading_day_peaks.uncertain",
                ],
                residuals.trading_day_peaks,
            ),
            three(
                [
                    "quality.residuals.seasonal_peaks.severe",
                    "quality.residuals.seasonal_peaks.bad",
                    "quality.residuals.seasonal_peaks.uncertain",
                ],
                residuals.seasonal_peaks,
            ),
            vec![
                ("quality.out_of_sample.bad", out_of_sample.bad),
                ("quality.out_of_sample.uncertain", out_of_sample.uncertain),
            ],
            vec![("quality.seats.bad", seats.bad), ("quality.seats.uncertain", seats.uncertain)],
            three(
                [
                    "quality.residual_seasonality.thresholds.severe",
                    "quality.residual_seasonality.thresholds.bad",
                    "quality.residual_seasonality.thresholds.uncertain",
                ],
                residual_seasonality.thresholds,
            ),
            three(
                [
                    "quality.residual_trading_days.thresholds.severe",
                    "quality.residual_trading_days.thresholds.bad",
                    "quality.residual_trading_days.thresholds.uncertain",
                ],
                residual_trading_days.thresholds,
            ),
        ]
    }

    /// Limits of figures of which large ones are bad, the mildest first.
    fn sizes(&self) -> [Vec<Limit>; 3] {
        let Self { coherence, outliers, m_statistics, .. } = self;
        [
            vec![
                ("quality.coherence.uncertain", coherence.uncertain),
                ("quality.coherence.bad", coherence.bad),
                ("quality.coherence.severe", coherence.severe),
            ],
            vec![
                ("quality.outliers.uncertain", outliers.uncertain),
                ("quality.outliers.bad", outliers.bad),
                ("quality.outliers.severe", outliers.severe),
            ],
            vec![
                ("quality.m_statistics.bad", m_statistics.bad),
                ("quality.m_statistics.severe", m_statistics.severe),
            ],
        ]
    }
}

/// Path of a limit and its value.
type Limit = (&'static str, f64);

/// Every limit that is not between its neighbours, the first not below 0, the last not above `largest`.
fn ordered(limits: &[Limit], largest: f64, errors: &mut Vec<SpecError>) {
    for (k, &(field, value)) in limits.iter().enumerate() {
        let below = k.checked_sub(1).and_then(|k| limits.get(k)).copied();
        let above = limits.get(k + 1).copied();
        let low = below.map_or(0.0, |l| l.1);
        let high = above.map_or(largest, |l| l.1);
        if low <= value && value <= high {
            continue;
        }
        let name = |(path, value): Limit| format!("{value} ({})", path.rsplit('.').next().unwrap_or(path));
        let low = below.map_or_else(|| "0".to_owned(), name);
        let remedy = match above.map(name).or_else(|| largest.is_finite().then(|| largest.to_string())) {
            Some(high) => format!("{low} to {high}"),
            None => format!("{low} or more"),
        };
        errors.push(SpecError::new(field, value, remedy));
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
    /// Length of the test, in years; at least five observations.
    pub years: f64,
    /// Bad below.
    pub bad: f64,
    /// Uncertain below.
    pub uncertain: f64,
}

impl Default for OutOfSampleSpec {
    fn default() -> Self {
        Self { active: false, mean: true, mse: true, years: 1.5, bad: 0.01, uncertain: 0.1 }
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
        spec.out_of_sample.years = 0.0;
        spec.coherence.tolerance = f64::NAN;
        spec.residual_seasonality.thresholds.bad = 0.2;
        spec.outliers.severe = 0.01;
        spec.seats.uncertain = f64::NAN;
        spec.m_statistics.bad = -1.0;
        let errors = spec.validate();
        let found: Vec<(&str, &str)> = errors.iter().map(|e| (e.field, e.remedy.as_str())).collect();
        let expected = [
            ("quality.visual.sensitivity", "3/52 or more"),
            ("quality.visual.years", "6 or more, 0 for all"),
            ("quality.out_of_sample.years", "more than 0"),
            ("quality.coherence.tolerance", "more than 0"),
            ("quality.seats.bad", "0 to NaN (uncertain)"),
            ("quality.seats.uncertain", "0.005 (bad) to 1"),
            ("quality.residual_seasonality.thresholds.bad", "0.001 (severe) to 0.05 (uncertain)"),
            ("quality.residual_seasonality.thresholds.uncertain", "0.2 (bad) to 1"),
            ("quality.outliers.bad", "0.03 (uncertain) to 0.01 (severe)"),
            ("quality.outliers.severe", "0.05 (bad) or more"),
            ("quality.m_statistics.bad", "0 to 2 (severe)"),
        ];
        assert_eq!(found, expected);
    }
}
