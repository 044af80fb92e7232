//! Bodies that are broken, in odd charsets, too large, or no bodies at all.

use crate::support::{CODES, JSON, bars, decode, found};
use behaviour_tests::recorded::Decode;
use behaviour_tests::{
    Bars, BlueButton, GpConnect, HealthGorilla, Medblocks, bars as bars_errors, blue_button, gp_connect,
};
use error_client::{Found, Note, ReceivedResponse};
use error_runtime::{Error, Respond};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn charsets_and_marks_are_read() {
    let error = Error::from(gp_connect::InvalidResource {
        details: "Müller – größer",
    });
    let body = error.body().unwrap();
    let utf_16 = |unit: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        mark.then_some(0xfeff)
            .into_iter()
            .chain(body.encode_utf16())
            .flat_map(unit)
            .collect()
    };
    let bodies = [
        body.as_bytes().to_vec(),
        [b"\xef\xbb\xbf", body.as_bytes()].concat(),
        utf_16(u16::to_le_bytes, true),
        utf_16(u16::to_be_bytes, true),
        utf_16(u16::to_le_bytes, false),
    ];
    for bytes in &bodies {
        let decoded = GpConnect::decode(ReceivedResponse::new(422, &JSON, bytes));
        assert_eq!(decoded.issue().unwrap().parameter("details"), Some("Müller – größer"));
        assert!(!decoded.has_note(Note::Characters));
    }
    let latin: Vec<u8> = body
        .chars()
        .map(|c| {
            if c == '–' {
                b'-'
            } else {
                u8::try_from(u32::from(c)).unwrap()
            }
        })
        .collect();
    let headers = [("Content-Type", "application/fhir+json; charset=ISO-8859-1")];
    let decoded = GpConnect::decode(ReceivedResponse::new(422, &headers, &latin));
    assert_eq!(decoded.issue().unwrap().parameter("details"), Some("Müller - größer"));
    let decoded = GpConnect::decode(ReceivedResponse::new(422, &JSON, &latin));
    assert!(decoded.has_note(Note::Characters));
    assert_eq!(decoded.entry(), Some(GpConnect::InvalidResource));
}

#[test]
fn a_broken_connection_leaves_the_received_part() {
    let body = gp_connect::PatientNotFound
        .error()
        .with_diagnostics("Long text about it")
        .body()
        .unwrap();
    let mut known = 0;
    for end in 0..body.len() {
        let decoded = decode::<GpConnect>(404, &body[..end]);
        assert_eq!(decoded.has_note(Note::Truncated), end > 0, "{end}");
        let issue = decoded.issue().unwrap();
        match issue.found() {
            Found::Known(entry) => {
                assert_eq!(entry, GpConnect::PatientNotFound, "{}", &body[..end]);
                known += 1;
            }
            Found::Unknown => assert_eq!(known, 0, "{}", &body[..end]),
            Found::Ambiguous(_) => panic!("{}", &body[..end]),
        }
    }
    assert!(known > 20);
    // Half of a code is not a code, and half of a response without a code may have had one.
    let body = blue_button::FhirNotFound.error().body().unwrap();
    let whole = BlueButton::decode(ReceivedResponse::new(404, &[], body.as_bytes()).to("GET", "/v1/fhir/Patient"));
    assert_eq!(whole.entry(), Some(BlueButton::FhirNotFound));
    let half = BlueButton::decode(
        ReceivedResponse::new(404, &[], &body.as_bytes()[..body.len() - 3]).to("GET", "/v1/fhir/Patient"),
    );
    assert_eq!(half.entry(), None);
}

#[test]
fn size_and_depth_are_bounded() {
    let known = bars("timeout", CODES, "REC_TIMEOUT", &"x".repeat(1 << 20));
    assert_eq!(found::<Bars>(408, &known), [Bars::RecTimeout]);
    let deep = known.replacen(
        '{',
        &format!("{{\"a\":{}{},", "[".repeat(200_000), "]".repeat(200_000)),
        1,
    );
    let decoded = decode::<Bars>(408, &deep);
    assert_eq!(decoded.entry(), Some(Bars::RecTimeout));
    assert!(decoded.has_note(Note::TooLarge));
    for body in [
        "{\"a\":".repeat(200_000),
        format!("[{}]", "{\"issue\":[]},".repeat(100_000)),
        format!("{{\"issue\":[{}]}}", "{\"code\":\"x\"},".repeat(100_000)),
        "<OperationOutcome>".repeat(50_000),
        format!(
            "<OperationOutcome>{}</OperationOutcome>",
            "<issue><code value='x'/></issue>".repeat(50_000)
        ),
        " ".repeat(6 << 20),
        "\u{0}".repeat(1 << 20),
    ] {
        let decoded = decode::<Bars>(500, &body);
        assert!(decoded.issues().len() <= 256);
        let _ = (format!("{decoded:?}"), decoded.advice());
    }
}

#[test]
fn a_code_behind_a_megabyte_of_something_else_is_found() {
    let known = bars("timeout", CODES, "REC_TIMEOUT", "x");
    let other =
        r#"{"resourceType":"Basic","code":{"text":"something else"},"issue":[1,true,null,"\""]},"#.repeat(14_000);
    let body = known.replacen('{', &format!("{{\"contained\":[{}0],", other), 1);
    let decoded = decode::<Bars>(408, &body);
    assert_eq!(decoded.entry(), Some(Bars::RecTimeout));
    assert_eq!(decoded.notes().count(), 0, "{:?}", decoded.notes().collect::<Vec<_>>());
    // What is passed over is read as strictly as the rest.
    for wrong in ["0,]", "00]", "0"] {
        let body = body.replacen("0]", wrong, 1);
        assert!(decode::<Bars>(408, &body).has_note(Note::Malformed), "{wrong}");
    }
}

/// A valid body with some bytes changed.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let body = Error::from(bars_errors::RecBadRequestValue {
        receiver: "RX8",
        details: "d",
    })
    .body()
    .unwrap()
    .into_owned()
    .into_bytes();
    let len = body.len();
    (prop::collection::vec((0..len, any::<u8>()), 0..12), 0..len).prop_map(move |(changes, cut)| {
        let mut body = body.clone();
        for (at, byte) in changes {
            body[at] = byte;
        }
        body.truncate(len - cut / 3);
        body
    })
}

proptest! {
    #[test]
    fn bytes_of_any_kind_never_panic(status: u16, body: Vec<u8>, media_type in "[a-z/+;= -]{0,30}", url: String) {
        let headers = [("content-type", media_type.as_str()), ("retry-after", url.as_str())];
        let answer = ReceivedResponse::new(status, &headers, &body).to("GET", &url);
        for line in [
            Bars::decode(answer).log_record().to_string(),
            BlueButton::decode(answer).log_record().to_string(),
            HealthGorilla::decode(answer).log_record().to_string(),
        ] {
            prop_assert!(!line.contains(char::is_control));
        }
    }

    #[test]
    fn a_damaged_body_is_at_worst_unknown(body in damaged()) {
        let decoded = Bars::decode(ReceivedResponse::new(400, &JSON, &body));
        for issue in decoded.issues() {
            // Only entries with this code.
            for entry in issue.candidates() {
                let code = entry.code().map(|code| code.to_string());
                prop_assert!(issue.codings().any(|coding| coding.code == code.as_deref()), "{decoded:?}");
            }
        }
    }

    #[test]
    fn an_unknown_code_is_never_a_known_one(code in "[A-Z_]{1,12}|[a-z_]{1,12}", status in 400_u16..600) {
        prop_assume!(Bars::by_code(&code).len() == 0 && Medblocks::by_code(&code).len() == 0);
        let body = bars("invalid", CODES, &code, "x");
        let decoded = decode::<Bars>(status, &body);
        prop_assert_eq!(decoded.issue().unwrap().found(), Found::Unknown);
        prop_assert_eq!(decoded.issue().unwrap().code(), Some(code.as_str()));
        let body: Value = json!({ "error": { "type": "authentication_error", "code": code, "message": "API key invalid", "param": null,
            "doc_url": format!("https://docs.medblocks.com/errors/{code}"), "request_id": "r" } });
        let body = body.to_string();
        let decoded = decode::<Medblocks>(status, &body);
        prop_assert_eq!(decoded.issue().unwrap().found(), Found::Unknown);
        prop_assert_eq!(decoded.issue().unwrap().code(), Some(code.as_str()));
        prop_assert_eq!(decoded.issue().unwrap().text(), Some("API key invalid"));
        prop_assert_eq!(decoded.request_id(), Some("r"));
    }
}
