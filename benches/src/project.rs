//! Crates that are written, built and measured in a folder of their own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

/// A temporary folder with projects, which share one target folder.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty one.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn new(name: &str) -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("error-catalog-benches-{}-{name}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// Where artefacts are.
    pub fn target(&self) -> PathBuf {
        self.0.join("target")
    }

    /// Writes a library with these dependencies and this source.
    ///
    /// # Errors
    /// The files cannot be written.
    pub fn library(&self, name: &str, dependencies: &str, source: &str) -> io::Result<Project> {
        self.project(name, dependencies, "src/lib.rs", source)
    }

    /// Writes a program.
    ///
    /// # Errors
    /// The files cannot be written.
    pub fn program(&self, name: &str, dependencies: &str, source: &str) -> io::Result<Project> {
        self.project(name, dependencies, "src/main.rs", source)
    }

    fn project(&self, name: &str, dependencies: &str, file: &str, source: &str) -> io::Result<Project> {
        let project = Project {
            path: self.0.join(name),
            target: self.target(),
        };
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n[workspace]\n"
        );
        project.write("Cargo.toml", &manifest)?;
        project.write(file, source)?;
        Ok(project)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left lies among the temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A crate of a [`Folder`].
pub struct Project {
    /// The folder with its manifest.
    pub path: PathBuf,
    target: PathBuf,
}

impl Project {
    /// Writes one of its files, which is newer than all artefacts then.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, file: &str, text: &str) -> io::Result<()> {
        let file = self.path.join(file);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, text)
    }

    /// `cargo` with these arguments, in this project.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(arguments)
            .arg("--quiet")
            .current_dir(&self.path)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0")
            .stderr(Stdio::null());
        cargo
    }

    /// Downloads what it depends on, so that no download is measured.
    ///
    /// # Errors
    /// `cargo fetch` fails.
    pub fn fetch(&self) -> io::Result<()> {
        cpu_seconds(&mut self.cargo(&["fetch"])).map(drop)
    }

    /// All crates that it depends on and that are compiled here, by name and version.
    ///
    /// # Errors
    /// `cargo tree` fails.
    pub fn crates(&self) -> io::Result<Vec<String>> {
        let mut tree = self.cargo(&[
            "tree",
            "--offline",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--no-dedupe",
        ]);
        let output = tree.output()?;
        let mut crates: Vec<String> = String::from_utf8_lossy(&output.stdout)
            .lines()
            .skip(1)
            .map(|line| {
                line.split_whitespace()
                    .take(2)
                    .collect::<Vec<_>>()
                    .join(" ")
                    .replace(" v", " ")
            })
            .collect();
        crates.sort();
        crates.dedup();
        Ok(crates)
    }
}

/// Which versions of these crates the projects depend on, as people read it.
///
/// # Errors
/// `cargo tree` fails.
pub fn versions<'p>(projects: impl IntoIterator<Item = &'p Project>, names: &[&str]) -> io::Result<String> {
    let mut found = Vec::new();
    for project in projects {
        let crates = project.crates()?;
        let is_named = |one: &String| one.split(' ').next().is_some_and(|name| names.contains(&name));
        found.extend(crates.into_iter().filter(is_named));
    }
    found.sort();
    found.dedup();
    Ok(found.join(", "))
}

/// The line of a manifest that depends on a crate of this repository.
pub fn dependency(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    format!("{name} = {{ path = {path:?} }}\n")
}

/// CPU seconds, user and system, of a command and all that it starts.
///
/// # Errors
/// It cannot be started, or fails.
pub fn cpu_seconds(command: &mut Command) -> io::Result<f64> {
    let before = children()?;
    let status = command.status()?;
    if !status.success() {
        return Err(io::Error::other(format!("{command:?} fails")));
    }
    Ok(children()? - before)
}

/// CPU seconds of all processes that were waited for (proc(5): `cutime` and `cstime`).
fn children() -> io::Result<f64> {
    ticks([13, 14])
}

/// CPU seconds of this process, all its threads (proc(5): `utime` and `stime`).
///
/// # Errors
/// There is no `/proc`.
pub fn own_cpu_seconds() -> io::Result<f64> {
    ticks([11, 12])
}

/// Seconds from two fields of `stat`, counted from the one behind the name.
fn ticks(wanted: [usize; 2]) -> io::Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    // The name, which may have spaces, is in parentheses and comes second.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks: f64 = wanted
        .iter()
        .filter_map(|&at| fields.get(at)?.parse::<f64>().ok())
        .sum();
    Ok(ticks / 100.0)
}
