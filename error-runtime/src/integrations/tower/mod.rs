//! A [layer](CatalogLayer) for every HTTP [`tower::Service`], such as axum's routers (feature `tower`).
//!
//! ```
//! # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
//! # use api::Clinic;
//! use axum::{Router, ServiceExt, extract::Request, routing::get};
//! use error_runtime::tower::CatalogLayer;
//! use std::time::Duration;
//! use tower::ServiceBuilder;
//!
//! let routes: Router = Router::new().route("/health", get(|| async { "ok" }));
//! let app = ServiceBuilder::new()
//!     .layer(CatalogLayer::<Clinic>::new())
//!     .load_shed()
//!     .timeout(Duration::from_secs(30))
//!     .service(routes);
//! // Then: axum::serve(listener, make_service).await
//! let make_service = ServiceExt::<Request>::into_make_service(app);
//! ```
//!
//! # Replaced responses
//!
//! The layer replaces every response with a status of 400 or more that is not an error of a catalog by the catalog's
//! fallback for the status. Examples are the framework's 404 and 405, and rejected or too large bodies. Headers that do
//! not describe the body, such as `Allow`, are kept; those that do, such as `ETag` and `Repr-Digest`, are removed. A
//! `Retry-After` of the response is also the value of `{retry_after}`.
//!
//! Errors of the service become fallbacks too: a timeout (504), shed load (503), a panic (500) and any other error (500).
//! The message of a panic is not sent. If the catalog has no fallback, a response is unchanged.
//!
//! # Request ids
//!
//! Every request has an id: the client's, if it is [valid](RequestId), otherwise a new one. It is in the header and the
//! extensions of the request, in the header of the response, in the body of every error that shows it, and in the log.
//!
//! With the features `tracing` and `metrics` each error is logged and counted once. The event of a replaced response has its
//! status, its media type and its text; [`CatalogLayer::reason_parameter`] sends the text to the client too.
//!
//! # Limits
//!
//! The layer does not see responses that the server sends without a request, such as 400 for a malformed request line. If
//! a body fails while it is sent, status and headers are sent already.
//!
//! # Place in the stack
//!
//! Put the layer outside of all layers whose responses it should replace, and inside of layers that process bodies, such
//! as compression, or add headers to every response, such as CORS. The body type of the service must implement
//! [`Body`](http_body::Body) and `From<`[`Bytes`](bytes::Bytes)`>`, as axum's does; map other body types first.

mod exchange;
mod future;
mod layer;
mod route;
mod service;

pub use self::future::ResponseFuture;
pub use self::layer::CatalogLayer;
pub use self::route::MatchedRoute;
pub use self::service::CatalogService;
pub use crate::integrations::layer::{Keep, RequestId};

use crate::integrations::layer::BoxError;

/// A function that returns the status for an error of the service; `None` for the default.
type StatusOf = fn(&BoxError) -> Option<u16>;
