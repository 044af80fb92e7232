//! Runs the command as a shell would.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A catalog with nothing to complain of.
pub const CLEAN: &str = r#"{
  "name": "clinic",
  "title": "Clinic",
  "responses": {
    "default": {
      "format": "operation-outcome",
      "fhir": "R4"
    }
  },
  "errors": {
    "GONE": {
      "status": 410,
      "issue": "deleted",
      "title": "Gone"
    }
  }
}
"#;

/// A catalog with two errors that have safe fixes.
pub fn fixable() -> String {
    CLEAN.replace("410", "\"410\"").replace("deleted", "Deleted")
}

/// One with a warning.
pub fn doubtful() -> String {
    CLEAN.replace("Gone\"", "Gone \"")
}

/// The command.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_error-catalog"));
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    command.stdin(Stdio::null());
    command
}

/// The result of a run.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Runs the command.
pub fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ran {
    command().args(arguments).output().unwrap().into()
}

/// Runs the command with something on the standard input.
pub fn run_with_input(arguments: &[&str], input: &[u8]) -> Ran {
    use std::io::Write as _;
    let mut child = command()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output.into()
}

/// A folder that is gone after the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Writes a file and gives its path.
    pub fn file(&self, name: impl AsRef<Path>, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Runs the command in the folder.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        command().args(arguments).current_dir(&self.0).output().unwrap().into()
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The real catalogs: path and text.
pub fn real_catalogs() -> Vec<(PathBuf, String)> {
    let mut catalogs: Vec<_> = fs::read_dir(repository().join("catalogs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect();
    catalogs.sort();
    assert!(catalogs.len() >= 6);
    catalogs
}
