//! Every document shows the bytes that a server sends.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use catalogs::{Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Medblocks};
use error_artifacts::{Api, EXAMPLE_ID, EXAMPLE_INSTANCE, EXAMPLE_REQUEST_ID, EXAMPLE_TIME, docs, openapi};
use error_catalog::{Source, compile};
use error_runtime::{Catalog, Error, Representation, Respond as _, Rfc3339};
use serde_json::Value;

/// Returns the body of an entry as a server with generated code sends it.
fn sent<C: Catalog>(entry: C, representation: Representation) -> Option<(String, String)> {
    let samples = entry
        .entry()
        .parameters()
        .iter()
        .map(|parameter| (parameter.name, parameter.sample()));
    let error = Error::try_new(entry, samples)
        .unwrap()
        .with_request_id(EXAMPLE_REQUEST_ID)
        .with_id(EXAMPLE_ID)
        .with_instance(EXAMPLE_INSTANCE)
        .with_time(Rfc3339::new(EXAMPLE_TIME).unwrap());
    let response = error.response_as(representation);
    Some((response.headers.first()?.value.to_string(), response.body?.into_owned()))
}

/// Returns the text of a page of HTML.
fn text_of(html: &str) -> String {
    let pieces = html
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let text: String = pieces.collect();
    let references = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    references
        .into_iter()
        .fold(text, |text, (reference, character)| text.replace(reference, character))
}

fn page<'a>(files: &'a error_artifacts::Artifact, path: &str) -> &'a str {
    std::str::from_utf8(files.get(path).unwrap_or_else(|| panic!("no page {path}"))).unwrap()
}

fn check<C: Catalog>() -> usize {
    let name = C::DATA.name();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../catalogs/{name}.json"));
    let api = Api::new(compile(&Source::new("catalog.json", fs::read_to_string(path).unwrap())).catalog);
    let options = docs::Options::default();
    let (site, markdown) = (
        docs::site(&[&api], &options).unwrap(),
        docs::markdown(&[&api], &options).unwrap(),
    );
    let json: Value = serde_json::from_str(page(&docs::json(&[&api], &options).unwrap(), "errors.json")).unwrap();
    let document: Value =
        serde_json::from_str(&openapi::document(&api, openapi::Version::V3_1, openapi::Format::Json)).unwrap();
    let responses = document["components"]["responses"].as_object().unwrap();
    let mut bodies = 0;
    for (position, entry) in C::all().iter().enumerate() {
        let described = &json["catalogs"][0]["entries"][position];
        assert_eq!(described["name"], entry.entry().name());
        let address = described["page"].as_str().unwrap();
        let (html, markdown) = (
            text_of(page(&site, &format!("{address}.html"))),
            page(&markdown, &format!("{address}.md")),
        );
        let representations = [Representation::OWN, Representation::XML];
        let representations = &representations[..=usize::from(entry.entry().has_xml())];
        for representation in representations {
            let Some((media_type, body)) = sent(*entry, *representation) else {
                continue;
            };
            let what = format!("{name} {} {media_type}", entry.entry().name());
            let shown = |value: &Value| value["body"] == *body;
            assert!(
                described["responses"].as_array().unwrap().iter().any(shown),
                "{what}: JSON has another body"
            );
            assert!(markdown.contains(&body), "{what}: Markdown has another body");
            assert!(html.contains(&body), "{what}: HTML has another body");
            let example = responses
                .values()
                .find_map(|response| response["content"].get(&media_type)?["examples"].get(entry.entry().name()));
            let reference = example
                .and_then(|example| example["$ref"].as_str())
                .unwrap_or_else(|| panic!("{what}: no example"));
            match &document.pointer(&reference[1..]).unwrap()["value"] {
                Value::String(text) => assert_eq!(*text, body, "{what}"),
                value => assert_eq!(value.to_string(), body, "{what}"),
            }
            bodies += 1;
        }
    }
    bodies
}

#[test]
fn documents_and_servers_have_the_same_bytes_for_every_entry() {
    let bodies = [
        check::<Bars>(),
        check::<BlueButton>(),
        check::<GpConnect>(),
        check::<GpConnectDstu2>(),
        check::<HealthGorilla>(),
        check::<Medblocks>(),
    ];
    // Each of the 256 entries has one body or, with XML, two.
    let entries = Bars::all().len()
        + BlueButton::all().len()
        + GpConnect::all().len()
        + GpConnectDstu2::all().len()
        + HealthGorilla::all().len()
        + Medblocks::all().len();
    assert!(
        bodies.iter().all(|bodies| *bodies > 0) && bodies.iter().sum::<usize>() > entries,
        "{bodies:?}"
    );
}
