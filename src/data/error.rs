//! Why data could not be read or written.

use std::path::{Path, PathBuf};

/// Why data could not be read or written; messages name the file and say what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DataError {
    /// The system refused.
    #[error("{}: cannot {what}: {}", .path.display(), reason(source))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried.
        what: &'static str,
        /// The reason.
        source: std::io::Error,
    },
    /// A folder without tables.
    #[error("{}: the folder has no .csv or .tsv file", .path.display())]
    EmptyFolder {
        /// The folder.
        path: PathBuf,
    },
    /// Nothing to read.
    #[error("{origin}: there is no text; a table of dates and values is needed")]
    Empty {
        /// File, or "clipboard".
        origin: String,
    },
    /// The text is no table.
    #[error("{origin}, line {line}: {message}")]
    Table {
        /// File, or "clipboard".
        origin: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong and what to do.
        message: String,
    },
    /// No row or column of dates.
    #[error(
        "{origin}: no dates found (the first cells are {sample}); put dates such as 1992-01, 1992Q1 or 31/01/1992 into the first column or the first row, or choose the delimiter and the date format"
    )]
    NoDates {
        /// File, or "clipboard".
        origin: String,
        /// First cells of the table.
        sample: String,
    },
    /// A series cannot be read again from where it came from.
    #[error("{name} cannot be read again: {reason}")]
    Source {
        /// Name of the series in the source.
        name: String,
        /// Why.
        reason: String,
    },
    /// Dates but no series that can be used.
    #[error("{origin}: no series found: {reason}")]
    NoSeries {
        /// File, or "clipboard".
        origin: String,
        /// Why the columns give none.
        reason: String,
    },
}

impl DataError {
    pub(super) fn io(path: &Path, what: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, what, source }
    }
}

/// Why the system refused, with the remedy where it is known.
fn reason(source: &std::io::Error) -> String {
    match source.kind() {
        std::io::ErrorKind::NotFound => "there is no such file; check the path".to_owned(),
        std::io::ErrorKind::PermissionDenied => {
            "you may not read or write it; ask for the right to".to_owned()
        }
        _ => source.to_string(),
    }
}
