//! Health Gorilla: searching for patients, within a rate limit.

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, Method};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use error_runtime::Error;
use serde_json::{Value, json};

use super::fhir;
use super::rate_limit::{RateLimit, Refusal};
use crate::answer::{Failure, Json};
use crate::catalogs::HealthGorilla;
use crate::index::Route;
use crate::request;

/// What the API can do.
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

/// A token that may do nothing.
const SCOPELESS: &str = "scopeless-token";

/// The search parameters that there are.
const PARAMETERS: [&str; 3] = ["name", "birthdate", "_count"];

/// The routes, and what is answered beside them.
pub fn router() -> Router {
    let limits = RateLimit::new(&[("sample-token", 1000), ("slow-token", 2), (SCOPELESS, 1000)]);
    Router::new()
        .route("/fhir/{version}/Patient", get(search).fallback(wrong_method))
        .route("/fhir/{version}/Patient/{id}", get(read).fallback(wrong_method))
        .fallback(unmatched)
        .with_state(Arc::new(limits))
}

/// What can go wrong.
#[derive(Debug)]
enum SearchError {
    NoToken,
    BadToken,
    NoScope,
    TooMany { wait: std::time::Duration },
    NotSupported { parameter: String },
    NothingAsked,
    BadDate,
    NotFound,
    NoPath,
    WrongMethod { method: String },
    Limiter,
}

/// Which entry of the catalog each is.
impl From<SearchError> for Error<HealthGorilla> {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::NoToken => Self::new(HealthGorilla::Unauthorized),
            SearchError::BadToken => Self::new(HealthGorilla::InvalidToken),
            SearchError::NoScope => Self::new(HealthGorilla::Forbidden),
            SearchError::TooMany { wait } => Self::new(HealthGorilla::TooManyRequests).with_retry_after(wait),
            SearchError::NotSupported { parameter } => Self::new(HealthGorilla::BadRequest).with_diagnostics(format!(
                "Parameter '{parameter}' is not supported for this resource type"
            )),
            SearchError::NothingAsked => Self::new(HealthGorilla::UnprocessableEntityRequired)
                .with_diagnostics("Parameter 'name' or 'birthdate' is required"),
            SearchError::BadDate => Self::new(HealthGorilla::InvalidRequest)
                .with_diagnostics("Parameter 'birthdate' has to be a date, as in 1985-02-28")
                .with_location("birthdate"),
            SearchError::NotFound | SearchError::NoPath => Self::new(HealthGorilla::NotFound),
            SearchError::WrongMethod { method } => Self::new(HealthGorilla::BadRequest)
                .with_diagnostics(format!("Method '{method}' is not supported for this resource type")),
            SearchError::Limiter => Self::new(HealthGorilla::InternalServerError),
        }
    }
}

/// The patients: id, name, date of birth.
const PATIENTS: [(&str, &str, &str); 2] = [("hg-1", "Rivera", "1985-02-28"), ("hg-2", "Okafor", "1971-07-04")];

async fn search(
    State(limits): State<Arc<RateLimit>>,
    version: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let found = authorized(&limits, &headers).and_then(|()| {
        known_version(version.map(|Path(version)| version).ok().as_deref())?;
        let query = Query::read(&request::query(query.as_deref()))?;
        let found = PATIENTS.iter().filter(|patient| query.wants(patient));
        Ok(fhir::searchset(found.map(patient).collect()))
    });
    respond(found)
}

async fn read(
    State(limits): State<Arc<RateLimit>>,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Response {
    let found = authorized(&limits, &headers).and_then(|()| {
        let Path((version, id)) = path.map_err(|_| SearchError::NoPath)?;
        known_version(Some(&version))?;
        let found = PATIENTS.iter().find(|(known, ..)| *known == id);
        found.map(patient).ok_or(SearchError::NotFound)
    });
    respond(found)
}

/// The answer, good or bad: every one says which request it answers.
fn respond(result: Result<Value, SearchError>) -> Response {
    let request_id = request::new_id();
    match result {
        Ok(resource) => ([(HG_REQUEST_ID, request_id)], Json::fhir(resource)).into_response(),
        Err(error) => Failure::<HealthGorilla>::from(error)
            .of_request(request_id)
            .into_response(),
    }
}

fn known_version(version: Option<&str>) -> Result<(), SearchError> {
    match version {
        Some("R4" | "STU3") => Ok(()),
        _ => Err(SearchError::NoPath),
    }
}

/// Whether the caller may search, and may now.
fn authorized(limits: &RateLimit, headers: &HeaderMap) -> Result<(), SearchError> {
    let token = request::bearer(headers).ok_or(SearchError::NoToken)?;
    limits.take(token).map_err(|refusal| match refusal {
        Refusal::Unknown => SearchError::BadToken,
        Refusal::Wait(wait) => SearchError::TooMany { wait },
        Refusal::Broken => SearchError::Limiter,
    })?;
    match token {
        SCOPELESS => Err(SearchError::NoScope),
        _ => Ok(()),
    }
}

/// What a search asks for.
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

async fn unmatched() -> Response {
    respond(Err(SearchError::NoPath))
}

/// The catalog has no 405: it is a bad request, which says what is bad.
async fn wrong_method(method: Method) -> Response {
    respond(Err(SearchError::WrongMethod {
        method: request::echo(method.as_str()),
    }))
}
