//! The errors of a booking, with their entries of the catalog.

use error_runtime::CatalogError;

use super::RECEIVER;
use crate::catalogs::Bars;
use crate::negotiation::NotJson;
use crate::request::{self, BodyError};
use crate::store::Refusal;

/// The errors of a booking.
#[derive(Debug, CatalogError)]
#[catalog(Bars)]
pub(super) enum BookingError {
    #[code(SendNotAcceptable)]
    #[diagnostics("resources are JSON: ask for application/fhir+json in `_format` or `Accept`")]
    NotJson,

    #[code(SendBadRequestRequired)]
    NoHeader {
        #[param]
        details: String,
    },

    #[code(ProxyBadRequestInvalid)]
    #[param(details = "the header X-Request-Id has to be a UUID")]
    BadRequestId,

    #[code(ProxyBadRequestStructure)]
    #[param(details = "the header NHSD-Target-Identifier has to be JSON with a `value`, in Base64")]
    BadTarget,

    #[code(ProxyNotFound)]
    #[param(details = "the target identifier is not in the endpoint catalogue")]
    NoReceiver,

    #[code(UnsupportedMediaType)]
    #[diagnostics("{reason}")]
    MediaType { reason: BodyError },

    /// The catalog has no 413: it is a value that the API does not take.
    #[code(SendBadRequestValue)]
    TooLarge {
        #[param]
        details: String,
    },

    #[code(RecBadRequestInvalid)]
    Body {
        #[param]
        receiver: &'static str,
        #[param]
        details: String,
    },

    #[code(RecBadRequestRequired)]
    #[expression("{path}")]
    NoElement {
        #[param]
        receiver: &'static str,
        #[param]
        details: String,
        path: &'static str,
    },

    #[code(RecBadRequestValue)]
    #[expression("{path}")]
    BadElement {
        #[param]
        receiver: &'static str,
        #[param]
        details: String,
        path: &'static str,
    },

    #[code(RecNotFound)]
    #[expression("Appointment.slot[0].reference")]
    NoSlot {
        #[param]
        receiver: &'static str,
        #[param]
        details: String,
    },

    #[code(RecConflict)]
    #[expression("Appointment.slot[0].reference")]
    SlotTaken {
        #[param]
        receiver: &'static str,
        #[param]
        details: String,
    },

    #[code(RecConflictDuplicate)]
    #[param(details = "a request with this X-Request-Id has been carried out already")]
    Repeated {
        #[param]
        receiver: &'static str,
    },

    #[code(RecNotFound)]
    #[param(details = "there is no such appointment")]
    NoAppointment {
        #[param]
        receiver: &'static str,
    },

    #[code(RecServerErrorNoStore)]
    Store(#[from] rusqlite::Error),
}

impl BookingError {
    pub(super) fn no_header(name: &str) -> Self {
        Self::NoHeader {
            details: format!("the header {name} is missing"),
        }
    }

    pub(super) fn no_element(path: &'static str) -> Self {
        Self::NoElement {
            receiver: RECEIVER,
            details: format!("{path} is missing"),
            path,
        }
    }

    pub(super) fn bad_element(path: &'static str, expected: &str) -> Self {
        Self::BadElement {
            receiver: RECEIVER,
            details: format!("{path} has to be {expected}"),
            path,
        }
    }

    pub(super) const fn no_appointment() -> Self {
        Self::NoAppointment { receiver: RECEIVER }
    }

    /// Why this slot was not booked.
    pub(super) fn refused(slot: &str, refusal: Refusal) -> Self {
        let slot = request::echo(slot);
        match refusal {
            Refusal::Unknown => Self::NoSlot {
                receiver: RECEIVER,
                details: format!("there is no slot {slot}"),
            },
            Refusal::Taken => Self::SlotTaken {
                receiver: RECEIVER,
                details: format!("the slot {slot} is taken"),
            },
            Refusal::Repeated => Self::Repeated { receiver: RECEIVER },
            Refusal::Store(error) => error.into(),
        }
    }
}

impl From<NotJson> for BookingError {
    fn from(_: NotJson) -> Self {
        Self::NotJson
    }
}

impl From<BodyError> for BookingError {
    fn from(reason: BodyError) -> Self {
        let details = reason.to_string();
        match reason {
            BodyError::MediaType => Self::MediaType { reason },
            BodyError::TooLarge => Self::TooLarge { details },
            BodyError::Interrupted | BodyError::Malformed(_) => Self::Body {
                receiver: RECEIVER,
                details,
            },
        }
    }
}
