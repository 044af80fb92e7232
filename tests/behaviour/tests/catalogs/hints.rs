//! The exact messages about usual mistakes, each with its way out.

use error_catalog::fix::fix;
use error_catalog::rules::Example;
use error_catalog::{Source, compile};

/// The messages, labels and helps of a catalog with an example in it, without empty ones.
fn messages(example: Example) -> Vec<String> {
    let source = Source::new("c.json", example.to_catalog());
    let problems = compile(&source).problems.into_iter().map(|problem| {
        let parts = [Some(problem.message), Some(problem.label), problem.help];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        parts.join(" | ")
    });
    problems.collect()
}

fn entry(members: &'static str) -> Vec<String> {
    messages(Example::Entry(members))
}

fn catalog(members: &'static str) -> Vec<String> {
    messages(Example::Catalog(members))
}

#[test]
fn a_catalog_without_a_default_response_has_one_message() {
    let found = catalog(
        r#""responses": { "standard": { "format": "empty" } }, "errors": { "A": { "status": 404, "title": "A" },
            "B": { "status": 409, "title": "B" }, "C": { "status": 409, "title": "C", "response": "standard" } }"#,
    );
    let expected = "no response is named `default`, and 2 entries name none | rename one of them to `default`, or set `\"response\": \"standard\"` in `defaults`, a category or an entry";
    assert_eq!(found, [expected]);
}

#[test]
fn entries_without_an_issue_type_or_a_status_have_one_message() {
    let found = catalog(
        r#""errors": { "A": { "status": 404, "title": "A" }, "B": { "status": 409, "title": "B" }, "C": { "status": 410, "title": "C" },
            "D": { "status": 410, "title": "D" }, "E": { "status": 410, "title": "E" } }"#,
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("missing member `issue` in 5 entries | an OperationOutcome needs"),
        "{found:?}"
    );
    let found = catalog(
        r#""errors": { "A": { "issue": "not-found", "title": "A" }, "B": { "issue": "not-found", "title": "B" } }"#,
    );
    let expected =
        "missing member `status` in 2 entries | `status` can also be set in the entry's category or in `defaults`";
    assert_eq!(found, [expected]);
}

#[test]
fn a_placeholder_in_another_spelling_has_a_name_to_write() {
    for (written, name) in [
        ("{user-id}", "user_id"),
        ("{user.Id}", "user_id"),
        ("{ user }", "user"),
        ("{ type }", "type_value"),
    ] {
        let members = format!(r#""status": 404, "issue": "not-found", "title": "A", "diagnostics": "User {written}""#);
        let found = entry(members.leak());
        let [message] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert!(message.ends_with(&format!(" | write `{{{name}}}`")), "{message}");
    }
    let found = entry(r#""status": 404, "issue": "not-found", "title": "A", "diagnostics": "User {}""#);
    assert_eq!(found, ["expected a placeholder name, as in `{name}`"]);
}

#[test]
fn a_type_of_another_language_has_one_here() {
    for (written, meant) in [
        ("number", "decimal"),
        ("Date", "date-time"),
        ("guid", "uuid"),
        ("object", "json"),
        ("bool", "boolean"),
    ] {
        let members = format!(
            r#""status": 404, "issue": "not-found", "title": "A", "diagnostics": "User {{user}}", "parameters": {{ "user": "{written}" }}"#
        );
        assert_eq!(
            entry(members.leak()),
            [format!("`{written}` is not a parameter type | did you mean `{meant}`?")]
        );
    }
}

#[test]
fn a_boolean_is_not_a_retry_class() {
    for (written, help) in [
        ("false", "`\"never\"`: the same request fails again"),
        (
            "true",
            "for example `\"never\"` or `{ \"class\": \"after\", \"delay\": 30 }`",
        ),
    ] {
        let members = format!(r#""status": 404, "issue": "not-found", "title": "A", "retry": {written}"#);
        let message = format!("expected a retry class or an object with `class` and `delay`, found `{written}`");
        assert_eq!(entry(members.leak()), [format!("{message} | {help}")]);
    }
}

#[test]
fn a_header_about_the_transfer_is_an_error() {
    for name in [
        "content-type",
        "Content-Length",
        "Content-Encoding",
        "transfer-encoding",
        "Trailer",
    ] {
        let found = catalog(
            format!(r#""errors": {{ "A": {{ "status": 404, "issue": "not-found", "title": "A", "headers": {{ "{name}": "x" }} }} }}"#)
                .leak(),
        );
        let help = "set `content_type` in the response; the server sets its length and encoding";
        assert_eq!(found, [format!("`{name}` cannot be set in `headers` | {help}")]);
    }
}

#[test]
fn an_error_in_band_has_a_place() {
    let found = |members: &str| {
        let members = format!(
            r#""responses": {{ "default": {{ "format": "empty", "in_band": true }} }}, "errors": {{ "A": {{ {members}, "title": "A" }} }}"#
        );
        catalog(members.leak())
    };
    let expected = "an error in band has a body, or is in the `Location` of a redirect | \
                    use a response with a body, or a 3xx status and a `Location` with `{code}`";
    assert_eq!(
        found(r#""status": 200, "headers": { "X-Status": "{code}" }"#),
        [expected]
    );
    assert_eq!(
        found(r#""status": [302, 200], "headers": { "Location": "/login?error={code}" }"#),
        [expected]
    );
    assert_eq!(found(r#""status": 302"#), [expected]);
    assert_eq!(
        found(r#""status": [302, 404], "headers": { "Location": "/login?error={code}" }"#),
        [""; 0]
    );
    assert_eq!(found(r#""status": 200, "severity": "success""#), [""; 0]);
}

#[test]
fn a_broken_value_does_not_fall_back_to_an_inherited_one() {
    let found = catalog(
        r#""defaults": { "retry": "never", "headers": { "Retry-After": "5" } }, "errors": { "A": { "status": 404, "issue": "not-found", "title": "A", "retry": "aftr" } }"#,
    );
    assert_eq!(found, ["`aftr` is not a retry class | did you mean `after`?"]);
}

#[test]
fn a_parameter_with_a_mistake_has_one_message() {
    assert_eq!(
        entry(r#""parameters": { "limit": { "type": "int", "example": 5 } }, "message": "{limit}""#),
        ["`int` is not a parameter type | did you mean `integer`?"]
    );
    assert_eq!(
        entry(r#""parameters": ["product"], "message": "{product} {product}""#),
        ["expected an object, found an array"]
    );
    assert_eq!(
        entry(r#""parameters": { "type": "string" }, "message": "{type}""#),
        ["`type` is a keyword of Rust, not a field name | for example `type_value`"]
    );
    assert_eq!(
        entry(r#""parameters": { "userId": "string" }, "message": "{userId}""#),
        ["`userId` is not a valid field name | did you mean `user_id`?"]
    );
}

#[test]
fn names_of_other_formats_have_a_hint() {
    for (members, expected) in [
        (
            r#""detail": "x""#,
            "unknown member `detail` in an entry | did you mean `message`?",
        ),
        (
            r#""type": "https://e.example/a""#,
            "unknown member `type` in an entry | did you mean `docs`?",
        ),
        (
            r#""http_status": 404"#,
            "unknown member `http_status` in an entry | did you mean `status`?",
        ),
        (
            r#""statusCode": 404"#,
            "unknown member `statusCode` in an entry | did you mean `status`?",
        ),
        (
            r#""retryable": false"#,
            "unknown member `retryable` in an entry | did you mean `retry`? | for example `\"retry\": \"never\"` or `\"retry\": { \"class\": \"after\", \"delay\": 30 }`",
        ),
        (
            r#""comment": "x""#,
            "unknown member `comment` in an entry | did you mean `$comment`?",
        ),
        (
            r#""zzzzzz": 1"#,
            "unknown member `zzzzzz` in an entry | expected one of `rust`, `title`, `allow`, `code`, `status`, `issue`, `log`, `action`, and 23 more; for your own data, use a name such as `x-zzzzzz`",
        ),
        (
            r#""parameters": { "a": { "x-team": "b" } }, "message": "{a}""#,
            "unknown member `x-team` in a parameter | `x-…` members belong in the catalog, a category, a response or an entry; for a comment, use `$comment`",
        ),
        (
            r#""headers": { "Retry-After": 30 }"#,
            "expected a string, found a number | add quotes",
        ),
        (r#""status": [404, 404]"#, "status 404 is listed twice"),
        (
            r#""status": 204, "severity": "information", "retry": "never""#,
            "a response with status 204 has no body | use a response with `\"format\": \"empty\"`, or another status",
        ),
        (
            r#""headers": { "X-A": "1", "x-a": "2" }"#,
            "the header `x-a` is there already, as `X-A` | names of headers are compared without case; an array has several values of one",
        ),
        (
            r#""status": "4XX""#,
            "expected an HTTP status (integer), found a string | write `\"status\": 400, \"status_range\": \"400-499\"`",
        ),
        (
            r#""status": "409-422""#,
            "expected an HTTP status (integer), found a string | write `\"status\": 409, \"status_range\": \"409-422\"`",
        ),
        (
            r#""message": "No user {userId}, {userId}.""#,
            "`userId` is neither a parameter nor a built-in placeholder | declare a parameter: `\"parameters\": { \"user_id\": \"string\" }`, and write `{user_id}`",
        ),
        (
            r#""message": "No user {0}.", "parameters": { "user": "string" }"#,
            "`0` is neither a parameter nor a built-in placeholder | did you mean `{user}`?",
        ),
        (
            r#""message": "No user {0}.""#,
            "`0` is neither a parameter nor a built-in placeholder | declare a parameter: `\"parameters\": { \"value_0\": \"string\" }`, and write `{value_0}`",
        ),
    ] {
        assert_eq!(entry(members), [expected], "{members}");
    }
}

#[test]
fn a_certain_mistake_can_be_fixed() {
    for (members, fixed) in [
        (
            r#""headers": { "Retry-After": 30 }"#,
            r#""headers": { "Retry-After": "30" }"#,
        ),
        (
            r#""message": "No user {0}.", "parameters": { "user": "string" }"#,
            r#""message": "No user {user}.", "parameters": { "user": "string" }"#,
        ),
        (
            r#""message": "No user {userId?}.", "parameters": { "userId": { "optional": true } }"#,
            r#""message": "No user {user_id?}.", "parameters": { "user_id": { "optional": true } }"#,
        ),
    ] {
        let result = fix(&Source::new("c.json", Example::Entry(members).to_catalog()));
        assert_eq!(result.text, Example::Entry(fixed).to_catalog());
        assert_eq!(result.errors, 0);
    }
}

#[test]
fn an_overload_that_inherits_never_has_a_warning() {
    let errors = |own: &str| {
        let text = format!(
            r#""defaults": {{ "retry": "never" }}, "errors": {{ "A": {{ "status": 429, "issue": "throttled", "title": "A" {own} }} }}"#
        );
        messages(Example::Catalog(Box::leak(text.into_boxed_str())))
    };
    let expected = "entry `A` has status 429 but inherits `\"retry\": \"never\"` | add its own, for example `\"retry\": \"backoff\"`, or `\"retry\": \"never\"` if that is intended";
    assert_eq!(errors(""), [expected]);
    assert_eq!(errors(r#", "retry": "never""#), [""; 0]);
}

#[test]
fn an_action_can_be_a_list_and_an_api_with_client_certificates_says_so_once() {
    assert_eq!(
        entry(r#""action": "Check:\n\n- the id\n  - its length\n- the name""#),
        [""; 0]
    );
    assert_eq!(
        entry(r#""action": "Check  the id""#),
        ["double space | is this intended?"]
    );
    let unauthorized = r#""errors": { "A": { "status": 401, "issue": "login", "title": "A" }, "B": { "status": 401, "issue": "login", "title": "B", "code": "b" } }"#;
    let allowed = format!(r#""allow": ["EC0405"], {unauthorized}"#);
    assert_eq!(messages(Example::Catalog(Box::leak(allowed.into_boxed_str()))), [""; 0]);
    let found = catalog(unauthorized);
    assert_eq!(found.len(), 2);
    assert!(
        found[0].ends_with("for an API with client certificates (mTLS), add `\"allow\": [\"EC0405\"]` to the catalog")
    );
}

#[test]
fn every_object_can_have_a_comment() {
    let text = r#""$comment": "a", "defaults": { "$comment": "b", "retry": { "$comment": "c", "class": "never" } },
        "categories": { "$comment": "d", "e": { "$comment": "f" } },
        "responses": { "$comment": "g", "default": { "$comment": "h", "format": "json", "headers": { "$comment": "{i" }, "body": { "$comment": "j", "a": "{code}", "b": [{ "$comment": "k", "c": 1 }] } } },
        "errors": { "$comment": "l", "A": { "$comment": "m", "status": 404, "title": "A", "message": "{n}", "parameters": { "$comment": "o", "n": { "$comment": "p" } } } },
        "fallbacks": { "$comment": "q", "404": { "$comment": "r", "entry": "A", "parameters": { "$comment": "s", "n": "t" } } }"#;
    assert_eq!(
        catalog(text),
        ["empty object | add a value or omit it"],
        "the headers have no header"
    );
    let wrong = entry(r#""$comment": 1"#);
    assert_eq!(wrong, ["expected a comment (string), found a number"]);
}

#[test]
fn an_alias_without_an_effect_has_a_warning() {
    assert_eq!(
        entry(r#""aliases": ["B", "EXAMPLE", "B"]"#),
        [
            "alias `EXAMPLE` is the code of the entry itself | remove it",
            "duplicate alias `B` | remove it"
        ]
    );
    let found = entry(r#""code": null, "aliases": ["B"]"#);
    assert_eq!(
        found,
        ["alias `B` of entry `EXAMPLE`, which has no code | remove `aliases`, or set `code`"]
    );
}

#[test]
fn members_of_a_problem_have_their_place_in_the_message() {
    assert_eq!(
        entry(r#""instance": "/a/{request_id?}""#),
        [
            "unknown member `instance` in an entry | `instance` is a value of each response (RFC 9457) | the server sets it, with `with_instance` in Rust; write `{instance?}` where the response has it"
        ]
    );
    assert_eq!(
        entry(r#""detail": "Gone.", "type": "https://e.example/gone""#),
        [
            "unknown member `detail` in an entry | did you mean `message`?",
            "unknown member `type` in an entry | did you mean `docs`?"
        ]
    );
}

#[test]
fn a_header_that_is_not_a_list_has_one_value() {
    for name in ["Location", "ETag", "Expires"] {
        let value = if name == "Expires" {
            "Sun, 06 Nov 1994 08:49:37 GMT"
        } else {
            "/a"
        };
        let members = format!(r#""headers": {{ "{name}": ["{value}", "{value}", "{value}"] }}"#);
        let expected = format!("expected one value of `{name}`, found 3 | remove it");
        assert_eq!(entry(members.leak()), [expected]);
    }
    let found =
        entry(r#""retry": "after", "headers": { "Retry-After": ["1", "2"], "Link": ["<a>; rel=a", "<b>; rel=b"] }"#);
    assert_eq!(found, ["expected one value of `Retry-After`, found 2 | remove it"]);
}

#[test]
fn only_a_class_that_depends_on_a_time_has_a_delay() {
    for class in ["never", "immediate", "manual"] {
        let members = format!(r#""retry": {{ "class": "{class}", "delay": 5 }}"#);
        let expected =
            format!("`delay` of the retry class `{class}` | remove it, or change `class` to `after` or `backoff`");
        assert_eq!(entry(members.leak()), [expected]);
    }
    for class in ["after", "backoff"] {
        let members = format!(r#""retry": {{ "class": "{class}", "delay": 5 }}"#);
        assert_eq!(entry(members.leak()), [""; 0]);
    }
}

#[test]
fn the_wrong_status_of_a_list_is_marked_and_its_fallback_is_not() {
    let members = r#""errors": { "A": { "status": [404, 302], "issue": "not-found", "title": "A" } }, "fallbacks": { "405": "A" }"#;
    let source = Source::new("c.json", Example::Catalog(members).to_catalog());
    let problems = compile(&source).problems;
    let found: Vec<_> = problems
        .iter()
        .map(|one| (one.rule.code, &source.text[one.span.clone()]))
        .collect();
    assert_eq!(found, [("EC0401", "302")]);
}

#[test]
fn all_words_of_a_short_list_are_in_the_message() {
    let found = entry(r#""message": "{p}", "parameters": { "p": "colour" }"#);
    assert_eq!(found.len(), 1, "{found:?}");
    for word in ["`json`", "`uuid`", "`enum`", "`string[]`", "`integer[]`", "`date-time`"] {
        assert!(found[0].contains(word), "{found:?}");
    }
}

#[test]
fn a_retry_class_as_a_member_has_one_message() {
    let found = entry(r#""status": 503, "issue": "transient", "retry": { "after": 30 }"#);
    let expected = "`after` is a class, not a member of `retry` | write `{ \"class\": \"after\", \"delay\": 30 }`";
    assert_eq!(found, [expected]);
}

#[test]
fn a_body_has_no_other_charset_than_that_of_all_bodies() {
    let found = catalog(
        r#""responses": { "default": { "format": "json", "content_type": "application/json; charset=latin1", "body": { "m": "{message}" } } },
            "errors": { "A": { "status": 404, "title": "A" } }"#,
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("expected `charset=utf-8`, found `latin1` | bodies are sent as UTF-8"),
        "{found:?}"
    );
}

#[test]
fn a_constant_header_that_clients_cannot_read_has_an_example() {
    let found =
        entry(r#""headers": { "Retry-After": "soon", "Link": "https://a.example; rel=help" }, "retry": "backoff""#);
    assert_eq!(
        found,
        [
            "expected seconds or an HTTP date in header `Retry-After` | for example `30`",
            "expected links in `<…>` with their parameters in header `Link` | for example `<https://api.example/help>; rel=\"help\"`",
        ]
    );
}

#[test]
fn a_value_that_can_leave_its_place_in_a_uri_has_a_way_out() {
    let found = entry(
        r#""headers": { "Location": "/{a}/{b}", "Link": "<https://a.example{b}/>; rel=help", "Content-Location": "https://a.example:{a}/" },
            "parameters": { "a": "string", "b": "string" }"#,
    );
    let starts = [
        "expected a value that is never empty as the first segment of a path, found string `a` | write a constant segment before it, as in `/records/{a}`",
        "placeholder `{b}` at the end of a host in header `Link` | write the end of the host in the catalog",
        "expected a number in header `Content-Location`, found string `a` | declare `a` as `integer`",
    ];
    assert_eq!(found.len(), starts.len(), "{found:?}");
    for (message, start) in found.iter().zip(starts) {
        assert!(message.starts_with(start), "{message}");
    }
    let found = entry(
        r#""headers": { "Location": "/{a}/{b}", "Content-Location": "https://a.example:{c}/{d}" },
            "parameters": { "a": "token", "b": "string", "c": "integer", "d": "string" }"#,
    );
    assert!(found.is_empty(), "{found:?}");
}
