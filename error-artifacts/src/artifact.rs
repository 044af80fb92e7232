//! Generated files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The number of folders in each other in which files of earlier versions are searched for.
const DEEPEST: usize = 2;

/// Generated files by their path, which is relative and has `/` between its parts.
///
/// ```
/// use error_artifacts::{Artifact, Difference};
///
/// let mut artifact = Artifact::default();
/// artifact.add("clinic/errors.md", "# Errors\n");
/// let folder = std::env::temp_dir().join(format!("artifact-{}", std::process::id()));
/// let differences = artifact.differences(&folder)?;
/// assert_eq!(differences, [Difference::Missing(folder.join("clinic/errors.md"))]);
/// artifact.write(&folder)?;
/// assert!(artifact.differences(&folder)?.is_empty());
/// # std::fs::remove_dir_all(folder)?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Artifact {
    files: BTreeMap<String, Vec<u8>>,
}

/// A file that is not as the generator writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The file does not exist.
    Missing(PathBuf),
    /// The file has other bytes.
    Changed(PathBuf),
}

impl Difference {
    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing(path) | Self::Changed(path) => path,
        }
    }
}

impl Artifact {
    /// Adds a file, or replaces it.
    pub fn add(&mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), content.into());
    }

    /// Returns the files by their path, sorted.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .map(|(path, content)| (path.as_str(), content.as_slice()))
    }

    /// Returns the content of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// Writes the files below a folder, which is created. Files with the same bytes are not touched; other files stay.
    ///
    /// # Errors
    /// A file or folder cannot be written; the error's text has its path.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        for (name, content) in self.files() {
            let path = folder.join(name);
            if fs::read(&path).is_ok_and(|old| old == content) {
                continue;
            }
            let parent = path.parent().unwrap_or(folder);
            fs::create_dir_all(parent)
                .and_then(|()| fs::write(&path, content))
                .map_err(|error| at(&path, &error))?;
        }
        Ok(())
    }

    /// Returns the other files below a folder that have this extension and the mark of a generator, sorted.
    ///
    /// An earlier version of the artifact had them. A file that cannot be read is not among them.
    pub fn left_over(&self, folder: &Path, extension: &str, mark: &str) -> Vec<PathBuf> {
        let has_mark = |path: &Path| {
            let is_candidate = path.extension().is_some_and(|known| known == extension);
            is_candidate && fs::read_to_string(path).is_ok_and(|content| content.contains(mark))
        };
        let known: BTreeSet<PathBuf> = self.files.keys().map(|name| folder.join(name)).collect();
        let mut folders = vec![(folder.to_owned(), 0)];
        let mut found = Vec::new();
        while let Some((folder, depth)) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && depth < DEEPEST => folders.push((path, depth + 1)),
                    Ok(kind) if kind.is_file() && !known.contains(&path) && has_mark(&path) => found.push(path),
                    _ => {}
                }
            }
        }
        found.sort();
        found
    }

    /// Compares the files with those below a folder. Other files of the folder do not count.
    ///
    /// # Errors
    /// A file exists and cannot be read; the error's text has its path.
    pub fn differences(&self, folder: &Path) -> io::Result<Vec<Difference>> {
        let mut differences = Vec::new();
        for (name, content) in self.files() {
            let path = folder.join(name);
            match fs::read(&path) {
                Ok(old) if old == content => {}
                Ok(_) => differences.push(Difference::Changed(path)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => differences.push(Difference::Missing(path)),
                Err(error) => return Err(at(&path, &error)),
            }
        }
        Ok(differences)
    }
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))
}
