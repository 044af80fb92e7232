//! actix-web without the layer, over a socket.

use std::net::SocketAddr;

use crate::support::actix::{routes, with_actix};
use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};
use error_runtime::actix::Extract;
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

async fn several() -> Result<HttpResponse, Outcome<Clinic>> {
    let first = clinic::PatientNotFound {
        patient: "p-1",
        nhs_number: PERSONAL,
    };
    Err(Outcome::new(first).and(clinic::Unprocessable).with_request_id("r-7"))
}

async fn no_route() -> Result<HttpResponse, Error<Clinic>> {
    Err(Error::fallback(404).unwrap())
}

async fn checked_upload(Extract(body, _): Extract<Clinic, web::Bytes>) -> String {
    body.len().to_string()
}

async fn text(Extract(body, _): Extract<Clinic, String>) -> String {
    body
}

fn with_clinic(client: impl FnOnce(SocketAddr) + Send + 'static) {
    let routes = |app: &mut ServiceConfig| {
        app.route("/generic/{id}", web::get().to(generic))
            .route("/several-with-id", web::get().to(several))
            .route("/checked-uploads", web::post().to(checked_upload))
            .route("/texts", web::post().to(text))
            .configure(routes)
            .default_service(web::to(no_route));
    };
    with_actix(None, routes, client);
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
        assert_eq!(missing.header("x-request-id"), None);
        assert_is(&send(clinic, "GET", "/patients/store", &[]), 500, "INTERNAL");
        let head = send(clinic, "HEAD", "/patients/p-9", &[]);
        assert_eq!((head.length(), head.body.as_str()), (missing.body.len(), ""));
    });
}

#[test]
fn an_error_of_the_catalog_is_the_response_with_its_headers() {
    with_clinic(|clinic| {
        assert_is(&send(clinic, "GET", "/nowhere", &[]), 404, "ROUTE_NOT_FOUND");
        let busy = send(clinic, "GET", "/overridden", &[]);
        assert_is(&busy, 503, "OVERLOADED");
        assert_eq!(busy.header("x-support"), Some("about own"));
        let several = send(clinic, "GET", "/several-with-id", &[]);
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
fn an_extractor_rejects_with_an_entry_and_the_status_of_actix() {
    with_clinic(|clinic| {
        let long = "x".repeat(100);
        assert_eq!(post(clinic, "/checked-uploads", "text/plain", "abc").body, "3");
        assert_is(&post(clinic, "/checked-uploads", "text/plain", &long), 413, "TOO_LARGE");
        // As actix-web itself.
        assert_eq!(post(clinic, "/uploads", "text/plain", &long).status, 413);
        assert_is(&post(clinic, "/texts", "text/plain", &long), 413, "TOO_LARGE");
        let charset = "text/plain; charset=klingon";
        assert_is(&post(clinic, "/texts", charset, "abc"), 400, "BAD_REQUEST");
        assert_is(&post(clinic, "/checked", "application/json", "{"), 400, "BAD_REQUEST");
        let other = post(clinic, "/checked", "text/plain", "{}");
        assert_is(&other, 415, "UNSUPPORTED_MEDIA_TYPE");
        // As actix-web itself: there is no resource at such a path.
        assert_is(&send(clinic, "GET", "/numbers/seven", &[]), 404, "ROUTE_NOT_FOUND");
        assert_eq!(send(clinic, "GET", "/numbers/7", &[]).body, "7");
    });
}
