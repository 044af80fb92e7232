//! A clinic, served by axum through the layer; `actix` has the same with actix-web.
#![allow(dead_code, reason = "each test uses its part")]

pub mod actix;

use std::net::SocketAddr;
use std::time::Duration;
use std::{fmt, future};

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::map_request;
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router, ServiceExt};
use error_runtime::axum::{Extract, record_route};
use error_runtime::tower::{CatalogLayer, Keep, RequestId};
use error_runtime::{CatalogError, Outcome};
use framework_tests::{Clinic, PERSONAL, SECRET, clinic, gp_connect};
use serde::Deserialize;
use tokio::net::TcpListener;
use tower::ServiceBuilder;

/// The cause of an error below a handler.
#[derive(Debug)]
pub struct Below(pub &'static str);

impl fmt::Display for Below {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Below {}

/// The error of reading a record.
#[derive(Debug, CatalogError)]
#[catalog(Clinic)]
pub enum RecordError {
    #[code(PatientNotFound)]
    NoRecord {
        #[param]
        patient: String,
        #[param]
        nhs_number: String,
    },
    #[code(Internal)]
    Store {
        #[param]
        part: &'static str,
        #[source]
        below: Below,
    },
}

#[derive(Debug, Deserialize)]
pub struct Patient {
    pub name: String,
}

#[derive(Debug, Deserialize)]
pub struct Page {
    pub size: u8,
}

/// Reads a record: `p-1` exists, and `store` fails.
pub fn read_record(id: String) -> Result<String, RecordError> {
    match id.as_str() {
        "p-1" => Ok("Jane".to_owned()),
        "store" => Err(RecordError::Store {
            part: "the record store",
            below: Below(SECRET),
        }),
        _ => Err(RecordError::NoRecord {
            patient: id,
            nhs_number: PERSONAL.to_owned(),
        }),
    }
}

async fn record(Path(id): Path<String>) -> Result<String, RecordError> {
    read_record(id)
}

async fn admit(Json(patient): Json<Patient>) -> String {
    patient.name
}

async fn admit_checked(Extract(Json(patient), _): Extract<Clinic, Json<Patient>>) -> String {
    patient.name
}

async fn list(Query(page): Query<Page>) -> String {
    page.size.to_string()
}

async fn numbered(Extract(Path(number), _): Extract<Clinic, Path<u32>>) -> String {
    number.to_string()
}

async fn panics() -> &'static str {
    panic!("{SECRET}")
}

async fn slow() -> &'static str {
    future::pending().await
}

async fn several() -> Outcome<Clinic> {
    let first = clinic::PatientNotFound {
        patient: "p-1",
        nhs_number: PERSONAL,
    };
    Outcome::new(first).and(clinic::Unprocessable)
}

/// The id as the extension and the header have it.
async fn ids(Extension(id): Extension<RequestId>, headers: HeaderMap) -> String {
    format!("{id} {}", headers["x-request-id"].to_str().unwrap())
}

async fn overridden() -> Response {
    let error = clinic::Overloaded
        .error()
        .with_source(Below(SECRET))
        .with_request_id("own");
    ([("retry-after", "99"), ("x-own", "1")], error).into_response()
}

/// Everything that can describe a body.
pub const OF_THE_BODY: [(&str, &str); 12] = [
    ("content-encoding", "identity"),
    ("content-language", "cy"),
    ("content-location", "/other"),
    ("content-disposition", "attachment"),
    ("content-range", "bytes 0-9/20"),
    ("content-md5", "Q2hlY2sgSW50ZWdyaXR5IQ=="),
    ("content-digest", "sha-256=:x:"),
    ("repr-digest", "sha-256=:x:"),
    ("digest", "SHA-256=x"),
    ("etag", "\"1\""),
    ("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ("trailer", "x-checksum"),
];

async fn described() -> Response {
    let others = [("cache-control", "no-store"), ("x-own", "1")];
    (StatusCode::BAD_REQUEST, AppendHeaders(OF_THE_BODY), others, "described").into_response()
}

/// A rejection of a rate limit that knows nothing of the catalog.
async fn throttled(Path(wait): Path<String>) -> Response {
    let waits: Vec<_> = wait.split('|').map(|wait| ("retry-after", wait.to_owned())).collect();
    (StatusCode::TOO_MANY_REQUESTS, AppendHeaders(waits), "slow down").into_response()
}

/// An error of the catalog whose delay the handler changes.
async fn waiting(Path(wait): Path<String>) -> Response {
    ([("retry-after", wait)], clinic::TooManyRequests.error()).into_response()
}

/// The payload of a panic that panics when it is dropped.
pub struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("the payload is dropped")
    }
}

async fn bomb() -> &'static str {
    std::panic::panic_any(Bomb)
}

pub fn router() -> Router {
    Router::new()
        .route("/patients/{id}", get(record))
        .route("/patients", post(admit).get(list))
        .route("/checked", post(admit_checked))
        .route("/uploads", post(async |body: Bytes| body.len().to_string()))
        .route("/numbers/{number}", get(numbered))
        .route("/panic", get(panics))
        .route("/slow", get(slow))
        .route("/several", get(several))
        .route(
            "/several-without-place",
            get(async || Outcome::new(clinic::Gone).and(clinic::Unprocessable)),
        )
        .route("/ids", get(ids))
        .route("/overridden", get(overridden))
        .route("/gone", get(async || clinic::Gone.error()))
        .route("/teapot", get(async || (StatusCode::IM_A_TEAPOT, SECRET)))
        .route("/bad-gateway", get(async || (StatusCode::BAD_GATEWAY, SECRET)))
        .route(
            "/login",
            get(async || (StatusCode::UNAUTHORIZED, [("www-authenticate", "Basic")], SECRET)),
        )
        .route(
            "/kept",
            get(async || (StatusCode::IM_A_TEAPOT, Extension(Keep), "short and stout")),
        )
        .route("/described", get(described))
        .route("/throttled/{wait}", get(throttled))
        .route("/waiting/{wait}", get(waiting))
        .route("/bomb", get(bomb))
        .route("/foreign", get(async || gp_connect::PatientNotFound.error()))
        .route("/moved", get(async || (StatusCode::FOUND, [("location", "/")])))
        .route_layer(map_request(record_route))
        .layer(DefaultBodyLimit::max(64))
}

/// The limits of a server.
#[derive(Clone, Copy)]
pub struct Limits {
    /// How long a request may take.
    pub time: Duration,
    /// How many requests may be under way at the same time.
    pub room: usize,
}

impl Limits {
    /// Limits that no request reaches, however busy the machine is.
    pub const USUAL: Self = Self {
        time: Duration::from_secs(300),
        room: 64,
    };
    /// For requests that never end: others could reach the time limit on a busy machine.
    pub const HURRIED: Self = Self {
        time: Duration::from_millis(100),
        ..Self::USUAL
    };
}

/// Serves the router inside of the layer, with limits on requests.
pub async fn serve(listener: TcpListener, layer: CatalogLayer<Clinic>, limits: Limits) {
    let app = ServiceBuilder::new()
        .layer(layer)
        .load_shed()
        .concurrency_limit(limits.room)
        .timeout(limits.time)
        .service(router());
    axum::serve(listener, ServiceExt::<Request>::into_make_service(app))
        .await
        .unwrap();
}

/// Starts a server of its own on this thread, and talks to it from another one.
pub fn with_server<T: Send + 'static>(
    server: impl AsyncFnOnce(TcpListener),
    client: impl FnOnce(SocketAddr) -> T + Send + 'static,
) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let client = tokio::task::spawn_blocking(move || client(address));
        tokio::select! {
            () = server(listener) => panic!("the server has ended"),
            result = client => result.unwrap(),
        }
    })
}

/// The usual server.
pub fn with_clinic<T: Send + 'static>(client: impl FnOnce(SocketAddr) -> T + Send + 'static) -> T {
    with_server(
        async |listener| serve(listener, CatalogLayer::new(), Limits::USUAL).await,
        client,
    )
}
