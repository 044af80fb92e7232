//! Constants of entries: `x-…` members in bodies, texts and headers, which tell entries of one code apart.

use std::path::Path;

use crate::support::headers;
use behaviour_tests::{Gateway, Graph, Payments, folder, gateway, graph, payments};
use error_client::{Decode, ReceivedResponse};
use error_runtime::{Catalog, Error, Respond};
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
    let path = folder("fixtures/constants").join(Path::new(name).with_extension("json"));
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
