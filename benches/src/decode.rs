//! Responses: from bytes to the entry and what came with it.

use std::borrow::Cow;

use error_client::{Decode, ReceivedResponse};
use error_runtime::{Outcome, Respond};
use serde::Deserialize;
use serde_json::Value;

use crate::measure::{Contender, race};
use crate::samples::one;
use crate::table::{Table, times};
use crate::{Clinic, clinic};

/// The members that a careful hand-written client reads. It borrows where JSON allows it.
#[derive(Deserialize)]
struct OutcomeBody<'b> {
    #[serde(borrow)]
    issue: Vec<Issue<'b>>,
}

#[derive(Deserialize)]
struct Issue<'b> {
    #[serde(borrow)]
    severity: Cow<'b, str>,
    #[serde(borrow)]
    code: Cow<'b, str>,
    #[serde(borrow)]
    details: Option<Details<'b>>,
    #[serde(borrow)]
    diagnostics: Option<Cow<'b, str>>,
}

#[derive(Deserialize)]
struct Details<'b> {
    #[serde(borrow)]
    coding: Vec<Coding<'b>>,
}

#[derive(Deserialize)]
struct Coding<'b> {
    #[serde(borrow)]
    system: Option<Cow<'b, str>>,
    #[serde(borrow)]
    code: Option<Cow<'b, str>>,
}

const SYSTEM: &str = "https://clinic.example/CodeSystem/errors";

/// The entry of the first issue with a code of the system, and how many bytes of texts there are.
fn with_serde(body: &[u8]) -> (Option<Clinic>, usize) {
    let Ok(outcome) = serde_json::from_slice::<OutcomeBody<'_>>(body) else {
        return (None, 0);
    };
    let codings = outcome.issue.iter().filter_map(|issue| issue.details.as_ref());
    let coding = codings
        .flat_map(|details| &details.coding)
        .find(|coding| coding.system.as_deref() == Some(SYSTEM));
    let entry = coding.and_then(|coding| Clinic::by_code(coding.code.as_deref()?).next());
    let texts = outcome
        .issue
        .iter()
        .map(|issue| issue.severity.len() + issue.code.len() + issue.diagnostics.as_ref().map_or(0, |text| text.len()));
    (entry, texts.sum())
}

fn with_value(body: &[u8]) -> Option<Clinic> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let issues = value["issue"].as_array()?;
    let mut codings = issues
        .iter()
        .filter_map(|issue| issue["details"]["coding"].as_array())
        .flatten();
    let coding = codings.find(|coding| coding["system"] == SYSTEM)?;
    Clinic::by_code(coding["code"].as_str()?).next()
}

#[cfg(feature = "fhir-sdk-read")]
fn with_fhir_sdk(body: &[u8]) -> Option<Clinic> {
    Clinic::by_code(&*fhir_sdk_read::read(body, SYSTEM)?).next()
}

const JSON: &str = "application/fhir+json";

/// Whose responses they are, by name.
pub fn bodies() -> Vec<(&'static str, u16, &'static str, Vec<u8>)> {
    const START: &str = "{\"resourceType\":\"OperationOutcome\",";
    const MIB: usize = 1 << 20;

    let known = one(clinic::PatientNotFound).body().unwrap_or_default().into_owned();
    let unknown = known.replace("PATIENT_NOT_FOUND", "PATIENT_HAS_MOVED");
    let ten = (1..10).fold(Outcome::new(one(clinic::InvalidParameter)), |outcome, _| {
        outcome.and(one(clinic::SlotTaken))
    });
    let ten = ten.body().unwrap_or_default().into_owned();
    let end = known.trim_start_matches(START);
    let resource = "{\"resourceType\":\"Basic\",\"id\":\"b\",\"code\":{\"text\":\"something else\"}},";
    let resources = resource.repeat(MIB / resource.len());
    let resources = format!("{START}\"contained\":[{}],{end}", resources.trim_end_matches(','));
    let paragraph = "<p>Something else entirely.</p>";
    let narrative = paragraph.repeat(MIB / paragraph.len());
    let narrative = format!(
        "{START}\"text\":{{\"status\":\"generated\",\"div\":\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">{narrative}</div>\"}},{end}"
    );
    let html = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr>\
                <center>nginx</center></body></html>";
    vec![
        ("known code", 404, JSON, known.into_bytes()),
        ("unknown code", 404, JSON, unknown.into_bytes()),
        ("ten issues", 422, JSON, ten.into_bytes()),
        ("1 MiB, its code at the end", 404, JSON, resources.into_bytes()),
        (
            "1 MiB of narrative, its code at the end",
            404,
            JSON,
            narrative.into_bytes(),
        ),
        ("a page of HTML", 502, "text/html", html.as_bytes().to_vec()),
    ]
}

/// The entry of the first issue.
fn ours(answer: ReceivedResponse<'_>) -> Option<Clinic> {
    let decoded = Clinic::decode(answer);
    decoded.issues().next().and_then(|issue| issue.known())
}

/// The table.
pub fn table() -> Table {
    let mut table = Table::new(
        "Decoding",
        "From the bytes of a response to the entry of its first issue. The `serde` struct borrows its strings, reads the members listed in `benches/src/decode.rs` \
         and fails on anything else; ours returns every issue with all its members. Numbers with × are the peer's time as a multiple of ours. \
         For a page of HTML the peers only report that it is not JSON.",
        &["response", "ours", "serde struct", "serde_json::Value", "fhir-sdk"],
    );
    for (name, status, content_type, body) in &bodies() {
        let headers = [("Content-Type", *content_type)];
        let answer = ReceivedResponse::new(*status, &headers, body).to("GET", "/Patient/9000000009");
        let contenders = vec![
            Contender::new("ours", move || Clinic::decode(answer).entry()),
            Contender::new("serde struct", || with_serde(body)),
            Contender::new("serde_json::Value", || with_value(body)),
            #[cfg(feature = "fhir-sdk-read")]
            Contender::new("fhir-sdk", || with_fhir_sdk(body)),
        ];
        let results = race(contenders);
        table.race(name, &results);
        if *content_type == JSON {
            let wanted = format!("{name}: the serde struct takes at least 2×");
            table.at_least(wanted, times(&results, "serde struct", "ours"), 2.0);
            let found = ours(answer) == with_serde(body).0;
            table.goal(
                format!("{name}: finds what the serde struct finds"),
                if found { "found" } else { "not found" },
                found,
            );
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peers_find_what_we_find() {
        for (name, status, content_type, body) in &bodies() {
            let headers = [("Content-Type", *content_type)];
            let first = with_serde(body).0;
            assert_eq!(first, ours(ReceivedResponse::new(*status, &headers, body)), "{name}");
            assert_eq!(first, with_value(body), "{name}");
            #[cfg(feature = "fhir-sdk-read")]
            assert_eq!(first, with_fhir_sdk(body), "{name}");
        }
    }
}
