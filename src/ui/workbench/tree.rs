//! Names, comments and places of the selected series; tools on the one on the screen.

use std::collections::HashSet;
use std::sync::Arc;

use solstice_engine::tools;

use super::{Dialog, Workbench};
use crate::data::Series;
use crate::ui::dialogs::text::{Subject, TextDialog};
use crate::workspace::{Command, ItemId};

impl Workbench {
    /// The selected items in the order of the tree.
    pub(super) fn selected_items(&self) -> Vec<ItemId> {
        self.session.selection.items(self.document.workspace())
    }

    /// Asks for a name or a comment.
    pub(super) fn write(&mut self, subject: Subject) {
        self.dialog = Some(Dialog::Text(TextDialog::new(self.document.workspace(), subject)));
    }

    /// Moves the selected items of the document on the screen by one place.
    pub(super) fn move_items(&mut self, steps: isize) {
        let selected = self.selected_items();
        let workspace = self.document.workspace();
        let shown = self.session.selected();
        let holds = |id: ItemId| workspace.documents.iter().find(|d| d.items.iter().any(|i| i.id == id));
        let Some(document) = shown.and_then(holds) else { return };
        let order = document.items.iter().map(|i| i.id);
        let (items, _): (Vec<ItemId>, Vec<ItemId>) = order.clone().partition(|id| selected.contains(id));
        let first = order.clone().position(|id| selected.contains(&id)).unwrap_or(0);
        let command =
            Command::MoveItems { items, document: document.id, to: first.saturating_add_signed(steps) };
        self.edit(&command);
    }

    /// Adds the sum of the selected series to the document of the one on the screen, adjusted as that one is, and shows it.
    pub(super) fn sum_selected(&mut self) {
        let workspace = Arc::clone(self.document.workspace());
        let Some(shown) = self.selected_item() else { return };
        let document = workspace.documents.iter().find(|d| d.items.iter().any(|i| i.id == shown.id));
        let Some(document) = document.map(|d| d.id) else { return };
        let mut seen = HashSet::new();
        let parts: Vec<&Arc<Series>> = self
            .selected_items()
            .into_iter()
            .filter_map(|id| workspace.item(id))
            .filter(|item| seen.insert(item.series))
            .filter_map(|item| workspace.series_of(item))
            .collect();
        let data = match tools::sum(parts.iter().map(|s| &s.data)) {
            Ok(data) => data,
            Err(error) => return self.fail(format!("No sum: {error}.")),
        };
        let names: Vec<&str> = parts.iter().map(|s| s.name.as_str()).collect();
        let title = format!("Sum of {}", names.join(", "));
        let taken = |name: &str| workspace.series.iter().any(|(_, s)| s.name == name);
        let numbered = (2..).map(|n| format!("Sum {n}"));
        let name = std::iter::once("Sum".to_owned()).chain(numbered).find(|n| !taken(n)).unwrap_or_default();
        let metadata = [("title".to_owned(), title)].into();
        let sum = Series { name, moniker: None, metadata, data };
        let spec = shown.spec.clone();
        self.edit(&Command::AddTo { document, series: vec![Arc::new(sum)], spec });
        let added = self.document.workspace().documents.iter().find(|d| d.id == document);
        let added = added.and_then(|d| d.items.last()).map(|i| i.id);
        self.session.select(added);
    }

    /// Asks for the tool on the screen on the selected series.
    pub(super) fn request_tool(&mut self) {
        let workspace = Arc::clone(self.document.workspace());
        let series = self.selected_item().and_then(|item| workspace.series_of(item));
        if let Some(series) = series {
            self.tools.request(series, self.session.tools.tool(), &workspace.context);
        }
    }
}
