//! GP Connect: the patient of a practice, by NHS number or by id.

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::routing::get;
use error_runtime::utoipa::{LayerResponses, Merged};
use error_runtime::{CatalogError, Error};
use utoipa::OpenApi;

use super::fhir;
use crate::catalogs::{GpConnect, gp_connect};
use crate::index::Route;
use crate::negotiation::{NotJson, TakesJson};
use crate::nhs_number::NhsNumber;
use crate::request;
use crate::store::{Consent, Database, Patient};
use crate::success::Json;

/// The operations of the API.
pub const ROUTES: &[Route] = &[
    Route {
        method: "GET",
        path: "/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|{nhs-number}",
        about: "Finds a patient: 9476719931. 9476719958, …66 and …74 are not shared, …82 is damaged, …15 is unknown.",
    },
    Route {
        method: "GET",
        path: "/Patient/{id}",
        about: "Reads a patient: 2.",
    },
];

const SYSTEM: &str = "https://fhir.nhs.uk/Id/nhs-number";

/// The routes, for the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(find, read))]
pub struct Document;

/// The routes. The layer sends the errors of all other paths.
pub fn router(database: Database) -> Router {
    Router::new()
        .route("/Patient", get(find))
        .route("/Patient/{id}", get(read))
        .with_state(database)
}

/// The errors of the routes, with their entries of the catalog.
#[derive(Debug, CatalogError)]
#[catalog(GpConnect)]
enum RecordError {
    #[code(BadRequest)]
    #[diagnostics("resources are JSON: ask for application/fhir+json in `_format` or `Accept`")]
    NotJson,

    #[code(BadRequest)]
    #[diagnostics("the search parameter `identifier` is missing")]
    NoIdentifier,

    #[code(BadRequest)]
    #[diagnostics("the search parameter `identifier` is there twice")]
    SeveralIdentifiers,

    #[code(InvalidParameter)]
    NotSupported {
        #[param]
        details: String,
    },

    #[code(InvalidParameter)]
    #[param(details = "`identifier` has to be a system and a value, separated by |")]
    NoSystem,

    #[code(InvalidIdentifierSystem)]
    #[diagnostics("the identifier system has to be https://fhir.nhs.uk/Id/nhs-number")]
    WrongSystem,

    #[code(InvalidIdentifierValue)]
    NoValue,

    #[code(InvalidNhsNumber)]
    BadNumber,

    #[code(PatientNotFound)]
    Unknown,

    #[code(NoRecordFound)]
    NoRecord,

    /// The record determines the entry.
    #[code(with = withheld)]
    Withheld(Consent),

    /// The message of `SQLite` is for the log.
    #[code(InternalServerError)]
    #[param(details = "the record could not be read")]
    Store(#[from] rusqlite::Error),
}

impl From<NotJson> for RecordError {
    fn from(_: NotJson) -> Self {
        Self::NotJson
    }
}

impl RecordError {
    fn withheld(&self) -> Error<GpConnect> {
        match self {
            Self::Withheld(Consent::OrganisationDissents) => gp_connect::NoOrganisationConsent.error(),
            Self::Withheld(Consent::NoRelationship) => gp_connect::NoRelationship.error(),
            _ => gp_connect::NoPatientConsent.error(),
        }
    }
}

#[utoipa::path(
    get,
    operation_id = "gp_connect_find",
    path = "/Patient",
    params(("identifier" = String, Query)),
    responses((status = 200, description = "The patient, in a Bundle", body = serde_json::Value, content_type = "application/fhir+json"), Merged<(RecordError, LayerResponses<GpConnect>)>)
)]
async fn find(
    _: TakesJson<RecordError>,
    State(database): State<Database>,
    RawQuery(query): RawQuery,
) -> Result<Json, RecordError> {
    let number = identifier(&request::query(query.as_deref()))?;
    let patient = database.patient_by_nhs_number(&number).await?;
    let patient = shared(patient.ok_or(RecordError::Unknown)?)?;
    Ok(Json::fhir(fhir::searchset(vec![fhir::patient(&patient, SYSTEM)])))
}

#[utoipa::path(
    get,
    operation_id = "gp_connect_read",
    path = "/Patient/{id}",
    params(("id" = String, Path)),
    responses((status = 200, description = "The patient", body = serde_json::Value, content_type = "application/fhir+json"), Merged<(RecordError, LayerResponses<GpConnect>)>)
)]
async fn read(
    _: TakesJson<RecordError>,
    State(database): State<Database>,
    Path(id): Path<String>,
) -> Result<Json, RecordError> {
    let patient = database.patient_by_id(id).await?;
    let patient = shared(patient.ok_or(RecordError::NoRecord)?)?;
    Ok(Json::fhir(fhir::patient(&patient, SYSTEM)))
}

/// Returns the NHS number of a search.
fn identifier(query: &[(String, String)]) -> Result<NhsNumber, RecordError> {
    let mut found = None;
    for (name, value) in query {
        match name.as_str() {
            "identifier" if found.is_some() => return Err(RecordError::SeveralIdentifiers),
            "identifier" => found = Some(value),
            "_format" => {}
            _ => {
                return Err(RecordError::NotSupported {
                    details: format!("the search parameter `{}` is not supported", request::echo(name)),
                });
            }
        }
    }
    let identifier = found.ok_or(RecordError::NoIdentifier)?;
    match identifier.split_once('|') {
        None => Err(RecordError::NoSystem),
        Some((system, _)) if system != SYSTEM => Err(RecordError::WrongSystem),
        Some((_, "")) => Err(RecordError::NoValue),
        Some((_, number)) => NhsNumber::parse(number).ok_or(RecordError::BadNumber),
    }
}

/// Returns the patient, if the record is shared with the caller.
fn shared(patient: Patient) -> Result<Patient, RecordError> {
    match patient.consent {
        Consent::Shared => Ok(patient),
        withheld => Err(RecordError::Withheld(withheld)),
    }
}
