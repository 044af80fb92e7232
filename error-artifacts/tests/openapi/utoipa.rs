//! The feature `utoipa` of the runtime says the same.

use std::collections::{BTreeMap, BTreeSet};

use ::utoipa::IntoResponses;
use catalogs::{Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Medblocks};
use error_artifacts::openapi;
use error_runtime::Catalog;
use error_runtime::utoipa::CatalogResponses;
use serde_json::Value;

use super::{api, document, members, resolved, root};

/// The contents of a response, without the way in which they are written.
#[derive(Debug, Default, PartialEq, Eq)]
struct Response {
    headers: BTreeSet<String>,
    /// The summary and value of each example, by media type and name.
    examples: BTreeMap<(String, String), String>,
    /// The codes by media type.
    codes: BTreeMap<String, BTreeSet<String>>,
}

fn response(document: &Value, value: &Value, all_codes: &BTreeSet<String>) -> Response {
    let mut response = Response::default();
    response
        .headers
        .extend(members(&value["headers"]).map(|(name, _)| name.to_ascii_lowercase()));
    for (media_type, content) in members(&value["content"]) {
        for (name, example) in members(&content["examples"]) {
            let example = resolved(document, example);
            let shown = format!("{}: {}", example["summary"], example["value"]);
            response.examples.insert((media_type.clone(), name.clone()), shown);
        }
        let mut codes = BTreeSet::new();
        find_codes(document, &content["schema"], all_codes, &mut codes);
        response.codes.insert(media_type.clone(), codes);
    }
    response
}

/// Collects the codes that a schema of one error lists.
fn find_codes(document: &Value, schema: &Value, all: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    // Every error of the catalog may be among several.
    if schema["$ref"]
        .as_str()
        .is_some_and(|reference| reference.contains("Several"))
    {
        return;
    }
    let schema = resolved(document, schema);
    let listed = schema["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .chain(schema.get("const"));
    found.extend(listed.map(Value::to_string).filter(|value| all.contains(value)));
    for keyword in ["oneOf", "anyOf"] {
        schema[keyword]
            .as_array()
            .into_iter()
            .flatten()
            .for_each(|one| find_codes(document, one, all, found));
    }
    members(&schema["properties"]).for_each(|(_, member)| find_codes(document, member, all, found));
    if let Some(items) = schema.get("items") {
        find_codes(document, items, all, found);
    }
}

fn agree<C: Catalog>(prefix: &str) {
    let name = C::DATA.name();
    let ours = document(
        &api(&root().join(format!("catalogs/{name}.json"))),
        openapi::Version::V3_1,
    );
    let theirs = serde_json::to_value(CatalogResponses::<C>::responses()).unwrap();
    let codes: BTreeSet<String> = C::all()
        .iter()
        .filter_map(|entry| entry.entry().code())
        .map(|code| match code.as_integer() {
            Some(number) => number.to_string(),
            None => Value::from(code.to_string()).to_string(),
        })
        .collect();
    let own: BTreeMap<String, Response> = members(&ours["components"]["responses"])
        .map(|(key, value)| {
            (
                key.strip_prefix(prefix).unwrap().to_owned(),
                response(&ours, value, &codes),
            )
        })
        .collect();
    let other: BTreeMap<String, Response> = members(&theirs)
        .map(|(key, value)| (key.clone(), response(&theirs, value, &codes)))
        .collect();
    assert!(own.keys().eq(other.keys()), "{:?} {:?}", own.keys(), other.keys());
    for (key, response) in &own {
        assert_eq!(response.headers, other[key].headers, "{name} {key}");
        assert_eq!(response.examples, other[key].examples, "{name} {key}");
        for (media_type, codes) in &response.codes {
            let theirs = &other[key].codes[media_type];
            // Their schema is one object for all bodies, in which `error` of Blue Button is a code in some and any text in others.
            let is_mixed = name == "blue-button" && media_type == "application/json" && theirs.is_empty();
            assert!(
                is_mixed || codes == theirs,
                "{name} {key} {media_type}: {codes:?} {theirs:?}"
            );
        }
        assert!(response.codes.keys().eq(other[key].codes.keys()), "{name} {key}");
    }
}

#[test]
fn the_feature_utoipa_has_the_same_statuses_headers_media_types_examples_and_codes() {
    agree::<Bars>("Bars");
    agree::<BlueButton>("BlueButton");
    agree::<GpConnect>("GpConnect");
    agree::<GpConnectDstu2>("GpConnectDstu2");
    agree::<HealthGorilla>("HealthGorilla");
    agree::<Medblocks>("Medblocks");
}
