//! A report as one HTML file: charts inside, tables as tables, nothing to load from elsewhere.

use std::fmt::Write;

use solstice_engine::ENGINE;
use solstice_engine::sa::Adjustment;
use solstice_engine::toolkit::timeseries::TsData;

use super::chart::axis::period_label;
use super::chart::residual_figures::ResidualCharts;
use super::chart::{Chart, effect_figures, figures, seats_figures, svg};
use super::narrative::filter_name;
use super::number::{decimals_for, display};
use super::residuals::ResidualAnalysis;
use super::stability::Drawn;
use super::{decisions, diagnostics, model, quality, seats};
use crate::data::Series;

/// Width and height of the charts.
const MAIN: [f32; 2] = [900.0, 340.0];
const OTHERS: [f32; 2] = [900.0, 300.0];
const TALL: [f32; 2] = [900.0, 480.0];
const SMALL: [f32; 2] = [900.0, 240.0];

/// A series with its result, or why there is none.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Name in the report.
    pub name: &'a str,
    /// The series; none when not even that could be read.
    pub series: Option<&'a Series>,
    /// Its adjustment, or the reason why there is none.
    pub result: Result<&'a Adjustment, &'a str>,
    /// Stability of the adjustment, as far as it was computed.
    pub stability: &'a [Drawn],
}

/// Writes a report part by part, so that results need not be kept.
#[derive(Debug)]
pub struct Report {
    title: String,
    contents: String,
    body: String,
    count: usize,
    failed: usize,
    figures: usize,
}

impl Report {
    /// An empty report.
    pub fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            contents: String::new(),
            body: String::new(),
            count: 0,
            failed: 0,
            figures: 0,
        }
    }

    /// Adds a series.
    pub fn add(&mut self, part: &Part<'_>) {
        self.count += 1;
        let id = self.count;
        let name = escape(part.name);
        let (quality, class) = match part.result {
            Ok(adjustment) => {
                let verdict = diagnostics::verdict(adjustment).word();
                (verdict.to_owned(), verdict)
            }
            Err(_) => {
                self.failed += 1;
                ("failed".to_owned(), "failed")
            }
        };
        // formatting into a string cannot fail
        let _ = writeln!(
            self.contents,
            "<tr><td><a href=\"#s{id}\">{name}</a></td><td class=\"{class}\">{quality}</td></tr>"
        );
        let _ = writeln!(self.body, "<section id=\"s{id}\">\n<h2>{name}</h2>");
        if let Some(series) = part.series {
            source(&mut self.body, series);
        }
        match part.result {
            Ok(adjustment) => self.adjusted(part, adjustment),
            Err(reason) => {
                let _ = writeln!(self.body, "<p class=\"failed\">Not adjusted: {}.</p>", escape(reason));
            }
        }
        self.body.push_str("</section>\n");
    }

    fn adjusted(&mut self, part: &Part<'_>, adjustment: &Adjustment) {
        let source = part.series.and_then(|s| s.metadata.get("source")).map_or("", String::as_str);
        let charts = [
            (Some(figures::main(part.name, source, adjustment)), MAIN),
            (Some(figures::components(part.name, source, adjustment)), OTHERS),
            (figures::si_ratios(part.name, source, adjustment), OTHERS),
        ];
        summary(&mut self.body, adjustment);
        for (chart, size) in charts {
            self.figure(chart.as_ref(), size);
        }
        self.model(part.name, source, adjustment);
        self.seats(part.name, source, adjustment);
        decision_table(&mut self.body, adjustment);
        for sheet in diagnostics::sheets(adjustment) {
            self.body.push_str(&sheet.html(escape));
        }
        for drawn in part.stability {
            for chart in drawn.charts() {
                self.figure(Some(chart), SMALL);
            }
            for sheet in &drawn.sheets {
                self.body.push_str(&sheet.html(escape));
            }
        }
        statistics(&mut self.body, adjustment);
        components(&mut self.body, adjustment);
    }

    fn figure(&mut self, chart: Option<&Chart>, size: [f32; 2]) {
        let Some(chart) = chart else { return };
        self.figures += 1;
        let svg = svg_element(&svg::write(chart, size, None), self.figures);
        let _ = writeln!(self.body, "<figure>{svg}</figure>");
    }

    /// Model, effects and residuals of the pre-processing.
    fn model(&mut self, name: &str, source: &str, adjustment: &Adjustment) {
        let Some(result) = &adjustment.preprocessing else { return };
        for sheet in model::sheets(adjustment) {
            self.body.push_str(&sheet.html(escape));
        }
        self.figure(effect_figures::effects(name, source, adjustment).as_ref(), TALL);
        let Some(residuals) = ResidualAnalysis::of(result) else { return };
        let charts = ResidualCharts::new(name, adjustment, &residuals);
        self.figure(Some(&charts.residuals), SMALL);
        for chart in [&charts.acf, &charts.pacf, &charts.histogram, &charts.spectrum] {
            self.figure(Some(chart), SMALL);
        }
        self.body.push_str(&residuals.tests.html(escape));
    }

    /// Models and components of SEATS.
    fn seats(&mut self, name: &str, source: &str, adjustment: &Adjustment) {
        let Some(decomposition) = adjustment.decomposition.seats() else { return };
        let chart = seats_figures::components(name, source, adjustment, decomposition);
        self.figure(Some(&chart), TALL);
        // a model that cannot be inverted has no theory to report
        let errors = seats::errors(decomposition).unwrap_or_default();
        let tests = seats::tests(decomposition).unwrap_or_default();
        for sheet in seats::models(decomposition).into_iter().chain(errors).chain(tests) {
            self.body.push_str(&sheet.html(escape));
        }
    }

    /// The whole text.
    pub fn finish(self) -> String {
        let Self { title, contents, body, count, failed, .. } = self;
        let title = escape(&title);
        let outcome = if failed == 0 { "all adjusted".into() } else { format!("{failed} not adjusted") };
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>Seasonal adjustment of {count} series, {outcome}. Engine: {ENGINE}.</p>\n<table class=\"contents\">\n<thead><tr><th>Series</th><th>Quality</th></tr></thead>\n<tbody>\n{contents}</tbody>\n</table>\n{body}</body>\n</html>\n"
        )
    }
}

fn source(body: &mut String, series: &Series) {
    let mut facts: Vec<String> =
        series.metadata.iter().map(|(key, value)| format!("{}: {}", escape(key), escape(value))).collect();
    if let Some(moniker) = &series.moniker {
        facts.push(format!("file: {}", escape(&moniker.path)));
    }
    if !facts.is_empty() {
        let _ = writeln!(body, "<p class=\"source\">{}</p>", facts.join(" · "));
    }
}

/// The element of an SVG document. Its names are made those of the `n`-th figure: a page has each name once.
fn svg_element(document: &str, n: usize) -> String {
    let element = document.find("<svg").and_then(|at| document.get(at..)).unwrap_or(document);
    element.replace(" id=\"", &format!(" id=\"figure{n}-")).replace("url(#", &format!("url(#figure{n}-"))
}

fn summary(body: &mut String, adjustment: &Adjustment) {
    let span = adjustment.span;
    let last = span.last().map_or_else(String::new, period_label);
    let mut rows = vec![
        ("Span", format!("{} to {last}, {} observations", period_label(span.start), span.len)),
        ("Decomposition", figures::mode_name(adjustment.mode).to_owned()),
    ];
    if let Some(x11) = adjustment.decomposition.x11() {
        let mut filters: Vec<&str> = x11.seasonal_filters.iter().map(|f| filter_name(*f)).collect();
        filters.dedup();
        rows.push(("Seasonal filter", if filters.is_empty() { "none".into() } else { filters.join(", ") }));
        let henderson = format!("{} terms, I/C {}", x11.henderson_length, display(x11.ic_ratio, 3));
        rows.push(("Henderson filter", henderson));
    }
    if let Some(seats) = adjustment.decomposition.seats() {
        let model = seats.final_model.orders().to_string();
        let changed = if seats.model_changed { ", changed by SEATS" } else { "" };
        rows.push(("Model decomposed", format!("{model}{changed}")));
    }
    if let Some(m) = &adjustment.m_statistics {
        let verdict = quality::Verdict::of(m.q).word();
        rows.push((
            "Quality",
            format!("Q {} ({verdict}), without M2 {}", display(m.q, 3), display(m.q_without_m2, 3)),
        ));
    }
    rows.push(("Specification", figures::stamp(&adjustment.spec)));
    body.push_str("<table class=\"summary\">\n<tbody>\n");
    for (head, text) in rows {
        let _ = writeln!(body, "<tr><th>{head}</th><td>{}</td></tr>", escape(&text));
    }
    body.push_str("</tbody>\n</table>\n");
}

fn decision_table(body: &mut String, adjustment: &Adjustment) {
    if !adjustment.decisions.is_empty() {
        body.push_str(&decisions::sheet(&decisions::rows(&adjustment.decisions)).html(escape));
    }
}

fn statistics(body: &mut String, adjustment: &Adjustment) {
    let Some(m) = &adjustment.m_statistics else { return };
    body.push_str(
        "<h3>Quality statistics</h3>\n<p>Below 1 good, from 2 on severe.</p>\n<table>\n<thead><tr><th></th><th>Measures</th><th>Value</th><th>Verdict</th><th>Weight</th></tr></thead>\n<tbody>\n",
    );
    for row in quality::rows(m) {
        let (value, verdict) = match row.value {
            Some(x) => (display(x, 3), quality::Verdict::of(x).word()),
            None => (String::new(), "not used"),
        };
        let _ = writeln!(
            body,
            "<tr><td>{}</td><td class=\"text\">{}</td><td>{value}</td><td class=\"text {verdict}\">{verdict}</td><td>{}</td></tr>",
            row.name, row.meaning, row.weight
        );
    }
    body.push_str("</tbody>\n</table>\n");
}

fn components(body: &mut String, adjustment: &Adjustment) {
    let finals = &adjustment.finals;
    let columns: [(&str, &TsData); 5] = [
        ("Series", &finals.y.values),
        ("Seasonally adjusted", &finals.sa.values),
        ("Trend", &finals.t.values),
        ("Seasonal", &finals.s.values),
        ("Irregular", &finals.i.values),
    ];
    body.push_str(
        "<details>\n<summary>Table of the components</summary>\n<table>\n<thead><tr><th>Period</th>",
    );
    for (head, _) in columns {
        let _ = write!(body, "<th>{head}</th>");
    }
    body.push_str("</tr></thead>\n<tbody>\n");
    let decimals = columns.map(|(_, data)| decimals_for(data.values()));
    for period in adjustment.span.periods() {
        let _ = write!(body, "<tr><td class=\"text\">{}</td>", period_label(period));
        for ((_, data), decimals) in columns.iter().zip(decimals) {
            let _ = write!(body, "<td>{}</td>", display(data.get(period).unwrap_or(f64::NAN), decimals));
        }
        body.push_str("</tr>\n");
    }
    body.push_str("</tbody>\n</table>\n</details>\n");
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

const STYLE: &str = "\
body { font: 15px/1.5 system-ui, sans-serif; color: #1d2530; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.2; }
h2 { border-top: 1px solid #ccd3dc; padding-top: 1.5rem; margin-top: 2.5rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .15rem .8rem .15rem 0; text-align: right; vertical-align: top; }
th.text { text-align: left; }
thead th { border-bottom: 1px solid #ccd3dc; }
.summary th, .summary td, .contents th, .contents td, td.text { text-align: left; }
.summary th { font-weight: normal; color: #5a6675; }
.source { color: #5a6675; }
.failed, .severe { color: #a3201d; }
.bad { color: #8a5a00; }
.good { color: #1a6b3c; }
figure { margin: 1rem 0; }
svg { max-width: 100%; height: auto; }
@media print { section { break-before: page; } details > :not(summary) { display: block; } }
";
