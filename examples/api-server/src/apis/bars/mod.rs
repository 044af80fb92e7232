//! Booking and Referral Standard: booking an appointment with a receiver.
//!
//! One server has three roles: the API that the sender calls (`SEND_…`), the proxy that finds the receiver
//! (`PROXY_…`), and the receiver itself (`REC_…`).

mod error;
mod target;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use error_runtime::tower::CatalogLayer;
use error_runtime::utoipa::{LayerResponses, Merged};
use serde_json::{Value, json};
use tower::timeout::error::Elapsed;
use utoipa::OpenApi;

use self::error::BookingError;
use super::fhir;
use crate::catalogs::Bars;
use crate::index::Route;
use crate::negotiation::TakesJson;
use crate::request::{self, BodyError, JsonBody};
use crate::store::{Booking, Database};
use crate::success::Json;

/// The operations of the API.
pub const ROUTES: &[Route] = &[
    Route {
        method: "GET",
        path: "/Slot",
        about: "Lists the free slots.",
    },
    Route {
        method: "POST",
        path: "/Appointment",
        about: "Books a slot; needs NHSD-Target-Identifier (Base64 of {\"value\":\"RX809\"}) and X-Request-Id (a UUID).",
    },
    Route {
        method: "GET",
        path: "/Appointment/{id}",
        about: "Reads an appointment.",
    },
];

/// The receiver whose role the server has.
const RECEIVER: &str = "RX809";

const TARGET: HeaderName = HeaderName::from_static("nhsd-target-identifier");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const CORRELATION_ID: HeaderName = HeaderName::from_static("x-correlation-id");

/// The routes, for the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(free, read, book))]
pub struct Document;

/// The routes. The layer sends the errors of all other paths.
pub fn router(database: Database) -> Router {
    Router::new()
        .route("/Slot", get(free))
        .route("/Appointment", post(book))
        .route("/Appointment/{id}", get(read))
        .with_state(database)
}

/// The layer with the options of this API. The sender must set `X-Request-Id`, so the id of the log is in the other header
/// that the standard has for ids; and the standard requires 408 for a timeout.
pub fn layer() -> CatalogLayer<Bars> {
    CatalogLayer::new()
        .request_id_header(CORRELATION_ID)
        .status_of(|error| error.is::<Elapsed>().then_some(408))
}

#[utoipa::path(
    get,
    operation_id = "bars_free",
    path = "/Slot",
    responses((status = 200, description = "Free slots, in a Bundle", body = serde_json::Value, content_type = "application/fhir+json"), Merged<(BookingError, LayerResponses<Bars>)>)
)]
async fn free(_: TakesJson<BookingError>, State(database): State<Database>) -> Result<Json, BookingError> {
    let free = database.free_slots().await?;
    let slots = free
        .iter()
        .map(|slot| json!({ "resourceType": "Slot", "id": slot.id, "status": "free", "start": slot.start }));
    Ok(Json::fhir(fhir::searchset(slots.collect())))
}

#[utoipa::path(
    get,
    operation_id = "bars_read",
    path = "/Appointment/{id}",
    params(("id" = String, Path)),
    responses((status = 200, description = "The appointment", body = serde_json::Value, content_type = "application/fhir+json"), Merged<(BookingError, LayerResponses<Bars>)>)
)]
async fn read(
    _: TakesJson<BookingError>,
    State(database): State<Database>,
    Path(id): Path<String>,
) -> Result<Json, BookingError> {
    let found = database.appointment(id).await?;
    Ok(Json::fhir(found.ok_or(BookingError::no_appointment())?.resource))
}

#[utoipa::path(
    post,
    operation_id = "bars_book",
    path = "/Appointment",
    request_body(content = serde_json::Value, content_type = "application/fhir+json"),
    responses((status = 201, description = "The appointment that was booked", body = serde_json::Value, content_type = "application/fhir+json"), Merged<(BookingError, LayerResponses<Bars>)>)
)]
async fn book(
    State(database): State<Database>,
    _: TakesJson<BookingError>,
    headers: HeaderMap,
    body: Result<JsonBody, BodyError>,
) -> Result<impl IntoResponse, BookingError> {
    let request_id = envelope(&headers)?;
    let JsonBody(resource) = body?;
    let slot = slot_of(&resource)?.to_owned();
    let booking = Booking {
        slot: slot.clone(),
        request_id,
        resource,
    };
    let booked = database.book(booking).await;
    let appointment = booked.map_err(|refusal| BookingError::refused(&slot, refusal))?;
    let location = format!("/bars/Appointment/{}", appointment.id);
    Ok((
        [(header::LOCATION, location)],
        Json::fhir(appointment.resource).created(),
    ))
}

/// Checks the headers, as the API and the proxy do before the receiver. Returns the id of the request.
fn envelope(headers: &HeaderMap) -> Result<String, BookingError> {
    let target =
        request::text_header(headers, &TARGET).ok_or_else(|| BookingError::no_header("NHSD-Target-Identifier"))?;
    let request_id =
        request::text_header(headers, &REQUEST_ID).ok_or_else(|| BookingError::no_header("X-Request-Id"))?;
    if !request::is_uuid(request_id) {
        return Err(BookingError::BadRequestId);
    }
    match target::receiver(target).ok_or(BookingError::BadTarget)?.as_str() {
        RECEIVER => Ok(request_id.to_ascii_lowercase()),
        _ => Err(BookingError::NoReceiver),
    }
}

/// Returns the id of the slot of a valid Appointment.
fn slot_of(appointment: &Value) -> Result<&str, BookingError> {
    if appointment["resourceType"] != "Appointment" {
        return Err(BookingError::Body {
            receiver: RECEIVER,
            details: "the body has to be an Appointment".into(),
        });
    }
    match appointment["status"].as_str() {
        Some("booked") => {}
        Some(_) => {
            return Err(BookingError::bad_element("Appointment.status", "`booked`"));
        }
        None => return Err(BookingError::no_element("Appointment.status")),
    }
    let participants = appointment["participant"].as_array();
    if participants.is_none_or(Vec::is_empty) {
        return Err(BookingError::no_element("Appointment.participant"));
    }
    let slot = &appointment["slot"][0]["reference"];
    let reference = slot
        .as_str()
        .ok_or_else(|| BookingError::no_element("Appointment.slot"))?;
    let id = reference.strip_prefix("Slot/");
    id.ok_or_else(|| BookingError::bad_element("Appointment.slot[0].reference", "`Slot/` and an id"))
}
