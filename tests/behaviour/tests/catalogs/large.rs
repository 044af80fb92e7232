//! The time of a check grows with the size of a catalog, whatever its shape.

use std::time::{Duration, Instant};

use error_catalog::{Source, compile};

/// The members of a catalog with a size: `responses`, `parameters` and others, and its entries.
type Shape = fn(usize) -> (String, Vec<String>);

fn list(size: usize, item: impl Fn(usize) -> String) -> Vec<String> {
    (0..size).map(item).collect()
}

fn members(size: usize, item: impl Fn(usize) -> String) -> String {
    list(size, item).join(",")
}

/// Entries with the same members but for their numbers.
fn entries(size: usize, members: impl Fn(usize) -> String) -> Vec<String> {
    list(size, |number| {
        format!(r#""E_{number}":{{"status":409,"title":"T",{}}}"#, members(number))
    })
}

fn message(number: usize) -> String {
    format!(r#""message":"Number {number} of {{p_{number}}}.""#)
}

/// The response that most shapes have.
const CODE: &str = r#""responses":{"default":{"format":"json","body":{"code":"{code}"}}}"#;
/// A response in which only the message distinguishes entries.
const MESSAGE: &str = r#""responses":{"default":{"format":"json","body":{"m":"{message}"}}}"#;

const SHAPES: [(&str, Shape); 19] = [
    ("constants in messages", |size| {
        let entry = |number| format!(r#""message":"{{x-{number}}}","x-{number}":1"#);
        (MESSAGE.to_owned(), entries(size, entry))
    }),
    ("constants in responses", |size| {
        let response = |number| format!(r#""r{number}":{{"format":"json","body":["{{code}}","{{x-{number}}}"]}}"#);
        let responses = format!(r#""responses":{{{}}}"#, members(size, response));
        let entry = |number| format!(r#""response":"r{number}","x-{number}":1"#);
        (responses, entries(size, entry))
    }),
    ("constants of one entry", |size| {
        let constants = members(size, |number| format!(r#""x-{number}":{number}"#));
        let text = members(size, |number| format!("{{x-{number}}}"));
        let entry = entries(1, |_| format!(r#"{constants},"message":"{text}""#));
        (MESSAGE.to_owned(), entry)
    }),
    ("parameters of the catalog", |size| {
        let parameters = members(size, |number| format!(r#""p_{number}":"string""#));
        (
            format!(r#"{CODE},"parameters":{{{parameters}}}"#),
            entries(size, message),
        )
    }),
    ("misspelt parameters", |size| {
        let parameters = members(size, |number| format!(r#""q_{number}":"string""#));
        (
            format!(r#"{CODE},"parameters":{{{parameters}}}"#),
            entries(size, message),
        )
    }),
    ("values of an enum", |size| {
        let values = members(size, |number| format!(r#""v{number}""#));
        let entry = |_| format!(r#""message":"{{p}}","parameters":{{"p":{{"type":"enum","values":[{values}]}}}}"#);
        (CODE.to_owned(), entries(1, entry))
    }),
    ("headers of one entry", |size| {
        let headers = members(size, |number| format!(r#""X-{number}":"v""#));
        (CODE.to_owned(), entries(1, |_| format!(r#""headers":{{{headers}}}"#)))
    }),
    ("headers of entries without a body", |size| {
        let entry = |number| format!(r#""headers":{{"X-{number}":"v"}}"#);
        let responses = r#""responses":{"default":{"format":"empty"}}"#;
        (responses.to_owned(), entries(size, entry))
    }),
    ("optional headers of entries without a body", |size| {
        let entry = |number| {
            format!(r#""parameters":{{"p":{{"type":"string","optional":true}}}},"headers":{{"X-{number}":"{{p?}}"}}"#)
        };
        let responses = r#""responses":{"default":{"format":"empty"}}"#;
        (responses.to_owned(), entries(size, entry))
    }),
    ("challenges", |size| {
        let values = members(size, |number| format!(r#""S{number} realm=\"a\"""#));
        let entry = |_| format!(r#""headers":{{"WWW-Authenticate":[{values}]}}"#);
        let responses = r#""responses":{"default":{"format":"empty"}}"#;
        (responses.to_owned(), entries(2, entry))
    }),
    ("members of responses without a code", |size| {
        let response = |number| format!(r#""r{number}":{{"format":"json","body":{{"m{number}":"{{title}}"}}}}"#);
        let responses = format!(r#""responses":{{{}}}"#, members(size, response));
        (responses, entries(size, |number| format!(r#""response":"r{number}""#)))
    }),
    ("members of one response", |size| {
        let body = members(size, |number| format!(r#""m{number}":"{{title}}""#));
        let responses = format!(r#""responses":{{"default":{{"format":"json","body":{{{body}}}}}}}"#);
        (responses, entries(2, |number| format!(r#""docs":"urn:{number}""#)))
    }),
    ("elements of XML with escapes", |size| {
        let body = members(size, |_| r#"<a b=\"\">{title}</a>"#.to_owned());
        let responses = format!(r#""responses":{{"default":{{"format":"xml","body":"<e>{body}</e>"}}}}"#);
        (responses, entries(1, |_| r#""docs":"urn:a""#.to_owned()))
    }),
    ("placeholders of one text with escapes", |size| {
        let body = members(size, |_| r#"\"{title}\""#.to_owned());
        let responses = format!(r#""responses":{{"default":{{"format":"text","body":"{body}"}}}}"#);
        (responses, entries(1, |_| r#""docs":"urn:a""#.to_owned()))
    }),
    ("aliases and tags of one entry", |size| {
        let words = members(size, |number| format!(r#""A{number}""#));
        (
            CODE.to_owned(),
            entries(2, |_| format!(r#""aliases":[{words}],"tags":[{words}]"#)),
        )
    }),
    ("endpoints of two entries", |size| {
        let endpoints = |entry| members(size, |number| format!(r#""/{entry}/{number}/.*""#));
        let entry = |number| format!(r#""message":"M","endpoints":[{}]"#, endpoints(number));
        (MESSAGE.to_owned(), entries(2, entry))
    }),
    ("one code and one text", |size| {
        (CODE.to_owned(), entries(size, |_| r#""code":"SAME""#.to_owned()))
    }),
    ("unknown responses and categories", |size| {
        let entry = |number| format!(r#""response":"r{number}","category":"c{number}""#);
        (CODE.to_owned(), entries(size, entry))
    }),
    ("unknown members", |size| {
        (CODE.to_owned(), entries(size, |number| format!(r#""m{number}":1"#)))
    }),
];

/// The time of a check.
fn time(shape: Shape, size: usize) -> Duration {
    let (members, entries) = shape(size);
    let entries = entries.join(",\n");
    let text = format!(r#"{{"name":"a","title":"A","defaults":{{"retry":"never"}},{members},"errors":{{{entries}}}}}"#);
    let source = Source::new("a.json", text);
    let start = Instant::now();
    compile(&source);
    start.elapsed()
}

#[test]
fn the_time_of_a_check_is_linear_in_the_size_of_a_catalog() {
    // Shorter times say little on a machine that does other work.
    const SHORT: Duration = Duration::from_millis(100);
    for (name, shape) in SHAPES {
        let mut rounds = (0..5).map(|_| [time(shape, 250), time(shape, 2_000)]);
        // Eight times the size; a square is 64 times the time.
        let is_linear = |[small, large]: [Duration; 2]| large < SHORT || large < small * 24;
        assert!(rounds.any(is_linear), "{name}: {:?}", rounds.next());
    }
}
