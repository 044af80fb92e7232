//! Writes generated files, or compares them with the committed ones.

use std::path::{Path, PathBuf};

use clap::Args;
use error_artifacts::Artifact;
use error_artifacts::words::abridged;

use crate::output::{Exit, Output};

/// The destination of one generated file.
#[derive(Debug, Args)]
pub(crate) struct ToFile {
    /// Where to write; by default the standard output
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
    #[arg(long, short, value_name = "FOLDER")]
    pub(crate) output: PathBuf,
    /// Write nothing, only report the files that are not current
    #[arg(long)]
    pub(crate) check: bool,
}

impl ToFile {
    /// Prints or writes the text, or compares it with the file.
    pub(crate) fn deliver(&self, text: &str, output: &mut Output) -> Exit {
        let Some(path) = &self.output else {
            output.print(text);
            return Exit::Clean;
        };
        let mut artifact = Artifact::default();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            output.fail(&format!("`{}` is not the path of a file", path.display()));
            return Exit::CouldNotRun;
        };
        artifact.add(name, text);
        deliver(&artifact, path.parent().unwrap_or(Path::new("")), self.check, output)
    }
}

impl ToFolder {
    /// Writes the files, or compares them with those of the folder.
    pub(crate) fn deliver(&self, artifact: &Artifact, output: &mut Output) -> Exit {
        deliver(artifact, &self.output, self.check, output)
    }

    /// Reports the files of an earlier version that the artifact does not have; see [`Artifact::left_over`].
    pub(crate) fn left_over(&self, artifact: &Artifact, extension: &str, mark: &str, output: &mut Output) -> Exit {
        let left_over = artifact.left_over(&self.output, extension, mark);
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

fn deliver(artifact: &Artifact, folder: &Path, check: bool, output: &mut Output) -> Exit {
    if !check {
        return match artifact.write(folder) {
            Ok(()) => Exit::Clean,
            Err(error) => {
                output.fail(&format!("cannot write {error}"));
                Exit::CouldNotRun
            }
        };
    }
    match artifact.differences(folder) {
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
            output.fail(&format!("cannot read {error}"));
            Exit::CouldNotRun
        }
    }
}
