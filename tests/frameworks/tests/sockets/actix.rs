//! actix-web, over a socket.

use std::net::SocketAddr;

use crate::support::{Patient, RecordError, read_record};
use actix_web::http::StatusCode;
use actix_web::http::header::ALLOW;
use actix_web::{App, HttpResponse, HttpServer, web};
use error_runtime::actix::{Extract, reject, reject_status};
use error_runtime::{CatalogError, Error, Outcome};
use framework_tests::{Answer, Clinic, PERSONAL, SECRET, clinic, post, send};

/// An error without `Display` compiles and does not implement `ResponseError`: another crate can have enabled the feature.
#[derive(CatalogError)]
#[catalog(Clinic, no_display, no_error)]
#[code(Gone)]
struct Silent;

#[derive(Debug, CatalogError)]
#[catalog(Clinic)]
enum Generic<T> {
    #[code(PatientNotFound)]
    #[param(nhs_number = "")]
    NoRecord {
        #[param]
        patient: T,
    },
}

async fn generic(id: web::Path<String>) -> Result<HttpResponse, Generic<String>> {
    Err(Generic::NoRecord {
        patient: id.into_inner(),
    })
}

async fn record(id: web::Path<String>) -> Result<String, RecordError> {
    read_record(id.into_inner())
}

async fn admit(patient: web::Json<Patient>) -> String {
    patient.into_inner().name
}

async fn number(number: web::Path<u32>) -> String {
    number.to_string()
}

async fn checked_number(Extract(number, _): Extract<Clinic, web::Path<u32>>) -> String {
    number.to_string()
}

async fn upload(Extract(body, _): Extract<Clinic, web::Bytes>) -> String {
    body.len().to_string()
}

async fn text(Extract(body, _): Extract<Clinic, String>) -> String {
    body
}

async fn admit_checked(Extract(patient, _): Extract<Clinic, web::Json<Patient>>) -> String {
    patient.into_inner().name
}

async fn busy() -> Result<HttpResponse, Error<Clinic>> {
    Err(clinic::Overloaded.into())
}

async fn several() -> Result<HttpResponse, Outcome<Clinic>> {
    let first = clinic::PatientNotFound {
        patient: "p-1",
        nhs_number: PERSONAL,
    };
    Err(Outcome::new(first).and(clinic::Unprocessable).with_request_id("r-7"))
}

async fn wrong_method() -> Result<HttpResponse, Error<Clinic>> {
    let error = Error::<Clinic>::fallback(405).unwrap();
    Err(error.with_header(ALLOW.as_str(), "POST").unwrap())
}

fn with_clinic(client: impl FnOnce(SocketAddr) + Send + 'static) {
    actix_web::rt::System::new().block_on(async {
        let server = HttpServer::new(|| {
            App::new()
                .app_data(web::JsonConfig::default().limit(64).error_handler(reject::<Clinic, _>))
                .app_data(web::PathConfig::default().error_handler(reject::<Clinic, _>))
                .route("/patients/{id}", web::get().to(record))
                .route("/numbers/{number}", web::get().to(number))
                .service(
                    web::resource("/plain-numbers/{number}")
                        .app_data(web::PathConfig::default())
                        .route(web::get().to(number)),
                )
                .route("/checked-numbers/{number}", web::get().to(checked_number))
                .route("/uploads", web::post().to(upload))
                .route(
                    "/plain-uploads",
                    web::post().to(async |body: web::Bytes| body.len().to_string()),
                )
                .route("/texts", web::post().to(text))
                .route("/checked", web::post().to(admit_checked))
                .app_data(web::PayloadConfig::new(64))
                .route("/busy", web::get().to(busy))
                .route("/generic/{id}", web::get().to(generic))
                .route("/several", web::get().to(several))
                .service(
                    web::resource("/patients")
                        .route(web::post().to(admit))
                        .default_service(web::to(wrong_method)),
                )
                .default_service(web::to(async || {
                    Err::<HttpResponse, _>(reject_status::<Clinic>(StatusCode::NOT_FOUND))
                }))
        })
        .workers(1)
        .disable_signals()
        .bind(("127.0.0.1", 0))
        .unwrap();
        let address = server.addrs()[0];
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        actix_web::rt::task::spawn_blocking(move || client(address))
            .await
            .unwrap();
        handle.stop(false).await;
    });
}

/// There is no layer here, so only ids that the handler set.
#[track_caller]
fn assert_is(answer: &Answer, status: u16, code: &str) {
    assert_eq!(
        (answer.status, answer.length()),
        (status, answer.body.len()),
        "{answer:?}"
    );
    assert!(answer.body.contains(&format!("\"{code}\"")), "{answer:?}");
    assert!(
        !answer.body.contains(SECRET) && !answer.body.contains(PERSONAL),
        "{answer:?}"
    );
}

#[test]
fn a_derived_error_is_the_response() {
    with_clinic(|clinic| {
        assert_eq!(send(clinic, "GET", "/patients/p-1", &[]).body, "Jane");
        let missing = send(clinic, "GET", "/patients/p-9", &[]);
        assert_is(&missing, 404, "PATIENT_NOT_FOUND");
        assert_eq!(missing.header("content-type"), Some("application/fhir+json"));
        assert_is(&send(clinic, "GET", "/patients/store", &[]), 500, "INTERNAL");
        let head = send(clinic, "HEAD", "/patients/p-9", &[]);
        assert_eq!(head.body, "");
    });
}

#[test]
fn an_error_of_the_catalog_is_the_response_with_its_headers() {
    with_clinic(|clinic| {
        let busy = send(clinic, "GET", "/busy", &[]);
        assert_is(&busy, 503, "OVERLOADED");
        assert_eq!(busy.header("retry-after"), Some("5"));
        let several = send(clinic, "GET", "/several", &[]);
        assert_is(&several, 400, "UNPROCESSABLE");
        assert_is(&several, 400, "r-7");
    });
}

#[test]
fn a_generic_error_is_a_response_and_an_error_without_display_compiles() {
    with_clinic(|clinic| {
        let missing = send(clinic, "GET", "/generic/p-9", &[]);
        assert_is(&missing, 404, "PATIENT_NOT_FOUND");
        assert!(missing.body.contains("p-9"), "{missing:?}");
    });
    assert_eq!(Silent.into_error().status(), 410);
}

#[test]
fn a_response_of_actix_itself_becomes_an_entry() {
    with_clinic(|clinic| {
        assert_is(&send(clinic, "GET", "/nowhere", &[]), 404, "ROUTE_NOT_FOUND");
        let wrong_method = send(clinic, "DELETE", "/patients", &[]);
        assert_is(&wrong_method, 405, "METHOD_NOT_ALLOWED");
        assert_eq!(wrong_method.header("allow"), Some("POST"));
        assert_is(
            &post(clinic, "/patients", "application/json", "{\"name\":"),
            400,
            "BAD_REQUEST",
        );
        let long = format!("{{\"name\":\"{}\"}}", "x".repeat(100));
        assert_is(&post(clinic, "/patients", "application/json", &long), 413, "TOO_LARGE");
        assert_is(
            &post(clinic, "/patients", "text/plain", "{}"),
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        );
        // As actix-web itself: there is no resource at such a path.
        assert_is(&send(clinic, "GET", "/numbers/seven", &[]), 404, "ROUTE_NOT_FOUND");
        assert_eq!(send(clinic, "GET", "/plain-numbers/seven", &[]).status, 404);
    });
}

#[test]
fn an_extractor_without_a_handler_rejects_with_an_entry() {
    with_clinic(|clinic| {
        let long = "x".repeat(100);
        assert_eq!(post(clinic, "/uploads", "text/plain", "abc").body, "3");
        assert_is(&post(clinic, "/uploads", "text/plain", &long), 413, "TOO_LARGE");
        // As actix-web itself.
        assert_eq!(post(clinic, "/plain-uploads", "text/plain", &long).status, 413);
        assert_is(&post(clinic, "/texts", "text/plain", &long), 413, "TOO_LARGE");
        assert_is(
            &post(clinic, "/texts", "text/plain; charset=klingon", "abc"),
            400,
            "BAD_REQUEST",
        );
        assert_is(&post(clinic, "/checked", "application/json", "{"), 400, "BAD_REQUEST");
        assert_is(
            &post(clinic, "/checked", "text/plain", "{}"),
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        );
        assert_is(
            &send(clinic, "GET", "/checked-numbers/seven", &[]),
            404,
            "ROUTE_NOT_FOUND",
        );
        assert_eq!(send(clinic, "GET", "/checked-numbers/7", &[]).body, "7");
    });
}
