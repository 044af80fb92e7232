//! Blank text is not a value in FHIR (<https://hl7.org/fhir/datatypes.html#string>).

use behaviour_tests::recorded::Decode;
use behaviour_tests::{GpConnect, Judged, each_catalog};
use error_catalog::{Source, compile, emit};
use error_client::ReceivedResponse;
use error_runtime::{Catalog, Data, Error, Format, ParameterType, Representation, Respond};
use serde_json::Value;

/// Whether a part of a body is without content.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::String(text) => text.trim().is_empty(),
        Value::Array(elements) => elements.is_empty() || elements.iter().any(is_blank),
        Value::Object(members) => members.is_empty() || members.values().any(is_blank),
        _ => false,
    }
}

fn check<C: Catalog>() {
    let outcomes = C::all().iter().copied();
    for entry in outcomes.filter(|entry| entry.entry().response().format() == Format::OperationOutcome) {
        for blank in ["", " ", "\t\u{a0}\n"] {
            let arguments = entry.entry().parameters().iter().map(|parameter| {
                let value = match parameter.kind {
                    ParameterType::String | ParameterType::Display => blank,
                    ParameterType::DateTime => "2026-01-31T09:30:00Z",
                    ParameterType::Boolean => "true",
                    ParameterType::Uri => "",
                    _ => "1",
                };
                (parameter.name, value)
            });
            let error = Error::try_new(entry, arguments).unwrap();
            let error = error.with_diagnostics(blank).with_id(blank);
            let error = error.with_expression(blank).with_location(blank);
            let json = error.body().unwrap();
            let body: Value = serde_json::from_str(&json).unwrap();
            assert!(!is_blank(&body), "{entry}: {json}");
            let found = C::decode(ReceivedResponse::new(error.status(), &[], json.as_bytes()));
            assert!(
                found.issue().unwrap().candidates().contains(&entry),
                "{entry}: {found:?} {json}"
            );
            if let Some(xml) = error.body_as(Representation::XML).filter(|xml| xml.starts_with('<')) {
                let document = roxmltree::Document::parse(&xml).unwrap();
                for node in document.descendants().filter(roxmltree::Node::is_element) {
                    let is_fhir = node.tag_name().namespace() == Some("http://hl7.org/fhir");
                    let is_empty = is_fhir && node.attributes().len() == 0 && !node.has_children();
                    assert!(
                        !is_empty && node.attributes().all(|one| !one.value().trim().is_empty()),
                        "{xml}"
                    );
                }
            }
        }
    }
}

#[test]
fn no_outcome_has_a_blank_text() {
    each_catalog!(check);
    check::<Judged>();
}

#[test]
fn a_required_text_that_is_empty_is_left_out() {
    let error = |details| {
        let error = Error::try_new(GpConnect::InvalidResource, [("details", details)]);
        error.unwrap().body().unwrap()
    };
    assert!(error("a").contains(r#""diagnostics":"a""#));
    assert!(!error("").contains("diagnostics") && !error(" \u{3000}").contains("diagnostics"));
}

/// The narrative of an outcome as JSON and XML, with this `div` and an argument.
fn narrative(div: &str, value: &str) -> [Option<String>; 2] {
    let source = serde_json::json!({
        "name": "narrative", "title": "Narrative",
        "responses": { "default": {
            "format": "operation-outcome", "fhir": "R4",
            "members": { "text": { "status": "generated", "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{div}</div>") } },
        } },
        "parameters": { "v": "string" },
        "errors": { "GONE": { "status": 410, "issue": "deleted", "title": "Gone", "log": "{v}" } },
    });
    let compiled = compile(&Source::new("narrative.json", source.to_string()));
    assert!(compiled.is_usable(), "{:?}", compiled.problems);
    let constants = emit::catalog(&compiled.catalog);
    let data = Data::new(constants.index.leak(), constants.text.leak());
    let error = Error::try_new(data.entry_by_name("GONE").unwrap(), [("v", value)]).unwrap();
    let json: Value = serde_json::from_str(&error.body().unwrap()).unwrap();
    assert_eq!(
        json["text"].get("status").is_some(),
        json["text"].get("div").is_some(),
        "{div} {value:?} {json}"
    );
    let xml = error.body_as(Representation::XML).unwrap();
    let document = roxmltree::Document::parse(&xml).unwrap();
    let text = document
        .descendants()
        .find(|node| node.has_tag_name(("http://hl7.org/fhir", "text")));
    let text = text.and_then(|text| text.last_element_child());
    [
        json["text"].get("div").map(|div| div.as_str().unwrap().to_owned()),
        text.map(|div| xml[div.range()].to_owned()),
    ]
}

#[test]
fn a_narrative_without_content_is_left_out() {
    for (div, value, is_there) in [
        ("{v}", "a", true),
        ("{v}", "", false),
        ("<p title=\"{v} > x\"> {v} </p><br/>", " \t", false),
        ("<p title='a'>{v}</p>", "", false),
        ("<p>{v}:</p>", "", true),
        ("<p>{title} {v}</p>", "", true),
        ("<img src=\"/{v}\"/>{v}", "", true),
        (" <br/> ", "a", false),
    ] {
        let found = narrative(div, value);
        assert_eq!(found.each_ref().map(Option::is_some), [is_there; 2], "{div}: {found:?}");
    }
}
