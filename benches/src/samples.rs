//! The errors that are rendered, counted and sent.

use error_runtime::{Error, Outcome};

use crate::{Clinic, clinic};

/// 98 bytes without anything to escape.
pub const CLEAN: &str =
    "No record is held for the patient 9000000009 at this practice. Trace the number with PDS and retry";

/// What the answers' media type is.
pub const HEADERS: [(&str, &str); 1] = [("Content-Type", "application/fhir+json")];

/// An error with a text of its own.
pub fn one(entry: Clinic) -> Error<Clinic> {
    Error::new(entry).with_diagnostics(CLEAN)
}

/// An error with six parameters.
pub fn six() -> Error<Clinic> {
    let (patient, slot, ward, bed) = ("9000000009", "2026-11-22T09:30:00Z", "north", "17");
    clinic::WardFull {
        patient,
        slot,
        ward,
        bed,
        waiting: 12,
        urgent: true,
    }
    .into()
}

/// Ten errors in one answer.
pub fn ten(each: impl Fn() -> Error<Clinic>) -> Outcome<Clinic> {
    (1..10).fold(Outcome::new(each()), |outcome, _| outcome.and(each()))
}
