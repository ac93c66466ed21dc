//! A lock beside a workspace file tells a second program that the workspace is open.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::error::FileError;
use super::storage::sibling;

/// The lock on a workspace file, `name.lock` beside it; released when dropped or when the program ends.
///
/// On network drives locks are advice only: [`super::save`] compares the file as well.
#[derive(Debug)]
pub struct WorkspaceLock {
    path: PathBuf,
    // locked as long as it is open
    _file: File,
    unclean: bool,
}

impl WorkspaceLock {
    /// Locks the workspace `path`.
    ///
    /// # Errors
    /// [`FileError::Locked`] with user, computer and process that has it open; [`FileError::Io`] when no lock can be
    /// made there, e.g. in a read-only folder.
    pub fn acquire(path: &Path) -> Result<Self, FileError> {
        let lock = sibling(path, ".lock");
        let io = |what| FileError::io(&lock, what);
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&lock);
        let mut file = open.map_err(io("make the lock"))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let by = fs::read_to_string(&lock).unwrap_or_default();
                let by = if by.trim().is_empty() { "another program" } else { by.trim() };
                return Err(FileError::Locked { path: path.to_owned(), by: by.to_owned() });
            }
            Err(TryLockError::Error(e)) => return Err(io("lock the file")(e)),
        }
        let mut left = String::new();
        let _ = file.read_to_string(&mut left);
        file.set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(owner().as_bytes()))
            .map_err(io("write the lock"))?;
        Ok(Self { path: lock, _file: file, unclean: !left.is_empty() })
    }

    /// Whether the program that had the workspace open before did not end properly: time to look for a
    /// recovery file.
    pub fn previous_end_was_unclean(&self) -> bool {
        self.unclean
    }
}

impl Drop for WorkspaceLock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

fn owner() -> String {
    let variable = |names: [&str; 2]| names.iter().find_map(|n| std::env::var(n).ok());
    let user = variable(["USER", "USERNAME"]).unwrap_or_else(|| "unknown user".into());
    let host = variable(["HOSTNAME", "COMPUTERNAME"])
        .or_else(|| fs::read_to_string("/etc/hostname").ok())
        .unwrap_or_else(|| "unknown computer".into());
    format!("{user} on {}, process {}", host.trim(), std::process::id())
}
