//! The series that the M statistics look at (`x11.md` 15.1).

use crate::sa::preadjustment::Preadjustment;
use crate::sa::result::Finals;
use crate::sa::spec::DecompositionMode;
use crate::sa::x11::{X11Decomposition, X11Table};
use crate::toolkit::timeseries::TsData;

/// Years below which M8 to M11 are not computed.
const MIN_YEARS: usize = 6;

/// Series on the span, as values.
#[derive(Debug)]
pub(super) struct Components {
    pub(super) mode: DecompositionMode,
    pub(super) period: usize,
    /// Position of the first value in the year.
    pub(super) position: usize,
    /// Whether changes are relative: in all modes but the additive one.
    pub(super) relative: bool,
    /// B1.
    pub(super) original: Vec<f64>,
    /// D11.
    pub(super) adjusted: Vec<f64>,
    /// D13.
    pub(super) irregular: Vec<f64>,
    /// D12.
    pub(super) trend: Vec<f64>,
    /// D10.
    pub(super) seasonal: Vec<f64>,
    /// D8.
    pub(super) si: Vec<f64>,
    /// D18; none when constant, and in the pseudo-additive mode.
    pub(super) calendar: Option<Vec<f64>>,
    /// A8 on the extended domain; none in the pseudo-additive mode.
    pub(super) preadjusted: Option<Vec<f64>>,
    /// E1.
    pub(super) modified_series: Vec<f64>,
    /// E1 without the effects on trend and seasonal.
    pub(super) modified_original: Vec<f64>,
    /// E2 without the effects on the trend.
    pub(super) modified_adjusted: Vec<f64>,
    /// E3.
    pub(super) modified_irregular: Vec<f64>,
}

impl Components {
    pub(super) fn new(a: &Preadjustment, finals: &Finals, x11: &X11Decomposition) -> Option<Self> {
        let span = a.a1.domain();
        let table = |t| x11.table(t).map(|x| x.fit_to(span).values().to_vec());
        let pseudo = x11.mode == DecompositionMode::PseudoAdditive;
        let relative = !matches!(x11.mode, DecompositionMode::Additive | DecompositionMode::Undefined);
        let without = |x: &TsData, effect: &Option<TsData>| match effect {
            Some(effect) if !pseudo => {
                let pairs = x.values().iter().zip(effect.fit_to(span).values().to_vec());
                let values = pairs.map(|(a, b)| if relative { a / b } else { a - b }).collect();
                TsData::new(x.start(), values)
            }
            _ => x.clone(),
        };
        let e = finals.modified.as_ref()?;
        let values = |x: TsData| x.values().to_vec();
        let varies = |x: &[f64]| x.iter().any(|v| Some(v) != x.first());
        let calendar = finals.calendar.as_ref().map(|c| c.values.values().to_vec());
        Some(Self {
            mode: x11.mode,
            period: x11.period,
            position: span.start.annual_position(),
            relative,
            original: table(X11Table::B1)?,
            adjusted: table(X11Table::D11)?,
            irregular: table(X11Table::D13)?,
            trend: table(X11Table::D12)?,
            seasonal: table(X11Table::D10)?,
            si: table(X11Table::D8)?,
            calendar: calendar.filter(|c| !pseudo && varies(c)),
            preadjusted: a.a8.as_ref().filter(|_| !pseudo).map(|x| x.values().to_vec()),
            modified_series: e.e1.values().to_vec(),
            modified_original: values(without(&without(&e.e1, &a.a8t), &a.a8s)),
            modified_adjusted: values(without(&e.e2, &a.a8t)),
            modified_irregular: e.e3.values().to_vec(),
        })
    }

    /// Observations.
    pub(super) fn len(&self) -> usize {
        self.original.len()
    }

    /// Whether there are too few years for M8 to M11.
    pub(super) fn is_short(&self) -> bool {
        self.len() / self.period < MIN_YEARS
    }

    /// Whether the components multiply to the series (multiplicative, log-additive).
    pub(super) fn is_multiplicative(&self) -> bool {
        matches!(self.mode, DecompositionMode::Multiplicative | DecompositionMode::LogAdditive)
    }

    /// Mean absolute change of `x` over `lag` periods.
    pub(super) fn change(&self, x: &[f64], lag: usize) -> f64 {
        super::changes::mean_absolute(x, lag, self.relative)
    }
}
