//! The client against the server, over a socket.

use clinic_client::{Clinic, explain, patient};
use tokio::net::TcpListener;

/// Starts a server that is busy for this many requests. Returns its address.
async fn server(busy: u32) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, clinic_server::app(busy)).await });
    format!("http://{address}")
}

#[tokio::test]
async fn a_busy_server_is_asked_again() {
    let base = server(1).await;
    assert_eq!(patient(&base, "p-17").await.unwrap(), "Ada");
}

#[tokio::test]
async fn an_unknown_patient_is_not_asked_for_again() {
    let base = server(0).await;
    let error = patient(&base, "p-18").await.unwrap_err();
    assert_eq!(error.entry(), Some(Clinic::PatientNotFound));
    assert_eq!(explain(&error), "There is no such patient.");
}
