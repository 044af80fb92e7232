//! GP Connect: the patient of a practice, by NHS number or by id.

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{OriginalUri, Path, RawQuery, State};
use axum::http::Method;
use axum::routing::get;
use error_runtime::Error;

use super::fhir;
use crate::answer::{Failure, Json};
use crate::catalogs::{GpConnect, gp_connect};
use crate::index::Route;
use crate::nhs_number::NhsNumber;
use crate::request;
use crate::store::{Consent, Patient, Patients, StoreError};

/// What the API can do.
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

/// The routes, and what is answered beside them.
pub fn router(patients: Arc<Patients>) -> Router {
    Router::new()
        .route("/Patient", get(find).fallback(wrong_method))
        .route("/Patient/{id}", get(read).fallback(wrong_method))
        .fallback(unmatched)
        .with_state(patients)
}

/// What can go wrong.
#[derive(Debug)]
enum RecordError {
    NoIdentifier,
    SeveralIdentifiers,
    NotSupported { parameter: String },
    NoSystem,
    WrongSystem,
    NoValue,
    BadNumber,
    Unknown,
    NoRecord,
    Withheld(Consent),
    Store(StoreError),
}

/// Which entry of the catalog each is.
impl From<RecordError> for Error<GpConnect> {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::NoIdentifier => {
                Self::new(GpConnect::BadRequest).with_diagnostics("the search parameter `identifier` is missing")
            }
            RecordError::SeveralIdentifiers => {
                Self::new(GpConnect::BadRequest).with_diagnostics("the search parameter `identifier` is there twice")
            }
            RecordError::NotSupported { parameter } => gp_connect::InvalidParameter {
                details: format!("the search parameter `{parameter}` is not supported"),
            }
            .into(),
            RecordError::NoSystem => gp_connect::InvalidParameter {
                details: "`identifier` has to be a system and a value, separated by |",
            }
            .into(),
            RecordError::WrongSystem => Self::new(GpConnect::InvalidIdentifierSystem)
                .with_diagnostics("the identifier system has to be https://fhir.nhs.uk/Id/nhs-number"),
            RecordError::NoValue => Self::new(GpConnect::InvalidIdentifierValue),
            RecordError::BadNumber => Self::new(GpConnect::InvalidNhsNumber),
            RecordError::Unknown => Self::new(GpConnect::PatientNotFound),
            RecordError::NoRecord => Self::new(GpConnect::NoRecordFound),
            RecordError::Withheld(Consent::OrganisationDissents) => Self::new(GpConnect::NoOrganisationConsent),
            RecordError::Withheld(Consent::NoRelationship) => Self::new(GpConnect::NoRelationship),
            RecordError::Withheld(_) => Self::new(GpConnect::NoPatientConsent),
            RecordError::Store(error) => Self::from(gp_connect::InternalServerError {
                details: "the record could not be read",
            })
            .with_source(error),
        }
    }
}

async fn find(State(patients): State<Arc<Patients>>, RawQuery(query): RawQuery) -> Result<Json, Failure<GpConnect>> {
    let number = identifier(&request::query(query.as_deref()))?;
    let patient = patients
        .by_nhs_number(&number)
        .map_err(RecordError::Store)?
        .ok_or(RecordError::Unknown)?;
    let patient = fhir::patient(shared(patient)?, SYSTEM);
    Ok(Json::fhir(fhir::searchset(vec![patient])))
}

async fn read(
    State(patients): State<Arc<Patients>>,
    id: Result<Path<String>, PathRejection>,
) -> Result<Json, Failure<GpConnect>> {
    let Path(id) = id.map_err(|_| RecordError::NoRecord)?;
    let patient = patients
        .by_id(&id)
        .map_err(RecordError::Store)?
        .ok_or(RecordError::NoRecord)?;
    Ok(Json::fhir(fhir::patient(shared(patient)?, SYSTEM)))
}

/// The NHS number that a search asks for.
fn identifier(query: &[(String, String)]) -> Result<NhsNumber, RecordError> {
    let mut found = None;
    for (name, value) in query {
        match name.as_str() {
            "identifier" if found.is_some() => return Err(RecordError::SeveralIdentifiers),
            "identifier" => found = Some(value),
            "_format" => {}
            _ => {
                return Err(RecordError::NotSupported {
                    parameter: request::echo(name),
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

/// The patient, if the record is shared with the caller.
fn shared(patient: &Patient) -> Result<&Patient, RecordError> {
    match patient.consent {
        Consent::Shared => Ok(patient),
        withheld => Err(RecordError::Withheld(withheld)),
    }
}

async fn unmatched(OriginalUri(uri): OriginalUri) -> Failure<GpConnect> {
    Error::new(GpConnect::NotImplemented)
        .with_diagnostics(format!("nothing is served at {}", request::echo(uri.path())))
        .into()
}

async fn wrong_method(method: Method) -> Failure<GpConnect> {
    Error::from(gp_connect::SspMethodNotAllowed {
        allow: Some("GET, HEAD".into()),
    })
    .with_diagnostics(format!("{} is not supported here", request::echo(method.as_str())))
    .into()
}
