//! Basic checks: the components make up the series, and yearly totals are kept (`diagnostics.md` 9.2).

use super::{Against, Check, CoherenceSpec, Limits, Quality, QualityDiagnostic, QualityWarning};
use crate::sa::Adjustment;
use crate::sa::result::Decomposition;
use crate::sa::spec::DecompositionMode;
use crate::sa::x11::X11Table;
use crate::toolkit::stats::descriptive::rmse;
use crate::toolkit::timeseries::TsData;

/// Series, components and effects of an adjustment on its span; what does not exist is neutral.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// How they combine.
    pub mode: DecompositionMode,
    /// Periods per year.
    pub period: usize,
    /// The series, missing values estimated.
    pub series: TsData,
    /// Final components, effects included.
    pub adjusted: TsData,
    /// Final trend.
    pub trend: TsData,
    /// Final seasonal.
    pub seasonal: TsData,
    /// Final irregular.
    pub irregular: TsData,
    /// The series that was decomposed.
    pub decomposed: Option<TsData>,
    /// Its adjusted series.
    pub decomposed_adjusted: Option<TsData>,
    /// Its trend.
    pub decomposed_trend: Option<TsData>,
    /// Its seasonal.
    pub decomposed_seasonal: Option<TsData>,
    /// Its irregular.
    pub decomposed_irregular: Option<TsData>,
    /// Effects on the series, which no component has.
    pub series_effect: Option<TsData>,
    /// Effects on the adjusted series, which trend and irregular have not.
    pub adjusted_effect: Option<TsData>,
    /// Effects on the trend.
    pub trend_effect: Option<TsData>,
    /// Effects on the seasonal, calendar excluded.
    pub seasonal_effect: Option<TsData>,
    /// Effects on the irregular.
    pub irregular_effect: Option<TsData>,
    /// Calendar effects.
    pub calendar: Option<TsData>,
    /// What the calendar effects are made of.
    pub calendar_parts: Vec<TsData>,
}

/// The two figures of the basic checks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coherence {
    /// Largest difference in the identities, relative to the root mean square of the series.
    pub definition: f64,
    /// Largest difference of yearly totals of series and adjusted series, relative to p times the root mean square.
    pub annual_totals: f64,
}

impl Parts {
    fn is_multiplicative(&self) -> bool {
        self.mode != DecompositionMode::Additive
    }

    /// All parts that exist together, on the span of the series; none when none exists.
    fn join<'a>(&self, parts: impl IntoIterator<Item = Option<&'a TsData>>) -> Option<Vec<f64>> {
        let mut total: Option<Vec<f64>> = None;
        for part in parts.into_iter().flatten() {
            let part = part.fit_to(self.series.domain());
            match &mut total {
                None => total = Some(part.into_values()),
                Some(total) => total
                    .iter_mut()
                    .zip(part.values())
                    .for_each(|(a, b)| if self.is_multiplicative() { *a *= b } else { *a += b }),
            }
        }
        total
    }

    /// The series without the effects on the series itself.
    fn without_series_effect(&self) -> Vec<f64> {
        let mut y = self.series.values().to_vec();
        if let Some(effect) = &self.series_effect {
            let effect = effect.fit_to(self.series.domain());
            y.iter_mut()
                .zip(effect.values())
                .for_each(|(y, e)| if self.is_multiplicative() { *y /= e } else { *y -= e });
        }
        y
    }

    /// Both figures. NaN for a series of zeros.
    pub fn coherence(&self) -> Coherence {
        let scale = rmse(self.series.values()).filter(|s| *s > 0.0).unwrap_or(f64::NAN);
        let largest = |d: f64| if scale.is_nan() { f64::NAN } else { d / scale };
        let identities = if self.mode == DecompositionMode::PseudoAdditive {
            self.pseudo_additive()
        } else {
            self.identities()
        };
        Coherence {
            definition: largest(identities),
            annual_totals: largest(self.total_discrepancy()) / self.period as f64,
        }
    }

    fn identities(&self) -> f64 {
        let sa_effect = self.adjusted_effect.as_ref();
        let (t, s, i) = (Some(&self.trend), Some(&self.seasonal), Some(&self.irregular));
        let (tc, sc, ic) = (
            self.decomposed_trend.as_ref(),
            self.decomposed_seasonal.as_ref(),
            self.decomposed_irregular.as_ref(),
        );
        let own = |x: &TsData| self.join([Some(x)]);
        let option = |x: &Option<TsData>| x.as_ref().and_then(own);
        let pairs = [
            (Some(self.without_series_effect()), self.join([t, s, i, sa_effect])),
            (own(&self.adjusted), self.join([t, i, sa_effect])),
            (own(&self.seasonal), self.join([sc, self.calendar.as_ref(), self.seasonal_effect.as_ref()])),
            (own(&self.trend), self.join([tc, self.trend_effect.as_ref()])),
            (own(&self.irregular), self.join([ic, self.irregular_effect.as_ref()])),
            (option(&self.calendar), self.join(self.calendar_parts.iter().map(Some))),
            (option(&self.decomposed), self.join([tc, sc, ic])),
            (option(&self.decomposed_adjusted), self.join([tc, ic])),
        ];
        pairs.iter().filter_map(|(a, b)| Some(distance(a.as_ref()?, b.as_ref()?))).fold(0.0, f64::max)
    }

    fn pseudo_additive(&self) -> f64 {
        let (t, s, i) = (self.trend.values(), self.seasonal.values(), self.irregular.values());
        let series: Vec<f64> = t.iter().zip(s.iter().zip(i)).map(|(t, (s, i))| t * (s + i - 1.0)).collect();
        let adjusted: Vec<f64> = t.iter().zip(i).map(|(t, i)| t * i).collect();
        distance(self.series.values(), &series).max(distance(self.adjusted.values(), &adjusted))
    }

    /// Largest difference of the totals of complete calendar years; 0 without one.
    fn total_discrepancy(&self) -> f64 {
        let y = match self.mode {
            DecompositionMode::PseudoAdditive => self.series.values().to_vec(),
            _ => self.without_series_effect(),
        };
        let position = self.series.start().annual_position();
        let skipped = (self.period - position) % self.period;
        let years = |x: &[f64]| -> Vec<f64> {
            x.get(skipped..).unwrap_or_default().chunks_exact(self.period).map(|y| y.iter().sum()).collect()
        };
        let adjusted = self.adjusted.fit_to(self.series.domain());
        distance(&years(&y), &years(adjusted.values()))
    }
}

/// Largest absolute difference, infinite and missing ones left out.
fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).filter(|d| d.is_finite()).fold(0.0, f64::max)
}

impl Adjustment {
    /// Series, components and effects on the span.
    pub fn parts(&self) -> Option<Parts> {
        let a = &self.preadjustment;
        let finals = &self.finals;
        let [decomposed, decomposed_adjusted, decomposed_trend, decomposed_seasonal, decomposed_irregular] =
            match &self.decomposition {
                Decomposition::X11(x11) => {
                    [X11Table::B1, X11Table::D11, X11Table::D12, X11Table::D10, X11Table::D13]
                        .map(|t| x11.table(t).map(|x| x.fit_to(x11.observed())))
                }
                Decomposition::Seats(seats) => {
                    let c = &seats.components;
                    [Some(&c.y), Some(&c.sa), c.t.as_ref(), c.s.as_ref(), c.i.as_ref()]
                        .map(|x| x.map(|x| x.values.clone()))
                }
            };
        Some(Parts {
            mode: self.mode,
            period: self.span.annual_frequency()? as usize,
            series: a.a1.clone(),
            adjusted: finals.sa.values.clone(),
            trend: finals.t.values.clone(),
            seasonal: finals.s.values.clone(),
            irregular: finals.i.values.clone(),
            decomposed,
            decomposed_adjusted,
            decomposed_trend,
            decomposed_seasonal,
            decomposed_irregular,
            series_effect: a.a9ser.clone(),
            adjusted_effect: a.a9sa.clone(),
            trend_effect: a.a8t.clone(),
            seasonal_effect: a.a8s.clone(),
            irregular_effect: a.a8i.clone(),
            calendar: finals.calendar.as_ref().map(|c| c.values.clone()),
            calendar_parts: [&a.a6, &a.a7, &a.a9cal].into_iter().flatten().cloned().collect(),
        })
    }
}

pub(super) fn judge(
    a: &Adjustment,
    spec: &CoherenceSpec,
    out: &mut Vec<QualityDiagnostic>,
    warnings: &mut Vec<QualityWarning>,
) {
    let Some(parts) = a.parts() else { return };
    let Coherence { definition, annual_totals } = parts.coherence();
    let quality = if definition < spec.tolerance { Quality::Good } else { Quality::Error };
    let limits = Limits { against: Against::Large, uncertain: None, bad: None, severe: Some(spec.tolerance) };
    out.push(QualityDiagnostic::of_value(Check::Definition, definition, limits, quality));
    let quality = match annual_totals {
        d if d.is_nan() => Quality::Error,
        d if d > spec.severe => Quality::Severe,
        d if d > spec.bad => Quality::Bad,
        d if d > spec.uncertain => Quality::Uncertain,
        _ => Quality::Good,
    };
    let limits = Limits {
        against: Against::Large,
        uncertain: Some(spec.uncertain),
        bad: Some(spec.bad),
        severe: Some(spec.severe),
    };
    out.push(QualityDiagnostic::of_value(Check::AnnualTotals, annual_totals, limits, quality));
    let length = parts.decomposed.as_ref().map_or(parts.series.len(), TsData::len);
    if length < spec.short_years * parts.period {
        warnings.push(QualityWarning::ShortSeries);
    }
}
