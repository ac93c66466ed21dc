//! What can go wrong with a workspace file.

use std::io;
use std::path::{Path, PathBuf};
use std::str::Utf8Error;

use super::FORMAT;

/// What can go wrong with a workspace file; every message names the file and says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The system refused.
    #[error("{}: cannot {what}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried, e.g. `read the file`.
        what: &'static str,
        /// The reason.
        source: io::Error,
    },
    /// The file does not begin like a workspace.
    #[error(
        "{}: this is not a workspace: it does not begin with its format number, e.g. \"Workspace(format: {FORMAT},\"",
        .path.display()
    )]
    NotAWorkspace {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a newer program.
    #[error(
        "{}: the file has format {format}, this version of Solstice reads formats 1 to {FORMAT}; open it with a newer version (the file was not touched)",
        .path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: u64,
    },
    /// The text is damaged.
    #[error("{}, line {line}, column {column}: {message}; correct the text or open the backup (.bak)", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Line of the damage, from 1.
        line: usize,
        /// Column of the damage, from 1.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// The text is sound but contradicts itself.
    #[error("{}: {message}; correct the text or open the backup (.bak)", .path.display())]
    Contradiction {
        /// The file.
        path: PathBuf,
        /// What contradicts what.
        message: String,
    },
    /// Somebody else wrote the file since it was read.
    #[error(
        "{}: the file was changed by another program since it was opened; save under another name, or open it again and lose your changes",
        .path.display()
    )]
    ChangedOnDisk {
        /// The file.
        path: PathBuf,
    },
    /// The file is open elsewhere.
    #[error("{}: the workspace is open elsewhere ({by}); open it read-only or close it there", .path.display())]
    Locked {
        /// The file.
        path: PathBuf,
        /// Who has it open.
        by: String,
    },
}

impl FileError {
    pub(super) fn io(path: &Path, what: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, what, source }
    }

    pub(super) fn not_text(path: &Path, bytes: &[u8], error: Utf8Error) -> Self {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
        let line = before.get(line_start..).unwrap_or_default();
        Self::Damaged {
            path: path.to_owned(),
            line: before.iter().filter(|&&b| b == b'\n').count() + 1,
            column: String::from_utf8_lossy(line).chars().count() + 1,
            message: "the text is not UTF-8".into(),
        }
    }
}
