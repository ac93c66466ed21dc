//! Which commands can be carried out, and those that copy.

use egui::Context;

use super::Workbench;
use crate::report::chart::{Chart, png};
use crate::report::sheet::{self, Sheet};
use crate::ui::command::{TABLE, UiCommand};
use crate::ui::layout::{self, Pane};
use crate::ui::panels::log::Severity;
use crate::ui::panels::menu::MenuState;
use crate::ui::results::Table;
use crate::ui::session::ThemeChoice;
use crate::ui::views;
use crate::ui::worker::EXPORT_SIZE;
use crate::workspace::predefined_name;

impl Workbench {
    pub(super) fn table(&self) -> Table {
        self.session.table.unwrap_or(Table::Adjusted)
    }

    /// The chart that is copied and exported: that of the view in front.
    pub(super) fn chart(&self) -> Option<&Chart> {
        views::chart_of(layout::active_view(&self.tree)?, self.scope(), &self.session)
    }

    /// The tables of the view in front; empty where it has none.
    pub(super) fn sheets(&self) -> &[Sheet] {
        layout::active_view(&self.tree).map_or(&[], |v| views::sheets_of(v, self.scope(), &self.session))
    }

    pub(super) fn copy_table(&mut self, ctx: &Context) {
        let sheets = self.sheets();
        if let Some(first) = sheets.first() {
            let text = if sheets.len() == 1 { first.tsv() } else { sheet::tsv(sheets) };
            ctx.copy_text(text);
            let what = if sheets.len() == 1 { "Copied the table." } else { "Copied all tables of the view." };
            self.report(Severity::Done, what);
            return;
        }
        let table = self.table();
        if let Some(grid) = self.results.shown().and_then(|s| s.grid(table)) {
            ctx.copy_text(grid.tsv());
            self.report(Severity::Done, format!("Copied table \"{}\".", table.title()));
        }
    }

    pub(super) fn copy_chart(&mut self, ctx: &Context) {
        let Some(chart) = self.chart() else { return };
        let range = self.session.zoom.range.filter(|_| chart.x.is_time());
        match png::draw(chart, EXPORT_SIZE, range, 2.0) {
            Ok(picture) => {
                let size = [picture.width as usize, picture.height as usize];
                ctx.copy_image(egui::ColorImage::from_rgba_unmultiplied(size, &picture.rgba));
                self.report(Severity::Done, "Copied the chart as a picture.");
            }
            Err(error) => self.fail(error.to_string()),
        }
    }

    /// Commands that cannot be carried out now.
    pub(super) fn disabled(&self) -> Vec<UiCommand> {
        let history = &self.document.history;
        let mut disabled = Vec::new();
        let mut off = |condition: bool, commands: &[UiCommand]| {
            if condition {
                disabled.extend_from_slice(commands);
            }
        };
        off(history.undo_label().is_none(), &[UiCommand::Undo]);
        off(history.redo_label().is_none(), &[UiCommand::Redo]);
        off(self.progress().is_idle(), &[UiCommand::Cancel]);
        let nothing = self.session.selected().is_none();
        off(
            nothing,
            &[
                UiCommand::NextSeries,
                UiCommand::PreviousSeries,
                UiCommand::ResetSpecification,
                UiCommand::Refresh,
                UiCommand::RemoveItem,
                UiCommand::RenameItem,
                UiCommand::CommentItem,
                UiCommand::MoveUp,
                UiCommand::MoveDown,
                UiCommand::RunAll,
            ],
        );
        off(self.session.selection.all().len() < 2, &[UiCommand::SumSeries]);
        let is_predefined = |c: &UiCommand| matches!(c, UiCommand::Predefined(..));
        let predefined: Vec<UiCommand> = TABLE.iter().map(|e| e.command).filter(is_predefined).collect();
        off(nothing, &predefined);
        let charts = [UiCommand::CopyChart, UiCommand::ExportPng, UiCommand::ExportSvg];
        let no_result = self.results.shown().is_none();
        off(no_result, &[UiCommand::ExportReport]);
        // the tables of the tools need no adjustment
        let no_table = no_result && self.sheets().is_empty();
        off(no_table, &[UiCommand::CopyTable, UiCommand::ExportTable]);
        off(self.chart().is_none(), &charts);
        disabled
    }

    pub(super) fn menu_state(&self) -> MenuState {
        let history = &self.document.history;
        let theme = match self.session.stored.theme {
            ThemeChoice::Light => UiCommand::ThemeLight,
            ThemeChoice::Dark => UiCommand::ThemeDark,
            ThemeChoice::System => UiCommand::ThemeSystem,
        };
        let panels = [
            (Pane::Workspace, UiCommand::ToggleWorkspace),
            (Pane::Specification, UiCommand::ToggleSpecification),
            (Pane::Decisions, UiCommand::ToggleLog),
        ];
        let calendar = self.session.calendar_shown.then_some(UiCommand::ToggleCalendar);
        let open = panels.into_iter().filter(|(p, _)| layout::is_visible(&self.tree, *p)).map(|(_, c)| c);
        let predefined = self
            .selected_item()
            .and_then(|i| Some(UiCommand::Predefined(i.spec.method(), predefined_name(&i.spec)?)));
        MenuState {
            undo: history.undo_label().map(str::to_owned),
            redo: history.redo_label().map(str::to_owned),
            disabled: self.disabled(),
            checked: open.chain([theme]).chain(predefined).chain(calendar).collect(),
            recent: self.session.stored.recent.iter().map(|p| (p.clone(), true)).collect(),
        }
    }
}
