//! The charts of a decomposition by SEATS.

use std::f64::consts::PI;

use solstice_engine::sa::seats::{SeatsDecomposition, WienerKolmogorov};
use solstice_engine::sa::{Adjustment, FinalComponent};
use solstice_engine::toolkit::arima::ArimaError;

use super::axis::Tick;
use super::figures::{NORMAL_95, THIN, chart, neutral, points, push_component};
use super::palette::Role;
use super::spectrum_figures::frequency_axis;
use super::{Chart, Mark, Pane, Style, XAxis};
use crate::report::diagnostics::GRID;
use crate::report::number::{decimals_for, display};
use crate::report::seats::SIGNALS;

/// Decibels beyond which spectra are cut: they are infinite at unit roots.
const CUT: f64 = 40.0;
const ROLES: [Role; 4] = [Role::Trend, Role::Adjusted, Role::Seasonal, Role::Irregular];

fn mark(name: &str, role: Role, style: Style, points: Vec<[f64; 2]>) -> Mark {
    Mark { name: name.to_owned(), role, style, points, labelled: !matches!(style, Style::Band) }
}

fn pane(label: &str, decimals: usize, reference: Option<f64>, marks: Vec<Mark>) -> Pane {
    Pane { label: label.to_owned(), decimals, reference, weight: 1.0, marks, events: Vec::new() }
}

/// The stochastic components with their 95 % intervals, one above the other.
pub fn components(name: &str, source: &str, adjustment: &Adjustment, seats: &SeatsDecomposition) -> Chart {
    let c = &seats.components;
    let neutral = Some(neutral(seats.mode));
    let parts = [
        ("Seasonally adjusted", Role::Adjusted, None, Some(&c.sa)),
        ("Trend", Role::Trend, None, c.t.as_ref()),
        ("Seasonal", Role::Seasonal, neutral, c.s.as_ref()),
        ("Irregular", Role::Irregular, neutral, c.i.as_ref()),
    ];
    let panes = parts.into_iter().filter_map(|(title, role, reference, component)| {
        let component = component?;
        let mut marks: Vec<Mark> = band(component, role).into_iter().collect();
        push_component(&mut marks, title, role, THIN, component);
        Some(pane(
            &format!("{title}, without regression effects"),
            decimals_for(component.values.values()),
            reference,
            marks,
        ))
    });
    chart(name, source, adjustment, panes.collect())
}

/// 1.96 standard errors on both sides of estimates and forecasts.
fn band(component: &FinalComponent, role: Role) -> Option<Mark> {
    let errors = &component.errors;
    let parts = [
        (Some(&component.values), errors.values.as_ref()),
        (component.forecasts.as_ref(), errors.forecasts.as_ref()),
    ];
    let pairs =
        parts.into_iter().filter_map(|(values, errors)| values.zip(errors)).flat_map(|(values, errors)| {
            let each = points(values).into_iter().zip(errors.values());
            each.flat_map(|([x, y], e)| [[x, y - NORMAL_95 * e], [x, y + NORMAL_95 * e]]).collect::<Vec<_>>()
        });
    let points: Vec<[f64; 2]> = pairs.collect();
    (!points.is_empty()).then(|| mark("95 % interval", role, Style::Band, points))
}

/// Spectra of the components, squared gains and weights of their filters.
///
/// # Errors
/// The model cannot be inverted.
pub fn theory(
    name: &str,
    adjustment: &Adjustment,
    seats: &SeatsDecomposition,
) -> Result<[Chart; 3], ArimaError> {
    let theory = WienerKolmogorov::new(&seats.compact)?;
    let period = seats.final_model.orders().period.max(1);
    let grid: Vec<f64> = (0..=GRID).map(|k| PI * k as f64 / GRID as f64).collect();
    let per_year = period as f64 / (2.0 * PI);
    let curve =
        |f: &dyn Fn(f64) -> f64| -> Vec<[f64; 2]> { grid.iter().map(|w| [w * per_year, f(*w)]).collect() };
    let decibels = |x: f64| if x > 0.0 { (10.0 * x.log10()).clamp(-CUT, CUT) } else { -CUT };
    let (mut spectra, mut gains, mut filters) = (Vec::new(), Vec::new(), Vec::new());
    let reach = 3 * period;
    for ((title, signal), role) in SIGNALS.into_iter().zip(ROLES) {
        let Some(estimator) = theory.estimator(signal)? else { continue };
        let spectrum = estimator.signal().spectrum();
        let line = Style::Line { width: 1.5, dashed: false };
        let legend = |style, points| Mark { name: title.to_owned(), role, style, points, labelled: false };
        spectra.push(legend(line, curve(&|w| decibels(spectrum.value(w)))));
        gains.push(legend(line, curve(&|w| estimator.gain(w).powi(2))));
        let weights = estimator.weights(reach + 1)?;
        let both = weights.iter().enumerate().skip(1).rev().map(|(k, w)| [-(k as f64), *w]);
        let both: Vec<[f64; 2]> =
            both.chain(weights.iter().enumerate().map(|(k, w)| [k as f64, *w])).collect();
        filters.push(legend(line, both));
    }
    let one = |subtitle: &str, x: &XAxis, pane: Pane| Chart {
        title: format!("{name}: {}", subtitle.to_lowercase()),
        subtitle: String::new(),
        stamp: super::figures::stamp(&adjustment.spec),
        x: x.clone(),
        panes: vec![pane],
    };
    let frequencies = frequency_axis(period);
    let years = (-3..=3i64).map(|k| k * period as i64);
    let lags = XAxis::Values {
        name: "Distance".to_owned(),
        range: [-(reach as f64), reach as f64],
        step: 1.0,
        decimals: 0,
        ticks: years.map(|k| Tick { at: k as f64, text: display(k as f64, 0) }).collect(),
    };
    Ok([
        one("Spectra of the components", &frequencies, pane("Spectra (dB)", 2, None, spectra)),
        one("Squared gains", &frequencies, pane("Squared gains", 4, Some(0.0), gains)),
        one("Filters", &lags, pane("Weights of the filters", 5, Some(0.0), filters)),
    ])
}
