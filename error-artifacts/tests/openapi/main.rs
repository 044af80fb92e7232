//! OpenAPI documents of the real catalogs, of those of the tests, and of hostile ones.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod bodies;
mod golden;
mod hostile;
mod merging;
mod utoipa;

use std::fs;
use std::path::{Path, PathBuf};

use error_artifacts::{Api, openapi};
use error_catalog::{Source, compile, compile_with};
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the catalog at a path, with its translations.
fn api(path: &Path) -> Api {
    let source = Source::new(path.to_str().unwrap(), fs::read_to_string(path).unwrap());
    let compiled = compile_with(&source, &|path| fs::read(path));
    assert!(compiled.is_usable(), "{}: {:#?}", path.display(), compiled.problems);
    Api::new(compiled.catalog)
}

/// Returns a catalog that is written in a test.
fn api_of(text: &str) -> Api {
    let compiled = compile(&Source::new("test.json", text));
    assert!(compiled.is_usable(), "{:#?}", compiled.problems);
    Api::new(compiled.catalog)
}

/// Returns the six real catalogs.
fn real() -> Vec<Api> {
    let names = [
        "bars",
        "blue-button",
        "gp-connect",
        "gp-connect-dstu2",
        "health-gorilla",
        "medblocks",
    ];
    names
        .map(|name| api(&root().join(format!("catalogs/{name}.json"))))
        .into()
}

/// Returns the real catalogs, and those of the tests of behaviour.
fn all() -> Vec<Api> {
    let mut all = real();
    // Those of the bank extend a base.
    let folders = ["tests/behaviour/catalogs", "tests/behaviour/catalogs/bank"];
    let files = folders
        .iter()
        .flat_map(|folder| fs::read_dir(root().join(folder)).unwrap());
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    // A translation and a base have no name.
    let is_catalog = |path: &PathBuf| path.is_file() && fs::read_to_string(path).unwrap().contains("\"name\"");
    all.extend(paths.iter().filter(|path| is_catalog(path)).map(|path| api(path)));
    assert!(all.len() > 15, "{}", all.len());
    all
}

fn document(api: &Api, version: openapi::Version) -> Value {
    serde_json::from_str(&openapi::document(api, version, openapi::Format::Json)).unwrap()
}

/// Returns the value that a reference names; another value unchanged.
fn resolved<'v>(document: &'v Value, value: &'v Value) -> &'v Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => document
            .pointer(&reference[1..])
            .unwrap_or_else(|| panic!("dangling {reference}")),
        None => value,
    }
}

/// Returns the members of an object; none for another value.
fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}
