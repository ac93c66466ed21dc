//! The tree of documents and their series.

use egui::{ScrollArea, Ui};

use crate::report::chart::palette::Role;
use crate::ui::action::{Action, Actions};
use crate::ui::command::UiCommand;
use crate::ui::dialogs::text::Subject;
use crate::ui::fuzzy;
use crate::ui::results::Brief;
use crate::ui::selection::Pick;
use crate::ui::session::Session;
use crate::ui::views::Scope;
use crate::ui::widgets::{Row, row};
use crate::ui::{text, theme, widgets};
use crate::workspace::{Command, Document, Item, ItemId, Workspace};

/// One line of the tree.
enum Line<'a> {
    Document(&'a Document),
    Item(&'a Document, &'a Item),
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
                    Line::Item(document, item) => item_row(ui, scope, document, item, session, actions),
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
            lines.extend(items.into_iter().map(|item| Line::Item(document, item)));
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
    if let Some(item) = response.dnd_release_payload::<ItemId>() {
        move_to(document, usize::MAX, *item, session, actions);
    }
    response.context_menu(|ui| {
        if ui.button("Rename document...").clicked() {
            actions.push(Action::Write(Subject::DocumentName(document.id)));
            ui.close();
        }
        if ui.button("Remove document").clicked() {
            let command = Command::RemoveDocuments(vec![document.id]);
            actions.push(Action::Edit(Box::new(command)));
            ui.close();
        }
    });
}

/// Moves what is selected with `dragged`, or it alone, to place `to` of a document.
fn move_to(document: &Document, to: usize, dragged: ItemId, session: &Session, actions: &mut Actions) {
    let items = if session.selection.contains(dragged) { session.selection.all() } else { vec![dragged] };
    let command = Command::MoveItems { items, document: document.id, to };
    actions.push(Action::Edit(Box::new(command)));
}

/// The place among the items that stay, when the moved ones are put before or behind `target`.
fn place(document: &Document, target: ItemId, dragged: ItemId, session: &Session) -> usize {
    let moved =
        |id: ItemId| id == dragged || session.selection.contains(dragged) && session.selection.contains(id);
    let at = document.items.iter().position(|i| i.id == target).unwrap_or(usize::MAX);
    let from = document.items.iter().position(|i| i.id == dragged);
    let before = document.items.iter().take(at).filter(|i| !moved(i.id)).count();
    // dragged down, it comes behind the target
    before + usize::from(from.is_some_and(|from| from < at) && !moved(target))
}

fn item_row(
    ui: &mut Ui,
    scope: Scope<'_>,
    document: &Document,
    item: &Item,
    session: &Session,
    actions: &mut Actions,
) {
    let name = scope.workspace.item_name(item.id);
    let brief = scope.results.brief(item.id);
    let (note, role) = match brief {
        Brief::Pending => ("...", Role::Secondary),
        Brief::Done(verdict) => (verdict.word(), verdict.role()),
        Brief::Failed(_) => ("failed", Role::Severe),
    };
    let selected = session.selection.contains(item.id);
    // which of several is on the screen
    let in_front = session.selected() == Some(item.id) && session.selection.all().len() > 1;
    let response = row(
        ui,
        Row {
            text: name,
            note,
            note_role: Some(role),
            depth: 1,
            selected,
            strong: in_front,
            ..Row::default()
        },
    );
    let response = response.interact(egui::Sense::click_and_drag());
    drag_and_drop(ui, &response, document, item, session, actions);
    let response = response.on_hover_ui(|ui| {
        if let Some(series) = scope.workspace.series_of(item) {
            ui.label(widgets::strong(&series.name));
            ui.label(text::span_line(series));
        }
        if !item.comment.is_empty() {
            ui.label(widgets::secondary(&item.comment));
        }
        if let Brief::Failed(error) = brief {
            widgets::error(ui, &error.to_string());
        }
    });
    if response.clicked()
        || response.has_focus() && !selected && ui.input(|i| i.key_pressed(egui::Key::Space))
    {
        let modifiers = ui.input(|i| i.modifiers);
        let pick = match (modifiers.command, modifiers.shift) {
            (true, _) => Pick::Toggle,
            (_, true) => Pick::Extend,
            _ => Pick::Only,
        };
        actions.push(Action::Pick(item.id, pick));
    }
    response.context_menu(|ui| {
        if !selected {
            actions.push(Action::Select(item.id));
        }
        use UiCommand::{CommentItem, MoveDown, MoveUp, RemoveItem, RenameItem, ResetSpecification};
        for command in [RenameItem, CommentItem, MoveUp, MoveDown, ResetSpecification, RemoveItem] {
            if ui.button(command.label()).clicked() {
                actions.push(Action::Run(command));
                ui.close();
            }
        }
    });
}

/// A row can be dragged to another place; a line shows where it would come.
fn drag_and_drop(
    ui: &Ui,
    response: &egui::Response,
    document: &Document,
    item: &Item,
    session: &Session,
    actions: &mut Actions,
) {
    response.dnd_set_drag_payload(item.id);
    let Some(dragged) = response.dnd_hover_payload::<ItemId>() else { return };
    let to = place(document, item.id, *dragged, session);
    let behind = document.items.iter().take_while(|i| i.id != item.id).any(|i| i.id == *dragged);
    let y = if behind { response.rect.bottom() } else { response.rect.top() };
    let stroke = egui::Stroke::new(2.0, theme::color(ui, Role::Accent));
    ui.painter().hline(response.rect.x_range(), y, stroke);
    if response.dnd_release_payload::<ItemId>().is_some() {
        move_to(document, to, *dragged, session, actions);
    }
}
