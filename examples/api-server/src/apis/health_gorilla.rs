//! Health Gorilla: searching for patients, within a rate limit.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{FromRequestParts, Path, RawQuery};
use axum::http::HeaderName;
use axum::http::request::Parts;
use axum::routing::get;
use error_runtime::CatalogError;
use error_runtime::tower::CatalogLayer;
use error_runtime::utoipa::{LayerResponses, Merged};
use serde_json::{Value, json};
use utoipa::OpenApi;

use super::fhir;
use super::rate_limit::{RateLimit, Refusal};
use crate::catalogs::HealthGorilla;
use crate::index::Route;
use crate::negotiation::{NotJson, TakesJson};
use crate::request;
use crate::success::Json;

/// The operations of the API.
pub const ROUTES: &[Route] = &[
    Route {
        method: "GET",
        path: "/fhir/R4/Patient?name={name}&birthdate={date}",
        about: "Finds patients, also as STU3: `name=Rivera` with `Authorization: Bearer sample-token`. \
                Other tokens: expired-token, scopeless-token, slow-token (two requests a minute).",
    },
    Route {
        method: "GET",
        path: "/fhir/R4/Patient/{id}",
        about: "Reads a patient: hg-1.",
    },
];

const HG_REQUEST_ID: HeaderName = HeaderName::from_static("x-hg-request-id");

/// A token without permissions.
const SCOPELESS: &str = "scopeless-token";

/// The search parameters.
const PARAMETERS: [&str; 4] = ["name", "birthdate", "_count", "_format"];

/// The routes, for the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(search, read))]
pub struct Document;

/// The routes. The layer sends the errors of all other paths.
pub fn router() -> Router {
    let limits = RateLimit::new(&[("sample-token", 1000), ("slow-token", 2), (SCOPELESS, 1000)]);
    Router::new()
        .route("/fhir/{version}/Patient", get(search))
        .route("/fhir/{version}/Patient/{id}", get(read))
        .with_state(Arc::new(limits))
}

/// The layer with the options of this API: every response has an id of the server, in a header of its own.
pub fn layer() -> CatalogLayer<HealthGorilla> {
    CatalogLayer::new().request_id_header(HG_REQUEST_ID).new_request_ids()
}

/// The errors of the routes, with their entries of the catalog.
#[derive(Debug, CatalogError)]
#[catalog(HealthGorilla)]
enum SearchError {
    #[code(InvalidRequest)]
    #[diagnostics("resources are JSON: ask for application/fhir+json in `_format` or `Accept`")]
    NotJson,

    #[code(Unauthorized)]
    NoToken,

    #[code(InvalidToken)]
    BadToken,

    #[code(Forbidden)]
    NoScope,

    #[code(TooManyRequests)]
    TooMany {
        #[retry_after]
        wait: Duration,
    },

    #[code(BadRequest)]
    #[diagnostics("Parameter '{parameter}' is not supported for this resource type")]
    NotSupported { parameter: String },

    #[code(UnprocessableEntityRequired)]
    #[diagnostics("Parameter 'name' or 'birthdate' is required")]
    NothingAsked,

    #[code(InvalidRequest)]
    #[diagnostics("Parameter 'birthdate' has to be a date, as in 1985-02-28")]
    BadDate,

    #[code(NotFound)]
    NotFound,

    #[code(InternalServerError)]
    Limiter,
}

impl From<NotJson> for SearchError {
    fn from(_: NotJson) -> Self {
        Self::NotJson
    }
}

/// The patients: id, name, date of birth.
const PATIENTS: [(&str, &str, &str); 2] = [("hg-1", "Rivera", "1985-02-28"), ("hg-2", "Okafor", "1971-07-04")];

/// A caller that may search now. The extractor rejects with an error of the service.
struct Allowed;

impl FromRequestParts<Arc<RateLimit>> for Allowed {
    type Rejection = SearchError;

    async fn from_request_parts(parts: &mut Parts, limits: &Arc<RateLimit>) -> Result<Self, SearchError> {
        let token = request::bearer(&parts.headers).ok_or(SearchError::NoToken)?;
        limits.take(token).map_err(|refusal| match refusal {
            Refusal::Unknown => SearchError::BadToken,
            Refusal::Wait(wait) => SearchError::TooMany { wait },
            Refusal::Broken => SearchError::Limiter,
        })?;
        match token {
            SCOPELESS => Err(SearchError::NoScope),
            _ => Ok(Self),
        }
    }
}

#[utoipa::path(
    get,
    operation_id = "health_gorilla_search",
    path = "/fhir/{version}/Patient",
    params(("version" = String, Path), ("name" = Option<String>, Query), ("birthdate" = Option<String>, Query)),
    responses((status = 200, description = "Patients, in a Bundle", body = serde_json::Value, content_type = "application/fhir+json"), Merged<(SearchError, LayerResponses<HealthGorilla>)>)
)]
async fn search(
    _: Allowed,
    _: TakesJson<SearchError>,
    Path(version): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json, SearchError> {
    known_version(&version)?;
    let query = Query::read(&request::query(query.as_deref()))?;
    let found = PATIENTS.iter().filter(|patient| query.wants(patient));
    Ok(Json::fhir(fhir::searchset(found.map(patient).collect())))
}

#[utoipa::path(
    get,
    operation_id = "health_gorilla_read",
    path = "/fhir/{version}/Patient/{id}",
    params(("version" = String, Path), ("id" = String, Path)),
    responses((status = 200, description = "The patient", body = serde_json::Value, content_type = "application/fhir+json"), Merged<(SearchError, LayerResponses<HealthGorilla>)>)
)]
async fn read(
    _: Allowed,
    _: TakesJson<SearchError>,
    Path((version, id)): Path<(String, String)>,
) -> Result<Json, SearchError> {
    known_version(&version)?;
    let found = PATIENTS.iter().find(|(known, ..)| *known == id);
    Ok(Json::fhir(patient(found.ok_or(SearchError::NotFound)?)))
}

fn known_version(version: &str) -> Result<(), SearchError> {
    match version {
        "R4" | "STU3" => Ok(()),
        _ => Err(SearchError::NotFound),
    }
}

/// The parameters of a search.
#[derive(Default)]
struct Query {
    name: Option<String>,
    birth_date: Option<String>,
}

impl Query {
    fn read(pairs: &[(String, String)]) -> Result<Self, SearchError> {
        let mut query = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "name" => query.name = Some(value.to_lowercase()),
                "birthdate" if is_date(value) => query.birth_date = Some(value.clone()),
                "birthdate" => return Err(SearchError::BadDate),
                known if PARAMETERS.contains(&known) => {}
                _ => {
                    return Err(SearchError::NotSupported {
                        parameter: request::echo(name),
                    });
                }
            }
        }
        match query {
            Self {
                name: None,
                birth_date: None,
            } => Err(SearchError::NothingAsked),
            query => Ok(query),
        }
    }

    fn wants(&self, (_, name, birth_date): &(&str, &str, &str)) -> bool {
        let named = self
            .name
            .as_ref()
            .is_none_or(|wanted| name.to_lowercase().starts_with(wanted));
        named && self.birth_date.as_ref().is_none_or(|wanted| wanted == birth_date)
    }
}

/// Whether a text looks like `1985-02-28`.
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

fn patient((id, name, birth_date): &(&str, &str, &str)) -> Value {
    json!({ "resourceType": "Patient", "id": id, "name": [{ "family": name }], "birthDate": birth_date })
}
