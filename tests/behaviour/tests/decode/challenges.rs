//! Entries that only the challenge of a response distinguishes (RFC 9110, section 11.6.1; RFC 6750, section 3).

use behaviour_tests::recorded::decode;

use error_client::ReceivedResponse;
use error_runtime::Data;

use crate::inline::{catalog, names};
use crate::support::twins_of;

fn tokens() -> Data<'static> {
    catalog(
        r#""responses": { "default": { "format": "empty" } }, "defaults": { "code": null, "retry": "never" },
        "errors": {
            "EXPIRED": { "status": 401, "title": "Expired",
                "headers": { "WWW-Authenticate": "Bearer realm=\"api\", error=\"invalid_token\", error_description=\"The token expired\"" } },
            "MALFORMED": { "status": 401, "title": "Malformed",
                "headers": { "WWW-Authenticate": "Bearer realm=\"api\", error=\"invalid_token\", error_description=\"The token is malformed\"" } },
            "MISSING": { "status": 401, "title": "Missing", "headers": { "WWW-Authenticate": "Bearer realm=\"api\"" } },
            "SCOPE": { "status": 403, "title": "Scope",
                "headers": { "WWW-Authenticate": "Bearer realm=\"api\", error=\"insufficient_scope\", scope=\"a b\"" } },
            "PROXY": { "status": 407, "title": "Proxy", "headers": { "Proxy-Authenticate": "Negotiate, Bearer realm=\"p\"" } } }"#,
    )
}

/// The entries of a response without a body to `GET`, and to `HEAD`.
fn entries(data: Data<'static>, status: u16, values: &[&str]) -> [Vec<&'static str>; 2] {
    let name = if status == 407 {
        "Proxy-Authenticate"
    } else {
        "WWW-Authenticate"
    };
    let headers: Vec<_> = values.iter().map(|value| (name, *value)).collect();
    ["GET", "HEAD"].map(|method| {
        let received = ReceivedResponse::new(status, &headers, b"").to(method, "/x");
        names(&decode(data, received)).concat()
    })
}

#[test]
fn an_entry_is_known_by_its_challenge_among_others() {
    let data = tokens();
    let expired = r#"Bearer realm="api", error="invalid_token", error_description="The token expired""#;
    for values in [
        &[expired][..],
        &[r#"bearer error_description="The token expired" ,Realm=api,error=invalid_token"#],
        &[&format!("Negotiate, {expired}")],
        &[&format!(r#"{expired}, Basic realm="x, y""#)],
        &[&format!(
            r#"Digest realm="a", qop="auth, auth-int", nonce="b,c", {expired}"#
        )],
        &["Negotiate", expired],
    ] {
        assert_eq!(entries(data, 401, values), [["EXPIRED"], ["EXPIRED"]], "{values:?}");
    }
    for values in [
        &[r#"Bearer realm="api""#][..],
        &[r#"Negotiate abc==, Bearer realm="api""#],
    ] {
        assert_eq!(entries(data, 401, values), [["MISSING"], ["MISSING"]], "{values:?}");
    }
    for value in [r#"Negotiate, Bearer realm="p""#, r#"Bearer realm="p", Negotiate"#] {
        assert_eq!(entries(data, 407, &[value]), [["PROXY"], ["PROXY"]], "{value}");
    }
}

#[test]
fn another_error_or_description_is_not_an_entry() {
    let data = tokens();
    for (status, value) in [
        (
            401,
            r#"Bearer realm="api", error="invalid_token", error_description="The signature is wrong""#,
        ),
        (
            401,
            r#"Bearer realm="api", error="invalid_request", error_description="The token expired""#,
        ),
        (401, r#"Basic realm="proxy""#),
        (403, r#"Bearer realm="api", error="insufficient_scope", scope="c""#),
    ] {
        assert_eq!(entries(data, status, &[value]), [[""; 0], []], "{value}");
    }
    // The description is optional: without it, the error is that of two entries.
    let value = r#"Bearer realm="api", error="invalid_token""#;
    assert_eq!(entries(data, 401, &[value]), [["EXPIRED", "MALFORMED"]; 2]);
    // An error that none of several entries has does not exclude them.
    let data = catalog(
        r#""responses": { "default": { "format": "empty" } }, "defaults": { "code": null, "status": 401, "retry": "never" },
        "errors": {
            "ONE": { "title": "One", "endpoints": ["/.*"], "headers": { "WWW-Authenticate": "Bearer" } },
            "TWO": { "title": "Two", "endpoints": ["/x.*"], "headers": { "WWW-Authenticate": "Bearer" } } }"#,
    );
    assert_eq!(entries(data, 401, &[value]), [vec![], vec!["ONE", "TWO"]]);
    let data = tokens();
    // A proxy may remove a header, so without it, each entry is possible if there is no body to say more.
    assert_eq!(
        entries(data, 401, &[]),
        [vec![], vec!["EXPIRED", "MALFORMED", "MISSING"]]
    );
}

#[test]
fn the_error_of_a_challenge_is_read_where_the_body_has_none() {
    let headers = [(
        "WWW-Authenticate",
        r#"Negotiate, Bearer error="invalid_token", error_description="It was revoked""#,
    )];
    let page = b"<html><title>401 Unauthorized</title></html>";
    let read = |body| {
        let decoded = decode(tokens(), ReceivedResponse::new(401, &headers, body));
        let issue = decoded.issue().unwrap();
        let texts = [issue.code(), issue.text(), issue.diagnostics()];
        texts.map(|text| text.map(str::to_owned))
    };
    let own = |texts: [Option<&str>; 3]| texts.map(|text| text.map(str::to_owned));
    assert_eq!(read(b""), own([Some("invalid_token"), Some("It was revoked"), None]));
    assert_eq!(
        read(page),
        own([Some("invalid_token"), Some("401 Unauthorized"), Some("It was revoked")])
    );
    assert_eq!(
        read(br#"{"message":"No"}"#),
        own([Some("invalid_token"), Some("No"), Some("It was revoked")])
    );
}

// RFC 9110, section 5.3: several headers of one name are one list.
#[test]
fn some_of_several_challenges_do_not_contradict_the_entry() {
    let data = catalog(
        r#""responses": { "default": { "format": "empty" } }, "defaults": { "code": null, "status": 401, "retry": "never" },
        "errors": {
            "BOTH": { "title": "Both", "headers": { "WWW-Authenticate": ["Bearer realm=\"api\"", "Basic realm=\"api\""] } },
            "EXPIRED": { "title": "Expired", "headers": { "WWW-Authenticate": "Bearer realm=\"api\", error=\"invalid_token\"" } },
            "OTHER": { "title": "Other", "headers": { "WWW-Authenticate": ["Digest realm=\"api\"", "NTLM"] } } }"#,
    );
    let (bearer, basic) = (r#"Bearer realm="api""#, r#"Basic realm="api""#);
    for values in [&[bearer][..], &[basic], &[bearer, basic], &[basic, "NTLM", bearer]] {
        assert_eq!(entries(data, 401, values), [["BOTH"], ["BOTH"]], "{values:?}");
    }
    assert_eq!(entries(data, 401, &["ntlm"]), [["OTHER"], ["OTHER"]]);
    // One of the challenges is another one.
    let of_another_realm = r#"Basic realm="x""#;
    assert_eq!(entries(data, 401, &[bearer, of_another_realm])[0], [""; 0]);
    assert_eq!(entries(data, 401, &[of_another_realm]), [[""; 0], []]);
}

#[test]
fn entries_with_equal_challenges_are_reported_and_others_are_not() {
    let twins = |one: &str, two: &str| {
        let text = format!(
            r#"{{ "name": "a", "title": "A", "responses": {{ "default": {{ "format": "empty" }} }}, "parameters": {{ "realm": "string" }},
            "defaults": {{ "status": 401, "retry": "never" }},
            "errors": {{ "ONE": {{ "title": "One", "headers": {{ "WWW-Authenticate": {one} }} }},
                "TWO": {{ "title": "Two", "headers": {{ "www-authenticate": {two} }} }} }} }}"#
        );
        twins_of(&text).len() == 2
    };
    let own = r#""Bearer realm=\"a\", error=\"x\"""#;
    for (other, expected) in [
        (own, true),
        (r#""bearer Error=x,realm=a""#, true),
        (r#""Bearer realm=\"{realm}\", error=\"x\"""#, true),
        (r#""Bearer realm=\"A\", error=\"x\"""#, false),
        (r#""Bearer realm=\"a\"""#, false),
        (r#"["Bearer realm=\"a\", error=\"x\"", "Basic"]"#, false),
        (r#""Bearer realm=\"{realm}\"""#, false),
    ] {
        assert_eq!(twins(own, other), expected, "{other}");
    }
    assert!(twins(r#"["Basic", "Bearer"]"#, r#""bearer, basic""#));
    assert!(!twins(r#"["Basic", "Bearer"]"#, r#"["Basic", "NTLM"]"#));
}
