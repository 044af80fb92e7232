//! The layer, and what can be set on it.

use alloc::sync::Arc;
use core::fmt;
use core::marker::PhantomData;

use http::HeaderName;
use tower::Layer;

use super::{BoxError, CatalogService};
use crate::catalog::Catalog;

/// Gives every answer in the words of the catalog `C`. See the [module](super) for what it does and where it stands.
pub struct CatalogLayer<C> {
    config: Arc<Config>,
    catalog: PhantomData<fn() -> C>,
}

/// What can be set on the layer.
#[derive(Clone)]
pub(super) struct Config {
    pub(super) header: HeaderName,
    pub(super) takes_ids: bool,
    pub(super) status_of: fn(&BoxError) -> Option<u16>,
    #[cfg(any(feature = "tracing", feature = "metrics"))]
    pub(super) watch: crate::frameworks::Watch,
}

impl<C: Catalog> CatalogLayer<C> {
    /// Ids of requests are in `X-Request-Id`, and a client may send one.
    pub fn new() -> Self {
        super::origin::wanted();
        let config = Config {
            header: HeaderName::from_static("x-request-id"),
            takes_ids: true,
            status_of: |_| None,
            #[cfg(any(feature = "tracing", feature = "metrics"))]
            watch: crate::frameworks::Watch::of_one_catalog(),
        };
        Self {
            config: Arc::new(config),
            catalog: PhantomData,
        }
    }

    /// Sets the header that has the id of a request and of its answer.
    #[must_use]
    pub fn request_id_header(mut self, name: HeaderName) -> Self {
        Arc::make_mut(&mut self.config).header = name;
        self
    }

    /// Gives every request a new id, whatever the client sent.
    #[must_use]
    pub fn new_request_ids(mut self) -> Self {
        Arc::make_mut(&mut self.config).takes_ids = false;
        self
    }

    /// Says which status an error of the service has, where that is not the usual: 504 for a timeout
    /// ([`Elapsed`](tower::timeout::error::Elapsed)), 503 for shed load ([`Overloaded`](tower::load_shed::error::Overloaded)), 500 for anything
    /// else.
    ///
    /// A timeout is no 408 unless the function says so: that status tells a client that *it* was slow, and that it may send the request again at once
    /// (RFC 9110, section 15.5.9), which is wrong for a request that the server may still be acting on.
    #[must_use]
    pub fn status_of(mut self, status: fn(&BoxError) -> Option<u16>) -> Self {
        Arc::make_mut(&mut self.config).status_of = status;
        self
    }

    /// Sets how errors are logged.
    #[cfg(feature = "tracing")]
    #[must_use]
    pub fn log(mut self, log: crate::tracing::Log) -> Self {
        Arc::make_mut(&mut self.config).watch.log = log;
        self
    }
}

impl<S, C: Catalog> Layer<S> for CatalogLayer<C> {
    type Service = CatalogService<S, C>;

    fn layer(&self, inner: S) -> Self::Service {
        CatalogService::new(inner, Arc::clone(&self.config))
    }
}

impl<C: Catalog> Default for CatalogLayer<C> {
    fn default() -> Self {
        Self::new()
    }
}

// A derive would ask it of the catalog too.
impl<C> Clone for CatalogLayer<C> {
    fn clone(&self) -> Self {
        Self {
            config: Arc::clone(&self.config),
            catalog: PhantomData,
        }
    }
}

impl<C: Catalog> fmt::Debug for CatalogLayer<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CatalogLayer")
            .field("catalog", &C::DATA.name())
            .field("request_id_header", &self.config.header)
            .finish_non_exhaustive()
    }
}

/// The extension of an answer that the [layer](CatalogLayer) is to leave as it is, although it is not the catalog's: that of another server, passed on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keep;
