use super::*;
use crate::testing::Clinic;
use crate::testing::clinic::Upstream;
use crate::{Catalog, Data, Error, Representation, Respond};
use core::time::Duration;
use error_layout::program::{op, step};
use error_layout::{entry, form, header};
use proptest::prelude::*;
use std::borrow::ToOwned;
use std::boxed::Box;
use std::format;
use std::string::ToString;

fn upstream(name: &'static str, share: Option<f64>) -> Error<Clinic> {
    Upstream {
        peer: name,
        count: 7_u8,
        share: share.map(|share| share.try_into().unwrap()),
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
    let expected =
        r#"{"request_id":null,"status":502,"text":"502","reason":"Bad Gateway","name":"a\"b ","count":7,"share":null}"#;
    assert_eq!(body, expected);
    let body = upstream("", Some(0.25))
        .with_request_id("r-1")
        .with_status(503)
        .body()
        .unwrap();
    let expected = r#"{"request_id":"r-1","status":503,"text":"503","reason":"Service Unavailable","name":"","count":7,"share":"0.25"}"#;
    assert_eq!(body, expected);
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
    assert!(body.ends_with(r#""share":null,"more":{"instance":"/e/1"}}"#), "{body}");
}

#[test]
fn what_the_server_says_takes_the_place_of_the_text() {
    let mut error = Error::__from_entry(Clinic::PatientNotFound);
    error.set_parameter("patient", "p\"1").unwrap();
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
    Error::__from_entry(Clinic::RecTimeout).write_body(&mut out);
    assert!(out.starts_with(r#"before {{"resourceType""#), "{out}");
    Error::__from_entry(Clinic::Gone).write_body(&mut out);
    assert!(out.ends_with("]}"), "an entry without a body adds nothing");
    assert_eq!(Error::__from_entry(Clinic::Gone).body(), None);
}

#[test]
fn a_header_without_a_value_is_left_out() {
    let error = upstream("é\r\nX: 1 ", None);
    assert_eq!(
        header_lines(&error),
        ["Content-Type: application/json", "X-Name: n: %C3%A9  X: 1"]
    );
    let error = error.with_retry_after(Duration::from_millis(1001));
    assert_eq!(header_lines(&error).last().unwrap(), "Retry-After: 2");
}

#[test]
fn a_header_whose_value_is_empty_is_left_out() {
    for empty in ["", " ", "\r\n"] {
        let error = upstream(empty, None);
        let lines = header_lines(&error);
        assert!(lines.iter().all(|line| !line.ends_with(": ")), "{lines:?}");
    }
}

#[test]
fn a_delay_of_the_catalog_is_sent_unless_the_server_sets_one() {
    let error = Error::__from_entry(Clinic::ProxyTimeout);
    assert_eq!(
        header_lines(&error),
        ["Content-Type: application/fhir+json", "Retry-After: 30"]
    );
    let error = error.with_header("retry-after", "5").unwrap();
    assert_eq!(
        header_lines(&error),
        ["Content-Type: application/fhir+json", "retry-after: 5"]
    );
    assert_eq!(header_lines(&Error::__from_entry(Clinic::Gone)), [""; 0]);
}

#[test]
fn xml_has_no_commas_and_no_empty_values() {
    let error = Error::__from_entry(Clinic::RecTimeout)
        .with_id("")
        .with_expression("a")
        .with_expression("")
        .with_expression("\"b\" <\n");
    let expected = concat!(
        r#"<OperationOutcome xmlns="http://hl7.org/fhir"><issue><severity value="error"/><code value="timeout"/>"#,
        r#"<expression value="a"/><expression value="&quot;b&quot; &lt;&#10;"/></issue></OperationOutcome>"#
    );
    assert_eq!(error.body_as(Representation::XML).unwrap(), expected);
    let mut out = "[".to_string();
    error.write_body_as(Representation::XML, &mut out);
    assert_eq!(out, format!("[{expected}"));
}

/// Everything that reads a catalog, over bytes that need not be one.
struct Together<'t, const COUNT: usize>([RenderContext<'t>; COUNT]);

impl<const COUNT: usize> Errors for Together<'_, COUNT> {
    fn count(&self) -> usize {
        COUNT
    }

    fn get(&self, position: usize) -> Option<RenderContext<'_>> {
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
        let context = RenderContext {
            entry,
            arguments: None,
            request_id: Some("r"),
            status: 500,
            hide_personal: true,
            whole_seconds: false,
            language: None,
        };
        let all = Together([context; 3]);
        for syntax in [Syntax::Own, Syntax::Xml] {
            for all in [None, Some(&all as &dyn Errors)] {
                if let Some(body) = Body::of(&context, all, syntax) {
                    let _ = (body.fixed(), body.len());
                    body.write(&mut String::new());
                }
            }
        }
        headers(&context, |_, _| {});
        let _ = (message(&context), log(&context), diagnostics(&context));
    }
}

proptest! {
    #[test]
    fn damaged_bytes_never_panic(damage in prop::collection::vec((0_usize..8192, any::<u8>()), 1..48), cut in 24_usize..8192) {
        let (mut index, text) = (Clinic::DATA.index().to_vec(), Clinic::DATA.text().to_owned());
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
        let share = share.and_then(|share| share.try_into().ok());
        let mut error: Error<Clinic> = Upstream { peer: name, count: -1_i64, share, host: "" }.into();
        if let Some(id) = id {
            error = error.with_request_id(id.clone()).with_instance(id.clone()).with_location(id);
        }
        prop_assert!(serde_json::from_str::<serde_json::Value>(&error.body().unwrap()).is_ok());
    }
}

#[test]
fn parts_nested_too_deep_end_the_program() {
    let mut index = Clinic::DATA.index().to_vec();
    let mut add = |bytes: &[u8]| {
        index.extend_from_slice(bytes);
        u32::try_from(index.len() - bytes.len()).unwrap()
    };
    // A part in a part … each with room for all that follows, then a text.
    let step = |op| step::Record {
        op,
        argument: 0,
        escape: 0,
        after: 0,
        text: 0,
        text_len: u16::from(op == op::TEXT),
        before: if op == op::WRAP { u16::MAX } else { 0 },
    };
    let body = add(&step(op::WRAP).to_bytes());
    for _ in 0..1000 {
        add(&step(op::WRAP).to_bytes());
    }
    add(&step(op::TEXT).to_bytes());
    let at = header::SIZE + entry::SIZE;
    let entry = entry::View::at(Clinic::DATA.index(), at).unwrap();
    let form = form::View::at(Clinic::DATA.index(), entry.form() as usize).unwrap();
    assert_ne!(form.body(), body);
    index[entry.form() as usize..][..4].copy_from_slice(&body.to_le_bytes());
    read_everything(&index, Clinic::DATA.text());
}

#[test]
fn a_program_of_one_text_is_borrowed() {
    let context = Error::__from_entry(Clinic::RecTimeout);
    assert!(matches!(
        message(&context.render_context()),
        Cow::Borrowed("The receiver took too long")
    ));
    let context = upstream("x", None);
    assert!(matches!(message(&context.render_context()), Cow::Owned(_)));
}
