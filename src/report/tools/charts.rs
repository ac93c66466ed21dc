//! The charts of the stand-alone tools.

use std::f64::consts::PI;

use solstice_engine::ENGINE;
use solstice_engine::toolkit::timeseries::{TsData, TsDomain};
use solstice_engine::tools::{
    CanovaHansenOptions, CanovaHansenReport, CheckedSeries, DetectedOutliers, DifferencingReport,
    SeasonalModel, SeasonalityReport, Spectrum, SpectrumMethod, StabilityStatistic, Tool, ToolResult,
    TradingDaysOptions, TradingDaysReport,
};

use super::ToolSeries;
use super::days::{DAYS, group_names};
use crate::report::chart::axis::{Tick, position_label};
use crate::report::chart::figures::{NORMAL_95, STRONG, THIN, by_season, points, time_axis};
use crate::report::chart::palette::Role;
use crate::report::chart::residual_figures::{correlogram, lags, mark, pane};
use crate::report::chart::spectrum_figures::{frequency_axis, marks_at_frequencies};
use crate::report::chart::{Chart, Mark, Pane, Style, XAxis};
use crate::report::number::decimals_for;
use crate::report::outlier_marks;

/// Years before the checked observations that are shown.
const YEARS_BEFORE: usize = 4;

pub(super) fn charts(series: ToolSeries<'_>, tool: &Tool, result: &ToolResult) -> Vec<Chart> {
    match (tool, result) {
        (_, ToolResult::Seasonality(r)) => seasonality(series, r),
        (Tool::Spectrum(options), ToolResult::Spectrum(s)) => vec![spectrum(series, options.method, s)],
        (_, ToolResult::Differencing(r)) => differencing(series, r),
        (Tool::CanovaHansen(options), ToolResult::CanovaHansen(r)) => vec![canova_hansen(series, options, r)],
        (Tool::TradingDays(options), ToolResult::TradingDays(r)) => trading_days(series, options, r),
        (_, ToolResult::Outliers(r)) => vec![outliers(series, r)],
        (_, ToolResult::CheckLast(r)) => vec![check_last(series, r)],
        // a result belongs to its tool
        _ => Vec::new(),
    }
}

/// Name of a season: `Jan`, `Q1`.
pub(super) fn season_label(period: usize, k: usize) -> String {
    position_label(period as u32, k)
}

/// Name of seasonal frequency `k` (0-based): `once a year`, `3 times a year`.
pub(super) fn frequency_label(k: usize, period: usize) -> String {
    match k + 1 {
        1 => "once a year".to_owned(),
        2 => "twice a year".to_owned(),
        n if 2 * n == period => format!("{n} times a year, alternating"),
        n => format!("{n} times a year"),
    }
}

fn chart(series: ToolSeries<'_>, subtitle: &str, x: XAxis, pane: Pane) -> Chart {
    Chart {
        title: format!("{}: {}", series.name, subtitle.to_lowercase()),
        subtitle: series.source.to_owned(),
        stamp: ENGINE.to_owned(),
        x,
        panes: vec![Pane { label: subtitle.to_owned(), ..pane }],
    }
}

fn over_time(series: ToolSeries<'_>, subtitle: &str, data: &TsData, reference: Option<f64>) -> Chart {
    let marks = vec![mark("Value", Role::Adjusted, THIN, points(data))];
    chart(series, subtitle, time_axis(data.domain()), pane(decimals_for(data.values()), reference, marks))
}

fn seasonality(series: ToolSeries<'_>, r: &SeasonalityReport) -> Vec<Chart> {
    let title = if r.order == 0 { "Series that is tested" } else { "Differences that are tested" };
    let mut charts = Vec::new();
    if let Some((x, marks)) = by_season(&r.data, "Value") {
        charts.push(chart(series, "By season", x, pane(decimals_for(r.data.values()), Some(0.0), marks)));
    }
    charts.push(over_time(series, title, &r.data, Some(0.0)));
    charts
}

fn spectrum(series: ToolSeries<'_>, method: SpectrumMethod, s: &Spectrum) -> Chart {
    let title = match method {
        SpectrumMethod::Periodogram { logarithm: false } => "Periodogram",
        SpectrumMethod::Periodogram { logarithm: true } => "Periodogram, logarithm",
        SpectrumMethod::Autoregressive { .. } => "Autoregressive spectrum (dB)",
        SpectrumMethod::Tukey { .. } => "Tukey spectrum",
    };
    let period = s.data.annual_frequency().unwrap_or(1) as usize;
    let mut x = frequency_axis(period);
    if let XAxis::Values { step, .. } = &mut x {
        *step = 0.5 * period as f64 / s.frequencies.len().saturating_sub(1).max(1) as f64;
    }
    chart(series, title, x, spectrum_pane(s, period))
}

/// The spectrum with the seasonal and trading-day frequencies and its limit.
fn spectrum_pane(s: &Spectrum, period: usize) -> Pane {
    let per_year = period as f64 / (2.0 * PI);
    let yearly = |f: &[f64]| -> Vec<f64> { f.iter().map(|f| f * per_year).collect() };
    let values = s.frequencies.iter().zip(&s.values);
    // a series without its mean has nothing at the frequency 0
    let values = values.filter(|(_, v)| v.is_finite()).map(|(f, v)| [f * per_year, *v]).collect();
    let frequencies = (yearly(&s.seasonal), yearly(&s.trading_days));
    let mut marks: Vec<Mark> = marks_at_frequencies(&frequencies.0, &frequencies.1).collect();
    marks.push(mark("Spectrum", Role::Adjusted, STRONG, values));
    if let Some(limit) = s.limit {
        let style = Style::Line { width: 1.0, dashed: true };
        marks.push(mark("Limit", Role::Bad, style, vec![[0.0, limit], [0.5 * period as f64, limit]]));
    }
    marks.retain(|m| !m.points.is_empty());
    pane(2, None, marks)
}

fn differencing(series: ToolSeries<'_>, r: &DifferencingReport) -> Vec<Chart> {
    let period = r.differenced.annual_frequency().unwrap_or(1) as usize;
    let correlations = |title: &str, name: &str, values: &[f64]| {
        chart(series, title, lags(values.len(), period), correlogram(name, values, r.bound))
    };
    let mut charts = vec![
        over_time(series, "Differenced series", &r.differenced, Some(0.0)),
        correlations("Autocorrelations", "ACF", &r.autocorrelations),
        correlations("Partial autocorrelations", "PACF", &r.partial_autocorrelations),
    ];
    charts.extend(r.periodogram.as_ref().map(|s| spectrum(series, SpectrumMethod::PERIODOGRAM, s)));
    charts
}

fn canova_hansen(series: ToolSeries<'_>, options: &CanovaHansenOptions, r: &CanovaHansenReport) -> Chart {
    let period = r.data.annual_frequency().unwrap_or(1) as usize;
    let trigonometric = options.model == SeasonalModel::Trigonometric;
    let label = |k: usize| if trigonometric { (k + 1).to_string() } else { season_label(period, k) };
    let name = if trigonometric { "Cycles per year" } else { "Season" };
    let title = if trigonometric { "Stability by seasonal frequency" } else { "Stability by season" };
    stability(series, title, name, &r.items, label)
}

/// Statistics of stability as bars, with their limits.
fn stability(
    series: ToolSeries<'_>,
    title: &str,
    name: &str,
    items: &[Option<StabilityStatistic>],
    label: impl Fn(usize) -> String,
) -> Chart {
    let statistics = |f: &dyn Fn(&StabilityStatistic) -> Option<f64>| -> Vec<[f64; 2]> {
        let found = items.iter().enumerate();
        found.filter_map(|(k, s)| Some([(k + 1) as f64, f(s.as_ref()?)?])).collect()
    };
    // a step per bar: the limit depends on the number of columns
    let limits = statistics(&|s| s.critical).into_iter();
    let limits = limits.flat_map(|[x, y]| [[x - 0.4, y], [x + 0.4, y], [x + 0.5, f64::NAN]]).collect();
    let marks = vec![
        mark("Statistic", Role::Adjusted, Style::Bars { width: 0.5 }, statistics(&|s| Some(s.value))),
        mark("5 % limit", Role::Bad, Style::Line { width: 1.5, dashed: false }, limits),
    ];
    let n = items.len();
    let x = XAxis::Values {
        name: name.to_owned(),
        range: [0.5, n.max(1) as f64 + 0.5],
        step: 1.0,
        decimals: 0,
        ticks: (0..n).map(|k| Tick { at: (k + 1) as f64, text: label(k) }).collect(),
    };
    chart(series, title, x, pane(4, Some(0.0), marks))
}

/// Colours of the groups of days.
const GROUPS: [Role; 7] =
    [Role::Adjusted, Role::Trend, Role::Seasonal, Role::Irregular, Role::Calendar, Role::Accent, Role::Raw];

fn trading_days(series: ToolSeries<'_>, options: &TradingDaysOptions, r: &TradingDaysReport) -> Vec<Chart> {
    let mut charts = Vec::new();
    if let Some(moving) = &r.moving {
        let scale = if options.log { 100.0 } else { 1.0 };
        let effects: Vec<TsData> = moving.effects.iter().map(|e| e.map(|x| scale * x)).collect();
        let names = group_names(options.clustering);
        let lines = effects
            .iter()
            .zip(&names)
            .zip(GROUPS)
            .map(|((effect, name), role)| Mark { labelled: true, ..mark(name, role, THIN, points(effect)) });
        let all: Vec<f64> = effects.iter().flat_map(|e| e.values()).copied().collect();
        let title = if options.log { "Effect of a day, %" } else { "Effect of a day" };
        let pane = pane(decimals_for(&all).max(2), Some(0.0), lines.collect());
        charts.push(chart(series, title, time_axis(r.data.domain()), pane));
    }
    charts.push(stability(series, "Stability", "Day", &r.stability, |k| DAYS[k % 7].to_owned()));
    charts
}

fn outliers(series: ToolSeries<'_>, r: &DetectedOutliers) -> Chart {
    let mut chart = over_time(series, "Outliers", series.data, None);
    if let Some(pane) = chart.panes.first_mut() {
        if let Some(line) = pane.marks.first_mut() {
            line.name = "Series".to_owned();
            line.role = Role::Raw;
        }
        let marks = outlier_marks::outliers(&r.model);
        pane.events = marks.iter().filter_map(|m| Some(m.event(series.data.get(m.period)?))).collect();
    }
    chart
}

fn check_last(series: ToolSeries<'_>, r: &CheckedSeries) -> Chart {
    let domain = series.data.domain();
    let period = domain.annual_frequency().unwrap_or(1) as usize;
    let shown = r.observations.len() + YEARS_BEFORE * period;
    let shown: TsDomain = domain.drop(domain.len.saturating_sub(shown), 0);
    let data = series.data.fit_to(shown);
    let log = r.model.is_log();
    let limit = |f: f64, q: f64| if log { f * q.exp() } else { f + q };
    let band = r.observations.iter().flat_map(|o| {
        let x = o.period.id as f64;
        let width = NORMAL_95 * o.standard_error;
        [[x, limit(o.forecast, -width)], [x, limit(o.forecast, width)]]
    });
    let forecasts = r.observations.iter().map(|o| [o.period.id as f64, o.forecast]).collect();
    let checked = r.observations.iter().map(|o| [o.period.id as f64, o.value]).collect();
    let labelled = |m: Mark| Mark { labelled: true, ..m };
    let marks = vec![
        mark("95 % interval", Role::Adjusted, Style::Band, band.collect()),
        labelled(mark("Series", Role::Raw, THIN, points(&data))),
        labelled(mark("Forecast", Role::Adjusted, Style::Line { width: 1.5, dashed: true }, forecasts)),
        mark("Checked", Role::Bad, Style::Dots { radius: 3.5 }, checked),
    ];
    chart(series, "Last observations", time_axis(shown), pane(decimals_for(data.values()), None, marks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_are_named() {
        assert_eq!(frequency_label(0, 12), "once a year");
        assert_eq!(frequency_label(5, 12), "6 times a year, alternating");
        assert_eq!(frequency_label(2, 12), "3 times a year");
    }
}
