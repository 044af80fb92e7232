//! What can go wrong with a booking, and which entry of the catalog that is.

use error_runtime::Error;

use super::RECEIVER;
use crate::catalogs::{Bars, bars};
use crate::request::{self, BodyError};
use crate::store::StoreError;

/// What can go wrong.
#[derive(Debug)]
pub(super) enum BookingError {
    NotAcceptable,
    NoHeader(&'static str),
    BadRequestId,
    BadTarget,
    NoReceiver,
    Body(BodyError),
    NotAppointment,
    NoElement(&'static str),
    BadElement { path: &'static str, expected: &'static str },
    NoSlot { slot: String },
    SlotTaken { slot: String },
    Repeated,
    NoAppointment,
    Store(StoreError),
}

impl From<BookingError> for Error<Bars> {
    fn from(error: BookingError) -> Self {
        match error {
            BookingError::NotAcceptable => {
                Self::new(Bars::SendNotAcceptable).with_diagnostics("only application/fhir+json can be had")
            }
            BookingError::NoHeader(name) => bars::SendBadRequestRequired {
                details: format!("the header {name} is missing"),
            }
            .into(),
            BookingError::BadRequestId => bars::ProxyBadRequestInvalid {
                details: "the header X-Request-Id has to be a UUID",
            }
            .into(),
            BookingError::BadTarget => bars::ProxyBadRequestStructure {
                details: "the header NHSD-Target-Identifier has to be JSON with a `value`, in Base64",
            }
            .into(),
            BookingError::NoReceiver => bars::ProxyNotFound {
                details: "the target identifier is not in the endpoint catalogue",
            }
            .into(),
            BookingError::Body(error) => of_body(&error),
            BookingError::NotAppointment => bars::RecBadRequestInvalid {
                receiver: RECEIVER,
                details: "the body has to be an Appointment",
            }
            .into(),
            BookingError::NoElement(path) => Self::from(bars::RecBadRequestRequired {
                receiver: RECEIVER,
                details: format!("{path} is missing"),
            })
            .with_expression(path),
            BookingError::BadElement { path, expected } => Self::from(bars::RecBadRequestValue {
                receiver: RECEIVER,
                details: format!("{path} has to be {expected}"),
            })
            .with_expression(path),
            BookingError::NoSlot { slot } => Self::from(bars::RecNotFound {
                receiver: RECEIVER,
                details: format!("there is no slot {}", request::echo(&slot)),
            })
            .with_expression("Appointment.slot[0].reference"),
            BookingError::SlotTaken { slot } => Self::from(bars::RecConflict {
                receiver: RECEIVER,
                details: format!("the slot {} is taken", request::echo(&slot)),
            })
            .with_expression("Appointment.slot[0].reference"),
            BookingError::Repeated => bars::RecConflictDuplicate {
                receiver: RECEIVER,
                details: "a request with this X-Request-Id has been carried out already",
            }
            .into(),
            BookingError::NoAppointment => bars::RecNotFound {
                receiver: RECEIVER,
                details: "there is no such appointment",
            }
            .into(),
            BookingError::Store(error) => Self::new(Bars::RecServerErrorNoStore).with_source(error),
        }
    }
}

/// A body that is no JSON. The catalog has no 413: one that is too large is a value that the API does not take.
fn of_body(error: &BodyError) -> Error<Bars> {
    let details = error.details();
    match error {
        BodyError::MediaType => Error::new(Bars::UnsupportedMediaType).with_diagnostics(details),
        BodyError::TooLarge => bars::SendBadRequestValue { details }.into(),
        BodyError::Interrupted | BodyError::Malformed(_) => bars::RecBadRequestInvalid {
            receiver: RECEIVER,
            details,
        }
        .into(),
    }
}
