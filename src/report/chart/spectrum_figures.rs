//! The spectra of a series, one above the other, with seasonal and trading-day frequencies.

use solstice_engine::sa::Adjustment;

use super::axis::Tick;
use super::figures::stamp;
use super::palette::Role;
use super::{Chart, Mark, Pane, Style, XAxis};
use crate::report::diagnostics::{Analysed, AnalysedSeries, GRID, Spectra};

/// Frequencies from 0 to half a cycle per period, counted per year.
pub(in crate::report) fn frequency_axis(period: usize) -> XAxis {
    let highest = 0.5 * period as f64;
    XAxis::Values {
        name: "Cycles per year".to_owned(),
        range: [0.0, highest],
        step: highest / GRID as f64,
        decimals: 2,
        ticks: (0..=period / 2).map(|k| Tick { at: k as f64, text: k.to_string() }).collect(),
    }
}

/// Vertical lines at the seasonal and trading-day frequencies, in cycles per year.
pub(in crate::report) fn marks_at_frequencies<'a>(
    seasonal: &'a [f64],
    trading_days: &'a [f64],
) -> impl Iterator<Item = Mark> + 'a {
    let kinds = [("Seasonal", Role::Seasonal, seasonal), ("Trading days", Role::Calendar, trading_days)];
    kinds.into_iter().filter(|(_, _, f)| !f.is_empty()).map(|(name, role, frequencies)| Mark {
        name: name.to_owned(),
        role,
        style: Style::Verticals,
        points: frequencies.iter().map(|f| [*f, f64::NAN]).collect(),
        labelled: false,
    })
}

/// Periodogram, autoregressive and Tukey spectrum of an analysed series; those that can be computed.
pub fn spectra(
    name: &str,
    adjustment: &Adjustment,
    analysed: Analysed,
    series: &AnalysedSeries,
    spectra: &Spectra,
) -> Chart {
    let window = spectra.window.map_or_else(String::new, |w| format!(", window {w}"));
    let curves = [
        ("Periodogram", "Periodogram (dB)".to_owned(), &spectra.periodogram),
        ("Autoregressive", "Autoregressive spectrum, order 30 (dB)".to_owned(), &spectra.autoregressive),
        ("Tukey", format!("Tukey spectrum{window} (dB)"), &spectra.tukey),
    ];
    let panes =
        curves.into_iter().filter(|(_, _, points)| !points.is_empty()).map(|(name, label, points)| {
            let style = Style::Line { width: 1.5, dashed: false };
            let curve = Mark {
                name: name.to_owned(),
                role: role(analysed),
                style,
                points: points.clone(),
                labelled: false,
            };
            Pane {
                label,
                decimals: 1,
                reference: None,
                weight: 1.0,
                marks: marks_at_frequencies(&spectra.seasonal, &spectra.trading_days)
                    .chain([curve])
                    .collect(),
                events: Vec::new(),
            }
        });
    Chart {
        title: format!("{name}: spectra, {}", analysed.name().to_lowercase()),
        subtitle: series.preparation.clone(),
        stamp: stamp(&adjustment.spec),
        x: frequency_axis(spectra.period),
        panes: panes.collect(),
    }
}

fn role(analysed: Analysed) -> Role {
    match analysed {
        Analysed::Original | Analysed::Linearised => Role::Raw,
        Analysed::Adjusted => Role::Adjusted,
        Analysed::Irregular | Analysed::Residuals => Role::Irregular,
    }
}
