//! The errors that are rendered, counted and sent.

use error_runtime::{Error, Outcome};

use crate::{Clinic, clinic};

/// 98 bytes without anything to escape.
pub const CLEAN: &str =
    "No record is held for the patient 9000000009 at this practice. Trace the number with PDS and retry";

/// As long, with a quote, a backslash or a line end in every eighth place.
pub const DIRTY: &str =
    "No \"reco\nd\" is h\\ld for \"he pati\nnt 9000\"000009 \\t this\n\"practice\" Trac\\ the nu\nber with \"PDS\" and";

/// The media type of the responses.
pub const HEADERS: [(&str, &str); 1] = [("Content-Type", "application/fhir+json")];

/// An error with a text of its own.
pub fn one(error: impl Into<Error<Clinic>>) -> Error<Clinic> {
    error.into().with_diagnostics(CLEAN)
}

/// Values of six parameters.
#[derive(Clone, Copy)]
pub struct Six {
    pub patient: &'static str,
    pub slot: &'static str,
    pub ward: &'static str,
    pub bed: &'static str,
    pub waiting: u32,
    pub urgent: bool,
}

/// Those that are sent.
pub const SIX: Six = Six {
    patient: "9000000009",
    slot: "2026-11-22T09:30:00Z",
    ward: "north",
    bed: "17",
    waiting: 12,
    urgent: true,
};

/// The error of an entry that has them.
macro_rules! with_six {
    ($entry:ident) => {
        clinic::$entry {
            patient: SIX.patient,
            slot: SIX.slot,
            ward: SIX.ward,
            bed: SIX.bed,
            waiting: SIX.waiting,
            urgent: SIX.urgent,
        }
        .into()
    };
}

/// An error with six parameters, each of which is a member of the body.
pub fn six() -> Error<Clinic> {
    with_six!(WardFull)
}

/// An error with six parameters, which stand in one text.
pub fn six_in_a_text() -> Error<Clinic> {
    with_six!(NoBed)
}

/// Ten errors in one response.
pub fn ten(each: impl Fn() -> Error<Clinic>) -> Outcome<Clinic> {
    (1..10).fold(Outcome::new(each()), |outcome, _| outcome.and(each()))
}
