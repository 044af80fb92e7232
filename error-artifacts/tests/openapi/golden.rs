//! The document of a small catalog, and the one of an API that it is merged into.

use std::fs;
use std::path::Path;

use error_artifacts::openapi;

use super::api;

fn compare(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        text == expected,
        "`{}` differs; UPDATE_GOLDEN=1 writes it",
        path.display()
    );
}

fn cards() -> error_artifacts::Api {
    api(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openapi/cards.json"))
}

#[test]
fn the_document_of_a_small_catalog_is_golden() {
    compare(
        "cards.3.0.json",
        &openapi::document(&cards(), openapi::Version::V3_0, openapi::Format::Json),
    );
    compare(
        "cards.3.1.json",
        &openapi::document(&cards(), openapi::Version::V3_1, openapi::Format::Json),
    );
}

#[test]
fn the_merged_document_of_an_api_is_golden() {
    let original = include_str!("api.json");
    let merged = openapi::merge(&cards(), original, None).unwrap();
    compare("api.merged.json", &merged.text);
    assert_eq!(
        merged.notes,
        [
            "response `409` of `/cards/{card_id} post` refers to `shared.json#/Conflict`, which is not merged",
            "no operation of the document is at DELETE `/v1/cards/[^/]+/holds`, for `HOLD_GONE`",
        ]
    );
    let again = openapi::merge(&cards(), &merged.text, None).unwrap();
    assert_eq!(again.text, merged.text);
}

/// Returns the lines of a text, without indentation and commas at their ends.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(|line| line.trim().trim_end_matches(',')).collect()
}

#[test]
fn the_page_shows_parts_of_the_golden_documents() {
    let page = include_str!("../../../docs/openapi.md");
    let files = [
        include_str!("cards.json"),
        include_str!("cards.3.1.json"),
        include_str!("api.merged.json"),
    ];
    let files = files.map(lines);
    let blocks: Vec<&str> = page
        .split("```json\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap_or_default())
        .collect();
    assert_eq!(blocks.len(), 4);
    for block in blocks {
        let block = lines(block);
        let is_shown = |file: &Vec<&str>| file.windows(block.len()).any(|part| part == block);
        assert!(files.iter().any(is_shown), "{block:#?}");
    }
}
