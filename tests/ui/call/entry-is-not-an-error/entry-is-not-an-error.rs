//! An entry is not an error: its required arguments would be missing.

use error_runtime::{Error, Outcome};

error_runtime::error_catalog! {
    /// Errors of the clinic.
    pub enum Clinic = "clinic.json";
}

fn question_mark() -> Result<(), Error<Clinic>> {
    Err(Clinic::SlotTaken)?
}

fn into() -> Error<Clinic> {
    Clinic::SlotTaken.into()
}

fn method() -> Error<Clinic> {
    Clinic::SlotTaken.error()
}

fn outcome() -> Outcome<Clinic> {
    Outcome::new(Clinic::SlotTaken)
}

fn without_conversion() -> Result<(), Error<Clinic>> {
    Err(clinic::PatientNotFound)
}

fn main() {}
