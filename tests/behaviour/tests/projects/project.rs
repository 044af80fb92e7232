//! Real cargo projects, for what only a real build shows.
#![allow(dead_code, reason = "each test uses its part")]
#![allow(
    clippy::unused_self,
    clippy::unnecessary_debug_formatting,
    reason = "paths are quoted as TOML strings; methods read as sentences"
)]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use behaviour_tests::folder;

/// A fresh folder for packages, which depend on the crates of this workspace.
pub struct Project {
    folder: PathBuf,
}

impl Project {
    /// An empty project in a folder of this name.
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    /// A path in it.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Writes a file, and the folders it stands in.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes the manifest of a package that is a workspace of its own, with the versions that this workspace is locked to.
    pub fn manifest(&self, package: &str, name: &str) {
        self.write(
            &format!("{package}/Cargo.toml"),
            &format!("{}\n[workspace]\n", manifest(name)),
        );
        self.lock(package);
    }

    /// Puts the lock file of this workspace beside a manifest, so that nothing has to be resolved or fetched.
    pub fn lock(&self, root: &str) {
        fs::copy(folder("../../Cargo.lock"), self.path(root).join("Cargo.lock")).unwrap();
    }

    /// The target folder that all projects share, so that dependencies are built once.
    pub fn target() -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects-target")
    }

    /// A command of cargo, offline.
    pub fn cargo(&self, arguments: &[&str]) -> Cargo<'_> {
        self.cargo_as_is(&[arguments, &["--offline", "--color", "never"]].concat())
    }

    /// A command of cargo with just these arguments.
    pub fn cargo_as_is(&self, arguments: &[&str]) -> Cargo<'_> {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", Self::target())
            .env("CARGO_INCREMENTAL", "0");
        for name in [
            "RUSTFLAGS",
            "CARGO_ENCODED_RUSTFLAGS",
            "RUSTC_WRAPPER",
            "CARGO_MANIFEST_DIR",
        ] {
            command.env_remove(name);
        }
        Cargo { project: self, command }
    }

    /// Compares what was said with a file; with `UPDATE_GOLDEN=1` writes the file.
    pub fn compare(&self, expected: &Path, actual: &str) {
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(expected, actual).unwrap();
        }
        let wanted = fs::read_to_string(expected).unwrap_or_default();
        assert_eq!(wanted, actual, "{}", expected.display());
    }
}

/// The manifest of a package that uses the runtime of this workspace.
pub fn manifest(name: &str) -> String {
    let runtime = folder("../../error-runtime");
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         error-runtime = {{ path = {:?} }}\n",
        runtime.canonicalize().unwrap()
    )
}

/// A command of cargo that is not yet run.
pub struct Cargo<'p> {
    project: &'p Project,
    command: Command,
}

impl Cargo<'_> {
    /// Runs it in a folder of the project.
    pub fn current_dir(mut self, folder: &str) -> Self {
        self.command.current_dir(self.project.path(folder));
        self
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it and expects it to succeed; gives what it printed and what it said.
    pub fn success(mut self) -> (String, String) {
        let output = self.command.output().unwrap();
        let (printed, said) = self.texts(&output);
        assert!(output.status.success(), "{said}");
        (printed, said)
    }

    /// Runs it and expects it to fail; gives the messages of the compiler or of cargo.
    pub fn failure(mut self) -> String {
        let output = self.command.output().unwrap();
        let (_, said) = self.texts(&output);
        assert!(!output.status.success(), "{said}");
        said
    }

    /// The output, with the project's folder as `$PROJECT`, without progress and without the summary at the end.
    fn texts(&self, output: &Output) -> (String, String) {
        let text = |bytes: &[u8]| {
            let folder = self.project.folder.display().to_string();
            let text = String::from_utf8(bytes.to_vec()).unwrap().replace(&folder, "$PROJECT");
            let progress = [
                "Compiling ",
                "Checking ",
                "Finished ",
                "Running ",
                "Locking ",
                "Blocking ",
                "error: could not compile",
            ];
            text.lines()
                .filter(|line| !progress.iter().any(|word| line.trim_start().starts_with(word)))
                .fold(String::new(), |out, line| out + line + "\n")
                .trim()
                .to_owned()
                + "\n"
        };
        (text(&output.stdout), text(&output.stderr))
    }
}
