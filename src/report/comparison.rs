//! Two results of one series beside each other: figures and an overlaid chart.

use solstice_engine::sa::{Adjustment, Decomposition, FinalComponent};
use solstice_engine::toolkit::timeseries::TsData;

use super::chart::figures::{self, STRONG, mode_name, push_component, stamp, time_axis};
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
    let columns = [words("", 268.0), words(sides[0].name, 260.0), words(sides[1].name, 260.0)];
    let facts = sides.map(|s| facts(s.adjustment));
    let [first, second] = facts;
    let mut sheet = Sheet::new("Both results", columns);
    for ((name, a), (_, b)) in first.into_iter().zip(second) {
        // a long list takes several rows, the name stands in the first
        for k in 0..a.len().max(b.len()) {
            let cell = |cells: &[Cell]| cells.get(k).cloned().unwrap_or_else(|| Cell::Weak(String::new()));
            let head = if k == 0 { name } else { "" };
            sheet.rows.push(vec![Cell::Weak(head.to_owned()), cell(&a), cell(&b)]);
        }
    }
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

fn facts(adjustment: &Adjustment) -> Vec<(&'static str, Vec<Cell>)> {
    let model = adjustment.preprocessing.as_ref();
    let text = |value: Option<String>| vec![Cell::Text(value.unwrap_or_else(|| "no model".to_owned()))];
    let list = |names: Option<Vec<String>>| names.map_or_else(|| text(None), |names| in_rows(&names));
    let names = |model: &solstice_engine::sa::modelling::RegArimaResult| {
        outliers(model).iter().map(|m| m.name()).collect::<Vec<String>>()
    };
    let calendar = |model: &solstice_engine::sa::modelling::RegArimaResult| {
        let regression = model.regression();
        let rows = regression.iter().filter(|r| r.class.is_day_related() || r.class.is_moving_holiday());
        rows.map(|r| r.coefficient.name.clone()).collect::<Vec<String>>()
    };
    let number = |value: Option<f64>| {
        vec![value.map_or_else(|| Cell::Weak(String::new()), |value| Cell::Number(value, 3))]
    };
    vec![
        ("Method", vec![Cell::Text(method(adjustment).to_owned())]),
        ("Decomposition", vec![Cell::Text(mode_name(adjustment.mode).to_owned())]),
        ("ARIMA model", text(model.map(|m| m.description().orders().to_string()))),
        ("Calendar", list(model.map(calendar))),
        ("Outliers", list(model.map(names))),
        ("AICc", number(model.map(|m| m.statistics().aicc()))),
        ("Quality statistic Q", number(adjustment.m_statistics.as_ref().map(|m| m.q))),
    ]
}

/// As many names in a row as can be read in the column.
fn in_rows(names: &[String]) -> Vec<Cell> {
    const WIDEST: usize = 36;
    let mut rows: Vec<String> = Vec::new();
    for name in names {
        match rows.last_mut().filter(|row| row.chars().count() + name.chars().count() + 2 <= WIDEST) {
            Some(row) => {
                row.push_str(", ");
                row.push_str(name);
            }
            None => rows.push(name.clone()),
        }
    }
    if rows.is_empty() {
        rows.push("none".to_owned());
    }
    rows.into_iter().map(Cell::Text).collect()
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
    let thin = Style::Line { width: 1.25, dashed: false };
    let lines = |parts: &[(String, Role, Style, &FinalComponent)]| -> Vec<Mark> {
        let mut marks = Vec::new();
        for (name, role, style, component) in parts {
            push_component(&mut marks, name, *role, *style, component);
        }
        marks
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
    let marks = lines(&[
        ("Series".to_owned(), Role::Raw, thin, series),
        (format!("Adjusted {}", a.name), Role::Adjusted, STRONG, &a.adjustment.finals.sa),
        (format!("Adjusted {}", b.name), Role::Trend, thin, &b.adjustment.finals.sa),
    ]);
    let seasonal = lines(&[
        (a.name.to_owned(), Role::Adjusted, STRONG, &a.adjustment.finals.s),
        (b.name.to_owned(), Role::Trend, thin, &b.adjustment.finals.s),
    ]);
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
