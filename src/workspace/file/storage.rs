//! Files written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::error::FileError;

/// What a file was when it was read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileStamp {
    length: u64,
    modified: Option<SystemTime>,
    hash: u64,
}

/// Whether the file that is replaced is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// As backup.
    Backup,
    /// Not at all.
    Nothing,
}

/// Where the file that [`super::save`] replaced is kept: `name.bak` beside it.
pub fn backup_path(path: &Path) -> PathBuf {
    sibling(path, ".bak")
}

pub(super) fn sibling(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

pub(super) fn read(path: &Path) -> Result<(Vec<u8>, FileStamp), FileError> {
    let modified = fs::metadata(path).and_then(|m| m.modified()).ok();
    let bytes = fs::read(path).map_err(FileError::io(path, "read the file"))?;
    let stamp = FileStamp { length: bytes.len() as u64, modified, hash: hash(&bytes) };
    Ok((bytes, stamp))
}

/// Whether the file differs from its stamp. One that only got a new time has not changed; neither has one that
/// is gone, which can be written again.
pub(super) fn changed_since(path: &Path, stamp: &FileStamp) -> Result<bool, FileError> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(FileError::io(path, "look at the file")(e)),
    };
    if metadata.len() != stamp.length {
        return Ok(true);
    }
    if stamp.modified.is_some() && metadata.modified().ok() == stamp.modified {
        return Ok(false);
    }
    Ok(read(path)?.1.hash != stamp.hash)
}

/// Puts `bytes` in the place of the file, see [`super::save`].
pub(super) fn replace(path: &Path, bytes: &[u8], keep: Keep) -> Result<FileStamp, FileError> {
    // through a link the file it leads to is written, the link stays
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let temporary = sibling(&target, &format!(".{}.tmp", std::process::id()));
    let written = write_temporary(&target, &temporary, bytes).and_then(|()| {
        if keep == Keep::Backup {
            back_up(&target)?;
        }
        fs::rename(&temporary, &target)
    });
    if let Err(error) = written {
        let _ = fs::remove_file(&temporary);
        return Err(FileError::io(path, "write the file")(error));
    }
    // the new name is on the disk once its folder is; not every system can do that
    if let Some(folder) = target.parent() {
        let _ = File::open(folder).and_then(|f| f.sync_all());
    }
    let modified = fs::metadata(&target).and_then(|m| m.modified()).ok();
    Ok(FileStamp { length: bytes.len() as u64, modified, hash: hash(bytes) })
}

fn write_temporary(target: &Path, temporary: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(target).is_ok_and(|m| m.permissions().readonly()) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    if let Ok(metadata) = fs::metadata(target) {
        // an owner that cannot be kept is no reason not to save
        let _ = fs::set_permissions(temporary, metadata.permissions());
    }
    Ok(())
}

/// A second name of the present file, or a copy where there are no second names.
fn back_up(target: &Path) -> io::Result<()> {
    if !target.exists() {
        return Ok(());
    }
    let backup = backup_path(target);
    let fresh = sibling(target, &format!(".{}.bak.tmp", std::process::id()));
    let _ = fs::remove_file(&fresh);
    fs::hard_link(target, &fresh).or_else(|_| fs::copy(target, &fresh).map(|_| ()))?;
    fs::rename(&fresh, &backup).inspect_err(|_| {
        let _ = fs::remove_file(&fresh);
    })
}

/// FNV-1a, 64 bits.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}
