//! Check of the last observations against the forecasts of those before (`diagnostics.md` 13.6).

use super::error::prepared;
use super::{ModelSpec, ToolError};
use crate::sa::modelling::{ModelError, RegArimaResult};
use crate::sa::spec::{TramoSpec, Transformation};
use crate::sa::{AdjustError, ModellingContext, Monitor, checks};
use crate::toolkit::timeseries::{TsData, TsPeriod};

/// Options of the check.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckLastOptions {
    /// How the model is found.
    pub model: ModelSpec,
    /// Number of observations checked.
    pub back: usize,
}

impl Default for CheckLastOptions {
    /// The last observation, by TRAMO `trfull`.
    fn default() -> Self {
        Self { model: ModelSpec::Tramo(TramoSpec::predefined("trfull").unwrap_or_default()), back: 1 }
    }
}

/// How surprising an observation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alarm {
    /// Nothing unusual.
    None,
    /// The score is 4 or more.
    Attention,
    /// The score is more than 5.
    Alarm,
}

impl Alarm {
    /// Absolute scores from which an observation deserves attention, and above which it is alarming.
    pub const LIMITS: [f64; 2] = [4.0, 5.0];

    /// That of a score.
    pub fn of(score: f64) -> Self {
        match score.abs() {
            s if s > Self::LIMITS[1] => Self::Alarm,
            s if s >= Self::LIMITS[0] => Self::Attention,
            _ => Self::None,
        }
    }

    /// `none`, `attention`, `alarm`.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Attention => "attention",
            Self::Alarm => "alarm",
        }
    }
}

/// One of the last observations beside its forecast. A missing observation has a forecast, but no error and no score:
/// these are NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CheckedObservation {
    /// Its period.
    pub period: TsPeriod,
    /// The observation.
    pub value: f64,
    /// Its forecast, in logarithms the median.
    pub forecast: f64,
    /// Observation less forecast.
    pub error: f64,
    /// `(transformed - transformed_forecast)/standard_error`.
    pub score: f64,
    /// The observation on the scale of the model.
    pub transformed: f64,
    /// The forecast on the scale of the model.
    pub transformed_forecast: f64,
    /// Standard error of the forecast on the scale of the model, the uncertainty of the regression coefficients
    /// included.
    pub standard_error: f64,
}

impl CheckedObservation {
    /// How surprising it is.
    pub fn alarm(&self) -> Alarm {
        Alarm::of(self.score)
    }
}

/// The last observations, and the model of those before.
#[derive(Clone, Debug)]
pub struct CheckedSeries {
    /// In the order of time.
    pub observations: Vec<CheckedObservation>,
    /// The model of the series without them.
    pub model: RegArimaResult,
}

impl CheckedSeries {
    /// The most surprising observation; none when all are missing.
    pub fn worst(&self) -> Option<&CheckedObservation> {
        let finite = self.observations.iter().filter(|o| o.score.is_finite());
        finite.max_by(|a, b| a.score.abs().total_cmp(&b.score.abs()))
    }

    /// How surprising the most surprising observation is.
    pub fn alarm(&self) -> Alarm {
        self.worst().map_or(Alarm::None, CheckedObservation::alarm)
    }
}

/// Checks the last observations of `series`: the model is found without them and forecasts them. Levels are taken when
/// one of them is not positive.
///
/// # Errors
/// The series is refused (too short, too many equal or missing values), nothing or everything is to be checked, no
/// model can be estimated, or the run was cancelled.
pub fn check_last(
    series: &TsData,
    options: &CheckLastOptions,
    context: &ModellingContext,
    monitor: &mut dyn Monitor,
) -> Result<CheckedSeries, ToolError> {
    let (series, period) = prepared(series)?;
    let back = options.back;
    if back == 0 || back >= series.len() {
        let remedy = "choose at least 1 and fewer than there are observations".to_owned();
        return Err(ToolError::Option { option: "observations to check", value: back.to_string(), remedy });
    }
    checks::preliminary(series.values(), period)?;
    let last = series.drop(series.len() - back, 0);
    let mut spec = options.model.clone();
    if last.values().iter().any(|x| *x <= 0.0) {
        spec.set_transformation(Transformation::None);
    }
    let model = spec.estimate(&series.drop(0, back), context, monitor)?;
    let observations = compared(&model, &last).map_err(AdjustError::from)?.ok_or(ToolError::NoForecast)?;
    Ok(CheckedSeries { observations, model })
}

/// The observations after the series of `model` beside their forecasts; none when there are no forecasts.
fn compared(model: &RegArimaResult, last: &TsData) -> Result<Option<Vec<CheckedObservation>>, ModelError> {
    let domain = last.domain();
    let Some(forecasts) = model.forecasts(domain.len)? else { return Ok(None) };
    let fixed = model.description().fixed_effects(domain)?;
    let transformed = model.transformed_values(last);
    let mut observations = Vec::with_capacity(domain.len);
    for (i, value) in last.values().iter().copied().enumerate() {
        let raw = &forecasts.transformed;
        let transformed_forecast = raw.values[i] + fixed[i];
        let (forecast, standard_error) = (forecasts.values.values()[i], raw.standard_errors[i]);
        observations.push(CheckedObservation {
            period: domain.period(i),
            value,
            forecast,
            error: value - forecast,
            score: (transformed[i] - transformed_forecast) / standard_error,
            transformed: transformed[i],
            transformed_forecast,
            standard_error,
        });
    }
    Ok(Some(observations))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sa::Silent;

    fn series(last: f64) -> TsData {
        let value = |t: u32| {
            let unrest = f64::from((t * 7919 + t * t * 31) % 101) / 100.0;
            100.0 + f64::from(t % 4) * 2.0 + unrest
        };
        let mut values: Vec<f64> = (0..60).map(value).collect();
        values[59] += last;
        TsData::of(4, 2000, 1, values).unwrap()
    }

    fn checked(series: &TsData, back: usize) -> Result<CheckedSeries, ToolError> {
        let model = ModelSpec::predefined("tr3").unwrap();
        let options = CheckLastOptions { model, back };
        check_last(series, &options, &ModellingContext::default(), &mut Silent)
    }

    #[test]
    fn a_wrong_observation_is_alarming() {
        assert_eq!(checked(&series(0.0), 2).unwrap().alarm(), Alarm::None);
        let wrong = checked(&series(30.0), 2).unwrap();
        assert_eq!(wrong.alarm(), Alarm::Alarm);
        let worst = wrong.worst().unwrap();
        assert_eq!(worst.period, series(0.0).domain().period(59));
        assert!((worst.error - 30.0).abs() < 2.0);
        assert_eq!(wrong.observations.len(), 2);
    }

    #[test]
    fn limits() {
        for (score, alarm) in [
            (3.9, Alarm::None),
            (-4.0, Alarm::Attention),
            (5.0, Alarm::Attention),
            (-5.1, Alarm::Alarm),
            (f64::NAN, Alarm::None),
        ] {
            assert_eq!(Alarm::of(score), alarm);
        }
    }

    #[test]
    fn refusals() {
        for back in [0, 60, 1000] {
            assert!(matches!(checked(&series(0.0), back), Err(ToolError::Option { .. })));
        }
        assert!(matches!(checked(&series(0.0).drop(50, 0), 1), Err(ToolError::Model(_))));
    }
}
