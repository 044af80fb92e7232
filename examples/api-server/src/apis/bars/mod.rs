//! Booking and Referral Standard: booking an appointment with a receiver.
//!
//! One server plays three parts: the API that the sender calls (`SEND_…`), the proxy that finds the receiver
//! (`PROXY_…`), and the receiver itself (`REC_…`).

mod error;
mod target;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{OriginalUri, Path, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde_json::{Value, json};

use self::error::BookingError;
use super::fhir;
use crate::answer::{Failure, Json};
use crate::catalogs::{Bars, bars};
use crate::index::Route;
use crate::negotiation;
use crate::request;
use crate::store::{Booking, Refusal, Slots};

/// What the API can do.
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

/// The receiver that the server plays.
const RECEIVER: &str = "RX809";

const TARGET: HeaderName = HeaderName::from_static("nhsd-target-identifier");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The routes, and what is answered beside them.
pub fn router() -> Router {
    Router::new()
        .route("/Slot", get(free).fallback(async || wrong_method("GET, HEAD")))
        .route("/Appointment", post(book).fallback(async || wrong_method("POST")))
        .route(
            "/Appointment/{id}",
            get(read).fallback(async || wrong_method("GET, HEAD")),
        )
        .fallback(unmatched)
        .with_state(Arc::new(Slots::sample()))
}

async fn free(State(slots): State<Arc<Slots>>) -> Result<Json, Failure<Bars>> {
    let free = slots.free().map_err(BookingError::Store)?;
    let slots = free
        .iter()
        .map(|slot| json!({ "resourceType": "Slot", "id": slot.id, "status": "free", "start": slot.start }));
    Ok(Json::fhir(fhir::searchset(slots.collect())))
}

async fn read(State(slots): State<Arc<Slots>>, id: Result<Path<String>, PathRejection>) -> Result<Json, Failure<Bars>> {
    let Path(id) = id.map_err(|_| BookingError::NoAppointment)?;
    let found = slots.appointment(&id).map_err(BookingError::Store)?;
    Ok(Json::fhir(found.ok_or(BookingError::NoAppointment)?.resource))
}

async fn book(
    State(slots): State<Arc<Slots>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<impl IntoResponse, Failure<Bars>> {
    let request_id = envelope(&headers)?;
    let resource = request::json(&headers, body).map_err(BookingError::Body)?;
    let booking = Booking {
        slot: slot_of(&resource)?.to_owned(),
        request_id,
        resource,
    };
    let slot = booking.slot.clone();
    let appointment = slots.book(booking).map_err(|refusal| match refusal {
        Refusal::Unknown => BookingError::NoSlot { slot },
        Refusal::Taken => BookingError::SlotTaken { slot },
        Refusal::Repeated => BookingError::Repeated,
        Refusal::Store(error) => BookingError::Store(error),
    })?;
    let location = format!("/bars/Appointment/{}", appointment.id);
    Ok((
        [(header::LOCATION, location)],
        Json::fhir(appointment.resource).created(),
    ))
}

/// What the API and the proxy look at before the receiver sees anything: the headers. Gives the request's id.
fn envelope(headers: &HeaderMap) -> Result<String, BookingError> {
    if negotiation::quality(headers, "application/fhir+json") == 0
        && negotiation::quality(headers, "application/json") == 0
    {
        return Err(BookingError::NotAcceptable);
    }
    let target = request::text_header(headers, &TARGET).ok_or(BookingError::NoHeader("NHSD-Target-Identifier"))?;
    let request_id = request::text_header(headers, &REQUEST_ID).ok_or(BookingError::NoHeader("X-Request-Id"))?;
    if !request::is_uuid(request_id) {
        return Err(BookingError::BadRequestId);
    }
    match target::receiver(target).ok_or(BookingError::BadTarget)?.as_str() {
        RECEIVER => Ok(request_id.to_ascii_lowercase()),
        _ => Err(BookingError::NoReceiver),
    }
}

/// The id of the slot that an Appointment names, once the Appointment is seen to be right.
fn slot_of(appointment: &Value) -> Result<&str, BookingError> {
    if appointment["resourceType"] != "Appointment" {
        return Err(BookingError::NotAppointment);
    }
    match appointment["status"].as_str() {
        Some("booked") => {}
        Some(_) => {
            return Err(BookingError::BadElement {
                path: "Appointment.status",
                expected: "`booked`",
            });
        }
        None => return Err(BookingError::NoElement("Appointment.status")),
    }
    let participants = appointment["participant"].as_array();
    if participants.is_none_or(Vec::is_empty) {
        return Err(BookingError::NoElement("Appointment.participant"));
    }
    let slot = &appointment["slot"][0]["reference"];
    let reference = slot.as_str().ok_or(BookingError::NoElement("Appointment.slot"))?;
    reference.strip_prefix("Slot/").ok_or(BookingError::BadElement {
        path: "Appointment.slot[0].reference",
        expected: "`Slot/` and an id",
    })
}

async fn unmatched(OriginalUri(uri): OriginalUri) -> Failure<Bars> {
    bars::ProxyNotFound {
        details: format!("there is no endpoint {}", request::echo(uri.path())),
    }
    .into()
}

fn wrong_method(allow: &'static str) -> Failure<Bars> {
    bars::SendMethodNotAllowed {
        allow: Some(allow.into()),
    }
    .into()
}
