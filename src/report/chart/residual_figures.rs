//! The charts of the residuals of a model.

use solstice_engine::sa::Adjustment;

use super::axis::{Tick, value_ticks};
use super::figures::{STRONG, THIN, points, stamp, time_axis};
use super::palette::Role;
use super::spectrum_figures::{frequency_axis, marks_at_frequencies};
use super::{Chart, Mark, Pane, Style, XAxis};
use crate::report::diagnostics::Spectra;
use crate::report::number::decimals_for;
use crate::report::residuals::ResidualAnalysis;

/// The charts.
#[derive(Clone, Debug)]
pub struct ResidualCharts {
    /// The residuals over time with twice their standard error.
    pub residuals: Chart,
    /// Autocorrelations.
    pub acf: Chart,
    /// Partial autocorrelations.
    pub pacf: Chart,
    /// Histogram with the normal curve.
    pub histogram: Chart,
    /// Periodogram and autoregressive spectrum.
    pub spectrum: Chart,
}

impl ResidualCharts {
    /// The charts of the series called `name`.
    pub fn new(name: &str, adjustment: &Adjustment, analysis: &ResidualAnalysis) -> Self {
        let chart = |subtitle: &str, x: XAxis, pane: Pane| Chart {
            title: format!("{name}: {}", subtitle.to_lowercase()),
            subtitle: String::new(),
            stamp: stamp(&adjustment.spec),
            x,
            panes: vec![Pane { label: subtitle.to_owned(), ..pane }],
        };
        let domain = analysis.residuals.domain();
        let period = domain.annual_frequency().unwrap_or(1) as usize;
        Self {
            residuals: chart("Residuals", time_axis(domain), over_time(analysis)),
            acf: chart(
                "Autocorrelations",
                lags(analysis.acf.len(), period),
                correlogram("ACF", &analysis.acf, analysis.bound),
            ),
            pacf: chart(
                "Partial autocorrelations",
                lags(analysis.pacf.len(), period),
                correlogram("PACF", &analysis.pacf, analysis.bound),
            ),
            histogram: chart("Distribution", classes(analysis), distribution(analysis)),
            spectrum: chart("Spectrum (dB)", frequency_axis(period), spectrum(&analysis.spectra)),
        }
    }
}

pub(in crate::report) fn mark(name: &str, role: Role, style: Style, points: Vec<[f64; 2]>) -> Mark {
    Mark { name: name.to_owned(), role, style, points, labelled: false }
}

pub(in crate::report) fn pane(decimals: usize, reference: Option<f64>, marks: Vec<Mark>) -> Pane {
    Pane { label: String::new(), decimals, reference, weight: 1.0, marks, events: Vec::new() }
}

/// Two dashed lines at `level` above and below zero.
fn bounds(name: &str, level: f64, range: [f64; 2]) -> [Mark; 2] {
    let line = |name: &str, y: f64| {
        mark(
            name,
            Role::Secondary,
            Style::Line { width: 1.0, dashed: true },
            vec![[range[0], y], [range[1], y]],
        )
    };
    [line(name, level), line("", -level)]
}

fn over_time(analysis: &ResidualAnalysis) -> Pane {
    let data = &analysis.residuals;
    let [first, last] = time_axis(data.domain()).extent();
    let mut marks = vec![mark("Residual", Role::Irregular, Style::Stems, points(data))];
    marks.extend(bounds("Two standard errors", 2.0 * analysis.standard_error, [first, last]));
    pane(decimals_for(&[analysis.standard_error]), Some(0.0), marks)
}

pub(in crate::report) fn lags(count: usize, period: usize) -> XAxis {
    let every = if period > 1 { period } else { 2 };
    let ticks = (1..=count / every).map(|k| k * every);
    XAxis::Values {
        name: "Lag".to_owned(),
        range: [0.5, count.max(1) as f64 + 0.5],
        step: 1.0,
        decimals: 0,
        ticks: ticks.map(|k| Tick { at: k as f64, text: k.to_string() }).collect(),
    }
}

pub(in crate::report) fn correlogram(name: &str, values: &[f64], bound: f64) -> Pane {
    let points = values.iter().enumerate().map(|(k, &r)| [(k + 1) as f64, r]).collect();
    let mut marks = vec![mark(name, Role::Adjusted, Style::Bars { width: 0.5 }, points)];
    marks.extend(bounds("5 % bounds", bound, [0.5, values.len() as f64 + 0.5]));
    pane(3, Some(0.0), marks)
}

fn classes(analysis: &ResidualAnalysis) -> XAxis {
    let reach = analysis.histogram.last().map_or(1.0, |c| c[0] + 0.5 * analysis.class_width);
    XAxis::Values {
        name: "Around".to_owned(),
        range: [-reach, reach],
        step: analysis.class_width,
        decimals: decimals_for(&[analysis.standard_error]),
        ticks: value_ticks(-reach, reach, 6),
    }
}

fn distribution(analysis: &ResidualAnalysis) -> Pane {
    let se = analysis.standard_error;
    let count: f64 = analysis.histogram.iter().map(|c| c[1]).sum();
    let peak = count * analysis.class_width / (se * std::f64::consts::TAU.sqrt());
    let reach = analysis.histogram.last().map_or(0.0, |c| c[0] + 0.5 * analysis.class_width);
    // at the middles of the classes too, where the crosshair looks
    let steps = 8 * analysis.histogram.len().max(1);
    let curve = (0..=steps).map(|k| {
        let x = reach * (2.0 * k as f64 / steps as f64 - 1.0);
        [x, peak * (-0.5 * (x / se).powi(2)).exp()]
    });
    let width = 0.9 * analysis.class_width;
    let marks = vec![
        mark("Residuals", Role::Irregular, Style::Bars { width }, analysis.histogram.clone()),
        mark("Normal", Role::Text, THIN, curve.collect()),
    ];
    pane(1, Some(0.0), marks)
}

fn spectrum(spectra: &Spectra) -> Pane {
    let curve = |name: &str, role, style, points: &[[f64; 2]]| mark(name, role, style, points.to_vec());
    let thin = Style::Line { width: 1.0, dashed: false };
    let mut marks = vec![
        curve("Periodogram", Role::Raw, thin, &spectra.periodogram),
        curve("AR(30)", Role::Adjusted, STRONG, &spectra.autoregressive),
    ];
    marks.retain(|m| !m.points.is_empty());
    pane(1, None, marks_at_frequencies(&spectra.seasonal, &spectra.trading_days).chain(marks).collect())
}
