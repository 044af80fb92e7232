//! Writes generated files, or compares them with the committed ones.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PathBufValueParser, TypedValueParser as _};
use error_artifacts::words::abridged;
use error_artifacts::{Artifact, Destination, Files as _};

use crate::files;
use crate::output::{Exit, Output};

/// The destination of one generated file.
#[derive(Debug, Args)]
pub(crate) struct ToFile {
    /// Where to write; by default the standard output, as with `-`
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Write nothing, only report whether the file is current
    #[arg(long, requires = "output")]
    pub(crate) check: bool,
}

/// The destination of several generated files.
#[derive(Debug, Args)]
pub(crate) struct ToFolder {
    /// The folder to write to
    #[arg(long, short, value_name = "FOLDER", value_parser = PathBufValueParser::new().try_map(folder))]
    pub(crate) output: PathBuf,
    /// Write nothing, only report the files that are not current
    #[arg(long)]
    pub(crate) check: bool,
}

/// The path of a folder.
fn folder(path: PathBuf) -> Result<PathBuf, &'static str> {
    if files::is_standard(&path) {
        Err("expected a folder, found the standard output; `./-` is the folder of this name")
    } else {
        Ok(path)
    }
}

impl ToFile {
    /// Prints or writes the text, or compares it with the file.
    pub(crate) fn deliver(&self, text: &str, output: &mut Output) -> Exit {
        let Some(path) = self.file() else {
            if self.check {
                output.fail("`--check` compares with a file, not with `-`");
                return Exit::CouldNotRun;
            }
            output.exact(text.as_bytes());
            return Exit::Clean;
        };
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            output.fail(&format!("`{}` is not the path of a file", path.display()));
            return Exit::CouldNotRun;
        };
        let mut destination = destination(path.parent().unwrap_or(Path::new("")), self.check);
        destination.add(name, text.as_bytes());
        finish(&mut destination, self.check, output)
    }

    /// Prints or writes a text with styles, which a file does not have.
    pub(crate) fn deliver_styled(&self, text: &str, output: &mut Output) -> Exit {
        if self.file().is_none() && !self.check {
            output.print(text);
            return Exit::Clean;
        }
        self.deliver(&anstream::adapter::strip_str(text).to_string(), output)
    }

    /// The path, unless it is that of the standard output.
    fn file(&self) -> Option<&PathBuf> {
        self.output.as_ref().filter(|path| !files::is_standard(path))
    }
}

impl ToFolder {
    /// Writes the files, or compares them with those of the folder.
    pub(crate) fn deliver(&self, artifact: &Artifact, output: &mut Output) -> Exit {
        let mut destination = self.destination();
        artifact.add_to(&mut destination);
        self.finish(&mut destination, output)
    }

    /// Returns the folder, which takes the files one by one.
    pub(crate) fn destination(&self) -> Destination {
        destination(&self.output, self.check)
    }

    /// Reports the result of writing or comparing.
    pub(crate) fn finish(&self, destination: &mut Destination, output: &mut Output) -> Exit {
        finish(destination, self.check, output)
    }

    /// Reports the files of an earlier version that nothing writes; see [`Destination::left_over`].
    pub(crate) fn left_over(
        &self,
        destination: &Destination,
        extension: &str,
        mark: &str,
        output: &mut Output,
    ) -> Exit {
        let left_over = destination.left_over(extension, mark);
        let paths = left_over.iter().map(|path| format!("`{}`", path.display()));
        let paths: Vec<String> = paths.collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        if paths.is_empty() {
            return Exit::Clean;
        }
        let text = format!(
            "left over from an earlier version, and to be deleted: {}",
            abridged(&paths, 5)
        );
        if self.check {
            output.fail(&text);
            Exit::Problems
        } else {
            output.note(&text);
            Exit::Clean
        }
    }
}

fn destination(folder: &Path, check: bool) -> Destination {
    if check {
        Destination::to_compare(folder)
    } else {
        Destination::to_write(folder)
    }
}

fn finish(destination: &mut Destination, check: bool, output: &mut Output) -> Exit {
    match destination.finish() {
        Ok(differences) if differences.is_empty() => Exit::Clean,
        Ok(differences) => {
            for difference in differences {
                let path = difference.path().display();
                output.fail(&format!(
                    "`{path}` is not current; run the command again without `--check`"
                ));
            }
            Exit::Problems
        }
        Err(error) => {
            let verb = if check { "read" } else { "write" };
            output.fail(&format!("cannot {verb} {error}"));
            Exit::CouldNotRun
        }
    }
}
