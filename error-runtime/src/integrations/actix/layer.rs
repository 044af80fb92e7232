//! The middleware and its options.

use alloc::sync::Arc;
use core::fmt;
use core::future::{Ready, ready};
use core::marker::PhantomData;
use core::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::header::HeaderName;
use bytes::Bytes;

use super::CatalogService;
use crate::catalog::Catalog;
use crate::integrations::layer::{Options, keep_errors};

/// A middleware that replaces the error responses of actix-web by entries of the catalog `C`.
///
/// It also sets the id of each request, limits its time, and reports panics as entries. See the [module](super) for the
/// details and its place among other middleware.
///
/// ```
/// # mod api { error_runtime::error_catalog! { pub enum Clinic = "catalogs/clinic.json"; } }
/// # use api::Clinic;
/// use actix_web::{App, web};
/// use error_runtime::actix::CatalogLayer;
///
/// // A request for any other path receives the fallback for 404, with the entry's body.
/// let app = App::new()
///     .route("/health", web::get().to(async || "ok"))
///     .wrap(CatalogLayer::<Clinic>::new().new_request_ids());
/// ```
#[doc(alias = "middleware")]
#[doc(alias = "panic")]
#[doc(alias = "timeout")]
#[doc(alias = "X-Request-Id")]
pub struct CatalogLayer<C> {
    header: HeaderName,
    options: Arc<Options>,
    time_limit: Option<Duration>,
    catalog: PhantomData<fn() -> C>,
}

impl<C: Catalog> CatalogLayer<C> {
    /// Returns a middleware with the request id in `X-Request-Id`. Clients may send one.
    pub fn new() -> Self {
        keep_errors();
        Self {
            header: HeaderName::from_static("x-request-id"),
            options: Arc::default(),
            time_limit: None,
            catalog: PhantomData,
        }
    }

    /// Sets the header of the request id, for requests and responses.
    #[must_use]
    pub fn request_id_header(mut self, name: HeaderName) -> Self {
        // A name is valid in both versions of `http`.
        if let Ok(name) = name.as_str().parse() {
            Arc::make_mut(&mut self.options).header = name;
        }
        self.header = name;
        self
    }

    /// Generates an id for every request, and ignores that of the client.
    #[must_use]
    pub fn new_request_ids(mut self) -> Self {
        Arc::make_mut(&mut self.options).takes_ids = false;
        self
    }

    /// Sets the longest time until a request has a response. Without this option there is no limit.
    ///
    /// A request over the limit receives the fallback for 504, and its handler is dropped. The status is not 408: with that
    /// status the client was too slow and may repeat the request at once (RFC 9110, section 15.5.9), but here the server may
    /// still process the request.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = Some(limit);
        self
    }

    /// Sends the reason of a replaced response to the client, as the parameter of this name.
    ///
    /// The reason is the text of the replaced response, such as that of an error of `web::Json`: "Json deserialize error: EOF
    /// while parsing an object at line 1 column 1". An entry of the catalog's `fallbacks` without the parameter does not show
    /// it. Without this option it is only in the log.
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

impl<S, B, C> Transform<S, ServiceRequest> for CatalogLayer<C>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = actix_web::Error>,
    S::Future: 'static,
    B: MessageBody,
    C: Catalog,
{
    type Response = ServiceResponse<EitherBody<B, Bytes>>;
    type Error = actix_web::Error;
    type Transform = CatalogService<S, C>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        let options = Arc::clone(&self.options);
        ready(Ok(CatalogService::new(
            inner,
            self.header.clone(),
            options,
            self.time_limit,
        )))
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
            header: self.header.clone(),
            options: Arc::clone(&self.options),
            time_limit: self.time_limit,
            catalog: PhantomData,
        }
    }
}

impl<C: Catalog> fmt::Debug for CatalogLayer<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CatalogLayer")
            .field("catalog", &C::DATA.name())
            .field("request_id_header", &self.header)
            .finish_non_exhaustive()
    }
}
