//! Results of an adjustment.

use super::decision::Decision;
use super::diagnostics::DiagnosticsCache;
use super::modelling::RegArimaResult;
use super::preadjustment::Preadjustment;
use super::seats::SeatsDecomposition;
use super::spec::{DecompositionMode, Spec};
use super::x11::{self, F2Tables, MStatistics, X11Decomposition};
use crate::toolkit::timeseries::{TsData, TsDomain, TsPeriod};

/// Everything an adjustment found.
#[derive(Clone, Debug)]
pub struct Adjustment {
    /// The specification that was run.
    pub spec: Spec,
    /// Span of the series that was adjusted.
    pub span: TsDomain,
    /// How the components make up the series.
    pub mode: DecompositionMode,
    /// The RegARIMA model; none without pre-processing.
    pub preprocessing: Option<RegArimaResult>,
    /// The series and the effects removed from it before the decomposition.
    pub preadjustment: Preadjustment,
    /// The decomposition.
    pub decomposition: Decomposition,
    /// Final components.
    pub finals: Finals,
    /// X-11 quality statistics; absent when they could not be computed.
    pub m_statistics: Option<MStatistics>,
    /// The automatic decisions in the order in which they were taken.
    pub decisions: Vec<Decision>,
    /// Tests computed so far.
    pub(super) diagnostics: DiagnosticsCache,
}

impl Adjustment {
    /// The tables of the F2 group (`x11.md` 15.5), computed on request; none without X-11.
    pub fn f2_tables(&self) -> Option<F2Tables> {
        x11::f2_tables(&self.preadjustment, &self.finals, self.decomposition.x11()?)
    }
}

/// The decomposition of the (pre-adjusted) series, one variant per method.
#[derive(Clone, Debug)]
pub enum Decomposition {
    ///
    X11(X11Decomposition),
    /// SEATS.
    Seats(Box<SeatsDecomposition>),
}

impl Decomposition {
    /// The decomposition of X-11; none of another method.
    pub fn x11(&self) -> Option<&X11Decomposition> {
        match self {
            Self::X11(x11) => Some(x11),
            Self::Seats(_) => None,
        }
    }

    /// The decomposition of SEATS; none of another method.
    pub fn seats(&self) -> Option<&SeatsDecomposition> {
        match self {
            Self::Seats(seats) => Some(seats),
            Self::X11(_) => None,
        }
    }
}

/// A final component: estimates on the span, and forecasts and backcasts where there are any.
#[derive(Clone, Debug, PartialEq)]
pub struct FinalComponent {
    /// Estimates on the span.
    pub values: TsData,
    /// Forecasts, from the period after the span.
    pub forecasts: Option<TsData>,
    /// Backcasts, up to the period before the span.
    pub backcasts: Option<TsData>,
    /// Standard errors, where the method has them.
    pub errors: StandardErrors,
}

impl FinalComponent {
    /// Backcasts, estimates and forecasts one after the other.
    pub fn extended(&self) -> TsData {
        let part = |x: &Option<TsData>| x.as_ref().map_or(Vec::new(), |x| x.values().to_vec());
        let values = [part(&self.backcasts), self.values.values().to_vec(), part(&self.forecasts)].concat();
        let start = self.backcasts.as_ref().map_or(self.values.start(), TsData::start);
        TsData::new(start, values)
    }
}

/// Standard errors of a component, in the unit of the component.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StandardErrors {
    /// Of the estimates.
    pub values: Option<TsData>,
    /// Of the forecasts.
    pub forecasts: Option<TsData>,
    /// Of the backcasts.
    pub backcasts: Option<TsData>,
}

/// Final components in the scale of the series (`x11.md` 14.1, `seats.md` 14.4).
#[derive(Clone, Debug, PartialEq)]
pub struct Finals {
    /// The series; missing values replaced by their estimates in X-13, missing in TRAMO-SEATS.
    pub y: FinalComponent,
    /// Seasonally adjusted series (D11).
    pub sa: FinalComponent,
    /// Trend (D12).
    pub t: FinalComponent,
    /// Seasonal and calendar component (D16).
    pub s: FinalComponent,
    /// Irregular (D13).
    pub i: FinalComponent,
    /// Calendar component (D18); none when no calendar effect is estimated.
    pub calendar: Option<FinalComponent>,
    /// The series with their extremes replaced; none without X-11.
    pub modified: Option<ModifiedTables>,
}

impl Finals {
    /// The first period at which a component other than the series is not a finite number.
    pub fn first_not_finite(&self) -> Option<TsPeriod> {
        let components = [&self.sa, &self.t, &self.s, &self.i].into_iter().chain(&self.calendar);
        components
            .flat_map(|c| c.backcasts.iter().chain([&c.values]).chain(&c.forecasts))
            .filter_map(|part| {
                let place = part.values().iter().position(|x| !x.is_finite())?;
                Some(part.start().plus(place as i64))
            })
            .min_by_key(|period| period.id)
    }
}

/// Series whose extreme values, the observations of weight 0 in C17, are replaced (`x11.md` 14.2); on the span.
#[derive(Clone, Debug, PartialEq)]
pub struct ModifiedTables {
    /// E1: original series without irregular at extremes.
    pub e1: TsData,
    /// E2: seasonally adjusted series, the trend at extremes.
    pub e2: TsData,
    /// E3: irregular, neutral at extremes.
    pub e3: TsData,
    /// E11: robust seasonally adjusted series.
    pub e11: TsData,
}
