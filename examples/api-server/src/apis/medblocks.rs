//! Medblocks: sessions in which a patient connects health records.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use error_runtime::Error;
use serde_json::{Value, json};

use crate::answer::{Failure, Json};
use crate::catalogs::{Medblocks, medblocks};
use crate::index::Route;
use crate::request::{self, BodyError};
use crate::store::{Session, SessionRefusal, Sessions, StoreError};

/// What the API can do.
pub const ROUTES: &[Route] = &[
    Route {
        method: "POST",
        path: "/v1/sessions",
        about: "Begins a session: {\"patient_id\":\"pat_1\",\"external_id\":\"…\"} with `Authorization: Bearer mb_sample`. \
                Other keys: mb_expired, mb_readonly, mb_small (two sessions). pat_offline has a portal that fails.",
    },
    Route {
        method: "GET",
        path: "/v1/sessions/{id}",
        about: "Reads a session.",
    },
];

const VERSION: HeaderName = HeaderName::from_static("medblocks-version");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The version of the API that the server speaks.
const SPOKEN: &str = "2026-04-25";

/// The keys that may begin sessions, and how many.
const KEYS: [(&str, usize); 2] = [("mb_sample", 1000), ("mb_small", 2)];

/// The routes, and what is answered beside them.
pub fn router() -> Router {
    Router::new()
        .route("/v1/sessions", post(begin).fallback(wrong_method))
        .route("/v1/sessions/{id}", get(read).fallback(wrong_method))
        .fallback(unmatched)
        .with_state(Arc::new(Sessions::default()))
}

/// What can go wrong.
#[derive(Debug)]
enum SessionError {
    NoKey,
    BadKey,
    ExpiredKey,
    NoScope,
    BadVersion,
    Body(BodyError),
    Missing(&'static str),
    Invalid(&'static str),
    NoPatient,
    PortalDown,
    ExternalIdExists,
    QuotaExceeded,
    NotFound,
    WrongMethod,
    Store(StoreError),
}

/// Which entry of the catalog each is.
impl From<SessionError> for Error<Medblocks> {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::NoKey => Self::new(Medblocks::MissingApiKey),
            SessionError::BadKey => Self::new(Medblocks::InvalidApiKey),
            SessionError::ExpiredKey => Self::new(Medblocks::ExpiredApiKey),
            SessionError::NoScope => Self::new(Medblocks::InsufficientScope),
            SessionError::BadVersion => medblocks::UnsupportedApiVersion {
                param: Some("Medblocks-Version".into()),
            }
            .into(),
            SessionError::Body(BodyError::TooLarge) => Self::new(Medblocks::PayloadTooLarge),
            SessionError::Body(_) | SessionError::WrongMethod => Self::new(Medblocks::BadRequest),
            SessionError::Missing(param) => medblocks::BadRequest {
                param: Some(param.into()),
            }
            .into(),
            SessionError::Invalid(param) => medblocks::InvalidData {
                param: Some(param.into()),
            }
            .into(),
            SessionError::NoPatient => medblocks::ResourceNotFound {
                param: Some("patient_id".into()),
            }
            .into(),
            SessionError::PortalDown => Self::new(Medblocks::FhirError),
            SessionError::ExternalIdExists => medblocks::ExternalIdAlreadyExists {
                param: Some("external_id".into()),
            }
            .into(),
            SessionError::QuotaExceeded => Self::new(Medblocks::QuotaExceeded),
            SessionError::NotFound => Self::new(Medblocks::ResourceNotFound),
            SessionError::Store(error) => Self::new(Medblocks::DbError).with_source(error),
        }
    }
}

async fn begin(
    State(sessions): State<Arc<Sessions>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let begun = authorized(&headers).and_then(|(key, quota)| {
        let body = request::json(&headers, body).map_err(SessionError::Body)?;
        sessions
            .begin(key, quota, asked(&body)?)
            .map_err(|refusal| match refusal {
                SessionRefusal::ExternalIdExists => SessionError::ExternalIdExists,
                SessionRefusal::QuotaExceeded => SessionError::QuotaExceeded,
                SessionRefusal::Store(error) => SessionError::Store(error),
            })
    });
    let created = begun.map(|session| {
        let location = [(header::LOCATION, format!("/medblocks/v1/sessions/{}", session.id))];
        (location, Json::ok(shown(&session)).created()).into_response()
    });
    respond(&headers, created)
}

async fn read(
    State(sessions): State<Arc<Sessions>>,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let found = authorized(&headers).and_then(|(key, _)| {
        let Path(id) = id.map_err(|_| SessionError::NotFound)?;
        let found = sessions.by_id(key, &id).map_err(SessionError::Store)?;
        found.ok_or(SessionError::NotFound)
    });
    respond(&headers, found.map(|session| Json::ok(shown(&session)).into_response()))
}

/// The answer, good or bad: every one has the id of the request, the client's own if it sent one.
fn respond(headers: &HeaderMap, result: Result<Response, SessionError>) -> Response {
    let sent = request::text_header(headers, &REQUEST_ID).filter(|id| id.len() <= 128);
    let request_id = sent.map_or_else(request::new_id, str::to_owned);
    match result {
        Ok(response) => ([(REQUEST_ID, request_id)], response).into_response(),
        Err(error) => Failure::<Medblocks>::from(error).of_request(request_id).into_response(),
    }
}

/// The key of the caller and its quota, if the caller may use sessions in this version of the API.
fn authorized(headers: &HeaderMap) -> Result<(&'static str, usize), SessionError> {
    if !headers.contains_key(header::AUTHORIZATION) {
        return Err(SessionError::NoKey);
    }
    let key = match request::bearer(headers).ok_or(SessionError::BadKey)? {
        "mb_expired" => Err(SessionError::ExpiredKey),
        "mb_readonly" => Err(SessionError::NoScope),
        key => KEYS
            .into_iter()
            .find(|(known, _)| *known == key)
            .ok_or(SessionError::BadKey),
    }?;
    match headers.get(VERSION) {
        Some(version) if version != SPOKEN => Err(SessionError::BadVersion),
        _ => Ok(key),
    }
}

/// The session that a body asks for.
fn asked(body: &Value) -> Result<Session, SessionError> {
    let patient = match &body["patient_id"] {
        Value::Null => return Err(SessionError::Missing("patient_id")),
        Value::String(id) if id.starts_with("pat_") => id.as_str(),
        _ => return Err(SessionError::Invalid("patient_id")),
    };
    let external_id = match &body["external_id"] {
        Value::Null => None,
        Value::String(id) if (1..=64).contains(&id.len()) => Some(id.clone()),
        _ => return Err(SessionError::Invalid("external_id")),
    };
    match patient {
        "pat_1" | "pat_2" => Ok(Session {
            id: format!("ses_{}", request::new_id()),
            patient: patient.to_owned(),
            external_id,
        }),
        "pat_offline" => Err(SessionError::PortalDown),
        _ => Err(SessionError::NoPatient),
    }
}

fn shown(session: &Session) -> Value {
    json!({
        "id": session.id,
        "patient_id": session.patient,
        "external_id": session.external_id,
        "status": "pending",
    })
}

async fn unmatched(headers: HeaderMap) -> Response {
    respond(&headers, Err(SessionError::NotFound))
}

/// The catalog has no 405: it is a bad request.
async fn wrong_method(headers: HeaderMap) -> Response {
    respond(&headers, Err(SessionError::WrongMethod))
}
