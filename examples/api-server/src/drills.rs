//! `/{catalog}/drills/…`: faults on request, to see the responses that clients receive.

use std::future;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::routing::get;

use crate::request::MAX_BODY;

/// The routes, for every API alike.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/drills/panic", get(panics))
        .route("/drills/slow", get(slow))
}

/// The message of a panic is in no response: the panic hook prints it, and the layer responds.
#[expect(clippy::panic, reason = "its purpose")]
async fn panics() -> &'static str {
    panic!("a drill, with the secret hunter2")
}

/// Reads the request and never responds: the time limit ends it.
///
/// A client that sends `Expect: 100-continue` knows by the interim response that its request has been let in.
async fn slow(body: Body) -> &'static str {
    let _ = to_bytes(body, MAX_BODY).await;
    future::pending().await
}
