//! `error-catalog check --watch`: looks at the files twice a second. That works on every file system, and a file that is deleted and
//! comes back, as many editors save, needs no special case.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::args::{Check, Format};
use crate::check;
use crate::files;
use crate::output::{Exit, Output};

const PAUSE: Duration = Duration::from_millis(500);

/// When a file was written and how long it is; `None` if it does not exist.
type Stamp = Option<(Option<SystemTime>, u64)>;

/// Checks after each change, until the standard output is closed.
pub(crate) fn run(arguments: &Check, output: &mut Output) -> Exit {
    let mut seen = None;
    while !output.is_closed() {
        // Before the check: what changes during it is seen the next time.
        let now = stamps(&arguments.paths);
        if seen.as_ref() != Some(&now) {
            check::run(arguments, output);
            if arguments.format == Format::Human {
                output.line("waiting for changes; Ctrl-C ends\n");
            }
            seen = Some(now);
        }
        std::thread::sleep(PAUSE);
    }
    Exit::Clean
}

/// The files that may be translations of a catalog: those beside it whose names begin with its own.
fn translations(catalog: &Path) -> Vec<PathBuf> {
    let stem = catalog.file_stem().unwrap_or_default().to_string_lossy();
    let folder = catalog.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new(".")))
        .into_iter()
        .flatten()
        .flatten();
    let names = entries.map(|entry| entry.file_name());
    let start = format!("{stem}.");
    let translations = names.filter(|name| name.to_string_lossy().starts_with(&start));
    translations
        .map(|name| catalog.with_file_name(name))
        .filter(|path| path != catalog)
        .collect()
}

fn stamps(paths: &[PathBuf]) -> BTreeMap<PathBuf, Stamp> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files::search(path, "json", &mut files);
        } else {
            files.push(path.clone());
            files.extend(translations(path));
        }
    }
    files
        .into_iter()
        .map(|path| {
            let metadata = fs::metadata(&path).ok();
            let stamp = metadata.map(|metadata| (metadata.modified().ok(), metadata.len()));
            (path, stamp)
        })
        .collect()
}
