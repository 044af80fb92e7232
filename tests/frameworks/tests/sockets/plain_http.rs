//! Hyper without a framework: an error is a plain `http::Response<Bytes>`, over a socket.

use std::convert::Infallible;
use std::net::SocketAddr;

use crate::support::{Below, RecordError, with_server};
use error_runtime::{CatalogError, Error, Outcome};
use framework_tests::{Clinic, PERSONAL, SECRET, clinic, send};
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let missing = || clinic::PatientNotFound {
        patient: "p-9",
        nhs_number: PERSONAL,
    };
    let response: Response<Bytes> = match request.uri().path() {
        "/derived" => {
            let below = Below(SECRET);
            RecordError::Store {
                part: "the store",
                below,
            }
            .into_error()
            .into()
        }
        "/missing" => Error::from(missing()).with_request_id("r-1").into(),
        "/several" => Outcome::new(missing()).and(clinic::Unprocessable).into(),
        "/gone" => clinic::Gone.error().into(),
        _ => Error::<Clinic>::fallback(404).unwrap().into(),
    };
    Ok(response.map(Full::new))
}

fn with_hyper(client: impl FnOnce(SocketAddr) + Send + 'static) {
    let server = async |listener: TcpListener| {
        loop {
            let (socket, _) = listener.accept().await.unwrap();
            let connection = http1::Builder::new().serve_connection(TokioIo::new(socket), service_fn(answer));
            tokio::spawn(connection);
        }
    };
    with_server(server, client);
}

#[test]
fn an_error_is_a_response_with_status_headers_and_body() {
    with_hyper(|address| {
        for (path, status, code) in [
            ("/derived", 500, "INTERNAL"),
            ("/missing", 404, "PATIENT_NOT_FOUND"),
            ("/several", 400, "UNPROCESSABLE"),
            ("/nowhere", 404, "ROUTE_NOT_FOUND"),
        ] {
            let (get, head) = (send(address, "GET", path, &[]), send(address, "HEAD", path, &[]));
            assert_eq!((get.status, get.length()), (status, get.body.len()), "{path}");
            assert!(get.body.contains(&format!("\"{code}\"")), "{get:?}");
            assert!(get.header("content-type").unwrap().ends_with("+json"), "{get:?}");
            let all = format!("{get:?}");
            assert!(!all.contains(SECRET) && !all.contains(PERSONAL), "{all}");
            assert_eq!(
                (head.status, head.length(), head.body.as_str()),
                (status, get.body.len(), "")
            );
        }
        let gone = send(address, "GET", "/gone", &[]);
        assert_eq!(
            (gone.status, gone.length(), gone.header("content-type")),
            (410, 0, None)
        );
    });
}
