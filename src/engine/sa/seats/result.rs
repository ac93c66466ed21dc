//! Input and result of SEATS.

use super::bias::BiasFactors;
use super::components::Components;
use crate::sa::FinalComponent;
use crate::sa::spec::DecompositionMode;
use crate::toolkit::arima::{SarimaModel, UcarimaModel};
use crate::toolkit::timeseries::{TsData, TsDomain};

/// A series without regression effects and its model (`seats.md` section 4).
#[derive(Clone, Debug, PartialEq)]
pub struct SeatsModel {
    /// The series in its own scale, without missing values.
    pub series: TsData,
    /// Whether the model is one of logarithms.
    pub log: bool,
    /// Whether the differenced series has a mean, which SEATS estimates again.
    pub mean: bool,
    /// The model with its parameters.
    pub arima: SarimaModel,
    /// Innovation variance; none: S / (N - number of ARMA parameters), S and N those of the likelihood of the series.
    pub innovation_variance: Option<f64>,
}

/// The series and its components on one scale. On that of the model they are sums; standard errors those of the
/// estimator.
#[derive(Clone, Debug, PartialEq)]
pub struct SeatsComponents {
    /// The series, its forecasts and backcasts.
    pub y: FinalComponent,
    /// Seasonally adjusted series.
    pub sa: FinalComponent,
    /// Trend; none when the model has none and the Kalman smoother is used.
    pub t: Option<FinalComponent>,
    /// Seasonal component; none when the model has none.
    pub s: Option<FinalComponent>,
    /// Transitory component and irregular together; none when the model has none.
    pub i: Option<FinalComponent>,
}

impl SeatsComponents {
    pub(super) fn new(components: &Components, span: TsDomain) -> Self {
        let dated = |c: &Option<super::components::Estimates>| c.as_ref().map(|c| c.dated(span));
        Self {
            y: components.y.dated(span),
            sa: components.sa.dated(span),
            t: dated(&components.t),
            s: dated(&components.s),
            i: dated(&components.i),
        }
    }
}

/// The decomposition of a series by SEATS.
#[derive(Clone, Debug, PartialEq)]
pub struct SeatsDecomposition {
    /// Multiplicative behind logarithms, otherwise additive.
    pub mode: DecompositionMode,
    /// The model that was given.
    pub initial_model: SarimaModel,
    /// The model that was decomposed.
    pub final_model: SarimaModel,
    /// Innovation variance of the final model.
    pub innovation_variance: f64,
    /// Whether the final model has a mean.
    pub mean: bool,
    /// Whether parameters were removed or moving average roots brought inside the boundary.
    pub parameters_cut_off: bool,
    /// Whether the model was replaced by one that can be decomposed, or white noise was added.
    pub model_changed: bool,
    /// Models of trend, seasonal, transitory component and irregular, for unit innovation variance.
    pub canonical: UcarimaModel,
    /// The same with transitory component and irregular together: the components that are estimated.
    pub compact: UcarimaModel,
    /// Components on the scale of the model.
    pub linear: SeatsComponents,
    /// Components on the scale of the series, regression effects not included.
    pub components: SeatsComponents,
    /// Means by which exponentials were corrected.
    pub bias: BiasFactors,
}
