//! The same clinic, served by actix-web through its layer.

use std::net::SocketAddr;

use actix_web::dev::Handler;
use actix_web::http::StatusCode;
use actix_web::middleware::Condition;
use actix_web::web::{self, ReqData, ServiceConfig};
use actix_web::{App, FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder, HttpServer, Resource, Responder};
use error_runtime::actix::{CatalogLayer, Extract, Keep, RequestId};
use error_runtime::{Error, Outcome};
use framework_tests::{Clinic, GpConnect, PERSONAL, SECRET, clinic, gp_connect};

use super::{Below, Bomb, OF_THE_BODY, Page, Patient, RecordError, read_record};

async fn record(id: web::Path<String>) -> Result<String, RecordError> {
    read_record(id.into_inner())
}

async fn admit(patient: web::Json<Patient>) -> String {
    patient.into_inner().name
}

async fn admit_checked(Extract(patient, _): Extract<Clinic, web::Json<Patient>>) -> String {
    patient.into_inner().name
}

async fn list(page: web::Query<Page>) -> String {
    page.size.to_string()
}

async fn number(Extract(number, _): Extract<Clinic, web::Path<u32>>) -> String {
    number.to_string()
}

async fn panics() -> &'static str {
    panic!("{SECRET}")
}

async fn bomb() -> &'static str {
    std::panic::panic_any(Bomb)
}

async fn slow() -> &'static str {
    std::future::pending().await
}

async fn several() -> Result<HttpResponse, Outcome<Clinic>> {
    let first = clinic::PatientNotFound {
        patient: "p-1",
        nhs_number: PERSONAL,
    };
    Err(Outcome::new(first).and(clinic::Unprocessable))
}

async fn several_without_place() -> Result<HttpResponse, Outcome<Clinic>> {
    Err(Outcome::new(clinic::Gone).and(clinic::Unprocessable))
}

async fn ids(id: ReqData<RequestId>, request: HttpRequest) -> String {
    format!(
        "{} {}",
        *id,
        request.headers().get("x-request-id").unwrap().to_str().unwrap()
    )
}

async fn overridden() -> HttpResponse {
    let error = clinic::Overloaded
        .error()
        .with_source(Below(SECRET))
        .with_request_id("own");
    with_headers(
        HttpResponse::from_error(error),
        &[("retry-after", "99"), ("x-own", "1")],
    )
}

async fn gone() -> Result<HttpResponse, Error<Clinic>> {
    Err(clinic::Gone.into())
}

async fn foreign() -> Result<HttpResponse, Error<GpConnect>> {
    Err(gp_connect::PatientNotFound.into())
}

async fn kept() -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::IM_A_TEAPOT).body("short and stout");
    response.extensions_mut().insert(Keep);
    response
}

async fn described() -> HttpResponse {
    let response = plain(StatusCode::BAD_REQUEST).body("described");
    let response = with_headers(response, &OF_THE_BODY);
    with_headers(response, &[("cache-control", "no-store"), ("x-own", "1")])
}

async fn throttled(wait: web::Path<String>) -> HttpResponse {
    let waits: Vec<_> = wait.split('|').map(|wait| ("retry-after", wait)).collect();
    with_headers(plain(StatusCode::TOO_MANY_REQUESTS).body("slow down"), &waits)
}

async fn waiting(wait: web::Path<String>) -> HttpResponse {
    let error = clinic::TooManyRequests.error();
    let mut response = HttpResponse::from_error(error);
    response.headers_mut().remove("retry-after");
    with_headers(response, &[("retry-after", wait.as_str())])
}

fn plain(status: StatusCode) -> HttpResponseBuilder {
    let mut builder = HttpResponse::build(status);
    builder.content_type("text/plain; charset=utf-8");
    builder
}

fn with_headers(mut response: HttpResponse, headers: &[(&str, &str)]) -> HttpResponse {
    let mut replaced = Vec::new();
    for (name, value) in headers {
        let (name, value) = (name.parse().unwrap(), value.parse().unwrap());
        if replaced.contains(&name) {
            response.headers_mut().append(name, value);
        } else {
            response.headers_mut().insert(name.clone(), value);
            replaced.push(name);
        }
    }
    response
}

/// A resource for GET and HEAD. Only axum has the second by itself.
fn get<A: FromRequest + 'static, F: Handler<A>>(path: &str, handler: F) -> Resource
where
    F::Output: Responder + 'static,
{
    web::resource(path)
        .route(web::get().to(handler.clone()))
        .route(web::head().to(handler))
}

pub fn routes(app: &mut ServiceConfig) {
    app.app_data(web::JsonConfig::default().limit(64))
        .app_data(web::PayloadConfig::new(64))
        .service(get("/patients/{id}", record))
        .service(get("/patients", list).route(web::post().to(admit)))
        .service(web::resource("/checked").post(admit_checked))
        .service(web::resource("/uploads").post(async |body: web::Bytes| body.len().to_string()))
        .service(get("/numbers/{number}", number))
        .service(get("/panic", panics))
        .service(get("/bomb", bomb))
        .service(get("/slow", slow))
        .service(get("/several", several))
        .service(get("/several-without-place", several_without_place))
        .service(get("/ids", ids))
        .service(get("/overridden", overridden))
        .service(get("/gone", gone))
        .service(get("/teapot", async || plain(StatusCode::IM_A_TEAPOT).body(SECRET)))
        .service(get("/bad-gateway", async || {
            plain(StatusCode::BAD_GATEWAY).body(SECRET)
        }))
        .service(get("/login", async || {
            let response = plain(StatusCode::UNAUTHORIZED).body(SECRET);
            with_headers(response, &[("www-authenticate", "Basic")])
        }))
        .service(get("/kept", kept))
        .service(get("/described", described))
        .service(get("/throttled/{wait}", throttled))
        .service(get("/waiting/{wait}", waiting))
        .service(get("/foreign", foreign))
        .service(get("/moved", async || {
            HttpResponse::Found().insert_header(("location", "/")).finish()
        }));
}

/// Starts a server on this thread, and talks to it from another one.
pub fn with_actix<T: Send + 'static>(
    layer: Option<CatalogLayer<Clinic>>,
    routes: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
    client: impl FnOnce(SocketAddr) -> T + Send + 'static,
) -> T {
    actix_web::rt::System::new().block_on(async {
        let server = HttpServer::new(move || {
            let around = Condition::new(layer.is_some(), layer.clone().unwrap_or_default());
            App::new().configure(routes.clone()).wrap(around)
        });
        let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
        let address = server.addrs()[0];
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let result = actix_web::rt::task::spawn_blocking(move || client(address))
            .await
            .unwrap();
        handle.stop(false).await;
        result
    })
}
