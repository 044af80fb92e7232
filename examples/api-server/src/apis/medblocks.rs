//! Medblocks: sessions in which a patient connects health records.

use axum::Router;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use error_runtime::CatalogError;
use error_runtime::utoipa::{LayerResponses, Merged};
use serde_json::{Value, json};
use utoipa::OpenApi;

use crate::catalogs::Medblocks;
use crate::index::Route;
use crate::request::{self, JsonBody};
use crate::store::{Database, NewSession, Session, SessionRefusal};
use crate::success::Json;

/// The operations of the API.
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

/// The version of the API that the server speaks.
const SPOKEN: &str = "2026-04-25";

/// The keys that may begin sessions, and how many.
const KEYS: [(&str, u32); 2] = [("mb_sample", 1000), ("mb_small", 2)];

/// The routes, for the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(begin, read))]
pub struct Document;

/// The routes. The layer responds to other paths and to bodies that are not JSON: the catalog has one entry for
/// each of these.
pub fn router(database: Database) -> Router {
    Router::new()
        .route("/v1/sessions", post(begin))
        .route("/v1/sessions/{id}", get(read))
        .with_state(database)
}

/// The errors of the routes, with their entries of the catalog.
#[derive(Debug, CatalogError)]
#[catalog(Medblocks)]
enum SessionError {
    #[code(MissingApiKey)]
    NoKey,

    #[code(InvalidApiKey)]
    BadKey,

    #[code(ExpiredApiKey)]
    ExpiredKey,

    #[code(InsufficientScope)]
    NoScope,

    #[code(UnsupportedApiVersion)]
    #[param(param = "Medblocks-Version")]
    BadVersion,

    #[code(BadRequest)]
    Missing {
        #[param]
        param: &'static str,
    },

    #[code(InvalidData)]
    Invalid {
        #[param]
        param: &'static str,
    },

    #[code(ResourceNotFound)]
    #[param(param = "patient_id")]
    NoPatient,

    #[code(FhirError)]
    PortalDown,

    #[code(ExternalIdAlreadyExists)]
    #[param(param = "external_id")]
    ExternalIdExists,

    #[code(QuotaExceeded)]
    QuotaExceeded,

    #[code(ResourceNotFound)]
    NotFound,

    #[code(DbError)]
    Store(#[from] rusqlite::Error),
}

impl From<SessionRefusal> for SessionError {
    fn from(refusal: SessionRefusal) -> Self {
        match refusal {
            SessionRefusal::ExternalIdExists => Self::ExternalIdExists,
            SessionRefusal::QuotaExceeded => Self::QuotaExceeded,
            SessionRefusal::Store(error) => Self::Store(error),
        }
    }
}

#[utoipa::path(
    post,
    operation_id = "medblocks_begin",
    path = "/v1/sessions",
    request_body(content = serde_json::Value, content_type = "application/json"),
    responses((status = 201, description = "The session that was begun", body = serde_json::Value, content_type = "application/json"), Merged<(SessionError, LayerResponses<Medblocks>)>)
)]
async fn begin(
    caller: Caller,
    State(database): State<Database>,
    JsonBody(body): JsonBody,
) -> Result<impl IntoResponse, SessionError> {
    let session = database.begin_session(caller.key, caller.quota, asked(&body)?).await?;
    let location = [(header::LOCATION, format!("/medblocks/v1/sessions/{}", session.id))];
    Ok((location, Json::ok(shown(&session)).created()))
}

#[utoipa::path(
    get,
    operation_id = "medblocks_read",
    path = "/v1/sessions/{id}",
    params(("id" = String, Path)),
    responses((status = 200, description = "The session", body = serde_json::Value, content_type = "application/json"), Merged<(SessionError, LayerResponses<Medblocks>)>)
)]
async fn read(caller: Caller, State(database): State<Database>, Path(id): Path<String>) -> Result<Json, SessionError> {
    let found = database.session(caller.key, id).await?;
    Ok(Json::ok(shown(&found.ok_or(SessionError::NotFound)?)))
}

/// A caller that may use sessions in this version of the API. The extractor rejects with an error of the service.
struct Caller {
    key: &'static str,
    quota: u32,
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = SessionError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, SessionError> {
        let headers = &parts.headers;
        if !headers.contains_key(header::AUTHORIZATION) {
            return Err(SessionError::NoKey);
        }
        let (key, quota) = match request::bearer(headers).ok_or(SessionError::BadKey)? {
            "mb_expired" => return Err(SessionError::ExpiredKey),
            "mb_readonly" => return Err(SessionError::NoScope),
            key => KEYS
                .into_iter()
                .find(|(known, _)| *known == key)
                .ok_or(SessionError::BadKey)?,
        };
        match headers.get(VERSION) {
            Some(version) if version != SPOKEN => Err(SessionError::BadVersion),
            _ => Ok(Self { key, quota }),
        }
    }
}

/// The session that a body asks for.
fn asked(body: &Value) -> Result<NewSession, SessionError> {
    let patient = match &body["patient_id"] {
        Value::Null => return Err(SessionError::Missing { param: "patient_id" }),
        Value::String(id) if id.starts_with("pat_") => id.as_str(),
        _ => return Err(SessionError::Invalid { param: "patient_id" }),
    };
    let external_id = match &body["external_id"] {
        Value::Null => None,
        Value::String(id) if (1..=64).contains(&id.len()) => Some(id.clone()),
        _ => return Err(SessionError::Invalid { param: "external_id" }),
    };
    match patient {
        "pat_1" | "pat_2" => Ok(NewSession {
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
