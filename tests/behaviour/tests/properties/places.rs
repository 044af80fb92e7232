//! Whatever a value is, what is around it stays as it is, and the value is read back.
//!
//! The outputs are read by independent parsers of their formats.

use std::sync::LazyLock;

use error_catalog::{Source, compile, emit};
use error_client::ReceivedResponse;
use error_runtime::{Data, Entry, Error, HttpResponse, Respond};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Each place, as the media type of a text and the text, or as the name of a header and its value.
const TEXTS: [(&str, &str); 7] = [
    ("text/html; charset=utf-8", HTML),
    ("application/xhtml+xml", XHTML),
    ("application/soap+xml", XML),
    ("application/json", r#"{{"a":"\"{v}\"","b":[{v}],"c":{n},"d":"{u}"}}"#),
    ("application/vnd.clinic+json", r#"{{"a":"{v}"}}"#),
    ("application/x-www-form-urlencoded", "a={v}&b=1&{v}={n}"),
    ("text/plain", "Sorry: {v} of {n}"),
];

const HTML: &str = r#"<!DOCTYPE html><html><head><title>{v}</title></head><body class='x {v}'><p title="{v}">{v}</p>
<a href="/a/{v}?b={v}#c">a</a><a href="https://e.example/{u}">b</a><textarea>{v}</textarea><script>f()</script>{v} {n}</body></html>"#;

const XHTML: &str = r#"<html xmlns="http://www.w3.org/1999/xhtml"><p title='{v}'>{v}</p><a href="/{v}">{v}</a></html>"#;

const XML: &str = r#"<a b="{v}"><!-- c --><d>{v}</d><![CDATA[<]]><e f='{u}'/></a>"#;

const HEADERS: [(&str, &str); 13] = [
    (
        "Link",
        "<https://e.example/{v}?a={v}>; rel=\"help\"; title=\"{v}\", <{u}>; rel=type",
    ),
    (
        "WWW-Authenticate",
        "Bearer realm=\"{v}\", error=\"invalid\", max=\"{n}\", age={n}",
    ),
    ("Location", "/a/{v}?b={v}"),
    ("Content-Location", "{v}"),
    ("Set-Cookie", "id={v}; Path=/{v}; Secure"),
    ("ETag", "\"{v}\""),
    ("Allow", "{v}"),
    (
        "Content-Disposition",
        "attachment; filename=\"{v}\"; filename*=UTF-8''{v}",
    ),
    ("X-Message", "a: {v}"),
    ("X-Session", "a=\"{v}\"; b=<{v}>"),
    ("Retry-After", "{n}"),
    ("Age", "{n}"),
    ("Sunset", "{d}"),
];

static CATALOG: LazyLock<Data<'static>> = LazyLock::new(|| {
    let texts = TEXTS.iter().enumerate().map(|(number, (media_type, body))| {
        let response = json!({ "format": "text", "content_type": media_type, "body": body });
        (format!("t{number}"), response)
    });
    let mut responses: serde_json::Map<String, Value> = texts.collect();
    let names: Vec<String> = responses.keys().cloned().collect();
    responses.insert("empty".to_owned(), json!({ "format": "empty" }));
    responses.insert(
        "problem".to_owned(),
        json!({ "format": "problem", "type": "https://e.example/{v}/{u}", "instance": "{u}", "members": { "u": "{u}" } }),
    );
    responses.insert(
        "outcome".to_owned(),
        json!({
            "format": "operation-outcome", "fhir": "R4",
            "members": { "text": { "status": "generated", "div":
                "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p title=\"{v}\">{v}</p><a href=\"/a/{v}\">b</a></div>" } },
        }),
    );
    responses.insert("plain".to_owned(), json!({ "format": "problem" }));
    let mut errors = serde_json::Map::new();
    errors.insert(
        "PLAIN".to_owned(),
        json!({ "status": 404, "title": "a", "docs": "https://e.example/{name}", "response": "plain", "retry": "never" }),
    );
    for name in names.iter().map(String::as_str).chain(["problem", "outcome"]) {
        errors.insert(
            name.to_uppercase(),
            json!({ "status": 400, "title": name, "issue": "invalid", "response": name, "retry": "never" }),
        );
    }
    for (name, value) in HEADERS {
        errors.insert(
            name.to_uppercase(),
            json!({ "status": 409, "title": name, "response": "empty", "headers": { name: value } }),
        );
    }
    let source = json!({
        "name": "places", "title": "Places", "allow": ["EC0801"], "responses": responses, "errors": errors,
        "parameters": { "v": "string", "n": "integer", "u": "uri", "d": "date-time" },
    });
    let compiled = compile(&Source::new("places.json", source.to_string()));
    assert!(compiled.is_usable(), "{:?}", compiled.problems);
    let constants = emit::catalog(&compiled.catalog);
    // A test need not free it.
    Data::new(constants.index.leak(), constants.text.leak())
});

/// The response of an entry with these values. A catalog sets a URI as the generated code does.
fn response(name: &str, value: &str, uri: &str) -> (Error<Entry<'static>>, HttpResponse) {
    let entry = CATALOG.entry_by_name(&name.to_uppercase()).unwrap();
    let arguments = entry.parameters().iter().map(|parameter| {
        let value = match parameter.name {
            "v" => value,
            "n" => "42",
            "d" => "2026-01-31T09:30:00.250+01:00",
            _ => uri,
        };
        (parameter.name, value)
    });
    let error = Error::try_new(entry, arguments).unwrap();
    let response = error.response();
    (error, response)
}

fn text_response(number: usize, value: &str) -> (String, String) {
    let (error, response) = response(&format!("t{number}"), value, URI);
    let headers: Vec<(&str, &str)> = response.headers.iter().map(|one| (&*one.name, &*one.value)).collect();
    let body = response.body.clone().unwrap().into_owned();
    let found = behaviour_tests::recorded::decode(
        *CATALOG,
        ReceivedResponse::new(response.status, &headers, body.as_bytes()),
    );
    let issue = found.issue().unwrap();
    let names: Vec<&str> = issue.candidates().iter().map(|entry| entry.name()).collect();
    assert_eq!(names, [error.entry().name()], "{body}");
    for (name, value) in issue.parameters() {
        assert_eq!(Some(value), error.parameter(name), "{name} in {body}");
    }
    // The value as it is stored: without control characters.
    (error.parameter("v").unwrap_or_default().to_owned(), body)
}

const URI: &str = "https://x.example/a?b='c'&d";

fn header_response(name: &str, value: &str) -> (String, String) {
    let (error, response) = response(name, value, URI);
    let header = response.headers.iter().find(|header| header.name == name);
    let header = header.map_or_else(String::new, |header| header.value.clone().into_owned());
    assert!(
        header.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~')),
        "{header:?}"
    );
    (error.parameter("v").unwrap_or_default().to_owned(), header)
}

/// What a tokenizer of HTML finds: the structure, and the texts in it.
fn html(body: &str) -> (Vec<String>, Vec<String>) {
    use html5gum::{Token, Tokenizer};
    let (mut structure, mut texts) = (Vec::new(), vec![String::new()]);
    let string = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    for token in Tokenizer::new(body).map(Result::unwrap) {
        match token {
            Token::StartTag(tag) => {
                structure.push(string(&tag.name));
                for (name, value) in &tag.attributes {
                    structure.push(string(name));
                    texts.push(string(value));
                }
                texts.push(String::new());
            }
            Token::EndTag(tag) => {
                structure.push(format!("/{}", string(&tag.name)));
                texts.push(String::new());
            }
            Token::String(text) => texts.last_mut().unwrap().push_str(&string(&text)),
            Token::Comment(_) => structure.push("!--".to_owned()),
            Token::Doctype(_) => structure.push("!".to_owned()),
            Token::Error(error) => panic!("{error:?} in {body}"),
        }
    }
    (structure, texts)
}

/// What a parser of XML finds.
fn xml(body: &str) -> (Vec<String>, Vec<String>) {
    let document = roxmltree::Document::parse(body).unwrap_or_else(|error| panic!("{error}: {body}"));
    let (mut structure, mut texts) = (Vec::new(), Vec::new());
    for node in document.descendants() {
        structure.push(format!("{:?} {}", node.node_type(), node.tag_name().name()));
        for attribute in node.attributes() {
            structure.push(attribute.name().to_owned());
            texts.push(attribute.value().to_owned());
        }
        texts.extend(node.text().filter(|_| node.is_text()).map(str::to_owned));
    }
    (structure, texts)
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .unwrap()
        .into_owned()
}

/// The parts of a header: those in quotes and in angle brackets, and what is around them.
fn header(value: &str) -> (String, Vec<String>) {
    let (mut around, mut inside) = (String::new(), Vec::new());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        around.push(c);
        let end = match c {
            '"' => '"',
            '<' => '>',
            _ => continue,
        };
        let mut part = String::new();
        loop {
            match chars.next().expect("an end") {
                '\\' if c == '"' => part.push(chars.next().expect("half of a pair")),
                found if found == end => break,
                found => part.push(found),
            }
        }
        around.push(end);
        inside.push(part);
    }
    (around, inside)
}

/// Values that try to end their place.
fn hostile() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec![
        "\"",
        "'",
        "\\",
        "<",
        ">",
        "&",
        "&amp;",
        "--",
        "]]>",
        "</p>",
        "</title>",
        "</script>",
        "<script>",
        "<!--",
        "%",
        "%2F",
        "{",
        "}",
        ",",
        ";",
        "=",
        ":",
        "/",
        "//",
        "?",
        "#",
        "[",
        "]",
        " ",
        "\t",
        "\r\n",
        "\u{0}",
        "\u{85}",
        "\u{202e}",
        "\u{fffe}",
        "é",
        "x",
        "javascript:",
        "rel=preload",
        "Basic realm=",
        "\\\"",
        "\u{ffff}",
        "😀",
        ".",
        "..",
    ]);
    prop_oneof![
        prop::collection::vec(marks, 0..12).prop_map(|parts| parts.concat()),
        any::<String>(),
    ]
    // What XML cannot hold becomes U+FFFD, which the comparison of texts does not know.
    .prop_map(|value| value.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}"))
}

/// A text with `.` and `..` as the values are, which are encoded twice at the start of a path segment.
fn dots(text: &str, value: &str) -> String {
    if matches!(value, "." | "..") {
        text.replace("%252E", ".")
    } else {
        text.to_owned()
    }
}

/// The texts of a response with a value, where they differ from those with another one.
fn compared(parse: impl Fn(&str) -> (Vec<String>, Vec<String>), number: usize, value: &str) {
    let (kept, body) = text_response(number, value);
    // A text that no value contains.
    let (_, plain) = text_response(number, "VALUE");
    let ((structure, texts), (expected, patterns)) = (parse(&body), parse(&plain));
    assert_eq!(structure, expected, "{body}");
    assert_eq!(texts.len(), patterns.len(), "{body}");
    for (text, pattern) in texts.iter().zip(&patterns) {
        if pattern.starts_with(['/', 'h']) {
            assert_eq!(decoded(&dots(text, &kept)), decoded(pattern).replace("VALUE", &kept));
        } else {
            assert_eq!(*text, pattern.replace("VALUE", &kept));
        }
    }
}

proptest! {
    #![proptest_config(super::cases(300))]

    #[test]
    fn no_value_leaves_its_place_in_html(value in hostile()) {
        compared(html, 0, &value);
        compared(html, 1, &value);
    }

    #[test]
    fn no_value_leaves_its_place_in_xml(value in hostile()) {
        prop_assume!(!value.is_empty());
        compared(xml, 1, &value);
        compared(xml, 2, &value);
    }

    #[test]
    fn no_value_leaves_its_place_in_json_that_is_written_as_text(value in hostile()) {
        let (kept, body) = text_response(3, &value);
        let found: Value = serde_json::from_str(&body).unwrap();
        prop_assert_eq!(found, json!({ "a": format!("\"{kept}\""), "b": [kept], "c": 42, "d": URI }));
        let (kept, body) = text_response(4, &value);
        prop_assert_eq!(serde_json::from_str::<Value>(&body).unwrap(), json!({ "a": kept }));
    }

    #[test]
    fn no_value_leaves_its_place_in_a_form(value in hostile()) {
        let (kept, body) = text_response(5, &value);
        let found: Vec<(String, String)> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        prop_assert_eq!(found, [("a".to_owned(), kept.clone()), ("b".to_owned(), "1".to_owned()), (kept, "42".to_owned())]);
        text_response(6, &value);
    }

    #[test]
    fn no_value_leaves_its_place_in_a_header(value in hostile()) {
        for (name, pattern) in HEADERS {
            let (kept, written) = header_response(name, &value);
            let written = dots(&written, &kept);
            if name == "Allow" || name == "X-Message" {
                // A list of tokens, and a text.
                let is_list = written.bytes().all(|byte| !b"\"()/:;<=>?@[\\]{}".contains(&byte));
                prop_assert!(name != "Allow" || is_list, "{}", written);
                continue;
            }
            let pattern = pattern.replace("{n}", "42").replace("{u}", URI).replace("{d}", "Sat, 31 Jan 2026 08:30:00 GMT");
            let ((around, inside), (expected, patterns)) = (header(&written), header(&pattern));
            let encoded: String = percent_encoding::utf8_percent_encode(&kept, percent_encoding::NON_ALPHANUMERIC).to_string();
            match name {
                "Content-Location" => prop_assert!(fluent_uri::UriRef::parse(&*written).is_ok(), "{}", written),
                "Location" | "Set-Cookie" | "Content-Disposition" => {
                    prop_assert_eq!(decoded(&around), decoded(&expected.replace("{v}", &encoded)));
                    prop_assert_eq!(around.matches([';', '=', '?', ',', ' ']).count(), expected.matches([';', '=', '?', ',', ' ']).count());
                }
                _ => prop_assert_eq!(&around, &expected),
            }
            prop_assert_eq!(inside.len(), patterns.len());
            for (part, pattern) in inside.iter().zip(&patterns) {
                // A quoted string has the value with `%XX` in place of what is not ASCII.
                if pattern.contains("{v}") && kept.is_ascii() && !kept.contains('%') {
                    prop_assert_eq!(decoded(part), pattern.replace("{v}", &kept));
                }
            }
        }
    }

    #[test]
    fn no_value_climbs_out_of_a_path(value in r"[.%2eE/\\?#]{0,6}") {
        let (_, written) = header_response("Location", &value);
        let base = url::Url::parse("https://e.example/").unwrap();
        let segments: Vec<String> = base.join(&written).unwrap().path_segments().unwrap().map(str::to_owned).collect();
        prop_assert_eq!(segments.len(), 2, "{}", written);
        prop_assert_eq!(&*segments[0], "a");
    }

    #[test]
    fn every_uri_on_the_wire_is_a_uri_reference(value in hostile()) {
        let (error, response) = response("problem", &value, URI);
        let body: Value = serde_json::from_str(&response.body.unwrap()).unwrap();
        for member in ["type", "instance", "u"] {
            let uri = body[member].as_str().unwrap();
            prop_assert!(fluent_uri::UriRef::parse(uri).is_ok(), "{}", uri);
        }
        let kind = body["type"].as_str().unwrap();
        let segment = kind.strip_prefix("https://e.example/").unwrap().split('/').next().unwrap();
        let kept = error.parameter("v").unwrap();
        prop_assert!(decoded(segment) == kept || matches!(kept, "." | ".."), "{}", segment);
        let plain = Error::try_new(CATALOG.entry_by_name("PLAIN").unwrap(), []).unwrap();
        let body = plain.with_instance(value).body().unwrap();
        let body: Value = serde_json::from_str(&body).unwrap();
        prop_assert_eq!(body["type"].as_str(), Some("https://e.example/PLAIN"));
        prop_assert!(fluent_uri::UriRef::parse(body["instance"].as_str().unwrap()).is_ok(), "{}", body);
    }

    #[test]
    fn no_value_leaves_its_place_in_a_narrative(value in hostile()) {
        prop_assume!(!value.is_empty());
        let narrative = |value: &str| {
            let (error, response) = response("outcome", value, URI);
            let body: Value = serde_json::from_str(&response.body.unwrap()).unwrap();
            (error.parameter("v").unwrap().to_owned(), xml(body["text"]["div"].as_str().unwrap()))
        };
        let ((kept, (structure, texts)), (_, (expected, patterns))) = (narrative(&value), narrative("VALUE"));
        prop_assert_eq!(structure, expected);
        for (text, pattern) in texts.iter().zip(&patterns) {
            let text = if pattern.starts_with('/') { decoded(&dots(text, &kept)) } else { text.clone() };
            prop_assert_eq!(text, pattern.replace("VALUE", &kept));
        }
    }
}
