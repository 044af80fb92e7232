//! Bodies: from an error value to bytes in a buffer of its own.

use axum::http::{StatusCode, Uri};
use error_runtime::{Error, Representation};
use serde::Serialize;
use serde_json::json;

use crate::measure::{Contender, race};
use crate::samples::{self, CLEAN, one, ten};
use crate::table::Table;
use crate::{Clinic, clinic};

const PROFILE: &str = "https://clinic.example/StructureDefinition/ClinicOperationOutcome";
const SYSTEM: &str = "https://clinic.example/CodeSystem/errors";
/// As long, with a quote, a backslash or a line end in every eighth place.
const DIRTY: &str =
    "No \"reco\nd\" is h\\ld for \"he pati\nnt 9000\"000009 \\t this\n\"practice\" Trac\\ the nu\nber with \"PDS\" and";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OutcomeBody<'b> {
    resource_type: &'b str,
    meta: Meta<'b>,
    issue: Vec<Issue<'b>>,
}

#[derive(Serialize)]
struct Meta<'b> {
    profile: [&'b str; 1],
}

#[derive(Serialize)]
struct Issue<'b> {
    severity: &'b str,
    code: &'b str,
    details: Details<'b>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostics: Option<&'b str>,
}

#[derive(Serialize)]
struct Details<'b> {
    coding: [Coding<'b>; 1],
}

#[derive(Serialize)]
struct Coding<'b> {
    system: &'b str,
    code: &'b str,
    display: &'b str,
}

#[derive(Serialize)]
struct Six<'b> {
    code: &'b str,
    patient: &'b str,
    slot: &'b str,
    ward: &'b str,
    bed: &'b str,
    waiting: u32,
    urgent: bool,
}

/// A hand-written service's body.
pub(crate) fn structs<'b>(entry: Clinic, diagnostics: Option<&'b str>, times: usize) -> OutcomeBody<'b> {
    let issue = || Issue {
        severity: entry.severity().as_str(),
        code: entry.issue_type().map_or("", |issue| issue.as_str()),
        details: Details {
            coding: [Coding {
                system: SYSTEM,
                code: entry.name(),
                display: entry.title(),
            }],
        },
        diagnostics,
    };
    OutcomeBody {
        resource_type: "OperationOutcome",
        meta: Meta { profile: [PROFILE] },
        issue: (0..times).map(|_| issue()).collect(),
    }
}

fn value(entry: Clinic, diagnostics: &str) -> Vec<u8> {
    let value = json!({
        "resourceType": "OperationOutcome",
        "meta": { "profile": [PROFILE] },
        "issue": [{
            "severity": entry.severity().as_str(),
            "code": entry.issue_type().map_or("", |issue| issue.as_str()),
            "details": { "coding": [{ "system": SYSTEM, "code": entry.name(), "display": entry.title() }] },
            "diagnostics": diagnostics,
        }],
    });
    serde_json::to_vec(&value).unwrap_or_default()
}

#[cfg(feature = "fhir-model")]
fn fhir_model(entry: Clinic, diagnostics: &str) -> Vec<u8> {
    use fhir_model::r4b::codes::{IssueSeverity, IssueType};
    use fhir_model::r4b::resources::{OperationOutcome, OperationOutcomeIssue};
    use fhir_model::r4b::types::{CodeableConcept, Coding, Meta};

    fn built(entry: Clinic, diagnostics: &str) -> Option<OperationOutcome> {
        let coding = Coding::builder()
            .system(SYSTEM.to_owned())
            .code(entry.name().to_owned())
            .display(entry.title().to_owned())
            .build()
            .ok()?;
        let details = CodeableConcept::builder().coding(vec![Some(coding)]).build().ok()?;
        let issue = OperationOutcomeIssue::builder()
            .severity(IssueSeverity::Error)
            .code(IssueType::NotFound)
            .details(details)
            .diagnostics(diagnostics.to_owned())
            .build()
            .ok()?;
        let meta = Meta::builder().profile(vec![Some(PROFILE.to_owned())]).build().ok()?;
        OperationOutcome::builder()
            .meta(meta)
            .issue(vec![Some(issue)])
            .build()
            .ok()
    }
    built(entry, diagnostics)
        .and_then(|outcome| serde_json::to_vec(&outcome).ok())
        .unwrap_or_default()
}

fn problem_details(details: &str) -> Vec<u8> {
    let entry = Clinic::NoConsent;
    let problem = problem_details::ProblemDetails::new()
        .with_type(Uri::from_static("https://clinic.example/errors/NO_CONSENT"))
        .with_title(entry.title())
        .with_status(StatusCode::FORBIDDEN)
        .with_detail(details);
    serde_json::to_vec(&problem).unwrap_or_default()
}

/// The limit: the same bytes, copied into a buffer of the right size.
fn copy(body: &str) -> Contender<'_> {
    Contender::new("copy", move || {
        let mut out = String::with_capacity(body.len());
        out.push_str(body);
        out
    })
}

fn ours<'c>(error: &'c Error<Clinic>) -> Contender<'c> {
    Contender::new("ours", move || error.body())
}

/// The table.
pub fn table() -> Table {
    let mut table = Table::new(
        "Rendering",
        "From the error value to the body in a buffer of its own. `copy` is a copy of the same bytes into a buffer of the right size. \
         A number above 1 says how many times longer a peer takes; where a cell is empty, the peer has nothing of the kind. `build` is the time \
         from the texts to the error value, which the peers' times include.",
        &[
            "body",
            "ours",
            "copy",
            "serde structs",
            "json!",
            "fhir-model",
            "problem_details",
            "build",
        ],
    );
    let fixed = Error::new(Clinic::Maintenance);
    let body = fixed.body().unwrap_or_default();
    table.race("fixed", &race(vec![ours(&fixed), copy(&body)]));

    for (name, text) in [
        ("98 bytes of clean text", CLEAN),
        ("98 bytes, one in eight escaped", DIRTY),
    ] {
        let build = move || Error::new(Clinic::PatientNotFound).with_diagnostics(text);
        let error = build();
        let body = error.body().unwrap_or_default();
        let contenders = vec![
            ours(&error),
            copy(&body),
            Contender::new("serde structs", move || {
                serde_json::to_vec(&structs(Clinic::PatientNotFound, Some(text), 1))
            }),
            Contender::new("json!", move || value(Clinic::PatientNotFound, text)),
            Contender::new("build", build),
            #[cfg(feature = "fhir-model")]
            Contender::new("fhir-model", move || fhir_model(Clinic::PatientNotFound, text)),
        ];
        table.race(name, &race(contenders));
    }

    let error = one(Clinic::PatientNotFound);
    let body = error.body_as(Representation::XML).unwrap_or_default();
    let xml = Contender::new("ours", || error.body_as(Representation::XML));
    table.race("98 bytes as XML", &race(vec![xml, copy(&body)]));

    let build = || -> Error<Clinic> { clinic::NoConsent { details: CLEAN }.into() };
    let error = build();
    let body = error.body().unwrap_or_default();
    let problem = Contender::new("problem_details", || problem_details(CLEAN));
    table.race(
        "problem, 98 bytes",
        &race(vec![ours(&error), copy(&body), problem, Contender::new("build", build)]),
    );

    let error = samples::six();
    let body = error.body().unwrap_or_default();
    let six = Six {
        code: "WARD_FULL",
        patient: "9000000009",
        slot: "2026-11-22T09:30:00Z",
        ward: "north",
        bed: "17",
        waiting: 12,
        urgent: true,
    };
    let peer = Contender::new("serde structs", || serde_json::to_vec(&six));
    table.race(
        "six parameters",
        &race(vec![
            ours(&error),
            copy(&body),
            peer,
            Contender::new("build", samples::six),
        ]),
    );

    let build = || ten(|| one(Clinic::InvalidParameter));
    let outcome = build();
    let body = outcome.body().unwrap_or_default();
    let ten = vec![
        Contender::new("ours", || outcome.body()),
        copy(&body),
        Contender::new("serde structs", || {
            serde_json::to_vec(&structs(Clinic::InvalidParameter, Some(CLEAN), 10))
        }),
        Contender::new("build", build),
    ];
    table.race("ten issues", &race(ten));
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn parsed(body: &[u8]) -> Value {
        serde_json::from_slice(body).unwrap()
    }

    #[test]
    fn peers_write_what_we_write() {
        for text in [CLEAN, DIRTY] {
            let error = Error::new(Clinic::PatientNotFound).with_diagnostics(text);
            let ours = parsed(error.body().unwrap().as_bytes());
            assert_eq!(
                ours,
                parsed(&serde_json::to_vec(&structs(Clinic::PatientNotFound, Some(text), 1)).unwrap())
            );
            assert_eq!(ours, parsed(&value(Clinic::PatientNotFound, text)));
            #[cfg(feature = "fhir-model")]
            assert_eq!(ours, parsed(&fhir_model(Clinic::PatientNotFound, text)));
        }
        let ours: Error<Clinic> = clinic::NoConsent { details: CLEAN }.into();
        assert_eq!(parsed(ours.body().unwrap().as_bytes()), parsed(&problem_details(CLEAN)));
    }
}
