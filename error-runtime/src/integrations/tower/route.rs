//! The route of a request.

use alloc::boxed::Box;
use alloc::sync::Arc;
use std::sync::OnceLock;

use http::Extensions;

/// The route that a router selected for a request, such as `/patients/{id}`. Events have it, and never the path.
///
/// The [layer](super::CatalogLayer) adds it to the extensions of every request, empty at first. Inside of axum's
/// `Router::layer` it has the route already. Around a router,
#[cfg_attr(feature = "axum", doc = "[`record_route`](crate::axum::record_route) records it.")]
#[cfg_attr(
    not(feature = "axum"),
    doc = "`axum::record_route` of the feature `axum` records it."
)]
/// For other routers, call [`set`](Self::set).
///
/// ```
/// use error_runtime::tower::MatchedRoute;
///
/// fn matched<B>(request: &http::Request<B>, route: &str) {
///     if let Some(known) = request.extensions().get::<MatchedRoute>() {
///         known.set(route);
///     }
/// }
/// # matched(&http::Request::new(()), "/");
/// ```
#[derive(Clone, Debug, Default)]
pub struct MatchedRoute(Arc<OnceLock<Box<str>>>);

impl MatchedRoute {
    /// Records the route, unless one is recorded.
    pub fn set(&self, route: &str) {
        self.0.get_or_init(|| route.into());
    }

    /// Returns the route, if it is recorded.
    pub fn get(&self) -> Option<&str> {
        self.0.get().map(AsRef::as_ref)
    }

    /// Returns the route of a request, which an outer layer may have added.
    pub(super) fn of(extensions: &mut Extensions) -> Self {
        let route = extensions.get_or_insert_default::<Self>().clone();
        #[cfg(feature = "axum")]
        if let Some(matched) = extensions.get::<::axum::extract::MatchedPath>() {
            route.set(matched.as_str());
        }
        route
    }
}
