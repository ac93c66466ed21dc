//! The series on which an adjustment is judged, whatever the method (`diagnostics.md` 8.1).

use crate::sa::FinalComponent;
use crate::sa::modelling::RegArimaResult;
use crate::sa::seats::SeatsDecomposition;
use crate::sa::spec::DecompositionMode;
use crate::sa::x11::{X11Decomposition, X11Table};
use crate::toolkit::differencing::{Differenced, automatic_differencing, differencing};
use crate::toolkit::timeseries::TsData;

/// What a test looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The linearised series.
    Linearised,
    /// Seasonal and irregular together.
    SeasonalIrregular,
    /// Residuals of the model.
    Residuals,
    /// The seasonally adjusted series.
    Adjusted,
    /// The irregular.
    Irregular,
}

impl Subject {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Linearised, Self::SeasonalIrregular, Self::Residuals, Self::Adjusted, Self::Irregular];

    /// Name in the dictionary: `lin`, `si`, `res`, `sa`, `i`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linearised => "lin",
            Self::SeasonalIrregular => "si",
            Self::Residuals => "res",
            Self::Adjusted => "sa",
            Self::Irregular => "i",
        }
    }
}

/// How series are made stationary before tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestDifferencing {
    /// By the look of the series itself (section 6).
    Automatic,
    /// All differences of the model at lag 1, regular and seasonal ones, the mean removed when the model has one.
    OfModel {
        /// d + D.
        order: usize,
        /// Whether the model has a mean.
        mean: bool,
    },
}

impl TestDifferencing {
    fn of(model: Option<&RegArimaResult>) -> Self {
        model.map_or(Self::Automatic, |model| {
            let orders = model.description().orders();
            Self::OfModel { order: orders.d + orders.bd, mean: model.description().has_mean() }
        })
    }

    /// `x` differenced.
    pub fn apply(self, x: &[f64], period: usize) -> Differenced {
        match self {
            Self::Automatic => automatic_differencing(x, period),
            Self::OfModel { order, mean } => differencing(x, order, mean),
        }
    }
}

/// Components and residuals on the observed span, deterministic effects removed.
#[derive(Clone, Debug, PartialEq)]
pub struct TestedSeries {
    /// Periods per year.
    pub period: usize,
    /// Whether components are factors, with logarithms in place of `transformed` series.
    pub multiplicative: bool,
    /// Differences taken before tests.
    pub differencing: TestDifferencing,
    /// Linearised series, in levels.
    pub series: TsData,
    /// Seasonally adjusted series, in levels.
    pub adjusted: TsData,
    /// Irregular, in levels.
    pub irregular: TsData,
    /// Seasonal and irregular, in levels.
    pub seasonal_irregular: TsData,
    /// Linearised series, transformed.
    pub linearised: TsData,
    /// Seasonally adjusted series, transformed.
    pub transformed_adjusted: TsData,
    /// Irregular, transformed.
    pub transformed_irregular: TsData,
    /// Full residuals; none without a model.
    pub residuals: Option<TsData>,
}

impl TestedSeries {
    /// Those of X-13: B1, D11, D13 and D8 on the observations. None when the model cannot be linearised again
    /// (never after it was estimated).
    pub fn of_x11(x11: &X11Decomposition, model: Option<&RegArimaResult>) -> Option<Self> {
        let observed = |table| x11.table(table).map(|x| x.fit_to(x11.observed()));
        let multiplicative =
            matches!(x11.mode, DecompositionMode::Multiplicative | DecompositionMode::LogAdditive);
        let transformed = |x: &TsData| if multiplicative { x.map(f64::ln) } else { x.clone() };
        let series = observed(X11Table::B1)?;
        let adjusted = observed(X11Table::D11)?;
        let irregular = observed(X11Table::D13)?;
        Some(Self {
            period: x11.period,
            multiplicative,
            differencing: TestDifferencing::of(model),
            linearised: match model {
                Some(model) => model.linearised().ok()?,
                None => transformed(&series),
            },
            transformed_adjusted: transformed(&adjusted),
            transformed_irregular: transformed(&irregular),
            seasonal_irregular: observed(X11Table::D8)?,
            residuals: model.map(RegArimaResult::residuals),
            series,
            adjusted,
            irregular,
        })
    }

    /// Those of SEATS: the linearised series of the model, which has no mean either (what SEATS decomposes keeps it),
    /// and the components on both scales. None when the model cannot be linearised again (never after it was
    /// estimated).
    pub fn of_seats(seats: &SeatsDecomposition, model: Option<&RegArimaResult>) -> Option<Self> {
        let (linear, levels) = (&seats.linear, &seats.components);
        let multiplicative = seats.mode == DecompositionMode::Multiplicative;
        let values = |c: &Option<FinalComponent>, like: &TsData, neutral: f64| match c {
            Some(c) => c.values.clone(),
            None => like.map(|_| neutral),
        };
        let neutral = if multiplicative { 1.0 } else { 0.0 };
        let irregular = values(&levels.i, &levels.y.values, neutral);
        let seasonal = values(&levels.s, &levels.y.values, neutral);
        let join = |s: f64, i: f64| if multiplicative { s * i } else { s + i };
        let linearised = match model {
            Some(model) => model.linearised().ok()?,
            None => linear.y.values.clone(),
        };
        Some(Self {
            period: seats.final_model.orders().period,
            multiplicative,
            differencing: TestDifferencing::of(model),
            series: if multiplicative { linearised.map(f64::exp) } else { linearised.clone() },
            adjusted: levels.sa.values.clone(),
            seasonal_irregular: seasonal.combine(&irregular, join).ok()?,
            irregular,
            linearised,
            transformed_adjusted: linear.sa.values.clone(),
            transformed_irregular: values(&linear.i, &linear.y.values, 0.0),
            residuals: model.map(RegArimaResult::residuals),
        })
    }

    /// Neutral value of the factors or differences that make up a series: 1 or 0.
    pub fn neutral(&self) -> f64 {
        if self.multiplicative { 1.0 } else { 0.0 }
    }

    /// The irregular is worth testing: its standard deviation exceeds 0.005 of the root mean square of the adjusted
    /// series, both transformed (9.10).
    pub fn is_irregular_significant(&self) -> bool {
        use crate::toolkit::stats::descriptive::{rmse, stdev};
        const SMALLEST: f64 = 0.005;
        match (stdev(self.transformed_irregular.values()), rmse(self.transformed_adjusted.values())) {
            (Some(s), Some(r)) => r == 0.0 || s / r > SMALLEST,
            _ => false,
        }
    }
}
