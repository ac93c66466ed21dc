//! Import of series from text tables.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Context, Event};
use solstice_engine::sa::spec::{Spec, predefined};

use super::{Dialog, Workbench};
use crate::data::csv::{CsvOptions, CsvPreview};
use crate::ui::dialogs::import::{ImportDialog, Outcome, Source};
use crate::ui::panels::log::Severity;
use crate::ui::text;
use crate::ui::worker::Request;
use crate::workspace::Command;

impl Workbench {
    pub(super) fn import_file(&mut self, path: PathBuf) {
        self.import(Source::File(path));
    }

    fn import(&mut self, source: Source) {
        let options = CsvOptions::default();
        self.worker.ask(Request::Preview { source: source.clone(), options });
        self.dialog = Some(Dialog::Import(Box::new(ImportDialog::new(source))));
    }

    /// A table that is pasted while no field has the focus.
    pub(super) fn take_pasted_text(&mut self, ctx: &Context) {
        if ctx.egui_wants_keyboard_input() {
            return;
        }
        let pasted = ctx.input(|i| {
            i.events.iter().find_map(|e| match e {
                Event::Paste(text) => Some(text.clone()),
                _ => None,
            })
        });
        if let Some(text) = pasted {
            self.import(Source::Pasted(text));
        }
    }

    /// A preview was computed.
    pub(super) fn previewed(
        &mut self,
        source: &Source,
        options: &CsvOptions,
        preview: Result<Box<CsvPreview>, String>,
    ) {
        if let Some(Dialog::Import(dialog)) = &mut self.dialog
            && dialog.source == *source
        {
            dialog.receive(options, preview);
        }
    }

    /// Shows the dialog; false when it closes.
    pub(super) fn show_import(&mut self, ctx: &Context, dialog: &mut ImportDialog) -> bool {
        match dialog.show(ctx) {
            Outcome::Open => true,
            Outcome::Changed(options) => {
                self.worker.ask(Request::Preview { source: dialog.source.clone(), options });
                true
            }
            Outcome::Import(document, (method, name), preview) => {
                if let Some(spec) = predefined(method, name) {
                    self.imported(document, spec, *preview);
                }
                if let Source::File(path) = &dialog.source {
                    self.session.remember(path);
                }
                false
            }
            Outcome::Closed => false,
        }
    }

    fn imported(&mut self, document: String, spec: Spec, preview: CsvPreview) {
        let import = preview.import;
        let count = text::count(import.series.len(), "series", "series");
        let series = import.series.into_iter().map(Arc::new).collect();
        let known = self.document.workspace().items().count();
        self.edit(&Command::Import { series, document, spec });
        let first = self.document.workspace().items().nth(known).map(|i| i.id);
        if first.is_some() {
            self.session.select(first);
        }
        self.report(Severity::Done, format!("Imported {count}."));
        for (name, reason) in import.refused {
            self.report(Severity::Warning, format!("{name} was not imported: {reason}"));
        }
        for warning in import.warnings {
            self.report(Severity::Warning, warning);
        }
    }
}
