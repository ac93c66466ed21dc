//! Names, comments and places of the selected series; tools on the one on the screen.

use std::sync::Arc;

use super::{Dialog, Workbench};
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

    /// Asks for the tool on the screen on the selected series.
    pub(super) fn request_tool(&mut self) {
        let workspace = Arc::clone(self.document.workspace());
        let series = self.selected_item().and_then(|item| workspace.series_of(item));
        if let Some(series) = series {
            self.tools.request(series, self.session.tools.tool(), &workspace.context);
        }
    }
}
