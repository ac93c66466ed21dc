//! Import of a text table: what was detected can be corrected, and what would come of it is shown before.

use std::path::PathBuf;

use egui::{Context, Grid, Layout as UiLayout, RichText, ScrollArea, TextEdit, Ui};
use solstice_engine::sa::spec::{METHODS, predefined_names};

use super::modal;
use crate::data::csv::{CsvOptions, CsvPreview, DateFormat, DecimalSign, Layout};
use crate::report::chart::palette::Role;
use crate::ui::choice::Choice;
use crate::ui::{text, theme, widgets};

/// Where a table comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// The clipboard.
    Pasted(String),
}

impl Source {
    /// Name for titles and documents.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => {
                path.file_stem().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
            }
            Self::Pasted(_) => "Pasted".to_owned(),
        }
    }
}

/// The open dialog.
#[derive(Debug)]
pub struct ImportDialog {
    /// Where the table comes from.
    pub source: Source,
    options: CsvOptions,
    preview: Option<Result<Box<CsvPreview>, String>>,
    document: String,
    /// Method and name of the specification that the series get.
    spec: (&'static str, &'static str),
}

/// What became of the dialog in a frame.
#[derive(Debug)]
pub enum Outcome {
    /// Nothing yet.
    Open,
    /// Other options: a new preview is wanted.
    Changed(CsvOptions),
    /// Import these series into a document of this name, with the predefined specification of this method and name.
    Import(String, (&'static str, &'static str), Box<CsvPreview>),
    /// Closed.
    Closed,
}

const DELIMITERS: [(char, &str); 5] =
    [(',', "Comma"), (';', "Semicolon"), ('\t', "Tab"), ('|', "Bar"), (' ', "Space")];
const DECIMALS: [(DecimalSign, &str); 2] = [(DecimalSign::Point, "Point"), (DecimalSign::Comma, "Comma")];
const LAYOUTS: [(Layout, &str); 3] = [
    (Layout::Columns, "Dates in the first column"),
    (Layout::Rows, "Dates in the first row"),
    (Layout::Long, "One observation per row"),
];
/// What series are adjusted with unless another specification is chosen: it decides on the model itself.
const AUTOMATIC: (&str, &str) = ("x13", "rsa5c");
/// Rows and columns of the table that are shown.
const ROWS: usize = 8;
const COLUMNS: usize = 6;

impl ImportDialog {
    /// A dialog that waits for its first preview.
    pub fn new(source: Source) -> Self {
        let document = source.name();
        Self { source, options: CsvOptions::default(), preview: None, document, spec: AUTOMATIC }
    }

    /// The preview that was asked for with `options`; one for older options is ignored.
    pub fn receive(&mut self, options: &CsvOptions, preview: Result<Box<CsvPreview>, String>) {
        if *options == self.options {
            self.preview = Some(preview);
        }
    }

    /// Shows it.
    pub fn show(&mut self, ctx: &Context) -> Outcome {
        let title = format!("Import series from {}", self.source.name());
        let (outcome, close) = modal(ctx, &title, 760.0, |ui| self.content(ui));
        if close && matches!(outcome, Outcome::Open) { Outcome::Closed } else { outcome }
    }

    fn content(&mut self, ui: &mut Ui) -> Outcome {
        let before = self.options.clone();
        self.choices(ui);
        ui.add_space(8.0);
        ui.scope(|ui| {
            ui.set_min_height(330.0);
            match &self.preview {
                None => {
                    ui.label(widgets::secondary("Reading..."));
                }
                Some(Err(error)) => widgets::error(ui, error),
                Some(Ok(preview)) => {
                    table(ui, preview);
                    ui.add_space(8.0);
                    findings(ui, preview);
                }
            }
        });
        ui.add_space(8.0);
        if before != self.options {
            return Outcome::Changed(self.options.clone());
        }
        self.buttons(ui)
    }

    /// What was detected, to be corrected.
    fn choices(&mut self, ui: &mut Ui) {
        let found = self.preview.as_ref().and_then(|p| p.as_ref().ok()).map(|p| p.detected);
        let dates: Vec<(DateFormat, &str)> = DateFormat::ALL.iter().map(|f| (*f, f.example())).collect();
        let options = &mut self.options;
        Grid::new("import options").num_columns(4).spacing([12.0, 6.0]).show(ui, |ui| {
            choice(ui, "Delimiter", &mut options.delimiter, found.map(|d| d.delimiter), &DELIMITERS);
            choice(ui, "Date format", &mut options.date_format, found.map(|d| d.date_format), &dates);
            ui.end_row();
            choice(ui, "Decimal sign", &mut options.decimal, found.map(|d| d.decimal), &DECIMALS);
            choice(ui, "Layout", &mut options.layout, found.map(|d| d.layout), &LAYOUTS);
            ui.end_row();
        });
    }

    fn buttons(&mut self, ui: &mut Ui) -> Outcome {
        let mut outcome = Outcome::Open;
        let ready = matches!(&self.preview, Some(Ok(p)) if !p.import.series.is_empty());
        ui.horizontal(|ui| {
            let label = ui.label("Document");
            ui.add(TextEdit::singleline(&mut self.document).desired_width(160.0)).labelled_by(label.id);
            ui.label("Adjust with");
            let named = METHODS.iter().flat_map(|m| predefined_names(m).iter().map(|name| (*m, *name)));
            let all: Vec<_> = named.collect();
            widgets::choice(ui, "Adjust with", &mut self.spec, &all, |(method, name)| {
                format!("{} {name}", text::method_name(method))
            });
            ui.with_layout(UiLayout::right_to_left(egui::Align::Center), |ui| {
                let named = !self.document.trim().is_empty();
                let button = widgets::answer(ui, "Import", true);
                let import = ui.add_enabled(ready && named, button);
                let enter = ready && named && ui.input(|i| i.key_pressed(egui::Key::Enter));
                if (import.clicked() || enter)
                    && let Some(Ok(preview)) = self.preview.take()
                {
                    outcome = Outcome::Import(self.document.trim().to_owned(), self.spec, preview);
                }
                if ui.add(widgets::answer(ui, "Cancel", false)).clicked() {
                    outcome = Outcome::Closed;
                }
            });
        });
        outcome
    }
}

/// One option: as detected, or as the user says.
fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    label: &str,
    option: &mut Option<T>,
    found: Option<T>,
    all: &[(T, &str)],
) {
    let name = |value: T| all.iter().find(|(v, _)| *v == value).map_or("other", |(_, n)| n);
    let detected = found.map_or("detected".to_owned(), |f| format!("{} (detected)", name(f)));
    let current = option.map_or(detected, |v| name(v).to_owned());
    let label_id = ui.label(label).id;
    let entries = std::iter::once("Detect").chain(all.iter().map(|(_, name)| *name));
    let values: Vec<Option<T>> =
        std::iter::once(None).chain(all.iter().map(|(value, _)| Some(*value))).collect();
    let selected = values.iter().position(|value| value == option);
    let (response, picked) = Choice::new(label, current).width(248.0).show(ui, entries, selected);
    response.labelled_by(label_id);
    if let Some(value) = picked.and_then(|i| values.get(i)) {
        *option = *value;
    }
}

/// The first cells as they were read.
fn table(ui: &mut Ui, preview: &CsvPreview) {
    egui::Frame::NONE.fill(theme::color(ui, Role::Background)).corner_radius(4).inner_margin(8).show(
        ui,
        |ui| {
            ui.set_width(ui.available_width());
            Grid::new("first rows").spacing([20.0, 2.0]).min_col_width(60.0).show(ui, |ui| {
                for row in preview.rows.iter().take(ROWS) {
                    for cell in row.iter().take(COLUMNS) {
                        let short: String = cell.chars().take(18).collect();
                        ui.label(RichText::new(short).size(theme::SMALL));
                    }
                    if row.len() > COLUMNS {
                        ui.label(widgets::secondary("..."));
                    }
                    ui.end_row();
                }
            });
        },
    );
}

/// Series found, refused and doubted.
fn findings(ui: &mut Ui, preview: &CsvPreview) {
    let import = &preview.import;
    ui.label(widgets::strong(format!("{} found", text::count(import.series.len(), "series", "series"))));
    ScrollArea::vertical().max_height(112.0).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        for series in &import.series {
            ui.horizontal(|ui| {
                ui.label(&series.name);
                ui.label(widgets::secondary(text::span_line(series)));
            });
        }
        for (name, reason) in &import.refused {
            widgets::error(ui, &format!("{name}: {reason}"));
        }
        for warning in &import.warnings {
            let color = theme::color(ui, Role::Uncertain);
            ui.label(RichText::new(warning).color(color).size(theme::SMALL));
        }
    });
}
