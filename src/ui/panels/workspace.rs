//! The tree of documents and their series.

use egui::{ScrollArea, Ui};

use crate::report::chart::palette::Role;
use crate::ui::action::{Action, Actions};
use crate::ui::command::UiCommand;
use crate::ui::fuzzy;
use crate::ui::results::Brief;
use crate::ui::session::Session;
use crate::ui::views::Scope;
use crate::ui::widgets::{Row, row};
use crate::ui::{text, theme, widgets};
use crate::workspace::{Document, Item, Workspace};

/// One line of the tree.
enum Line<'a> {
    Document(&'a Document),
    Item(&'a Item),
}

/// Shows the tree.
pub fn show(ui: &mut Ui, scope: Scope<'_>, session: &mut Session, actions: &mut Actions) {
    egui::Frame::NONE.inner_margin(egui::Margin::symmetric(8, 6)).show(ui, |ui| {
        filter_field(ui, session);
        ui.add_space(theme::GRID);
        let lines = lines(scope.workspace, session);
        if lines.is_empty() {
            let (title, hint) = if scope.workspace.documents.is_empty() {
                ("Empty workspace", "Open or drop a file with series to begin.")
            } else {
                ("Nothing found", "No series fits the filter.")
            };
            widgets::empty_state(ui, title, hint, |_| {});
            return;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().auto_shrink(false).show_rows(ui, theme::ROW, lines.len(), |ui, range| {
            for line in lines.get(range).unwrap_or_default() {
                match line {
                    Line::Document(document) => document_row(ui, document, session, actions),
                    Line::Item(item) => item_row(ui, scope, item, session, actions),
                }
            }
        });
    });
}

fn filter_field(ui: &mut Ui, session: &mut Session) {
    let label = "Filter series";
    let field = egui::TextEdit::singleline(&mut session.filter)
        .hint_text(label)
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(6, 3));
    let response = ui.add(field);
    let enabled = ui.is_enabled();
    let typed = session.filter.clone();
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::Role::TextInput, enabled, label);
        info.current_text_value = Some(typed.clone());
        info
    });
}

fn lines<'a>(workspace: &'a Workspace, session: &Session) -> Vec<Line<'a>> {
    let filter = session.filter.trim();
    let mut lines = Vec::new();
    for document in &workspace.documents {
        let fits = |item: &&std::sync::Arc<Item>| {
            filter.is_empty() || fuzzy::score(filter, workspace.item_name(item.id)).is_some()
        };
        let items: Vec<&Item> = document.items.iter().filter(fits).map(AsRef::as_ref).collect();
        if !filter.is_empty() && items.is_empty() {
            continue;
        }
        lines.push(Line::Document(document));
        if !filter.is_empty() || !session.folded.contains(&document.id) {
            lines.extend(items.into_iter().map(Line::Item));
        }
    }
    lines
}

fn document_row(ui: &mut Ui, document: &Document, session: &Session, actions: &mut Actions) {
    let note = document.items.len().to_string();
    let fold = Some(!session.folded.contains(&document.id));
    let response = row(ui, Row { text: &document.name, note: &note, strong: true, fold, ..Row::default() });
    if response.clicked() {
        actions.push(Action::Fold(document.id));
    }
}

fn item_row(ui: &mut Ui, scope: Scope<'_>, item: &Item, session: &Session, actions: &mut Actions) {
    let name = scope.workspace.item_name(item.id);
    let brief = scope.results.brief(item.id);
    let (note, role) = match brief {
        Brief::Pending => ("...", Role::Secondary),
        Brief::Done(verdict) => (verdict.word(), verdict.role()),
        Brief::Failed(_) => ("failed", Role::Severe),
    };
    let selected = session.selected == Some(item.id);
    let response =
        row(ui, Row { text: name, note, note_role: Some(role), depth: 1, selected, ..Row::default() });
    let response = response.on_hover_ui(|ui| {
        if let Some(series) = scope.workspace.series_of(item) {
            ui.label(widgets::strong(&series.name));
            ui.label(text::span_line(series));
        }
        if let Brief::Failed(error) = brief {
            widgets::error(ui, &error.to_string());
        }
    });
    if response.clicked()
        || response.has_focus() && !selected && ui.input(|i| i.key_pressed(egui::Key::Space))
    {
        actions.push(Action::Select(item.id));
    }
    response.context_menu(|ui| {
        actions.push(Action::Select(item.id));
        for command in [UiCommand::ResetSpecification, UiCommand::RemoveItem] {
            if ui.button(command.label()).clicked() {
                actions.push(Action::Run(command));
                ui.close();
            }
        }
    });
}
