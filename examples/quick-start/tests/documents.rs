//! The README and the pages show the files of this package and the output of its programs.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::process::Command;

use error_catalog::report::Report;
use error_catalog::{Source, compile, emit};

const README: &str = include_str!("../../../README.md");
const COMPILATION: &str = include_str!("../../../docs/compilation.md");
const CATALOG: &str = include_str!("../catalogs/clinic.json");
const PROGRAM: &str = include_str!("../src/main.rs");
const PICTURE: &str = include_str!("../../../docs/pictures/compiler-message.svg");
const SERVICE_AND_CLIENT: &str = include_str!("../src/bin/service_and_client.rs");

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");

/// Reads a file of the repository.
fn read(path: &str) -> String {
    std::fs::read_to_string(format!("{ROOT}{path}")).unwrap()
}

/// Returns the pages of `docs/`, by path.
fn pages() -> Vec<(String, String)> {
    let files = std::fs::read_dir(format!("{ROOT}docs"))
        .unwrap()
        .map(|file| file.unwrap().path());
    let pages = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let pages = pages.map(|path| format!("docs/{}", path.file_name().unwrap().display()));
    pages.map(|path| (path.clone(), read(&path))).collect()
}

#[track_caller]
fn shows(document: &str, language: &str, block: &str) {
    let block = format!("\n```{language}\n{}\n```\n", block.trim_end());
    assert!(document.contains(&block), "there should be this block:{block}");
}

#[test]
fn the_readme_shows_the_catalog_and_the_programs() {
    shows(README, "json", CATALOG);
    shows(README, "rust", PROGRAM);
    shows(README, "rust", SERVICE_AND_CLIENT);
}

#[test]
fn the_readme_shows_what_the_programs_print() {
    for program in [
        env!("CARGO_BIN_EXE_quick-start"),
        env!("CARGO_BIN_EXE_service_and_client"),
    ] {
        let output = Command::new(program).output().unwrap();
        assert!(output.status.success());
        shows(README, "text", &String::from_utf8(output.stdout).unwrap());
    }
}

#[test]
fn the_picture_of_the_readme_shows_the_message_of_the_compiler() {
    let wrong = CATALOG.replacen(r#""retry": "never""#, r#""retry": "nevr""#, 1);
    let source = Source::new("catalogs/clinic.json", wrong);
    let compiled = compile(&source);
    assert_eq!(compiled.problems.len(), 1);
    // rustc puts the lines of a message below each other, behind its own first word.
    let message = Report::new(&source)
        .description(&compiled.problems[0])
        .replace('\n', "\n       ");
    let path_in = |(number, line): (usize, &str)| Some((number + 1, line.find("\"catalogs/")? + 1));
    let (line, column) = PROGRAM.lines().enumerate().find_map(path_in).unwrap();
    let expected = format!("\nerror: {message}\n --> src/main.rs:{line}:{column}\n");
    let lines = PICTURE.lines().filter(|line| line.starts_with("<text"));
    let shown: String = lines.map(|line| text_of(line) + "\n").collect();
    assert!(
        shown.contains(&expected),
        "docs/pictures/draw.py draws the picture again: {shown}"
    );
    let alternative = README
        .lines()
        .find(|line| line.contains("(docs/pictures/compiler-message.svg)"))
        .unwrap();
    let first = message
        .lines()
        .next()
        .unwrap_or_default()
        .replace('[', "\\[")
        .replace(']', "\\]");
    assert!(alternative.contains(&first), "{alternative}");
}

/// Returns the text between the tags of a line.
fn text_of(line: &str) -> String {
    let pieces = line.split('<').filter_map(|piece| piece.split_once('>'));
    let text: String = pieces.map(|(_, text)| text).collect();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn the_readme_names_every_feature_of_the_two_crates() {
    for name in ["error-runtime", "error-client"] {
        let (before, _) = README.split_once(&format!("\n{name} = {{ version")).unwrap();
        let comment = before.lines().next_back().unwrap_or_default();
        let (_, named) = comment.split_once("Features: ").unwrap();
        let mut named: Vec<&str> = named.trim_end_matches('.').split(", ").collect();
        named.sort_unstable();
        let manifest = read(&format!("{name}/Cargo.toml"));
        let (_, features) = manifest.split_once("\n[features]\n").unwrap();
        let features = features.lines().take_while(|line| !line.is_empty());
        let features = features.filter_map(|line| line.split_once(" = ").map(|(name, _)| name));
        let mut features: Vec<&str> = features
            .filter(|name| !["default", "macros", "std"].contains(name) && !name.starts_with('_'))
            .collect();
        features.sort_unstable();
        assert_eq!(named, features, "{name}");
    }
}

#[test]
fn every_page_names_its_readers() {
    for (name, text) in pages() {
        let mut lines = text.lines().filter(|line| !line.is_empty());
        assert!(lines.next().is_some_and(|line| line.starts_with("# ")), "{name}");
        assert!(
            lines
                .next()
                .is_some_and(|line| line.starts_with("Who should read this: ")),
            "{name}"
        );
    }
}

#[test]
fn the_links_of_the_pages_lead_to_files() {
    let mut links = 0;
    let own = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"].map(|name| (name.to_owned(), read(name)));
    for (name, text) in own.into_iter().chain(pages()) {
        let folder = std::path::Path::new(ROOT).join(&name);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = link.split('#').next().unwrap_or_default();
            if !target.is_empty() && !link.starts_with("http") {
                assert!(folder.with_file_name("").join(target).exists(), "{name}: {link}");
                links += 1;
            }
        }
    }
    assert!(links > 0);
}

#[test]
fn the_readme_counts_the_entries_of_the_catalogs() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogs");
    let mut catalogs = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let text = std::fs::read_to_string(&path).unwrap();
            let count = compile(&Source::new("", text)).catalog.entries.len();
            let row = format!("(catalogs/{}) | {count} |", path.file_name().unwrap().display());
            assert!(README.contains(&row), "there should be a row with: {row}");
            catalogs += 1;
        }
    }
    assert!(catalogs > 0);
}

#[test]
fn every_published_crate_has_its_licences_and_a_readme() {
    for name in [
        "error-layout",
        "error-catalog",
        "error-macros",
        "error-runtime",
        "error-client",
        "error-cli",
    ] {
        for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
            let own = read(&format!("{name}/{licence}"));
            assert_eq!(own, read(licence), "{name}/{licence}");
            assert!(!own.is_empty());
        }
        assert!(read(&format!("{name}/README.md")).starts_with("# "), "{name}");
    }
}

#[test]
fn the_page_on_compilation_shows_how_the_text_of_the_compiled_catalog_begins() {
    let catalog = compile(&Source::new("catalogs/clinic.json", CATALOG)).catalog;
    let text = emit::catalog(&catalog).text;
    let end = text.find('}').map_or(text.len(), |end| end + 1);
    shows(COMPILATION, "text", &text[..end]);
}
