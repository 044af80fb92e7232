//! All APIs in one router, and the socket it is served on.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri};
use axum::http::HeaderMap;
use axum::routing::{any, get};
use error_runtime::Catalog;
use tokio::net::TcpListener;

use crate::answer::Failure;
use crate::apis::{bars, blue_button, gp_connect, gp_connect_dstu2, health_gorilla, medblocks};
use crate::catalogs::{ApiServer, Bars, BlueButton, GpConnect, GpConnectDstu2, HealthGorilla, Medblocks, api_server};
use crate::errors_route;
use crate::index::{Listing, Mount};
use crate::request::{self, MAX_BODY};
use crate::store::Patients;

/// How long requests under way may take once the server is to stop.
const GRACE: Duration = Duration::from_secs(5);

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

/// The whole server, with data of its own.
///
/// # Errors
///
/// If the listing of the catalogs cannot be written as JSON, which it always can.
pub fn router() -> io::Result<Router> {
    let patients = Arc::new(Patients::sample());
    let listing = Arc::new(Listing::of(&MOUNTS)?);
    let router = Router::new()
        .route(
            "/",
            get(async move |headers: HeaderMap| listing.answer(&headers)).fallback(wrong_method),
        )
        .route("/{catalog}/errors/{entry}", any(errors_route::unknown_catalog))
        .fallback(unmatched);
    let router = mount::<GpConnect>(router, gp_connect::router(Arc::clone(&patients)));
    let router = mount::<GpConnectDstu2>(router, gp_connect_dstu2::router(patients));
    let router = mount::<Bars>(router, bars::router());
    let router = mount::<BlueButton>(router, blue_button::router());
    let router = mount::<HealthGorilla>(router, health_gorilla::router());
    let router = mount::<Medblocks>(router, medblocks::router());
    let router = mount::<ApiServer>(router, Router::new().fallback(unmatched));
    Ok(router.layer(DefaultBodyLimit::max(MAX_BODY)))
}

/// Mounts an API under the name of its catalog, beside the catalog's entries.
fn mount<C: Catalog>(router: Router, api: Router) -> Router {
    let api = api.route("/errors/{entry}", any(errors_route::entry::<C>));
    // As a service, not as a router: only so is the API's own fallback asked for all paths, `/{name}/` among them.
    router.nest_service(&format!("/{}", C::DATA.name()), api)
}

async fn unmatched(OriginalUri(uri): OriginalUri) -> Failure<ApiServer> {
    api_server::RouteUnknown {
        path: request::echo(uri.path()),
    }
    .into()
}

async fn wrong_method() -> Failure<ApiServer> {
    api_server::MethodNotAllowed { allow: "GET, HEAD" }.into()
}

/// Serves until `stop` is done, then lets the requests under way come to an end.
///
/// # Errors
///
/// If the router cannot be made, or the socket fails.
pub async fn serve(listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
    let router = router()?;
    let (stopping, stopped) = tokio::sync::oneshot::channel();
    let graceful = async move {
        stop.await;
        // Nobody listens if the server has failed already.
        let _ = stopping.send(());
    };
    let patience = async move {
        // An error is a sender that is gone: then there is nothing to be patient with.
        if stopped.await.is_ok() {
            tokio::time::sleep(GRACE).await;
        }
    };
    tokio::select! {
        served = axum::serve(listener, router).with_graceful_shutdown(graceful) => served,
        () = patience => Ok(()),
    }
}
