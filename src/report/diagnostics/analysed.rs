//! The series on which seasonality and spectra are looked at, made stationary.

use solstice_engine::sa::Adjustment;
use solstice_engine::sa::diagnostics::{Subject, TestDifferencing};
use solstice_engine::toolkit::timeseries::TsData;

/// A series of an adjustment that is analysed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Analysed {
    /// The series as given.
    Original,
    /// Without the effects of calendar, outliers and user variables.
    Linearised,
    /// The seasonally adjusted series without these effects.
    #[default]
    Adjusted,
    /// The irregular.
    Irregular,
    /// The residuals of the model.
    Residuals,
}

/// The stationary values of an analysed series.
#[derive(Clone, Debug, PartialEq)]
pub struct AnalysedSeries {
    /// The values.
    pub values: Vec<f64>,
    /// Periods a year.
    pub period: usize,
    /// What was done to the series: `logarithms, 2 differences`.
    pub preparation: String,
}

impl Analysed {
    /// All of them, from the input to the output.
    pub const ALL: [Self; 5] =
        [Self::Original, Self::Linearised, Self::Residuals, Self::Adjusted, Self::Irregular];

    /// Name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Original => "Original",
            Self::Linearised => "Linearised",
            Self::Adjusted => "Adjusted",
            Self::Irregular => "Irregular",
            Self::Residuals => "Residuals",
        }
    }

    /// Whether seasonality belongs in it: it is what the adjustment removes.
    pub fn is_seasonal(self) -> bool {
        matches!(self, Self::Original | Self::Linearised)
    }

    /// The series of the engine's own tests; none for the original series, which the engine does not test.
    pub fn subject(self) -> Option<Subject> {
        match self {
            Self::Original => None,
            Self::Linearised => Some(Subject::Linearised),
            Self::Adjusted => Some(Subject::Adjusted),
            Self::Irregular => Some(Subject::Irregular),
            Self::Residuals => Some(Subject::Residuals),
        }
    }

    /// The stationary values, as the seasonality tests use them: transformed like the model, original, linearised and
    /// adjusted series differenced, irregular and residuals as they are. None where there is no such series.
    pub fn of(self, adjustment: &Adjustment) -> Option<AnalysedSeries> {
        let tested = adjustment.tested_series()?;
        let values = match self.subject() {
            Some(subject) => tested.stationary(subject)?,
            None => tested.differencing.apply(transformed(adjustment)?.values(), tested.period).values,
        };
        let mut steps = Vec::new();
        if tested.multiplicative && self != Self::Residuals {
            steps.push("logarithms".to_owned());
        }
        if matches!(self, Self::Original | Self::Linearised | Self::Adjusted) {
            steps.push(match tested.differencing {
                TestDifferencing::OfModel { order: 1, .. } => "1 difference".to_owned(),
                TestDifferencing::OfModel { order, .. } => format!("{order} differences"),
                TestDifferencing::Automatic => "differences as needed".to_owned(),
            });
        }
        let preparation = if steps.is_empty() { "as it is".to_owned() } else { steps.join(", ") };
        Some(AnalysedSeries { values, period: tested.period, preparation })
    }
}

/// The series as the model sees it, missing values estimated; without a model as the decomposition sees it.
fn transformed(adjustment: &Adjustment) -> Option<TsData> {
    if let Some(model) = &adjustment.preprocessing {
        return model.interpolated().ok();
    }
    let tested = adjustment.tested_series()?;
    let series = &adjustment.finals.y.values;
    let series = if tested.multiplicative { series.map(f64::ln) } else { series.clone() };
    series.values().iter().all(|x| x.is_finite()).then_some(series)
}
