//! Answers: from bytes to the entry and what came with it.

use std::borrow::Cow;

use error_runtime::{Answer, Outcome};
use serde::Deserialize;
use serde_json::Value;

use crate::Clinic;
use crate::measure::{Contender, race};
use crate::samples::one;
use crate::table::Table;

/// What a careful hand-written client reads, and no more. It borrows where JSON allows it.
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

#[cfg(feature = "fhir-model")]
fn with_fhir_model(body: &[u8]) -> Option<Clinic> {
    let outcome: fhir_model::r4b::resources::OperationOutcome = serde_json::from_slice(body).ok()?;
    let mut codings = outcome
        .issue
        .iter()
        .flatten()
        .filter_map(|issue| issue.details.as_ref())
        .flat_map(|details| details.coding.iter().flatten());
    let coding = codings.find(|coding| coding.system.as_deref() == Some(SYSTEM))?;
    Clinic::by_code(coding.code.as_deref()?).next()
}

/// Whose answers they are, by name.
pub fn bodies() -> Vec<(&'static str, u16, &'static str, Vec<u8>)> {
    const JSON: &str = "application/fhir+json";
    let known = one(Clinic::PatientNotFound).body().unwrap_or_default();
    let unknown = known.replace("PATIENT_NOT_FOUND", "PATIENT_HAS_MOVED");
    let ten = (1..10).fold(Outcome::new(one(Clinic::InvalidParameter)), |outcome, _| {
        outcome.and(one(Clinic::SlotTaken))
    });
    let start = "{\"resourceType\":\"OperationOutcome\",\"contained\":[";
    let filler = "{\"resourceType\":\"Basic\",\"id\":\"b\",\"code\":{\"text\":\"what nobody asked for\"}},";
    let filler = filler.repeat((1 << 20) / filler.len());
    let end = known.trim_start_matches("{\"resourceType\":\"OperationOutcome\",");
    let large = format!("{start}{}],{end}", filler.trim_end_matches(','));
    let html = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr>\
                <center>nginx</center></body></html>";
    vec![
        ("known code", 404, JSON, known.into_bytes()),
        ("unknown code", 404, JSON, unknown.into_bytes()),
        ("ten issues", 422, JSON, ten.body().unwrap_or_default().into_bytes()),
        ("1 MiB, its code at the end", 404, JSON, large.into_bytes()),
        ("a page of HTML", 502, "text/html", html.as_bytes().to_vec()),
    ]
}

/// The table.
pub fn table() -> Table {
    let mut table = Table::new(
        "Decoding",
        "From an answer's bytes to the entry of its first issue. The `serde` struct borrows its strings, reads what is listed in `benches/src/decode.rs` \
         and fails on anything else; ours gives every issue with all that came with it. A number above 1 says how many times longer a peer takes.",
        &["answer", "ours", "serde struct", "serde_json::Value", "fhir-model"],
    );
    for (name, status, content_type, body) in &bodies() {
        let headers = [("Content-Type", *content_type)];
        let answer = Answer::new(*status, &headers, body).to("GET", "/Patient/9000000009");
        let contenders = vec![
            Contender::new("ours", move || Clinic::decode(answer).entry()),
            Contender::new("serde struct", || with_serde(body)),
            Contender::new("serde_json::Value", || with_value(body)),
            #[cfg(feature = "fhir-model")]
            Contender::new("fhir-model", || with_fhir_model(body)),
        ];
        table.race(name, &race(contenders));
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
            let decoded = Clinic::decode(Answer::new(*status, &headers, body));
            let first = decoded.issues().next().and_then(|issue| issue.known());
            assert_eq!(first, with_serde(body).0, "{name}");
            assert_eq!(first, with_value(body), "{name}");
            #[cfg(feature = "fhir-model")]
            assert_eq!(first, with_fhir_model(body), "{name}");
        }
    }
}
