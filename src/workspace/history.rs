//! Undo and redo over whole workspaces, which share what did not change.

use std::sync::Arc;

use super::command::{Command, CommandError, Group, apply};
use super::{Document, Item, Workspace};

/// Steps that can be undone.
pub const LIMIT: usize = 200;

/// The present workspace with the ones before and after it.
#[derive(Clone, Debug)]
pub struct History {
    present: State,
    past: Vec<Step>,
    future: Vec<Step>,
    group: Option<Group>,
    saved: Option<u64>,
    last_revision: u64,
}

#[derive(Clone, Debug)]
struct State {
    workspace: Arc<Workspace>,
    revision: u64,
}

/// A change and the state on its other side: the one before it in `past`, the one after it in `future`.
#[derive(Clone, Debug)]
struct Step {
    label: String,
    state: State,
}

impl History {
    /// A history that begins with `workspace`, as read from a file or new and empty: nothing to save.
    pub fn new(workspace: Workspace) -> Self {
        Self {
            present: State { workspace: Arc::new(workspace), revision: 0 },
            past: Vec::new(),
            future: Vec::new(),
            group: None,
            saved: Some(0),
            last_revision: 0,
        }
    }

    /// The present workspace.
    pub fn workspace(&self) -> &Arc<Workspace> {
        &self.present.workspace
    }

    /// A number that is another one for every other workspace of this history: key of caches.
    pub fn revision(&self) -> u64 {
        self.present.revision
    }

    /// Carries out `command`. It joins the step before when both belong to the same group and nothing
    /// came between them; a command that changes nothing is no step.
    ///
    /// # Errors
    /// [`CommandError`]; the history is then as before.
    pub fn apply(&mut self, command: &Command) -> Result<(), CommandError> {
        let before = &self.present.workspace;
        let after = apply(before, command)?;
        if is_same(before, &after) {
            return Ok(());
        }
        let group = command.group(before);
        let label = command.label(before);
        self.last_revision += 1;
        let after = State { workspace: Arc::new(after), revision: self.last_revision };
        let before = std::mem::replace(&mut self.present, after);
        self.future.clear();
        match self.past.last_mut() {
            Some(step) if group.is_some() && group == self.group => step.label = label,
            _ => self.past.push(Step { label, state: before }),
        }
        if self.past.len() > LIMIT {
            self.past.remove(0);
        }
        self.group = group;
        Ok(())
    }

    /// Ends the present group: the next command begins a step of its own. Called when a field loses the
    /// focus or the mouse button is released.
    pub fn seal(&mut self) {
        self.group = None;
    }

    /// Goes back one step; the label of what was undone, none at the beginning.
    pub fn undo(&mut self) -> Option<&str> {
        self.group = None;
        let step = self.past.pop()?;
        let after = std::mem::replace(&mut self.present, step.state);
        self.future.push(Step { label: step.label, state: after });
        self.future.last().map(|s| s.label.as_str())
    }

    /// Goes forward one step; the label of what was done again, none at the end.
    pub fn redo(&mut self) -> Option<&str> {
        self.group = None;
        let step = self.future.pop()?;
        let before = std::mem::replace(&mut self.present, step.state);
        self.past.push(Step { label: step.label, state: before });
        self.past.last().map(|s| s.label.as_str())
    }

    /// Label of what [`Self::undo`] would undo.
    pub fn undo_label(&self) -> Option<&str> {
        self.past.last().map(|s| s.label.as_str())
    }

    /// Label of what [`Self::redo`] would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.future.last().map(|s| s.label.as_str())
    }

    /// Labels of the steps that can be undone, the latest first.
    pub fn undo_labels(&self) -> impl Iterator<Item = &str> {
        self.past.iter().rev().map(|s| s.label.as_str())
    }

    /// The present workspace is the one in the file.
    pub fn mark_saved(&mut self) {
        self.saved = Some(self.present.revision);
        self.group = None;
    }

    /// The present workspace is in no file: after recovery.
    pub fn mark_unsaved(&mut self) {
        self.saved = None;
    }

    /// Whether the present workspace differs from the one in the file.
    pub fn is_dirty(&self) -> bool {
        self.saved != Some(self.present.revision)
    }
}

/// Equality that looks into shared parts only where they are not the same in memory.
fn is_same(a: &Workspace, b: &Workspace) -> bool {
    let same_item = |x: &Arc<Item>, y: &Arc<Item>| Arc::ptr_eq(x, y) || x == y;
    let same_document = |x: &Arc<Document>, y: &Arc<Document>| {
        Arc::ptr_eq(x, y)
            || (x.id == y.id && x.name == y.name && x.items.len() == y.items.len())
                && x.items.iter().zip(&y.items).all(|(x, y)| same_item(x, y))
    };
    a.name == b.name
        && a.next_id == b.next_id
        && a.specs == b.specs
        && (Arc::ptr_eq(&a.context, &b.context) || a.context == b.context)
        && a.series.len() == b.series.len()
        && a.documents.len() == b.documents.len()
        && a.series.iter().zip(&b.series).all(|(x, y)| x.0 == y.0 && (Arc::ptr_eq(&x.1, &y.1) || x.1 == y.1))
        && a.documents.iter().zip(&b.documents).all(|(x, y)| same_document(x, y))
}
