//! What is done to a series before X-11 (A tables, `x11.md` 5.4).

use crate::toolkit::timeseries::TsData;

/// The A tables, in the scale of the series: factors or differences as the decomposition. Effects are on the
/// extended domain, and none where they are not estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct Preadjustment {
    /// A1: the series on the span, missing values replaced by their estimates.
    pub a1: TsData,
    /// A1A: forecasts of the series.
    pub a1a: Option<TsData>,
    /// A1B: backcasts of the series.
    pub a1b: Option<TsData>,
    /// A6: trading days and length of period.
    pub a6: Option<TsData>,
    /// A7: moving holidays.
    pub a7: Option<TsData>,
    /// A8: outliers and other effects on trend, seasonal and irregular.
    pub a8: Option<TsData>,
    /// A8T: those on the trend.
    pub a8t: Option<TsData>,
    /// A8S: those on the seasonal.
    pub a8s: Option<TsData>,
    /// A8I: those on the irregular.
    pub a8i: Option<TsData>,
    /// A9: user variables on calendar, adjusted series and series.
    pub a9: Option<TsData>,
    /// A9cal: those on the calendar.
    pub a9cal: Option<TsData>,
    /// A9sa: those on the seasonally adjusted series.
    pub a9sa: Option<TsData>,
    /// A9ser: those on the series.
    pub a9ser: Option<TsData>,
    /// A9u: user variables without component.
    pub a9u: Option<TsData>,
}

impl Preadjustment {
    /// Nothing but the series.
    pub fn none(series: TsData) -> Self {
        Self {
            a1: series,
            a1a: None,
            a1b: None,
            a6: None,
            a7: None,
            a8: None,
            a8t: None,
            a8s: None,
            a8i: None,
            a9: None,
            a9cal: None,
            a9sa: None,
            a9ser: None,
            a9u: None,
        }
    }
}
