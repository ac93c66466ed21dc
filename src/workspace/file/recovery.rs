//! Unsaved work kept aside, and found again after a crash.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::super::Workspace;
use super::error::FileError;
use super::storage::{self, Keep};
use super::text::{from_text, to_text};

const MARK: &str = "// Unsaved work on: ";

/// A folder, in the application's data, with a copy of each workspace that has unsaved changes.
#[derive(Clone, Debug)]
pub struct Recovery {
    folder: PathBuf,
}

/// A copy of unsaved work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The copy.
    pub file: PathBuf,
    /// The workspace file that was worked on; none when it was never saved.
    pub original: Option<PathBuf>,
    /// When the copy was written.
    pub modified: SystemTime,
}

impl Recovery {
    /// Uses `folder`, which is made when needed.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Keeps `workspace`, whose file is `original`, in place of an earlier copy of it.
    ///
    /// # Errors
    /// [`FileError::Io`].
    pub fn keep(&self, original: Option<&Path>, workspace: &Workspace) -> Result<(), FileError> {
        fs::create_dir_all(&self.folder).map_err(FileError::io(&self.folder, "make the folder"))?;
        let file = self.file_for(original);
        // a path on one line, whatever its name
        let shown = original.map(|p| absolute(p).display().to_string().replace(['\n', '\r'], " "));
        let text = format!("{MARK}{}\n{}", shown.unwrap_or_default(), to_text(workspace, &file)?);
        storage::replace(&file, text.as_bytes(), Keep::Nothing).map(|_| ())
    }

    /// Forgets the copy: after saving, or when the user gave the changes up.
    pub fn discard(&self, original: Option<&Path>) {
        let _ = fs::remove_file(self.file_for(original));
    }

    /// The copy of unsaved work on `original`, if it is newer than the file.
    pub fn find(&self, original: Option<&Path>) -> Option<Recovered> {
        self.look_at(self.file_for(original))
    }

    /// All copies that are newer than their files, the latest first.
    pub fn all(&self) -> Vec<Recovered> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let paths = entries.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| super::is_workspace_path(p));
        let mut found: Vec<Recovered> = paths.filter_map(|p| self.look_at(p)).collect();
        found.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.file.cmp(&b.file)));
        found
    }

    fn look_at(&self, file: PathBuf) -> Option<Recovered> {
        let modified = fs::metadata(&file).and_then(|m| m.modified()).ok()?;
        let text = fs::read_to_string(&file).ok()?;
        let name = text.lines().next()?.strip_prefix(MARK)?;
        let original = (!name.is_empty()).then(|| PathBuf::from(name));
        let saved = original.as_deref().and_then(|p| fs::metadata(p).and_then(|m| m.modified()).ok());
        saved.is_none_or(|saved| saved < modified).then_some(Recovered { file, original, modified })
    }

    fn file_for(&self, original: Option<&Path>) -> PathBuf {
        let name = match original {
            None => format!("untitled.{}", super::EXTENSION),
            Some(path) => {
                let path = absolute(path);
                let stem = path.file_name().unwrap_or_default().to_string_lossy();
                let stem = stem.split('.').next().unwrap_or_default();
                let hash = storage::hash(path.as_os_str().as_encoded_bytes());
                format!("{stem}-{hash:016x}.{}", super::EXTENSION)
            }
        };
        self.folder.join(name)
    }
}

impl Recovered {
    /// The work that was not saved.
    ///
    /// # Errors
    /// [`FileError`] when the copy cannot be read.
    pub fn workspace(&self) -> Result<Workspace, FileError> {
        let text =
            fs::read_to_string(&self.file).map_err(FileError::io(&self.file, "read the recovery file"))?;
        from_text(&text, &self.file)
    }
}

fn absolute(path: &Path) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}
