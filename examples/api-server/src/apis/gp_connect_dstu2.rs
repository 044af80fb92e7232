//! GP Connect as it was in DSTU2: the care record of a patient, by the operation `$gpc.getcarerecord`.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{OriginalUri, State};
use axum::http::HeaderMap;
use axum::routing::post;
use error_runtime::Error;
use serde_json::{Value, json};

use super::fhir;
use crate::answer::{Failure, Json};
use crate::catalogs::{GpConnectDstu2, gp_connect_dstu2};
use crate::index::Route;
use crate::nhs_number::NhsNumber;
use crate::request::{self, BodyError};
use crate::store::{Consent, Patients, StoreError};

/// What the API can do.
pub const ROUTES: &[Route] = &[Route {
    method: "POST",
    path: "/Patient/$gpc.getcarerecord",
    about: "Reads a section of a care record; takes Parameters with patientNHSNumber (9476719931) and recordSection (SUM).",
}];

const SYSTEM: &str = "http://fhir.nhs.net/Id/nhs-number";

/// The sections of a record that the server has.
const SECTIONS: [&str; 3] = ["ALL", "MED", "SUM"];

/// The routes, and what is answered beside them.
pub fn router(patients: Arc<Patients>) -> Router {
    Router::new()
        .route("/Patient/$gpc.getcarerecord", post(care_record).fallback(wrong_method))
        .fallback(unmatched)
        .with_state(patients)
}

/// What can go wrong.
#[derive(Debug)]
enum RecordError {
    Body(BodyError),
    NotParameters,
    Missing(&'static str),
    UnknownSection,
    WrongSystem,
    NoValue,
    BadNumber,
    Unknown,
    Withheld(Consent),
    Store(StoreError),
}

/// Which entry of the catalog each is.
impl From<RecordError> for Error<GpConnectDstu2> {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Body(BodyError::MediaType) => Self::new(GpConnectDstu2::SspUnsupportedMediaType)
                .with_diagnostics("the body has to be application/json+fhir"),
            RecordError::Body(error) => Self::new(GpConnectDstu2::BadRequest).with_diagnostics(error.details()),
            RecordError::NotParameters => {
                Self::new(GpConnectDstu2::InvalidResource).with_diagnostics("the body has to be a Parameters resource")
            }
            RecordError::Missing(name) => Self::new(GpConnectDstu2::InvalidParameter)
                .with_diagnostics(format!("the parameter `{name}` is missing"))
                .with_location("/f:Parameters/f:parameter"),
            RecordError::UnknownSection => Self::new(GpConnectDstu2::InvalidParameter)
                .with_diagnostics(format!("`recordSection` is one of {}", SECTIONS.join(", ")))
                .with_location("/f:Parameters/f:parameter[f:name/@value='recordSection']"),
            RecordError::WrongSystem => Self::new(GpConnectDstu2::InvalidIdentifierSystem)
                .with_diagnostics("the identifier system has to be http://fhir.nhs.net/Id/nhs-number"),
            RecordError::NoValue => Self::new(GpConnectDstu2::InvalidIdentifierValue),
            RecordError::BadNumber => Self::new(GpConnectDstu2::InvalidNhsNumber),
            RecordError::Unknown => Self::new(GpConnectDstu2::PatientNotFound),
            RecordError::Withheld(Consent::OrganisationDissents) => Self::new(GpConnectDstu2::NonAuthoritative),
            RecordError::Withheld(_) => Self::new(GpConnectDstu2::NoPatientConsent),
            RecordError::Store(error) => Self::new(GpConnectDstu2::InternalServerError).with_source(error),
        }
    }
}

async fn care_record(
    State(patients): State<Arc<Patients>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json, Failure<GpConnectDstu2>> {
    let asked = Asked::read(&request::json(&headers, body).map_err(RecordError::Body)?)?;
    let patient = patients
        .by_nhs_number(&asked.number)
        .map_err(RecordError::Store)?
        .ok_or(RecordError::Unknown)?;
    if patient.consent != Consent::Shared {
        return Err(RecordError::Withheld(patient.consent).into());
    }
    let record = json!({
        "resourceType": "Bundle",
        "type": "document",
        "entry": [
            { "resource": { "resourceType": "Composition", "section": [{ "code": { "coding": [{ "code": asked.section }] } }] } },
            { "resource": fhir::patient(patient, SYSTEM) },
        ],
    });
    Ok(Json::ok(record).of_type("application/json+fhir"))
}

/// What a body asks for.
struct Asked {
    number: NhsNumber,
    section: &'static str,
}

impl Asked {
    fn read(body: &Value) -> Result<Self, RecordError> {
        if body["resourceType"] != "Parameters" {
            return Err(RecordError::NotParameters);
        }
        let parameter = |name| {
            let all = body["parameter"].as_array().map(Vec::as_slice).unwrap_or_default();
            let found = all.iter().find(|parameter| parameter["name"] == name);
            found.ok_or(RecordError::Missing(name))
        };
        let identifier = &parameter("patientNHSNumber")?["valueIdentifier"];
        let number = match (identifier["system"].as_str(), identifier["value"].as_str()) {
            (Some(SYSTEM), Some(value)) if !value.is_empty() => {
                NhsNumber::parse(value).ok_or(RecordError::BadNumber)?
            }
            (Some(SYSTEM), _) => return Err(RecordError::NoValue),
            _ => return Err(RecordError::WrongSystem),
        };
        let codings = &parameter("recordSection")?["valueCodeableConcept"]["coding"];
        let code = codings[0]["code"].as_str();
        let section = SECTIONS.into_iter().find(|section| Some(*section) == code);
        Ok(Self {
            number,
            section: section.ok_or(RecordError::UnknownSection)?,
        })
    }
}

async fn unmatched(OriginalUri(uri): OriginalUri) -> Failure<GpConnectDstu2> {
    Error::new(GpConnectDstu2::NotImplemented)
        .with_diagnostics(format!("nothing is served at {}", request::echo(uri.path())))
        .into()
}

async fn wrong_method() -> Failure<GpConnectDstu2> {
    gp_connect_dstu2::SspMethodNotAllowed {
        allow: Some("POST".into()),
    }
    .into()
}
