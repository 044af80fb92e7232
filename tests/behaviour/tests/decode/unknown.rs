//! Bodies that the catalog does not describe: their errors are unknown, and their codes, texts and fields are read.

use behaviour_tests::recorded::Decode;
use behaviour_tests::{Bars, GpConnect, Medblocks};
use error_client::{Attempt, BodyKind, Budget, Decision, Decoded, NeverReason, Note, ReceivedResponse};
use serde_json::json;

use crate::support::CODES;

/// The code, text and fields of each issue.
pub fn issues(decoded: &Decoded<'_, Medblocks>) -> Vec<String> {
    let all = decoded.issues().map(|issue| {
        assert!(issue.candidates().is_empty(), "{issue:?}");
        let codes: Vec<_> = issue.codings().filter_map(|coding| coding.code).collect();
        let fields: Vec<_> = issue.expressions().collect();
        format!(
            "{} | {} | {}",
            codes.join(","),
            issue.text().unwrap_or("-"),
            fields.join(",")
        )
    });
    all.collect()
}

pub fn read(status: u16, body: &str) -> Vec<String> {
    issues(&Medblocks::decode(ReceivedResponse::new(status, &[], body.as_bytes())))
}

#[test]
fn each_error_of_a_list_or_map_is_an_issue_with_its_field_and_text() {
    for (body, expected) in [
        // A list of texts.
        (
            r#"{"errors":["Name is too short","Email is taken"]}"#,
            &[" | Name is too short | ", " | Email is taken | "][..],
        ),
        // ASP.NET.
        (
            r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"One or more validation errors occurred.","status":400,
                "errors":{"Name":["The Name field is required."],"Age":["Too low","Not a number"]},"traceId":"00-1"}"#,
            &[
                "https://tools.ietf.org/html/rfc9110#section-15.5.1 | The Name field is required. | Name",
                "https://tools.ietf.org/html/rfc9110#section-15.5.1 | Too low | Age",
                "https://tools.ietf.org/html/rfc9110#section-15.5.1 | Not a number | Age",
            ],
        ),
        // Laravel.
        (
            r#"{"message":"The given data was invalid.","errors":{"user.email":["The email is invalid."]}}"#,
            &[" | The email is invalid. | user.email"],
        ),
        // A map of texts; fields in fields.
        (
            r#"{"errors":{"name":"is blank","address":{"city":["is unknown"]}}}"#,
            &[" | is blank | name", " | is unknown | address.city"],
        ),
        // Rails and Django without a name around the map.
        (
            r#"{"email":["is taken"],"name":["is short","is odd"]}"#,
            &[" | is taken | email", " | is short | name", " | is odd | name"],
        ),
        // RFC 7807's example, Spring, FastAPI, JSON:API, Stripe, Okta and Salesforce.
        (
            r#"{"type":"https://example.net/validation-error","title":"Your request parameters didn't validate.",
                "invalid-params":[{"name":"age","reason":"must be a positive integer"},{"name":"color","reason":"must be 'green'"}]}"#,
            &[
                "https://example.net/validation-error | must be a positive integer | age",
                "https://example.net/validation-error | must be 'green' | color",
            ],
        ),
        (
            r#"{"status":400,"errors":[{"codes":["NotNull.x"],"defaultMessage":"d","field":"a","code":"NotNull","message":"must not be null"}]}"#,
            &["NotNull | must not be null | a"],
        ),
        (
            r#"{"detail":[{"loc":["body","items",0,"price"],"msg":"field required","type":"value_error.missing"}]}"#,
            &["value_error.missing | field required | body.items[0].price"],
        ),
        (
            r#"{"errors":[{"status":"422","code":"226","source":{"pointer":"/data/attributes/firstName"},"title":"Invalid Attribute","detail":"Too short."}]}"#,
            &["226 | Too short. | /data/attributes/firstName"],
        ),
        (
            r#"{"error":{"code":"parameter_missing","message":"Missing required param: amount.","param":"amount","type":"invalid_request_error"}}"#,
            &["parameter_missing,invalid_request_error | Missing required param: amount. | amount"],
        ),
        (
            r#"[{"errorCode":"REQUIRED_FIELD_MISSING","message":"Required fields are missing: [Name]","fields":["Name"]}]"#,
            &["REQUIRED_FIELD_MISSING | Required fields are missing: [Name] | Name"],
        ),
        // An element with a list of its own, a map in a list, and a map by the name `error`.
        (
            r#"{"errors":[{"field":"b","messages":["p","q"]},{"items":["r"]}]}"#,
            &[" | p | b", " | q | b", " | r | items"],
        ),
        (r#"{"error":{"email":["is taken"]}}"#, &[" | is taken | email"]),
        (
            r#"{"error":{"code":"BadArgument","message":"Multiple errors","details":[{"code":"NullValue","target":"Phone","message":"Phone is null"}]}}"#,
            &["NullValue,BadArgument | Phone is null | Phone"],
        ),
        (r#"["one","two"]"#, &[" | one | ", " | two | "]),
    ] {
        assert_eq!(read(400, body), expected, "{body}");
    }
}

#[test]
fn codes_are_read_where_cloud_services_and_frameworks_have_them() {
    for (body, expected) in [
        (
            r#"{"error":{"code":404,"message":"Not found: x","status":"NOT_FOUND","details":[
                {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"RESOURCE_GONE","domain":"x.googleapis.com"}]}}"#,
            "NOT_FOUND,RESOURCE_GONE,404 | Not found: x | ",
        ),
        (
            r#"{"error":{"code":404,"message":"Bad","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations":[{"field":"a.b","description":"is short"}]}]}}"#,
            "INVALID_ARGUMENT,404 | is short | a.b",
        ),
        (
            r#"{"data":null,"errors":[{"message":"No access","path":["patient",0,"name"],"locations":[{"line":1,"column":2}],"extensions":{"code":"FORBIDDEN"}}]}"#,
            "FORBIDDEN | No access | patient[0].name",
        ),
        (
            r#"{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","Message":"Rate exceeded"}"#,
            "ThrottlingException | Rate exceeded | ",
        ),
        (
            r#"{"errorMessage":"x is undefined","errorType":"ReferenceError","stackTrace":["a"]}"#,
            "ReferenceError | x is undefined | ",
        ),
        (
            r#"{"error":"invalid_grant","error_description":"The code expired"}"#,
            "invalid_grant | The code expired | ",
        ),
        (r#"{"code":5,"message":"not found","details":[]}"#, "5 | not found | "),
        (
            r#"{"fault":{"faultstring":"Quota exceeded","detail":{"errorcode":"policies.ratelimit.QuotaViolation"}}}"#,
            "policies.ratelimit.QuotaViolation | Quota exceeded | ",
        ),
        (
            r#"{"odata.error":{"code":"x","message":{"lang":"en","value":"The text"}}}"#,
            "x | The text | ",
        ),
        (
            r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
            "overloaded_error | Overloaded | ",
        ),
        (r#"{"exception":"NotFound","message":"x"}"#, "NotFound | x | "),
        (r#""Not authorized""#, " | Not authorized | "),
    ] {
        assert_eq!(read(404, body).first().map(String::as_str), Some(expected), "{body}");
    }
    let headers = [("x-amzn-ErrorType", "ValidationException:http://internal.amazon.com/x/")];
    let decoded = Medblocks::decode(ReceivedResponse::new(400, &headers, br#"{"message":"Bad"}"#));
    assert_eq!(issues(&decoded), ["ValidationException | Bad | "]);
}

#[test]
fn the_type_and_title_of_a_problem_are_both_kept() {
    let body = r#"{"type":"https://example.com/probs/out-of-credit","title":"You do not have enough credit.","detail":"Your balance is 30.","status":403}"#;
    let decoded = Medblocks::decode(ReceivedResponse::new(403, &[], body.as_bytes()));
    let issue = decoded.issue().unwrap();
    assert_eq!(issue.code(), Some("https://example.com/probs/out-of-credit"));
    assert_eq!(issue.text(), Some("Your balance is 30."));
    assert_eq!(
        issue.codings().next().unwrap().display,
        Some("You do not have enough credit.")
    );
    // The text around several errors is that of each.
    let body = r#"{"message":"The given data was invalid.","errors":{"email":["is taken"]}}"#;
    let decoded = Medblocks::decode(ReceivedResponse::new(422, &[], body.as_bytes()));
    assert_eq!(
        decoded.issue().unwrap().diagnostics(),
        Some("The given data was invalid.")
    );
    assert_eq!(
        read(400, r#"{"type":"about:blank","title":"Not Found"}"#),
        [" | Not Found | "]
    );
}

#[test]
fn errors_in_xml_have_their_codes_and_texts() {
    for (body, expected) in [
        (
            "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>The key does not exist &amp; more.</Message><Key>k</Key></Error>",
            "NoSuchKey | The key does not exist & more. | ",
        ),
        (
            "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
            "AccessDenied | Access Denied | ",
        ),
        (
            "<ErrorResponse xmlns=\"https://sns.amazonaws.com/\"><Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>Bad topic</Message></Error></ErrorResponse>",
            "InvalidParameter,Sender | Bad topic | ",
        ),
        (
            "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><soap:Fault><faultcode>soap:Client</faultcode>\
             <faultstring xml:lang=\"en\">No such patient</faultstring></soap:Fault></soap:Body></soap:Envelope>",
            "soap:Client | No such patient | ",
        ),
        (
            "<env:Envelope xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\"><env:Body><env:Fault><env:Code><env:Value>env:Sender</env:Value>\
             <env:Subcode><env:Value>m:Timeout</env:Value></env:Subcode></env:Code><env:Reason><env:Text xml:lang=\"en\">Too late</env:Text></env:Reason>\
             </env:Fault></env:Body></env:Envelope>",
            "env:Sender,m:Timeout | Too late | ",
        ),
        ("<error><message>No route</message></error>", " | No route | "),
    ] {
        let decoded = Medblocks::decode(ReceivedResponse::new(404, &[], body.as_bytes()));
        assert_eq!(
            (decoded.kind(), issues(&decoded)),
            (BodyKind::Xml, vec![expected.to_owned()]),
            "{body}"
        );
    }
    let body = "<errors><error><code>1</code></error><error><code>2</code><message>b</message></error></errors>";
    assert_eq!(read(400, body), ["1 | - | ", "2 | b | "]);
    let body = "<s:Envelope><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring><![CDATA[a < b]]></faultstring>\
        <detail><e><code>42</code><message>deep</message></e></detail></s:Fault></s:Body></s:Envelope>";
    assert_eq!(read(500, body), ["s:Server | a < b | "]);
    let body = "<Response><Errors><Error><Code>A</Code><Message>one</Message></Error><Error><Code>B</Code></Error></Errors></Response>";
    assert_eq!(read(400, body), ["A | one | ", "B | - | "]);
    assert_eq!(
        read(502, "<html><body><h1>502 Bad Gateway</h1></body></html>"),
        [" | 502 Bad Gateway | "]
    );
}

/// An outcome with one issue of `BaRS`.
fn outcome() -> serde_json::Value {
    json!({ "resourceType": "OperationOutcome", "issue": [{ "severity": "error", "code": "not-found",
        "details": { "coding": [{ "system": CODES, "code": "PROXY_NOT_FOUND" }] }, "diagnostics": "né\n" }] })
}

#[test]
fn an_outcome_is_found_in_other_bodies() {
    let patient = json!({ "resourceType": "Patient", "id": "1", "name": [{ "text": "A" }] });
    let bodies = [
        json!({ "resourceType": "Bundle", "entry": [{ "resource": patient }, { "resource": outcome() }] }),
        json!({ "resourceType": "Bundle", "entry": [{ "response": { "status": "404", "outcome": outcome() } }] }),
        json!({ "resourceType": "Parameters", "parameter": [{ "name": "return", "resource": outcome() }] }),
        json!({ "resource": outcome() }),
        json!({ "resourceType": "Patient", "contained": [outcome()] }),
        json!([[outcome()]]),
    ];
    for (status, body) in bodies.iter().flat_map(|body| [(404, body), (200, body)]) {
        let body = body.to_string();
        let decoded = Bars::decode(ReceivedResponse::new(status, &[], body.as_bytes()));
        assert_eq!(decoded.entry(), Some(Bars::ProxyNotFound), "{body}");
        let issue = decoded.issue().unwrap();
        assert_eq!(
            (decoded.issues().len(), issue.diagnostics()),
            (1, Some("né\n")),
            "{body}"
        );
        assert!(
            body[issue.offset()..].starts_with('{') && !decoded.has_note(Note::Foreign),
            "{body}"
        );
    }
    // Each outcome of a Bundle counts, and those that are contained in an outcome.
    let two = json!({ "resourceType": "Bundle", "entry": [{ "resource": outcome() }, { "resource": outcome() }] })
        .to_string();
    assert_eq!(
        Bars::decode(ReceivedResponse::new(200, &[], two.as_bytes()))
            .issues()
            .len(),
        2
    );
    let mut outer = outcome();
    outer["contained"] = json!([outcome()]);
    let outer = outer.to_string();
    assert_eq!(
        Bars::decode(ReceivedResponse::new(404, &[], outer.as_bytes()))
            .issues()
            .len(),
        2
    );
    // The same in XML.
    let xml = "<Bundle xmlns=\"http://hl7.org/fhir\"><entry><resource><OperationOutcome><issue><severity value=\"error\"/><code value=\"x\"/>\
        <details><coding><code value=\"PATIENT_NOT_FOUND\"/></coding></details></issue></OperationOutcome></resource></entry></Bundle>";
    let decoded = GpConnect::decode(ReceivedResponse::new(200, &[], xml.as_bytes()));
    assert_eq!(decoded.entry(), Some(GpConnect::PatientNotFound));
    // A text about outcomes has none.
    let text = json!({ "resourceType": "Bundle", "note": outcome().to_string() }).to_string();
    assert_eq!(
        Bars::decode(ReceivedResponse::new(404, &[], text.as_bytes())).entry(),
        None
    );
}

#[test]
fn a_success_is_not_reported_as_a_failure() {
    let ok = |severity: &str| json!({ "resourceType": "OperationOutcome", "issue": [{ "severity": severity, "code": "informational", "details": { "text": "All OK" } }] });
    let patient = json!({ "resourceType": "Patient", "code": { "text": "no error" }, "status": "final" });
    let bodies = [
        ok("information"),
        ok("success"),
        json!({ "resourceType": "Bundle", "entry": [{ "resource": ok("information") }] }),
        patient,
    ];
    for body in bodies {
        let body = body.to_string();
        let decoded = GpConnect::decode(ReceivedResponse::new(200, &[], body.as_bytes()));
        assert_eq!(
            (decoded.entry(), decoded.user_message()),
            (None, "Your request was completed."),
            "{body}"
        );
        let decision = decoded.decide(&Attempt::new("GET"), &Budget::default());
        assert_eq!(decision, Decision::Never(NeverReason::Succeeded), "{body}");
    }
    let failed = ok("error").to_string();
    let decoded = GpConnect::decode(ReceivedResponse::new(200, &[], failed.as_bytes()));
    assert!(decoded.user_message().starts_with("Something went wrong"));
}

#[test]
fn irregular_bodies_have_a_note() {
    let noted = |body: &[u8], note| Medblocks::decode(ReceivedResponse::new(400, &[], body)).has_note(note);
    assert!(noted(br#"{"error":"a","error":"b"}"#, Note::Duplicates));
    assert!(noted(br#"{"x":{"y":1,"y":2}}"#, Note::Duplicates));
    assert!(!noted(br#"{"x":{"y":1},"z":{"y":2}}"#, Note::Duplicates));
    // Latin-1 without a charset.
    let decoded = Medblocks::decode(ReceivedResponse::new(400, &[], b"{\"message\":\"caf\xe9\"}"));
    assert_eq!(decoded.issue().unwrap().text(), Some("café"));
    assert!(decoded.has_note(Note::Characters));
    // Compressed bytes are a body that was lost, and never the entry without a body.
    let gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0];
    let decoded = Medblocks::decode(ReceivedResponse::new(401, &[], &gzip));
    assert_eq!(
        (decoded.entry(), decoded.issue().unwrap().text(), decoded.text()),
        (None, None, "")
    );
    assert!(decoded.has_note(Note::Compressed) && !decoded.has_note(Note::Foreign));
}

#[test]
fn values_that_are_not_read_can_be_had() {
    let body = r#"{"code":"NEW","message":"Too new","help":{"a/b":["x",7]},"trace":null}"#;
    let decoded = Medblocks::decode(ReceivedResponse::new(400, &[], body.as_bytes()));
    let unread = decoded.unread();
    let unread: Vec<_> = unread
        .iter()
        .map(|(path, value)| (path.as_str(), value.as_str()))
        .collect();
    assert_eq!(unread, [("/help/a~1b/0", "x"), ("/help/a~1b/1", "7")]);
    let xml = "<OperationOutcome xmlns=\"http://hl7.org/fhir\"><issue><severity value=\"error\"/><code value=\"x\"/></issue><a id=\"1\"><b>c</b></a></OperationOutcome>";
    let decoded = GpConnect::decode(ReceivedResponse::new(400, &[], xml.as_bytes()));
    assert_eq!(
        decoded.unread(),
        [
            ("/a/id".to_owned(), "1".to_owned()),
            ("/a/b".to_owned(), "c".to_owned())
        ]
    );
}
