//! A [layer](CatalogLayer) for everything that is a [`tower::Service`] of HTTP, as axum's routers are (feature `tower`).
//!
//! ```ignore
//! let app = Router::new().route("/patients/{id}", get(patient));
//! let app = ServiceBuilder::new()
//!     .layer(CatalogLayer::<GpConnect>::new())
//!     .load_shed()
//!     .concurrency_limit(512)
//!     .timeout(Duration::from_secs(30))
//!     .service(app);
//! axum::serve(listener, ServiceExt::<Request>::into_make_service(app)).await?;
//! ```
//!
//! # What it does
//!
//! Every answer with a status of 400 or more that is not an error of a catalog is replaced by the entry that the catalog's `fallbacks` name: what the
//! framework answers where there is no route (404) or no such method (405), to bodies that are malformed, too large or of the wrong type, to rejected
//! extractors. Headers that are not about the body stay, such as `Allow`. So is an error of the service itself: a timeout (504), shed load (503),
//! anything else (500), and a panic (500), whose message is in no answer. Where the catalog has no fallback, the answer stays as it is.
//!
//! Every request gets an id: the client's, if it sent one that is [harmless](RequestId), else a new one. It is in the request's header and extensions
//! for whoever is inside, in the answer's header, in the body of every error, and in the log.
//!
//! Each error is then logged and counted once, by the features `tracing` and `metrics`.
//!
//! # What it cannot do
//!
//! What the server answers before there is a request (a malformed request line, too many headers) never comes here, and of a body that fails while it
//! is being sent the head is already gone.
//!
//! # Where it stands
//!
//! Outside of everything whose answers it is to replace. An answer that it replaces has another body than before: what looks at bodies, as compression
//! does, stands outside of it. The body is of the service's own type, which must be made from [`Bytes`](bytes::Bytes), as axum's is; a service with
//! another one is mapped first.

mod answering;
mod future;
mod layer;
mod origin;
mod request_id;
mod service;

pub use self::future::ResponseFuture;
pub use self::layer::{CatalogLayer, Keep};
pub(crate) use self::origin::Origin;
pub use self::request_id::RequestId;
pub use self::service::CatalogService;

/// An error of a service, as tower has them.
type BoxError = tower::BoxError;
