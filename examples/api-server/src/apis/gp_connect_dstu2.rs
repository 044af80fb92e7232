//! GP Connect as it was in DSTU2: the care record of a patient, by the operation `$gpc.getcarerecord`.

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use error_runtime::CatalogError;
use error_runtime::utoipa::{LayerResponses, Merged};
use serde_json::{Value, json};
use utoipa::OpenApi;

use super::fhir;
use crate::catalogs::GpConnectDstu2;
use crate::index::Route;
use crate::negotiation::{NotJson, TakesJson};
use crate::nhs_number::NhsNumber;
use crate::request::{BodyError, JsonBody};
use crate::store::{Consent, Database};
use crate::success::Json;

/// The operations of the API.
pub const ROUTES: &[Route] = &[Route {
    method: "POST",
    path: "/Patient/$gpc.getcarerecord",
    about: "Reads a section of a care record; takes Parameters with patientNHSNumber (9476719931) and recordSection (SUM).",
}];

const SYSTEM: &str = "http://fhir.nhs.net/Id/nhs-number";

/// The sections of a record that the server has.
const SECTIONS: [&str; 3] = ["ALL", "MED", "SUM"];

/// The routes, for the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(care_record))]
pub struct Document;

/// The routes. The layer sends the errors of all other paths.
pub fn router(database: Database) -> Router {
    Router::new()
        .route("/Patient/$gpc.getcarerecord", post(care_record))
        .with_state(database)
}

/// The errors of the routes, with their entries of the catalog.
#[derive(Debug, CatalogError)]
#[catalog(GpConnectDstu2)]
enum RecordError {
    #[code(BadRequest)]
    #[diagnostics("resources are JSON: ask for application/json+fhir in `_format` or `Accept`")]
    NotJson,

    #[code(SspUnsupportedMediaType)]
    #[diagnostics("the body has to be application/json+fhir")]
    MediaType,

    #[code(BadRequest)]
    #[diagnostics("{reason}")]
    Body { reason: BodyError },

    #[code(InvalidResource)]
    #[diagnostics("the body has to be a Parameters resource")]
    NotParameters,

    #[code(InvalidParameter)]
    #[diagnostics("the parameter `{0}` is missing")]
    Missing(&'static str),

    #[code(InvalidParameter)]
    #[diagnostics("`recordSection` is one of ALL, MED, SUM")]
    UnknownSection,

    #[code(InvalidIdentifierSystem)]
    #[diagnostics("the identifier system has to be http://fhir.nhs.net/Id/nhs-number")]
    WrongSystem,

    #[code(InvalidIdentifierValue)]
    NoValue,

    #[code(InvalidNhsNumber)]
    BadNumber,

    #[code(PatientNotFound)]
    Unknown,

    #[code(NoPatientConsent)]
    PatientDissents,

    #[code(NonAuthoritative)]
    OrganisationDissents,

    #[code(InternalServerError)]
    Store(#[from] rusqlite::Error),
}

impl From<NotJson> for RecordError {
    fn from(_: NotJson) -> Self {
        Self::NotJson
    }
}

impl From<BodyError> for RecordError {
    fn from(reason: BodyError) -> Self {
        match reason {
            BodyError::MediaType => Self::MediaType,
            reason => Self::Body { reason },
        }
    }
}

#[utoipa::path(
    post,
    operation_id = "gp_connect_dstu2_care_record",
    path = "/Patient/$gpc.getcarerecord",
    request_body(content = serde_json::Value, content_type = "application/json+fhir"),
    responses((status = 200, description = "The record, in a Bundle", body = serde_json::Value, content_type = "application/json+fhir"), Merged<(RecordError, LayerResponses<GpConnectDstu2>)>)
)]
async fn care_record(
    _: TakesJson<RecordError>,
    State(database): State<Database>,
    body: Result<JsonBody, BodyError>,
) -> Result<Json, RecordError> {
    let operation = Operation::read(&body?.0)?;
    let patient = database.patient_by_nhs_number(&operation.number).await?;
    let patient = patient.ok_or(RecordError::Unknown)?;
    match patient.consent {
        Consent::Shared => {}
        Consent::OrganisationDissents => return Err(RecordError::OrganisationDissents),
        Consent::PatientDissents | Consent::NoRelationship => return Err(RecordError::PatientDissents),
    }
    let record = json!({
        "resourceType": "Bundle",
        "type": "document",
        "entry": [
            { "resource": { "resourceType": "Composition", "section": [{ "code": { "coding": [{ "code": operation.section }] } }] } },
            { "resource": fhir::patient(&patient, SYSTEM) },
        ],
    });
    Ok(Json::ok(record).of_type("application/json+fhir"))
}

/// The operation that a body names.
struct Operation {
    number: NhsNumber,
    section: &'static str,
}

impl Operation {
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
