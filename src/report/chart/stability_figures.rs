//! The charts of sliding spans, revision history and moving windows.

use solstice_engine::sa::stability::{
    MovingCoefficient, RevisedItem, RevisionHistory, Revisions, SlidingSpans, SpanStatistics, SpanView,
};
use solstice_engine::toolkit::timeseries::{TsData, TsPeriod};

use super::axis::period_label;
use super::figures::{STRONG, THIN, points, stamp, time_axis};
use super::palette::Role;
use super::{Chart, Mark, Pane, Style, XAxis};
use crate::report::number::decimals_for;
use crate::report::stability::{Of, item_name, measure_name, scale, view_name};

/// Colours of lines that are told apart by their labels: spans from the oldest, coefficients.
const LINES: [Role; 6] =
    [Role::Raw, Role::Calendar, Role::Seasonal, Role::Adjusted, Role::Irregular, Role::Trend];
const DASHED: Style = Style::Line { width: 1.0, dashed: true };

fn mark(name: &str, role: Role, style: Style, points: Vec<[f64; 2]>) -> Mark {
    Mark { name: name.to_owned(), role, style, points, labelled: false }
}

fn level(name: &str, role: Role, y: f64, x: &XAxis) -> Mark {
    let [first, last] = x.extent();
    mark(name, role, DASHED, vec![[first, y], [last, y]])
}

fn pane(label: String, decimals: usize, reference: Option<f64>, marks: Vec<Mark>) -> Pane {
    Pane { label, decimals, reference, weight: 1.0, marks, events: Vec::new() }
}

fn chart(of: Of<'_>, title: &str, x: XAxis, panes: Vec<Pane>) -> Chart {
    Chart {
        title: format!("{}: {}", of.name, title.to_lowercase()),
        subtitle: of.source.to_owned(),
        stamp: stamp(&of.adjustment.spec),
        x,
        panes,
    }
}

/// The estimates of each span over each other, changes of the adjusted series in percent where they are relative; below
/// them their spread.
pub fn span_estimates(
    of: Of<'_>,
    spans: &SlidingSpans,
    statistics: &SpanStatistics,
    view: SpanView,
) -> Chart {
    let estimates = spans.estimates(view);
    let changes = matches!(view, SpanView::AdjustedChanges | SpanView::AdjustedAnnualChanges);
    let percent = spans.multiplicative && changes;
    let estimates: Vec<TsData> =
        estimates.iter().map(|x| if percent { x.map(|v| 100.0 * (v - 1.0)) } else { x.clone() }).collect();
    let shown = |x: &TsData| x.domain();
    let domain = estimates.iter().map(shown).reduce(|a, b| a.union(b).unwrap_or(a));
    let names: Vec<String> = spans.spans.iter().map(|s| format!("From {}", s.domain.start.year())).collect();
    let marks = estimates
        .iter()
        .zip(&names)
        .zip(LINES)
        .map(|((x, name), role)| mark(name, role, THIN, points(x)))
        .collect();
    let neutral = if spans.multiplicative && !percent { 1.0 } else { 0.0 };
    let label = format!("{}{}, by span", view_name(view), if percent { ", %" } else { "" });
    let decimals = estimates.first().map_or(2, |x| decimals_for(x.values()));
    let x = time_axis(domain.unwrap_or(of.adjustment.span));
    let spreads = spreads(statistics, &x);
    chart(of, &label, x, vec![pane(label.clone(), decimals, Some(neutral), marks), spreads])
}

/// The spread of each period with the threshold; abnormal ones marked.
fn spreads(statistics: &SpanStatistics, x: &XAxis) -> Pane {
    let (factor, decimals) = scale(statistics.measure);
    let spreads = statistics.statistics.map(|x| factor * x);
    let threshold = factor * statistics.threshold;
    let abnormal: Vec<[f64; 2]> = points(&spreads).into_iter().filter(|p| p[1] >= threshold).collect();
    let mut marks = vec![
        mark("Spread", Role::Raw, Style::Stems, points(&spreads)),
        level("Threshold", Role::Bad, threshold, x),
    ];
    if !abnormal.is_empty() {
        marks.push(mark("Abnormal", Role::Bad, Style::Dots { radius: 3.0 }, abnormal));
    }
    let unit = if statistics.measure.is_relative() { ", %" } else { "" };
    pane(format!("Spread of the estimates{unit}"), decimals, Some(0.0), marks)
}

/// The colour that the item has in all charts.
fn role(item: RevisedItem) -> Role {
    match item {
        RevisedItem::Adjusted => Role::Adjusted,
        RevisedItem::Trend => Role::Trend,
        RevisedItem::Seasonal => Role::Seasonal,
    }
}

/// First and last estimates.
pub fn first_and_last(of: Of<'_>, history: &RevisionHistory, item: RevisedItem) -> Chart {
    let first = history.first_estimates(item);
    let last = history.last(item).fit_to(first.domain());
    let role = role(item);
    let marks = vec![
        mark("Last estimate", role, STRONG, points(&last)),
        mark("First estimate", Role::Text, Style::Rings { radius: 3.0 }, points(&first)),
    ];
    let label = format!("{}, first and last estimates", item_name(item));
    let decimals = decimals_for(last.values());
    chart(of, &label, time_axis(first.domain()), vec![pane(label.clone(), decimals, None, marks)])
}

/// Last less first estimates, with their mean and twice their root mean square.
pub fn revisions(of: Of<'_>, revisions: &Revisions, item: RevisedItem) -> Chart {
    let x = time_axis(revisions.values.domain());
    let rmse = revisions.rmse();
    let mut marks = vec![mark("Revision", Role::Raw, Style::Stems, points(&revisions.values))];
    if rmse.is_finite() {
        marks.push(level("Twice the root mean square", Role::Secondary, 2.0 * rmse, &x));
        marks.push(level("", Role::Secondary, -2.0 * rmse, &x));
        marks.push(level("Mean", Role::Accent, revisions.mean(), &x));
    }
    let large: Vec<[f64; 2]> =
        points(&revisions.values).into_iter().filter(|p| revisions.is_large(p[1])).collect();
    if !large.is_empty() {
        marks.push(mark("Large", Role::Bad, Style::Dots { radius: 3.0 }, large));
    }
    let label = format!("Revisions: {}", measure_name(revisions.measure).to_lowercase());
    let title = format!("{}, {label}", item_name(item));
    chart(of, &title, x, vec![pane(label, decimals_for(&[rmse]), Some(0.0), marks)])
}

/// The estimates of one period as data are added.
pub fn history_of(of: Of<'_>, history: &RevisionHistory, item: RevisedItem, period: TsPeriod) -> Chart {
    let estimates = history.history_of(item, period);
    let x = time_axis(estimates.domain());
    let last = estimates.values().last().copied().unwrap_or(f64::NAN);
    let marks = vec![
        level("Last estimate", Role::Secondary, last, &x),
        mark("Estimate", role(item), THIN, points(&estimates)),
        mark("", role(item), Style::Dots { radius: 2.0 }, points(&estimates)),
    ];
    let label = format!("{} of {}, by last observation", item_name(item), period_label(period));
    let decimals = decimals_for(estimates.values());
    chart(of, &label, x, vec![pane(label.clone(), decimals, None, marks)])
}

/// Coefficients over the windows, a pane per group, with the values on the whole series dashed.
pub fn moving_coefficients(of: Of<'_>, groups: &[(&str, Vec<(&MovingCoefficient, f64)>)]) -> Chart {
    let starts = groups.iter().flat_map(|g| &g.1).flat_map(|(c, _)| c.estimates.iter().map(|e| e.0));
    let first = starts.clone().min_by_key(|p| p.id);
    let last = starts.max_by_key(|p| p.id);
    let x = match first.zip(last) {
        Some((first, last)) => XAxis::Time { unit: first.unit, first: first.id, last: last.id },
        None => time_axis(of.adjustment.span),
    };
    let panes = groups.iter().map(|(title, members)| {
        let mut marks = Vec::new();
        for ((c, whole), role) in members.iter().zip(LINES.iter().cycle()) {
            let name = c.name.split_once('.').map_or(c.name.as_str(), |(_, name)| name);
            if whole.is_finite() {
                marks.push(level("", *role, *whole, &x));
            }
            let points: Vec<[f64; 2]> = c.estimates.iter().map(|(p, v)| [p.id as f64, *v]).collect();
            marks.push(mark("", *role, Style::Dots { radius: 2.0 }, points.clone()));
            marks.push(Mark { labelled: true, ..mark(name, *role, THIN, points) });
        }
        pane(format!("{title}, by first period of the window; dashed: whole series"), 4, Some(0.0), marks)
    });
    let panes = panes.collect();
    chart(of, "Moving windows", x, panes)
}
