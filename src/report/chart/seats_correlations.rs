//! Correlations of the components of SEATS: what their models and their estimators imply, and what the estimates show.

use solstice_engine::sa::Adjustment;
use solstice_engine::sa::seats::{SeatsDecomposition, TestedItem, WienerKolmogorov, model_tests};
use solstice_engine::toolkit::arima::ArimaError;

use super::axis::Tick;
use super::figures::stamp;
use super::palette::Role;
use super::residual_figures::{lags, mark, pane};
use super::{Chart, Mark, Pane, Style, XAxis};
use crate::report::number::display;
use crate::report::seats::SIGNALS;

/// Years of lags.
const YEARS: usize = 2;

const ITEMS: [(&str, TestedItem, Role); 4] = [
    ("Trend", TestedItem::Trend, Role::Trend),
    ("Seasonally adjusted", TestedItem::Adjusted, Role::Adjusted),
    ("Seasonal", TestedItem::Seasonal, Role::Seasonal),
    ("Irregular", TestedItem::Irregular, Role::Irregular),
];

/// Pairs of [`SIGNALS`] and of tested items, whose estimators are correlated although the components are not.
const PAIRS: [(usize, usize); 4] = [(0, 2), (0, 3), (2, 3), (1, 2)];

/// Autocorrelations and cross-correlations of the components made stationary.
///
/// # Errors
/// The model cannot be inverted.
pub fn correlations(
    name: &str,
    adjustment: &Adjustment,
    seats: &SeatsDecomposition,
) -> Result<[Chart; 2], ArimaError> {
    let period = seats.final_model.orders().period.max(1);
    let reach = (YEARS * period).max(8);
    let chart = |subtitle: &str, x: XAxis, panes: Vec<Pane>| Chart {
        title: format!("{name}: {}", subtitle.to_lowercase()),
        subtitle: String::new(),
        stamp: stamp(&adjustment.spec),
        x,
        panes,
    };
    let auto = autocorrelations(seats, reach)?;
    let cross = cross_correlations(seats, reach)?;
    let years = (-(YEARS as i64)..=YEARS as i64).map(|k| (k * period as i64) as f64);
    let both_sides = XAxis::Values {
        name: "Lag".to_owned(),
        range: [-(reach as f64) - 0.5, reach as f64 + 0.5],
        step: 1.0,
        decimals: 0,
        ticks: years.map(|k| Tick { at: k, text: display(k, 0) }).collect(),
    };
    Ok([
        chart("Autocorrelations of components and estimators", lags(reach, period), auto),
        chart("Cross-correlations of estimators", both_sides, cross),
    ])
}

fn titled(label: String, marks: Vec<Mark>) -> Pane {
    Pane { label, ..pane(3, Some(0.0), marks) }
}

fn autocorrelations(seats: &SeatsDecomposition, reach: usize) -> Result<Vec<Pane>, ArimaError> {
    let battery = model_tests(seats)?;
    let panes = ITEMS.into_iter().filter_map(|(title, item, role)| {
        let lags = battery.autocorrelations(item, reach)?;
        let line = |f: &dyn Fn(usize) -> Option<f64>| -> Vec<[f64; 2]> {
            (0..lags.len()).filter_map(|k| Some([(k + 1) as f64, f(k)?])).collect()
        };
        let marks = vec![
            mark("Estimate", role, Style::Bars { width: 0.5 }, line(&|k| lags.get(k).map(|t| t.estimate))),
            mark(
                "Estimator",
                Role::Text,
                Style::Dots { radius: 2.0 },
                line(&|k| lags.get(k).map(|t| t.estimator)),
            ),
            mark(
                "Component",
                Role::Secondary,
                Style::Rings { radius: 3.0 },
                line(&|k| lags.get(k).map(|t| t.component)),
            ),
        ];
        Some(titled(title.to_owned(), marks))
    });
    Ok(panes.collect())
}

/// Of the estimators by the model, at lags on both sides; of the estimates at lag 0.
fn cross_correlations(seats: &SeatsDecomposition, reach: usize) -> Result<Vec<Pane>, ArimaError> {
    let theory = WienerKolmogorov::new(&seats.compact)?;
    let battery = model_tests(seats)?;
    let mut panes = Vec::new();
    for (a, b) in PAIRS {
        let (Some(first), Some(second)) = (SIGNALS.get(a), SIGNALS.get(b)) else { continue };
        let (Some(x), Some(y)) = (theory.estimator(first.1)?, theory.estimator(second.1)?) else { continue };
        let variance = |of: &solstice_engine::sa::seats::Estimator| -> Result<f64, ArimaError> {
            Ok(of.stationary_autocovariances(1)?.first().copied().unwrap_or(f64::NAN))
        };
        let scale = (variance(&x)? * variance(&y)?).sqrt();
        let (forward, backward) = x.stationary_cross_covariances(&y, reach + 1)?;
        let before = backward.iter().enumerate().skip(1).rev().map(|(k, c)| [-(k as f64), c / scale]);
        let after = forward.iter().enumerate().map(|(k, c)| [k as f64, c / scale]);
        let mut marks = vec![mark(
            "Estimators",
            Role::Adjusted,
            Style::Bars { width: 0.5 },
            before.chain(after).collect(),
        )];
        let items = ITEMS.get(a).zip(ITEMS.get(b));
        if let Some(test) = items.and_then(|(a, b)| battery.cross_correlation(a.1, b.1)) {
            let at_zero = vec![[0.0, test.estimate]];
            marks.push(mark("Estimates", Role::Bad, Style::Dots { radius: 3.5 }, at_zero));
        }
        panes.push(titled(format!("{} and {}", first.0, second.0.to_lowercase()), marks));
    }
    Ok(panes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use solstice_engine::sa::spec::tramo_seats;
    use solstice_engine::sa::{ModellingContext, Silent, adjust};
    use solstice_engine::toolkit::timeseries::TsData;

    #[test]
    fn correlations_are_bounded_and_those_of_items_agree_with_those_of_signals() {
        let value = |t: u32| {
            let angle = f64::from(t % 12) * std::f64::consts::TAU / 12.0;
            let unrest = f64::from((t * 37 + t * t * 11) % 23) / 23.0 - 0.5;
            (100.0 + 0.5 * f64::from(t)) * (1.0 + 0.15 * angle.sin() + 0.02 * unrest)
        };
        let data = TsData::of(12, 2010, 1, (0..120).map(value).collect()).unwrap();
        let spec = tramo_seats("rsa1").unwrap();
        let adjustment = adjust(&data, &spec, &ModellingContext::default(), &mut Silent).unwrap();
        let seats = adjustment.decomposition.seats().unwrap();
        let charts = correlations("x", &adjustment, seats).unwrap();
        for chart in &charts {
            assert!(chart.panes.len() >= 3, "{}", chart.title);
            for point in chart.panes.iter().flat_map(|p| &p.marks).flat_map(|m| &m.points) {
                assert!(point[1].abs() <= 1.0 + 1e-6, "{}: {point:?}", chart.title);
            }
        }
        for (item, signal) in ITEMS.iter().zip(SIGNALS) {
            assert_eq!(item.0, signal.0);
        }
        let battery = model_tests(seats).unwrap();
        let expected = battery.cross_correlation(TestedItem::Trend, TestedItem::Seasonal).unwrap().estimator;
        let bars = &charts[1].panes[0].marks[0].points;
        let zero = bars.iter().find(|p| p[0] == 0.0).unwrap();
        assert!((zero[1] - expected).abs() < 1e-9);
    }
}
