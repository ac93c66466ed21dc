//! Options of the SEATS decomposition (`seats.md` section 3).

use serde::{Deserialize, Serialize};

use super::{SpecError, horizon, is_default};

/// What is done when a model has no admissible decomposition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ApproximationMode {
    /// The series is refused.
    None,
    /// The model is replaced by one that can be decomposed.
    #[default]
    Legacy,
    /// White noise is added to the model.
    Noisy,
}

/// Estimator of the components.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SeatsMethod {
    /// Wiener-Kolmogorov filters on the extended series (Burman 1980).
    #[default]
    Burman,
    /// Smoother of the state space form; exact standard errors.
    KalmanSmoother,
}

/// Correction of the bias of components that are exponentials of estimates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SeatsBiasCorrection {
    /// No correction.
    None,
    /// Seasonal and irregular are divided by their means, the trend is multiplied by them.
    #[default]
    Legacy,
}

/// Options of the decomposition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SeatsSpec {
    /// Largest modulus of the inverse roots of the moving average, 0.9 to 1 (xl).
    pub xl_boundary: f64,
    /// What to do without admissible decomposition (admiss).
    #[serde(skip_serializing_if = "is_default")]
    pub approximation: ApproximationMode,
    /// Half-width, in degrees, of the bands around the seasonal frequencies in which complex autoregressive roots
    /// are seasonal, 0 to 10 (epsphi).
    pub seasonal_tolerance: f64,
    /// Smallest modulus of the inverse autoregressive roots of the trend, 0 to 1 (rmod).
    pub trend_boundary: f64,
    /// Smallest modulus of negative inverse autoregressive roots of the seasonal, when the model has seasonal
    /// differences or a seasonal autoregression, 0 to 1 (smod).
    pub seasonal_boundary: f64,
    /// The same for the other models (stsmod).
    pub seasonal_boundary_at_pi: f64,
    /// Correction of the bias in logarithms.
    #[serde(skip_serializing_if = "is_default")]
    pub bias_correction: SeatsBiasCorrection,
    /// Estimator of the components.
    #[serde(skip_serializing_if = "is_default")]
    pub method: SeatsMethod,
    /// Number of forecasts; years when negative.
    pub forecast_horizon: i32,
    /// Number of backcasts; years when negative.
    #[serde(skip_serializing_if = "is_default")]
    pub backcast_horizon: i32,
}

impl Default for SeatsSpec {
    fn default() -> Self {
        Self {
            xl_boundary: 0.95,
            approximation: ApproximationMode::Legacy,
            seasonal_tolerance: 2.0,
            trend_boundary: 0.5,
            seasonal_boundary: 0.8,
            seasonal_boundary_at_pi: 0.8,
            bias_correction: SeatsBiasCorrection::Legacy,
            method: SeatsMethod::Burman,
            forecast_horizon: -2,
            backcast_horizon: 0,
        }
    }
}

impl SeatsSpec {
    /// Every option outside its range (`seats.md` 3.1).
    pub fn validate(&self) -> Vec<SpecError> {
        let limits = [
            ("seats.xl_boundary", self.xl_boundary, 0.9, 1.0),
            ("seats.seasonal_tolerance", self.seasonal_tolerance, 0.0, 10.0),
            ("seats.trend_boundary", self.trend_boundary, 0.0, 1.0),
            ("seats.seasonal_boundary", self.seasonal_boundary, 0.0, 1.0),
            ("seats.seasonal_boundary_at_pi", self.seasonal_boundary_at_pi, 0.0, 1.0),
        ];
        let wrong = limits.into_iter().filter(|(_, value, low, high)| !(low..=high).contains(&value));
        wrong
            .map(|(field, value, low, high)| {
                SpecError::new(field, value, format!("must be between {low} and {high}"))
            })
            .collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        assert_eq!(SeatsSpec::default().validate(), []);
        let spec = SeatsSpec { xl_boundary: 0.8, trend_boundary: f64::NAN, ..SeatsSpec::default() };
        let fields: Vec<_> = spec.validate().iter().map(|e| e.field).collect();
        assert_eq!(fields, ["seats.xl_boundary", "seats.trend_boundary"]);
        assert_eq!((spec.forecasts(4), spec.backcasts(4)), (8, 0));
    }
}
