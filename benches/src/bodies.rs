//! The same bodies as ours, written by others.

use http::{StatusCode, Uri};
use serde::Serialize;
use serde_json::json;

use crate::Clinic;
use crate::samples::Six;

const PROFILE: &str = "https://clinic.example/StructureDefinition/ClinicOperationOutcome";
const SYSTEM: &str = "https://clinic.example/CodeSystem/errors";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeBody<'b> {
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

/// An OperationOutcome of a hand-written service, with the same issue so many times.
pub fn structs<'b>(entry: Clinic, diagnostics: Option<&'b str>, times: usize) -> OutcomeBody<'b> {
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

/// The bytes of [`structs`].
pub fn with_structs(entry: Clinic, diagnostics: &str, times: usize) -> Vec<u8> {
    serde_json::to_vec(&structs(entry, Some(diagnostics), times)).unwrap_or_default()
}

/// The same by `json!`.
pub fn with_json(entry: Clinic, diagnostics: &str, times: usize) -> Vec<u8> {
    let issue = || {
        json!({
            "severity": entry.severity().as_str(),
            "code": entry.issue_type().map_or("", |issue| issue.as_str()),
            "details": { "coding": [{ "system": SYSTEM, "code": entry.name(), "display": entry.title() }] },
            "diagnostics": diagnostics,
        })
    };
    let issues: Vec<_> = (0..times).map(|_| issue()).collect();
    let value = json!({ "resourceType": "OperationOutcome", "meta": { "profile": [PROFILE] }, "issue": issues });
    serde_json::to_vec(&value).unwrap_or_default()
}

/// The same by the builders of `fhir-sdk`.
#[cfg(feature = "fhir-sdk-write")]
pub fn with_fhir_sdk(entry: Clinic, diagnostics: &str, times: usize) -> Vec<u8> {
    use fhir_sdk_write::{Issue, IssueType, write};

    let issue = Issue {
        issue_type: match entry {
            Clinic::PatientNotFound => IssueType::NotFound,
            Clinic::InvalidParameter => IssueType::Invalid,
            _ => IssueType::Conflict,
        },
        system: SYSTEM,
        code: entry.name(),
        display: entry.title(),
        diagnostics,
    };
    write(PROFILE, issue, times).unwrap_or_default()
}

/// The members of the body of `MAINTENANCE`.
#[derive(Serialize)]
struct Envelope<'b> {
    error: Fault<'b>,
}

#[derive(Serialize)]
struct Fault<'b> {
    r#type: &'b str,
    code: &'b str,
    message: &'b str,
    doc_url: &'b str,
}

const DOCS: &str = "https://clinic.example/errors/MAINTENANCE";

/// The fixed body of a hand-written service.
pub fn fixed_with_structs(entry: Clinic) -> Vec<u8> {
    let error = Fault {
        r#type: "maintenance",
        code: entry.name(),
        message: entry.title(),
        doc_url: DOCS,
    };
    serde_json::to_vec(&Envelope { error }).unwrap_or_default()
}

/// The same by `json!`.
pub fn fixed_with_json(entry: Clinic) -> Vec<u8> {
    let value = json!({
        "error": { "type": "maintenance", "code": entry.name(), "message": entry.title(), "doc_url": DOCS },
    });
    serde_json::to_vec(&value).unwrap_or_default()
}

#[derive(Serialize)]
struct SixBody<'b> {
    code: &'b str,
    patient: &'b str,
    slot: &'b str,
    ward: &'b str,
    bed: &'b str,
    waiting: u32,
    urgent: bool,
}

/// Six parameters, each a member of its own, of a hand-written service.
pub fn six_with_structs(entry: Clinic, six: &Six) -> Vec<u8> {
    let body = SixBody {
        code: entry.name(),
        patient: six.patient,
        slot: six.slot,
        ward: six.ward,
        bed: six.bed,
        waiting: six.waiting,
        urgent: six.urgent,
    };
    serde_json::to_vec(&body).unwrap_or_default()
}

/// The same by `json!`.
pub fn six_with_json(entry: Clinic, six: &Six) -> Vec<u8> {
    let value = json!({
        "code": entry.name(),
        "patient": six.patient,
        "slot": six.slot,
        "ward": six.ward,
        "bed": six.bed,
        "waiting": six.waiting,
        "urgent": six.urgent,
    });
    serde_json::to_vec(&value).unwrap_or_default()
}

/// The diagnostics of `NO_BED`.
pub fn six_in_a_text(six: &Six) -> String {
    let Six {
        patient,
        slot,
        ward,
        bed,
        waiting,
        urgent,
    } = six;
    format!("Ward {ward} has no bed {bed} for {patient} at {slot}: {waiting} are waiting, urgent: {urgent}.")
}

const TYPE: &str = "https://clinic.example/errors/NO_CONSENT";

#[derive(Serialize)]
struct Problem<'b> {
    r#type: &'b str,
    title: &'b str,
    status: u16,
    detail: &'b str,
}

/// The problem of a hand-written service.
pub fn problem_with_structs(entry: Clinic, detail: &str) -> Vec<u8> {
    let problem = Problem {
        r#type: TYPE,
        title: entry.title(),
        status: entry.status(),
        detail,
    };
    serde_json::to_vec(&problem).unwrap_or_default()
}

/// The same by `json!`.
pub fn problem_with_json(entry: Clinic, detail: &str) -> Vec<u8> {
    let value = json!({ "type": TYPE, "title": entry.title(), "status": entry.status(), "detail": detail });
    serde_json::to_vec(&value).unwrap_or_default()
}

/// The same by `problem_details`.
pub fn problem_with_problem_details(entry: Clinic, detail: &str) -> Vec<u8> {
    let problem = problem_details::ProblemDetails::new()
        .with_type(Uri::from_static(TYPE))
        .with_title(entry.title())
        .with_status(StatusCode::FORBIDDEN)
        .with_detail(detail);
    serde_json::to_vec(&problem).unwrap_or_default()
}
