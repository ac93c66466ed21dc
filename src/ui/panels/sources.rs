//! The series pool, grouped by where the series come from.

use std::collections::BTreeMap;

use egui::{ScrollArea, Ui};

use crate::data::Series;
use crate::ui::action::{Action, Actions};
use crate::ui::views::Scope;
use crate::ui::widgets::{Row, row};
use crate::ui::{text, theme, widgets};
use crate::workspace::SeriesId;

/// Shows the pool.
pub fn show(ui: &mut Ui, scope: Scope<'_>, actions: &mut Actions) {
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(8, 6)).show(ui, |ui| {
        if scope.workspace.series.is_empty() {
            widgets::empty_state(
                ui,
                "No sources",
                "Files and pasted tables appear here with their series.",
                |_| {},
            );
            return;
        }
        let mut sources: BTreeMap<String, Vec<(SeriesId, &Series)>> = BTreeMap::new();
        for (id, series) in &scope.workspace.series {
            sources.entry(source_name(series)).or_default().push((*id, series));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for (source, series) in &sources {
                let note = series.len().to_string();
                row(ui, Row { text: source, note: &note, strong: true, ..Row::default() });
                for (id, one) in series {
                    series_row(ui, scope, *id, one, actions);
                }
                ui.add_space(theme::GRID);
            }
        });
    });
}

fn series_row(ui: &mut Ui, scope: Scope<'_>, id: SeriesId, series: &Series, actions: &mut Actions) {
    let note = match series.data.annual_frequency() {
        Some(12) => "monthly",
        Some(4) => "quarterly",
        Some(2) => "half-yearly",
        Some(1) => "yearly",
        _ => "",
    };
    let name = format!("{}, data", series.name);
    let response = row(ui, Row { text: &series.name, note, depth: 1, name: &name, ..Row::default() });
    let response = response.on_hover_text(text::source_line(series));
    if response.clicked()
        && let Some(item) = scope.workspace.items().find(|i| i.series == id)
    {
        actions.push(Action::Select(item.id));
    }
}

fn source_name(series: &Series) -> String {
    let name = series
        .moniker
        .as_ref()
        .and_then(|m| std::path::Path::new(&m.path).file_name().map(|n| n.to_string_lossy().into_owned()));
    name.unwrap_or_else(|| "In this workspace".to_owned())
}
