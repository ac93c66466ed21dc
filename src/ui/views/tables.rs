//! Results and X-11 tables by year and period.

use egui::{Layout, RichText, ScrollArea, Ui, vec2};
use egui_extras::{Column, TableBuilder};
use solstice_engine::sa::PreadjustmentTable;
use solstice_engine::sa::x11::X11Table;

use super::{table_plot, theme, widgets};
use crate::report::chart::palette::Role;
use crate::report::grid::YearGrid;
use crate::report::number;
use crate::ui::action::{Action, Actions};
use crate::ui::command::UiCommand;
use crate::ui::results::{SEATS_TABLES, Shown, Table};
use crate::ui::session::Session;
use crate::ui::widgets::{Row, row};

/// Width of the list of tables.
const LIST: f32 = 216.0;

/// Width below which the title of a table has a line of its own.
const NARROW: f32 = 420.0;

/// Height of the plot, and the share of the space it may take.
const PLOT: f32 = 184.0;
const PLOT_SHARE: f32 = 0.4;

/// Shows the list of tables and the chosen one.
pub fn show(ui: &mut Ui, shown: &Shown, session: &mut Session, dimmed: bool, actions: &mut Actions) {
    let table = session.table.unwrap_or(Table::Adjusted);
    let space = ui.available_size();
    ui.allocate_ui_with_layout(space, Layout::left_to_right(egui::Align::Min), |ui| {
        let list = LIST.min(0.35 * space.x);
        ui.allocate_ui_with_layout(vec2(list, space.y), Layout::top_down(egui::Align::Min), |ui| {
            picker(ui, shown, table, actions);
        });
        ui.allocate_ui_with_layout(
            vec2((space.x - list - 12.0).max(40.0), space.y),
            Layout::top_down(egui::Align::Min),
            |ui| {
                title(ui, table, session, actions);
                if dimmed {
                    ui.set_opacity(0.45);
                }
                match table.of(&shown.adjustment).zip(shown.grid(table)) {
                    Some((data, grid)) => {
                        if !session.table_plot_folded {
                            let height = PLOT.min(PLOT_SHARE * ui.available_height());
                            table_plot::show(ui, table, data, grid.decimals, height, &mut session.zoom);
                            ui.add_space(theme::GRID);
                        }
                        year_table(ui, &grid, table);
                    }
                    None => widgets::empty_state(
                        ui,
                        "Not computed",
                        "The decomposition with this specification has no such table.",
                        |_| {},
                    ),
                }
            },
        );
    });
}

/// The title and, beside it or below it where there is no room, what can be done with the table.
fn title(ui: &mut Ui, table: Table, session: &mut Session, actions: &mut Actions) {
    let name = match table {
        Table::X11(_) | Table::Preadjustment(_) | Table::Seats(_) => {
            format!("{}  {}", table.name(), table.title())
        }
        _ => table.title().into_owned(),
    };
    if ui.available_width() < NARROW {
        ui.add(egui::Label::new(widgets::strong(name)).wrap());
        let right = Layout::right_to_left(egui::Align::Center);
        ui.horizontal(|ui| ui.with_layout(right, |ui| buttons(ui, session, actions)));
        return;
    }
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            buttons(ui, session, actions);
            // the buttons keep their place, the title gives way
            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                ui.add(egui::Label::new(widgets::strong(name)).truncate());
            });
        });
    });
}

/// From the right.
fn buttons(ui: &mut Ui, session: &mut Session, actions: &mut Actions) {
    for (command, label) in [(UiCommand::ExportTable, "Export CSV"), (UiCommand::CopyTable, "Copy")] {
        let tip = command.entry().map_or("", |e| e.tip);
        if ui.button(label).on_hover_text(tip).clicked() {
            actions.push(Action::Run(command));
        }
    }
    let folded = &mut session.table_plot_folded;
    if ui.button(if *folded { "Show plot" } else { "Hide plot" }).clicked() {
        *folded = !*folded;
    }
}

fn picker(ui: &mut Ui, shown: &Shown, table: Table, actions: &mut Actions) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("tables").auto_shrink(false).show(ui, |ui| {
        heading(ui, "Final components");
        for one in Table::FINALS {
            entry(ui, one, one == table, actions);
        }
        if shown.adjustment.preprocessing.is_some() {
            heading(ui, "Pre-adjustment");
            for one in PreadjustmentTable::ALL.iter().map(|t| Table::Preadjustment(*t)) {
                if one.of(&shown.adjustment).is_some() {
                    entry(ui, one, one == table, actions);
                }
            }
        }
        if shown.adjustment.decomposition.seats().is_some() {
            for (linear, title) in
                [(false, "SEATS, scale of the series"), (true, "SEATS, scale of the model")]
            {
                heading(ui, title);
                let tables = SEATS_TABLES.into_iter().filter(|t| t.is_linear() == linear).map(Table::Seats);
                for one in tables.filter(|t| t.of(&shown.adjustment).is_some()) {
                    entry(ui, one, one == table, actions);
                }
            }
            return;
        }
        for (letter, step) in [('B', "Step B"), ('C', "Step C"), ('D', "Step D")] {
            heading(ui, step);
            for x11 in
                X11Table::ALL.iter().copied().filter(|t| t.name().starts_with(letter.to_ascii_lowercase()))
            {
                let one = Table::X11(x11);
                if one.of(&shown.adjustment).is_some() {
                    entry(ui, one, one == table, actions);
                }
            }
        }
    });
}

fn heading(ui: &mut Ui, text: &str) {
    ui.add_space(2.0 * theme::GRID);
    ui.label(widgets::secondary(text));
    ui.add_space(0.5 * theme::GRID);
}

fn entry(ui: &mut Ui, table: Table, selected: bool, actions: &mut Actions) {
    let title = table.title();
    // names of SEATS are too long for the column of codes
    let code = match table {
        Table::X11(_) | Table::Preadjustment(_) => table.name(),
        _ => String::new(),
    };
    let name = match table {
        Table::Seats(_) => format!("{} {title}", table.name()),
        _ => format!("{code} {title}"),
    };
    let shown = Row { code: &code, text: &title, wrap: true, selected, name: name.trim(), ..Row::default() };
    if row(ui, shown).on_hover_text(name.trim()).clicked() {
        actions.push(Action::ShowTable(table));
    }
}

/// Rows of years and columns of periods; only the rows in sight are laid out.
fn year_table(ui: &mut Ui, grid: &YearGrid, table: Table) {
    let columns = grid.columns.len();
    let widest = widest_value(ui, grid);
    ui.push_id(("year table", table.name()), |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        ScrollArea::horizontal().auto_shrink(false).show(ui, |ui| {
            TableBuilder::new(ui)
                .auto_shrink(false)
                .column(Column::exact(42.0))
                .columns(Column::exact(widest + 8.0), columns)
                .cell_layout(Layout::right_to_left(egui::Align::Center))
                .header(theme::ROW, |mut header| {
                    header.col(|ui| {
                        ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                            ui.add_space(theme::GRID);
                            ui.label(widgets::secondary("Year"));
                        });
                    });
                    for column in &grid.columns {
                        header.col(|ui| {
                            ui.add_space(theme::GRID);
                            ui.label(widgets::secondary(column));
                        });
                    }
                })
                .body(|body| {
                    body.rows(theme::ROW, grid.rows.len(), |mut line| {
                        let Some(year) = grid.rows.get(line.index()) else { return };
                        line.col(|ui| {
                            rule(ui);
                            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                                ui.add_space(theme::GRID);
                                ui.label(RichText::new(&year.head).weak());
                            });
                        });
                        for value in &year.values {
                            line.col(|ui| {
                                rule(ui);
                                ui.add_space(theme::GRID);
                                if value.is_finite() {
                                    ui.label(number::display(*value, grid.decimals));
                                }
                            });
                        }
                    });
                });
        });
    });
}

fn rule(ui: &Ui) {
    let rect = ui.max_rect();
    let y = ui.painter().round_to_pixel_center(rect.bottom() - 1.0);
    let stroke = egui::Stroke::new(1.0, theme::color(ui, Role::Hairline));
    ui.painter().hline(rect.x_range(), y, stroke);
}

fn widest_value(ui: &Ui, grid: &YearGrid) -> f32 {
    let values = grid.rows.iter().flat_map(|r| &r.values);
    let longest =
        values.map(|v| number::display(*v, grid.decimals)).max_by_key(String::len).unwrap_or_default();
    let font = egui::FontId::proportional(theme::BODY);
    let galley = ui.painter().layout_no_wrap(longest, font, egui::Color32::PLACEHOLDER);
    galley.size().x.max(34.0)
}
