//! Decoding with small catalogs of the tests' own.

use behaviour_tests::recorded::decode;
use error_catalog::{Source, compile, emit};
use error_client::{Decoded, ReceivedResponse};
use error_runtime::{Data, Entry};

/// Compiles a catalog with these members.
pub fn catalog(members: &str) -> Data<'static> {
    let source = Source::new(
        "inline.json",
        format!(r#"{{ "name": "inline", "title": "Inline", {members} }}"#),
    );
    let compiled = compile(&source);
    assert!(compiled.is_usable(), "{:?}", compiled.problems);
    let constants = emit::catalog(&compiled.catalog);
    Data::new(Vec::leak(constants.index), String::leak(constants.text))
}

/// The names of the candidates of each issue.
pub fn names(decoded: &Decoded<'_, Entry<'static>>) -> Vec<Vec<&'static str>> {
    let issues = decoded.issues();
    issues
        .map(|issue| issue.candidates().iter().map(|entry| entry.name()).collect())
        .collect()
}

/// An error as Azure writes it: the details repeat the code.
fn azure() -> Data<'static> {
    catalog(
        r#""responses": { "default": { "format": "json", "body": {
            "error": { "code": "{code}", "message": "{message}", "details": [{ "$repeat": true, "code": "{code}", "message": "{message}" }] } } } },
        "errors": {
            "BadArgument": { "status": 400, "title": "Bad argument", "message": "An argument is not valid." },
            "NullValue": { "status": 400, "title": "Null", "message": "The value of {field} is null.", "parameters": { "field": "string" } },
            "Gone": { "status": 410, "title": "Gone" } }"#,
    )
}

#[test]
fn an_element_has_its_own_code_and_text_and_not_those_around_it() {
    let data = azure();
    let body = br#"{"error":{"code":"BadArgument","message":"Multiple errors in ContactInfo data","details":[
        {"code":"NullValue","message":"The value of phone is null."},
        {"code":"MalformedValue","message":"Email is not valid"},
        {"code":"Gone"}]}}"#;
    let decoded = decode(data, ReceivedResponse::new(400, &[], body));
    assert_eq!(names(&decoded), [vec!["NullValue"], vec![], vec!["Gone"]]);
    let codes: Vec<_> = decoded
        .issues()
        .map(|issue| issue.codings().map(|coding| coding.code).collect::<Vec<_>>())
        .collect();
    assert_eq!(codes, [[Some("NullValue")], [Some("MalformedValue")], [Some("Gone")]]);
    let texts: Vec<_> = decoded.issues().map(|issue| issue.text()).collect();
    assert_eq!(
        texts,
        [Some("The value of phone is null."), Some("Email is not valid"), None]
    );
    assert_eq!(decoded.issues().next().unwrap().parameter("field"), Some("phone"));

    // A single element as well: what is around it can be of another error.
    let body = br#"{"error":{"code":"BadArgument","message":"One error","details":[{"code":"NullValue","message":"The value of x is null."}]}}"#;
    let decoded = decode(data, ReceivedResponse::new(400, &[], body));
    assert_eq!(names(&decoded), [["NullValue"]]);
    let issue = decoded.issue().unwrap();
    assert_eq!(
        (issue.text(), issue.parameter("field")),
        (Some("The value of x is null."), Some("x"))
    );
}

#[test]
fn a_body_without_elements_keeps_the_code_around_them() {
    for details in ["", r#","details":[]"#, r#","details":null"#, r#","details":["text"]"#] {
        let body = format!(r#"{{"error":{{"code":"BadArgument","message":"An argument is not valid."{details}}}}}"#);
        let decoded = decode(azure(), ReceivedResponse::new(400, &[], body.as_bytes()));
        assert_eq!(names(&decoded), [["BadArgument"]], "{body}");
        let issue = decoded.issue().unwrap();
        assert_eq!(
            (issue.code(), issue.text()),
            (Some("BadArgument"), Some("An argument is not valid."))
        );
    }
    // Without a code there is nothing to know it by.
    let decoded = decode(
        azure(),
        ReceivedResponse::new(400, &[], br#"{"error":{"message":"x"}}"#),
    );
    assert_eq!(names(&decoded), [[""; 0]]);
}

#[test]
fn an_element_without_a_code_has_the_one_around_it() {
    let data = catalog(
        r#""responses": { "default": { "format": "json", "body": {
            "code": "{code}", "details": [{ "$repeat": true, "code": "{code}" }] } } },
        "errors": { "A": { "status": 400, "title": "A" }, "B": { "status": 400, "title": "B" } }"#,
    );
    let found = |body: &str| {
        let decoded = decode(data, ReceivedResponse::new(400, &[], body.as_bytes()));
        let codes: Vec<_> = decoded.issues().map(|issue| issue.code().map(str::to_owned)).collect();
        (names(&decoded), codes)
    };
    let own = |code: &str| Some(code.to_owned());
    let (names, codes) = found(r#"{"code":"A","details":[{"code":"A"},{"code":"B"}]}"#);
    assert_eq!((names, codes), (vec![vec!["A"], vec!["B"]], vec![own("A"), own("B")]));
    let (names, codes) = found(r#"{"code":"A","details":[{"reason":"x"}]}"#);
    assert_eq!((names, codes), (vec![vec!["A"]], vec![own("A")]));
    let (names, codes) = found(r#"{"code":"A"}"#);
    assert_eq!((names, codes), (vec![vec!["A"]], vec![own("A")]));
}

#[test]
fn a_text_of_many_parts_is_compared_as_a_whole() {
    let parts: Vec<String> = (0..40)
        .map(|number| format!("part {number} of {{title}} {{p{number}}};"))
        .collect();
    let parameters: Vec<String> = (0..40).map(|number| format!(r#""p{number}": "integer""#)).collect();
    let data = catalog(&format!(
        r#""responses": {{ "default": {{ "format": "text", "body": "{}" }} }},
        "parameters": {{ {} }},
        "errors": {{ "A": {{ "status": 400, "title": "Alpha" }}, "B": {{ "status": 400, "title": "Beta" }} }}"#,
        parts.concat(),
        parameters.join(", ")
    ));
    let written: String = (0..40)
        .map(|number| format!("part {number} of Beta {number};"))
        .collect();
    let decoded = decode(data, ReceivedResponse::new(400, &[], written.as_bytes()));
    assert_eq!(names(&decoded), [["B"]]);
    assert_eq!(decoded.issue().unwrap().parameter("p39"), Some("39"));
    let other = written.replace("part 39", "part x");
    let decoded = decode(data, ReceivedResponse::new(400, &[], other.as_bytes()));
    assert_eq!(names(&decoded), [[""; 0]]);
}

#[test]
fn a_challenge_is_compared_by_scheme_and_parameters() {
    let data = catalog(
        r#""responses": { "default": { "format": "json", "body": { "message": "Access denied" } } },
        "errors": {
            "NO_TOKEN": { "status": 401, "title": "No token", "headers": { "WWW-Authenticate": "Bearer realm=\"api\"" } },
            "EXPIRED": { "status": 401, "title": "Expired", "headers": { "WWW-Authenticate": "Bearer realm=\"api\", error=\"invalid_token\"" } } }"#,
    );
    let found = |value: &str| {
        let headers = [("www-authenticate", value)];
        let body = br#"{"message":"Access denied"}"#;
        names(&decode(data, ReceivedResponse::new(401, &headers, body))).concat()
    };
    assert_eq!(found(r"bearer realm=api"), ["NO_TOKEN"]);
    assert_eq!(found(r#"Bearer error="invalid_token",realm="api""#), ["EXPIRED"]);
    assert_eq!(found(r#"BEARER  realm=api , error = invalid_token"#), ["EXPIRED"]);
    assert_eq!(found(r#"Basic realm="api""#), [""; 0]);
}

#[test]
fn an_alias_is_recognized_and_never_sent() {
    let data = catalog(
        r#""responses": { "default": { "format": "json", "body": { "code": "{code}", "message": "{message}" } } },
        "errors": {
            "ACCESS DENIED": { "aliases": ["ACCESS_DENIED", "403"], "status": 403, "title": "Access denied" },
            "EXPIRED": { "aliases": ["OLD"], "status": 401, "title": "Expired", "headers": { "WWW-Authenticate": "Bearer" } },
            "REVOKED": { "aliases": ["OLD"], "status": 403, "title": "Revoked" } }"#,
    );
    let found = |status, body: &str| {
        let decoded = decode(data, ReceivedResponse::new(status, &[], body.as_bytes()));
        let code = decoded.issue().unwrap().code().map(str::to_owned);
        (names(&decoded).concat(), code.unwrap_or_default())
    };
    for code in ["ACCESS DENIED", "ACCESS_DENIED", "403"] {
        let body = format!(r#"{{"code":"{code}","message":"Access denied"}}"#);
        assert_eq!(found(403, &body), (vec!["ACCESS DENIED"], code.to_owned()));
    }
    assert_eq!(found(403, r#"{"code":403,"message":"x"}"#).0, ["ACCESS DENIED"]);
    assert_eq!(
        found(403, r#"{"code":"ACCESS_DENIE","message":"Access denied"}"#).0,
        [""; 0]
    );
    // Entries with the same alias are distinguished like those with the same code.
    assert_eq!(found(403, r#"{"code":"OLD","message":"Revoked"}"#).0, ["REVOKED"]);
    assert_eq!(found(500, r#"{"code":"OLD","message":"x"}"#).0, ["EXPIRED", "REVOKED"]);
    let denied = data.entry_by_name("ACCESS DENIED").unwrap();
    assert!(denied.aliases().into_iter().eq(["ACCESS_DENIED", "403"]));
    assert_eq!(data.positions_by_code("ACCESS_DENIED").len(), 0);
}

#[test]
fn the_only_entry_with_a_code_does_not_take_another_subcode() {
    let data = catalog(
        r#""responses": { "default": { "format": "json", "body": {
            "error": { "code": "{code}", "type": "{x-type}", "subcode": "{x-sub?}", "message": "{message}" } } } },
        "errors": {
            "EXPIRED": { "status": 400, "code": 190, "x-type": "OAuth", "x-sub": 463, "title": "Session has expired" },
            "RATE": { "status": 400, "code": 4, "x-type": "OAuth", "title": "Limit reached" } }"#,
    );
    for (error, expected) in [
        (r#""code":190,"type":"OAuth","subcode":463"#, Some("EXPIRED")),
        // Another subcode, and another constant.
        (r#""code":190,"type":"OAuth","subcode":467"#, None),
        (r#""code":190,"type":"Graph","subcode":463"#, None),
        // A subcode that is missing, and one that the entry does not have, contradict nothing.
        (r#""code":190,"type":"OAuth""#, Some("EXPIRED")),
        (r#""code":4,"type":"OAuth","subcode":22"#, Some("RATE")),
    ] {
        let body = format!(r#"{{"error":{{{error},"message":"Session has expired"}}}}"#);
        let decoded = decode(data, ReceivedResponse::new(400, &[], body.as_bytes()));
        let found: Option<&str> = decoded.entry().map(|entry| entry.name());
        assert_eq!(found, expected, "{body}");
        assert!(
            decoded
                .issue()
                .unwrap()
                .code()
                .is_some_and(|code| code == "190" || code == "4")
        );
    }
}

#[test]
fn the_type_of_a_problem_identifies_it_and_about_blank_is_none() {
    let data = catalog(
        r#""responses": {
            "default": { "format": "problem", "type": "https://e.example/{name}", "members": { "code": "{code?}" } },
            "blank": { "format": "problem", "type": "about:blank" },
            "linked": { "format": "problem" } },
        "defaults": { "code": null },
        "errors": {
            "locked": { "status": 403, "title": "Locked", "message": "The account is locked." },
            "not-found": { "status": 404, "title": "Not Found", "response": "blank" },
            "gone": { "status": 410, "title": "Gone for good", "response": "linked" },
            "moved": { "status": 410, "title": "Moved away", "response": "linked", "docs": "https://e.example/moved" } }"#,
    );
    for (status, members, expected) in [
        // The type decides, whatever the texts say (RFC 9457, section 3.1.1).
        (
            403,
            r#""type":"https://e.example/locked","title":"Gesperrt","detail":"Das Konto ist gesperrt.""#,
            Some("locked"),
        ),
        (
            502,
            r#""type":"https://e.example/locked","title":"Locked""#,
            Some("locked"),
        ),
        (
            403,
            r#""type":"https://e.example/other","title":"Locked","detail":"The account is locked.""#,
            None,
        ),
        // A missing type, `null` and `about:blank` are the same (section 4.2.1).
        (404, r#""type":"about:blank","title":"Not Found""#, Some("not-found")),
        (404, r#""title":"Not Found""#, Some("not-found")),
        (404, r#""type":null,"title":"Not Found""#, Some("not-found")),
        (404, r#""type":"https://e.example/other","title":"Not Found""#, None),
        (410, r#""type":"about:blank","title":"Gone for good""#, Some("gone")),
        (410, r#""title":"Gone for good""#, Some("gone")),
        (
            410,
            r#""type":"https://e.example/moved","title":"Gone for good""#,
            Some("moved"),
        ),
        (410, r#""type":"about:blank","title":"Moved away""#, None),
    ] {
        let body = format!(r#"{{{members},"status":{status}}}"#);
        let decoded = decode(data, ReceivedResponse::new(status, &[], body.as_bytes()));
        let found: Option<&str> = decoded.entry().map(|entry| entry.name());
        assert_eq!(found, expected, "{body}");
    }
}
