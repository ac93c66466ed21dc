//! Two results of one series beside each other: figures and an overlaid chart.

use solstice_engine::sa::{Adjustment, Decomposition, FinalComponent};
use solstice_engine::toolkit::timeseries::TsData;

use super::chart::figures::{self, mode_name, points, stamp, time_axis};
use super::chart::palette::Role;
use super::chart::{Chart, Mark, Pane, Style, axis::period_label};
use super::number::{self, decimals_for};
use super::outlier_marks::outliers;
use super::sheet::{Cell, Sheet, words};

/// A result with the name under which it is compared.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Short name: `rsa5c`.
    pub name: &'a str,
    /// The result.
    pub adjustment: &'a Adjustment,
}

/// The facts that describe both results, a row each.
pub fn sheet(sides: [Side<'_>; 2]) -> Sheet {
    let columns = [words("", 240.0), words(sides[0].name, 260.0), words(sides[1].name, 260.0)];
    let facts = sides.map(|s| facts(s.adjustment));
    let [first, second] = facts;
    let rows =
        first.into_iter().zip(second).map(|((name, a), (_, b))| vec![Cell::Weak(name.to_owned()), a, b]);
    let mut sheet = Sheet { rows: rows.collect(), ..Sheet::new("Both results", columns) };
    let growth = sides.map(|s| roughness(&s.adjustment.finals.sa.values));
    let trend = sides.map(|s| roughness(&s.adjustment.finals.t.values));
    for (name, [a, b]) in
        [("Mean change of the adjusted series, %", growth), ("Mean change of the trend, %", trend)]
    {
        sheet.rows.push(vec![Cell::Weak(name.to_owned()), Cell::Number(a, 3), Cell::Number(b, 3)]);
    }
    let distance = distance(sides);
    sheet.note = format!(
        "The adjusted series differ by {} % on average and by at most {} %, in {}.",
        number::display(distance.mean, 3),
        number::display(distance.largest, 3),
        distance.at
    );
    sheet
}

fn facts(adjustment: &Adjustment) -> Vec<(&'static str, Cell)> {
    let model = adjustment.preprocessing.as_ref();
    let text = |value: Option<String>| Cell::Text(value.unwrap_or_else(|| "no model".to_owned()));
    let names = |model: &solstice_engine::sa::modelling::RegArimaResult| {
        let names: Vec<String> = outliers(model).iter().map(|m| m.name()).collect();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    };
    let calendar = |model: &solstice_engine::sa::modelling::RegArimaResult| {
        let regression = model.regression();
        let rows = regression.iter().filter(|r| r.class.is_day_related() || r.class.is_moving_holiday());
        let names: Vec<&str> = rows.map(|r| r.coefficient.name.as_str()).collect();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    };
    vec![
        ("Method", Cell::Text(method(adjustment).to_owned())),
        ("Decomposition", Cell::Text(mode_name(adjustment.mode).to_owned())),
        ("ARIMA model", text(model.map(|m| m.description().orders().to_string()))),
        ("Calendar", text(model.map(calendar))),
        ("Outliers", text(model.map(names))),
        ("AICc", model.map_or(Cell::Weak(String::new()), |m| Cell::Number(m.statistics().aicc(), 3))),
        (
            "Quality statistic Q",
            adjustment.m_statistics.as_ref().map_or(Cell::Weak(String::new()), |m| Cell::Number(m.q, 3)),
        ),
    ]
}

fn method(adjustment: &Adjustment) -> &'static str {
    match adjustment.decomposition {
        Decomposition::X11(_) => "X-13",
        Decomposition::Seats(_) => "TRAMO-SEATS",
    }
}

/// Mean absolute change from period to period, percent.
fn roughness(data: &TsData) -> f64 {
    let changes: Vec<f64> = (data.values().windows(2))
        .map(|w| 100.0 * ((w[1] - w[0]) / w[0]).abs())
        .filter(|x| x.is_finite())
        .collect();
    changes.iter().sum::<f64>() / changes.len() as f64
}

struct Distance {
    mean: f64,
    largest: f64,
    at: String,
}

/// Differences of the adjusted series where both exist, percent of the first.
fn distance(sides: [Side<'_>; 2]) -> Distance {
    let [a, b] = sides.map(|s| &s.adjustment.finals.sa.values);
    let differences: Vec<_> = (a.domain().periods().zip(a.values()))
        .filter_map(|(p, x)| Some((p, 100.0 * ((b.get(p)? - x) / x).abs())))
        .filter(|(_, d)| d.is_finite())
        .collect();
    let mean = differences.iter().map(|d| d.1).sum::<f64>() / differences.len() as f64;
    let largest = differences.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    Distance {
        mean,
        largest: largest.map_or(f64::NAN, |d| d.1),
        at: largest.map_or_else(String::new, |d| period_label(d.0)),
    }
}

/// The adjusted series and trends of both over the series, the difference of the adjusted series below, in percent.
pub fn chart(name: &str, source: &str, sides: [Side<'_>; 2]) -> Chart {
    let mut main = figures::main(name, source, sides[0].adjustment);
    let series = &sides[0].adjustment.finals.y;
    let strong = Style::Line { width: 2.0, dashed: false };
    let thin = Style::Line { width: 1.25, dashed: false };
    let line = |name: String, role, style, component: &FinalComponent| {
        let values = component.forecasts.iter().fold(points(&component.values), |mut all, f| {
            all.extend(points(f));
            all
        });
        Mark { name, role, style, points: values, labelled: true }
    };
    let [a, b] = sides;
    let difference =
        a.adjustment.finals.sa.values.domain().periods().zip(a.adjustment.finals.sa.values.values());
    let difference = difference.filter_map(|(p, x)| {
        let other = b.adjustment.finals.sa.values.get(p)?;
        Some([p.id as f64, 100.0 * (other - x) / x])
    });
    let percent = Mark {
        name: format!("{} against {}", b.name, a.name),
        role: Role::Irregular,
        style: Style::Stems,
        points: difference.collect(),
        labelled: false,
    };
    let pane = |label: &str, decimals, reference, weight, marks| Pane {
        label: label.to_owned(),
        decimals,
        reference,
        weight,
        marks,
        events: Vec::new(),
    };
    let marks = vec![
        line("Series".to_owned(), Role::Raw, thin, series),
        line(format!("Adjusted {}", a.name), Role::Adjusted, strong, &a.adjustment.finals.sa),
        line(format!("Adjusted {}", b.name), Role::Trend, thin, &b.adjustment.finals.sa),
    ];
    let seasonal = vec![
        line(a.name.to_owned(), Role::Adjusted, strong, &a.adjustment.finals.s),
        line(b.name.to_owned(), Role::Trend, thin, &b.adjustment.finals.s),
    ];
    let neutral = figures::neutral(a.adjustment.mode);
    let mut panes = vec![pane("Adjusted series", decimals_for(series.values.values()), None, 1.6, marks)];
    // seasonal components of different modes have no common scale
    if neutral == figures::neutral(b.adjustment.mode) {
        let decimals = decimals_for(a.adjustment.finals.s.values.values());
        panes.push(pane("Seasonal and calendar component", decimals, Some(neutral), 1.0, seasonal));
    }
    panes.push(pane("Difference of the adjusted series, %", 3, Some(0.0), 0.7, vec![percent]));
    main.x = time_axis(longest(sides));
    main.panes = panes;
    main.stamp = format!("{}; {}", stamp(&a.adjustment.spec), stamp(&b.adjustment.spec));
    main
}

fn longest(sides: [Side<'_>; 2]) -> solstice_engine::toolkit::timeseries::TsDomain {
    let ahead = |s: &Side<'_>| s.adjustment.finals.sa.forecasts.as_ref().map_or(0, TsData::len);
    sides[0].adjustment.span.extend(0, sides.iter().map(ahead).max().unwrap_or(0))
}
