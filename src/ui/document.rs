//! The open workspace: its history, its file, and whether the two agree.

use std::path::PathBuf;
use std::sync::Arc;

use crate::workspace::file::{FileStamp, WorkspaceLock};
use crate::workspace::{History, ItemId, Workspace};

/// The open workspace.
#[derive(Debug)]
pub struct Document {
    /// Present state with undo and redo.
    pub history: History,
    /// The file; none before the first save.
    pub path: Option<PathBuf>,
    /// Tells whether somebody else wrote the file since.
    pub stamp: Option<FileStamp>,
    /// Tells other programs that the file is open here.
    pub lock: Option<WorkspaceLock>,
    /// Revision of the last copy of unsaved work.
    pub kept: u64,
}

impl Document {
    /// A workspace that is in no file.
    pub fn new(workspace: Workspace) -> Self {
        Self { history: History::new(workspace), path: None, stamp: None, lock: None, kept: 0 }
    }

    /// The present workspace.
    pub fn workspace(&self) -> &Arc<Workspace> {
        self.history.workspace()
    }

    /// Name for the title and the status line.
    pub fn name(&self) -> String {
        let file = self.path.as_deref().and_then(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned());
        let name = &self.workspace().name;
        file.unwrap_or_else(|| if name.is_empty() { "Untitled".to_owned() } else { name.clone() })
    }

    /// The item `steps` further down (up when negative) in the order of the tree; the first without a selection.
    pub fn neighbour(&self, selected: Option<ItemId>, steps: isize) -> Option<ItemId> {
        let items: Vec<ItemId> = self.workspace().items().map(|i| i.id).collect();
        let Some(at) = selected.and_then(|id| items.iter().position(|i| *i == id)) else {
            return items.first().copied();
        };
        let to = at.saturating_add_signed(steps).min(items.len().saturating_sub(1));
        items.get(to).copied()
    }
}
