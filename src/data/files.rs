//! Files of tables.

use std::fs;
use std::path::{Path, PathBuf};

use super::DataError;

/// Whether `path` has the name of a text table: `.csv` or `.tsv`.
pub fn is_data_path(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv") || e.eq_ignore_ascii_case("tsv"))
}

/// The files that `path` stands for: itself, or the tables in the folder (not in those below), by name.
///
/// # Errors
/// [`DataError`] when it does not exist or is a folder without tables.
pub fn data_files(path: &Path) -> Result<Vec<PathBuf>, DataError> {
    let metadata = fs::metadata(path).map_err(DataError::io(path, "find it"))?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let entries = fs::read_dir(path).map_err(DataError::io(path, "list the folder"))?;
    let mut files = Vec::new();
    for entry in entries {
        let file = entry.map_err(DataError::io(path, "list the folder"))?.path();
        if is_data_path(&file) && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(DataError::EmptyFolder { path: path.to_owned() });
    }
    Ok(files)
}
