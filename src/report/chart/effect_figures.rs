//! The chart of the effects that are removed before the decomposition.

use solstice_engine::sa::{Adjustment, PreadjustmentTable as A};
use solstice_engine::toolkit::timeseries::TsData;

use super::figures::{THIN, chart, neutral, outlier_events, points};
use super::palette::Role;
use super::{Chart, Mark, Pane, Style};
use crate::report::number::decimals_for;

const LINE: Style = Style::Line { width: 1.25, dashed: false };

/// Label of a pane; its tables with name and colour.
type Group = (&'static str, &'static [(A, &'static str, Role)]);

/// Series and linearised series, calendar effects, outliers by component, user variables; without the panes that
/// would show nothing. None without pre-processing.
pub fn effects(name: &str, source: &str, adjustment: &Adjustment) -> Option<Chart> {
    adjustment.preprocessing.as_ref()?;
    let tables = &adjustment.preadjustment;
    let neutral = neutral(adjustment.mode);
    let linearised = tables.linearised(neutral == 1.0);
    let mut panes = vec![Pane {
        label: "Series, and without calendar effects and outliers".to_owned(),
        decimals: decimals_for(tables.a1.values()),
        reference: None,
        weight: 1.6,
        marks: vec![
            mark("Series", Role::Raw, THIN, points(&tables.a1)),
            mark("Linearised", Role::Adjusted, THIN, points(&linearised)),
        ],
        events: outlier_events(adjustment, &tables.a1),
    }];
    let groups: [Group; 3] = [
        ("Calendar", &[(A::A6, "Trading days", Role::Calendar), (A::A7, "Holidays", Role::Trend)]),
        (
            "Outliers by component",
            &[
                (A::A8T, "Trend (LS)", Role::Trend),
                (A::A8S, "Seasonal (SO)", Role::Seasonal),
                (A::A8I, "Irregular (AO, TC)", Role::Irregular),
            ],
        ),
        (
            "User variables by component",
            &[
                (A::A9Cal, "Calendar", Role::Calendar),
                (A::A9Sa, "Adjusted", Role::Adjusted),
                (A::A9Ser, "Series", Role::Raw),
                (A::A9U, "No component", Role::Secondary),
            ],
        ),
    ];
    for (label, parts) in groups {
        let marks: Vec<Mark> = parts
            .iter()
            .filter_map(|(table, name, role)| {
                let data = tables.table(*table).filter(|data| has_effect(data, neutral))?;
                Some(mark(name, *role, LINE, points(data)))
            })
            .collect();
        if !marks.is_empty() {
            panes.push(Pane {
                label: label.to_owned(),
                decimals: if neutral == 1.0 { 4 } else { decimals_for(tables.a1.values()) },
                reference: Some(neutral),
                weight: 1.0,
                marks,
                events: Vec::new(),
            });
        }
    }
    Some(chart(name, source, adjustment, panes))
}

/// Whether anything differs from the value without effect.
pub fn has_effect(data: &TsData, neutral: f64) -> bool {
    data.values().iter().any(|v| v.is_finite() && (v - neutral).abs() > 1e-12)
}

fn mark(name: &str, role: Role, style: Style, points: Vec<[f64; 2]>) -> Mark {
    Mark { name: name.to_owned(), role, style, points, labelled: true }
}
