//! The layer and its options.

use alloc::sync::Arc;
use core::fmt;
use core::marker::PhantomData;

use http::HeaderName;
use tower::Layer;

use super::{BoxError, CatalogService, StatusOf};
use crate::catalog::Catalog;
use crate::integrations::layer::{Options, keep_errors};

/// A [`tower::Layer`] that replaces the error responses of the framework by entries of the catalog `C`.
///
/// It also sets the id of each request, and reports timeouts, overload and panics as entries. See the
/// [module](super) for the details and its place in the stack.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::Clinic;
/// use axum::{Router, routing::get};
/// use error_runtime::tower::CatalogLayer;
///
/// // A request for any other path receives the fallback for 404, with the entry's body.
/// let app: Router = Router::new()
///     .route("/health", get(|| async { "ok" }))
///     .layer(CatalogLayer::<Clinic>::new().new_request_ids());
/// ```
#[doc(alias = "middleware")]
#[doc(alias = "panic")]
#[doc(alias = "timeout")]
#[doc(alias = "X-Request-Id")]
pub struct CatalogLayer<C> {
    options: Arc<Options>,
    status_of: StatusOf,
    catalog: PhantomData<fn() -> C>,
}

impl<C: Catalog> CatalogLayer<C> {
    /// Returns a layer with the request id in `X-Request-Id`. Clients may send one.
    pub fn new() -> Self {
        keep_errors();
        Self {
            options: Arc::default(),
            status_of: |_| None,
            catalog: PhantomData,
        }
    }

    /// Sets the header of the request id, for requests and responses.
    #[must_use]
    pub fn request_id_header(mut self, name: HeaderName) -> Self {
        Arc::make_mut(&mut self.options).header = name;
        self
    }

    /// Generates an id for every request, and ignores that of the client.
    #[must_use]
    pub fn new_request_ids(mut self) -> Self {
        Arc::make_mut(&mut self.options).takes_ids = false;
        self
    }

    /// Sets a function that returns the status for an error of the service.
    ///
    /// `None` means the default: 504 for a timeout ([`Elapsed`](tower::timeout::error::Elapsed)), 503 for shed load
    /// ([`Overloaded`](tower::load_shed::error::Overloaded)), and 500 for any other error.
    ///
    /// The default for a timeout is not 408. With that status the client was too slow and may repeat the request at once
    /// (RFC 9110, section 15.5.9), but here the server may still process the request.
    #[must_use]
    pub fn status_of(mut self, status: fn(&BoxError) -> Option<u16>) -> Self {
        self.status_of = status;
        self
    }

    /// Sends the reason of a replaced response to the client, as the parameter of this name.
    ///
    /// The reason is the text of the replaced response, such as that of a rejection of axum's `Json`: "Failed to parse the
    /// request body as JSON: EOF while parsing an object at line 1 column 1". An entry of the catalog's `fallbacks` without
    /// the parameter does not show it. Without this option it is only in the log.
    ///
    /// Only the reason of a status from 400 to 499 is sent, because others may have details of the service. It may quote the
    /// request.
    #[must_use]
    pub fn reason_parameter(mut self, name: &'static str) -> Self {
        Arc::make_mut(&mut self.options).reason_parameter = Some(name);
        self
    }

    /// Sets the levels and contents of log events.
    #[cfg(feature = "tracing")]
    #[must_use]
    pub fn log(mut self, log: crate::tracing::Log) -> Self {
        Arc::make_mut(&mut self.options).watch.log = log;
        self
    }
}

impl<S, C: Catalog> Layer<S> for CatalogLayer<C> {
    type Service = CatalogService<S, C>;

    fn layer(&self, inner: S) -> Self::Service {
        CatalogService::new(inner, Arc::clone(&self.options), self.status_of)
    }
}

impl<C: Catalog> Default for CatalogLayer<C> {
    fn default() -> Self {
        Self::new()
    }
}

// A derive would require `C: Clone`.
impl<C> Clone for CatalogLayer<C> {
    fn clone(&self) -> Self {
        Self {
            options: Arc::clone(&self.options),
            status_of: self.status_of,
            catalog: PhantomData,
        }
    }
}

impl<C: Catalog> fmt::Debug for CatalogLayer<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CatalogLayer")
            .field("catalog", &C::DATA.name())
            .field("request_id_header", &self.options.header)
            .finish_non_exhaustive()
    }
}
