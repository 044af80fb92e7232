//! A reverse proxy, as many services have one: [`axum_reverse_proxy`], with a page for a server that it cannot reach.

use std::io;
use std::net::SocketAddr;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse, Response};
use axum_reverse_proxy::{ProxyError, ReverseProxy};
use tokio::net::TcpListener;

/// The page of nginx and others, by their `error_page`.
const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n\
                    <body><center><h1>502 Bad Gateway</h1></center><hr><center>proxy</center></body></html>\n";

/// Starts a proxy of a server on a free port of this machine. It ends with the runtime.
///
/// # Errors
///
/// If no port is free.
pub async fn start(server: &str) -> io::Result<SocketAddr> {
    let router: Router = ReverseProxy::new("/", server).into();
    let router = router.layer(map_response(with_page));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// Replaces the text of the proxy by the page. A response of the server is passed unchanged, whatever its status.
async fn with_page(response: Response) -> Response {
    if response.extensions().get::<ProxyError>().is_some() {
        (StatusCode::BAD_GATEWAY, Html(PAGE)).into_response()
    } else {
        response
    }
}
