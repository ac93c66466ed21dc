//! What panels and views ask for; one place, the workbench, acts on it.

use std::path::PathBuf;

use solstice_engine::sa::diagnostics::Check;
use solstice_engine::sa::refresh::RefreshPolicy;

use super::command::UiCommand;
use super::dialogs::text::Subject;
use super::layout::{Pane, View};
use super::results::Table;
use super::selection::Pick;
use crate::report::diagnostics::Picture;
use crate::workspace::{Command, DocumentId, ItemId};

/// A wish of a panel or view.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Change the workspace.
    Edit(Box<Command>),
    /// As if chosen from a menu.
    Run(UiCommand),
    /// Select an item.
    Select(ItemId),
    /// A click on an item of the tree.
    Pick(ItemId, Pick),
    /// Ask for a name or a comment.
    Write(Subject),
    /// Fold or unfold a document in the tree.
    Fold(DocumentId),
    /// Bring a view to the front.
    Show(View),
    /// Bring a panel to the front.
    ShowPane(Pane),
    /// Show what a diagnostic is about.
    ShowPicture(Picture),
    /// Explain a diagnostic in the view of the quality.
    ShowDiagnostic(Check),
    /// Run the chosen stability tool on the selected series.
    RunStability,
    /// Stop the stability tools.
    CancelStability,
    /// Run the stand-alone tool on the screen again.
    RunTool,
    /// Stop the stand-alone tool.
    CancelTool,
    /// Read series again and refresh their items.
    Refresh(Vec<ItemId>, RefreshPolicy),
    /// Hide what the last refresh of an item changed.
    ForgetRefresh(ItemId),
    /// Show a table in the table view.
    ShowTable(Table),
    /// Open a workspace or import a file.
    OpenPath(PathBuf),
    /// Copy a text to the clipboard.
    Copy {
        /// What it is, for the message.
        what: String,
        /// The text.
        text: String,
    },
}

/// Collects wishes during a frame.
#[derive(Debug, Default)]
pub struct Actions(Vec<Action>);

impl Actions {
    /// Adds a wish.
    pub fn push(&mut self, action: Action) {
        self.0.push(action);
    }

    /// Takes all wishes.
    pub fn take(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.0)
    }
}
