//! The README and the tour show exactly the files of this package and what comes out of them.

use std::process::Command;

use error_catalog::{Source, compile, encode, report};

const README: &str = include_str!("../../../README.md");
const TOUR: &str = include_str!("../../../docs/tour.md");
const CATALOG: &str = include_str!("../catalogs/clinic.json");
const PROGRAM: &str = include_str!("../src/main.rs");
const SERVICE_AND_CLIENT: &str = include_str!("../src/bin/service_and_client.rs");

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
fn the_readme_shows_what_the_compiler_says_of_a_mistake() {
    let wrong = CATALOG.replace(r#""retry": "never""#, r#""retry": "nevr""#);
    let source = Source::new("catalogs/clinic.json", wrong);
    let compiled = compile(&source);
    assert_eq!(compiled.problems.len(), 1);
    // rustc puts the lines of a message below each other, behind its own first word.
    let message = report::describe(&source, &compiled.problems[0]).replace('\n', "\n       ");
    let path_in = |(number, line): (usize, &str)| Some((number + 1, line.find("\"catalogs/")? + 1));
    let (line, column) = PROGRAM.lines().enumerate().find_map(path_in).unwrap();
    let shown = format!("\n```text\nerror: {message}\n --> examples/quick-start/src/main.rs:{line}:{column}\n");
    assert!(README.contains(&shown), "there should be this block:{shown}");
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
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");
    let read = |path: String| std::fs::read_to_string(path).unwrap_or_default();
    for name in [
        "error-layout",
        "error-catalog",
        "error-macros",
        "error-runtime",
        "error-client",
        "error-cli",
    ] {
        for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
            let own = read(format!("{root}{name}/{licence}"));
            assert_eq!(own, read(format!("{root}{licence}")), "{name}/{licence}");
            assert!(!own.is_empty());
        }
        assert!(read(format!("{root}{name}/README.md")).starts_with("# "), "{name}");
    }
}

#[test]
fn the_tour_shows_how_the_text_of_the_compiled_catalog_begins() {
    let catalog = compile(&Source::new("catalogs/clinic.json", CATALOG)).catalog;
    let text = encode::catalog(&catalog).text;
    let end = text.find('}').map_or(text.len(), |end| end + 1);
    shows(TOUR, "text", &text[..end]);
}
