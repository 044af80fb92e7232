//! All APIs in one router, and the socket it is served on.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::middleware::map_request;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use error_runtime::Catalog;
use error_runtime::axum::record_route;
use error_runtime::tower::CatalogLayer;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::{Service, ServiceBuilder};

use crate::apis::{bars, blue_button, gp_connect, gp_connect_dstu2, health_gorilla, medblocks};
use crate::catalogs::{ApiServer, Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Medblocks};
use crate::index::{Listing, Mount};
use crate::request::MAX_BODY;
use crate::store::Database;
use crate::{connection, counters, drills, errors_route, openapi};

/// The time limit for current requests when the server stops.
const GRACE: Duration = Duration::from_secs(5);

/// The pause when the system accepts no more connections.
const PAUSE: Duration = Duration::from_millis(50);

/// Prometheus' text format, version 0.0.4.
const PROMETHEUS: [(HeaderName, &str); 1] = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];

/// Every catalog, with the routes of its API.
pub const MOUNTS: [Mount; 7] = [
    Mount::of::<GpConnect>(gp_connect::ROUTES),
    Mount::of::<GpConnectDstu2>(gp_connect_dstu2::ROUTES),
    Mount::of::<Bars>(bars::ROUTES),
    Mount::of::<BlueButton>(blue_button::ROUTES),
    Mount::of::<HealthGorilla>(health_gorilla::ROUTES),
    Mount::of::<Medblocks>(medblocks::ROUTES),
    Mount::of::<ApiServer>(&[]),
];

/// The options of a server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The time limit of a request.
    pub time: Duration,
    /// The number of requests of each API at the same time; more are rejected.
    pub room: usize,
    /// The time limit for the head of a request.
    pub head: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(10),
            room: 4096,
            head: Duration::from_secs(10),
        }
    }
}

/// The whole server.
///
/// # Errors
///
/// If the listing of the catalogs cannot be written as JSON, which does not happen.
pub fn router(database: &Database, limits: Limits) -> io::Result<Router> {
    let listing = Arc::new(Listing::of(&MOUNTS)?);
    let openapi = Arc::<str>::from(openapi::document()?);
    let counted = counters::recorder();
    let own = Router::new()
        .route("/", get(async move |headers: HeaderMap| listing.respond(&headers)))
        .route("/openapi.json", get(async move || json_text(&openapi)))
        .route("/metrics", get(async || (PROMETHEUS, counted.render())))
        .route("/{catalog}/errors/{entry}", any(errors_route::unknown_catalog))
        .route_layer(map_request(record_route));
    let apis = Apis {
        limits,
        // All other paths are the server's own.
        router: Router::new().fallback_service(guarded(limits, CatalogLayer::<ApiServer>::new(), own)),
    };
    let apis = apis
        .mount(CatalogLayer::<GpConnect>::new(), gp_connect::router(database.clone()))
        .mount(
            CatalogLayer::<GpConnectDstu2>::new(),
            gp_connect_dstu2::router(database.clone()),
        )
        .mount(bars::layer(), bars::router(database.clone()))
        .mount(CatalogLayer::<BlueButton>::new(), blue_button::router())
        .mount(health_gorilla::layer(), health_gorilla::router())
        .mount(CatalogLayer::<Medblocks>::new(), medblocks::router(database.clone()))
        .mount(CatalogLayer::<ApiServer>::new(), Router::new());
    Ok(apis.router)
}

fn json_text(text: &str) -> impl IntoResponse + use<> {
    ([(CONTENT_TYPE, "application/json")], text.to_owned())
}

struct Apis {
    limits: Limits,
    router: Router,
}

impl Apis {
    /// Mounts an API under the name of its catalog, with the routes of the catalog's entries.
    fn mount<C: Catalog>(mut self, layer: CatalogLayer<C>, api: Router) -> Self {
        let api = api
            .route("/errors/{entry}", any(errors_route::entry::<C>))
            .merge(drills::router())
            .route_layer(map_request(record_route));
        let path = format!("/{}", C::DATA.name());
        // As a service, not as a router: only so is the API asked for all paths below, `/{name}/` among them.
        self.router = self.router.nest_service(&path, guarded(self.limits, layer, api));
        self
    }
}

/// Returns a router with its limits, and around them the layer, which sends the errors of all.
///
/// They are around the whole router, because `Router::layer` boxes a future for each request. Inside, `record_route` passes
/// the route to the events of the layer.
fn guarded<C: Catalog>(limits: Limits, layer: CatalogLayer<C>, router: Router) -> impl Guarded {
    ServiceBuilder::new()
        .layer(layer)
        .load_shed()
        .concurrency_limit(limits.room)
        .timeout(limits.time)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .service(router)
}

/// The service that a router accepts.
trait Guarded:
    Service<Request, Response = Response, Error = Infallible, Future: Send + 'static> + Clone + Send + Sync + 'static
{
}

impl<S> Guarded for S where
    S: Service<Request, Response = Response, Error = Infallible, Future: Send + 'static>
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// Serves until `stop` is done, then completes the current requests.
///
/// # Errors
///
/// If the router cannot be made.
pub async fn serve(
    listener: TcpListener,
    database: Database,
    limits: Limits,
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    let router = router(&database, limits)?;
    let (stopping, stopped) = watch::channel(());
    let mut connections = JoinSet::new();
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((socket, _)) => {
                let served = connection::serve(socket, router.clone(), limits.head, stopped.clone());
                connections.spawn(served);
            }
            // The client closed the connection. All other errors are of the system, which may have room again later.
            Err(error) if is_of_the_client(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept a connection");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    // Without a connection there is no receiver.
    let _ = stopping.send(());
    let ended = async { while connections.join_next().await.is_some() {} };
    // Connections that take longer are closed when the set is dropped.
    let _ = tokio::time::timeout(GRACE, ended).await;
    Ok(())
}

fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
