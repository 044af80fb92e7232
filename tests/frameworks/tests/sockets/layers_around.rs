//! CORS and compression, which belong around the layer.

use axum::ServiceExt;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, Response};
use error_runtime::tower::CatalogLayer;
use framework_tests::{Answer, Clinic, send};
use std::net::SocketAddr;
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;
use tower_http::cors::{Any, CorsLayer};

use crate::support::{router, with_server};

/// The stack that `docs/server.md` recommends.
fn with_stack<T: Send + 'static>(client: impl FnOnce(SocketAddr) -> T + Send + 'static) -> T {
    let server = async |listener| {
        let cors = CorsLayer::new()
            .allow_origin(Any)
            .expose_headers([HeaderName::from_static("x-request-id")]);
        let app = ServiceBuilder::new()
            .map_response(|response: Response<_>| response.map(Body::new))
            .layer(cors)
            .layer(CompressionLayer::new().compress_when(SizeAbove::new(0)))
            .layer(CatalogLayer::<Clinic>::new())
            .timeout(Duration::from_millis(500))
            .service(router());
        axum::serve(listener, ServiceExt::<Request>::into_make_service(app))
            .await
            .unwrap();
    };
    with_server(server, client)
}

fn assert_is_readable_by_a_page(answer: &Answer) {
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{answer:?}");
    assert_eq!(
        answer.header("access-control-expose-headers"),
        Some("x-request-id"),
        "{answer:?}"
    );
}

#[test]
fn a_page_of_another_origin_can_read_every_error() {
    with_stack(|clinic| {
        let origin = "Origin: https://app.example";
        for (path, status) in [
            ("/patients/p-9", 404),
            ("/nowhere", 404),
            ("/panic", 500),
            ("/slow", 504),
            ("/teapot", 400),
        ] {
            let answer = send(clinic, "GET", path, &[origin]);
            assert_eq!(answer.status, status, "{path}");
            assert_is_readable_by_a_page(&answer);
        }
        let preflight = ["Access-Control-Request-Method: GET", origin];
        let preflight = send(clinic, "OPTIONS", "/patients/p-1", &preflight);
        assert_eq!((preflight.status, preflight.body.as_str()), (200, ""));
    });
}

#[test]
fn an_error_is_compressed_as_a_whole_and_only_once() {
    with_stack(|clinic| {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        for (path, code) in [("/patients/p-9", "PATIENT_NOT_FOUND"), ("/nowhere", "ROUTE_NOT_FOUND")] {
            let request = agent
                .get(format!("http://{clinic}{path}"))
                .header("Accept-Encoding", "gzip");
            let mut answer = request.call().unwrap();
            assert_eq!(answer.headers()["content-encoding"], "gzip", "{path}");
            assert!(!answer.headers().contains_key("content-length"), "{path}");
            let body = answer.body_mut().read_to_vec().unwrap();
            assert_eq!(body.get(..2), Some(&[0x1f, 0x8b][..]), "{path}");
            let plain = send(clinic, "GET", path, &[]).body;
            assert!(plain.contains(code) && body.len() < plain.len(), "{path}");
        }
    });
}
