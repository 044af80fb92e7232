//! `error-catalog check --watch`: looks at the files twice a second. That works on every file system, and a file that is deleted and
//! comes back, as many editors save, needs no special case.

use std::collections::{BTreeMap, BTreeSet};
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
    // The bases and translations of the catalogs.
    let mut others = BTreeSet::new();
    while !output.is_closed() {
        // Before the check: what changes during it is seen the next time.
        let mut now = stamps(&arguments.paths, &others);
        if seen.as_ref() != Some(&now) {
            check::check(arguments, output, &mut |path| {
                others.insert(path.to_owned());
                now.entry(path.to_owned()).or_insert_with(|| stamp(path));
            });
            if arguments.format == Format::Human {
                output.line("waiting for changes; Ctrl-C ends\n");
            }
            seen = Some(now);
        }
        std::thread::sleep(PAUSE);
    }
    Exit::Clean
}

fn stamps(paths: &[PathBuf], others: &BTreeSet<PathBuf>) -> BTreeMap<PathBuf, Stamp> {
    let mut files: Vec<PathBuf> = others.iter().cloned().collect();
    for path in paths {
        if path.is_dir() {
            files::search(path, "json", &mut files);
        } else {
            files.push(path.clone());
        }
    }
    files.into_iter().map(|path| (path.clone(), stamp(&path))).collect()
}

fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok(), metadata.len()))
}
