//! The workspace file: one text in RON, written whole or not at all.
//!
//! Reading looks at the format number alone first, so that a file of a newer program is told from a damaged one.
//! The types of the file (one module per format) are not those of the model: the model may change without the file.

mod error;
mod format1;
mod lock;
mod recovery;
mod storage;
mod text;

use std::path::{Path, PathBuf};

pub use error::FileError;
pub use lock::WorkspaceLock;
pub use recovery::{Recovered, Recovery};
pub use storage::{FileStamp, backup_path};
pub use text::{FORMAT, from_text, to_text};

use super::Workspace;

/// Ending of workspace files.
pub const EXTENSION: &str = "solstice.ron";

/// Whether `path` has the name of a workspace file.
pub fn is_workspace_path(path: &Path) -> bool {
    path.file_name().and_then(|n| n.to_str()).is_some_and(|n| {
        n.to_ascii_lowercase().strip_suffix(EXTENSION).is_some_and(|stem| stem.ends_with('.'))
    })
}

/// `path` with the ending of workspace files.
pub fn with_extension(path: &Path) -> PathBuf {
    if is_workspace_path(path) {
        return path.to_owned();
    }
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(".");
    name.push(EXTENSION);
    path.with_file_name(name)
}

/// Reads a workspace; the stamp tells later whether the file changed since.
///
/// # Errors
/// [`FileError`] names the file, and for damaged text line and column.
pub fn read(path: &Path) -> Result<(Workspace, FileStamp), FileError> {
    let (bytes, stamp) = storage::read(path)?;
    let text = std::str::from_utf8(&bytes).map_err(|e| FileError::not_text(path, &bytes, e))?;
    Ok((from_text(text, path)?, stamp))
}

/// Writes a workspace: to a temporary file in the same folder, which then takes the place of the old one; the
/// old one is kept as backup ([`backup_path`]). Whatever fails, the old file is as it was.
///
/// `expected` is the stamp of the last reading or writing; none to overwrite whatever is there.
///
/// # Errors
/// [`FileError::ChangedOnDisk`] when the file is not the expected one, otherwise [`FileError::Io`].
pub fn save(
    path: &Path,
    workspace: &Workspace,
    expected: Option<&FileStamp>,
) -> Result<FileStamp, FileError> {
    if let Some(expected) = expected
        && storage::changed_since(path, expected)?
    {
        return Err(FileError::ChangedOnDisk { path: path.to_owned() });
    }
    storage::replace(path, to_text(workspace, path)?.as_bytes(), storage::Keep::Backup)
}

#[cfg(test)]
mod tests;
