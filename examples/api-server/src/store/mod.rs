//! The server's data, in memory. Handlers know these types only, so that a database can take their place.

mod patients;
mod sessions;
mod slots;

use std::fmt;

pub use self::patients::{Consent, Patient, Patients};
pub use self::sessions::{Session, SessionRefusal, Sessions};
pub use self::slots::{Appointment, Booking, Refusal, Slot, Slots};

/// The store has failed. It is the server's fault, and none of a client's business.
#[derive(Debug)]
pub enum StoreError {
    /// A record cannot be read.
    Damaged {
        /// The record's key.
        record: String,
    },
    /// A writer has died half-way.
    Poisoned,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged { record } => write!(f, "the record {record} is damaged"),
            Self::Poisoned => f.write_str("a writer died while it had the store locked"),
        }
    }
}

impl std::error::Error for StoreError {}
