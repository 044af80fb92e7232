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

    /// Adds the files to others.
    pub fn add_to(&self, files: &mut dyn Files) {
        for (path, content) in self.files() {
            files.add(path, content);
        }
    }

    /// Writes the files below a folder, which is created. Files with the same bytes are not touched; other files stay.
    ///
    /// # Errors
    /// A file or folder cannot be written; the error's text has its path.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let mut destination = Destination::to_write(folder);
        self.add_to(&mut destination);
        destination.finish().map(drop)
    }

    /// Compares the files with those below a folder. Other files of the folder do not count.
    ///
    /// # Errors
    /// A file exists and cannot be read; the error's text has its path.
    pub fn differences(&self, folder: &Path) -> io::Result<Vec<Difference>> {
        let mut destination = Destination::to_compare(folder);
        self.add_to(&mut destination);
        destination.finish()
    }
}

/// Takes generated files one by one, so that they need not be in memory together.
pub trait Files {
    /// Takes a file. Its path is relative and has `/` between its parts.
    fn add(&mut self, path: &str, content: &[u8]);
}

impl Files for Artifact {
    fn add(&mut self, path: &str, content: &[u8]) {
        self.files.insert(path.to_owned(), content.to_owned());
    }
}

/// A folder to which generated files are written, or with which they are compared.
#[derive(Debug)]
pub struct Destination {
    folder: PathBuf,
    compares: bool,
    paths: BTreeSet<PathBuf>,
    differences: Vec<Difference>,
    failure: Option<io::Error>,
}

impl Destination {
    /// Returns a folder to write files to, which is created. Files with the same bytes are not touched; other files stay.
    pub fn to_write(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            compares: false,
            paths: BTreeSet::new(),
            differences: Vec::new(),
            failure: None,
        }
    }

    /// Returns a folder to compare files with. Nothing is written.
    pub fn to_compare(folder: &Path) -> Self {
        Self {
            compares: true,
            ..Self::to_write(folder)
        }
    }

    fn try_add(&mut self, path: &Path, content: &[u8]) -> io::Result<()> {
        let old = fs::read(path);
        match old {
            Ok(old) if old == content => Ok(()),
            _ if !self.compares => {
                let parent = path.parent().unwrap_or(&self.folder);
                fs::create_dir_all(parent).and_then(|()| fs::write(path, content))
            }
            Ok(_) => {
                self.differences.push(Difference::Changed(path.to_owned()));
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.differences.push(Difference::Missing(path.to_owned()));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Returns the differences of a comparison, sorted by path.
    ///
    /// # Errors
    /// A file could not be written or read; the error's text has its path. Files after it were skipped.
    pub fn finish(&mut self) -> io::Result<Vec<Difference>> {
        match self.failure.take() {
            Some(error) => Err(error),
            None => {
                self.differences.sort_by(|one, other| one.path().cmp(other.path()));
                Ok(std::mem::take(&mut self.differences))
            }
        }
    }

    /// Returns the other files below the folder that have this extension and the mark of a generator, sorted.
    ///
    /// An earlier version of the artifact had them. A file that cannot be read is not among them.
    pub fn left_over(&self, extension: &str, mark: &str) -> Vec<PathBuf> {
        let has_mark = |path: &Path| {
            let is_candidate = path.extension().is_some_and(|known| known == extension);
            is_candidate && fs::read_to_string(path).is_ok_and(|content| content.contains(mark))
        };
        let mut folders = vec![(self.folder.clone(), 0)];
        let mut found = Vec::new();
        while let Some((folder, depth)) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && depth < DEEPEST => folders.push((path, depth + 1)),
                    Ok(kind) if kind.is_file() && !self.paths.contains(&path) && has_mark(&path) => found.push(path),
                    _ => {}
                }
            }
        }
        found.sort();
        found
    }
}

impl Files for Destination {
    fn add(&mut self, path: &str, content: &[u8]) {
        let path = self.folder.join(path);
        if self.failure.is_none()
            && let Err(error) = self.try_add(&path, content)
        {
            self.failure = Some(at(&path, &error));
        }
        self.paths.insert(path);
    }
}

fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))
}
