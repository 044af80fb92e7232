//! Constants of entries: `x-…` members in bodies, texts and headers, which distinguish entries of one code.

use std::path::Path;

use crate::inline;
use crate::support::{headers, twins_of};
use behaviour_tests::recorded::{Decode, decode};
use behaviour_tests::{Gateway, Graph, Payments, folder, gateway, graph, payments};
use error_catalog::{Source, compile, emit};
use error_client::ReceivedResponse;
use error_runtime::{Catalog, Data, Error, Representation, Respond};
use serde_json::{Value, json};

fn body<C: Catalog>(error: impl Into<Error<C>>) -> Value {
    serde_json::from_str(&error.into().body().unwrap()).unwrap()
}

#[test]
fn a_constant_is_written_as_the_json_value_that_it_is() {
    let text = "Error validating access token: invalid_token, subcode 463. Session has expired on Monday.";
    let expired = graph::TokenExpired { expiry: "Monday" };
    assert_eq!(
        body::<Graph>(expired),
        json!({ "error": { "message": text, "type": "OAuthException", "code": 190, "error_subcode": 463 } })
    );
    let error = body::<Graph>(graph::UserUnconfirmed)["error"].take();
    assert_eq!(
        error["error_data"],
        json!({ "checkpoint": "confirm", "steps": ["e-mail", "phone"] })
    );
    let error = body::<Graph>(graph::RateLimited)["error"].take();
    assert_eq!(
        (&error["is_transient"], error.get("error_subcode")),
        (&json!(true), None)
    );
    let card = body::<Payments>(payments::InsufficientFunds)["error"].take();
    assert_eq!(card["decline_code"], "insufficient_funds");
    assert_eq!(
        card["doc_url"],
        "https://payments.example/docs/decline-codes#insufficient_funds"
    );
    assert_eq!(body::<Gateway>(gateway::ShelfBusy)["details"][1]["retryDelay"], "0.5s");
    assert_eq!(
        body::<Gateway>(gateway::ShelfExists)["details"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_constant_is_escaped_in_a_header() {
    let response = Error::<Graph>::from(graph::TokenInvalid).response();
    let header = response
        .headers
        .iter()
        .find(|header| header.name == "WWW-Authenticate")
        .unwrap();
    assert_eq!(
        header.value,
        r#"OAuth "OAuthException" "invalid_token" "The access token is not valid""#
    );
}

fn round_trip<C: Decode>(name: &str) {
    let path = folder("catalogs").join(Path::new(name).with_extension("json"));
    assert!(crate::support::twins_of(&std::fs::read_to_string(path).unwrap()).is_empty());
    for entry in C::all() {
        let response = behaviour_tests::samples::sample(*entry).response();
        let headers = headers(&response);
        let body = response.body.clone().unwrap();
        let found = C::decode(ReceivedResponse::new(response.status, &headers, body.as_bytes()));
        assert_eq!(found.entry(), Some(*entry), "{body}");
        // Proxies and other tools write JSON in another layout.
        let pretty: Value = serde_json::from_str(&body).unwrap();
        let pretty = serde_json::to_string_pretty(&pretty).unwrap();
        let found = C::decode(ReceivedResponse::new(response.status, &[], pretty.as_bytes()));
        assert_eq!(found.entry(), Some(*entry), "{pretty}");
    }
}

#[test]
fn entries_that_differ_in_a_constant_alone_are_distinguished() {
    round_trip::<Graph>("graph");
    round_trip::<Payments>("payments");
    round_trip::<Gateway>("gateway");
}

#[test]
fn an_unknown_subcode_is_none_of_the_known_ones() {
    let decode = |body: &'static str| Graph::decode(ReceivedResponse::new(400, &[], body.as_bytes())).entry();
    let known = br#"{"error":{"message":"Changed","type":"OAuthException","code":190,"error_subcode":460}}"#;
    let known = Graph::decode(ReceivedResponse::new(400, &[], known));
    assert_eq!(known.entry(), Some(Graph::PasswordChanged));
    assert_eq!(
        decode(r#"{"error":{"message":"a","type":"OAuthException","code":190}}"#),
        Some(Graph::TokenInvalid)
    );
    let data = r#"{"error":{"message":"a","type":"OAuthException","code":190,"error_subcode":464,"error_data":{"checkpoint":"unlock","steps":["e-mail"]}}}"#;
    assert_eq!(decode(data), Some(Graph::UserLocked));
}

/// Constants in a page, in XML and in FHIR.
const PLACES: &str = r#"{
  "name": "places", "title": "Places",
  "responses": {
    "page": { "format": "text", "content_type": "text/html", "body": "<a href=\"/e/{x-sub}\">{x-text}</a>" },
    "xml": { "format": "text", "content_type": "application/xml", "body": "<E a=\"{x-sub}\">{x-text}</E>" },
    "outcome": { "format": "operation-outcome", "fhir": "R4", "coding": { "system": "https://a.example/{x-sub}" },
      "members": { "extension": [{ "url": "https://a.example/n", "valueInteger": "{x-n?}" }] } }
  },
  "errors": {
    "PAGE": { "status": 404, "title": "a", "response": "page", "x-sub": "a/b", "x-text": "<b>&", "retry": "never" },
    "XML": { "status": 404, "title": "a", "response": "xml", "x-sub": "a<b", "x-text": "\"q\"", "retry": "never" },
    "FHIR": { "status": 404, "issue": "not-found", "title": "a", "response": "outcome", "x-sub": "err", "x-n": 7, "retry": "never" },
    "NONE": { "status": 404, "issue": "not-found", "title": "a", "response": "outcome", "x-sub": "err", "retry": "never" }
  }
}"#;

#[test]
fn a_constant_has_the_escape_of_its_place() {
    let compiled = compile(&Source::new("places.json", PLACES));
    assert!(compiled.problems.is_empty(), "{:?}", compiled.problems);
    let constants = emit::catalog(&compiled.catalog);
    // A test need not free it.
    let data = Data::new(constants.index.leak(), constants.text.leak());
    let body = |name: &str, representation| {
        let error = Error::try_new(data.entry_by_name(name).unwrap(), []).unwrap();
        error.body_as(representation).unwrap().into_owned()
    };
    assert_eq!(
        body("PAGE", Representation::OWN),
        r#"<a href="/e/a%2Fb">&lt;b&gt;&amp;</a>"#
    );
    assert_eq!(body("XML", Representation::OWN), r#"<E a="a&lt;b">&quot;q&quot;</E>"#);
    let fhir: Value = serde_json::from_str(&body("FHIR", Representation::OWN)).unwrap();
    assert_eq!(
        fhir["extension"],
        json!([{ "url": "https://a.example/n", "valueInteger": 7 }])
    );
    assert_eq!(
        fhir["issue"][0]["details"]["coding"][0]["system"],
        "https://a.example/err"
    );
    assert!(body("FHIR", Representation::XML).contains(r#"<valueInteger value="7"/>"#));
    assert!(!body("NONE", Representation::XML).contains("extension"));
    for name in ["PAGE", "XML", "FHIR", "NONE"] {
        let body = body(name, Representation::OWN);
        let found = behaviour_tests::recorded::decode(data, ReceivedResponse::new(404, &[], body.as_bytes()));
        assert_eq!(found.entry().map(|entry| entry.name()), Some(name), "{body}");
    }
}

#[test]
fn a_known_text_does_not_make_an_unknown_subcode_known() {
    let body = br#"{"error":{"message":"The access token was issued before the password changed","type":"OAuthException","code":190,"error_subcode":999}}"#;
    let decoded = Graph::decode(ReceivedResponse::new(400, &[], body));
    // The entry without a subcode may have one that is new.
    assert_ne!(decoded.entry(), Some(Graph::PasswordChanged));
    assert!(!decoded.issue().unwrap().candidates().contains(&Graph::PasswordChanged));
}

// RFC 8259, section 4: an object is an unordered collection of members.
#[test]
fn a_constant_object_is_compared_in_any_order_of_its_members() {
    let entries = |one: &str, two: &str| {
        format!(
            r#""responses": {{ "default": {{ "format": "json", "body": {{ "code": "{{code}}", "data": "{{x-data}}" }} }} }},
            "defaults": {{ "code": null, "status": 409, "retry": "never" }},
            "errors": {{ "ONE": {{ "title": "One", "code": "A", "x-data": {one} }}, "TWO": {{ "title": "Two", "code": "A", "x-data": {two} }} }}"#
        )
    };
    let one = r#"{ "kind": "a", "more": [{ "x": 1, "y": 2 }, 3] }"#;
    let data = inline::catalog(entries(one, r#"{ "kind": "b", "more": [] }"#).leak());
    let found = |sent: &str| {
        let body = format!(r#"{{ "data": {sent}, "code": "A" }}"#);
        inline::names(&decode(data, ReceivedResponse::new(409, &[], body.as_bytes()))).concat()
    };
    assert_eq!(found(one), ["ONE"]);
    assert_eq!(found(r#"{ "more": [{ "y": 2, "x": 1 }, 3], "kind": "a" }"#), ["ONE"]);
    assert_eq!(found(r#"{ "more": [], "kind": "b" }"#), ["TWO"]);
    // The order of elements has a meaning.
    assert_eq!(found(r#"{ "more": [3, { "y": 2, "x": 1 }], "kind": "a" }"#), [""; 0]);
    let members = entries(one, r#"{ "more": [{ "y": 2, "x": 1 }, 3], "kind": "a" }"#);
    let text = format!(
        r#"{{ "name": "a", "title": "A", {} }}"#,
        members.replace("\"code\": null, ", "")
    );
    assert_eq!(twins_of(&text).len(), 2);
}

#[test]
fn a_code_inside_of_a_text_or_a_header_is_the_code_of_the_issue() {
    let data = inline::catalog(
        r#""responses": {
                "default": { "format": "text", "body": "ERROR {code}: {message}" },
                "problem": { "format": "problem", "type": "https://e.example/{code}" },
                "empty": { "format": "empty" }, "json": { "format": "json", "body": { "text": "{message}" } } },
            "defaults": { "status": 409, "retry": "never" },
            "errors": { "FULL_1": { "title": "Full" }, "GONE": { "title": "Gone", "response": "problem" },
                "BUSY": { "title": "Busy", "status": 503, "response": "empty", "headers": { "X-Error": "code={code}" } },
                "OTHER": { "title": "Otherwise BUSYNESS", "status": 410, "response": "json" } }"#,
    );
    let code = |status, headers: &[(&str, &str)], body: &str| {
        let decoded = decode(data, ReceivedResponse::new(status, headers, body.as_bytes()));
        let issue = decoded.issue().unwrap();
        (issue.known().map(|entry| entry.name()), issue.code().map(str::to_owned))
    };
    let own = |name: &'static str| (Some(name), Some(name.to_owned()));
    assert_eq!(
        code(409, &[("content-type", "text/plain")], "ERROR FULL_1: Full"),
        own("FULL_1")
    );
    let problem = r#"{"type":"https://e.example/GONE","title":"Gone","status":409}"#;
    assert_eq!(code(409, &[], problem), own("GONE"));
    assert_eq!(code(503, &[("x-error", "code=BUSY")], ""), own("BUSY"));
    assert_eq!(
        code(410, &[], r#"{"text":"Otherwise BUSYNESS"}"#),
        (Some("OTHER"), None)
    );
}
