//! Blue Button 2.0: the patient that an access token is for. v3 has other responses than v1 and v2.

use axum::Router;
use axum::extract::{OriginalUri, Path, RawQuery};
use axum::http::HeaderMap;
use axum::routing::get;
use error_runtime::utoipa::{LayerResponses, Merged};
use error_runtime::{CatalogError, Error};
use serde_json::json;
use utoipa::OpenApi;

use crate::catalogs::{BlueButton, blue_button};
use crate::index::Route;
use crate::request;
use crate::success::Json;

/// The operations of the API.
pub const ROUTES: &[Route] = &[Route {
    method: "GET",
    path: "/v2/fhir/Patient/{id}",
    about: "Reads the patient of the token, also as /v1 and /v3: -20140000008325 with `Authorization: Bearer sample-token`. \
            Other tokens: inactive-token, scopeless-token, beta-token (with v3). \
            The id -20140000000000 finds the backend down, an id that is not a number fails there.",
}];

/// The routes, for the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(read))]
pub struct Document;

/// The routes, and the errors of all other paths.
pub fn router() -> Router {
    Router::new()
        .route("/{version}/fhir/{resource}/{id}", get(read).fallback(wrong_method))
        .fallback(unmatched)
}

/// An application, by its access token.
#[derive(Debug)]
struct App {
    token: &'static str,
    name: &'static str,
    active: bool,
    may_read: bool,
    v3: bool,
    patient: &'static str,
}

const APPS: [App; 4] = [
    App::of("sample-token"),
    App {
        name: "Dormant App",
        active: false,
        ..App::of("inactive-token")
    },
    App {
        may_read: false,
        v3: true,
        ..App::of("scopeless-token")
    },
    App {
        v3: true,
        ..App::of("beta-token")
    },
];

impl App {
    const fn of(token: &'static str) -> Self {
        Self {
            token,
            name: "Sample App",
            active: true,
            may_read: true,
            v3: false,
            patient: "-20140000008325",
        }
    }
}

/// The id of the patient for whom the backend fails.
const UNREACHABLE: &str = "-20140000000000";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    V1And2,
    V3,
}

/// The errors of a read in one version of the API: one error of the service has an entry in each version.
#[derive(Debug, CatalogError)]
#[catalog(BlueButton)]
#[code(with = entry_of)]
struct ReadError(Version, Problem);

/// The errors of a read in every version.
#[derive(Debug)]
enum Problem {
    NoPath,
    TokenInQuery,
    NotAuthenticated,
    Inactive {
        app_name: &'static str,
    },
    NoV3 {
        app_name: &'static str,
    },
    NoScope {
        app_name: &'static str,
        resource: &'static str,
    },
    NoSuchType {
        resource: String,
    },
    Parameters(Vec<String>),
    BadId,
    NotFound,
    BackendDown,
}

impl ReadError {
    fn entry_of(&self) -> Error<BlueButton> {
        let Self(version, problem) = self;
        match (problem, version) {
            (Problem::TokenInQuery, _) => blue_button::AccessTokenInQuery.error(),
            (Problem::NotAuthenticated, _) => blue_button::FhirAuthenticationRequired.error(),
            (Problem::Inactive { app_name }, _) => blue_button::FhirApplicationInactive { app_name }.into(),
            (Problem::NoV3 { app_name }, _) => blue_button::FhirV3NotEnabled { app_name }.into(),
            (Problem::NoScope { app_name, resource }, Version::V3) => blue_button::FhirV3ScopesInsufficient {
                app_name,
                interaction: "read",
                resource_type: resource,
            }
            .into(),
            (Problem::NoScope { .. }, Version::V1And2) => blue_button::FhirPermissionDenied.error(),
            (Problem::NoSuchType { resource }, _) => blue_button::FhirResourceTypeUnsupported {
                resource_type: resource,
            }
            .into(),
            (Problem::Parameters(names), _) => blue_button::FhirV3ParametersInvalid {
                invalid_parameters: format!("['{}']", names.join("', '")),
            }
            .into(),
            (Problem::BadId, Version::V1And2) => blue_button::FhirUpstreamBadRequest {
                upstream_diagnostics: "IllegalArgumentException: Unsupported ID pattern",
            }
            .into(),
            (Problem::BadId, Version::V3) => blue_button::FhirV3UpstreamClientError {
                upstream_diagnostics: Some("IllegalArgumentException: Unsupported ID pattern"),
            }
            .into(),
            (Problem::NotFound, Version::V3) => Error::from(blue_button::FhirV3UpstreamClientError {
                upstream_diagnostics: Some("ResourceNotFoundException: Resource is not known"),
            })
            .with_status(404),
            (Problem::NotFound, Version::V1And2) | (Problem::NoPath, _) => blue_button::FhirNotFound.error(),
            (Problem::BackendDown, Version::V1And2) => blue_button::FhirUpstreamFailure.error(),
            (Problem::BackendDown, Version::V3) => blue_button::FhirV3BackendTimeout.error(),
        }
    }
}

#[utoipa::path(
    get,
    operation_id = "blue_button_read",
    path = "/{version}/fhir/{resource}/{id}",
    params(("version" = String, Path),
        ("resource" = String, Path),
        ("id" = String, Path)),
    responses((status = 200, description = "The patient", body = serde_json::Value, content_type = "application/fhir+json"), Merged<(ReadError, LayerResponses<BlueButton>)>)
)]
async fn read(
    Path((version, resource, id)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Json, ReadError> {
    let version = match version.as_str() {
        "v1" | "v2" => Version::V1And2,
        "v3" => Version::V3,
        _ => return Err(ReadError(Version::V1And2, Problem::NoPath)),
    };
    let query = request::query(query.as_deref());
    let patient = patient(version, &resource, &id, &query, &headers).map_err(|problem| ReadError(version, problem))?;
    Ok(Json::fhir(json!({
        "resourceType": "Patient",
        "id": patient,
        "identifier": [{ "system": "https://bluebutton.cms.gov/resources/variables/bene_id", "value": patient }],
        "gender": "unknown",
    })))
}

/// The id of the patient, if the caller may read it.
fn patient(
    version: Version,
    resource: &str,
    id: &str,
    query: &[(String, String)],
    headers: &HeaderMap,
) -> Result<&'static str, Problem> {
    if query.iter().any(|(name, _)| name == "access_token") {
        return Err(Problem::TokenInQuery);
    }
    let token = request::bearer(headers).ok_or(Problem::NotAuthenticated)?;
    let app = APPS
        .iter()
        .find(|app| app.token == token)
        .ok_or(Problem::NotAuthenticated)?;
    let app_name = app.name;
    if !app.active {
        return Err(Problem::Inactive { app_name });
    }
    if version == Version::V3 && !app.v3 {
        return Err(Problem::NoV3 { app_name });
    }
    if resource != "Patient" {
        return Err(Problem::NoSuchType {
            resource: request::echo(resource),
        });
    }
    if !app.may_read {
        return Err(Problem::NoScope {
            app_name,
            resource: "Patient",
        });
    }
    let unknown = query.iter().filter(|(name, _)| name != "_format");
    let unknown: Vec<String> = unknown.map(|(name, _)| request::echo(name)).collect();
    if version == Version::V3 && !unknown.is_empty() {
        return Err(Problem::Parameters(unknown));
    }
    match id {
        UNREACHABLE => Err(Problem::BackendDown),
        _ if id.parse::<i64>().is_err() => Err(Problem::BadId),
        _ if id == app.patient => Ok(app.patient),
        _ => Err(Problem::NotFound),
    }
}

/// Returns the error of all other paths. The authorization views have another shape of body than the data, so the layer cannot choose.
async fn unmatched(OriginalUri(uri): OriginalUri) -> Error<BlueButton> {
    let mut segments = uri.path().split('/').skip(3);
    match (segments.next(), segments.next()) {
        (Some("o"), _) => blue_button::AuthorizationNotFound.error(),
        (Some("fhir"), Some(resource)) if !resource.is_empty() && resource != "Patient" => {
            blue_button::FhirResourceTypeUnsupported {
                resource_type: request::echo(resource),
            }
            .into()
        }
        _ => blue_button::FhirNotFound.error(),
    }
}

/// The catalog's only entry for other statuses is v3's. This API has no method that writes.
async fn wrong_method() -> Error<BlueButton> {
    blue_button::FhirPermissionDenied.error()
}
