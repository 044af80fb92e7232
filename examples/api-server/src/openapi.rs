//! `GET /openapi.json`: every route with its errors, each with an example.

use std::io;

use utoipa::OpenApi;

use crate::apis::{bars, blue_button, gp_connect, gp_connect_dstu2, health_gorilla, medblocks};

#[derive(OpenApi)]
#[openapi(
    info(title = "Example server of error catalogs"),
    nest(
        (path = "/gp-connect", api = gp_connect::Document, tags = ["gp-connect"]),
        (path = "/gp-connect-dstu2", api = gp_connect_dstu2::Document, tags = ["gp-connect-dstu2"]),
        (path = "/bars", api = bars::Document, tags = ["bars"]),
        (path = "/blue-button", api = blue_button::Document, tags = ["blue-button"]),
        (path = "/health-gorilla", api = health_gorilla::Document, tags = ["health-gorilla"]),
        (path = "/medblocks", api = medblocks::Document, tags = ["medblocks"]),
    )
)]
struct Document;

/// The document.
///
/// # Errors
///
/// If it cannot be written as JSON, which does not happen.
pub fn document() -> io::Result<String> {
    Document::openapi().to_pretty_json().map_err(io::Error::other)
}
