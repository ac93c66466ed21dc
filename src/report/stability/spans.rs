//! Sliding spans: how much the estimates of a period depend on the span of the data.

use solstice_engine::sa::stability::{GroupSummary, Measure, SlidingSpans, SpanStatistics, SpanView};

use super::{Drawn, Of};
use crate::report::chart::axis::{period_label, position_label};
use crate::report::chart::stability_figures;
use crate::report::number;
use crate::report::quality::Verdict;
use crate::report::sheet::{Cell, Sheet, figures, words};

/// Shares of abnormal periods from which the adjustment is uncertain and bad (Findley, Monsell, Shulman, Pugh 1990:
/// 15 and 25 % for factors, 35 and 40 % for changes from the period before, 2 and 10 % for annual changes).
fn shares(view: SpanView) -> [f64; 2] {
    match view {
        SpanView::Seasonal | SpanView::TradingDays => [0.15, 0.25],
        SpanView::AdjustedChanges => [0.35, 0.40],
        SpanView::AdjustedAnnualChanges => [0.02, 0.10],
    }
}

/// Name of a view.
pub fn view_name(view: SpanView) -> &'static str {
    match view {
        SpanView::Seasonal => "Seasonal",
        SpanView::TradingDays => "Trading days",
        SpanView::AdjustedChanges => "Changes of the adjusted series",
        SpanView::AdjustedAnnualChanges => "Annual changes of the adjusted series",
    }
}

/// Charts and tables of one comparison; none where the item is not in two spans.
pub fn spans(of: Of<'_>, spans: &SlidingSpans, view: SpanView) -> Option<Drawn> {
    let statistics = spans.view(view)?;
    let rows = vec![vec![stability_figures::span_estimates(of, spans, &statistics, view)]];
    let sheets = vec![
        summary(&statistics, view),
        used(spans),
        by_period(&statistics),
        by_year(&statistics),
        flagged(&statistics),
    ];
    Some(Drawn { rows, sheets })
}

/// Spreads of factors and growth in percent, others as they are, with their decimals.
pub(in crate::report) fn scale(measure: Measure) -> (f64, usize) {
    if measure.is_relative() { (100.0, 2) } else { (1.0, 3) }
}

fn in_unit(measure: Measure) -> &'static str {
    if measure.is_relative() { "%" } else { "units of the series" }
}

fn summary(statistics: &SpanStatistics, view: SpanView) -> Sheet {
    let (factor, decimals) = scale(statistics.measure);
    let [uncertain, bad] = shares(view);
    let share = statistics.abnormal() as f64 / statistics.count() as f64;
    let verdict = match share {
        s if s.is_nan() => Verdict::Undefined,
        s if s > bad => Verdict::Bad,
        s if s > uncertain => Verdict::Uncertain,
        _ => Verdict::Good,
    };
    let largest = statistics.finite().max_by(|a, b| a.1.total_cmp(&b.1));
    let mut facts = vec![
        ("Verdict", Cell::Verdict(verdict)),
        (
            "Abnormal periods",
            Cell::Text(format!(
                "{} of {} ({} %)",
                statistics.abnormal(),
                statistics.count(),
                number::display(100.0 * share, 1)
            )),
        ),
        (
            "Limits of their share",
            Cell::Text(format!(
                "uncertain above {} %, bad above {} %",
                number::display(100.0 * uncertain, 0),
                number::display(100.0 * bad, 0)
            )),
        ),
        (
            "Threshold of a period",
            Cell::Text(format!(
                "{} {}",
                number::display(factor * statistics.threshold, decimals),
                in_unit(statistics.measure)
            )),
        ),
        ("Mean spread", Cell::Number(factor * statistics.average(), decimals + 1)),
    ];
    if let Some((period, spread)) = largest {
        let text = format!("{} in {}", number::display(factor * spread, decimals + 1), period_label(period));
        facts.push(("Largest spread", Cell::Text(text)));
    }
    let title = format!("Sliding spans: {}", view_name(view).to_lowercase());
    let mut sheet = Sheet::facts("", facts);
    sheet.title = title;
    sheet.note = match statistics.measure.is_relative() {
        true => {
            "Spread: largest less smallest estimate of a period over the spans, in percent of the smallest."
        }
        false => "Spread: largest less smallest estimate of a period over the spans.",
    }
    .to_owned();
    sheet
}

fn used(spans: &SlidingSpans) -> Sheet {
    let columns = [
        words("Span", 60.0),
        words("From", 90.0),
        words("To", 90.0),
        figures("Observations", 100.0),
        words("Identifiable seasonality", 180.0),
    ];
    let mut sheet = Sheet::new("Spans", columns);
    sheet.rows.extend(spans.spans.iter().enumerate().map(|(k, span)| {
        vec![
            format!("{}", k + 1).into(),
            period_label(span.domain.start).into(),
            span.domain.last().map_or_else(String::new, period_label).into(),
            Cell::Number(span.domain.len as f64, 0),
            span.seasonality.map_or("", |s| s.verdict().name()).into(),
        ]
    }));
    sheet
}

fn by_period(statistics: &SpanStatistics) -> Sheet {
    let frequency = statistics.statistics.annual_frequency().unwrap_or(1);
    let label = |g: &GroupSummary| position_label(frequency, usize::try_from(g.group).unwrap_or(0));
    grouped("By period of the year", "Period", statistics, &statistics.by_period(), label)
}

fn by_year(statistics: &SpanStatistics) -> Sheet {
    grouped("By year", "Year", statistics, &statistics.by_year(), |g| g.group.to_string())
}

fn grouped(
    title: &str,
    head: &str,
    statistics: &SpanStatistics,
    groups: &[GroupSummary],
    label: impl Fn(&GroupSummary) -> String,
) -> Sheet {
    let (factor, decimals) = scale(statistics.measure);
    let columns = [
        words(head, 70.0),
        figures("Abnormal", 80.0),
        figures(&format!("Mean spread, {}", in_unit(statistics.measure)), 180.0),
        words("", 140.0),
    ];
    let mut sheet = Sheet::new(title, columns);
    sheet.rows.extend(groups.iter().map(|g| {
        let flag = if g.average >= statistics.threshold { "above the threshold" } else { "" };
        vec![
            label(g).into(),
            Cell::Number(g.abnormal as f64, 0),
            Cell::Number(factor * g.average, decimals + 1),
            Cell::Weak(flag.to_owned()),
        ]
    }));
    sheet
}

/// Every spread, the abnormal ones marked.
fn flagged(statistics: &SpanStatistics) -> Sheet {
    let (factor, decimals) = scale(statistics.measure);
    let columns = [
        words("Period", 90.0),
        figures(&format!("Spread, {}", in_unit(statistics.measure)), 150.0),
        words("", 120.0),
    ];
    let mut sheet = Sheet::new("Spread of every period", columns);
    sheet.rows.extend(statistics.finite().map(|(period, spread)| {
        let flag = if spread >= statistics.threshold { "abnormal" } else { "" };
        vec![
            period_label(period).into(),
            Cell::Number(factor * spread, decimals + 1),
            Cell::Text(flag.to_owned()),
        ]
    }));
    sheet
}
