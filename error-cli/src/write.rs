//! Replaces a file as a whole or not at all.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use crate::output::{Exit, Output};

/// Writes `new` to a file that still holds `old`. A reader sees one or the other, never a part; permissions stay.
pub(crate) fn replace(path: &Path, old: &[u8], new: &str) -> io::Result<()> {
    // Through links, so that they stay links.
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    if fs::read(&path)? != old {
        return Err(io::Error::other(
            "the file was changed by another program; run the command again",
        ));
    }
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = write(&temporary, new)
        .and_then(|()| fs::set_permissions(&temporary, permissions))
        .and_then(|()| fs::rename(&temporary, &path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The message about a file that is not replaced.
pub(crate) fn exists(path: &Path) -> String {
    format!("`{}` exists; `--force` replaces it", path.display())
}

/// Writes a file, and its folder. A file that exists is replaced only with `force`.
pub(crate) fn new(path: &Path, text: &str, force: bool, output: &mut Output) -> Exit {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let written = folder.map_or(Ok(()), fs::create_dir_all).and_then(|()| {
        if force {
            fs::write(path, text)
        } else {
            let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
            file.write_all(text.as_bytes())
        }
    });
    match written {
        Ok(()) => Exit::Clean,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            output.fail(&exists(path));
            Exit::CouldNotRun
        }
        Err(error) => {
            output.fail(&format!("cannot write `{}`: {error}", path.display()));
            Exit::CouldNotRun
        }
    }
}
