//! The documents for people: a site, Markdown and JSON.

use std::sync::OnceLock;

use error_artifacts::docs::{self, Audience, Options};
use error_artifacts::{Api, Artifact};
use serde_json::Value;

use super::html::{self, Shape};
use super::markdown;

/// Asserts that the documents are well-formed, and that the public ones have nothing internal. Those of a catalog
/// with given texts have no other elements than those of a harmless one.
pub(super) fn documents(api: &Api, harmless: Option<fn() -> Api>) {
    static SHAPE: OnceLock<Shape> = OnceLock::new();
    let shape = harmless.map(|harmless| SHAPE.get_or_init(|| of(&harmless())));
    for audience in [Audience::Public, Audience::Internal] {
        let site = made(docs::site, api, audience);
        for (path, page) in pages(&site) {
            html::check(shape, path, page);
        }
        let index = text(site.get("index.js").unwrap_or_default());
        let json = index
            .strip_prefix("const ERRORS=")
            .and_then(|rest| rest.strip_suffix(";\n"));
        let json = json.unwrap_or_else(|| panic!("{index}"));
        assert!(!json.contains(['<', '\u{2028}', '\u{2029}']), "{json}");
        serde_json::from_str::<Value>(json).unwrap_or_else(|error| panic!("{error}: {json}"));
        let pages = made(docs::markdown, api, audience);
        for (path, page) in pages.files() {
            let page = text(page);
            let found = markdown::structure(page);
            let own = |tag: &&String| tag.trim() != docs::MARKDOWN_MARK;
            for tag in found.html.iter().filter(own) {
                assert!(html::is_markup_of_text(tag), "{tag} in {path}: {page}");
            }
            for link in &found.links {
                assert!(html::is_link(link), "{link} in {path}: {page}");
            }
        }
        let json = made(docs::json, api, audience);
        for (_, document) in json.files() {
            let document = text(document);
            serde_json::from_str::<Value>(document).unwrap_or_else(|error| panic!("{error}: {document}"));
        }
        if audience == Audience::Public {
            for (path, file) in [&site, &pages, &json].into_iter().flat_map(Artifact::files) {
                assert!(
                    harmless.is_none() || !text(file).contains("SECRET"),
                    "{path} has something internal"
                );
            }
        }
    }
}

/// Returns the shape of the pages of a catalog.
fn of(api: &Api) -> Shape {
    let mut shape = Shape::default();
    for audience in [Audience::Public, Audience::Internal] {
        for (path, page) in pages(&made(docs::site, api, audience)) {
            shape.learn(path, page);
        }
    }
    shape
}

type Make = fn(&[&Api], &Options) -> Result<Artifact, docs::DuplicateName>;

/// Makes documents twice, and looks at the names of their files.
fn made(make: Make, api: &Api, audience: Audience) -> Artifact {
    let options = Options {
        audience,
        ..Options::default()
    };
    let [first, again] = [(); 2].map(|()| make(&[api], &options).unwrap_or_else(|error| panic!("{error}")));
    assert!(first == again, "not the same each time");
    for (path, _) in first.files() {
        assert!(
            !path.contains(['\\', ':', '?', '*', '"', '<', '>', '|', '\0']),
            "{path:?}"
        );
        assert!(
            path.split('/').all(|part| !part.trim_matches('.').is_empty()),
            "{path:?}"
        );
    }
    first
}

fn pages(site: &Artifact) -> impl Iterator<Item = (&str, &str)> {
    let pages = site.files().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, page)| (path, text(page)))
}

fn text(file: &[u8]) -> &str {
    std::str::from_utf8(file).unwrap_or_else(|error| panic!("{error}"))
}
