//! `check --watch`

use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::common::{CLEAN, Folder, command, fixable};

struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(folder: &Folder, path: &str) -> Self {
        let mut child = command()
            .args(["check", "--watch", path])
            .current_dir(&folder.0)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let streams: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().unwrap()),
            Box::new(child.stderr.take().unwrap()),
        ];
        for stream in streams {
            let sender = sender.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    if sender.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        Self { child, lines }
    }

    /// The next line with this text.
    fn line_with(&self, text: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(300)).unwrap();
            if line.contains(text) {
                return line;
            }
        }
    }

    /// The summary of the next check.
    fn summary(&self) -> String {
        self.line_with(" checked: ")
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_change_is_checked_and_a_file_may_go_and_come_back() {
    let folder = Folder::new();
    let path = folder.file("a.json", CLEAN);
    // In one step: a file that is written in place could be read half-way.
    let replace = |text: &str| fs::rename(folder.file("draft", text), &path).unwrap();
    let watch = Watch::start(&folder, "a.json");
    assert!(watch.summary().contains("no problems"));
    replace(&fixable());
    assert!(watch.summary().contains("2 errors"));
    fs::remove_file(&path).unwrap();
    watch.line_with("cannot read `a.json`");
    replace(CLEAN);
    assert!(watch.summary().contains("no problems"));
}

#[test]
fn a_new_file_in_a_folder_is_seen_and_so_is_one_renamed_into_place() {
    let folder = Folder::new();
    folder.file("a.json", CLEAN);
    let watch = Watch::start(&folder, ".");
    assert!(watch.summary().starts_with("1 catalog "));
    let draft = folder.file("draft", fixable());
    fs::rename(draft, folder.0.join("b.json")).unwrap();
    assert!(watch.summary().starts_with("2 catalogs checked: 2 errors"));
}

#[test]
fn a_file_that_does_not_change_is_not_checked_again() {
    let folder = Folder::new();
    folder.file("a.json", CLEAN);
    let watch = Watch::start(&folder, "a.json");
    watch.line_with("waiting for changes; Ctrl-C ends");
    assert_eq!(watch.line_with(""), "");
    // The files are looked at twice a second.
    assert!(watch.lines.recv_timeout(Duration::from_millis(1300)).is_err());
}

#[test]
fn a_change_of_a_base_is_checked() {
    let folder = Folder::new();
    let base = CLEAN.replace("\"name\": \"clinic\",\n", "");
    assert_ne!(base, CLEAN);
    let catalog = r#"{ "extends": "shared/base.json", "name": "clinic", "title": "Clinic" }"#;
    folder.file("a.json", catalog);
    let watch = Watch::start(&folder, "a.json");
    watch.line_with("cannot read the base `shared/base.json`");
    assert!(watch.summary().contains("1 error"));
    let path = folder.file("shared/base.json", &base);
    assert!(watch.summary().contains("no problems"));
    fs::rename(folder.file("shared/draft", base.replace("410", "1410")), path).unwrap();
    watch.line_with("shared/base.json:");
    assert!(watch.summary().contains("1 error"));
}
