//! All that the decoder says of many answers, as one number for each kind of them: whoever makes it faster changes none.
//!
//! Where one should change, `DECODED_DUMP=/tmp/before cargo test -p behaviour-tests --test decode unchanged` writes all that is said, to compare it
//! before and after, and `UPDATE_GOLDEN=1` the new numbers.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, fs};

use crate::support;
use behaviour_tests::folder;
use behaviour_tests::{
    Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Judged, Medblocks, Problems, samples,
};
use error_client::{Attempt, Budget, Decode, Decoded, Found, ReceivedResponse};
use error_runtime::{Catalog, Representation};
use serde_json::{Map, Value, json};

/// What was said of the answers of one kind.
#[derive(Default)]
struct Said {
    known: usize,
    ambiguous: usize,
    unknown: usize,
    /// FNV-1a of all of it.
    digest: u64,
}

#[derive(Default)]
struct Net {
    kinds: BTreeMap<String, Said>,
    dump: Option<String>,
}

impl Net {
    fn answer<C: Catalog>(&mut self, kind: &str, answer: ReceivedResponse<'_>) {
        let found = C::decode(answer);
        let text = shown(&found);
        let said = self.kinds.entry(kind.to_owned()).or_insert_with(|| Said {
            digest: 0xcbf2_9ce4_8422_2325,
            ..Said::default()
        });
        for issue in found.issues() {
            match issue.found() {
                Found::Known(_) => said.known += 1,
                Found::Ambiguous(_) => said.ambiguous += 1,
                Found::Unknown => said.unknown += 1,
            }
        }
        for byte in text.bytes() {
            said.digest = (said.digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        if let Some(dump) = &mut self.dump {
            let _ = writeln!(
                dump,
                "=== {kind} {} {:?}\n{}\n--- {text}",
                answer.status(),
                answer.url(),
                String::from_utf8_lossy(answer.body())
            );
        }
    }

    /// All kinds of answers that a catalog can be asked about.
    fn catalog<C: Catalog>(&mut self, name: &str) {
        for &entry in C::all() {
            let (method, path) = support::request(entry);
            for (_, error) in samples::of(entry) {
                for (form, representation) in [("json", Representation::OWN), ("xml", Representation::XML)] {
                    let response = error.response_as(representation);
                    let headers = support::headers(&response);
                    let body = response.body.as_deref().unwrap_or("");
                    let mut say = |kind: &str, status, headers: &[_], body: &[u8]| {
                        let answer = ReceivedResponse::new(status, headers, body).to(&method, &path);
                        self.answer::<C>(&format!("{name} {form} {kind}"), answer);
                    };
                    say("whole", response.status, &headers, body.as_bytes());
                    say("another status", 599, &headers, body.as_bytes());
                    say("no headers", response.status, &[], body.as_bytes());
                    let utf_16: Vec<u8> = body.encode_utf16().flat_map(u16::to_le_bytes).collect();
                    say("UTF-16", response.status, &headers, &utf_16);
                    for part in 1..8 {
                        let cut = &body.as_bytes()[..body.len() * part / 8];
                        say("cut", response.status, &headers, cut);
                    }
                    for (kind, text) in as_text(body) {
                        say(kind, response.status, &headers, text.as_bytes());
                    }
                    if let Ok(value) = serde_json::from_str::<Value>(body) {
                        for (kind, text) in as_json(&value) {
                            say(kind, response.status, &headers, text.as_bytes());
                        }
                    }
                    let answer = ReceivedResponse::new(response.status, &headers, body.as_bytes());
                    self.answer::<C>(&format!("{name} {form} no request"), answer);
                }
            }
            for representation in [Representation::OWN, Representation::XML] {
                let response = samples::together(entry).response_as(representation);
                let headers = support::headers(&response);
                let body = response.body.as_deref().unwrap_or("").as_bytes();
                self.answer::<C>(
                    &format!("{name} several"),
                    ReceivedResponse::new(response.status, &headers, body),
                );
            }
        }
        for (kind, status, body) in foreign() {
            for headers in [&support::JSON[..], &[]] {
                let answer = ReceivedResponse::new(status, headers, body.as_bytes()).to("GET", "/any/where");
                self.answer::<C>(&format!("{name} foreign {kind}"), answer);
            }
        }
    }

    fn report(&self) -> String {
        let mut report = String::new();
        for (kind, said) in &self.kinds {
            let Said {
                known,
                ambiguous,
                unknown,
                digest,
            } = said;
            let _ = writeln!(
                report,
                "{kind}: {known} known, {ambiguous} ambiguous, {unknown} unknown, {digest:016x}"
            );
        }
        report
    }
}

/// Changes of a text that are none of what it says, or damage it.
fn as_text(body: &str) -> Vec<(&'static str, String)> {
    let mut out = vec![
        ("in capital letters", body.to_ascii_uppercase()),
        ("with another scheme", body.replace("https://", "http://")),
        (
            "with another case of the system",
            body.replace("CodeSystem", "Codesystem"),
        ),
        ("of another system", body.replace("/CodeSystem/", "/OtherSystem/")),
        ("of a value set", body.replace("/CodeSystem/", "/ValueSet/")),
        ("with a comma too many", body.replace('}', ",}")),
        ("with a comma too few", body.replace("\",\"", "\" \"")),
        ("with a wrong word", body.replacen("\",\"", "\",\"a\":nope,\"", 1)),
        ("with something behind", format!("{body} x")),
        ("with spaces", body.replace(':', " : ").replace(',', "\n,\t")),
        ("without quotes", body.replacen('"', "", 7)),
        ("deep in arrays", format!("{}{body}{}", "[".repeat(70), "]".repeat(70))),
        (
            "behind something deep",
            body.replacen('{', &format!("{{\"a\":{}\"]\"{},", "[".repeat(90), "]".repeat(90)), 1),
        ),
        ("behind a mark", format!("\u{feff}{body}")),
    ];
    // Codes, and what else there is in capital letters.
    let renamed = body.replace('_', "-");
    out.push(("with other codes", renamed));
    out
}

/// Changes of a value.
fn as_json(value: &Value) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    let mut push = |kind, value: &Value| out.push((kind, value.to_string()));
    push("in an array", &json!([value]));
    push("twice in an array", &json!([[value], value]));
    push(
        "in reverse order",
        &each_object(value, &|members| members.into_iter().rev().collect()),
    );
    push(
        "with members that nobody knows",
        &each_object(value, &|members| {
            let unknown = json!({ "code": "x", "issue": [{ "code": "y", "z": [1, null, "\\\""] }], "": {} });
            let each = members.into_iter();
            each.flat_map(|(name, member)| [(format!("x-{name}"), unknown.clone()), (name, member)])
                .collect()
        }),
    );
    push(
        "with arrays for values",
        &each_object(value, &|members| {
            let array = |member| json!([member, [null], "more"]);
            members
                .into_iter()
                .map(|(name, member)| (name, array(member)))
                .collect()
        }),
    );
    let pretty = serde_json::to_string_pretty(value).unwrap();
    // JSON of a member twice is none that `Value` could hold.
    let twice = value.to_string().replace(",\"", ",\"code\":null,\"code\":\"TWICE\",\"");
    let escaped = value
        .to_string()
        .replace("cod", "\\u0063o\\u0064")
        .replace("e\"", "\\u0065\"");
    for number in 0..leaves(value) {
        for (kind, other) in [
            ("with a null", Some(Value::Null)),
            ("with a number", Some(json!(17))),
            ("with an object", Some(json!({ "code": "x" }))),
            ("with another text", Some(json!("ü\n\"x\""))),
            ("without a member", None),
        ] {
            let mut left = number;
            let mut changed = value.clone();
            change(&mut changed, &mut left, other.as_ref());
            push(kind, &changed);
        }
    }
    out.extend([
        ("laid out", pretty),
        ("with members twice", twice),
        ("with escapes", escaped),
    ]);
    out
}

/// The value with the members of each of its objects changed.
fn each_object(value: &Value, change: &dyn Fn(Map<String, Value>) -> Map<String, Value>) -> Value {
    match value {
        Value::Object(members) => {
            let inner = members.iter();
            let inner = inner.map(|(name, member)| (name.clone(), each_object(member, change)));
            Value::Object(change(inner.collect()))
        }
        Value::Array(elements) => elements.iter().map(|element| each_object(element, change)).collect(),
        other => other.clone(),
    }
}

fn leaves(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.values().map(leaves).sum(),
        Value::Array(elements) => elements.iter().map(leaves).sum(),
        _ => 1,
    }
}

/// Puts another value in the place of the leaf of this number, or nothing.
fn change(value: &mut Value, left: &mut usize, other: Option<&Value>) {
    match value {
        Value::Object(members) => {
            let names: Vec<String> = members.keys().cloned().collect();
            for name in names {
                let member = &mut members[&name];
                if !member.is_object() && !member.is_array() && *left == 0 && other.is_none() {
                    members.shift_remove(&name);
                    *left = usize::MAX;
                    return;
                }
                change(member, left, other);
                if *left == usize::MAX {
                    return;
                }
            }
        }
        Value::Array(elements) => {
            for element in elements {
                change(element, left, other);
                if *left == usize::MAX {
                    return;
                }
            }
        }
        leaf if *left == 0 => {
            *leaf = other.cloned().unwrap_or_default();
            *left = usize::MAX;
        }
        _ => *left -= 1,
    }
}

/// Answers of nobody's form.
fn foreign() -> Vec<(&'static str, u16, String)> {
    let outcome = |issue: Value| json!({ "resourceType": "OperationOutcome", "id": "1", "issue": issue }).to_string();
    vec![
        ("nothing", 503, String::new()),
        ("words", 504, "upstream request timeout".to_owned()),
        (
            "page",
            502,
            "<html><head><title> Bad &amp; Gateway</title></head></html>".to_owned(),
        ),
        ("string", 400, "\"nope\"".to_owned()),
        ("number", 400, "17".to_owned()),
        ("empty object", 404, "{}".to_owned()),
        ("empty array", 404, "[]".to_owned()),
        (
            "OAuth",
            400,
            json!({ "error": "invalid_grant", "error_description": "no such code" }).to_string(),
        ),
        (
            "fault",
            429,
            json!({ "fault": { "faultstring": "slow down", "detail": { "errorcode": "policies.quota" } } }).to_string(),
        ),
        (
            "JSON:API",
            422,
            json!({ "errors": [{ "code": "a", "title": "A" }, null, "x", { "detail": "b", "code": 7 }] }).to_string(),
        ),
        (
            "message",
            500,
            json!({ "message": null, "Message": "a", "code": 5, "reason": "r" }).to_string(),
        ),
        (
            "outcome",
            404,
            outcome(
                json!([{ "severity": "fatal", "code": "not-found", "details": { "coding": [{ "system": "s", "code": "c", "display": "d" }, { "system": "t" }], "text": "x" }, "expression": ["a", "b"], "location": "l" }]),
            ),
        ),
        (
            "outcome of many",
            400,
            outcome(json!(vec![
                json!({ "severity": "error", "code": "invalid", "diagnostics": "d" });
                300
            ])),
        ),
        ("outcome of none", 400, outcome(json!([]))),
        (
            "outcome with null",
            400,
            outcome(json!([null, { "code": "value" }, []])),
        ),
        ("outcome of text", 400, outcome(json!("x"))),
    ]
}

/// Everything that a decoder says.
fn shown<C: Catalog>(found: &Decoded<'_, C>) -> String {
    let mut out = format!(
        "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        found.log_record(),
        found.kind(),
        found.notes().collect::<Vec<_>>(),
        found.response().map(error_runtime::Response::name),
        found.advice(),
        found.decide(&Attempt::new("GET"), &Budget::default()),
        found.request_id(),
        found.id(),
        found.instance(),
        found.retry_after(),
        found.entry(),
    );
    for issue in found.issues() {
        let _ = write!(
            out,
            "\n{:?} {:?} {:?} {:?} {:?} {:?} {} {:?} {:?} {:?} {:?} {:?} {:?}",
            issue.candidates(),
            issue.code(),
            issue.severity_text(),
            issue.issue_type_text(),
            issue.text(),
            issue.diagnostics(),
            issue.offset(),
            issue.parameters().collect::<Vec<_>>(),
            issue.codings().collect::<Vec<_>>(),
            issue.expressions().collect::<Vec<_>>(),
            issue.locations().collect::<Vec<_>>(),
            issue.drift(),
            issue.action(),
        );
    }
    out
}

#[test]
fn the_decoder_says_what_it_said() {
    let dump = env::var_os("DECODED_DUMP");
    let mut net = Net {
        dump: dump.is_some().then(String::new),
        ..Net::default()
    };
    net.catalog::<GpConnect>("gp-connect");
    net.catalog::<GpConnectDstu2>("gp-connect-dstu2");
    net.catalog::<Bars>("bars");
    net.catalog::<BlueButton>("blue-button");
    net.catalog::<HealthGorilla>("health-gorilla");
    net.catalog::<Medblocks>("medblocks");
    net.catalog::<Judged>("judged");
    net.catalog::<Problems>("problems");
    if let (Some(path), Some(dump)) = (dump, &net.dump) {
        fs::write(path, dump).unwrap();
    }
    let actual = net.report();
    let path = folder("golden/decoded.txt");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let changed: Vec<&str> = actual
        .lines()
        .filter(|line| !expected.lines().any(|known| known == *line))
        .collect();
    assert!(
        actual == expected,
        "it says something else of these; UPDATE_GOLDEN=1 writes it to tests/behaviour/golden/decoded.txt: {changed:#?}"
    );
}
