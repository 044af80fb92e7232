use super::*;
use crate::testing::{Clinic, Upstream};
use crate::{Catalog, Error, Representation};
use core::time::Duration;
use error_layout::program::{escape, frame, op, slot};
use proptest::prelude::*;
use std::borrow::ToOwned;
use std::boxed::Box;
use std::format;
use std::string::ToString;
use std::vec::Vec;

fn upstream(name: &'static str, share: Option<f64>) -> Error<Clinic> {
    Upstream {
        name,
        count: 7_u8,
        share,
        host: "db-1",
    }
    .into()
}

fn header_lines(error: &Error<Clinic>) -> std::vec::Vec<String> {
    error
        .headers()
        .iter()
        .map(|header| format!("{}: {}", header.name, header.value))
        .collect()
}

#[test]
fn values_are_written_by_their_type_and_missing_ones_as_null() {
    let body = upstream("a\"b\n", None).body().unwrap();
    let expected = r#"{"request_id":null,"status":502,"text":"502","reason":"Bad Gateway","name":"a\"b ","count":7,"share":null,"at":[]}"#;
    assert_eq!(body, expected);
    let body = upstream("", Some(0.25))
        .with_request_id("r-1")
        .with_status(503)
        .body()
        .unwrap();
    let expected = r#"{"request_id":"r-1","status":503,"text":"503","reason":"Service Unavailable","name":"","count":7,"share":"0.25","at":[]}"#;
    assert_eq!(body, expected);
}

#[test]
fn a_number_that_json_cannot_express_is_null() {
    assert!(
        upstream("", Some(f64::INFINITY))
            .body()
            .unwrap()
            .contains(r#""share":null"#)
    );
}

#[test]
fn lists_have_commas_between_their_values() {
    let body = upstream("", None)
        .with_location("/f:a")
        .with_location("\"")
        .body()
        .unwrap();
    assert!(body.ends_with(r#""at":["/f:a","\""]}"#), "{body}");
}

#[test]
fn an_object_is_there_only_if_something_is_in_it() {
    assert!(!upstream("", None).body().unwrap().contains("more"));
    let body = upstream("", None).with_instance("/e/1").body().unwrap();
    assert!(body.ends_with(r#""at":[],"more":{"instance":"/e/1"}}"#), "{body}");
}

#[test]
fn what_the_server_says_takes_the_place_of_the_text() {
    let error = Error::new(Clinic::PatientNotFound)
        .with_parameter("id", "p\"1")
        .unwrap();
    let expected = r#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found","diagnostics":"No patient has the id p\"1"}]}"#;
    assert_eq!(error.body().unwrap(), expected);
    let error = error
        .with_diagnostics("It moved.")
        .with_id("o-1")
        .with_expression("Patient.id");
    let expected = r#"{"resourceType":"OperationOutcome","id":"o-1","issue":[{"severity":"error","code":"not-found","diagnostics":"It moved.","expression":["Patient.id"]}]}"#;
    assert_eq!(error.body().unwrap(), expected);
}

#[test]
fn a_body_is_appended_to_what_is_there() {
    let mut out = "before {".to_string();
    Error::new(Clinic::RecTimeout).write_body(&mut out);
    assert!(out.starts_with(r#"before {{"resourceType""#), "{out}");
    Error::new(Clinic::Gone).write_body(&mut out);
    assert!(out.ends_with("]}"), "an entry without a body adds nothing");
    assert_eq!(Error::new(Clinic::Gone).body(), None);
}

#[test]
fn a_header_without_a_value_is_left_out() {
    let error = upstream("é\r\nX: 1 ", None);
    assert_eq!(
        header_lines(&error),
        ["Content-Type: application/json", "X-Name: n=%C3%A9  X: 1"]
    );
    let error = error.with_retry_after(Duration::from_millis(1001));
    assert_eq!(header_lines(&error).last().unwrap(), "Retry-After: 2");
}

#[test]
fn a_header_whose_value_is_empty_is_left_out() {
    for empty in ["", " ", "\r\n"] {
        let error = upstream("x", None).with_parameter("name", empty).unwrap();
        let lines = header_lines(&error);
        assert!(lines.iter().all(|line| !line.ends_with(": ")), "{lines:?}");
    }
}

#[test]
fn a_delay_of_the_catalog_is_sent_unless_the_server_sets_one() {
    let error = Error::new(Clinic::ProxyTimeout);
    assert_eq!(
        header_lines(&error),
        ["Content-Type: application/fhir+json", "Retry-After: 30"]
    );
    let error = error.with_header("retry-after", "5").unwrap();
    assert_eq!(
        header_lines(&error),
        ["Content-Type: application/fhir+json", "retry-after: 5"]
    );
    assert_eq!(header_lines(&Error::new(Clinic::Gone)), [""; 0]);
}

#[test]
fn xml_has_no_commas_and_no_empty_values() {
    let error = Error::new(Clinic::PatientNotFound)
        .with_id("")
        .with_expression("a")
        .with_expression("")
        .with_expression("\"b\" <\n");
    let expected = concat!(
        r#"<OperationOutcome xmlns="http://hl7.org/fhir"><issue><severity value="error"/><code value="not-found"/>"#,
        r#"<expression value="a"/><expression value="&quot;b&quot; &lt;&#10;"/></issue></OperationOutcome>"#
    );
    assert_eq!(error.body_as(Representation::XML).unwrap(), expected);
    let mut out = "[".to_string();
    error.write_body_as(Representation::XML, &mut out);
    assert_eq!(out, format!("[{expected}"));
}

/// Everything that reads a catalog, over bytes that need not be one.
struct Together<'t, const COUNT: usize>([Occurrence<'t>; COUNT]);

impl<const COUNT: usize> Errors for Together<'_, COUNT> {
    fn count(&self) -> usize {
        COUNT
    }

    fn get(&self, position: usize) -> Option<Occurrence<'_>> {
        self.0.get(position).copied()
    }
}

fn read_everything(index: &[u8], text: &str) {
    let data: Data<'static> = Data::new(Box::leak(index.into()), Box::leak(text.into()));
    let _ = (
        format!("{data:?}"),
        data.position_by_name("GONE"),
        data.positions_by_code("TIMEOUT").count(),
        [404, 503].map(|status| data.fallback(status)),
    );
    for entry in (0..data.entries().min(8)).filter_map(|position| data.entry(position)) {
        let _ = (
            entry.code(),
            entry.category(),
            entry.replaced_by(),
            entry.issue_type(),
            entry.severity(),
        );
        let _ = (entry.title(), entry.metadata("x-team"), format!("{:?}", entry.tags()));
        let _ = (
            entry.parameters().len(),
            format!("{:?}", entry.parameters()),
            entry.response().content_type(),
        );
        let occurrence = Occurrence {
            entry,
            details: None,
            request_id: Some("r"),
            status: 500,
            hide_personal: true,
        };
        let all = Together([occurrence; 3]);
        for form in [Form::Own, Form::Xml] {
            for all in [None, Some(&all as &dyn Errors)] {
                if let Some(body) = Body::of(&occurrence, all, form) {
                    let _ = (body.fixed(), body.len());
                    body.write(&mut String::new());
                }
            }
        }
        headers(&occurrence, drop);
        let _ = text_of(&occurrence);
    }
}

fn text_of(occurrence: &Occurrence<'_>) -> Option<String> {
    text(occurrence, occurrence.entry.u32(entry::MESSAGE))
}

/// The catalog with a frame in place of the program of `REC_TIMEOUT`, which has a place for all but the id.
fn framed() -> (Vec<u8>, String) {
    let mut index = Clinic::DATA.index().to_vec();
    let mut text = Clinic::DATA.text().to_owned();
    let mut add = |part: &str| {
        text.push_str(part);
        u32::try_from(text.len() - part.len()).unwrap().to_le_bytes()
    };
    let record = error_layout::header::SIZE + entry::SIZE + entry::BODY;
    let program = index.len();
    let before = bytes::u32_at(&index, record) as usize;
    let head = r#"{"resourceType":"OperationOutcome","issue":["#;
    let issue = r#"{"severity":"error","code":"timeout"}"#;
    let [start, in_issue, end] = [head.len(), head.len() + issue.len() - 1, head.len() + issue.len()];
    let u16 = |at: usize| u16::try_from(at).unwrap().to_le_bytes();

    index.push(op::FRAME);
    index.extend((slot::bit(slot::DIAGNOSTICS) | slot::bit(slot::EXPRESSION)).to_le_bytes());
    index.extend(slot::bit(slot::ID).to_le_bytes());
    index.extend(add(&[head, issue, "]}"].concat()));
    index.extend([u16(end + 2), u16(start), u16(end)].concat());
    index.extend([2, 0, 2]);
    for (slot, how, open, close) in [
        (slot::DIAGNOSTICS, escape::JSON, r#","diagnostics":""#, "\""),
        (slot::EXPRESSION, frame::flag::LIST, r#","expression":["#, "]"),
    ] {
        index.extend([slot, how]);
        index.extend([u16(in_issue), u16(0)].concat());
        index.extend(add(&[open, close].concat()));
        index.extend([u8::try_from(open.len()).unwrap(), 1, 0]);
    }
    // The program itself behind it.
    index.extend_from_within(before..before + 100);
    index[record..record + 4].copy_from_slice(&u32::try_from(program).unwrap().to_le_bytes());
    (index, text)
}

#[test]
fn a_frame_is_filled_where_it_has_a_place_for_all_values() {
    fn of<'e>(entry: Entry<'static>, error: &'e Error<Clinic>) -> Occurrence<'e> {
        let occurrence = error.occurrence();
        Occurrence { entry, ..occurrence }
    }
    let (index, text) = framed();
    let entry = Data::new(index.leak(), text.leak()).entry(1).unwrap();
    let plain = || Error::new(Clinic::RecTimeout);
    let said = || {
        plain()
            .with_diagnostics("a\"b")
            .with_expression("f")
            .with_expression("g")
    };
    for error in [
        plain(),
        said(),
        plain().with_expression("f"),
        said().with_id("o-1"),
        plain().with_location("l"),
    ] {
        let occurrence = of(entry, &error);
        let mut out = String::new();
        Body::of(&occurrence, None, Form::Own).unwrap().write(&mut out);
        assert_eq!(Some(out.as_str()), error.body().as_deref());
        let other = said();
        let second = of(entry, &other);
        let all = Together([occurrence, second]);
        let mut out = String::new();
        Body::of(&occurrence, Some(&all), Form::Own).unwrap().write(&mut out);
        let expected = crate::Outcome::new(error).and(said()).body();
        assert_eq!(Some(out.as_str()), expected.as_deref());
    }
    let plain_error = plain();
    let fixed = of(entry, &plain_error);
    let body = Body::of(&fixed, None, Form::Own).unwrap();
    assert_eq!(body.fixed().map(str::to_owned), plain().body().map(Cow::into_owned));
}

proptest! {
    #[test]
    fn damaged_bytes_never_panic(damage in prop::collection::vec((0_usize..2048, any::<u8>()), 1..24), cut in 24_usize..4096) {
        let (mut index, text) = framed();
        for (at, byte) in damage {
            let at = 4 + at % (index.len() - 4);
            index[at] = byte;
        }
        index.truncate(cut);
        read_everything(&index, &text);
    }

    #[test]
    fn bytes_of_any_kind_never_panic(tail in prop::collection::vec(any::<u8>(), 0..512), text in any::<String>()) {
        let index = [&error_layout::MAGIC[..], &tail].concat();
        read_everything(&index, &text);
    }

    #[test]
    fn a_body_of_json_is_json_whatever_the_values(name: String, share: Option<f64>, id: Option<String>) {
        let mut error: Error<Clinic> = Upstream { name, count: -1_i64, share, host: "" }.into();
        if let Some(id) = id {
            error = error.with_request_id(id.clone()).with_instance(id.clone()).with_location(id);
        }
        prop_assert!(serde_json::from_str::<serde_json::Value>(&error.body().unwrap()).is_ok());
    }
}

#[test]
fn parts_nested_too_deep_end_the_program() {
    let mut index = Clinic::DATA.index().to_vec();
    let program = index.len();
    // A part in a part … each with room for all that follows, then a literal.
    for _ in 0..1000 {
        index.extend([error_layout::program::op::REPEAT, 0xff, 0xff, 0x03]);
    }
    index.extend([error_layout::program::op::LIT, 0, 1]);
    let record = error_layout::header::SIZE + entry::BODY;
    index[record..record + 4].copy_from_slice(&u32::try_from(program).unwrap().to_le_bytes());
    read_everything(&index, Clinic::DATA.text());
}
