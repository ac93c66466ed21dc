//! Text of a workspace file: format number first, then the format that it names.

use std::path::Path;

use serde::de::DeserializeOwned;

use super::super::Workspace;
use super::error::FileError;
use super::format1::WorkspaceV1;

/// The format that is written. Older ones are read, newer ones refused.
pub const FORMAT: u64 = 1;

/// The text of `workspace`. Equal workspaces have equal texts, so that files can be compared line by line.
///
/// # Errors
/// [`FileError::Contradiction`] when a part cannot be written as text.
pub fn to_text(workspace: &Workspace, path: &Path) -> Result<String, FileError> {
    WorkspaceV1::from(workspace).to_text().map_err(|e| FileError::Contradiction {
        path: path.to_owned(),
        message: format!("the workspace cannot be written: {e}"),
    })
}

/// The workspace of a text; `path` is for messages only.
///
/// # Errors
/// [`FileError`] with line and column of what cannot be read.
pub fn from_text(text: &str, path: &Path) -> Result<Workspace, FileError> {
    let format = format_of(text).ok_or_else(|| FileError::NotAWorkspace { path: path.to_owned() })?;
    // A new format gets a module with its types and a `From` its predecessor; older ones go through the chain.
    match format {
        1 => parse::<WorkspaceV1>(text, path)?.into_workspace(path),
        0 => Err(FileError::NotAWorkspace { path: path.to_owned() }),
        format => Err(FileError::Newer { path: path.to_owned(), format }),
    }
}

fn parse<T: DeserializeOwned>(text: &str, path: &Path) -> Result<T, FileError> {
    ron::from_str(text).map_err(|e| FileError::Damaged {
        path: path.to_owned(),
        line: e.span.start.line,
        column: e.span.start.col,
        message: e.code.to_string(),
    })
}

/// The format number, which is the first field; read without the rest, which may be of any format.
fn format_of(text: &str) -> Option<u64> {
    let text = skip_blank(text.strip_prefix('\u{feff}').unwrap_or(text));
    let text = skip_blank(text.strip_prefix("Workspace").unwrap_or(text));
    let text = skip_blank(skip_blank(text.strip_prefix('(')?).strip_prefix("format")?);
    let text = skip_blank(text.strip_prefix(':')?);
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    // more digits than fit are a newer format, too
    text.get(..digits).filter(|d| !d.is_empty()).map(|d| d.parse().unwrap_or(u64::MAX))
}

/// `text` from its first character that is neither blank nor part of a comment line.
fn skip_blank(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("//") {
        rest = comment.split_once('\n').map_or("", |(_, after)| after).trim_start();
    }
    rest
}
