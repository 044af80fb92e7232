//! `/{catalog}/drills/…`: what nobody wants to happen, so that one can see what clients get then.

use std::future;

use axum::Router;
use axum::routing::get;

/// The routes, for every API alike.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/drills/panic", get(panics))
        .route("/drills/slow", get(slow))
}

/// What a panic says is in no answer: the panic hook prints it, and the layer answers.
#[expect(clippy::panic, reason = "that is what it is for")]
async fn panics() -> &'static str {
    panic!("a drill, with the secret hunter2")
}

/// Never done: the time limit ends it.
async fn slow() -> &'static str {
    future::pending().await
}
