//! Errors inside a success: GraphQL, JSON-RPC and its batches, an API with `ok`.

use behaviour_tests::recorded::Decode;

use error_client::{Decoded, ReceivedResponse};
use error_runtime::{Catalog, Error, Outcome, Respond, error_catalog};

error_catalog! {
    /// The errors of a GraphQL API.
    pub enum Graphql = "catalogs/graphql.json";
}

error_catalog! {
    /// The errors of a JSON-RPC API.
    pub enum JsonRpc = "catalogs/json-rpc.json";
}

error_catalog! {
    /// The errors of a chat API.
    pub enum Chat = "catalogs/chat.json";
}

fn decode<C: Catalog>(body: &str) -> Decoded<'_, C> {
    let headers = [("Content-Type", "application/json")];
    C::decode(ReceivedResponse::new(200, &headers, body.as_bytes())).into_owned()
}

/// Whether a body is an error, and the known entry of each issue.
fn read<C: Catalog>(body: &str) -> (bool, Vec<Option<C>>) {
    let decoded = decode::<C>(body);
    let known = decoded.issues().map(|issue| issue.known()).collect();
    (decoded.is_error(), known)
}

#[test]
fn what_is_sent_in_band_is_decoded() {
    let error = Error::from(graphql::BadUserInput { argument: Some("id") });
    let response = error.response();
    assert_eq!(response.status, 200);
    let body = response.body.unwrap();
    assert_eq!(
        body,
        r#"{"errors":[{"message":"The argument is not valid","extensions":{"code":"BAD_USER_INPUT","httpStatus":400,"argument":"id"}}],"data":null}"#
    );
    let decoded = decode::<Graphql>(&body);
    let issue = decoded.issue().unwrap();
    assert_eq!(
        (issue.known(), issue.parameter("argument")),
        (Some(Graphql::BadUserInput), Some("id"))
    );
    assert!(issue.drift().is_none() && decoded.is_error());
    for entry in JsonRpc::all() {
        let error = Error::try_new(*entry, []).unwrap().with_id("7");
        let (is_error, known) = read::<JsonRpc>(&error.body().unwrap());
        assert_eq!((is_error, known), (true, vec![Some(*entry)]));
    }
}

#[test]
fn a_success_is_not_an_error() {
    for body in [
        r#"{"data":{"patient":{"id":"p-1"}}}"#,
        r#"{"data":{"patient":null},"errors":[]}"#,
        r#"{"data":{"patient":null},"errors":null}"#,
        r#"{"data":{"errors":[{"message":"a row of a table","extensions":{"code":"X"}}]}}"#,
        "{}",
        "[]",
        "null",
        "",
        "text",
    ] {
        assert!(!decode::<Graphql>(body).is_error(), "{body}");
    }
    for body in [
        r#"{"jsonrpc":"2.0","result":19,"id":1}"#,
        r#"{"jsonrpc":"2.0","result":{"code":-32700,"message":"a log line"},"id":1}"#,
        r#"[{"jsonrpc":"2.0","result":7,"id":"1"},{"jsonrpc":"2.0","result":["hello",5],"id":"9"}]"#,
    ] {
        assert!(!decode::<JsonRpc>(body).is_error(), "{body}");
    }
    for body in [
        r#"{"ok":true,"channel":"C1"}"#,
        r#"{"ok":true,"error":"channel_not_found"}"#,
        r#"{"error":"brand_new"}"#,
    ] {
        assert_eq!(
            decode::<Chat>(body).user_message(),
            "Your request was completed.",
            "{body}"
        );
        assert!(!decode::<Chat>(body).is_error(), "{body}");
    }
}

#[test]
fn an_unknown_error_in_band_is_an_error() {
    assert_eq!(
        read::<Graphql>(r#"{"errors":[{"message":"Cannot query field"}],"data":null}"#),
        (true, vec![None])
    );
    assert_eq!(
        read::<JsonRpc>(r#"{"jsonrpc":"2.0","error":{"code":-32099,"message":"Shutting down"},"id":null}"#),
        (true, vec![None])
    );
    assert_eq!(read::<Chat>(r#"{"ok":false,"error":"brand_new"}"#), (true, vec![None]));
    for body in [
        r#"{"ok":false}"#,
        r#"{"ok":false,"error":null}"#,
        r#"{"ok":false,"errors":["a"]}"#,
    ] {
        assert!(decode::<Chat>(body).is_error(), "{body}");
    }
    for error in [r#""boom""#, "{}", r#"{"data":1}"#] {
        let body = format!(r#"{{"jsonrpc":"2.0","error":{error},"id":1}}"#);
        assert!(decode::<JsonRpc>(&body).is_error(), "{body}");
    }
    assert!(decode::<Graphql>(r#"{"errors":["x"]}"#).is_error());
    assert!(decode::<Graphql>(r#"{"errors":[{}]}"#).is_error());
    assert_eq!(
        read::<Chat>(r#"{"ok":false,"error":"missing_scope","needed":"chat:write"}"#),
        (true, vec![Some(Chat::MissingScope)])
    );
}

#[test]
fn partial_data_beside_errors_is_an_error_and_a_warning_alone_is_none() {
    let both = r#"{"data":{"a":1},"errors":[
        {"message":"x","extensions":{"code":"DEPRECATED_FIELD"}},{"message":"y","path":["b"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#;
    assert_eq!(
        read::<Graphql>(both),
        (
            true,
            vec![Some(Graphql::DeprecatedField), Some(Graphql::InternalServerError)]
        )
    );
    let warning = r#"{"data":{"a":1},"errors":[{"message":"x","extensions":{"code":"DEPRECATED_FIELD"}}]}"#;
    assert_eq!(read::<Graphql>(warning), (false, vec![Some(Graphql::DeprecatedField)]));
}

#[test]
fn each_error_of_a_batch_is_an_issue() {
    // The batch of JSON-RPC 2.0, section 7.
    let batch = r#"[
        {"jsonrpc": "2.0", "result": 7, "id": "1"},
        {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},
        {"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method \"x\" not found"}, "id": "5"},
        {"jsonrpc": "2.0", "result": ["hello", 5], "id": "9"}]"#;
    assert_eq!(
        read::<JsonRpc>(batch),
        (true, vec![Some(JsonRpc::InvalidRequest), Some(JsonRpc::MethodNotFound)])
    );
    let decoded = decode::<JsonRpc>(batch);
    let texts: Vec<_> = decoded.issues().map(|issue| issue.text()).collect();
    assert_eq!(texts, [Some("Invalid Request"), Some("Method \"x\" not found")]);
    assert_eq!(decoded.notes().next(), None);
}

#[test]
fn several_errors_in_band_have_one_status() {
    let outcome = Outcome::new(graphql::Unauthenticated).and(Error::from(graphql::BadUserInput { argument: None }));
    let response = outcome.response();
    assert_eq!(response.status, 200);
    let (is_error, known) = read::<Graphql>(&response.body.unwrap());
    assert_eq!(
        (is_error, known),
        (true, vec![Some(Graphql::Unauthenticated), Some(Graphql::BadUserInput)])
    );
}
