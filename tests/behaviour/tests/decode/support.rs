//! Functions that the tests of the decoder share.
#![allow(dead_code, reason = "each test uses its part")]

use std::collections::BTreeSet;

use behaviour_tests::SOURCES;
use behaviour_tests::recorded::Decode;
use error_catalog::{Source, compile};
use error_client::{Decoded, ReceivedResponse};
use error_runtime::{Catalog, HttpResponse};
use serde_json::json;

/// A request to which an entry can be the response: its first method, and a path that its first endpoint matches.
pub fn request<C: Catalog>(entry: C) -> (String, String) {
    let entry = entry.entry();
    let method = entry.methods().get(0).unwrap_or("GET");
    (
        method.to_owned(),
        entry.endpoints().get(0).map_or_else(|| "/any/where".to_owned(), sample),
    )
}

/// A path that a pattern matches; for the patterns of the catalogs here.
fn sample(pattern: &str) -> String {
    let pattern = pattern.trim_start_matches('^').trim_end_matches('$');
    let mut path = pattern
        .replace("(?P<uuid>[\\w-]+)", "uuid")
        .replace("(/.*)?", "")
        .replace("[^/]+", "Thing");
    path = path.replace("/?", "/").replace(".*", "x");
    while let Some(start) = path.find('[') {
        let end = start + path[start..].find(']').unwrap();
        let first = path[start + 1..].chars().next().unwrap().to_string();
        path.replace_range(start..=end, &first);
    }
    assert!(!path.contains(['(', ')', '*', '+', '?', '\\']), "{path}");
    path
}

/// The headers of a response as a client gets them.
pub fn headers(response: &HttpResponse) -> Vec<(&str, &str)> {
    response
        .headers
        .iter()
        .map(|header| (header.name.as_ref(), header.value.as_ref()))
        .collect()
}

/// The names of the entries that clients cannot distinguish, according to the compiler, allowed or not.
pub fn twins(catalog: &str) -> BTreeSet<String> {
    let (_, text) = SOURCES.into_iter().find(|(name, _)| *name == catalog).unwrap();
    twins_of(text)
}

/// The same for the text of a catalog.
pub fn twins_of(text: &str) -> BTreeSet<String> {
    // An allowance of another rule in its place: this one's warnings are heard again.
    let source = Source::new("catalog.json", text.replace("EC0801", "EC0602"));
    let compiled = compile(&source);
    let name = |span: &error_catalog::Span| source.text[span.clone()].trim_matches('"').to_owned();
    let warnings = compiled.problems.iter().filter(|problem| problem.rule.code == "EC0801");
    warnings
        .flat_map(|problem| {
            let related = problem.related.iter().map(|(span, _)| span);
            std::iter::once(&problem.span)
                .chain(related)
                .map(name)
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Headers of FHIR.
pub const JSON: [(&str, &str); 1] = [("Content-Type", "application/fhir+json")];

/// Decodes a body with them.
pub fn decode<C: Catalog>(status: u16, body: &str) -> Decoded<'_, C> {
    C::decode(ReceivedResponse::new(status, &JSON, body.as_bytes()))
}

/// The entries that it can be.
pub fn found<C: Catalog>(status: u16, body: &str) -> Vec<C> {
    decode::<C>(status, body).issue().unwrap().candidates().to_vec()
}

/// A body of `BaRS` as its sandbox writes it, with changes.
pub fn bars(issue_type: &str, system: &str, code: &str, diagnostics: &str) -> String {
    json!({
        "resourceType": "OperationOutcome",
        "id": "4e2e13af",
        "meta": { "profile": ["https://simplifier.net/guide/nhs-booking-and-referral-standard"], "lastUpdated": "2022-10-21T13:47:00Z" },
        "issue": [{
            "severity": "error",
            "code": issue_type,
            "details": { "coding": [{ "system": system, "code": code }] },
            "diagnostics": diagnostics,
        }],
    })
    .to_string()
}

/// The system of the codes of `BaRS`.
pub const CODES: &str = "https://fhir.nhs.uk/CodeSystem/http-error-codes";
